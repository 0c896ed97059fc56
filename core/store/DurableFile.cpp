// SPDX-License-Identifier: GPL-3.0-or-later
#include "DurableFile.h"

#include <QtGlobal>

#include <utility>

#ifndef Q_OS_WIN

#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace
{
tl::unexpected<Error> systemError(int number, const QString &path)
{
    const QString detail = path + QStringLiteral(": ") + QString::fromLocal8Bit(std::strerror(number));
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return failure(ErrorCode::DiskFull, detail);
    case EROFS:
    case EACCES:
    case EPERM:
        return failure(ErrorCode::ReadOnly, detail);
    case ENOENT:
        return failure(ErrorCode::NotFound, detail);
    default:
        return failure(ErrorCode::DiskFailed, detail);
    }
}

Result<void> askFault(const FileFaults &faults, FileOperation operation, const QString &path)
{
    if (const int number = faults ? faults(operation) : 0)
        return systemError(number, path);
    return {};
}

int openFile(const QString &path, int flags)
{
    int descriptor = -1;
    do
        descriptor = ::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC, 0600);
    while (descriptor < 0 && errno == EINTR);
    return descriptor;
}

int syncDescriptor(int descriptor)
{
#if defined(Q_OS_MACOS)
    // fsync() of macOS leaves the bytes in the drive's cache. File systems without F_FULLFSYNC refuse it.
    if (::fcntl(descriptor, F_FULLFSYNC) == 0)
        return 0;
    return ::fsync(descriptor);
#else
    return ::fdatasync(descriptor);
#endif
}
} // namespace

Result<DurableFile> DurableFile::create(const QString &path, const FileFaults &faults)
{
    CHECK(askFault(faults, FileOperation::Create, path));
    const int descriptor = openFile(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL);
    if (descriptor < 0)
        return systemError(errno, path);
    return DurableFile(descriptor, path, faults);
}

Result<DurableFile> DurableFile::openForAppend(const QString &path, const FileFaults &faults)
{
    const int descriptor = openFile(path, O_RDWR | O_APPEND);
    if (descriptor < 0)
        return systemError(errno, path);
    return DurableFile(descriptor, path, faults);
}

Result<DurableFile> DurableFile::openForReading(const QString &path)
{
    const int descriptor = openFile(path, O_RDONLY);
    if (descriptor < 0)
        return systemError(errno, path);
    return DurableFile(descriptor, path, {});
}

Result<DurableFile> DurableFile::openForMending(const QString &path, const FileFaults &faults)
{
    const int descriptor = openFile(path, O_RDWR);
    if (descriptor < 0)
        return systemError(errno, path);
    return DurableFile(descriptor, path, faults);
}

Result<void> DurableFile::remove(const QString &path, const FileFaults &faults)
{
    CHECK(askFault(faults, FileOperation::Remove, path));
    if (::unlink(QFile::encodeName(path).constData()) != 0)
        return systemError(errno, path);
    return {};
}

Result<void> DurableFile::syncDirectory(const QString &path, const FileFaults &faults)
{
    CHECK(askFault(faults, FileOperation::SyncDirectory, path));
    const int descriptor = openFile(path, O_RDONLY | O_DIRECTORY);
    if (descriptor < 0)
        return systemError(errno, path);
    const bool synced = ::fsync(descriptor) == 0;
    const int number = errno;
    ::close(descriptor);
    // Some file systems cannot sync a directory and say so with EINVAL; there is nothing more to be done.
    if (!synced && number != EINVAL)
        return systemError(number, path);
    return {};
}

Result<void> DurableFile::append(QByteArrayView bytes)
{
    const auto fault = checkFault(FileOperation::Write);
    qint64 left = fault ? bytes.size() : bytes.size() / 2;
    const char *from = bytes.data();
    while (left > 0) {
        const ssize_t written = ::write(static_cast<int>(m_handle), from, static_cast<size_t>(left));
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return systemError(errno, m_path);
        from += written;
        left -= written;
    }
    return fault;
}

Result<void> DurableFile::writeAt(qint64 offset, QByteArrayView bytes)
{
    CHECK(checkFault(FileOperation::Write));
    for (qint64 done = 0; done < bytes.size();) {
        const ssize_t written = ::pwrite(static_cast<int>(m_handle), bytes.data() + done,
                                         static_cast<size_t>(bytes.size() - done), offset + done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return systemError(errno, m_path);
        done += written;
    }
    return {};
}

Result<void> DurableFile::sync()
{
    CHECK(checkFault(FileOperation::Sync));
    if (syncDescriptor(static_cast<int>(m_handle)) != 0)
        return systemError(errno, m_path);
    return {};
}

Result<void> DurableFile::truncate(qint64 size)
{
    CHECK(checkFault(FileOperation::Truncate));
    if (::ftruncate(static_cast<int>(m_handle), size) != 0)
        return systemError(errno, m_path);
    return {};
}

Result<qint64> DurableFile::size() const
{
    struct stat status = {};
    if (::fstat(static_cast<int>(m_handle), &status) != 0)
        return systemError(errno, m_path);
    return qint64(status.st_size);
}

Result<qint64> DurableFile::readAt(qint64 offset, char *to, qint64 length) const
{
    qint64 done = 0;
    while (done < length) {
        const ssize_t count =
            ::pread(static_cast<int>(m_handle), to + done, static_cast<size_t>(length - done), offset + done);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return systemError(errno, m_path);
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
    if (m_handle >= 0)
        ::close(static_cast<int>(m_handle));
    m_handle = -1;
}

#endif

DurableFile::DurableFile(qintptr handle, QString path, FileFaults faults)
    : m_handle(handle), m_path(std::move(path)), m_faults(std::move(faults))
{
}

DurableFile::DurableFile(DurableFile &&other) noexcept
    : m_handle(std::exchange(other.m_handle, -1)), m_path(std::move(other.m_path)),
      m_faults(std::move(other.m_faults))
{
}

DurableFile &DurableFile::operator=(DurableFile &&other) noexcept
{
    if (this != &other) {
        close();
        m_handle = std::exchange(other.m_handle, -1);
        m_path = std::move(other.m_path);
        m_faults = std::move(other.m_faults);
    }
    return *this;
}

DurableFile::~DurableFile()
{
    close();
}
