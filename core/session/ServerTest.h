// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerTest signs in to a server for real, in a thread of its own, and says what it found. Made, cancelled
// and destroyed in the GUI thread.
#pragma once

#include "Account.h"
#include "Cancellation.h"
#include "MailboxFacts.h"
#include "Result.h"

#include <QThread>

class ServerTest final : public QThread
{
    Q_OBJECT
public:
    ServerTest(const ServerSettings &server, const QString &password);
    ~ServerTest() override; // cancels and waits

    void cancel() { m_cancellation.cancel(); }

Q_SIGNALS:
    void tested(const Result<MailboxFacts> &result);

protected:
    void run() override;

private:
    const ServerSettings m_server;
    const QString m_password;
    Cancellation m_cancellation;
};
