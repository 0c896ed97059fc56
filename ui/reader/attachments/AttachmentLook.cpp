// SPDX-License-Identifier: GPL-3.0-or-later
#include "AttachmentLook.h"

#include "RiskyTypes.h"

#include <QSet>

QString iconOf(const Attachment &attachment)
{
    const QByteArray &type = attachment.type;
    if (!riskyTypeName(attachment).isEmpty())
        return QStringLiteral("file-warning");
    if (type.startsWith("image/") || isCalledPicture(attachment))
        return QStringLiteral("file-image");
    if (type.startsWith("audio/"))
        return QStringLiteral("file-audio");
    if (type.startsWith("video/"))
        return QStringLiteral("file-video");
    if (type == "message/rfc822")
        return QStringLiteral("mail");
    if (type == "text/calendar")
        return QStringLiteral("calendar");
    if (type.contains("zip") || type.contains("tar") || type.contains("compress"))
        return QStringLiteral("file-archive");
    if (type.startsWith("text/") || type == "application/pdf" || type.contains("document"))
        return QStringLiteral("file-text");
    return QStringLiteral("file");
}

bool isCalledPicture(const Attachment &attachment)
{
    static const QSet<QByteArray> types{"image/png",  "image/x-png", "image/jpeg",
                                        "image/jpg",  "image/pjpeg", "image/gif",
                                        "image/webp", "image/bmp",   "image/x-ms-bmp"};
    static const QSet<QString> ends{QStringLiteral("png"),  QStringLiteral("jpg"), QStringLiteral("jpeg"),
                                    QStringLiteral("jfif"), QStringLiteral("gif"), QStringLiteral("webp"),
                                    QStringLiteral("bmp")};
    const bool says = types.contains(attachment.type);
    const bool saysNothing = attachment.type == "application/octet-stream" || attachment.type.isEmpty();
    return says || (saysNothing && ends.contains(attachment.name.section(u'.', -1).toLower()));
}
