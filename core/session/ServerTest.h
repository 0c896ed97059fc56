// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerTest signs in to a server for real, in a thread of its own, and says what it found. Made, cancelled
// and destroyed in the GUI thread.
#pragma once

#include "Account.h"
#include "Cancellation.h"
#include "MailboxFacts.h"
#include "Result.h"
#include "ServerSignIn.h"

#include <QThread>

class OAuthTokens;

class ServerTest final : public QThread
{
    Q_OBJECT
public:
    // `tokens` must outlive it.
    ServerTest(const ServerSettings &server, SignInSecrets secrets, OAuthTokens &tokens);
    ~ServerTest() override; // cancels and waits

    void cancel() { m_cancellation.cancel(); }

Q_SIGNALS:
    void tested(const Result<MailboxFacts> &result);

protected:
    void run() override;

private:
    const ServerSettings m_server;
    const SignInSecrets m_secrets;
    OAuthTokens &m_tokens;
    Cancellation m_cancellation;
};
