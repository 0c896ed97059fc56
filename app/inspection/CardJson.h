// SPDX-License-Identifier: GPL-3.0-or-later
//
// CardJson writes the cards of a message, and what can be said of its sender, as `poplar-cli inspect` prints
// them. The names are stable. Pure.
#pragma once

#include "MessageBody.h"

#include <QJsonArray>
#include <QJsonObject>

namespace cardJson
{
// An object for each card, in their order, with its `kind` and `part`; then one of kind "signed" for each
// signature.
QJsonArray fromCards(const MessageBody &body);

// Whether anything is signed or encrypted and by whom, and what would be loaded from the network.
QJsonObject fromSecurity(const MessageBody &body);

// The verdict with its reasons, and how to leave the list.
QJsonObject fromTrust(const MessageBody &body);
} // namespace cardJson
