// SPDX-License-Identifier: GPL-3.0-or-later
//
// Formatting writes sizes, dates, durations and names for people, in their language. Pure: "now" is handed
// in. GUI thread (translations).
#pragma once

#include "Address.h"
#include "Folder.h"

#include <QDateTime>
#include <QString>

namespace Formatting
{
// "812 B", "6.4 KB", "214 MB": 1 KB is 1,000 bytes, as file choosers count.
QString size(qint64 bytes);
// "3.1 of 22 MB", both in the unit of the larger one.
QString sizeOf(qint64 bytes, qint64 inAll);
QString count(qint64 number);
// "0:40", "12:05", "3:00:10".
QString duration(qint64 seconds);

// For a list: "09:10" today, "Tue 14:04" in the last week, "12 Nov" this year, "2021-11-12" before and after.
QString listDate(qint64 secondsSinceEpoch, const QDateTime &now);
// For the reader: "Today 09:10", "Yesterday 18:02", else weekday, date and time.
QString readerDate(qint64 secondsSinceEpoch, const QDateTime &now);
// Complete, with seconds and offset, for details.
QString fullDate(qint64 secondsSinceEpoch);

// "Anna Berger <anna@example.org>", or the address alone.
QString address(const Address &address);
// Names of at most `most` people, then "and 3 more".
QString names(const Addresses &addresses, int most);
QString folderName(const Folder &folder);
} // namespace Formatting
