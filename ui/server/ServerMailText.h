// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerMailText is what the cells of a table of messages on a server say. Pure; GUI thread (translations).
#pragma once

#include "ServerMailRows.h"
#include "ServerMessage.h"

#include <QString>

class QDateTime;

namespace ServerMailText
{
// `onlyWhy`: the last column says why a message is deleted, and not that it is. Empty for columns with marks.
QString cell(const ServerMessage &message, ServerMailRows::Column column, const QDateTime &now, bool onlyWhy);
QString title(ServerMailRows::Column column, bool onlyWhy);
// The name of the icon for its state; it says it beside the words, never alone.
QString icon(const ServerMessage &message);
// "3 days"; empty where it is not known.
QString age(const ServerMessage &message, const QDateTime &now);
// The subject, or words for one that there is not, or that is not known yet.
QString subject(const ServerMessage &message);
} // namespace ServerMailText
