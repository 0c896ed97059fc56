// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "ErrorSentence.h"
#include "FetchOutcome.h"
#include "InterruptWatch.h"
#include "Invocation.h"
#include "LiveServer.h"
#include "MailJson.h"
#include "MessageText.h"
#include "ServerJson.h"
#include "Terminal.h"
#include "Words.h"

#include <QCommandLineParser>
#include <QFileInfo>

#include <algorithm>

namespace
{
const QString liveOption = QStringLiteral("live"), nowOption = QStringLiteral("now");

void print(Invocation &invocation, const ServerMessage &message)
{
    if (invocation.options().json)
        return terminal::print(mailJson::line(serverJson::fromMessage(message)));
    QString note = !message.trouble.isEmpty() ? QStringLiteral("not fetched: ") + message.trouble : QString();
    if (!message.deletionReason.isEmpty())
        note = QStringLiteral("will be deleted: ") + message.deletionReason;
    else if (message.choice == ServerMessage::Choice::Keep)
        note = QStringLiteral("kept by your choice");
    else if (message.choice == ServerMessage::Choice::Never)
        note = QStringLiteral("never fetched by your choice");
    terminal::printLine(QStringLiteral("%1  %2  %3  %4  %5")
                            .arg(terminal::cell(QString::fromLatin1(message.key.uidl), 24),
                                 terminal::cell(serverJson::state(message.state), 11),
                                 messageText::size(message.size).rightJustified(9),
                                 terminal::cell(message.subject, 40), terminal::harmless(note))
                            .trimmed());
}

// How many words follow the account's name.
struct WordCount {
    int least = 0;
    bool mayBeMore = false;
};

// What stood behind the account's name, and the names of the options that were given.
struct Given {
    QStringList words;
    QStringList options;
};

// Parses, opens, finds the account, and reads what is known of its server. A parser that says nothing of its
// words takes the account and messages.
using Next = std::function<void(const Account &, std::vector<ServerMessage>, const Given &)>;
// What is wrong with the words; nothing where all is well.
using Mistake = std::function<QString(const Given &)>;
void withMessages(Invocation &invocation, QCommandLineParser &parser, const WordCount &words,
                  const Next &next, const Mistake &mistake = {})
{
    if (!parser.helpText().contains(QLatin1String("NAME"))) {
        parser.addPositionalArgument(QStringLiteral("NAME"),
                                     QStringLiteral("The account's name, or its number."));
        if (words.least > 0)
            parser.addPositionalArgument(QStringLiteral("UIDL"),
                                         QStringLiteral("The message, as \"server list\" names it."));
    }
    if (!invocation.parse(parser))
        return;
    const QStringList arguments = parser.positionalArguments();
    const qsizetype least = 1 + words.least;
    if (arguments.size() < least || (!words.mayBeMore && arguments.size() > least))
        return invocation.misused(words.least == 0
                                      ? QStringLiteral("Name one account.")
                                      : QStringLiteral("Name an account, and what --help lists."));
    const Given given{arguments.mid(1), parser.optionNames()};
    if (const QString complaint = mistake ? mistake(given) : QString(); !complaint.isEmpty())
        return invocation.misused(complaint);
    invocation.openAccount(arguments.first(), [&invocation, given, next](const Account &account) {
        invocation.session().serverMessages(account.id, &invocation,
                                            invocation.orFail<std::vector<ServerMessage>>(
                                                [account, given, next](std::vector<ServerMessage> messages) {
                                                    next(account, std::move(messages), given);
                                                }));
    });
}

void runServerList(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Lists the mail on the server by what was seen there last: its state, what could not be "
        "fetched, and what the next check will delete. Asks no server without --live."));
    parser.addOption(
        {liveOption, QStringLiteral("Ask the server what is there now, and read the headers of what "
                                    "is not here. Fetches and deletes nothing.")});
    const auto printAll = [&invocation](const std::vector<ServerMessage> &messages) {
        for (const ServerMessage &message : messages) {
            if (message.state != ServerMessage::State::Gone)
                print(invocation, message);
        }
        invocation.finish(ExitCode::Done);
    };
    withMessages(invocation, parser, {},
                 [&invocation, printAll](const Account &account, const std::vector<ServerMessage> &messages,
                                         const Given &given) {
                     if (given.options.contains(liveOption))
                         lookLive(invocation, account, printAll);
                     else
                         printAll(messages);
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

std::optional<ServerMessage::Choice> choiceFrom(const QString &word)
{
    for (const auto choice : {ServerMessage::Choice::ByRule, ServerMessage::Choice::Keep,
                              ServerMessage::Choice::Delete, ServerMessage::Choice::Never})
        if (serverJson::choice(choice) == word)
            return choice;
    return {};
}

// Prints the messages as they are known now.
void printAgain(Invocation &invocation, AccountId account, const std::vector<ServerMessageKey> &keys)
{
    invocation.session().serverMessages(account, &invocation,
                                        invocation.orFail<std::vector<ServerMessage>>(
                                            [&invocation, keys](const std::vector<ServerMessage> &messages) {
                                                for (const ServerMessage &message : messages)
                                                    if (std::find(keys.begin(), keys.end(), message.key) !=
                                                        keys.end())
                                                        print(invocation, message);
                                                invocation.finish(ExitCode::Done);
                                            }));
}

void choose(Invocation &invocation, const Account &account, const std::vector<ServerMessage> &messages,
            const QStringList &names, ServerMessage::Choice choice)
{
    const auto keys = keysOf(invocation, messages, names);
    if (keys)
        invocation.session().chooseOnServer(
            *keys, choice, &invocation,
            invocation.orFail([&invocation, id = account.id, keys] { printAgain(invocation, id, *keys); }));
}

void runChoose(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Says what becomes of messages on the server: keep and "
                                                    "delete are stronger than every rule, never leaves "
                                                    "them unfetched, rule lets the rules decide again. The "
                                                    "next check deletes."));
    parser.addPositionalArgument(QStringLiteral("NAME"),
                                 QStringLiteral("The account's name, or its number."));
    parser.addPositionalArgument(QStringLiteral("CHOICE"), QStringLiteral("keep, delete, never or rule."));
    withMessages(
        invocation, parser, {2, true},
        [&invocation](const Account &account, const std::vector<ServerMessage> &messages,
                      const Given &given) {
            choose(invocation, account, messages, given.words.mid(1), *choiceFrom(given.words.first()));
        },
        [](const Given &given) {
            return choiceFrom(given.words.first())
                       ? QString()
                       : QStringLiteral("The choice must be keep, delete, never or rule.");
        });
}

