// SPDX-License-Identifier: GPL-3.0-or-later
//
// Envelope reads what the header of a message says of it: subject, people, identifiers (RFC 5322 §3.6). The
// first Subject, Date and Message-ID count; people are taken from all fields of a name. Any thread.
#pragma once

#include "HeaderBlock.h"
#include "HeaderText.h"
#include "MessageBody.h"

// Everything but the date.
MessageHeader readEnvelope(const HeaderBlock &header, const HeaderText &text);

Addresses readAddresses(const HeaderBlock &header, const HeaderText &text, QByteArrayView name);

// The identifiers of a Message-ID, In-Reply-To or References field, without angle brackets, in order; at most
// maxMessageIds, of which the newest are kept.
inline constexpr int maxMessageIds = 500;
QByteArrayList readMessageIds(QByteArrayView raw);

// What was cut from address fields, for the list of defects.
QStringList addressDefects(const HeaderBlock &header);
