// SPDX-License-Identifier: GPL-3.0-or-later
#include "FetchOutcome.h"

#include "ErrorSentence.h"
#include "InterruptWatch.h"
#include "MailJson.h"
#include "MessageText.h"
#include "RetentionVerb.h"
#include "Terminal.h"

#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <memory>

void printReports(Invocation &invocation, const std::vector<FetchReport> &reports)
{
    QJsonArray array;
    for (const FetchReport &report : reports) {
        array.append(mailJson::fromReport(report));
        if (!invocation.options().json)
            terminal::print(messageText::report(report).toUtf8());
        const auto account = invocation.findAccount(QString::number(report.account));
        if (report.heldBack > 0)
            terminal::complain(report.accountName + QStringLiteral(": ") +
                               heldBackSentence(report.accountName, report.heldBack));
        if (report.error)
            terminal::complain(report.accountName + QStringLiteral(": ") +
                               errorSentence(*report.error, account ? account->server.host : QString()));
    }
    if (invocation.options().json)
        terminal::print(mailJson::document(array));
}

ExitCode exitCodeOf(const std::vector<FetchReport> &reports)
{
    bool isAllDone = true;
    bool isAnyDone = false;
    for (const FetchReport &report : reports) {
        isAllDone = isAllDone && !report.error && report.notFetched.empty() && report.heldBack == 0;
        isAnyDone = isAnyDone || !report.error || report.fetched > 0 || report.deleted > 0;
    }
    if (isAllDone)
        return ExitCode::Done;
    return isAnyDone ? ExitCode::Partly : ExitCode::Failed;
}

void finishWithIndex(Invocation &invocation, const std::vector<FetchReport> &reports)
{
    constexpr int mostMilliseconds = 5000;
    printReports(invocation, reports);
    const ExitCode code = exitCodeOf(reports);
    const bool isAnyNew = std::any_of(reports.begin(), reports.end(),
                                      [](const FetchReport &report) { return report.fetched > 0; });
    if (!isAnyNew)
        return invocation.finish(code);
    std::fflush(stdout); // a reader need not wait
    MailSession &session = invocation.session();
    session.updateIndex(&invocation, {},
                        [&invocation, code](const Result<void> &) { invocation.finish(code); });
    QTimer::singleShot(mostMilliseconds, &invocation, [&session] { session.cancelIndexUpdate(); });
}

void finishWhenChecked(Invocation &invocation,
                       const std::function<void(std::function<void(Result<void>)> asked)> &start)
{
    MailSession &session = invocation.session();
    const auto reports = std::make_shared<std::vector<FetchReport>>();
    const auto isChecking = [&session] {
        const auto &accounts = session.accounts();
        return std::any_of(accounts.begin(), accounts.end(),
                           [&](const Account &account) { return session.isChecking(account.id); });
    };
    QObject::connect(&session, &MailSession::checkFinished, &invocation,
                     [&invocation, reports, isChecking](const FetchReport &report) {
                         reports->push_back(report);
                         if (isChecking())
                             return;
                         finishWithIndex(invocation, *reports);
                     });
    auto *const watch = new InterruptWatch(&invocation);
    QObject::connect(watch, &InterruptWatch::interrupted, &invocation, [&session] {
        for (const Account &account : session.accounts())
            session.cancelCheck(account.id);
    });
    start([&invocation, reports, isChecking](const Result<void> &asked) {
        if (!asked)
            return invocation.fail(asked.error());
        // The checks begin right after this answer.
        QMetaObject::invokeMethod(
            &invocation,
            [&invocation, reports, isChecking] {
                if (reports->empty() && !isChecking()) {
                    printReports(invocation, {});
                    invocation.finish(ExitCode::Done);
                }
            },
            Qt::QueuedConnection);
    });
}