void runServerDelete(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Lets the next check delete messages on the server, also such as "
                       "are not here."));
    parser.addOption({nowOption, QStringLiteral("Delete them now, in a session that does nothing else.")});
    withMessages(invocation, parser, {1, true},
                 [&invocation](const Account &account, const std::vector<ServerMessage> &messages,
                               const Given &given) {
                     if (!given.options.contains(nowOption))
                         return choose(invocation, account, messages, given.words,
                                       ServerMessage::Choice::Delete);
                     if (const auto keys = keysOf(invocation, messages, given.words))
                         carryOutNow(invocation, account, {{}, *keys});
                 });
}

void runRetry(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Tries again to fetch messages that could not be fetched."));
    withMessages(
        invocation, parser, {1, true},
        [&invocation](const Account &, const std::vector<ServerMessage> &messages, const Given &given) {
            const auto keys = keysOf(invocation, messages, given.words);
            if (keys)
                finishWhenChecked(invocation, [&](const std::function<void(Result<void>)> &asked) {
                    invocation.session().retry(*keys, &invocation, asked);
                });
        });
}

void finishGet(Invocation &invocation, const QString &host, const QString &path, const Result<qint64> &length)
{
    if (invocation.options().json)
        terminal::print(mailJson::document(serverJson::fromSaved(path, length)));
    if (length) {
        if (!invocation.options().json)
            terminal::printLine(QStringLiteral("%1 bytes.").arg(*length));
        return invocation.finish(ExitCode::Done);
    }
    const QString partial = path + QStringLiteral(".partial");
    QString sentence = errorSentence(length.error(), host);
    if (QFileInfo::exists(partial))
        sentence += QStringLiteral(" What came until then is in %1.").arg(partial);
    invocation.fail(sentence);
}

