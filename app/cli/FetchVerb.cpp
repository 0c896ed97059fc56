// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "ErrorSentence.h"
#include "FetchRounds.h"
#include "Invocation.h"
#include "MailJson.h"
#include "MessageText.h"
#include "Terminal.h"

#include <QCommandLineParser>

#include <algorithm>
#include <memory>

namespace
{

void print(Invocation &invocation, const std::vector<FetchReport> &reports)
{
    QJsonArray array;
    for (const FetchReport &report : reports) {
        array.append(mailJson::fromReport(report));
        if (!invocation.options().json)
            terminal::print(messageText::report(report).toUtf8());
        if (!report.error)
            continue;
        const auto account = invocation.findAccount(QString::number(report.account));
        terminal::complain(report.accountName + QStringLiteral(": ") +
                           errorSentence(*report.error, account ? account->server.host : QString()));
    }
    if (invocation.options().json)
        terminal::print(mailJson::document(array));
}

ExitCode exitCode(const std::vector<FetchReport> &reports)
{
    bool isAllDone = true;
    bool isAnyDone = false;
    for (const FetchReport &report : reports) {
        isAllDone = isAllDone && !report.error && report.notFetched.empty();
        isAnyDone = isAnyDone || !report.error || report.fetched > 0 || report.deleted > 0;
    }
    if (isAllDone)
        return ExitCode::Done;
    return isAnyDone ? ExitCode::Partly : ExitCode::Failed;
}

std::optional<std::vector<AccountId>> wantedAccounts(Invocation &invocation, const QStringList &names)
{
    std::vector<AccountId> wanted;
    for (const QString &name : names) {
        const auto account = invocation.findAccount(name);
        if (!account) {
            invocation.fail(
                QStringLiteral("There is no account \"%1\". \"poplar-cli account list\" shows those "
                               "there are.")
                    .arg(name));
            return std::nullopt;
        }
        if (std::find(wanted.begin(), wanted.end(), account->id) == wanted.end())
            wanted.push_back(account->id);
    }
    if (names.isEmpty()) {
        for (const Account &account : invocation.session().accounts()) {
            if (account.enabled)
                wanted.push_back(account.id);
        }
    }
    if (wanted.empty()) {
        invocation.fail(QStringLiteral("There is no account to check. \"poplar-cli account add\" adds one."));
        return std::nullopt;
    }
    return wanted;
}

void fetchWhole(Invocation &invocation, const QStringList &words)
{
    std::vector<MessageId> messages;
    for (const QString &word : words) {
        bool isNumber = false;
        messages.push_back(word.toLongLong(&isNumber));
        if (!isNumber || messages.back() < 1)
            return invocation.misused(QStringLiteral("--whole takes the number of a message."));
    }
    invocation.openSession(Profile::IfMissing::Fail, [&invocation, messages](MailSession &session) {
        const auto checking = std::make_shared<int>(0);
        const auto reports = std::make_shared<std::vector<FetchReport>>();
        QObject::connect(&session, &MailSession::checkStarted, &invocation, [checking] { ++*checking; });
        QObject::connect(&session, &MailSession::checkFinished, &invocation,
                         [&invocation, checking, reports](const FetchReport &report) {
                             reports->push_back(report);
                             if (--*checking > 0)
                                 return;
                             print(invocation, *reports);
                             invocation.finish(exitCode(*reports));
                         });
        session.fetchWhole(
            messages, &invocation, [&invocation, &session, checking](const Result<void> &asked) {
                if (!asked)
                    return invocation.fail(asked.error());
                // The checks begin right after this answer; where none does, nothing was missing.
                QMetaObject::invokeMethod(
                    &invocation,
                    [&invocation, &session, checking] {
                        const auto isChecking = [&](const Account &account) {
                            return session.isChecking(account.id);
                        };
                        const auto &accounts = session.accounts();
                        if (*checking == 0 && std::none_of(accounts.begin(), accounts.end(), isChecking))
                            invocation.finish(ExitCode::Done);
                    },
                    Qt::QueuedConnection);
            });
    });
}

} // namespace

void runFetch(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Gets new mail. Exit code 3 when a part could not be done."));
    parser.addOption(
        {QStringLiteral("account"),
         QStringLiteral("Checks this account, by name or number; may be repeated. All without it."),
         QStringLiteral("N")});
    parser.addOption({QStringLiteral("whole"),
                      QStringLiteral("Fetches the rest of message <ID>, of which the beginning is here; may "
                                     "be repeated."),
                      QStringLiteral("ID")});
    if (!invocation.parse(parser))
        return;
    if (!parser.positionalArguments().isEmpty())
        return invocation.misused(QStringLiteral("Name accounts with --account."));
    if (parser.isSet(QStringLiteral("whole")))
        return fetchWhole(invocation, parser.values(QStringLiteral("whole")));
    invocation.openSession(
        Profile::IfMissing::Fail,
        [&invocation, names = parser.values(QStringLiteral("account"))](MailSession &session) {
            const auto wanted = wantedAccounts(invocation, names);
            if (!wanted)
                return;
            auto *const rounds = new FetchRounds(session, invocation.options().quiet, &invocation);
            QObject::connect(rounds, &FetchRounds::finished, &invocation, [&invocation, rounds] {
                print(invocation, rounds->reports());
                invocation.finish(exitCode(rounds->reports()));
            });
            rounds->start(*wanted);
        });
}
