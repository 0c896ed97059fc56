// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "InterruptWatch.h"
#include "Invocation.h"
#include "MailJson.h"
#include "MessageText.h"
#include "StoreUpkeep.h"
#include "Terminal.h"

#include <QCommandLineParser>
#include <QJsonArray>

namespace
{

void print(const CompactionStep &sum, bool json)
{
    const qint64 given = std::max<qint64>(0, sum.removed - sum.written);
    if (json) {
        terminal::print(mailJson::document(
            QJsonObject{{QStringLiteral("bytes"), given},
                        {QStringLiteral("done"), sum.left == 0},
                        {QStringLiteral("left_alone"), QJsonArray::fromStringList(sum.leftAlone)}}));
        return;
    }
    if (sum.left > 0)
        terminal::printLine(
            QStringLiteral("Stopped. %1 were given back to the disk so far; run it again to go on.")
                .arg(messageText::size(given)));
    else if (given > 0)
        terminal::printLine(QStringLiteral("%1 were given back to the disk.").arg(messageText::size(given)));
    else if (sum.leftAlone.isEmpty())
        terminal::printLine(QStringLiteral("There was no room of removed mail to give back."));
    for (const QString &segment : sum.leftAlone)
        terminal::printLine(
            terminal::harmless(QStringLiteral("Left as it is, because it is damaged: %1.").arg(segment)));
    if (!sum.leftAlone.isEmpty())
        terminal::printLine(QStringLiteral("\"poplar-cli verify\" says which messages are affected."));
}

void compact(Invocation &invocation)
{
    StoreUpkeep &upkeep = invocation.session().upkeep();
    const bool isProgressShown = terminal::isProgressWanted(invocation.options().quiet);
    auto *const watch = new InterruptWatch(&invocation);
    QObject::connect(watch, &InterruptWatch::interrupted, &upkeep, &StoreUpkeep::cancel);
    upkeep.reclaim(
        &invocation,
        [isProgressShown](qint64 done, qint64 inAll) {
            if (isProgressShown)
                terminal::showProgress(QStringLiteral("going through %1 of %2")
                                           .arg(messageText::size(done), messageText::size(inAll)));
        },
        [&invocation, isProgressShown](const Result<CompactionStep> &sum) {
            if (isProgressShown)
                terminal::showProgress({});
            if (!sum)
                return invocation.fail(sum.error());
            print(*sum, invocation.options().json);
            const bool isDone = sum->left == 0 && sum->leftAlone.isEmpty();
            invocation.finish(isDone ? ExitCode::Done : ExitCode::Partly);
        });
}

} // namespace

void runCompact(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Gives the room of removed mail back to the disk, all of it, and erases its words from "
        "the search index, which the next fetch fills up again. Exit code 3 when it "
        "was stopped before the end, or something damaged was left as it is."));
    if (!invocation.parse(parser))
        return;
    if (!parser.positionalArguments().isEmpty())
        return invocation.misused(QStringLiteral("There is a word too many."));
    invocation.openSession(Profile::IfMissing::Fail, [&invocation](MailSession &) { compact(invocation); });
}
