// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageSave fetches one message from a server straight into a file, byte for byte, in a thread of its own:
// for a message that cannot be stored, and so that the user has at least what there is of it. Made, cancelled
// and destroyed in the GUI thread.
#pragma once

#include "Account.h"
#include "Cancellation.h"
#include "Result.h"
#include "ServerMessage.h"
#include "ServerSignIn.h"

#include <QThread>

class OAuthTokens;
class SecretStore;

class MessageSave final : public QThread
{
    Q_OBJECT
public:
    // `secrets` may be shared, and must outlive it. What `given` lacks is read there.
    MessageSave(const Account &account, SignInSecrets given, SecretStore &secrets, OAuthTokens &tokens,
                const ServerMessageKey &message, const QString &path);
    ~MessageSave() override; // cancels and waits

    void cancel() { m_cancellation.cancel(); }

Q_SIGNALS:
    // The length; or why it broke off: what came until then is in the path with ".partial" behind it.
    // `loginDelay`: the server wants so many seconds between two sign-ins; 0: it did not say.
    void saved(const Result<qint64> &length, int loginDelay);

protected:
    void run() override;

private:
    Result<qint64> save();

    const Account m_account;
    const SignInSecrets m_given;
    SecretStore &m_secrets;
    OAuthTokens &m_tokens;
    const ServerMessageKey m_message;
    const QString m_path;
    int m_loginDelay = 0;
    Cancellation m_cancellation;
};
