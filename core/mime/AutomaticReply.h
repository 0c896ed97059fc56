// SPDX-License-Identifier: GPL-3.0-or-later
//
// AutomaticReply tells whether a program answered in somebody's absence: by Auto-Submitted (RFC 3834 §5), or
// by one of the fields that were used before it and still are. Any thread.
#pragma once

#include "HeaderBlock.h"

bool isAutomaticReply(const HeaderBlock &header);
