// SPDX-License-Identifier: GPL-3.0-or-later
#include "RevocableList.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

RevocableList::RevocableList(const Words &words, QWidget *parent)
    : QWidget(parent), m_list(new QTreeWidget(this)), m_nothing(new QLabel(words.nothing, this)),
      m_revoke(new QPushButton(words.revoke, this))
{
    m_list->setHeaderLabels(words.columns);
    m_list->setAccessibleName(words.name);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setAllColumnsShowFocus(true);
    for (int column = 0; column < words.columns.size(); ++column)
        m_list->header()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_nothing->setWordWrap(true);
    m_revoke->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_nothing);
    layout->addWidget(m_revoke, 0, Qt::AlignLeading);
    layout->addStretch();
    auto *byKey = new QAction(this);
    byKey->setShortcut(QKeySequence::Delete);
    byKey->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(byKey);
    connect(byKey, &QAction::triggered, this, &RevocableList::revokeSelected);
    connect(m_revoke, &QPushButton::clicked, this, &RevocableList::revokeSelected);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &RevocableList::updateButton);
    setRows({});
}

QHeaderView &RevocableList::header()
{
    return *m_list->header();
}

void RevocableList::setRows(const std::vector<Row> &rows)
{
    const int current = m_list->indexOfTopLevelItem(m_list->currentItem());
    m_list->clear();
    for (const Row &row : rows) {
        auto *item = new QTreeWidgetItem(m_list, row.texts);
        for (int column = 0; column < row.toolTips.size(); ++column)
            item->setToolTip(column, row.toolTips[column]);
    }
    if (current >= 0 && !rows.empty()) // the keyboard goes on where it was
        m_list->setCurrentItem(m_list->topLevelItem(qMin(current, int(rows.size()) - 1)));
    m_list->setVisible(!rows.empty());
    m_revoke->setVisible(!rows.empty());
    m_nothing->setVisible(rows.empty());
    updateButton();
}

void RevocableList::revokeSelected()
{
    std::vector<size_t> rows;
    for (QTreeWidgetItem *item : m_list->selectedItems())
        rows.push_back(size_t(m_list->indexOfTopLevelItem(item)));
    if (!rows.empty())
        Q_EMIT revoked(rows);
}

void RevocableList::updateButton()
{
    m_revoke->setEnabled(!m_list->selectedItems().isEmpty());
}
