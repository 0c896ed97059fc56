// SPDX-License-Identifier: GPL-3.0-or-later
//
// DamageText turns what core says of a message that is not in order into one translated sentence for the
// reader: whether something is not shown, was repaired, or is not there at all. What changes nothing for a
// reader is not told. Pure; GUI thread (translations).
#pragma once

#include "MessageBar.h"
#include "MessageBody.h"

#include <optional>

struct DamageNotice {
    MessageBar::Kind kind = MessageBar::Kind::Notice;
    QString icon;
    QString sentence;
};

// The weightiest of what MessageBody::defects says; nothing where all is well.
std::optional<DamageNotice> damageNotice(const MessageBody &body);
