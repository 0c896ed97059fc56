// SPDX-License-Identifier: GPL-3.0-or-later
//
// What Poplar asks of a SCRAM server beyond what libgsasl checks (R96). Pure.
#pragma once

#include "Result.h"

#include <QByteArrayView>

#include <optional>

// As many rounds of the key derivation take a second or so; more is an attack on our time.
constexpr qint64 maxScramIterations = 1'000'000;
// RFC 7677 §4, the least that is advised.
constexpr qint64 advisedScramIterations = 4096;

// The "i=" of a server-first-message (RFC 5802 §7); nothing where there is none, or it is no number.
std::optional<qint64> scramIterations(QByteArrayView challenge);

// ProtocolViolation for a mandatory extension ("m=") or an iteration count that is missing or beyond all
// reason in a server-first-message; AuthRejected for the "e=" of a server-final-message. Everything else is
// left to the library.
Result<void> checkScramChallenge(QByteArrayView challenge);
