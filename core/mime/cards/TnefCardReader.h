// SPDX-License-Identifier: GPL-3.0-or-later
//
// TnefCardReader tells what was found in winmail.dat, which the tree has opened. Any thread.
#pragma once

#include "MessageCard.h"
#include "ParsedMessage.h"

#include <optional>

std::optional<TnefCard> readTnefCard(const ParsedMessage &message, int part);
