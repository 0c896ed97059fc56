// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "Invocation.h"
#include "MessageWork.h"
#include "Words.h"

#include <QCommandLineParser>

#include <algorithm>

namespace
{

struct Target {
    QString folder;
    QString account; // empty: each message's own
};

// Into the folder of one account.
void moveInto(Invocation &invocation, const MessageSelection &selection, const Folder &folder)
{
    const QString path = words::folderPath(folder, invocation.session().accounts());
    MessageWork::start(
        invocation, selection, {QStringLiteral("moved to \"%1\"").arg(path), {}},
        [&session = invocation.session(), id = folder.id](const auto &messages, QObject *context, auto next) {
            session.moveToFolder(messages, id, context, std::move(next));
        });
}

void move(Invocation &invocation, const MessageSelection &selection, const Target &target,
          const std::vector<Folder> &folders)
{
    const auto &accounts = invocation.session().accounts();
    const QString wanted = target.account.isEmpty() ? target.folder : target.account + u'/' + target.folder;
    const auto kind = words::folderKindFrom(target.folder);
    if (kind && target.account.isEmpty()) {
        MessageWork::start(
            invocation, selection, {QStringLiteral("moved to \"%1\"").arg(target.folder), {}},
            [&session = invocation.session(), kind](const auto &messages, QObject *context, auto next) {
                session.moveTo(messages, *kind, context, std::move(next));
            });
        return;
    }
    const auto found = words::foldersNamed(wanted, folders, accounts);
    if (found.empty())
        return invocation.fail(QStringLiteral("There is no folder \"%1\".").arg(wanted));
    if (found.size() > 1)
        return invocation.fail(
            QStringLiteral("Several accounts have a folder \"%1\". Name one of them with --account.")
                .arg(wanted));
    moveInto(invocation, selection, found.front());
}

} // namespace

void runMove(Invocation &invocation)
{
    const QCommandLineOption folder(QStringLiteral("folder"),
                                    QStringLiteral("inbox, archive, junk, trash, or a folder's own name."),
                                    QStringLiteral("FOLDER"));
    const QCommandLineOption account(
        QStringLiteral("account"),
        QStringLiteral("The account that the folder belongs to, \"local\" for mail from files. Without it "
                       "each message goes into the folder of its own account."),
        QStringLiteral("NAME"));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Moves messages into another folder. Exit code 3 when some of them are not there."));
    parser.addOptions({folder, account});
    const auto selection = MessageWork::parse(invocation, parser);
    if (!selection)
        return;
    const Target target{parser.value(folder), parser.value(account)};
    if (target.folder.isEmpty())
        return invocation.misused(QStringLiteral("Name a folder with --folder."));
    invocation.openSession(Profile::IfMissing::Fail, [=, &invocation](MailSession &session) {
        session.folders(&invocation, invocation.orFail<std::vector<Folder>>(
                                         [=, &invocation](const std::vector<Folder> &folders) {
                                             move(invocation, *selection, target, folders);
                                         }));
    });
}
