// SPDX-License-Identifier: GPL-3.0-or-later
//
// WordContent tells which parts of a message hold words that somebody may search for, and takes the words out
// of them. Pure.
#pragma once

#include "PartTree.h"

#include <QString>

namespace wordContent
{
// A whole message, by its type or its name.
bool isMessage(const MimePart &part);
// Text by its type or its name, and no binary content under a wrong type.
bool isText(const MimePart &part);

// The words of `decoded`, which is the part's text: HTML without its tags, all but encrypted blocks.
QString text(const MimePart &part, const QString &decoded);
} // namespace wordContent
