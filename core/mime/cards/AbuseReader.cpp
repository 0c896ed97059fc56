// SPDX-License-Identifier: GPL-3.0-or-later
#include "AbuseReader.h"

#include "MessageDate.h"
#include "ReportFields.h"

#include <algorithm>

std::optional<AbuseCard> readAbuse(const MimePart &part)
{
    const ReportFields fields(part);
    AbuseCard card;
    card.feedback = fields.text("Feedback-Type").toLower();
    if (card.feedback.isEmpty())
        return std::nullopt;
    card.sourceAddress = fields.text("Source-IP");
    card.sender = ReportFields::addressIn(fields.text("Original-Mail-From"));
    card.reportedDomain = fields.text("Reported-Domain");
    // Received-Date is its name in drafts of the RFC, and still in use.
    for (const char *name : {"Arrival-Date", "Received-Date"}) {
        bool isRepaired = false;
        if (card.arrived == 0)
            card.arrived = parseDate(fields.text(name).toLatin1(), isRepaired).value_or(0);
    }
    bool isNumber = false;
    const int incidents = fields.text("Incidents").toInt(&isNumber);
    card.incidents = isNumber ? std::max(incidents, 1) : 1;
    return card;
}
