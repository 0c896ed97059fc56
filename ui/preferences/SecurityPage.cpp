// SPDX-License-Identifier: GPL-3.0-or-later
#include "SecurityPage.h"

#include "CertificateText.h"
#include "Fonts.h"
#include "MailSession.h"

#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

SecurityPage::SecurityPage(MailSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_list(new QTreeWidget(this)),
      m_nothing(new QLabel(tr("There is none. Every server has to prove who it is."), this)),
      m_remove(new QPushButton(tr("&Trust them no more"), this))
{
    auto *title = new QLabel(tr("Certificates that you trust although they could not be checked"), this);
    title->setFont(Fonts::demiBold(font()));
    title->setWordWrap(true);
    m_list->setHeaderLabels({tr("Account"), tr("Server"), tr("Although"), tr("SHA-256")});
    m_list->setAccessibleName(title->text());
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_list->setAllColumnsShowFocus(true);
    m_list->header()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_list->header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    m_nothing->setForegroundRole(QPalette::PlaceholderText);
    m_nothing->setWordWrap(true);
    m_remove->setAutoDefault(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(title);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_nothing);
    layout->addWidget(m_remove, 0, Qt::AlignLeading);
    layout->addStretch();
    auto *byKey = new QAction(this);
    byKey->setShortcut(QKeySequence::Delete);
    byKey->setShortcutContext(Qt::WidgetShortcut);
    m_list->addAction(byKey);
    connect(byKey, &QAction::triggered, this, &SecurityPage::removeSelected);
    connect(m_remove, &QPushButton::clicked, this, &SecurityPage::removeSelected);
    connect(m_list, &QTreeWidget::itemSelectionChanged, this, &SecurityPage::updateButton);
    connect(&session, &MailSession::accountsChanged, this, &SecurityPage::refresh);
    refresh();
}

void SecurityPage::refresh()
{
    const int row = m_list->indexOfTopLevelItem(m_list->currentItem());
    m_list->clear();
    m_shown.clear();
    for (const Account &account : m_session.accounts()) {
        if (!account.server.accepted)
            continue;
        const AcceptedCertificate &accepted = *account.server.accepted;
        const QString fingerprint = CertificateText::fingerprint(accepted.sha256);
        auto *item = new QTreeWidgetItem(
            m_list, {account.name, tr("%1, port %2").arg(accepted.host).arg(accepted.port),
                     CertificateText::exceptionFor(accepted.faults),
                     QString(fingerprint).replace(QLatin1Char('\n'), QLatin1Char(' '))});
        item->setToolTip(3, fingerprint);
        m_shown.push_back(account.id);
    }
    if (row >= 0 && !m_shown.empty()) // the keyboard goes on where it was
        m_list->setCurrentItem(m_list->topLevelItem(qMin(row, int(m_shown.size()) - 1)));
    m_list->setVisible(!m_shown.empty());
    m_remove->setVisible(!m_shown.empty());
    m_nothing->setVisible(m_shown.empty());
    updateButton();
}

void SecurityPage::updateButton()
{
    m_remove->setEnabled(!m_list->selectedItems().isEmpty());
}

void SecurityPage::removeSelected()
{
    std::vector<quint32> ids;
    for (QTreeWidgetItem *item : m_list->selectedItems())
        ids.push_back(m_shown.at(size_t(m_list->indexOfTopLevelItem(item))));
    const std::vector<Account> accounts = m_session.accounts();
    for (Account account : accounts) {
        if (std::find(ids.begin(), ids.end(), account.id) == ids.end())
            continue;
        account.server.accepted.reset();
        m_session.saveAccount(account, std::nullopt, this, [this](Result<Account> saved) {
            if (!saved)
                Q_EMIT failed(saved.error());
        });
    }
}
