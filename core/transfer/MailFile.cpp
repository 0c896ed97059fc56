// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailFile.h"

#include <QFile>

namespace
{
constexpr qint64 largestEml = qint64(1) << 30;

bool isSeparator(QByteArrayView line)
{
    return line.startsWith("From ");
}

// mboxrd: each line that began with any number of ">" and "From " got one ">" more.
QByteArrayView unquoted(QByteArrayView line)
{
    qsizetype quotes = 0;
    while (quotes < line.size() && line[quotes] == '>')
        ++quotes;
    return quotes > 0 && line.sliced(quotes).startsWith("From ") ? line.sliced(1) : line;
}

bool isBlank(QByteArrayView line)
{
    return line == QByteArrayView("\n") || line == QByteArrayView("\r\n");
}

// The blank line before the next separator belongs to the mbox and not to the message.
void dropLastBlankLine(QByteArray &message)
{
    if (message.endsWith("\r\n\r\n"))
        message.chop(2);
    else if (message.endsWith("\n\n"))
        message.chop(1);
}

Result<int> readMbox(QFile &file, const std::function<Result<void>(const QByteArray &)> &take)
{
    int count = 0;
    QByteArray message;
    bool afterBlank = true;
    file.readLine(); // the first separator
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        if (afterBlank && isSeparator(line)) {
            dropLastBlankLine(message);
            CHECK(take(message));
            ++count;
            message.clear();
            afterBlank = true;
            continue;
        }
        message.append(unquoted(line));
        afterBlank = isBlank(line);
    }
    if (file.error() != QFileDevice::NoError)
        return failure(ErrorCode::DiskFailed, file.fileName() + QLatin1String(": ") + file.errorString());
    dropLastBlankLine(message);
    CHECK(take(message));
    return count + 1;
}
} // namespace

Result<int> readMailFile(const QString &path, const std::function<Result<void>(const QByteArray &)> &message)
{
    QFile file(path);
    if (!file.exists())
        return failure(ErrorCode::NotFound, path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::DiskFailed, path + QLatin1String(": ") + file.errorString());
    if (isSeparator(file.peek(5)))
        return readMbox(file, message);
    if (file.size() == 0 || file.size() > largestEml)
        return failure(ErrorCode::InvalidArgument, path);
    const QByteArray bytes = file.readAll();
    if (file.error() != QFileDevice::NoError)
        return failure(ErrorCode::DiskFailed, path + QLatin1String(": ") + file.errorString());
    CHECK(message(bytes));
    return 1;
}
