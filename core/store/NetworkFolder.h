// SPDX-License-Identifier: GPL-3.0-or-later
//
// Mail is not kept on network drives: their locks and the order of their writes cannot be trusted, and the
// catalogue's shared memory does not work there (sqlite.org/wal.html). networkFolder knows them by the type
// of the file system. Any thread; may wait for a drive that does not answer.
#pragma once

#include "Result.h"

#include <QByteArrayView>
#include <QString>

namespace networkFolder
{
// `type` as the system names it ("ext4", "nfs4", "fuse.sshfs"), `rootType` that of the system's own root.
bool isNetworkType(QByteArrayView type, QByteArrayView rootType = {});
// NetworkFolder where `path`, or the nearest directory above it that exists, lies on a network drive.
Result<void> refuse(const QString &path);
} // namespace networkFolder
