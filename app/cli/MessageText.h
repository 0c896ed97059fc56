// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageText writes mail and reports for a person at a terminal. What strangers wrote is made harmless
// (Terminal.h). Pure, but for the local time zone.
#pragma once

#include "FetchReport.h"
#include "MessageBody.h"
#include "MessageSummary.h"
#include "RecentMode.h"

#include <QString>

namespace messageText
{
// One line of a list: number, date, mark of unread mail, sender, subject.
QString listLine(const MessageSummary &summary);
// Header block, text, attachments.
QString readable(const MessageBody &body);
// All header fields, one on each line.
QString allHeaders(const MessageHeader &header);
// What a check did, one line, and one for each message that could not be fetched.
QString report(const FetchReport &report);
// "Sample mail: fetching 12 of 60, 1.2 of 3.4 MB".
// What Gmail's way means; empty where there is nothing to explain.
QString recentMode(RecentMode mode);
QString progress(const FetchProgress &progress, const QString &account);
// "812 B", "6.4 KB", "214.0 MB": 1 KB is 1,000 bytes.
QString size(qint64 bytes);
} // namespace messageText
