// SPDX-License-Identifier: GPL-3.0-or-later
//
// The sample mailbox of the demo: the messages under resources/sample-mail, with their dates moved so that
// the mailbox looks lived in on whatever day it is opened. Pure; any thread.
#pragma once

#include <QByteArrayList>

// All sample messages, oldest first, lines ending in CRLF. `now` is in seconds since 1970-01-01 UTC.
QByteArrayList sampleMessages(qint64 now);

// Replaces what the sample files write for a moment `now` minus an offset (m minutes, h hours, d days):
//   @DATE-3d@     a date of RFC 5322 section 3.3, in UTC:  Tue, 17 Nov 2026 08:30:00 +0000
//   @ICAL+2d@     the same as iCalendar wants it (RFC 5545 section 3.3.5): 20261119T083000Z
//   @DAY+2d@      a day for people, in English: Thursday, 19 November 2026
// An `@` that starts none of these stays as it is.
QByteArray withDatesFilledIn(const QByteArray &text, qint64 now);
