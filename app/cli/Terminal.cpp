// SPDX-License-Identifier: GPL-3.0-or-later
#include "Terminal.h"

#include <cerrno>
#include <cstdio>
#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

namespace
{

// Of writing to standard output; errno, 0 for none. The stream itself does not keep it.
int firstFailure = 0;

void rememberFailure()
{
    if (firstFailure == 0)
        firstFailure = errno;
}

} // namespace

namespace terminal
{

QString harmless(const QString &text)
{
    QString result;
    result.reserve(text.size());
    for (const QChar c : text) {
        const char16_t code = c.unicode();
        const bool isControl = (code < 0x20 && code != '\n' && code != '\t') || (code >= 0x7f && code < 0xa0);
        const bool turnsDirection = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
        if (!isControl && !turnsDirection)
            result.append(c);
    }
    return result;
}

QString cell(const QString &text, int columns)
{
    QString line = harmless(text);
    line.replace(u'\n', u' ').replace(u'\t', u' ');
    if (line.size() > columns)
        line = line.left(columns - 1) + QChar(0x2026);
    return line.leftJustified(columns);
}

void print(const QByteArray &bytes)
{
    if (std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout) != size_t(bytes.size()))
        rememberFailure();
}

void printLine(const QString &line)
{
    print(line.toUtf8() + '\n');
}

void complain(const QString &sentence)
{
    const QByteArray bytes = "poplar-cli: " + harmless(sentence).toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stderr);
}

void complainLine(const QString &line)
{
    const QByteArray bytes = harmless(line).toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stderr);
}

bool outputIsWritten()
{
    if (std::fflush(stdout) != 0)
        rememberFailure();
    return std::ferror(stdout) == 0;
}

bool isReaderGone()
{
    return firstFailure == EPIPE;
}

bool isProgressWanted(bool quiet)
{
#ifdef Q_OS_WIN
    return !quiet && _isatty(_fileno(stderr));
#else
    return !quiet && isatty(STDERR_FILENO);
#endif
}

void showProgress(const QString &line)
{
    const QByteArray bytes = "\r\x1b[K" + harmless(line).toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stderr);
    std::fflush(stderr);
}

} // namespace terminal
