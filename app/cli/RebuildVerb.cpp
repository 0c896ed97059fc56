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

void stopped(Invocation &invocation, const Error &error)
{
    if (error.code != ErrorCode::Cancelled)
        return invocation.fail(error);
    terminal::complain(QStringLiteral("Stopped. Run it again to go on."));
    invocation.finish(ExitCode::Partly);
}

void say(Invocation &invocation, const QString &what, qint64 messages, const QString &sentence)
{
    if (invocation.options().json)
        terminal::print(mailJson::document(
            QJsonObject{{QStringLiteral("rebuilt"), what}, {QStringLiteral("messages"), messages}}));
    else
        terminal::printLine(sentence);
    invocation.finish(ExitCode::Done);
}

void rebuildCatalogue(Invocation &invocation, bool isProgressShown)
{
    invocation.session().upkeep().rebuildCatalogue(
        &invocation,
        [isProgressShown](qint64 done, qint64 inAll) {
            if (isProgressShown)
                terminal::showProgress(QStringLiteral("reading the stored mail, %1 of %2")
                                           .arg(messageText::size(done), messageText::size(inAll)));
        },
        [&invocation, isProgressShown](const Result<int> &messages) {
            if (isProgressShown)
                terminal::showProgress({});
            if (!messages)
                return stopped(invocation, messages.error());
            invocation.afterSummaries([&invocation, count = *messages] {
                say(invocation, QStringLiteral("catalogue"), count,
                    QStringLiteral("The list of messages was made anew: %1 messages.").arg(count));
            });
        });
}

void rebuildIndex(Invocation &invocation, bool isProgressShown)
{
    const auto inAll = std::make_shared<qint64>(0);
    invocation.session().upkeep().rebuildIndex(
        &invocation,
        [isProgressShown, inAll](qint64 done, qint64 all) {
            *inAll = all;
            if (isProgressShown)
                terminal::showProgress(QStringLiteral("indexing %1 of %2 messages").arg(done).arg(all));
        },
        [&invocation, isProgressShown, inAll](const Result<void> &done) {
            if (isProgressShown)
                terminal::showProgress({});
            if (!done)
                return stopped(invocation, done.error());
            say(invocation, QStringLiteral("index"), *inAll,
                QStringLiteral("The search index was made anew."));
        });
}

} // namespace

void runRebuild(Invocation &invocation)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Makes the list of messages (catalogue) or the search index anew from the stored mail. "
        "Folders, marks, tags and notes come back from the mail's own journal. Exit code 3 when "
        "it was stopped before the end."));
    parser.addPositionalArgument(QStringLiteral("WHAT"), QStringLiteral("\"catalogue\" or \"index\"."));
    if (!invocation.parse(parser))
        return;
    const QString what = parser.positionalArguments().value(0);
    const bool isIndex = what == QStringLiteral("index");
    if (parser.positionalArguments().size() != 1 || (!isIndex && what != QStringLiteral("catalogue")))
        return invocation.misused(QStringLiteral("Say what is to be made anew: \"catalogue\" or \"index\"."));
    invocation.openSession(Profile::IfMissing::Fail, [&invocation, isIndex](MailSession &session) {
        const bool isProgressShown = terminal::isProgressWanted(invocation.options().quiet);
        auto *const watch = new InterruptWatch(&invocation);
        QObject::connect(watch, &InterruptWatch::interrupted, &session.upkeep(), &StoreUpkeep::cancel);
        isIndex ? rebuildIndex(invocation, isProgressShown) : rebuildCatalogue(invocation, isProgressShown);
    });
}
