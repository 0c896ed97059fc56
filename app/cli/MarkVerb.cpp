// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "Invocation.h"
#include "MessageWork.h"

#include <QCommandLineParser>

void runMark(Invocation &invocation)
{
    struct Mark {
        QString name, help, done;
        Flag flag;
        bool isSet;
    };
    const Mark marks[] = {{QStringLiteral("read"), QStringLiteral("Marks them as read."),
                           QStringLiteral("read"), Flag::Read, true},
                          {QStringLiteral("unread"), QStringLiteral("Marks them as unread."),
                           QStringLiteral("unread"), Flag::Read, false},
                          {QStringLiteral("star"), QStringLiteral("Gives them a star."),
                           QStringLiteral("starred"), Flag::Starred, true},
                          {QStringLiteral("unstar"), QStringLiteral("Takes their star away."),
                           QStringLiteral("not starred"), Flag::Starred, false}};
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Marks messages. Exit code 3 when some of them are not there."));
    for (const Mark &mark : marks)
        parser.addOption({mark.name, mark.help});
    const auto selection = MessageWork::parse(invocation, parser);
    if (!selection)
        return;
    Flags set, clear;
    QStringList done;
    for (const Mark &mark : marks) {
        if (!parser.isSet(mark.name))
            continue;
        (mark.isSet ? set : clear) |= mark.flag;
        done.append(mark.done);
    }
    if (done.isEmpty())
        return invocation.misused(QStringLiteral("Say --read, --unread, --star or --unstar."));
    if (set & clear)
        return invocation.misused(
            QStringLiteral("--read and --unread exclude each other, and so do --star and --unstar."));
    const MessageWork::Sentences sentences{QStringLiteral("marked as ") + done.join(QStringLiteral(" and ")),
                                           {}};
    invocation.openSession(Profile::IfMissing::Fail, [=, &invocation](MailSession &session) {
        MessageWork::start(invocation, *selection, sentences,
                           [&session, set, clear](const auto &messages, QObject *context, auto next) {
                               session.setFlags(messages, set, clear, context, std::move(next));
                           });
    });
}
