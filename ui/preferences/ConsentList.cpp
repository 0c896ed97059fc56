// SPDX-License-Identifier: GPL-3.0-or-later
#include "ConsentList.h"

#include "HostName.h"
#include "MailReading.h"
#include "MailSession.h"
#include "RevocableList.h"

#include <QDateTime>
#include <QHeaderView>
#include <QLocale>
#include <QVBoxLayout>

ConsentList::ConsentList(MailSession &session, QWidget *parent)
    : QWidget(parent), m_session(session),
      m_list(new RevocableList({{tr("Sender"), tr("Holds for"), tr("Since")},
                                tr("Senders whose remote pictures are loaded without asking"),
                                tr("For nobody. A message whose pictures lie on the network offers it."),
                                tr("&Ask again for these")},
                               this))
{
    m_list->header().setStretchLastSection(false);
    m_list->header().setSectionResizeMode(0, QHeaderView::Stretch);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_list);
    connect(m_list, &RevocableList::revoked, this, &ConsentList::revoke);
    connect(&session.reading(), &MailReading::consentsChanged, this, &ConsentList::refresh);
    refresh();
}

void ConsentList::refresh()
{
    m_shown = m_session.reading().consents();
    std::vector<RevocableList::Row> rows;
    for (const ReadingConsent &consent : m_shown) {
        const bool isDomain = consent.kind == ReadingConsent::Kind::Domain;
        const QString since =
            QLocale().toString(QDateTime::fromSecsSinceEpoch(consent.since).date(), QLocale::ShortFormat);
        const QString value = isDomain ? shownHost(consent.value) : consent.value;
        RevocableList::Row row{
            {value, isDomain ? tr("everybody there, subdomains too") : tr("this address"), since}, {value}};
        if (isDomain)
            row.toolTips.append(tr("Every address that ends in @%1 or .%1", "domain").arg(value));
        rows.push_back(std::move(row));
    }
    m_list->setRows(rows);
}

void ConsentList::revoke(const std::vector<size_t> &rows)
{
    std::vector<ReadingConsent> consents; // the list changes while they are taken back
    for (const size_t row : rows)
        consents.push_back(m_shown.at(row));
    for (const ReadingConsent &consent : consents) {
        m_session.reading().revokeRemote(consent, this, [this](Result<void> revoked) {
            if (!revoked)
                Q_EMIT failed(revoked.error());
        });
    }
}
