// SPDX-License-Identifier: GPL-3.0-or-later
//
// The server's lines within AUTH (RFC 5034 §4). Pure.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

// "+", a space, base64. The space may be missing where nothing follows (R91).
bool isSaslChallenge(QByteArrayView line);

// What the challenge says, decoded; nothing when it is not base64 without any other character (R93).
std::optional<QByteArray> saslChallenge(QByteArrayView line);
