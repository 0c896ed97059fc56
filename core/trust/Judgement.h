// SPDX-License-Identifier: GPL-3.0-or-later
//
// A judgement of who sent a message. It asks nobody: everything is from the message, the account and two
// small lists. Of the header the first maxJudgedHeader octets are read. Worker threads; takes less than a
// millisecond.
#pragma once

#include "MessageBody.h"
#include "TrustContext.h"

#include <QByteArrayView>

inline constexpr qsizetype maxJudgedHeader = 1024 * 1024;

// `message` are the bytes that `body` was made from. Signatures are found and not checked.
MessageTrust judge(QByteArrayView message, const MessageBody &body, const TrustContext &context);

// The same judgement with these signatures, which are or are not checked, in place of those that it had.
MessageTrust withSignatures(MessageTrust trust, std::vector<MessageSignature> signatures,
                            const MessageHeader &header);
