// SPDX-License-Identifier: GPL-3.0-or-later
#include "PartialReader.h"

#include <algorithm>

std::optional<PartialCard> readPartial(const MimePart &part)
{
    if (part.type != "message/partial")
        return std::nullopt;
    const auto number = [&part](const char *name) {
        constexpr int most = 100'000;
        return std::clamp(part.contentType.parameter(name).trimmed().toInt(), 0, most);
    };
    PartialCard card;
    card.id = QString::fromUtf8(part.contentType.parameter("id"));
    card.number = number("number");
    card.total = number("total");
    return card;
}
