// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "InterruptWatch.h"
#include "Invocation.h"
#include "MailJson.h"
#include "MessageText.h"
#include "StoreUpkeep.h"
#include "Terminal.h"

#include <QCommandLineParser>
#include <QDateTime>
#include <QJsonArray>

namespace
{

QString described(const MessageSummary &message)
{
    const QString from = message.from.address.isEmpty() ? message.from.name : message.from.address;
    return QStringLiteral("\"%1\" from %2, %3")
        .arg(message.subject, from,
             QDateTime::fromSecsSinceEpoch(message.date).toLocalTime().toString(Qt::ISODate));
}

void printFound(const VerifyReport &report)
{
    terminal::printLine(
        QStringLiteral("%1 messages checked, %2.").arg(report.messages).arg(messageText::size(report.bytes)));
    for (size_t i = 0; i < report.damaged.size(); ++i) {
        const MessageSummary &message = report.damagedSummaries[i];
        terminal::printLine(terminal::harmless(QStringLiteral("Message %1 is damaged or missing: %2.")
                                                   .arg(report.damaged[i])
                                                   .arg(described(message))));
    }
    for (const QString &problem : report.problems)
        terminal::printLine(terminal::harmless(problem));
    if (report.isWhole())
        terminal::printLine(QStringLiteral("Every message is as it was received."));
}

void printRepaired(const RepairReport &report)
{
    for (const QString &line : report.repaired + report.left)
        terminal::printLine(terminal::harmless(line));
}

QJsonObject fromRepair(const RepairReport &report)
{
    QJsonArray wanted;
    for (const MessageId id : report.wanted)
        wanted.append(id);
    return {{QStringLiteral("repaired"), QJsonArray::fromStringList(report.repaired)},
            {QStringLiteral("left"), QJsonArray::fromStringList(report.left)},
            {QStringLiteral("fetched_again"), wanted},
            {QStringLiteral("messages_found"), report.messagesFound}};
}

void repair(Invocation &invocation, const VerifyReport &found)
{
    invocation.session().upkeep().repair(
        found, &invocation, {},
        invocation.orFail<RepairReport>([&invocation, found](const RepairReport &report) {
            if (invocation.options().json) {
                QJsonObject object = mailJson::fromVerify(found);
                object.insert(QStringLiteral("repair"), fromRepair(report));
                terminal::print(mailJson::document(object));
            } else {
                printFound(found);
                printRepaired(report);
            }
            invocation.finish(report.left.isEmpty() && report.wanted.empty() ? ExitCode::Done
                                                                             : ExitCode::Partly);
        }));
}

void report(Invocation &invocation, const VerifyReport &found)
{
    if (invocation.options().json)
        terminal::print(mailJson::document(mailJson::fromVerify(found)));
    else
        printFound(found);
    if (!found.isWhole() && !invocation.options().json)
        terminal::printLine(QStringLiteral("\"poplar-cli verify --repair\" mends what can be mended."));
    invocation.finish(found.isWhole() ? ExitCode::Done : ExitCode::Failed);
}

void verify(Invocation &invocation, bool repairs)
{
    StoreUpkeep &upkeep = invocation.session().upkeep();
    const bool isProgressShown = terminal::isProgressWanted(invocation.options().quiet);
    auto *const watch = new InterruptWatch(&invocation);
    QObject::connect(watch, &InterruptWatch::interrupted, &upkeep, &StoreUpkeep::cancel);
    upkeep.verify(
        &invocation,
        [isProgressShown](qint64 done, qint64 inAll) {
            if (isProgressShown)
                terminal::showProgress(QStringLiteral("checking %1 of %2")
                                           .arg(messageText::size(done), messageText::size(inAll)));
        },
        [&invocation, isProgressShown, repairs](const Result<VerifyReport> &found) {
            if (isProgressShown)
                terminal::showProgress({});
            if (found && repairs && !found->isWhole()) {
                repair(invocation, *found);
            } else if (found) {
                report(invocation, *found);
            } else if (found.error().code == ErrorCode::Cancelled) {
                terminal::complain(QStringLiteral("Stopped before everything was checked."));
                invocation.finish(ExitCode::Partly);
            } else {
                invocation.fail(found.error());
            }
        });
}

} // namespace

void runVerify(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Holds every stored message against the hash it was received with, and the list of "
        "messages and the search index against the mail. Exit code 1 when something is wrong, 3 "
        "when it was stopped before the end, or something could not be repaired here and now."));
    parser.addOption(
        {QStringLiteral("repair"),
         QStringLiteral("Mend what can be mended: the list of messages, damaged messages that are on "
                        "their server still, which the next fetch gets again, and bytes of an unfinished "
                        "write, which are set aside.")});
    if (!invocation.parse(parser))
        return;
    if (!parser.positionalArguments().isEmpty())
        return invocation.misused(QStringLiteral("There is a word too many."));
    const bool repairs = parser.isSet(QStringLiteral("repair"));
    invocation.openSession(Profile::IfMissing::Fail,
                           [&invocation, repairs](MailSession &) { verify(invocation, repairs); });
}
