// SPDX-License-Identifier: GPL-3.0-or-later
#include "FileLog.h"

#include <QDirIterator>
#include <QFile>

#include <algorithm>
#include <cstdarg>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

using Kind = LoggedOperation::Kind;

namespace
{
FileLog *activeLog = nullptr;
}

FileLog::FileLog(const QByteArray &directory, QByteArrayList passedOver)
    : m_directory(directory + '/'), m_passedOver(std::move(passedOver))
{
    m_names.emplace(QByteArray(), -1);
    noteExisting();
    activeLog = this;
}

void FileLog::noteExisting()
{
    const QString top = QFile::decodeName(m_directory.chopped(1));
    QDirIterator found(top, QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                       QDirIterator::Subdirectories);
    std::vector<QByteArray> directories{QByteArray()};
    QStringList paths;
    while (found.hasNext())
        paths += found.next();
    paths.sort(); // directories before what is in them
    for (const QString &path : paths) {
        QByteArray name;
        if (!isBelow(QFile::encodeName(path).constData(), name))
            continue;
        if (QFileInfo(path).isDir()) {
            m_names.emplace(name, -1);
            directories.push_back(name);
            m_operations.push_back({Kind::MakeDirectory, -1, name, {}, 0, {}});
            continue;
        }
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(path));
        const int number = static_cast<int>(m_sizes.size());
        m_names.emplace(name, number);
        m_operations.push_back({Kind::Create, number, name, {}, 0, {}});
        m_operations.push_back({Kind::Write, number, {}, {}, 0, file.readAll()});
        m_operations.push_back({Kind::Sync, number, {}, {}, 0, {}});
        m_sizes.push_back(m_operations[m_operations.size() - 2].bytes.size());
    }
    for (const QByteArray &directory : directories)
        m_operations.push_back({Kind::SyncDirectory, -1, directory, {}, 0, {}});
}

FileLog::~FileLog()
{
    activeLog = nullptr;
}

bool FileLog::isBelow(const char *path, QByteArray &relative) const
{
    const QByteArray name = QByteArray(path) + '/';
    if (!name.startsWith(m_directory))
        return false;
    relative = name.mid(m_directory.size()).chopped(name.size() > m_directory.size() ? 1 : 0);
    return std::none_of(m_passedOver.begin(), m_passedOver.end(),
                        [&](const QByteArray &part) { return relative.contains(part); });
}

void FileLog::opened(int descriptor, const char *path, int flags)
{
    m_open.erase(descriptor);
    QByteArray name;
    if (!isBelow(path, name))
        return;
    auto known = m_names.find(name);
    if (known == m_names.end()) {
        if ((flags & O_CREAT) == 0)
            return;
        known = m_names.emplace(name, static_cast<int>(m_sizes.size())).first;
        m_sizes.push_back(0);
        m_operations.push_back({Kind::Create, known->second, name, {}, 0, {}});
    }
    m_open[descriptor] = {known->second, name, (flags & O_APPEND) != 0};
    if (known->second >= 0 && (flags & O_TRUNC) != 0)
        truncated(descriptor, 0);
}

qint64 FileLog::writePosition(int descriptor) const
{
    const auto open = m_open.find(descriptor);
    if (open == m_open.end() || open->second.file < 0)
        return 0;
    return open->second.appends ? m_sizes[static_cast<size_t>(open->second.file)]
                                : ::lseek(descriptor, 0, SEEK_CUR);
}

void FileLog::written(int descriptor, qint64 offset, const void *bytes, qint64 count)
{
    const auto open = m_open.find(descriptor);
    if (open == m_open.end() || open->second.file < 0)
        return;
    qint64 &size = m_sizes[static_cast<size_t>(open->second.file)];
    size = std::max(size, offset + count);
    m_operations.push_back({Kind::Write,
                            open->second.file,
                            {},
                            {},
                            offset,
                            QByteArray(static_cast<const char *>(bytes), count)});
}

void FileLog::truncated(int descriptor, qint64 size)
{
    const auto open = m_open.find(descriptor);
    if (open == m_open.end() || open->second.file < 0)
        return;
    m_sizes[static_cast<size_t>(open->second.file)] = size;
    m_operations.push_back({Kind::Truncate, open->second.file, {}, {}, size, {}});
}

void FileLog::unlinked(const char *path)
{
    QByteArray name;
    if (isBelow(path, name) && m_names.erase(name) > 0)
        m_operations.push_back({Kind::Unlink, -1, name, {}, 0, {}});
}

void FileLog::renamed(const char *from, const char *to)
{
    QByteArray name, newName;
    if (!isBelow(from, name) || !isBelow(to, newName))
        return;
    auto node = m_names.extract(name);
    if (node.empty())
        return;
    m_names[newName] = node.mapped();
    m_operations.push_back({Kind::Rename, -1, name, newName, 0, {}});
}

