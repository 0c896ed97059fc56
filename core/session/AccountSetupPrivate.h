// SPDX-License-Identifier: GPL-3.0-or-later
//
// What AccountSetup keeps: discovery's half (AccountSetupDiscovery.cpp) and that of the permissions of
// providers (AccountSetupSignIn.cpp). GUI thread.
#pragma once

#include "AccountSetup.h"
#include "DiscoveryThread.h"
#include "OAuthThread.h"
#include "SessionThreads.h"

#include <QHash>

class AccountSetup::Private
{
public:
    Private(MailSession &theSession, SessionThreads &theThreads, SecretStore &theSecrets)
        : session(theSession), threads(theThreads), secrets(theSecrets)
    {
    }

    // `open`, to be called by the thread that asks.
    static std::function<void(const QUrl &)> inGuiThread(AccountSetup &setup, QObject *context,
                                                         std::function<void(const QUrl &)> open);
    void startRevocation(std::unique_ptr<OAuthThread> revocation)
    {
        std::erase_if(revocations, [](const auto &one) { return one->isFinished(); });
        revocations.push_back(std::move(revocation));
    }
    // nullptr where it does not sign in by OAuth.
    const Account *oauthAccount(AccountId id) const;

    MailSession &session;
    SessionThreads &threads;
    SecretStore &secrets;

    QHash<QString, OAuthClient> clients; // the user's own, by AuthorizationServer::id
    DiscoveryEnvironment environment;
    std::unique_ptr<DiscoveryThread> discovery; // one at a time
    quint64 newestDiscovery = 0;                // the only one that is heard
    std::unique_ptr<OAuthThread> signIn;        // one at a time
    std::vector<std::unique_ptr<OAuthThread>> revocations;
};
