// SPDX-License-Identifier: GPL-3.0-or-later
//
// PreviewWords says what a file is and why it cannot be shown, in words. Pure; GUI thread (translations).
#pragma once

#include "Attachment.h"
#include "FilePreview.h"
#include "PictureReader.h"

#include <QString>

struct PreviewRefusal {
    QString title; // what is the matter
    QString line;  // why, and what to do
};

namespace PreviewWords
{
// "PNG picture"; empty for an unknown one.
QString kind(FileKind kind);
// That the name promises something else than the file is; empty where it does not.
QString lie(const Attachment &file, FileKind kind);
// `size`: what the picture says of itself.
PreviewRefusal refusal(PictureFault fault, FileKind kind, const QSize &size);
// One that can do something when it is opened is not offered for that.
PreviewRefusal unknown(const Attachment &file, bool isEmpty);
} // namespace PreviewWords
