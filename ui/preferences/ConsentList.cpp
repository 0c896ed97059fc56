// SPDX-License-Identifier: GPL-3.0-or-later
#include "ConsentList.h"

#include "HostName.h"
#include "MailReading.h"
#include "MailSession.h"

#include <QAction>
#include <QDateTime>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

ConsentList::ConsentList(MailSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_list(new QTreeWidget(this)),
      m_nobody(new QLabel(tr("For nobody. A message whose pictures lie on the network offers it."), this)),
      m_remove(new QPushButton(tr("&Ask again for these"), this))
{
    m_list->setHeaderLabels({tr("Sender"), tr("Holds for"), tr("Since")});
    m_list->setAccessibleName(tr("Senders whose remote pictures are loaded without asking"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setAllColumnsShowFocus(true);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    m_nobody->setForegroundRole(QPalette::PlaceholderText);
    m_nobody->setWordWrap(true);
    m_remove->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_nobody);
    layout->addWidget(m_remove, 0, Qt::AlignLeading);
    layout->addStretch();
    auto *byKey = new QAction(this);
    byKey->setShortcut(QKeySequence::Delete);
    byKey->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(byKey);
    connect(byKey, &QAction::triggered, this, &ConsentList::removeSelected);
    connect(m_remove, &QPushButton::clicked, this, &ConsentList::removeSelected);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &ConsentList::updateButton);
    connect(&session.reading(), &MailReading::consentsChanged, this, &ConsentList::refresh);
    refresh();
}

void ConsentList::refresh()
{
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    m_list->clear();
    m_shown = m_session.reading().consents();
    for (const ReadingConsent &consent : m_shown) {
        const bool isDomain = consent.kind == ReadingConsent::Kind::Domain;
        const QString since =
            QLocale().toString(QDateTime::fromSecsSinceEpoch(consent.since).date(), QLocale::ShortFormat);
        const QString value = isDomain ? shownHost(consent.value) : consent.value;
        auto *item = new QTreeWidgetItem(
            m_list, {value, isDomain ? tr("everybody there, subdomains too") : tr("this address"), since});
        item->setToolTip(0, value);
        if (isDomain)
            item->setToolTip(1, tr("Every address that ends in @%1 or .%1", "domain").arg(value));
    }
    if (row >= 0 && !m_shown.empty()) // the keyboard goes on where it was
        m_list->setCurrentItem(m_list->topLevelItem(qMin(row, int(m_shown.size()) - 1)));
    m_list->setVisible(!m_shown.empty());
    m_remove->setVisible(!m_shown.empty());
    m_nobody->setVisible(m_shown.empty());
    updateButton();
}

void ConsentList::updateButton()
{
    m_remove->setEnabled(!m_list->selectedItems().isEmpty());
}

void ConsentList::removeSelected()
{
    for (QTreeWidgetItem *item : m_list->selectedItems()) {
        const auto row = size_t(m_list->indexOfTopLevelItem(item));
        m_session.reading().revokeRemote(m_shown.at(row), this, [this](Result<void> revoked) {
            if (!revoked)
                Q_EMIT failed(revoked.error());
        });
    }
}
