// SPDX-License-Identifier: GPL-3.0-or-later
#include "PreferencesDialog.h"

#include "ErrorText.h"
#include "MessageBar.h"
#include "PageList.h"
#include "ReadingPage.h"
#include "SecurityPage.h"
#include "WindowSize.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

PreferencesDialog::PreferencesDialog(MailSession &session, const ReadingPreferences &reading, QWidget *parent)
    : QDialog(parent), m_problem(new MessageBar(this)), m_list(new PageList(this)),
      m_pages(new QStackedWidget(this)), m_reading(new ReadingPage(session, reading, this)),
      m_security(new SecurityPage(session, this))
{
    setWindowTitle(tr("Preferences"));
    openAtSize(*this, {760, 520});
    m_list->setAccessibleName(tr("Pages of the preferences"));
    addPage(m_reading, QStringLiteral("mail-open"), tr("Reading"));
    addPage(m_security, QStringLiteral("shield-check"), tr("Security"));
    connect(m_list, &PageList::currentRowChanged, m_pages, &QStackedWidget::setCurrentIndex);
    connect(m_reading, &ReadingPage::changed, this, &PreferencesDialog::readingChanged);
    connect(m_reading, &ReadingPage::failed, this, &PreferencesDialog::showFailure);
    connect(m_security, &SecurityPage::failed, this, &PreferencesDialog::showFailure);

    auto *room = new QVBoxLayout; // a stack of pages has no margins of its own
    room->setContentsMargins(24, 20, 24, 16);
    room->addWidget(m_pages);
    auto *body = new QHBoxLayout;
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(0);
    body->addWidget(buildSide());
    body->addLayout(room, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_problem);
    layout->addLayout(body, 1);
    layout->addWidget(buildFoot());
    turnTo(Reading);
}

void PreferencesDialog::addPage(QWidget *page, const QString &icon, const QString &name)
{
    m_pages->addWidget(page);
    m_list->addPage(icon, name);
}

QWidget *PreferencesDialog::buildSide()
{
    auto *side = new QWidget(this);
    side->setAutoFillBackground(true);
    side->setBackgroundRole(QPalette::Base);
    auto *column = new QVBoxLayout(side);
    column->setContentsMargins(0, 12, 0, 0);
    column->addWidget(m_list);
    return side;
}

QWidget *PreferencesDialog::buildFoot()
{
    auto *foot = new QWidget(this);
    auto *close = new QPushButton(tr("Close"), foot);
    close->setAutoDefault(false); // Enter in a field is not the end
    auto *layout = new QHBoxLayout(foot);
    layout->setContentsMargins(24, 12, 24, 16);
    layout->addStretch();
    layout->addWidget(close);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    return foot;
}

void PreferencesDialog::turnTo(Page page)
{
    m_list->setCurrentRow(page);
    m_pages->setCurrentIndex(page);
}

void PreferencesDialog::showFailure(const Error &error)
{
    m_problem->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), errorLine(error));
}
