// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchText reads what of a message can be searched for: header, text, and the text of what is attached,
// attached messages included. Encrypted and binary content is left out. Bounded in time and memory for any
// input: of the attachments one at a time is decoded. Worker threads with a stack of parseStackBytes.
#pragma once

#include "SearchableText.h"

#include <QByteArray>

// At most `most` UTF-16 units of body and attachments together; `wasCut` where there are more.
SearchableText readSearchText(const QByteArray &message, qsizetype most);
