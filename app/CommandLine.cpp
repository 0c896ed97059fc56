// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLine.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QUrl>

namespace
{

struct CommandLineText {
    Q_DECLARE_TR_FUNCTIONS(CommandLine)
};

struct Options {
    QCommandLineOption help{{QStringLiteral("h"), QStringLiteral("help")},
                            CommandLineText::tr("Prints this text.")};
    QCommandLineOption version{{QStringLiteral("v"), QStringLiteral("version")},
                               CommandLineText::tr("Prints the version.")};
    QCommandLineOption profile{QStringLiteral("profile"),
                               CommandLineText::tr("Keeps mail and settings in <DIR>."),
                               QStringLiteral("DIR")};
    QCommandLineOption demo{QStringLiteral("demo"),
                            CommandLineText::tr("Looks around with sample mail; nothing of it is kept.")};
    QCommandLineOption screenshot{
        QStringLiteral("screenshot"),
        CommandLineText::tr("Writes a picture of the demo window into <FILE> and ends."),
        QStringLiteral("FILE")};
    QCommandLineOption select{
        QStringLiteral("select"),
        CommandLineText::tr("With --screenshot: shows the message whose subject contains <SUBJECT>."),
        QStringLiteral("SUBJECT")};
    QCommandLineOption size{QStringLiteral("size"),
                            CommandLineText::tr("With --screenshot: the window's size, 1280x800."),
                            QStringLiteral("WxH")};

    void addTo(QCommandLineParser &parser) const
    {
        parser.setApplicationDescription(CommandLineText::tr("Poplar reads your mail from POP3 servers."));
        parser.addOptions({help, version, profile, demo, screenshot, select, size});
        parser.addPositionalArgument(QStringLiteral("FILE"),
                                     CommandLineText::tr("Mail files to open (.eml, .mbox)."),
                                     QStringLiteral("[FILE...]"));
    }
};

CommandLine mistake(const QString &text)
{
    CommandLine result;
    result.request = CommandLine::Request::Mistake;
    result.text = text;
    return result;
}

// A file manager hands over URLs (%U in the desktop file), a shell hands over paths.
QString localPath(const QString &argument)
{
    if (const QUrl url(argument); url.isLocalFile())
        return url.toLocalFile();
    return QFileInfo(argument).absoluteFilePath();
}

QSize sizeFrom(const QString &text)
{
    const QStringList sides = text.split(u'x');
    return sides.size() == 2 ? QSize(sides[0].toInt(), sides[1].toInt()) : QSize();
}

} // namespace

CommandLine CommandLine::parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    const Options options;
    options.addTo(parser);
    if (!parser.parse(arguments))
        return mistake(parser.errorText());

    CommandLine result;
    if (parser.isSet(options.help)) {
        result.request = Request::Help;
        result.text =
            parser.helpText().replace(QStringLiteral("<executable_name>"), QStringLiteral("poplar"));
        return result;
    }
    if (parser.isSet(options.version)) {
        result.request = Request::Version;
        result.text = QStringLiteral("poplar " POPLAR_VERSION "\n");
        return result;
    }
    result.profile = parser.value(options.profile);
    result.screenshot = parser.value(options.screenshot);
    result.demo = parser.isSet(options.demo) || parser.isSet(options.screenshot);
    result.select = parser.value(options.select);
    for (const QString &argument : parser.positionalArguments())
        result.files.append(localPath(argument));

    if (parser.isSet(options.profile) && result.profile.isEmpty())
        return mistake(CommandLineText::tr("--profile needs a directory."));
    if (result.demo && !result.profile.isEmpty())
        return mistake(CommandLineText::tr("--demo uses a profile of its own; leave out --profile."));
    if (parser.isSet(options.screenshot) && result.screenshot.isEmpty())
        return mistake(CommandLineText::tr("--screenshot needs a file."));
    if (!parser.isSet(options.screenshot) && (parser.isSet(options.select) || parser.isSet(options.size)))
        return mistake(CommandLineText::tr("--select and --size go with --screenshot."));
    if (parser.isSet(options.size)) {
        result.size = sizeFrom(parser.value(options.size));
        if (result.size.width() < 320 || result.size.height() < 240 || result.size.width() > 10000 ||
            result.size.height() > 10000)
            return mistake(CommandLineText::tr("--size must look like 1280x800."));
    }
    return result;
}
