// SPDX-License-Identifier: GPL-3.0-or-later
//
// BriefText writes for a person what BodyJson writes for programs, beside the text and the attachments:
// further header fields, cards, the verdict on the sender, signatures, parts, defects. A line for each, what
// is not there left out; bounded, however much the message has. The words are the sender's: the caller makes
// them harmless for where they are shown. Pure.
#pragma once

#include "MessageBody.h"

namespace briefText
{
QString fromBody(const MessageBody &body);
}
