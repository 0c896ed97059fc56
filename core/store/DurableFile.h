// SPDX-License-Identifier: GPL-3.0-or-later
//
// DurableFile is a file of the vault, opened either to append or to read at any place. It is the one place
// that knows how a system makes bytes durable: fdatasync, F_FULLFSYNC, FlushFileBuffers. Not shared between
// threads; several may have the same file open.
#pragma once

#include "Result.h"

#include <QByteArrayView>
#include <QString>

#include <functional>

enum class FileOperation { Create, Write, Sync, Truncate, SyncDirectory, Remove };

// Asked before each operation that changes a file; answers 0, or the errno with which it is to fail. Lets a
// test make a disk full or broken. A write that is told to fail has written half of its bytes by then.
using FileFaults = std::function<int(FileOperation)>;

class DurableFile
{
public:
    // Errors of all functions: DiskFull, ReadOnly, NotFound (opening), DiskFailed.
    static Result<DurableFile> create(const QString &path, const FileFaults &faults = {});
    static Result<DurableFile> openForAppend(const QString &path, const FileFaults &faults = {});
    static Result<DurableFile> openForReading(const QString &path);
    // To write at any place: only what nobody relies on may be written over.
    static Result<DurableFile> openForMending(const QString &path, const FileFaults &faults = {});
    // The name goes; who has the file open can go on reading.
    static Result<void> remove(const QString &path, const FileFaults &faults = {});
    // Makes a new, renamed or removed name in this directory durable. A no-op on Windows.
    static Result<void> syncDirectory(const QString &path, const FileFaults &faults = {});

    DurableFile(DurableFile &&other) noexcept;
    DurableFile &operator=(DurableFile &&other) noexcept;
    DurableFile(const DurableFile &) = delete;
    DurableFile &operator=(const DurableFile &) = delete;
    ~DurableFile();

    // Writes all bytes at the end of the file, or fails; then some of them may have been written.
    Result<void> append(QByteArrayView bytes);
    // Of a file that is open for mending.
    Result<void> writeAt(qint64 offset, QByteArrayView bytes);
    // After an error nothing is known of the bytes since the last success: a second try may succeed without
    // having written them (the kernel drops the error with the dirty pages).
    Result<void> sync();
    Result<void> truncate(qint64 size);
    Result<qint64> size() const;
    // Returns how many bytes there were; fewer than asked for at the end of the file.
    Result<qint64> readAt(qint64 offset, char *to, qint64 length) const;

    const QString &path() const { return m_path; }

private:
    DurableFile(qintptr handle, QString path, FileFaults faults);
    Result<void> checkFault(FileOperation operation) const;
    void close();

    qintptr m_handle = -1;
    QString m_path;
    FileFaults m_faults;
};
