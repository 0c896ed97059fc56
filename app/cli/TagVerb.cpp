// SPDX-License-Identifier: GPL-3.0-or-later
#include "Verbs.h"

#include "Invocation.h"
#include "MessageWork.h"

#include <QCommandLineParser>

namespace
{

// Takes away what surrounds the words and repeats them; false when one is empty.
bool areTags(QStringList &tags)
{
    for (QString &tag : tags) {
        tag = tag.simplified();
        if (tag.isEmpty())
            return false;
    }
    tags.removeDuplicates();
    return true;
}

} // namespace

void runTag(Invocation &invocation)
{
    const QCommandLineOption add(QStringLiteral("add"),
                                 QStringLiteral("Gives them this tag. May stand several times."),
                                 QStringLiteral("TAG"));
    const QCommandLineOption remove(QStringLiteral("remove"),
                                    QStringLiteral("Takes this tag away. May stand several times."),
                                    QStringLiteral("TAG"));
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Gives messages tags, words at your choice, or takes tags away. Exit code 3 when some "
                       "of the messages are not there."));
    parser.addOptions({add, remove});
    const auto selection = MessageWork::parse(invocation, parser);
    if (!selection)
        return;
    QStringList added = parser.values(add), removed = parser.values(remove);
    if (added.isEmpty() && removed.isEmpty())
        return invocation.misused(QStringLiteral("Say --add TAG or --remove TAG."));
    if (!areTags(added) || !areTags(removed))
        return invocation.misused(QStringLiteral("A tag needs a letter at least."));
    for (const QString &tag : qAsConst(added)) {
        if (removed.contains(tag))
            return invocation.misused(QStringLiteral("\"%1\" can be added or removed, not both.").arg(tag));
    }
    invocation.openSession(Profile::IfMissing::Fail, [=, &invocation](MailSession &session) {
        MessageWork::start(invocation, *selection, {QStringLiteral("tagged"), {}},
                           [&session, added, removed](const auto &messages, QObject *context, auto next) {
                               session.setTags(messages, added, removed, context, std::move(next));
                           });
    });
}
