// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerNotice is the strip about mail on the server: deletions that wait for the user's word because a
// changed rule would delete much, and messages that could not be fetched. What the user has closed does not
// come back until there is something else to tell. GUI thread.
#pragma once

#include "FetchReport.h"
#include "MessageBar.h"
#include "ServerMessage.h"

#include <QSet>

#include <map>

class MailSession;

class ServerNotice : public MessageBar
{
    Q_OBJECT
public:
    // `session` must outlive it.
    explicit ServerNotice(MailSession &session, QWidget *parent = nullptr);

Q_SIGNALS:
    void notFetchedRequested(AccountId account); // to be shown
    void failed(const Error &error);

private:
    struct Trouble {
        int heldBack = 0;
        QSet<QByteArray> notFetched;

        bool operator==(const Trouble &) const = default;
    };

    void take(const FetchReport &report);
    void showNext();
    void pressed(int button);
    void withForecast(void (ServerNotice::*then)(AccountId, const RetentionForecast &));
    void showForecast(AccountId account, const RetentionForecast &forecast);
    void keepThem(AccountId account, const RetentionForecast &forecast);
    void deleteThem();
    void settle(AccountId account);

    MailSession &m_session;
    std::map<AccountId, Trouble> m_waiting;
    std::map<AccountId, Trouble> m_closed;
    AccountId m_shown = 0;
};
