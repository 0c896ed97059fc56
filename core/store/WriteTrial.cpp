// SPDX-License-Identifier: GPL-3.0-or-later
#include "WriteTrial.h"

#include "DurableFile.h"

#include <QCoreApplication>
#include <QFile>

Result<void> tryWriting(const QString &directory)
{
    // With less than this SQLite cannot go on: its shared memory alone grows by 32 KiB.
    constexpr int room = 64 * 1024;
    const QString path = QStringLiteral("%1/try.%2").arg(directory).arg(QCoreApplication::applicationPid());
    QFile::remove(path);
    const auto write = [&]() -> Result<void> {
        TRY(auto file, DurableFile::create(path));
        return file.append(QByteArray(room, 'x'));
    };
    Result<void> written = write();
    QFile::remove(path);
    return written;
}

Error explained(const Error &error, const QString &directory)
{
    if (error.code != ErrorCode::DiskFailed)
        return error;
    const Result<void> written = tryWriting(directory);
    if (written || written.error().code == ErrorCode::NotFound)
        return error;
    Error better = error;
    better.code = written.error().code;
    return better;
}
