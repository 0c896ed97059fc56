// SPDX-License-Identifier: GPL-3.0-or-later
//
// A library for LD_PRELOAD that makes a program's disk fail: the writes to files below one directory are
// counted, and from a given one on they fail, as they do on a full, broken or read-only disk. For the real
// program in its real process; Linux only. Environment:
//
//     POPLAR_DISK_DIRECTORY  what lies below it fails; nothing where it is unset
//     POPLAR_DISK_ERROR      ENOSPC, EIO or EROFS
//     POPLAR_DISK_FROM       the first write that fails, from 1; 0: none, they are only counted
//     POPLAR_DISK_FAILURES   how many fail; 0: all from then on
//     POPLAR_DISK_COUNT      a file into which the number of writes is written at the end
//
// A full disk still lets bytes that are there be overwritten; those writes do not count. A read-only disk
// makes no files and removes none.
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace
{

struct Settings {
    std::string directory;
    int error = ENOSPC;
    long from = 0;
    long failures = 0;
    std::string count;
};

std::string variable(const char *name)
{
    const char *const value = std::getenv(name);
    return value != nullptr ? value : "";
}

Settings readSettings()
{
    Settings settings;
    settings.directory = variable("POPLAR_DISK_DIRECTORY");
    const std::string error = variable("POPLAR_DISK_ERROR");
    settings.error = error == "EIO" ? EIO : error == "EROFS" ? EROFS : ENOSPC;
    settings.from = std::atol(variable("POPLAR_DISK_FROM").c_str());
    settings.failures = std::atol(variable("POPLAR_DISK_FAILURES").c_str());
    settings.count = variable("POPLAR_DISK_COUNT");
    return settings;
}

const Settings &settings()
{
    static const Settings *const read = new Settings(readSettings()); // also needed after main()
    return *read;
}

std::atomic<long> writes{0};

template <class Function> Function next(const char *name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

bool isBelow(const char *path)
{
    const std::string &directory = settings().directory;
    return !directory.empty() && std::strncmp(path, directory.c_str(), directory.size()) == 0;
}

bool endsWith(const char *text, const char *end)
{
    const size_t length = std::strlen(text), tail = std::strlen(end);
    return length >= tail && std::strcmp(text + length - tail, end) == 0;
}

// Counts one write; whether it is to fail.
bool failsNow()
{
    const long number = ++writes;
    const Settings &wanted = settings();
    return wanted.from > 0 && number >= wanted.from &&
           (wanted.failures == 0 || number < wanted.from + wanted.failures);
}

// Whether this write to the descriptor is to fail; `end` is where it would end, -1: at the end of the file.
bool fails(int descriptor, off_t end)
{
    struct stat status = {};
    if (settings().directory.empty() || ::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode))
        return false;
    char link[64], path[PATH_MAX];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    const ssize_t length = ::readlink(link, path, sizeof path - 1);
    if (length <= 0)
        return false;
    path[length] = 0;
    if (!isBelow(path))
        return false;
    // SQLite makes its -shm larger first, and then writes into the hole.
    const bool overwrites = end >= 0 && end <= status.st_size && !endsWith(path, "-shm");
    if (settings().error == ENOSPC && overwrites)
        return false;
    return failsNow();
}

bool failsByName(const char *path)
{
    return settings().error == EROFS && isBelow(path) && failsNow();
}

int refuse()
{
    errno = settings().error;
    return -1;
}

template <class Function, class Position>
ssize_t writeAt(const char *name, int descriptor, const void *bytes, size_t count, Position position)
{
    if (fails(descriptor, off_t(position) + off_t(count)))
        return refuse();
    return next<Function>(name)(descriptor, bytes, count, position);
}

template <class Function> int truncateTo(const char *name, int descriptor, off_t size)
{
    // Cutting a file needs no room.
    if (settings().error != ENOSPC && fails(descriptor, -1))
        return refuse();
    return next<Function>(name)(descriptor, size);
}

template <class... Mode> int openFile(const char *name, const char *path, int flags, Mode... mode)
{
    const bool changes = (flags & (O_CREAT | O_WRONLY | O_RDWR | O_TRUNC)) != 0;
    if (changes && failsByName(path))
        return refuse();
    return next<int (*)(const char *, int, ...)>(name)(path, flags, mode...);
}

__attribute__((destructor)) void report()
{
    if (settings().count.empty())
        return;
    if (std::FILE *const file = std::fopen(settings().count.c_str(), "w")) {
        std::fprintf(file, "%ld", writes.load());
        std::fclose(file);
    }
}

} // namespace

extern "C" {

ssize_t write(int descriptor, const void *bytes, size_t count)
{
    using Write = ssize_t (*)(int, const void *, size_t);
    off_t end = -1;
    if (!settings().directory.empty() && (::fcntl(descriptor, F_GETFL) & O_APPEND) == 0)
        if (const off_t position = ::lseek(descriptor, 0, SEEK_CUR); position >= 0)
            end = position + off_t(count);
    if (fails(descriptor, end))
        return refuse();
    return next<Write>("write")(descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t position)
{
    return writeAt<ssize_t (*)(int, const void *, size_t, off_t)>("pwrite", descriptor, bytes, count,
                                                                  position);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t position)
{
    return writeAt<ssize_t (*)(int, const void *, size_t, off64_t)>("pwrite64", descriptor, bytes, count,
                                                                    position);
}

int ftruncate(int descriptor, off_t size) noexcept
{
    return truncateTo<int (*)(int, off_t)>("ftruncate", descriptor, size);
}

int ftruncate64(int descriptor, off64_t size) noexcept
{
    return truncateTo<int (*)(int, off64_t)>("ftruncate64", descriptor, size);
}

int open(const char *path, int flags, ...)
{
    std::va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return openFile("open", path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
    std::va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return openFile("open64", path, flags, mode);
}

int unlink(const char *path) noexcept
{
    return failsByName(path) ? refuse() : next<int (*)(const char *)>("unlink")(path);
}

int rename(const char *from, const char *to) noexcept
{
    return failsByName(from) ? refuse() : next<int (*)(const char *, const char *)>("rename")(from, to);
}

int mkdir(const char *path, mode_t mode) noexcept
{
    return failsByName(path) ? refuse() : next<int (*)(const char *, mode_t)>("mkdir")(path, mode);
}
}