void FileLog::directoryMade(const char *path)
{
    QByteArray name;
    if (isBelow(path, name) && m_names.emplace(name, -1).second)
        m_operations.push_back({Kind::MakeDirectory, -1, name, {}, 0, {}});
}

void FileLog::synced(int descriptor)
{
    const auto open = m_open.find(descriptor);
    if (open == m_open.end())
        return;
    if (open->second.file < 0)
        m_operations.push_back({Kind::SyncDirectory, -1, open->second.directory, {}, 0, {}});
    else
        m_operations.push_back({Kind::Sync, open->second.file, {}, {}, 0, {}});
}

// The interposed functions. The assembler names keep them apart from the headers' declarations, which may
// be inline or renamed.
namespace
{
template <class Function> Function *next(const char *name)
{
    return reinterpret_cast<Function *>(::dlsym(RTLD_NEXT, name));
}

int openNext(const char *path, int flags, mode_t mode)
{
    static auto *const call = next<int(const char *, int, ...)>("open64");
    const int descriptor = call(path, flags, mode);
    if (descriptor >= 0 && activeLog)
        activeLog->opened(descriptor, path, flags);
    return descriptor;
}

ssize_t writeAt(int descriptor, const void *bytes, size_t count, off_t offset)
{
    static auto *const call = next<ssize_t(int, const void *, size_t, off_t)>("pwrite64");
    const ssize_t done = call(descriptor, bytes, count, offset);
    if (done > 0 && activeLog)
        activeLog->written(descriptor, offset, bytes, done);
    return done;
}

int truncateNext(int descriptor, off_t size)
{
    static auto *const call = next<int(int, off_t)>("ftruncate64");
    const int result = call(descriptor, size);
    if (result == 0 && activeLog)
        activeLog->truncated(descriptor, size);
    return result;
}

int noteSync(int descriptor)
{
    if (activeLog)
        activeLog->synced(descriptor);
    return 0;
}
} // namespace

extern "C" {
int logOpen(const char *path, int flags, ...) __asm__("open");
int logOpen64(const char *path, int flags, ...) __asm__("open64");
int logClose(int descriptor) __asm__("close");
ssize_t logWrite(int descriptor, const void *bytes, size_t count) __asm__("write");
ssize_t logPwrite(int descriptor, const void *bytes, size_t count, off_t offset) __asm__("pwrite");
ssize_t logPwrite64(int descriptor, const void *bytes, size_t count, off_t offset) __asm__("pwrite64");
int logTruncate(int descriptor, off_t size) __asm__("ftruncate");
int logTruncate64(int descriptor, off_t size) __asm__("ftruncate64");
int logUnlink(const char *path) __asm__("unlink");
int logRename(const char *from, const char *to) __asm__("rename");
int logMkdir(const char *path, mode_t mode) __asm__("mkdir");
int logFsync(int descriptor) __asm__("fsync");
int logFdatasync(int descriptor) __asm__("fdatasync");

int logOpen(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return openNext(path, flags, mode);
}

int logOpen64(const char *path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
    va_end(more);
    return openNext(path, flags, mode);
}

int logClose(int descriptor)
{
    static auto *const call = next<int(int)>("close");
    if (activeLog)
        activeLog->closed(descriptor);
    return call(descriptor);
}

ssize_t logWrite(int descriptor, const void *bytes, size_t count)
{
    static auto *const call = next<ssize_t(int, const void *, size_t)>("write");
    const qint64 offset = activeLog ? activeLog->writePosition(descriptor) : 0;
    const ssize_t done = call(descriptor, bytes, count);
    if (done > 0 && activeLog)
        activeLog->written(descriptor, offset, bytes, done);
    return done;
}

ssize_t logPwrite(int descriptor, const void *bytes, size_t count, off_t offset)
{
    return writeAt(descriptor, bytes, count, offset);
}

ssize_t logPwrite64(int descriptor, const void *bytes, size_t count, off_t offset)
{
    return writeAt(descriptor, bytes, count, offset);
}

int logTruncate(int descriptor, off_t size)
{
    return truncateNext(descriptor, size);
}

int logTruncate64(int descriptor, off_t size)
{
    return truncateNext(descriptor, size);
}

int logUnlink(const char *path)
{
    static auto *const call = next<int(const char *)>("unlink");
    const int result = call(path);
    if (result == 0 && activeLog)
        activeLog->unlinked(path);
    return result;
}

int logRename(const char *from, const char *to)
{
    static auto *const call = next<int(const char *, const char *)>("rename");
    const int result = call(from, to);
    if (result == 0 && activeLog)
        activeLog->renamed(from, to);
    return result;
}

int logMkdir(const char *path, mode_t mode)
{
    static auto *const call = next<int(const char *, mode_t)>("mkdir");
    const int result = call(path, mode);
    if (result == 0 && activeLog)
        activeLog->directoryMade(path);
    return result;
}

int logFsync(int descriptor)
{
    return noteSync(descriptor);
}

int logFdatasync(int descriptor)
{
    return noteSync(descriptor);
}
}
