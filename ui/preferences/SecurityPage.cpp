// SPDX-License-Identifier: GPL-3.0-or-later
#include "SecurityPage.h"

#include "CertificateText.h"
#include "Fonts.h"
#include "MailSession.h"
#include "RevocableList.h"

#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

SecurityPage::SecurityPage(MailSession &session, QWidget *parent)
    : QWidget(parent), m_session(session),
      m_list(new RevocableList({{tr("Account"), tr("Server"), tr("Although"), tr("SHA-256")},
                                tr("Certificates that you trust although they could not be checked"),
                                tr("There is none. Every server has to prove who it is."),
                                tr("&Trust them no more")},
                               this))
{
    auto *title = new QLabel(tr("Certificates that you trust although they could not be checked"), this);
    title->setFont(Fonts::demiBold(font()));
    title->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(title);
    layout->addWidget(m_list, 1);
    connect(m_list, &RevocableList::revoked, this, &SecurityPage::revoke);
    connect(&session, &MailSession::accountsChanged, this, &SecurityPage::refresh);
    refresh();
}

void SecurityPage::refresh()
{
    m_shown.clear();
    std::vector<RevocableList::Row> rows;
    for (const Account &account : m_session.accounts()) {
        if (!account.server.accepted)
            continue;
        const AcceptedCertificate &accepted = *account.server.accepted;
        const QString fingerprint = CertificateText::fingerprint(accepted.sha256);
        rows.push_back({{account.name, tr("%1, port %2").arg(accepted.host).arg(accepted.port),
                         CertificateText::exceptionFor(accepted.faults),
                         QString(fingerprint).replace(QLatin1Char('\n'), QLatin1Char(' '))},
                        {{}, {}, {}, fingerprint}});
        m_shown.push_back(account.id);
    }
    m_list->setRows(rows);
}

void SecurityPage::revoke(const std::vector<size_t> &rows)
{
    std::vector<quint32> ids; // the list changes while they are taken back
    for (const size_t row : rows)
        ids.push_back(m_shown.at(row));
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
