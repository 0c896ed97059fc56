// SPDX-License-Identifier: GPL-3.0-or-later
#include "DurableFile.h"

#include <QtGlobal>

#ifdef Q_OS_WIN

#include <QDir>

#include <algorithm>
#include <windows.h>

namespace
{
tl::unexpected<Error> systemError(DWORD number, const QString &path)
{
    const QString detail = path + QStringLiteral(": Windows error ") + QString::number(number);
    switch (number) {
    case ERROR_DISK_FULL:
    case ERROR_HANDLE_DISK_FULL:
        return failure(ErrorCode::DiskFull, detail);
    case ERROR_ACCESS_DENIED:
    case ERROR_WRITE_PROTECT:
        return failure(ErrorCode::ReadOnly, detail);
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
        return failure(ErrorCode::NotFound, detail);
    default:
        return failure(ErrorCode::DiskFailed, detail);
    }
}

// Faults are told as errno; the one that matters apart from the general case is the full disk.
Result<void> askFault(const FileFaults &faults, FileOperation operation, const QString &path)
{
    if (const int number = faults ? faults(operation) : 0)
        return systemError(number == ENOSPC ? ERROR_DISK_FULL : ERROR_IO_DEVICE, path);
    return {};
}

// Virus scanners and backup programs open what we have open: all kinds of sharing are allowed.
HANDLE openFile(const QString &path, DWORD access, DWORD disposition)
{
    const QString native = QDir::toNativeSeparators(path);
    return ::CreateFileW(reinterpret_cast<const wchar_t *>(native.utf16()), access,
                         FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, disposition,
                         FILE_ATTRIBUTE_NORMAL, nullptr);
}

HANDLE handleOf(qintptr handle)
{
    return reinterpret_cast<HANDLE>(handle);
}
} // namespace

Result<DurableFile> DurableFile::create(const QString &path, const FileFaults &faults)
{
    CHECK(askFault(faults, FileOperation::Create, path));
    const HANDLE handle = openFile(path, GENERIC_READ | GENERIC_WRITE, CREATE_NEW);
    if (handle == INVALID_HANDLE_VALUE)
        return systemError(::GetLastError(), path);
    return DurableFile(reinterpret_cast<qintptr>(handle), path, faults);
}

Result<DurableFile> DurableFile::openForAppend(const QString &path, const FileFaults &faults)
{
    const HANDLE handle = openFile(path, GENERIC_READ | GENERIC_WRITE, OPEN_EXISTING);
    if (handle == INVALID_HANDLE_VALUE)
        return systemError(::GetLastError(), path);
    return DurableFile(reinterpret_cast<qintptr>(handle), path, faults);
}

Result<DurableFile> DurableFile::openForReading(const QString &path)
{
    const HANDLE handle = openFile(path, GENERIC_READ, OPEN_EXISTING);
    if (handle == INVALID_HANDLE_VALUE)
        return systemError(::GetLastError(), path);
    return DurableFile(reinterpret_cast<qintptr>(handle), path, {});
}

Result<DurableFile> DurableFile::openForMending(const QString &path, const FileFaults &faults)
{
    return openForAppend(path, faults);
}

Result<void> DurableFile::remove(const QString &path, const FileFaults &faults)
{
    CHECK(askFault(faults, FileOperation::Remove, path));
    const QString native = QDir::toNativeSeparators(path);
    if (!::DeleteFileW(reinterpret_cast<const wchar_t *>(native.utf16())))
        return systemError(::GetLastError(), path);
    return {};
}

Result<void> DurableFile::syncDirectory(const QString &path, const FileFaults &faults)
{
    return askFault(faults, FileOperation::SyncDirectory, path);
}

Result<void> DurableFile::append(QByteArrayView bytes)
{
    const auto fault = checkFault(FileOperation::Write);
    qint64 left = fault ? bytes.size() : bytes.size() / 2;
    const char *from = bytes.data();
    while (left > 0) {
        OVERLAPPED end = {};
        end.Offset = 0xFFFFFFFF;
        end.OffsetHigh = 0xFFFFFFFF;
        DWORD written = 0;
        if (!::WriteFile(handleOf(m_handle), from, static_cast<DWORD>(std::min<qint64>(left, 1 << 30)),
                         &written, &end))
            return systemError(::GetLastError(), m_path);
        from += written;
        left -= written;
    }
    return fault;
}

Result<void> DurableFile::writeAt(qint64 offset, QByteArrayView bytes)
{
    CHECK(checkFault(FileOperation::Write));
    for (qint64 done = 0; done < bytes.size();) {
        OVERLAPPED place = {};
        place.Offset = static_cast<DWORD>(offset + done);
        place.OffsetHigh = static_cast<DWORD>((offset + done) >> 32);
        DWORD written = 0;
        if (!::WriteFile(handleOf(m_handle), bytes.data() + done,
                         static_cast<DWORD>(std::min<qint64>(bytes.size() - done, 1 << 30)), &written,
                         &place))
            return systemError(::GetLastError(), m_path);
        done += written;
    }
    return {};
}

Result<void> DurableFile::sync()
{
    CHECK(checkFault(FileOperation::Sync));
    if (!::FlushFileBuffers(handleOf(m_handle)))
        return systemError(::GetLastError(), m_path);
    return {};
}

Result<void> DurableFile::truncate(qint64 size)
{
    CHECK(checkFault(FileOperation::Truncate));
    LARGE_INTEGER position = {};
    position.QuadPart = size;
    if (!::SetFilePointerEx(handleOf(m_handle), position, nullptr, FILE_BEGIN) ||
        !::SetEndOfFile(handleOf(m_handle)))
        return systemError(::GetLastError(), m_path);
    return {};
}

Result<qint64> DurableFile::size() const
{
    LARGE_INTEGER size = {};
    if (!::GetFileSizeEx(handleOf(m_handle), &size))
        return systemError(::GetLastError(), m_path);
    return qint64(size.QuadPart);
}

Result<qint64> DurableFile::readAt(qint64 offset, char *to, qint64 length) const
{
    qint64 done = 0;
    while (done < length) {
        OVERLAPPED place = {};
        place.Offset = static_cast<DWORD>(offset + done);
        place.OffsetHigh = static_cast<DWORD>((offset + done) >> 32);
        DWORD count = 0;
        if (!::ReadFile(handleOf(m_handle), to + done,
                        static_cast<DWORD>(std::min<qint64>(length - done, 1 << 30)), &count, &place) &&
            ::GetLastError() != ERROR_HANDLE_EOF)
            return systemError(::GetLastError(), m_path);
        if (count == 0)
            break;
        done += count;
    }
    return done;
}

Result<void> DurableFile::checkFault(FileOperation operation) const
{
    return askFault(m_faults, operation, m_path);
}

void DurableFile::close()
{
    if (m_handle != -1)
        ::CloseHandle(handleOf(m_handle));
    m_handle = -1;
}

#endif
