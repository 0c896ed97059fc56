// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageDialog.h"

#include "MessageBar.h"
#include "PageList.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

PageDialog::PageDialog(QWidget *parent)
    : QDialog(parent), m_problem(new MessageBar(this)), m_list(new PageList(this)), m_side(buildSide()),
      m_pages(new QStackedWidget(this))
{
    auto *room = new QVBoxLayout; // a stack of pages has no margins of its own
    room->setContentsMargins(24, 20, 24, 16);
    room->addWidget(m_pages);
    auto *body = new QHBoxLayout;
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(0);
    body->addWidget(m_side);
    body->addLayout(room, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_problem);
    layout->addLayout(body, 1);
    connect(m_list, &PageList::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
}

QWidget *PageDialog::buildSide()
{
    auto *side = new QWidget(this);
    side->setAutoFillBackground(true);
    side->setBackgroundRole(QPalette::Base);
    QFrame *line = newLine(side);
    line->setFixedWidth(1);
    auto *column = new QVBoxLayout;
    column->setContentsMargins(0, 12, 0, 0);
    column->addWidget(m_list);
    auto *layout = new QHBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(column);
    layout->addWidget(line);
    return side;
}

QFrame *PageDialog::newLine(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setAutoFillBackground(true);
    line->setBackgroundRole(QPalette::Mid);
    return line;
}

void PageDialog::addPage(QWidget *page, const QString &icon, const QString &name)
{
    m_pages->addWidget(page);
    m_list->addPage(icon, name);
}

void PageDialog::addPage(QWidget *page)
{
    m_pages->addWidget(page);
}

void PageDialog::setPageHidden(int page, bool hidden)
{
    m_list->item(page)->setHidden(hidden);
}

void PageDialog::addFoot(QWidget *foot)
{
    layout()->addWidget(foot);
}

int PageDialog::currentPage() const
{
    return m_pages->currentIndex();
}

void PageDialog::setCurrentPage(int page)
{
    const bool isListed = page < m_list->count();
    m_side->setVisible(isListed);
    if (isListed)
        m_list->setCurrentRow(page);
    m_pages->setCurrentIndex(page);
}
