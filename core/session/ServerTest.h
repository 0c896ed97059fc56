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

#include <QStringList>
#include <QThread>

class OAuthTokens;
class SecretStore;

class ServerTest final : public QThread
{
    Q_OBJECT
public:
    // `tokens` and `store` must outlive it. A refresh token that the provider replaces is replaced in `store`
    // too, under those of the keys that hold it: the old one is good no more.
    ServerTest(const ServerSettings &server, SignInSecrets secrets, OAuthTokens &tokens, SecretStore &store,
               const QStringList &keys);
    ~ServerTest() override; // cancels and waits

    void cancel() { m_cancellation.cancel(); }

Q_SIGNALS:
    void tested(const Result<MailboxFacts> &result);

protected:
    void run() override;

private:
    Result<QString> accessToken(bool refresh);
    void replace(const QString &refreshToken);

    const ServerSettings m_server;
    const SignInSecrets m_secrets;
    OAuthTokens &m_tokens;
    SecretStore &m_store;
    const QStringList m_keys;
    QString m_storedToken; // used in run() alone
    Cancellation m_cancellation;
};
