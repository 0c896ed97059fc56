// SPDX-License-Identifier: GPL-3.0-or-later
//
// CardReader finds the parts of a message that are more than text (mime.md's special types) and reads each
// into a card. A part that nobody can make sense of has no card and stays what it was. Bounded: maxCards of a
// message, each bounded by its own reader. Any thread.
#pragma once

#include "MessageCard.h"
#include "ParsedMessage.h"

#include <vector>

inline constexpr size_t maxCards = 50;

// In the order of the parts. What lies in a message within the message belongs to that one's cards. The same
// event as an alternative and as an attachment is one card.
std::vector<MessageCard> readCards(const ParsedMessage &message);

// Its place in the tree, as Attachment::part.
const QString &partOf(const MessageCard &card);

// The parts that have a card are not shown as text again: they are listed as attachments only.
BodyChoice withoutCards(BodyChoice choice, const PartTree &tree, const std::vector<MessageCard> &cards);
