// SPDX-License-Identifier: GPL-3.0-or-later
//
// Mail with a calendar in it, and what was read of that.
#pragma once

#include "MimeMessage.h"

#include <QDateTime>

namespace calendarMail
{

inline std::vector<InviteCard> invitesIn(const QByteArray &mail)
{
    std::vector<InviteCard> invites;
    for (const MessageCard &card : MimeMessage(mail).body({}, 0).cards) {
        if (const auto *invite = std::get_if<InviteCard>(&card))
            invites.push_back(*invite);
    }
    return invites;
}

// `calendar` is what stands within the VCALENDAR.
inline QByteArray mailWith(const QByteArray &calendar)
{
    return "From: a@b.example\r\nContent-Type: text/calendar; charset=utf-8\r\n\r\nBEGIN:VCALENDAR\r\n" +
           calendar + "END:VCALENDAR\r\n";
}

// The one that has these lines beside its UID; one that says nothing where it was not read.
inline CalendarEvent componentWith(const QByteArray &component, const QByteArray &lines)
{
    const auto invites =
        invitesIn(mailWith("BEGIN:" + component + "\r\nUID:1\r\n" + lines + "END:" + component + "\r\n"));
    return invites.empty() ? CalendarEvent() : invites[0].events[0];
}

inline qint64 secondsOf(int year, int month, int day, int hour = 0, int minute = 0)
{
    return QDateTime(QDate(year, month, day), QTime(hour, minute), Qt::UTC).toSecsSinceEpoch();
}

} // namespace calendarMail
