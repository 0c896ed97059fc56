// SPDX-License-Identifier: GPL-3.0-or-later
//
// poplar-cli reads and fetches mail without a window.
#include "CryptoLibrary.h"
#include "EnglishPlurals.h"
#include "Invocation.h"
#include "Terminal.h"
#include "Verbs.h"

#include <QCommandLineParser>
#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace
{

struct Verb {
    QLatin1String name;
    QLatin1String summary;
    void (*run)(Invocation &);
};

constexpr std::array verbs{
    Verb{QLatin1String("account"),
         QLatin1String("add, list, set, test an account, and foresee what it deletes"), runAccount},
    Verb{QLatin1String("fetch"), QLatin1String("get new mail from the servers"), runFetch},
    Verb{QLatin1String("list"), QLatin1String("list the stored messages, newest first"), runList},
    Verb{QLatin1String("search"), QLatin1String("find messages by words, people, dates and more"), runSearch},
    Verb{QLatin1String("show"), QLatin1String("print one stored message"), runShow},
    Verb{QLatin1String("mark"), QLatin1String("mark messages as read, unread, starred"), runMark},
    Verb{QLatin1String("move"), QLatin1String("move messages into another folder"), runMove},
    Verb{QLatin1String("tag"), QLatin1String("give messages tags, or take tags away"), runTag},
    Verb{QLatin1String("delete"), QLatin1String("move messages to the trash, or delete them for good"),
         runDelete},
    Verb{QLatin1String("inspect"), QLatin1String("print what is in a mail file"), runInspect},
    Verb{QLatin1String("server"), QLatin1String("list mail on a server, and decide on it"), runServer},
    Verb{QLatin1String("deletions"), QLatin1String("list what was deleted on servers, and why"),
         runDeletions},
    Verb{QLatin1String("verify"), QLatin1String("check all stored mail, and repair what can be"), runVerify},
    Verb{QLatin1String("rebuild"), QLatin1String("make the list of messages or the search index anew"),
         runRebuild},
    Verb{QLatin1String("compact"), QLatin1String("give the room of removed mail back to the disk"),
         runCompact},
    Verb{QLatin1String("demo"), QLatin1String("fetch and print sample mail, then forget it"), runDemo},
};

QString usage()
{
    QString text = QStringLiteral("Usage: poplar-cli [--profile DIR] [--json] [--quiet] VERB ...\n\n"
                                  "Verbs (each explains itself with --help):\n");
    for (const Verb &verb : verbs)
        text += QStringLiteral("  %1 %2\n").arg(QString(verb.name).leftJustified(10), verb.summary);
    return text + QStringLiteral("\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 partly done.\n");
}

// Prints what needs no verb and returns its exit code; otherwise leaves verb and arguments to `verb`.
std::optional<ExitCode> parseGlobal(const QStringList &arguments, Invocation::GlobalOptions &options,
                                    QStringList &rest)
{
    QCommandLineParser parser;
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    parser.addOption({QStringLiteral("profile"), {}, QStringLiteral("DIR")});
    parser.addOption(QCommandLineOption(QStringLiteral("json")));
    parser.addOption(QCommandLineOption(QStringLiteral("quiet")));
    parser.addOption(QCommandLineOption(QStringList{QStringLiteral("h"), QStringLiteral("help")}));
    parser.addOption(QCommandLineOption(QStringList{QStringLiteral("v"), QStringLiteral("version")}));
    if (!parser.parse(arguments)) {
        terminal::complain(parser.errorText() + QStringLiteral(" See \"poplar-cli --help\"."));
        return ExitCode::Usage;
    }
    if (parser.isSet(QStringLiteral("help"))) {
        terminal::print(usage().toUtf8());
        return ExitCode::Done;
    }
    if (parser.isSet(QStringLiteral("version"))) {
        terminal::printLine(QStringLiteral("poplar-cli " POPLAR_VERSION));
        return ExitCode::Done;
    }
    options.profile = parser.value(QStringLiteral("profile"));
    options.json = parser.isSet(QStringLiteral("json"));
    options.quiet = parser.isSet(QStringLiteral("quiet"));
    rest = parser.positionalArguments();
    return std::nullopt;
}

} // namespace

int main(int argc, char **argv)
{
    cryptoLibrary::keepUntilExit();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("poplar"));
    EnglishPlurals::installFor(application);

    Invocation::GlobalOptions options;
    QStringList rest;
    if (const auto code = parseGlobal(QCoreApplication::arguments(), options, rest))
        return int(terminal::outputIsWritten() || terminal::isReaderGone() ? *code : ExitCode::Failed);
    const QString name = rest.isEmpty() ? QString() : rest.takeFirst();
    const auto verb = std::find_if(verbs.begin(), verbs.end(), [&](const Verb &v) { return v.name == name; });
    if (verb == verbs.end()) {
        terminal::complain(
            name.isEmpty() ? QStringLiteral("A verb is missing. See \"poplar-cli --help\".")
                           : QStringLiteral("There is no verb \"%1\". See \"poplar-cli --help\".").arg(name));
        return int(ExitCode::Usage);
    }
    Invocation invocation(options, name, rest);
    // Queued, because a verb may end the event loop at once.
    QMetaObject::invokeMethod(
        &invocation, [&] { verb->run(invocation); }, Qt::QueuedConnection);
    return QCoreApplication::exec();
}
