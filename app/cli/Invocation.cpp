// SPDX-License-Identifier: GPL-3.0-or-later
#include "Invocation.h"

#include "ErrorSentence.h"
#include "MemorySecrets.h"
#include "OpeningWatch.h"
#include "Terminal.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <algorithm>

Invocation::Invocation(GlobalOptions options, QString verb, QStringList arguments)
    : m_options(std::move(options)), m_verb(std::move(verb)), m_arguments(std::move(arguments))
{
}

Invocation::~Invocation() = default;

QString Invocation::takeSubverb()
{
    if (m_arguments.isEmpty() || m_arguments.first().startsWith(u'-'))
        return {};
    const QString subverb = m_arguments.takeFirst();
    m_verb += u' ' + subverb;
    return subverb;
}

bool Invocation::parse(QCommandLineParser &parser)
{
    const QCommandLineOption profile(QStringLiteral("profile"), QStringLiteral("The profile's directory."),
                                     QStringLiteral("DIR"));
    const QCommandLineOption json(QStringLiteral("json"), QStringLiteral("Prints JSON."));
    const QCommandLineOption quiet(QStringLiteral("quiet"), QStringLiteral("Shows no progress."));
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")},
                                  QStringLiteral("Prints this text."));
    parser.addOptions({profile, json, quiet, help});
    parser.setSingleDashWordOptionMode(QCommandLineParser::ParseAsLongOptions);
    if (!parser.parse(QStringList{QStringLiteral("poplar-cli ") + m_verb} + m_arguments)) {
        misused(parser.errorText());
        return false;
    }
    if (parser.isSet(help)) {
        QString text = parser.helpText();
        text.replace(QCoreApplication::arguments().constFirst() + u' ',
                     QStringLiteral("poplar-cli ") + m_verb + u' ');
        terminal::print(text.toUtf8());
        finish(ExitCode::Done);
        return false;
    }
    if (parser.isSet(profile))
        m_options.profile = parser.value(profile);
    m_options.json |= parser.isSet(json);
    m_options.quiet |= parser.isSet(quiet);
    return true;
}

void Invocation::openSession(Profile::IfMissing ifMissing, const std::function<void(MailSession &)> &next,
                             ProfileSecrets::NewSecrets place)
{
    auto profile = Profile::open(m_options.profile, ifMissing);
    if (!profile) {
        if (profile.error().code == ErrorCode::NotFound)
            fail(QStringLiteral("There is no profile in %1. \"poplar-cli account add\" makes one.")
                     .arg(profile.error().detail));
        else
            fail(profile.error());
        return;
    }
    m_profile = std::move(*profile);
    m_secrets = std::make_unique<ProfileSecrets>(m_profile->directory(), place);
    m_session = std::make_unique<MailSession>(m_profile->directory(), *m_secrets, m_clock);
    m_opening = new OpeningWatch(m_session->upkeep(), m_options.quiet, this);
    m_session->open(this, orFail([this, next] { afterSummaries([this, next] { next(*m_session); }); }));
}

void Invocation::afterSummaries(const std::function<void()> &next)
{
    m_opening->afterSummaries(next);
}

void Invocation::openAccount(const QString &nameOrId, const std::function<void(const Account &)> &next,
                             ProfileSecrets::NewSecrets place)
{
    openSession(
        Profile::IfMissing::Fail,
        [this, nameOrId, next](MailSession &) {
            if (const auto account = findAccount(nameOrId))
                next(*account);
            else
                fail(QStringLiteral(
                         "There is no account \"%1\". \"poplar-cli account list\" shows those there "
                         "are.")
                         .arg(nameOrId));
        },
        place);
}

std::optional<QString> Invocation::parseAccountName(QCommandLineParser &parser)
{
    parser.addPositionalArgument(QStringLiteral("N"), QStringLiteral("The account's name, or its number."));
    if (!parse(parser))
        return {};
    if (parser.positionalArguments().size() == 1)
        return parser.positionalArguments().first();
    misused(QStringLiteral("Name one account."));
    return {};
}

void Invocation::withAccount(QCommandLineParser &parser, const std::function<void(const Account &)> &next)
{
    if (const auto name = parseAccountName(parser))
        openAccount(*name, next);
}

MailSession &Invocation::sessionWithoutProfile()
{
    m_secrets = std::make_unique<MemorySecrets>();
    m_session = std::make_unique<MailSession>(QString(), *m_secrets, m_clock);
    return *m_session;
}

std::optional<Account> Invocation::findAccount(const QString &nameOrId) const
{
    const auto &accounts = m_session->accounts();
    const auto named = std::find_if(accounts.begin(), accounts.end(),
                                    [&](const Account &account) { return account.name == nameOrId; });
    if (named != accounts.end())
        return *named;
    bool isNumber = false;
    const quint32 id = nameOrId.toUInt(&isNumber);
    const auto numbered = std::find_if(accounts.begin(), accounts.end(),
                                       [&](const Account &account) { return isNumber && account.id == id; });
    return numbered != accounts.end() ? std::optional(*numbered) : std::nullopt;
}

void Invocation::finish(ExitCode code)
{
    if (m_isFinished)
        return;
    m_isFinished = true;
    if (!terminal::outputIsWritten() && !terminal::isReaderGone() && code == ExitCode::Done) {
        terminal::complain(QStringLiteral("The output could not be written."));
        code = ExitCode::Failed;
    }
    QCoreApplication::exit(int(code));
}

void Invocation::fail(const Error &error)
{
    fail(errorSentence(error));
}

void Invocation::fail(const QString &sentence)
{
    if (m_isFinished)
        return;
    terminal::complain(sentence);
    finish(ExitCode::Failed);
}

void Invocation::misused(const QString &sentence)
{
    if (m_isFinished)
        return;
    terminal::complain(sentence + QStringLiteral(" See \"poplar-cli %1 --help\".").arg(m_verb));
    finish(ExitCode::Usage);
}

std::function<void(Result<void>)> Invocation::orFail(std::function<void()> next)
{
    return [this, next = std::move(next)](const Result<void> &result) {
        if (result)
            next();
        else
            fail(result.error());
    };
}
