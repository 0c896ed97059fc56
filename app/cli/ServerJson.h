// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerJson writes what is known of mail on a server as JSON, with names that scripts rely on. Pure.
#pragma once

#include "ServerMessage.h"

#include <QJsonObject>

namespace serverJson
{
QString state(ServerMessage::State state);
QString choice(ServerMessage::Choice choice);
QJsonObject fromMessage(const ServerMessage &message);
// Numbers without the list of messages.
QJsonObject fromForecast(const RetentionForecast &forecast);
QJsonObject fromDeletion(const DeletionLogEntry &entry, const QString &account);
} // namespace serverJson
