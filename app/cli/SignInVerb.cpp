// SPDX-License-Identifier: GPL-3.0-or-later
#include "SignInVerb.h"

#include "AccountSetup.h"
#include "AuthorizationServer.h"
#include "ErrorSentence.h"
#include "InterruptWatch.h"
#include "Invocation.h"
#include "MailJson.h"
#include "SecretFile.h"
#include "SecretPlace.h"
#include "Terminal.h"

#include <QCommandLineParser>

namespace
{
QString browserOption()
{
    return QStringLiteral("browser");
}

// What may happen between the browser and the keychain.
QString signInSentence(const Error &error, const Account &account)
{
    const QString provider = QUrl(account.server.oauth.authorizationUrl).host();
    switch (error.code) {
    case ErrorCode::AuthRejected:
        return error.serverText.isEmpty()
                   ? QStringLiteral("%1 did not give its permission.").arg(provider)
                   : QStringLiteral("%1 did not give its permission: %2").arg(provider, error.serverText);
    case ErrorCode::ServerRefused:
        return QStringLiteral("%1 gave no lasting permission. Look whether the scope asks for one.")
            .arg(provider);
    case ErrorCode::Timeout:
        return QStringLiteral("Nobody came back from the page of %1 in time. Try again.").arg(provider);
    case ErrorCode::InvalidArgument:
        return QStringLiteral(
                   "%1 cannot sign in with a browser: give it --oauth-provider and a client, or --auth "
                   "oauth, --authorization-url, --token-url and --client-id, with `account set`.")
            .arg(account.name);
    case ErrorCode::Unsupported:
        return secretPlace::noKeychainSentence();
    default:
        return errorSentence(error, provider);
    }
}

void showPage(const Invocation &invocation, const QUrl &page)
{
    const QString address = QString::fromLatin1(page.toEncoded());
    if (invocation.options().json)
        terminal::print(mailJson::line({{QStringLiteral("open"), address}}));
    else
        terminal::printLine(QStringLiteral("Open this page in a browser on this computer:\n%1").arg(address));
    (void)terminal::outputIsWritten(); // now, and not with the end of the program
}

void signIn(Invocation &invocation, const Account &account)
{
    AccountSetup &setup = invocation.session().setup();
    auto *const watch = new InterruptWatch(&invocation);
    QObject::connect(watch, &InterruptWatch::interrupted, &setup, &AccountSetup::cancelSignIn);
    setup.signInAgain(
        account.id, &invocation, [&invocation](const QUrl &page) { showPage(invocation, page); },
        [&invocation, account](const Result<void> &signedIn) {
            if (!signedIn)
                return invocation.fail(signInSentence(signedIn.error(), account));
            if (invocation.options().json)
                terminal::print(mailJson::line(mailJson::fromAccount(account)));
            else
                terminal::printLine(QStringLiteral("%1 may be fetched now.").arg(account.name));
            invocation.finish(ExitCode::Done);
        });
}
} // namespace

void runSignIn(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Asks the provider of an account with --auth oauth for a permission, which you give "
                       "in a browser on this computer, and keeps it. Prints the page to open."));
    parser.addOption({browserOption(), QStringLiteral("Signs in with a browser.")});
    secretPlace::addOption(parser);
    const auto name = invocation.parseAccountName(parser);
    if (!name)
        return;
    if (!parser.isSet(browserOption()))
        return invocation.misused(QStringLiteral(
            "Say --browser to sign in with a browser; a password is changed with `account set`."));
    invocation.openAccount(
        *name, [&invocation](const Account &account) { signIn(invocation, account); },
        secretPlace::chosenIn(parser));
}

void runSignOut(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Takes the permission of an account with --auth oauth back at its provider, and "
                       "forgets it here. The mail stays."));
    invocation.withAccount(parser, [&invocation](const Account &account) {
        invocation.session().setup().signOut(
            account.id, &invocation, [&invocation, account](const Result<void> &signedOut) {
                const bool isPart = !signedOut && signedOut.error().code == ErrorCode::Unsupported;
                if (!signedOut && !isPart)
                    return invocation.fail(signedOut.error().code == ErrorCode::InvalidArgument
                                               ? signInSentence(signedOut.error(), account)
                                               : errorSentence(signedOut.error(), account.server.host));
                if (isPart)
                    terminal::complain(QStringLiteral(
                        "The permission is forgotten here. At the provider you can take it back only on a "
                        "page of its own, among the applications with access to your account."));
                invocation.finish(isPart ? ExitCode::Partly : ExitCode::Done);
            });
    });
}

void runClient(Invocation &invocation)
{
    const QString secretOption = QStringLiteral("client-secret-file");
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Sets what a provider (google, microsoft, yahoo or fastmail) knows Poplar by: the id that it gave "
        "you when you registered it, and its secret where it gave you one, too. Without an id both are "
        "taken away."));
    parser.addPositionalArgument(QStringLiteral("PROVIDER"), QStringLiteral("One of the four."));
    parser.addPositionalArgument(QStringLiteral("ID"), QStringLiteral("The client's id."),
                                 QStringLiteral("[ID]"));
    parser.addOption(
        {secretOption, QStringLiteral("Reads the client's secret from <F>."), QStringLiteral("F")});
    if (!invocation.parse(parser))
        return;
    const QStringList words = parser.positionalArguments();
    if (words.isEmpty() || words.size() > 2 || !authorizationServerById(words.first()))
        return invocation.misused(
            QStringLiteral("Name the provider: google, microsoft, yahoo or fastmail, and the id."));
    std::optional<OAuthClient> client;
    if (words.size() == 2)
        client = OAuthClient{words.last(), {}};
    if (parser.isSet(secretOption)) {
        const auto secret = secretInFile(parser.value(secretOption));
        if (!secret)
            return invocation.misused(secret.error());
        if (!client)
            return invocation.misused(QStringLiteral("A secret needs the id that it belongs to."));
        client->secret = *secret;
    }
    invocation.openSession(Profile::IfMissing::Make, [&invocation, words, client](MailSession &session) {
        session.setup().setClient(words.first(), client, &invocation,
                                  invocation.orFail([&] { invocation.finish(ExitCode::Done); }));
    });
}
