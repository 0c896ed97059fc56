// SPDX-License-Identifier: GPL-3.0-or-later
//
// PartialBar is the strip above a message of which only the beginning is here: how many lines that is, and a
// way to get the rest, or that the rest is no longer on the server. GUI thread.
#pragma once

#include "Error.h"
#include "Identifiers.h"
#include "MessageBar.h"
#include "MessageSummary.h"

#include <QTimer>

class MailSession;

class PartialBar : public MessageBar
{
    Q_OBJECT
public:
    // `session` must outlive it.
    explicit PartialBar(MailSession &session, QWidget *parent = nullptr);

    // 0: no message, or one that is here as a whole.
    void showFor(MessageId message);

Q_SIGNALS:
    void failed(const Error &error);

private:
    enum class Rest { Unknown, Waiting, OnServer, Gone };

    void ask();
    void countLines();
    void askServer(const MessageSummary &summary);
    void tell(Rest rest, const QString &amount);
    QString beginning(const QString &amount) const;
    void fetch();

    MailSession &m_session;
    MessageId m_message = 0;
    AccountId m_account = 0;
    QTimer m_askTimer; // a check tells of each batch
    int m_lines = -1;  // of the body that are here; -1: not counted yet
    Rest m_rest = Rest::Unknown;
    QString m_amount;
};
