// SPDX-License-Identifier: GPL-3.0-or-later
#include "NetworkFolder.h"

#include <QDir>
#include <QFileInfo>
#include <QStorageInfo>

#include <algorithm>
#include <iterator>

#ifdef Q_OS_WIN
#include <windows.h>
#endif

namespace
{
// As Linux, macOS and the BSDs name them, and the user-space ones behind "fuse."; at the end what virtual
// machines share with their host.
constexpr const char *networkTypes[] = {
    "nfs",        "nfs3",     "nfs4",        "cifs",   "smb",     "smb2",    "smb3",      "smbfs",
    "ncpfs",      "afpfs",    "afs",         "coda",   "ceph",    "lustre",  "glusterfs", "beegfs",
    "gpfs",       "moosefs",  "davfs",       "webdav", "ftp",     "sshfs",   "rclone",    "curlftpfs",
    "gvfsd-fuse", "smbnetfs", "s3fs",        "goofys", "gcsfuse", "juicefs", "onedriver", "vboxsf",
    "virtiofs",   "vmhgfs",   "vmhgfs-fuse", "prl_fs",
};

QString existing(const QString &path)
{
    QString nearest = QDir::cleanPath(QDir().absoluteFilePath(path));
    while (!QFileInfo::exists(nearest) && nearest != QFileInfo(nearest).path())
        nearest = QFileInfo(nearest).path();
    return nearest;
}

#ifdef Q_OS_WIN
// The file system's name is that of the server's disk.
bool isRemoteDrive(const QString &path)
{
    const QString native = QDir::toNativeSeparators(QFileInfo(path).canonicalFilePath());
    if (native.startsWith(QLatin1String("\\\\")))
        return true;
    const QString root = native.left(3); // C: and a backslash
    return ::GetDriveTypeW(reinterpret_cast<const wchar_t *>(root.utf16())) == DRIVE_REMOTE;
}
#endif
} // namespace

bool networkFolder::isNetworkType(QByteArrayView type, QByteArrayView rootType)
{
    // 9P is how a virtual machine shares its host's folders; a sandbox has its own disk behind it.
    if (type == "9p")
        return rootType != "9p";
    const QByteArrayView own = type.startsWith("fuse.") ? type.sliced(5) : type;
    return std::any_of(std::begin(networkTypes), std::end(networkTypes),
                       [own](const char *name) { return own == name; });
}

Result<void> networkFolder::refuse(const QString &path)
{
    const QString place = existing(path);
#ifdef Q_OS_WIN
    if (isRemoteDrive(place))
        return failure(ErrorCode::NetworkFolder, path);
#endif
    const QByteArray type = QStorageInfo(place).fileSystemType();
    if (isNetworkType(type, QStorageInfo::root().fileSystemType()))
        return failure(ErrorCode::NetworkFolder,
                       QStringLiteral("%1: %2").arg(path, QString::fromLatin1(type)));
    return {};
}
