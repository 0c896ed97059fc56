// SPDX-License-Identifier: GPL-3.0-or-later
//
// poplar, the window.
#include "Application.h"
#include "CryptoLibrary.h"

#include <QApplication>
#include <QIcon>

#include <cstdio>

namespace
{

// Help and version need no display, so the arguments are read before there is a QApplication.
CommandLine commandLineOf(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    return CommandLine::parse(QCoreApplication::arguments());
}

// Qt would abort with a core dump.
bool isDisplayMissing()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    return qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
           qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM");
#else
    return false;
#endif
}

int say(const QString &text, FILE *stream, int exitCode)
{
    std::fputs(text.toLocal8Bit().constData(), stream);
    return exitCode;
}

} // namespace

int main(int argc, char **argv)
{
    cryptoLibrary::keepUntilExit();
    const CommandLine commandLine = commandLineOf(argc, argv);
    if (commandLine.request == CommandLine::Request::Mistake)
        return say(QStringLiteral("poplar: %1\nSee \"poplar --help\".\n").arg(commandLine.text), stderr, 2);
    if (commandLine.request != CommandLine::Request::Run)
        return say(commandLine.text, stdout, 0);
    if (isDisplayMissing() && !commandLine.screenshot.isEmpty())
        qputenv("QT_QPA_PLATFORM", "offscreen");
    else if (isDisplayMissing())
        return say(
            QStringLiteral("poplar: There is no display to open a window on. \"poplar-cli\" works without "
                           "one.\n"),
            stderr, 1);

    QCoreApplication::setApplicationName(QStringLiteral("poplar"));
    QCoreApplication::setApplicationVersion(QStringLiteral(POPLAR_VERSION));
    QGuiApplication::setApplicationDisplayName(QStringLiteral("Poplar"));
    QApplication application(argc, argv);
    return Application(commandLine).run();
}
