// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "AccountOptions.h"
#include "AccountSetup.h"
#include "Ask.h"
#include "AuthorizationServer.h"
#include "Cancellation.h"
#include "ConnectionOptions.h"
#include "DiscoverVerb.h"
#include "DoctorVerb.h"
#include "ErrorSentence.h"
#include "InterruptWatch.h"
#include "Invocation.h"
#include "MailJson.h"
#include "MessageText.h"
#include "PasswordInput.h"
#include "RetentionVerb.h"
#include "SecretPlace.h"
#include "ServerExpiry.h"
#include "SettingsVerb.h"
#include "SignInVerb.h"
#include "Terminal.h"
#include "Words.h"

#include <QCommandLineParser>
#include <QJsonArray>
#include <QJsonDocument>
#include <QThread>

namespace
{

void addSecretOptions(QCommandLineParser &parser)
{
    PasswordInput::addOptions(parser);
    secretPlace::addOption(parser);
}

QString textOf(const QJsonValue &value)
{
    if (value.isNull())
        return QStringLiteral("-");
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    return value.toVariant().toString();
}

void printAccount(const Account &account, bool json)
{
    if (json) {
        terminal::print(mailJson::document(mailJson::fromAccount(account)));
        return;
    }
    const QJsonObject fields = mailJson::fromAccount(account);
    for (auto field = fields.begin(); field != fields.end(); ++field)
        terminal::printLine(
            QStringLiteral("%1 %2").arg(field.key().leftJustified(20), terminal::harmless(textOf(*field))));
    const QString gmail = messageText::recentMode(recentModeOf(account.server));
    if (!gmail.isEmpty())
        terminal::printLine(gmail);
}

struct NewSecrets {
    std::optional<QString> password, proxyPassword;
};

// A complaint about the options ends the invocation.
std::optional<NewSecrets> secretsFrom(Invocation &invocation, const QCommandLineParser &parser)
{
    const auto password = PasswordInput::read(parser);
    const auto proxyPassword = ConnectionOptions::proxyPassword(parser);
    if (!password)
        invocation.misused(password.error());
    else if (!proxyPassword)
        invocation.misused(proxyPassword.error());
    else
        return NewSecrets{*password, *proxyPassword};
    return {};
}

// What the user thinks of what new rules delete.
struct Agreement {
    bool isGiven = false;
    int heldBack = 0; // deletions that wait for it
};

// Saves and ends. The keychain's absence gets its own words, because there is a way out.
void save(Invocation &invocation, const Account &account, const NewSecrets &secrets,
          const Agreement &agreement = {})
{
    const auto end = [&invocation, agreement](AccountId id) {
        const auto account = invocation.findAccount(QString::number(id)).value_or(Account());
        printAccount(account, invocation.options().json);
        if (agreement.heldBack > 0)
            terminal::complain(heldBackSentence(account.name, agreement.heldBack));
        invocation.finish(agreement.heldBack > 0 ? ExitCode::Partly : ExitCode::Done);
    };
    const auto saved = [&invocation, agreement, end](const Result<Account> &saved) {
        if (!saved && saved.error().code == ErrorCode::Unsupported) {
            invocation.fail(secretPlace::noKeychainSentence());
        } else if (!saved) {
            invocation.fail(saved.error());
        } else if (agreement.isGiven) {
            invocation.session().confirmRetention(saved->id, &invocation,
                                                  invocation.orFail([end, id = saved->id] { end(id); }));
        } else {
            end(saved->id);
        }
    };
    invocation.session().saveAccount(account, secrets.password, &invocation, saved, secrets.proxyPassword);
}

// The client of a provider that is known, where the account names none.
Account withClient(MailSession &session, Account account)
{
    OAuthSettings &oauth = account.server.oauth;
    const AuthorizationServer *const server = authorizationServerByPage(oauth.authorizationUrl);
    if (!server || !oauth.clientId.isEmpty())
        return account;
    const OAuthClient client = session.setup().client(server->id).value_or(OAuthClient());
    oauth.clientId = client.id;
    oauth.clientSecret = client.secret;
    return account;
}

void runAdd(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Adds an account. --name, --server, --user and one of the "
                       "password options are needed; with --oauth-provider `account sign-in` follows."));
    AccountOptions::addTo(parser);
    addSecretOptions(parser);
    if (!invocation.parse(parser))
        return;
    for (const char *needed : {"name", "server", "user"}) {
        if (parser.value(QLatin1String(needed)).isEmpty())
            return invocation.misused(QStringLiteral("--%1 is missing.").arg(QLatin1String(needed)));
    }
    if (!parser.positionalArguments().isEmpty())
        return invocation.misused(
            QStringLiteral("There is a word too many: %1.").arg(parser.positionalArguments().first()));
    const QString way = parser.value(QStringLiteral("auth"));
    const auto account = AccountOptions::apply(parser, Account());
    if (!account)
        return invocation.misused(account.error());
    // `account sign-in` follows.
    const bool isForBrowser =
        account->server.signIn == SignIn::OAuth && !account->server.oauth.authorizationUrl.isEmpty();
    if (!PasswordInput::isGiven(parser) && !isForBrowser && way != QLatin1String("external") &&
        way != QLatin1String("gssapi"))
        return invocation.misused(QStringLiteral("--password-stdin or --password-file is missing."));
    const auto secrets = secretsFrom(invocation, parser);
    if (!secrets)
        return;
    invocation.openSession(
        Profile::IfMissing::Make,
        [&invocation, account = *account, secrets = *secrets](MailSession &session) {
            save(invocation, withClient(session, account), secrets);
        },
        secretPlace::chosenIn(parser));
}

