// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerJson writes what is known of mail on a server as JSON, with names that scripts rely on. Pure.
#pragma once

#include "Result.h"
#include "ServerMessage.h"

#include <QJsonObject>

namespace serverJson
{
QString state(ServerMessage::State state);
QString choice(ServerMessage::Choice choice);
QJsonObject fromMessage(const ServerMessage &message);
QJsonObject fromForecast(const RetentionForecast &forecast);
// Of `server get`: what was written, or why it broke off.
QJsonObject fromSaved(const QString &path, const Result<qint64> &length);
QJsonObject fromDeletion(const DeletionLogEntry &entry, const QString &account);
} // namespace serverJson
