// SPDX-License-Identifier: GPL-3.0-or-later
//
// FileContent finds out what an attached file is, by what is in it, and makes of it what the reader shows.
// Any thread; linear, and never more than the beginning of a long text.
#pragma once

#include "FilePreview.h"
#include "MimeMessage.h"

#include <QString>

// What is taken of a text, in bytes.
inline constexpr qsizetype longestTextPreview = 20'000'000;

// `name` and the type of the file help only where its content allows what they say.
FileKind fileKindOf(const AttachedFile &file, const QString &name);
FilePreview previewOf(const AttachedFile &file, const QString &name);
