// SPDX-License-Identifier: GPL-3.0-or-later
#include "PrivateMounts.h"

#include <QFile>

#ifdef Q_OS_LINUX

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <linux/fuse.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

namespace
{
void answer(int device, quint64 request, int error, const void *body = nullptr, size_t size = 0)
{
    char buffer[1024];
    fuse_out_header header = {};
    header.len = static_cast<quint32>(sizeof header + size);
    header.error = error;
    header.unique = request;
    std::memcpy(buffer, &header, sizeof header);
    if (size > 0)
        std::memcpy(buffer + sizeof header, body, size);
    const ssize_t written = ::write(device, buffer, header.len);
    Q_UNUSED(written) // the kernel took the request back, or the mount is gone
}

void serveOne(int device, const fuse_in_header &header)
{
    switch (header.opcode) {
    case FUSE_INIT: {
        fuse_init_out init = {};
        init.major = FUSE_KERNEL_VERSION;
        init.minor = FUSE_KERNEL_MINOR_VERSION;
        init.max_write = 4096;
        return answer(device, header.unique, 0, &init, sizeof init);
    }
    case FUSE_GETATTR: {
        fuse_attr_out out = {};
        out.attr.ino = header.nodeid;
        out.attr.mode = S_IFDIR | 0755;
        out.attr.nlink = 2;
        return answer(device, header.unique, 0, &out, sizeof out);
    }
    case FUSE_STATFS: {
        fuse_statfs_out out = {};
        out.st.bsize = 4096;
        return answer(device, header.unique, 0, &out, sizeof out);
    }
    case FUSE_FORGET:
    case FUSE_INTERRUPT:
        return;
    default:
        return answer(device, header.unique, header.opcode == FUSE_LOOKUP ? -ENOENT : -ENOSYS);
    }
}

// An empty directory, until it is unmounted.
void serve(int device)
{
    alignas(fuse_in_header) static char buffer[256 * 1024];
    for (;;) {
        const ssize_t count = ::read(device, buffer, sizeof buffer);
        if (count < 0 && (errno == EINTR || errno == ENOENT))
            continue;
        if (count < static_cast<ssize_t>(sizeof(fuse_in_header)))
            return;
        fuse_in_header header;
        std::memcpy(&header, buffer, sizeof header);
        serveOne(device, header);
    }
}
} // namespace

PrivateMounts::~PrivateMounts()
{
    if (!m_mounted.isEmpty())
        ::umount2(QFile::encodeName(m_mounted).constData(), MNT_DETACH);
    if (m_server.joinable())
        m_server.join();
    if (m_device >= 0)
        ::close(m_device);
}

bool PrivateMounts::enter()
{
    return ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

bool PrivateMounts::mountReadOnly(const QString &directory)
{
    const QByteArray path = QFile::encodeName(directory);
    if (::mount(path.constData(), path.constData(), nullptr, MS_BIND, nullptr) != 0)
        return false;
    m_mounted = directory;
    return ::mount("none", path.constData(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) == 0;
}

bool PrivateMounts::mountNetworkDrive(const QString &directory)
{
    m_device = ::open("/dev/fuse", O_RDWR | O_CLOEXEC);
    if (m_device < 0)
        return false;
    const QByteArray options =
        "fd=" + QByteArray::number(m_device) + ",rootmode=40000,user_id=0,group_id=0,allow_other";
    if (::mount("user@host:", QFile::encodeName(directory).constData(), "fuse.sshfs", MS_NOSUID | MS_NODEV,
                options.constData()) != 0)
        return false;
    m_mounted = directory;
    m_server = std::thread(serve, m_device);
    return true;
}

#else

PrivateMounts::~PrivateMounts() = default;

bool PrivateMounts::enter()
{
    return false;
}

bool PrivateMounts::mountReadOnly(const QString &)
{
    return false;
}

bool PrivateMounts::mountNetworkDrive(const QString &)
{
    return false;
}

#endif
