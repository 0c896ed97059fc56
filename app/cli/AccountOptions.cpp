// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountOptions.h"

#include "ConnectionOptions.h"
#include "Words.h"

#include <QCommandLineParser>
#include <QFileInfo>
#include <QTime>

namespace
{

using Outcome = tl::expected<void, QString>;

Outcome applyServer(const QCommandLineParser &parser, ServerSettings &server)
{
    const auto given = [&](const char *name) { return parser.isSet(QLatin1String(name)); };
    const auto value = [&](const char *name) { return parser.value(QLatin1String(name)); };
    if (given("server"))
        server.host = value("server");
    if (given("user"))
        server.user = value("user");
    if (given("security")) {
        const auto security = words::securityFrom(value("security"));
        if (!security)
            return tl::unexpected(QStringLiteral("--security must be tls, starttls or none."));
        server.security = *security;
        server.port = *security == ServerSecurity::Tls ? 995 : 110;
    }
    if (given("port")) {
        bool isNumber = false;
        const int port = value("port").toInt(&isNumber);
        if (!isNumber || port < 1 || port > 65535)
            return tl::unexpected(QStringLiteral("--port must be a number from 1 to 65535."));
        server.port = quint16(port);
    }
    if (given("auth")) {
        const auto signIn = words::signInFrom(value("auth"));
        if (!signIn)
            return tl::unexpected(QStringLiteral("--auth must be one of the words that --help lists."));
        server.signIn = *signIn;
    }
    if (given("ca-file")) {
        const QString file = value("ca-file");
        if (!file.isEmpty() && !QFileInfo(file).isReadable())
            return tl::unexpected(QStringLiteral("The CA file %1 cannot be read.").arg(file));
        server.caFile = file.isEmpty() ? QString() : QFileInfo(file).absoluteFilePath();
    }
    return {};
}

// Sets `wanted` by an option that is yes or no.
Outcome applyYesNo(const QCommandLineParser &parser, const char *name, bool &wanted)
{
    const QString option = QString::fromLatin1(name);
    if (!parser.isSet(option))
        return {};
    const QString word = parser.value(option);
    if (word != QLatin1String("yes") && word != QLatin1String("no"))
        return tl::unexpected(QStringLiteral("--%1 must be yes or no.").arg(option));
    wanted = word == QLatin1String("yes");
    return {};
}

Outcome applyQuiet(const QString &word, CheckSchedule &schedule)
{
    schedule.quietFrom = schedule.quietUntil = 0;
    if (word == QLatin1String("none"))
        return {};
    const QTime from = QTime::fromString(word.section(u'-', 0, 0), QStringLiteral("hh:mm"));
    const QTime until = QTime::fromString(word.section(u'-', 1), QStringLiteral("hh:mm"));
    if (!from.isValid() || !until.isValid())
        return tl::unexpected(QStringLiteral("--quiet-hours must be as 22:00-07:00, or none."));
    schedule.quietFrom = from.hour() * 60 + from.minute();
    schedule.quietUntil = until.hour() * 60 + until.minute();
    return {};
}

Outcome applySchedule(const QCommandLineParser &parser, Account &account)
{
    CheckSchedule &schedule = account.schedule;
    if (parser.isSet(QStringLiteral("check-minutes"))) {
        bool isNumber = false;
        schedule.minutes = parser.value(QStringLiteral("check-minutes")).toInt(&isNumber);
        if (!isNumber || schedule.minutes < 0)
            return tl::unexpected(QStringLiteral("--check-minutes must be a number from 0."));
        schedule.atStart = schedule.atStart && schedule.minutes > 0;
    }
    if (parser.isSet(QStringLiteral("quiet-hours")))
        if (const Outcome outcome = applyQuiet(parser.value(QStringLiteral("quiet-hours")), schedule);
            !outcome)
            return outcome;
    for (const auto &[name, wanted] : {std::pair("check-at-start", &schedule.atStart),
                                       {"check-with-all", &schedule.withAll},
                                       {"enabled", &account.enabled}})
        if (const Outcome outcome = applyYesNo(parser, name, *wanted); !outcome)
            return outcome;
    if (parser.isSet(QStringLiteral("colour"))) {
        const QString colour = parser.value(QStringLiteral("colour")).toLower();
        account.colour = colour == QLatin1String("none") ? QString() : colour;
    }
    return {};
}

} // namespace

