// SPDX-License-Identifier: GPL-3.0-or-later
//
// ContactReader reads a vCard: 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350). The first person of a part is read,
// others are counted. Bounded in the number of values and in their length. Any thread.
#pragma once

#include "MessageCard.h"
#include "PartTree.h"

#include <optional>

// Nothing where there is no vCard or it names nobody.
std::optional<ContactCard> readContact(const MimePart &part);
