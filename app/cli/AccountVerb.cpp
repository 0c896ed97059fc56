// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "AccountOptions.h"
#include "Ask.h"
#include "Cancellation.h"
#include "ConnectionOptions.h"
#include "DoctorVerb.h"
#include "ErrorSentence.h"
#include "InterruptWatch.h"
#include "Invocation.h"
#include "MailJson.h"
#include "MessageText.h"
#include "PasswordInput.h"
#include "Terminal.h"
#include "Words.h"

#include <QCommandLineParser>
#include <QThread>

namespace
{

QString storeInFileOption()
{
    return QStringLiteral("store-password-in-file");
}

void addSecretOptions(QCommandLineParser &parser)
{
    PasswordInput::addOptions(parser);
    parser.addOption(
        {storeInFileOption(),
         QStringLiteral("Keeps the password in a file of the profile that only its owner may read, "
                        "and not in the keychain.")});
}

// Also for parsers that do not know the option.
ProfileSecrets::NewSecrets placeFor(const QCommandLineParser &parser)
{
    return parser.optionNames().contains(storeInFileOption()) ? ProfileSecrets::NewSecrets::ToFile
                                                              : ProfileSecrets::NewSecrets::ToKeychain;
}

void printAccount(const Account &account, bool json)
{
    if (json) {
        terminal::print(mailJson::document(mailJson::fromAccount(account)));
        return;
    }
    const QJsonObject fields = mailJson::fromAccount(account);
    for (auto field = fields.begin(); field != fields.end(); ++field) {
        const QString value = field->isNull() ? QStringLiteral("-") : field->toVariant().toString();
        terminal::printLine(
            QStringLiteral("%1 %2").arg(field.key().leftJustified(14), terminal::harmless(value)));
    }
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

// Saves and ends. The keychain's absence gets its own words, because there is a way out.
void save(Invocation &invocation, const Account &account, const NewSecrets &secrets,
          bool confirmsRetention = false)
{
    const auto end = [&invocation](const Account &account) {
        printAccount(account, invocation.options().json);
        invocation.finish(ExitCode::Done);
    };
    const auto saved = [&invocation, confirmsRetention, end](const Result<Account> &saved) {
        if (!saved && saved.error().code == ErrorCode::Unsupported) {
            invocation.fail(
                QStringLiteral("There is no keychain here that could keep the password. Say "
                               "--store-password-in-file to keep it in a file of the profile that "
                               "only you can read."));
        } else if (!saved) {
            invocation.fail(saved.error());
        } else if (confirmsRetention) {
            invocation.session().confirmRetention(
                saved->id, &invocation, invocation.orFail([end, account = *saved] { end(account); }));
        } else {
            end(*saved);
        }
    };
    invocation.session().saveAccount(account, secrets.password, &invocation, saved, secrets.proxyPassword);
}

void runAdd(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Adds an account. --name, --server, --user and one of the "
                       "password options are needed."));
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
    if (!PasswordInput::isGiven(parser) && way != QLatin1String("external") && way != QLatin1String("gssapi"))
        return invocation.misused(QStringLiteral("--password-stdin or --password-file is missing."));
    const auto account = AccountOptions::apply(parser, Account());
    if (!account)
        return invocation.misused(account.error());
    const auto secrets = secretsFrom(invocation, parser);
    if (!secrets)
        return;
    invocation.openSession(
        Profile::IfMissing::Make,
        [&invocation, account = *account, secrets = *secrets](MailSession &) {
            save(invocation, account, secrets);
        },
        placeFor(parser));
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

// Opens the profile and finds the account.
void findAccount(Invocation &invocation, const QCommandLineParser &parser, const QString &name,
                 const std::function<void(const Account &)> &next)
{
    invocation.openSession(
        Profile::IfMissing::Fail,
        [&invocation, name, next](MailSession &) {
            if (const auto account = invocation.findAccount(name))
                next(*account);
            else
                invocation.fail(
                    QStringLiteral("There is no account \"%1\". \"poplar-cli account list\" shows "
                                   "those there are.")
                        .arg(name));
        },
        placeFor(parser));
}

void addNameArgument(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("N"), QStringLiteral("The account's name, or its number."));
}

// For the verbs that work on one account: parses, opens and finds it.
void withAccount(Invocation &invocation, QCommandLineParser &parser,
                 const std::function<void(const Account &)> &next)
{
    addNameArgument(parser);
    if (!invocation.parse(parser))
        return;
    if (parser.positionalArguments().size() != 1)
        return invocation.misused(QStringLiteral("Name one account."));
    findAccount(invocation, parser, parser.positionalArguments().first(), next);
}

