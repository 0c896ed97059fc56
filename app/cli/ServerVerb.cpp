// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "ErrorSentence.h"
#include "InterruptWatch.h"
#include "Invocation.h"
#include "MailJson.h"
#include "MessageText.h"
#include "ServerJson.h"
#include "Terminal.h"
#include "Words.h"

#include <QCommandLineParser>
#include <QFileInfo>

namespace
{

void printLine(const ServerMessage &message)
{
    QString note = !message.trouble.isEmpty() ? QStringLiteral("not fetched: ") + message.trouble : QString();
    if (!message.deletionReason.isEmpty())
        note = QStringLiteral("will be deleted: ") + message.deletionReason;
    else if (message.choice == ServerMessage::Choice::Keep)
        note = QStringLiteral("kept by your choice");
    terminal::printLine(QStringLiteral("%1  %2  %3  %4  %5")
                            .arg(terminal::cell(QString::fromLatin1(message.key.uidl), 24),
                                 terminal::cell(serverJson::state(message.state), 11),
                                 messageText::size(message.size).rightJustified(9),
                                 terminal::cell(message.subject, 40), terminal::harmless(note))
                            .trimmed());
}

// Parses, opens, finds the account, and reads what is known of its server; the rest of the words are
// `next`'s.
using Next = std::function<void(const Account &, std::vector<ServerMessage>, const QStringList &)>;
void withMessages(Invocation &invocation, QCommandLineParser &parser, int words, const Next &next)
{
    parser.addPositionalArgument(QStringLiteral("NAME"),
                                 QStringLiteral("The account's name, or its number."));
    if (words > 0)
        parser.addPositionalArgument(QStringLiteral("UIDL"),
                                     QStringLiteral("The message, as \"server list\" names it."));
    if (!invocation.parse(parser))
        return;
    const QStringList arguments = parser.positionalArguments();
    if (arguments.size() < 1 + words || (words == 0 && arguments.size() > 1))
        return invocation.misused(words == 0 ? QStringLiteral("Name one account.")
                                             : QStringLiteral("Name an account and a message."));
    invocation.openSession(Profile::IfMissing::Fail, [&invocation, arguments, next](MailSession &session) {
        const auto account = invocation.findAccount(arguments.first());
        if (!account)
            return invocation.fail(QStringLiteral("There is no account \"%1\". \"poplar-cli account list\" "
                                                  "shows those there are.")
                                       .arg(arguments.first()));
        session.serverMessages(
            account->id, &invocation,
            invocation.orFail<std::vector<ServerMessage>>([=](std::vector<ServerMessage> messages) {
                next(*account, std::move(messages), arguments.mid(1));
            }));
    });
}

void runServerList(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Lists the mail on the server by what was seen there last: its state, what could not be "
        "fetched, and what the next check will delete. Asks no server."));
    withMessages(
        invocation, parser, 0,
        [&invocation](const Account &, const std::vector<ServerMessage> &messages, const QStringList &) {
            for (const ServerMessage &message : messages) {
                if (message.state == ServerMessage::State::Gone)
                    continue;
                if (invocation.options().json)
                    terminal::print(mailJson::line(serverJson::fromMessage(message)));
                else
                    printLine(message);
            }
            invocation.finish(ExitCode::Done);
        });
}

// The keys of the named messages; a complaint ends the invocation.
std::optional<std::vector<ServerMessageKey>>
keysOf(Invocation &invocation, const std::vector<ServerMessage> &messages, const QStringList &names)
{
    std::vector<ServerMessageKey> keys;
    for (const QString &name : names) {
        const size_t before = keys.size();
        for (const ServerMessage &message : messages)
            if (QString::fromLatin1(message.key.uidl) == name && message.state != ServerMessage::State::Gone)
                keys.push_back(message.key);
        if (keys.size() == before) {
            invocation.fail(QStringLiteral("There is no message \"%1\" on the server. \"poplar-cli server "
                                           "list\" shows those that were there.")
                                .arg(name));
            return {};
        }
    }
    return keys;
}

void runChoose(Invocation &invocation, ServerMessage::Choice choice, const QString &description)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(description);
    withMessages(invocation, parser, 1,
                 [&invocation, choice](const Account &, const std::vector<ServerMessage> &messages,
                                       const QStringList &names) {
                     const auto keys = keysOf(invocation, messages, names);
                     if (!keys)
                         return;
                     invocation.session().chooseOnServer(
                         *keys, choice, &invocation,
                         invocation.orFail([&invocation] { invocation.finish(ExitCode::Done); }));
                 });
}

void finishWhenChecked(Invocation &invocation)
{
    QObject::connect(&invocation.session(), &MailSession::checkFinished, &invocation,
                     [&invocation](const FetchReport &report) {
                         if (invocation.options().json)
                             terminal::print(mailJson::document(mailJson::fromReport(report)));
                         else
                             terminal::print(messageText::report(report).toUtf8());
                         if (report.error)
                             return invocation.fail(errorSentence(*report.error));
                         invocation.finish(report.notFetched.empty() ? ExitCode::Done : ExitCode::Partly);
                     });
}

