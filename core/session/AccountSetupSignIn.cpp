// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountSetup.h"

#include "AccountSecrets.h"
#include "AccountSetupPrivate.h"
#include "MailSession.h"

#include <QPointer>

#include <algorithm>

namespace
{
// Runs `work` in a thread of its own and hands its result to `done`, in the thread of `keeper`, which must
// outlive the thread, unless `asker` has died.
template <class T, class Work>
std::unique_ptr<OAuthThread> startErrand(QObject *keeper, Work work, const QPointer<QObject> &asker,
                                         AccountSetup::Done<T> done)
{
    const auto result = std::make_shared<std::optional<Result<T>>>();
    auto thread = std::make_unique<OAuthThread>(
        [result, work](Cancellation &cancellation) { result->emplace(work(cancellation)); });
    QObject::connect(thread.get(), &QThread::finished, keeper, [result, asker, done = std::move(done)] {
        if (asker)
            done(std::move(**result));
    });
    if (asker) // nobody waits for the browser any more
        QObject::connect(asker, &QObject::destroyed, thread.get(),
                         [errand = thread.get()] { errand->cancel(); });
    thread->start();
    return thread;
}

Result<void> checkOAuth(const Account &account)
{
    if (account.uuid.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("no account that signs in by OAuth"));
    return {};
}

// With the password out of the keychain, which blocks.
Result<OAuthProxy> proxyOf(const Account &account, SecretStore &secrets, Cancellation &cancellation)
{
    OAuthProxy proxy{account.server.proxy, {}};
    if (proxy.settings.kind != ProxySettings::Kind::None && !proxy.settings.user.isEmpty()) {
        TRY(proxy.password, secrets.read(proxySecretKey(account.uuid), cancellation));
    }
    return proxy;
}

Result<QString> askAgain(const Account &account, const QString &closingWords, SecretStore &secrets,
                         const std::function<void(const QUrl &)> &show, Cancellation &cancellation)
{
    CHECK(checkOAuth(account));
    BrowserSignIn question{account.server.oauth, account.email};
    question.closingWords = closingWords;
    TRY(question.proxy, proxyOf(account, secrets, cancellation));
    return signInByBrowser(question, show, cancellation);
}

// False: there was nothing to take back, or it cannot be done from here.
Result<bool> takeBack(const Account &account, const QString &given, SecretStore &secrets,
                      Cancellation &cancellation)
{
    CHECK(checkOAuth(account));
    const auto token = given.isEmpty() ? secrets.read(account.uuid, cancellation) : Result<QString>(given);
    if (!token && token.error().code != ErrorCode::NotFound)
        return tl::unexpected<Error>(token.error());
    if (!token || account.server.oauth.revocationUrl.isEmpty())
        return false;
    TRY(const OAuthProxy proxy, proxyOf(account, secrets, cancellation));
    CHECK(revokePermission(account.server.oauth, *token, proxy, cancellation));
    return true;
}

// What a removal needs to take the permission back, which it does after the account is gone.
Result<std::optional<ProviderPermission>> permissionOf(const Account &account, const QString &given,
                                                       SecretStore &secrets, Cancellation &cancellation)
{
    ProviderPermission permission;
    permission.settings = account.server.oauth;
    permission.refreshToken = given;
    if (given.isEmpty()) {
        TRY(permission.refreshToken, secrets.read(account.uuid, cancellation));
    }
    TRY(permission.proxy, proxyOf(account, secrets, cancellation));
    return std::optional(std::move(permission));
}

AccountSetup::Done<Account> withoutAccount(AccountSetup::Done<void> done)
{
    return [done = std::move(done)](Result<Account> saved) {
        done(saved ? Result<void>() : Result<void>(std::move(saved.error())));
    };
}
} // namespace

const Account *AccountSetup::Private::oauthAccount(AccountId id) const
{
    const auto &accounts = session.accounts();
    const auto found = std::find_if(accounts.begin(), accounts.end(), [id](const Account &one) {
        return one.id == id && one.server.signIn == SignIn::OAuth;
    });
    return found == accounts.end() ? nullptr : &*found;
}

void AccountSetup::opened(std::function<void(Result<void>)> done)
{
    d->threads.accounts.request(
        [](AccountDesk &desk) -> Result<QHash<QString, OAuthClient>> { return desk.oauthClients(); }, this,
        [this, done = std::move(done)](Result<QHash<QString, OAuthClient>> clients) {
            d->clients = clients.value_or(QHash<QString, OAuthClient>());
            done({});
        });
}

std::function<void(const QUrl &)> AccountSetup::Private::inGuiThread(AccountSetup &setup, QObject *context,
                                                                     std::function<void(const QUrl &)> open)
{
    return [&setup, asker = QPointer<QObject>(context), open = std::move(open)](const QUrl &page) {
        QMetaObject::invokeMethod(&setup, [asker, open, page] {
            if (asker)
                open(page);
        });
    };
}

