// SPDX-License-Identifier: GPL-3.0-or-later
//
// What AccountSetup keeps: discovery's part (AccountSetupDiscovery.cpp), that of the permissions of providers
// (AccountSetupSignIn.cpp), and that of moving and removing accounts (AccountSetupMoves.cpp). GUI thread.
#pragma once

#include "AccountSetup.h"
#include "DiscoveryThread.h"
#include "OAuthThread.h"
#include "SessionThreads.h"

#include <QHash>

class AccountSetup::Private
{
public:
    Private(MailSession &theSession, SessionThreads &theThreads, SecretStore &theSecrets,
            ChangeAccounts theChange)
        : session(theSession), threads(theThreads), secrets(theSecrets), changeAccounts(std::move(theChange))
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
    // When no check of the account runs any more; the one that does is ended.
    void whenUnchecked(AccountId account, std::function<void()> then);
    void removeMailOf(AccountId account, Done<int> done);
    // Removes the rest of `messages` from here for good, a piece at a time.
    void removeMail(std::shared_ptr<std::vector<MessageId>> messages, size_t removed, Done<int> done);
    void addNext(std::shared_ptr<std::vector<Account>> accounts, size_t added, Done<int> done);

    MailSession &session;
    SessionThreads &threads;
    SecretStore &secrets;
    const ChangeAccounts changeAccounts;

    QHash<QString, OAuthClient> clients; // the user's own, by AuthorizationServer::id
    DiscoveryEnvironment environment;
    std::unique_ptr<DiscoveryThread> discovery; // one at a time
    quint64 newestDiscovery = 0;                // the only one that is heard
    std::unique_ptr<OAuthThread> signIn;        // one at a time
    std::vector<std::unique_ptr<OAuthThread>> revocations;
    QObject keeper; // what waits for an answer waits no longer than this is there
};
