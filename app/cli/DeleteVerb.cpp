// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "Invocation.h"
#include "MessageWork.h"

#include <QCommandLineParser>

namespace
{

// What a deletion here means for the server: nothing by itself, but rules may follow it.
QString onTheServer(const std::vector<Account> &accounts, bool isForGood)
{
    QStringList following;
    for (const Account &account : accounts)
        if (isForGood ? account.retention.whenRemoved : account.retention.whenInTrash)
            following.append(account.name);
    const QString nothing = QStringLiteral("Nothing was deleted on a server.");
    if (following.isEmpty())
        return nothing;
    return nothing + QStringLiteral(" The rules of %1 delete it there too, at the next check.")
                         .arg(following.join(QStringLiteral(", ")));
}

void deleteMessages(Invocation &invocation, const MessageSelection &selection, bool isForGood)
{
    MailSession &session = invocation.session();
    const QString server = onTheServer(session.accounts(), isForGood);
    if (isForGood) {
        MessageWork::start(invocation, selection, {QStringLiteral("deleted here for good"), server},
                           [&session](const auto &messages, QObject *context, auto next) {
                               session.removeForGood(messages, context, std::move(next));
                           });
        return;
    }
    MessageWork::start(invocation, selection, {QStringLiteral("moved to the trash"), server},
                       [&session](const auto &messages, QObject *context, auto next) {
                           session.moveTo(messages, FolderKind::Trash, context, std::move(next));
                       });
}

} // namespace

void runDelete(Invocation &invocation)
{
    const QCommandLineOption forGood(
        QStringLiteral("for-good"),
        QStringLiteral("Removes them from this computer, and not only into the trash. Asks nothing; they do "
                       "not come back, not even when they are still on the server."));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Moves messages to the trash, or deletes them for good. The server is not asked; what "
                       "the account's rules say about it holds at the next check. Exit code 3 when some of "
                       "the messages are not there."));
    parser.addOption(forGood);
    const auto selection = MessageWork::parse(invocation, parser);
    if (!selection)
        return;
    const bool isForGood = parser.isSet(forGood);
    invocation.openSession(Profile::IfMissing::Fail, [=, &invocation](MailSession &) {
        deleteMessages(invocation, *selection, isForGood);
    });
}