void runAccountShow(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Prints the settings of an account."));
    withAccount(invocation, parser, [&invocation](const Account &account) {
        printAccount(account, invocation.options().json);
        invocation.finish(ExitCode::Done);
    });
}

QString yesOption()
{
    return QStringLiteral("yes");
}

// Says what the next check would delete under new rules. Where that is much, they are taken only with --yes,
// and are confirmed then.
void withForecast(Invocation &invocation, const Account &account, bool isAgreed,
                  const std::function<void()> &next)
{
    invocation.session().forecast(
        account.id, account.retention, &invocation,
        invocation.orFail<RetentionForecast>(
            [&invocation, isAgreed, next](const RetentionForecast &forecast) {
                if (!invocation.options().json)
                    terminal::printLine(
                        QStringLiteral("The next check would delete %1 of %2 messages on the server (%3).")
                            .arg(forecast.deleted)
                            .arg(forecast.onServer)
                            .arg(messageText::size(forecast.deletedBytes)));
                if (forecast.needsConfirmation && !isAgreed)
                    return invocation.fail(
                        QStringLiteral("That is much; nothing was changed. Give --yes to agree."));
                next();
            }));
}

void runSet(Invocation &invocation)
{
    const auto parser = std::make_shared<QCommandLineParser>();
    parser->setApplicationDescription(QStringLiteral("Changes the given settings of an account."));
    AccountOptions::addTo(*parser);
    addSecretOptions(*parser);
    parser->addOption({yesOption(), QStringLiteral("Agrees to new rules that delete much on the server.")});
    withAccount(invocation, *parser, [&invocation, parser](const Account &before) {
        const auto account = AccountOptions::apply(*parser, before);
        if (!account)
            return invocation.misused(account.error());
        const auto secrets = secretsFrom(invocation, *parser);
        if (!secrets)
            return;
        if (account->retention == before.retention)
            return save(invocation, *account, *secrets);
        withForecast(
            invocation, *account, parser->isSet(yesOption()),
            [&invocation, account = *account, secrets = *secrets, isAgreed = parser->isSet(yesOption())] {
                save(invocation, account, secrets, isAgreed);
            });
    });
}

void runRemove(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Removes an account and its password. Its mail stays here, and "
                       "on the server nothing changes."));
    withAccount(invocation, parser, [&invocation](const Account &account) {
        invocation.session().removeAccount(account.id, &invocation,
                                           invocation.orFail([&] { invocation.finish(ExitCode::Done); }));
    });
}

void printFacts(Invocation &invocation, const MailboxFacts &facts)
{
    if (invocation.options().json) {
        terminal::print(mailJson::document(mailJson::fromFacts(facts)));
        return;
    }
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
    withAccount(invocation, *parser, [&invocation, parser](const Account &account) {
        const auto test = [&invocation, account](const QString &password) {
            auto *const watch = new InterruptWatch(&invocation);
            QObject::connect(watch, &InterruptWatch::interrupted, &invocation.session(),
                             &MailSession::cancelTest);
            invocation.session().testServer(account.server, password, &invocation,
                                            [&invocation, account](const Result<MailboxFacts> &facts) {
                                                if (!facts)
                                                    return invocation.fail(
                                                        errorSentence(facts.error(), account.server.host));
                                                printFacts(invocation, *facts);
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
    addNameArgument(*parser);
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
        return findAccount(invocation, *parser, names.first(), examine);
    if (!names.isEmpty() || parser->value(QStringLiteral("server")).isEmpty() ||
        parser->value(QStringLiteral("user")).isEmpty())
        return invocation.misused(QStringLiteral("Name one account, or give --server and --user."));
    invocation.sessionWithoutProfile();
    examine(Account());
}

} // namespace

void runAccount(Invocation &invocation)
{
    const QString subverb = invocation.takeSubverb();
    if (subverb == QLatin1String("add"))
        return runAdd(invocation);
    if (subverb == QLatin1String("list"))
        return runAccountList(invocation);
    if (subverb == QLatin1String("show"))
        return runAccountShow(invocation);
    if (subverb == QLatin1String("set"))
        return runSet(invocation);
    if (subverb == QLatin1String("remove"))
        return runRemove(invocation);
    if (subverb == QLatin1String("test"))
        return runTest(invocation);
    if (subverb == QLatin1String("doctor"))
        return runDoctor(invocation);
    QCommandLineParser parser;
    parser.addPositionalArgument(QStringLiteral("VERB"),
                                 QStringLiteral("add, list, show, set, remove, test or doctor; each "
                                                "explains itself with --help."));
    if (invocation.parse(parser))
        invocation.misused(
            QStringLiteral("Say what to do with accounts: add, list, show, set, remove, test or doctor."));
}
