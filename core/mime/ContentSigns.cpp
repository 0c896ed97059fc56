// SPDX-License-Identifier: GPL-3.0-or-later
#include "ContentSigns.h"

#include "FilePreview.h"

#include <QByteArray>

#include <algorithm>

namespace
{
constexpr qsizetype signsWithin = 64 * 1024;
constexpr qsizetype programHead = 64; // that of MS-DOS, which every program for Windows begins with

bool isWindowsProgram(QByteArrayView bytes)
{
    // A text may begin with these letters; no text has a nought among its first.
    return bytes.startsWith("MZ") && bytes.first(std::min(programHead, bytes.size())).contains('\0');
}

bool isMacProgram(QByteArrayView bytes)
{
    for (const QByteArrayView sign : {"\xFE\xED\xFA\xCE", "\xFE\xED\xFA\xCF", "\xCE\xFA\xED\xFE",
                                      "\xCF\xFA\xED\xFE", "\xCA\xFE\xBA\xBE"}) {
        if (bytes.startsWith(sign))
            return true;
    }
    return false;
}

// `start` is in lower case, from its first letter on.
ContentKind kindOfText(QByteArrayView start)
{
    if (start.startsWith("#!") && start.sliced(2).trimmed().startsWith('/'))
        return ContentKind::Script;
    if (start.startsWith("@echo off") || start.startsWith("<?php"))
        return ContentKind::Script;
    if (start.startsWith("[internetshortcut]") || start.startsWith("[desktop entry]"))
        return ContentKind::Shortcut;
    const bool isMarkup = start.startsWith("<!doctype html") || start.startsWith("<html") ||
                          start.startsWith("<head") || start.startsWith("<script") ||
                          start.startsWith("<svg") || start.startsWith("<?xml") || start.startsWith("<!--");
    return isMarkup && start.contains("<script") ? ContentKind::ScriptedPage : ContentKind::Unknown;
}
} // namespace

ContentKind contentKindOf(QByteArrayView bytes)
{
    if (pictureKindOf(bytes) != FileKind::Unknown)
        return ContentKind::Picture;
    if (bytes.startsWith("%PDF-"))
        return ContentKind::Pdf;
    if (bytes.startsWith("PK\3\4") || bytes.startsWith("PK\5\6"))
        return ContentKind::Zip;
    if (bytes.startsWith("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
        return ContentKind::OleDocument;
    if (isWindowsProgram(bytes))
        return ContentKind::WindowsProgram;
    if (bytes.startsWith("\x7F"
                         "ELF"))
        return ContentKind::UnixProgram;
    if (isMacProgram(bytes))
        return ContentKind::MacProgram;
    if (bytes.startsWith(QByteArrayView("\x4C\0\0\0\x01\x14\x02\0", 8))) // [MS-SHLLINK] 2.1
        return ContentKind::Shortcut;
    QByteArrayView text = bytes.first(std::min(signsWithin, bytes.size()));
    if (text.startsWith("\xEF\xBB\xBF"))
        text = text.sliced(3);
    return kindOfText(text.trimmed().toByteArray().toLower());
}