void runRetry(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Tries again to fetch messages that could not be fetched."));
    withMessages(
        invocation, parser, 1,
        [&invocation](const Account &, const std::vector<ServerMessage> &messages, const QStringList &names) {
            const auto keys = keysOf(invocation, messages, names);
            if (!keys)
                return;
            finishWhenChecked(invocation);
            invocation.session().retry(*keys, &invocation, invocation.orFail([] {}));
        });
}

void runSave(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Writes what the server sends for one message into a file, byte for byte. What came "
                       "before it broke off is in FILE.partial."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("The file to write."),
                                 QStringLiteral("NAME UIDL FILE"));
    withMessages(invocation, parser, 2,
                 [&invocation](const Account &account, const std::vector<ServerMessage> &messages,
                               const QStringList &words) {
                     const auto keys = keysOf(invocation, messages, {words.first()});
                     if (!keys)
                         return;
                     auto *const watch = new InterruptWatch(&invocation);
                     QObject::connect(watch, &InterruptWatch::interrupted, &invocation.session(),
                                      &MailSession::cancelSaveFromServer);
                     invocation.session().saveFromServer(
                         keys->front(), QFileInfo(words[1]).absoluteFilePath(), &invocation,
                         [&invocation, host = account.server.host](const Result<qint64> &length) {
                             if (!length)
                                 return invocation.fail(errorSentence(length.error(), host));
                             terminal::printLine(QStringLiteral("%1 bytes.").arg(*length));
                             invocation.finish(ExitCode::Done);
                         });
                 });
}

} // namespace

void runServer(Invocation &invocation)
{
    const QString subverb = invocation.takeSubverb();
    if (subverb == QLatin1String("list"))
        return runServerList(invocation);
    if (subverb == QLatin1String("keep"))
        return runChoose(invocation, ServerMessage::Choice::Keep,
                         QStringLiteral("Keeps messages on the server, whatever the rules say."));
    if (subverb == QLatin1String("delete"))
        return runChoose(invocation, ServerMessage::Choice::Delete,
                         QStringLiteral("Lets the next check delete messages on the server."));
    if (subverb == QLatin1String("rule"))
        return runChoose(invocation, ServerMessage::Choice::ByRule,
                         QStringLiteral("Lets the rules decide on messages again."));
    if (subverb == QLatin1String("retry"))
        return runRetry(invocation);
    if (subverb == QLatin1String("save"))
        return runSave(invocation);
    QCommandLineParser parser;
    parser.addPositionalArgument(
        QStringLiteral("VERB"),
        QStringLiteral("list, keep, delete, rule, retry or save; each explains itself with --help."));
    if (invocation.parse(parser))
        invocation.misused(QStringLiteral(
            "Say what to do with mail on the server: list, keep, delete, rule, retry or save."));
}

void runDeletions(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Lists what Poplar deleted on servers, when and why, the newest first."));
    const QCommandLineOption search(QStringLiteral("search"),
                                    QStringLiteral("Only with <TEXT> in subject, sender, reason or UIDL."),
                                    QStringLiteral("TEXT"));
    const QCommandLineOption limit(QStringLiteral("limit"), QStringLiteral("At most <N>; 1000."),
                                   QStringLiteral("N"));
    parser.addOptions({search, limit});
    if (!invocation.parse(parser))
        return;
    DeletionQuery query;
    query.text = parser.value(search);
    if (parser.isSet(limit)) {
        bool isNumber = false;
        query.limit = parser.value(limit).toInt(&isNumber);
        if (!isNumber || query.limit < 1)
            return invocation.misused(QStringLiteral("--limit must be a number from 1."));
    }
    invocation.openSession(Profile::IfMissing::Fail, [&invocation, query](MailSession &session) {
        session.deletions(
            query, &invocation,
            invocation.orFail<std::vector<DeletionLogEntry>>([&](std::vector<DeletionLogEntry> entries) {
                for (const DeletionLogEntry &entry : entries) {
                    const QString account =
                        words::account(entry.key.account, invocation.session().accounts());
                    if (invocation.options().json) {
                        terminal::print(mailJson::line(serverJson::fromDeletion(entry, account)));
                        continue;
                    }
                    terminal::printLine(QStringLiteral("%1  %2  %3  %4  %5  %6")
                                            .arg(mailJson::time(entry.sent), terminal::cell(account, 16),
                                                 terminal::cell(entry.sender, 24),
                                                 terminal::cell(entry.subject, 40),
                                                 entry.confirmed      ? QStringLiteral("deleted    ")
                                                 : entry.settled == 0 ? QStringLiteral("unconfirmed")
                                                                      : QStringLiteral("refused    "),
                                                 terminal::harmless(entry.reason)));
                }
                invocation.finish(ExitCode::Done);
            }));
    });
}
