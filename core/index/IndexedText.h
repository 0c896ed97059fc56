// SPDX-License-Identifier: GPL-3.0-or-later
//
// IndexedText is what of a message can be searched for. indexedText() reads it from the message's bytes: for
// the index, and the same for whoever scans a message that is not in it. Use it in threads with a stack of
// 16 MiB (parseStackBytes); it never fails: what cannot be read is left out.
#pragma once

#include "Identifiers.h"
#include "SearchableText.h"

#include <QByteArray>

#include <limits>

struct IndexedText : SearchableText {
    MessageId message = 0;

    bool operator==(const IndexedText &) const = default;
};

// UTF-16 units of body and attachments that are indexed of one message. A message with more (`wasCut`) is
// noted in the index and has to be scanned, with `most` left out.
inline constexpr qsizetype indexedCharacters = qsizetype(1) << 20;

IndexedText indexedText(MessageId message, const QByteArray &bytes,
                        qsizetype most = std::numeric_limits<qsizetype>::max());
