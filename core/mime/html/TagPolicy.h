// SPDX-License-Identifier: GPL-3.0-or-later
//
// TagPolicy says which elements of a sender's HTML are kept, which lose their tags and which vanish with all
// that they contain, and which attributes are read at all. Pure.
#pragma once

#include <QByteArrayView>

enum class TagFate {
    Keep,
    Unwrap, // unknown or without meaning here: its children stay
    Drop,   // with everything inside
};

TagFate fateOf(QByteArrayView tag);
bool isAttributeRead(QByteArrayView attribute);

// Elements without an end tag.
bool isVoid(QByteArrayView tag);
// Elements whose content a browser does not read as markup, or that hold nothing a mail may show.
bool isOpaque(QByteArrayView tag);
// b, i, font…: a browser opens them again when their parent is closed before them.
bool isFormatting(QByteArrayView tag);
// Elements that an end tag inside of them cannot close through.
bool isScopeBorder(QByteArrayView tag);
// Elements that stand on lines of their own.
bool isBlockTag(QByteArrayView tag);
