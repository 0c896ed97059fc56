// SPDX-License-Identifier: GPL-3.0-or-later
#include "PasswordInput.h"

#include <QCommandLineParser>
#include <QFile>

#include <cstdio>
#ifndef Q_OS_WIN
#include <termios.h>
#include <unistd.h>
#endif

namespace
{

constexpr qint64 longestPassword = 64 * 1024;

QString stdinOption()
{
    return QStringLiteral("password-stdin");
}

QString fileOption()
{
    return QStringLiteral("password-file");
}

// Switches the terminal's echo off for as long as it lives; does nothing where standard input is a pipe.
class QuietTerminal
{
public:
    QuietTerminal()
    {
#ifndef Q_OS_WIN
        m_isTerminal = isatty(STDIN_FILENO) && tcgetattr(STDIN_FILENO, &m_before) == 0;
        if (!m_isTerminal)
            return;
        termios quiet = m_before;
        quiet.c_lflag &= ~tcflag_t(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
        std::fputs("Password: ", stderr);
#endif
    }
    ~QuietTerminal()
    {
#ifndef Q_OS_WIN
        if (!m_isTerminal)
            return;
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        std::fputc('\n', stderr);
#endif
    }
    QuietTerminal(const QuietTerminal &) = delete;
    QuietTerminal &operator=(const QuietTerminal &) = delete;

    bool isTerminal() const
    {
        return m_isTerminal;
    }

private:
    bool m_isTerminal = false;
#ifndef Q_OS_WIN
    termios m_before = {};
#endif
};

tl::expected<QByteArray, QString> bytesOf(const QCommandLineParser &parser)
{
    if (parser.isSet(fileOption())) {
        QFile file(parser.value(fileOption()));
        if (!file.open(QIODevice::ReadOnly))
            return tl::unexpected(QStringLiteral("The password file %1 cannot be read: %2.")
                                      .arg(file.fileName(), file.errorString()));
        return file.read(longestPassword + 1);
    }
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return tl::unexpected(QStringLiteral("Standard input cannot be read."));
    const QuietTerminal terminal;
    return terminal.isTerminal() ? input.readLine(longestPassword + 1) : input.read(longestPassword + 1);
}

} // namespace

void PasswordInput::addOptions(QCommandLineParser &parser)
{
    parser.addOption({stdinOption(), QStringLiteral("Reads the password from standard input.")});
    parser.addOption(
        {fileOption(), QStringLiteral("Reads the password from <FILE>."), QStringLiteral("FILE")});
}

bool PasswordInput::isGiven(const QCommandLineParser &parser)
{
    return parser.isSet(stdinOption()) || parser.isSet(fileOption());
}

tl::expected<std::optional<QString>, QString> PasswordInput::read(const QCommandLineParser &parser)
{
    if (!isGiven(parser))
        return std::nullopt;
    if (parser.isSet(stdinOption()) && parser.isSet(fileOption()))
        return tl::unexpected(QStringLiteral("Give either --password-stdin or --password-file."));
    auto bytes = bytesOf(parser);
    if (!bytes)
        return tl::unexpected(bytes.error());
    if (bytes->endsWith('\n'))
        bytes->chop(bytes->endsWith("\r\n") ? 2 : 1);
    if (bytes->isEmpty())
        return tl::unexpected(QStringLiteral("The password is empty."));
    if (bytes->size() > longestPassword || bytes->contains('\n') || bytes->contains('\r') ||
        bytes->contains('\0'))
        return tl::unexpected(QStringLiteral("The password must be one line."));
    return QString::fromUtf8(*bytes);
}
