// SPDX-License-Identifier: GPL-3.0-or-later
//
// AbuseReader reads a complaint about a message in the Abuse Reporting Format (RFC 5965). Any thread.
#pragma once

#include "MessageCard.h"
#include "PartTree.h"

#include <optional>

// Nothing where there is no Feedback-Type.
std::optional<AbuseCard> readAbuse(const MimePart &part);
