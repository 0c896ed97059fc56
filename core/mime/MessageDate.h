// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageDate finds when a message was sent: its Date, by the letter or tolerantly, else the topmost
// Received, else the time it arrived here. Any thread.
#pragma once

#include "HeaderBlock.h"
#include "MessageSummary.h"

#include <QByteArrayView>

#include <optional>

struct MessageDate {
    qint64 seconds = 0; // since 1970 UTC
    DateSource source = DateSource::Arrival;

    bool operator==(const MessageDate &) const = default;
};

// `received` is the time of arrival, or 0. A date that lies more than a day after it is not believed: it
// would keep the message at the top of the list for ever.
MessageDate dateOf(const HeaderBlock &header, qint64 received);

// RFC 5322 §3.3 and what programs write instead of it; `isRepaired` tells which. Nothing where it is no date.
std::optional<qint64> parseDate(QByteArrayView text, bool &isRepaired);
