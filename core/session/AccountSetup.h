// SPDX-License-Identifier: GPL-3.0-or-later
//
// AccountSetup is how an account comes to be and how it goes: it finds the server of an address, gets a
// permission of the provider's through the browser, moves settings between profiles, and puts accounts into
// order. It belongs to a MailSession, lives in the GUI thread and never blocks.
#pragma once

#include "Account.h"
#include "BrowserSignIn.h"
#include "Identifiers.h"
#include "OAuthClient.h"
#include "Result.h"
#include "ServerProposal.h"

#include <QObject>
#include <QUrl>

#include <functional>
#include <memory>
#include <vector>

class AccountDesk;
class MailSession;
class SecretStore;
struct DiscoveryEnvironment;
struct SessionThreads;

struct DiscoveryWish {
    QString email;
    bool mayAskIspdb = false; // tells a third party the domain
    // The account's way past whatever stands between; none: the system's, where that has one. All goes
    // through it, and what cannot is not asked.
    ProxySettings proxy = {};
    QString proxyPassword = {};
};

// What became of an account's removal. The account itself is gone.
struct AccountRemoval {
    int messages = 0;           // that were removed from here
    bool wasStopped = false;    // the rest of its mail stays, found "on this computer"
    bool hadPermission = false; // of a provider's, which was to be taken back (RFC 7009)
    // Why it could not be; Unsupported: the provider has no address for that.
    std::optional<Error> permissionError;
    std::optional<Error> secretsError; // why the keychain has them still
};

class AccountSetup : public QObject
{
    Q_OBJECT
public:
    template <class T> using Done = std::function<void(Result<T>)>;
    // Changes the accounts in their thread, and says so in this one.
    using ChangeAccounts = std::function<void(std::function<Result<void>(AccountDesk &)>, Done<void>)>;

    // The secret of an account that is known until the program ends; empty: none.
    using KnownSecret = std::function<QString(AccountId)>;

    // All must outlive it.
    AccountSetup(MailSession &session, SessionThreads &threads, SecretStore &secrets,
                 ChangeAccounts changeAccounts, KnownSecret knownSecret);
    ~AccountSetup() override; // ends what runs

    // Looks in all ways at the same time, for ten seconds at most, and answers with what was found, the best
    // first; nothing found is an empty answer; ConnectionLost where nobody at all could be asked. `step` is
    // called for each source as it begins and ends. One at a time: a newer one ends the older, which is not
    // answered. No password is known to it. InvalidArgument for what is no address.
    void discover(const DiscoveryWish &wish, QObject *context,
                  std::function<void(const DiscoveryStep &)> step, Done<std::vector<ServerProposal>> done);
    // Ends it with what was found until then.
    void cancelDiscovery();
    // Another internet than the real one, for what is looked for from now on.
    void setDiscoveryEnvironment(const DiscoveryEnvironment &environment);

    // Opens a listener on the loopback interface, has `open` show the provider's page, and answers with the
    // refresh token; errors as BrowserSignIn.h has them. One at a time: a newer one ends the older with
    // Cancelled, and so does the death of `context`, which is told nothing.
    void signInByBrowser(const BrowserSignIn &question, QObject *context,
                         std::function<void(const QUrl &)> open, Done<QString> done);
    void cancelSignIn();
    // The same for a saved account, whose refresh token is kept in place of the one that it had. The check
    // that it was stopped for may go on. InvalidArgument for one that does not sign in by OAuth in a browser;
    // NotFound; and those of the keychain: where there is none (Unsupported), the token is known until the
    // program ends.
    void signInAgain(AccountId account, QObject *context, std::function<void(const QUrl &)> open,
                     Done<void> done, const QString &closingWords = {});
    // Takes a saved account's permission back and forgets it here. Where the provider does not answer it is
    // not forgotten; where it has no address for that it is, and the answer is Unsupported.
    void signOut(AccountId account, QObject *context, Done<void> done);
    // Takes the permission back at the provider (RFC 7009). Unsupported where it has no address for that.
    void revoke(const OAuthSettings &settings, const QString &refreshToken, QObject *context, Done<void> done,
                const OAuthProxy &proxy = {});

    // The client for an AuthorizationServer, by its id: the user's own before the built-in one. Known from
    // the opening on.
    std::optional<OAuthClient> client(const QString &server) const;
    // The user's own; none: takes it away. InvalidArgument for an id that is none.
    void setClient(const QString &server, const std::optional<OAuthClient> &client, QObject *context,
                   Done<void> done);

    // Removes the account with its secrets, and takes a provider's permission back where he can be reached.
    // On the server nothing changes. What it has stored here stays, found "on this computer", or is removed
    // for good from wherever it lies, which `progressed` tells in messages; a check that runs is ended first.
    enum class Mail { Keep, Remove };
    void removeAccount(AccountId account, Mail mail, QObject *context, Done<AccountRemoval> done,
                       std::function<void(int removed, int inAll)> progressed = {});
    // Removes no more of its mail, and waits for no provider.
    void stopRemoval(AccountId account);
    // The accounts in this order, those that are not named behind.
    void arrange(const std::vector<AccountId> &order, QObject *context, Done<void> done);

    // Writes the settings of all accounts without any secret (AccountExport.h), replacing a file that is
    // there; how many.
    void exportSettings(const QString &path, QObject *context, Done<int> done);
    // The accounts of such a file that are not here yet, under names that are free. Nothing is saved: who
    // knows where the file comes from. Damaged, NewerFormat, DiskFailed.
    void readSettings(const QString &path, QObject *context, Done<std::vector<Account>> done);
    // Saves what was read, without passwords: each is asked for at the first check. What their rules delete
    // is not taken for confirmed. How many; the first that cannot be saved ends it with its error.
    void addSettings(std::vector<Account> accounts, QObject *context, Done<int> done);

    // When the profile is open; for MailSession.
    void opened(std::function<void(Result<void>)> done);

private:
    class Private;
    std::unique_ptr<Private> d;
};
