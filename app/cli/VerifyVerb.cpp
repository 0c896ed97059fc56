// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "InterruptWatch.h"
#include "Invocation.h"
#include "MailJson.h"
#include "MessageText.h"
#include "StoreUpkeep.h"
#include "Terminal.h"

#include <QCommandLineParser>

namespace
{

void print(const VerifyReport &report, bool json)
{
    if (json) {
        terminal::print(mailJson::document(mailJson::fromVerify(report)));
        return;
    }
    terminal::printLine(
        QStringLiteral("%1 messages checked, %2.").arg(report.messages).arg(messageText::size(report.bytes)));
    for (const MessageId id : report.damaged)
        terminal::printLine(QStringLiteral("Message %1 is damaged or missing.").arg(id));
    for (const QString &problem : report.problems)
        terminal::printLine(terminal::harmless(problem));
    if (report.damaged.empty() && report.problems.isEmpty())
        terminal::printLine(QStringLiteral("Every message is as it was received."));
}

void verify(Invocation &invocation)
{
    StoreUpkeep &upkeep = invocation.session().upkeep();
    const bool isProgressShown = terminal::isProgressWanted(invocation.options().quiet);
    auto *const watch = new InterruptWatch(&invocation);
    QObject::connect(watch, &InterruptWatch::interrupted, &upkeep, &StoreUpkeep::cancelVerify);
    upkeep.verify(
        &invocation,
        [isProgressShown](qint64 done, qint64 inAll) {
            if (isProgressShown)
                terminal::showProgress(QStringLiteral("checking %1 of %2")
                                           .arg(messageText::size(done), messageText::size(inAll)));
        },
        [&invocation, isProgressShown](const Result<VerifyReport> &report) {
            if (isProgressShown)
                terminal::showProgress({});
            if (report) {
                print(*report, invocation.options().json);
                const bool isWhole = report->damaged.empty() && report->problems.isEmpty();
                invocation.finish(isWhole ? ExitCode::Done : ExitCode::Failed);
            } else if (report.error().code == ErrorCode::Cancelled) {
                terminal::complain(QStringLiteral("Stopped before everything was checked."));
                invocation.finish(ExitCode::Partly);
            } else {
                invocation.fail(report.error());
            }
        });
}

} // namespace

void runVerify(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Holds every stored message against the hash it was received "
                       "with. Exit code 1 when something is damaged, 3 when it was "
                       "stopped before the end."));
    if (!invocation.parse(parser))
        return;
    if (!parser.positionalArguments().isEmpty())
        return invocation.misused(QStringLiteral("There is a word too many."));
    invocation.openSession(Profile::IfMissing::Fail, [&invocation](MailSession &) { verify(invocation); });
}
