// SPDX-License-Identifier: GPL-3.0-or-later
//
// BodyJson writes all that was found in a message: what `poplar-cli inspect --json` and `show --json` print.
// The names are stable. Pure.
#pragma once

#include "MessageBody.h"

#include <QJsonObject>

namespace bodyJson
{
QJsonObject fromBody(const MessageBody &body);
}