void AccountOptions::addTo(QCommandLineParser &parser)
{
    const auto add = [&](const char *name, const QString &text, const char *value) {
        parser.addOption({QString(QLatin1String(name)), text, QString(QLatin1String(value))});
    };
    add("name", QStringLiteral("What you call the account."), "N");
    add("email", QStringLiteral("Your address."), "A");
    add("server", QStringLiteral("The server's name."), "H");
    add("port", QStringLiteral("The server's port; 995 for tls, else 110."), "P");
    add("security", QStringLiteral("tls (the default), starttls or none."), "S");
    add("user", QStringLiteral("The user name for signing in."), "U");
    add("auth",
        QStringLiteral("auto (the default), plain, user (USER and PASS), login, cram-md5, digest-md5, apop, "
                       "scram-sha-1, "
                       "scram-sha-256, gssapi, external (client certificate) or oauth."),
        "A");
    add("ca-file", QStringLiteral("PEM file with authorities to trust for this server besides the system's."),
        "F");
    addKeepTo(parser);
    ConnectionOptions::addTo(parser);
    add("check-minutes",
        QStringLiteral("How often the window checks; 0: only when asked, and not at its start either unless "
                       "--check-at-start says so."),
        "N");
    add("check-at-start", QStringLiteral("yes (the default): the window checks when it starts; no."), "YN");
    add("check-with-all", QStringLiteral("yes (the default): checked when all are checked; no."), "YN");
    add("quiet-hours",
        QStringLiteral("In these hours the window does not check by itself: 22:00-07:00; none."), "HOURS");
    add("colour", QStringLiteral("Its colour in the window, #rrggbb; none."), "C");
    add("enabled", QStringLiteral("yes (the default); no: it is checked only by its name."), "YN");
}

void AccountOptions::addKeepTo(QCommandLineParser &parser)
{
    const auto add = [&](const char *name, const QString &text, const char *value) {
        parser.addOption({QString(QLatin1String(name)), text, QString(QLatin1String(value))});
    };
    add("keep",
        QStringLiteral(
            "What stays on the server: forever (the default), or rules with commas between. Each lets mail "
            "that is safely here go there: delete (at once), days:N or hours:N (since it was first seen), "
            "newest:N and newest-mb:N (all but the newest), until-deleted, until-archived and "
            "until-trash-emptied (when that was done here). Mail of which only the beginning is here stays."),
        "K");
    add("keep-starred", QStringLiteral("yes (the default): no rule deletes starred mail; no."), "YN");
}

tl::expected<Account, QString> AccountOptions::apply(const QCommandLineParser &parser, Account account)
{
    const auto value = [&](const char *name) { return parser.value(QLatin1String(name)); };
    if (parser.isSet(QStringLiteral("name")))
        account.name = value("name");
    if (parser.isSet(QStringLiteral("email")))
        account.email = value("email");
    if (const Outcome outcome = applyServer(parser, account.server); !outcome)
        return tl::unexpected(outcome.error());
    if (const Outcome outcome = ConnectionOptions::apply(parser, account); !outcome)
        return tl::unexpected(outcome.error());
    if (const Outcome outcome = applySchedule(parser, account); !outcome)
        return tl::unexpected(outcome.error());
    return applyKeep(parser, std::move(account));
}

tl::expected<Account, QString> AccountOptions::applyKeep(const QCommandLineParser &parser, Account account)
{
    const auto value = [&](const char *name) { return parser.value(QLatin1String(name)); };
    if (parser.isSet(QStringLiteral("keep"))) {
        const auto policy = words::keepFrom(value("keep"));
        if (!policy)
            return tl::unexpected(QStringLiteral(
                "--keep must be forever, or a list of delete, days:N, hours:N, newest:N, newest-mb:N, "
                "until-deleted, until-archived and until-trash-emptied, with commas between."));
        const bool keepStarred = account.retention.keepStarred;
        account.retention = *policy;
        account.retention.keepStarred = keepStarred;
    }
    if (const Outcome outcome = applyYesNo(parser, "keep-starred", account.retention.keepStarred); !outcome)
        return tl::unexpected(outcome.error());
    return account;
}
