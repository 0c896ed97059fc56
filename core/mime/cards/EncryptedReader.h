// SPDX-License-Identifier: GPL-3.0-or-later
//
// EncryptedReader finds what only the owner of a key can read: OpenPGP/MIME (RFC 3156 §4), OpenPGP within a
// text, S/MIME's enveloped-data. Its card stands at the part that holds the secret, so that it is what is
// saved. Any thread.
#pragma once

#include "MessageCard.h"
#include "ParsedMessage.h"

#include <optional>

std::optional<EncryptedCard> readEncrypted(const ParsedMessage &message, int part);