void runAccountList(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Lists the accounts."));
    if (!invocation.parse(parser))
        return;
    invocation.openSession(Profile::IfMissing::Fail, [&invocation](MailSession &session) {
        for (const Account &account : session.accounts()) {
            if (invocation.options().json)
                terminal::print(mailJson::line(mailJson::fromAccount(account)));
            else
                terminal::printLine(
                    QStringLiteral("%1  %2  %3 at %4:%5 (%6)")
                        .arg(account.id, 3)
                        .arg(terminal::cell(account.name, 20), account.server.user, account.server.host)
                        .arg(account.server.port)
                        .arg(words::security(account.server.security)));
        }
        invocation.finish(ExitCode::Done);
    });
}

void runAccountShow(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Prints the settings of an account."));
    invocation.withAccount(parser, [&invocation](const Account &account) {
        printAccount(account, invocation.options().json);
        invocation.finish(ExitCode::Done);
    });
}

QString yesOption()
{
    return QStringLiteral("yes");
}

// Says what the next check would delete under new rules, and then saves them. Where that is much, nothing of
// it is deleted until the user agrees: with --yes now, or later.
void saveRules(Invocation &invocation, const Account &account, const NewSecrets &secrets, bool isAgreed)
{
    const auto next = [&invocation, account, secrets, isAgreed](const RetentionForecast &forecast) {
        if (!invocation.options().json)
            terminal::printLine(forecastSentence(forecast));
        const int heldBack = forecast.needsConfirmation && !isAgreed ? forecast.deleted : 0;
        save(invocation, account, secrets, {isAgreed, heldBack});
    };
    invocation.session().forecast(account.id, account.retention, &invocation,
                                  invocation.orFail<RetentionForecast>(next));
}

void runSet(Invocation &invocation)
{
    const auto parser = std::make_shared<QCommandLineParser>();
    parser->setApplicationDescription(
        QStringLiteral("Changes the given settings of an account. Exit code 3 where they would delete so "
                       "much on the server that you are asked first."));
    AccountOptions::addTo(*parser);
    addSecretOptions(*parser);
    parser->addOption({yesOption(), QStringLiteral("Agrees to new rules that delete much on the server.")});
    const auto name = invocation.parseAccountName(*parser);
    if (!name)
        return;
    const auto change = [&invocation, parser](const Account &before) {
        const auto account = AccountOptions::apply(*parser, before);
        if (!account)
            return invocation.misused(account.error());
        const auto secrets = secretsFrom(invocation, *parser);
        if (!secrets)
            return;
        if (account->retention == before.retention)
            return save(invocation, withClient(invocation.session(), *account), *secrets);
        saveRules(invocation, *account, *secrets, parser->isSet(yesOption()));
    };
    invocation.openAccount(*name, change, secretPlace::chosenIn(*parser));
}

void printFacts(Invocation &invocation, const MailboxFacts &facts, const RetentionPolicy &policy)
{
    const bool isWarned = serverRemovesFirst(policy, facts.expireDays);
    if (invocation.options().json) {
        QJsonObject object = mailJson::fromFacts(facts);
        object.insert(QStringLiteral("server_removes_first"), isWarned);
        terminal::print(mailJson::document(object));
        return;
    }
    if (isWarned)
        terminal::printLine(
            QStringLiteral(
                "The server says that it removes mail by itself after %1 days, before the account's "
                "rules do.")
                .arg(*facts.expireDays));
    terminal::printLine(QStringLiteral("Signed in with %1, %2. %3 messages, %4 bytes on the server.")
                            .arg(facts.signIn, facts.tlsVersion.isEmpty() ? QStringLiteral("not encrypted")
                                                                          : facts.tlsVersion)
                            .arg(facts.messages)
                            .arg(facts.bytes));
    if (!facts.uidl)
        terminal::printLine(QStringLiteral("This server gives no unique-ids."));
}

// A keychain may ask its user and block, so it is read in a thread of its own.
void readPassword(Invocation &invocation, const Account &account,
                  const std::function<void(Result<QString>)> &done)
{
    auto *const thread = new QThread(&invocation);
    auto *const worker = new QObject;
    worker->moveToThread(thread);
    QObject::connect(thread, &QThread::finished, worker, &QObject::deleteLater);
    thread->start();
    ask(
        worker,
        [&secrets = invocation.secrets(), key = account.uuid] {
            Cancellation never;
            return secrets.read(key, never);
        },
        &invocation,
        [thread, done](Result<QString> secret) {
            thread->quit();
            thread->wait();
            done(std::move(secret));
        });
}

