// SPDX-License-Identifier: GPL-3.0-or-later
//
// FilePreview is a file of a message in the form in which Poplar shows it without another program. What it is
// goes by its content; a name and a label are the sender's. Value; pure.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

enum class FileKind { Unknown, Png, Jpeg, Gif, WebP, Bmp, Pdf, Message, Text };

struct FilePreview {
    FileKind kind = FileKind::Unknown;
    QByteArray bytes;    // as they came; of a text its words, in UTF-8; of an unknown file none
    qint64 size = 0;     // of the file
    bool isWhole = true; // false: the beginning of a long text

    bool operator==(const FilePreview &) const = default;
};

// Unknown where it is none of the pictures that Poplar decodes.
inline FileKind pictureKindOf(QByteArrayView bytes)
{
    if (bytes.startsWith("\x89PNG\r\n\x1a\n"))
        return FileKind::Png;
    if (bytes.startsWith("\xFF\xD8\xFF"))
        return FileKind::Jpeg;
    if (bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a"))
        return FileKind::Gif;
    if (bytes.size() >= 16 && bytes.startsWith("RIFF") && bytes.sliced(8).startsWith("WEBP"))
        return FileKind::WebP;
    // Two letters are few; four bytes behind the size are always nought.
    if (bytes.size() >= 26 && bytes.startsWith("BM") && bytes.sliced(6, 4) == QByteArrayView("\0\0\0\0", 4))
        return FileKind::Bmp;
    return FileKind::Unknown;
}

inline bool isPicture(FileKind kind)
{
    return kind >= FileKind::Png && kind <= FileKind::Bmp;
}