void AccountSetup::signInByBrowser(const BrowserSignIn &question, QObject *context,
                                   std::function<void(const QUrl &)> open, Done<QString> done)
{
    const auto show = Private::inGuiThread(*this, context, std::move(open));
    d->signIn.reset();
    d->signIn = startErrand<QString>(
        this,
        [question, show](Cancellation &cancellation) {
            return ::signInByBrowser(question, show, cancellation);
        },
        context, std::move(done));
}

void AccountSetup::signInAgain(AccountId account, QObject *context, std::function<void(const QUrl &)> open,
                               Done<void> done, const QString &closingWords)
{
    const Account *const known = d->oauthAccount(account);
    const auto show = Private::inGuiThread(*this, context, std::move(open));
    d->signIn.reset();
    d->signIn = startErrand<QString>(
        this,
        [asked = known ? *known : Account(), closingWords, show,
         &secrets = d->secrets](Cancellation &cancellation) {
            return askAgain(asked, closingWords, secrets, show, cancellation);
        },
        context,
        [this, account, asker = QPointer<QObject>(context), done = std::move(done)](Result<QString> token) {
            const Account *const now = d->oauthAccount(account); // it may have changed, or gone
            if (!token || !now)
                return done(token ? failure(ErrorCode::NotFound)
                                  : tl::unexpected<Error>(std::move(token.error())));
            d->session.saveAccount(
                *now, *token, this, withoutAccount([=, this, token = *token](Result<void> saved) {
                    const bool isDenied = !saved && saved.error().code == ErrorCode::CredentialsMissing;
                    if (isDenied) // by the keychain, which is there
                        saved.error().code = ErrorCode::Unsupported;
                    if (!saved && saved.error().code == ErrorCode::Unsupported)
                        d->session.usePassword(account, token);
                    if (asker)
                        done(std::move(saved));
                }));
        });
}

void AccountSetup::signOut(AccountId account, QObject *context, Done<void> done)
{
    const Account *const known = d->oauthAccount(account);
    d->startRevocation(startErrand<bool>(
        this,
        [asked = known ? *known : Account(), given = d->knownSecret(account), &secrets = d->secrets](
            Cancellation &cancellation) { return takeBack(asked, given, secrets, cancellation); },
        context,
        [this, account, context, done = std::move(done)](Result<bool> taken) {
            const Account *const now = d->oauthAccount(account);
            if (!taken || !now)
                return done(taken ? failure(ErrorCode::NotFound)
                                  : tl::unexpected<Error>(std::move(taken.error())));
            const bool isPart = !*taken && now->server.oauth.revocationUrl.isEmpty();
            d->session.saveAccount(
                *now, QString(), context, withoutAccount([isPart, done](Result<void> forgotten) {
                    done(forgotten && isPart ? failure(ErrorCode::Unsupported) : std::move(forgotten));
                }));
        }));
}

void AccountSetup::Private::readPermission(AccountId account, Done<std::optional<Permission>> done)
{
    const Account *const known = oauthAccount(account);
    if (!known)
        return done(std::optional<Permission>());
    startRevocation(startErrand<std::optional<Permission>>(
        &keeper,
        [asked = *known, given = knownSecret(account), &store = secrets](Cancellation &cancellation) {
            return permissionOf(asked, given, store, cancellation);
        },
        &keeper, std::move(done)));
}

void AccountSetup::Private::takeBack(AccountId account, const Permission &permission, Done<void> done)
{
    if (stopped.contains(account))
        return done(failure(ErrorCode::Cancelled));
    auto errand = startErrand<void>(
        &keeper,
        [permission](Cancellation &cancellation) {
            return revokePermission(permission.settings, permission.refreshToken, permission.proxy,
                                    cancellation);
        },
        &keeper,
        [this, account, done = std::move(done)](Result<void> taken) {
            takingBack.erase(account);
            done(std::move(taken));
        });
    takingBack[account] = errand.get();
    startRevocation(std::move(errand));
}

void AccountSetup::cancelSignIn()
{
    if (d->signIn)
        d->signIn->cancel();
}

void AccountSetup::revoke(const OAuthSettings &settings, const QString &refreshToken, QObject *context,
                          Done<void> done, const OAuthProxy &proxy)
{
    d->startRevocation(startErrand<void>(
        this,
        [=](Cancellation &cancellation) {
            return revokePermission(settings, refreshToken, proxy, cancellation);
        },
        context, std::move(done)));
}

std::optional<OAuthClient> AccountSetup::client(const QString &server) const
{
    const auto own = d->clients.constFind(server);
    return own == d->clients.cend() ? builtInOAuthClient(server) : std::optional(*own);
}

void AccountSetup::setClient(const QString &server, const std::optional<OAuthClient> &client,
                             QObject *context, Done<void> done)
{
    const QPointer<QObject> asker(context);
    d->threads.accounts.request(
        [server, client](AccountDesk &desk) { return desk.setOAuthClient(server, client); }, this,
        [this, server, client, asker, done = std::move(done)](Result<void> set) {
            if (set && client)
                d->clients.insert(server, *client);
            else if (set)
                d->clients.remove(server);
            if (asker)
                done(std::move(set));
        });
}