void runTest(Invocation &invocation)
{
    const auto parser = std::make_shared<QCommandLineParser>();
    parser->setApplicationDescription(
        QStringLiteral("Signs in for real and says what is there. Fetches nothing, "
                       "deletes nothing."));
    PasswordInput::addOptions(*parser);
    invocation.withAccount(*parser, [&invocation, parser](const Account &account) {
        const auto test = [&invocation, account](const QString &password) {
            auto *const watch = new InterruptWatch(&invocation);
            QObject::connect(watch, &InterruptWatch::interrupted, &invocation.session(),
                             &MailSession::cancelTest);
            invocation.session().testServer(account.server, password, &invocation,
                                            [&invocation, account](const Result<MailboxFacts> &facts) {
                                                if (!facts)
                                                    return invocation.fail(
                                                        errorSentence(facts.error(), account.server.host));
                                                printFacts(invocation, *facts, account.retention);
                                                invocation.finish(ExitCode::Done);
                                            });
        };
        const auto given = PasswordInput::read(*parser);
        if (!given)
            return invocation.misused(given.error());
        if (*given)
            return test(**given);
        readPassword(invocation, account, [&invocation, account, test](const Result<QString> &stored) {
            if (stored)
                return test(*stored);
            // A ticket takes no password, and the key of a certificate seldom has a passphrase.
            const SignIn way = account.server.signIn;
            if (way == SignIn::Gssapi || way == SignIn::External)
                return test(QString());
            const bool isMissing =
                stored.error().code == ErrorCode::NotFound || stored.error().code == ErrorCode::Unsupported;
            const Error missing{ErrorCode::CredentialsMissing, {}, {}, {}, {}};
            invocation.fail(errorSentence(isMissing ? missing : stored.error(), account.server.host));
        });
    });
}

void runDoctor(Invocation &invocation)
{
    const auto parser = std::make_shared<QCommandLineParser>();
    parser->setApplicationDescription(
        QStringLiteral("Tries everything that a check needs, step by step, and says what it found. Fetches "
                       "nothing, deletes nothing, saves nothing. Options replace settings of the account for "
                       "this time; without an account give at least --server and --user."));
    AccountOptions::addTo(*parser);
    PasswordInput::addOptions(*parser);
    const QString logOption = QStringLiteral("log");
    parser->addOption(
        {logOption, QStringLiteral("Also prints what was sent and received, without secrets.")});
    parser->addPositionalArgument(QStringLiteral("N"), QStringLiteral("The account's name, or its number."));
    if (!invocation.parse(*parser))
        return;
    const auto examine = [&invocation, parser, logOption](const Account &saved) {
        const auto account = AccountOptions::apply(*parser, saved);
        if (!account)
            return invocation.misused(account.error());
        if (const auto secrets = secretsFrom(invocation, *parser))
            diagnose(invocation, *account, secrets->password.value_or(QString()),
                     secrets->proxyPassword.value_or(QString()), parser->isSet(logOption));
    };
    const QStringList names = parser->positionalArguments();
    if (names.size() == 1)
        return invocation.openAccount(names.first(), examine);
    if (!names.isEmpty() || parser->value(QStringLiteral("server")).isEmpty() ||
        parser->value(QStringLiteral("user")).isEmpty())
        return invocation.misused(QStringLiteral("Name one account, or give --server and --user."));
    invocation.sessionWithoutProfile();
    examine(Account());
}

} // namespace

void runAccount(Invocation &invocation)
{
    static constexpr std::pair<QLatin1String, void (*)(Invocation &)> verbs[] = {
        {QLatin1String("discover"), runDiscover},     {QLatin1String("add"), runAdd},
        {QLatin1String("sign-in"), runSignIn},        {QLatin1String("sign-out"), runSignOut},
        {QLatin1String("client"), runClient},         {QLatin1String("list"), runAccountList},
        {QLatin1String("show"), runAccountShow},      {QLatin1String("set"), runSet},
        {QLatin1String("remove"), runRemove},         {QLatin1String("test"), runTest},
        {QLatin1String("doctor"), runDoctor},         {QLatin1String("forecast"), runForecast},
        {QLatin1String("confirm"), runConfirm},       {QLatin1String("server"), runServer},
        {QLatin1String("deletions"), runDeletions},   {QLatin1String("rules"), runReceiveRules},
        {QLatin1String("folder"), runTargetFolder},   {QLatin1String("move"), runMoveAccount},
        {QLatin1String("export"), runExportSettings}, {QLatin1String("import"), runImportSettings},
    };
    const QString subverb = invocation.takeSubverb();
    for (const auto &[name, run] : verbs)
        if (subverb == name)
            return run(invocation);
    const QString names = QStringLiteral("discover, add, sign-in, sign-out, client, list, show, set, remove, "
                                         "rules, folder, move, export, import, test, doctor, forecast, "
                                         "confirm, server or deletions");
    QCommandLineParser parser;
    parser.addPositionalArgument(QStringLiteral("VERB"),
                                 names + QStringLiteral("; each explains itself with --help."));
    if (invocation.parse(parser))
        invocation.misused(QStringLiteral("Say what to do with accounts: %1.").arg(names));
}
