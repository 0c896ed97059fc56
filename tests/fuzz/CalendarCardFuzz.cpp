// SPDX-License-Identifier: GPL-3.0-or-later
#include "CalendarReader.h"
#include "CalendarText.h"
#include "FuzzInput.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes = bytesOf(data, size);
    MimePart part;
    part.type = "text/calendar";
    part.content = bytes;
    const auto invite = readInvite(part);
    if (!invite)
        return 0;
    require(!invite->events.empty() && invite->events.size() <= CalendarText::maxEvents);
    for (const CalendarEvent &event : invite->events) {
        require(event.attendees.size() <= size_t(CalendarText::maxAttendees));
        for (const auto *times : {&event.exceptions, &event.additions}) {
            for (const CalendarTime &time : *times)
                require(!time.isDate || time.seconds % 86400 == 0);
        }
        require(event.percentDone >= 0 && event.percentDone <= 100 && event.busyTimesLeftOut >= 0);
        require(event.busyTimes.size() <= CalendarText::maxBusyTimes);
        for (const CalendarBusyTime &time : event.busyTimes)
            require(time.start.seconds <= time.end.seconds);
        for (const CalendarRule &rule : event.rules) {
            require(rule.interval >= 1 && rule.count >= 0);
            for (const auto &[place, day] : rule.weekdays)
                require(day >= 1 && day <= 7);
        }
    }
    return 0;
}
