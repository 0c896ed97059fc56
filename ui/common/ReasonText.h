// SPDX-License-Identifier: GPL-3.0-or-later
//
// ReasonText turns the English identifiers that core gives for what it did not fetch and for what it deletes
// on a server into words: the one place for such sentences. What it does not know it passes on as it stands.
// Pure; any thread once the translations are installed.
#pragma once

#include "ServerMessage.h"

#include <QString>

class QDateTime;

namespace ReasonText
{
// Why a message was not fetched ("refused: …"), as a sentence without its full stop; the server's words in
// quotation marks.
QString trouble(const QString &identifier);
// Why a message is deleted on the server ("older than 14 days"), to go on after a colon.
QString deletion(const QString &identifier);

// Where the message is: "Here and on the server", "Not fetched yet".
QString state(const ServerMessage &message);
// What the columns of a table are too narrow for: why it was not fetched, how often that was tried and when
// last, what can be done about it, why it will be deleted; empty where there is no such thing.
QString account(const ServerMessage &message, const QDateTime &now);
// What will become of it: "Deleted at the next check: older than 14 days"; empty where there is
// nothing to tell.
QString fate(const ServerMessage &message, const QDateTime &now);
// "312 of 1,204 messages (85 MB)".
QString amount(const RetentionForecast &forecast);
// "The oldest is from 3 Sep."; empty where no date is known.
QString oldest(const RetentionForecast &forecast, const QDateTime &now);
} // namespace ReasonText