void runGet(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Writes what the server sends for one message into a file, byte for byte. Where it breaks "
        "off, what came is in FILE.partial. Changes nothing. With --now it takes UIDLs and no file: it "
        "downloads those messages into the profile, in a session that does nothing else."));
    parser.addOption({nowOption, QStringLiteral("Download the messages into the profile now.")});
    parser.addPositionalArgument(QStringLiteral("NAME"),
                                 QStringLiteral("The account's name, or its number."));
    parser.addPositionalArgument(QStringLiteral("UIDL"),
                                 QStringLiteral("The message, as \"server list\" names it."));
    parser.addPositionalArgument(QStringLiteral("FILE"), QStringLiteral("The file to write."));
    withMessages(
        invocation, parser, {1, true},
        [&invocation](const Account &account, const std::vector<ServerMessage> &messages,
                      const Given &given) {
            const QStringList &words = given.words;
            if (given.options.contains(nowOption)) {
                if (const auto wanted = keysOf(invocation, messages, words))
                    carryOutNow(invocation, account, {*wanted, {}});
                return;
            }
            const auto keys = keysOf(invocation, messages, {words.first()});
            if (!keys)
                return;
            auto *const watch = new InterruptWatch(&invocation);
            QObject::connect(watch, &InterruptWatch::interrupted, &invocation.session(),
                             &MailSession::cancelSaveFromServer);
            const QString path = QFileInfo(words[1]).absoluteFilePath();
            invocation.session().saveFromServer(
                keys->front(), path, &invocation,
                [&invocation, host = account.server.host, path](const Result<qint64> &length) {
                    finishGet(invocation, host, path, length);
                });
        },
        [](const Given &given) {
            return given.words.size() == 2 || given.options.contains(nowOption)
                       ? QString()
                       : QStringLiteral("Name an account, a message and a file; or use --now.");
        });
}

void print(Invocation &invocation, const DeletionLogEntry &entry)
{
    const QString account = words::account(entry.key.account, invocation.session().accounts());
    if (invocation.options().json)
        return terminal::print(mailJson::line(serverJson::fromDeletion(entry, account)));
    const QString outcome = entry.confirmed      ? QStringLiteral("deleted")
                            : entry.settled == 0 ? QStringLiteral("unconfirmed")
                                                 : QStringLiteral("refused");
    terminal::printLine(QStringLiteral("%1  %2  %3  %4  %5  %6")
                            .arg(mailJson::time(entry.sent), terminal::cell(account, 16),
                                 terminal::cell(entry.sender, 24), terminal::cell(entry.subject, 40),
                                 outcome.leftJustified(11), terminal::harmless(entry.reason)));
}

void listDeletions(Invocation &invocation, const DeletionQuery &query)
{
    invocation.session().deletions(query, &invocation,
                                   invocation.orFail<std::vector<DeletionLogEntry>>(
                                       [&invocation](const std::vector<DeletionLogEntry> &entries) {
                                           for (const DeletionLogEntry &entry : entries)
                                               print(invocation, entry);
                                           invocation.finish(ExitCode::Done);
                                       }));
}

} // namespace

void runServer(Invocation &invocation)
{
    static constexpr std::pair<QLatin1String, void (*)(Invocation &)> verbs[] = {
        {QLatin1String("list"), runServerList}, {QLatin1String("get"), runGet},
        {QLatin1String("choose"), runChoose},   {QLatin1String("delete"), runServerDelete},
        {QLatin1String("retry"), runRetry},
    };
    const QString subverb = invocation.takeSubverb();
    for (const auto &[name, run] : verbs)
        if (subverb == name)
            return run(invocation);
    const QString names = QStringLiteral("list, get, choose, delete or retry");
    QCommandLineParser parser;
    parser.addPositionalArgument(QStringLiteral("VERB"),
                                 names + QStringLiteral("; each explains itself with --help."));
    if (invocation.parse(parser))
        invocation.misused(QStringLiteral("Say what to do with mail on the server: %1.").arg(names));
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
    const QCommandLineOption name(QStringLiteral("account"),
                                  QStringLiteral("Only of this account, by name or number."),
                                  QStringLiteral("N"));
    parser.addOptions({search, limit, name});
    if (!invocation.parse(parser))
        return;
    if (!parser.positionalArguments().isEmpty())
        return invocation.misused(QStringLiteral("Name an account with --account, and words with --search."));
    DeletionQuery query;
    query.text = parser.value(search);
    if (parser.isSet(limit)) {
        bool isNumber = false;
        query.limit = parser.value(limit).toInt(&isNumber);
        if (!isNumber || query.limit < 1)
            return invocation.misused(QStringLiteral("--limit must be a number from 1."));
    }
    if (parser.isSet(name))
        return invocation.openAccount(parser.value(name),
                                      [&invocation, query](const Account &account) mutable {
                                          query.account = account.id;
                                          listDeletions(invocation, query);
                                      });
    invocation.openSession(Profile::IfMissing::Fail,
                           [&invocation, query](MailSession &) { listDeletions(invocation, query); });
}
