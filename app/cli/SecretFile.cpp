// SPDX-License-Identifier: GPL-3.0-or-later
#include "SecretFile.h"

#include <QFile>

tl::expected<QString, QString> secretInFile(const QString &path)
{
    constexpr qint64 longest = 64 * 1024;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return tl::unexpected(
            QStringLiteral("The file %1 cannot be read: %2.").arg(path, file.errorString()));
    QByteArray bytes = file.read(longest);
    if (bytes.endsWith('\n'))
        bytes.chop(bytes.endsWith("\r\n") ? 2 : 1);
    if (bytes.isEmpty() || bytes.contains('\n') || bytes.contains('\0') || bytes.size() >= longest)
        return tl::unexpected(QStringLiteral("The file %1 must have one line.").arg(path));
    return QString::fromUtf8(bytes);
}
