// SPDX-License-Identifier: GPL-3.0-or-later
//
// What AccountSetup keeps: discovery's part (AccountSetupDiscovery.cpp), that of the permissions of providers
// (AccountSetupSignIn.cpp), that of moving accounts (AccountSetupMoves.cpp), and that of removing them
// (AccountSetupRemoval.cpp). GUI thread.
#pragma once

#include "AccountSetup.h"
#include "DiscoveryThread.h"
#include "OAuthThread.h"
#include "SessionThreads.h"

#include <QHash>
#include <QSet>

#include <map>

// Of a provider, with all that it takes to take it back.
struct ProviderPermission {
    OAuthSettings settings;
    QString refreshToken;
    OAuthProxy proxy;
};

class AccountSetup::Private
{
public:
    Private(MailSession &theSession, SessionThreads &theThreads, SecretStore &theSecrets,
            ChangeAccounts theChange, KnownSecret theKnownSecret)
        : session(theSession), threads(theThreads), secrets(theSecrets), changeAccounts(std::move(theChange)),
          knownSecret(std::move(theKnownSecret))
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
    using Permission = ProviderPermission;
    // Nothing where the account has none; an error where there is one that cannot be read.
    void readPermission(AccountId account, Done<std::optional<Permission>> done);
    void takeBack(AccountId account, const Permission &permission, Done<void> done);

    // One removal, from beginning to end.
    struct Removal {
        AccountId account = 0;
        QString uuid;
        bool withMail = false;
        std::function<void(int, int)> progressed;
        Done<AccountRemoval> done;
        std::optional<Permission> permission;
        std::vector<MessageId> mail;
        AccountRemoval outcome;
    };
    using Going = std::shared_ptr<Removal>;
    void removeAccount(const Going &going);
    void forgetSecrets(const Going &going);
    void forgetServer(const Going &going);
    void findMail(const Going &going);
    // The rest of it, a piece at a time.
    void removeMail(const Going &going);
    void endRemoval(const Going &going);
    void confirmNothing(AccountId account, Done<void> done);
    void addNext(std::shared_ptr<std::vector<Account>> accounts, size_t added, Done<int> done);

    MailSession &session;
    SessionThreads &threads;
    SecretStore &secrets;
    const ChangeAccounts changeAccounts;
    const KnownSecret knownSecret;

    QHash<QString, OAuthClient> clients; // the user's own, by AuthorizationServer::id
    DiscoveryEnvironment environment;
    std::unique_ptr<DiscoveryThread> discovery; // one at a time
    quint64 newestDiscovery = 0;                // the only one that is heard
    std::unique_ptr<OAuthThread> signIn;        // one at a time
    std::vector<std::unique_ptr<OAuthThread>> revocations;
    std::map<AccountId, OAuthThread *> takingBack; // of removals, among the revocations
    QSet<AccountId> stopped;                       // removals that are to end
    QObject keeper; // what waits for an answer waits no longer than this is there
};
