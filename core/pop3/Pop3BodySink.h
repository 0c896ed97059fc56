// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pop3BodySink receives the messages that a Pop3Mailbox retrieves: one begin(), any number of append(), one
// end() each, or refused() alone. A message without end() is incomplete and must be dropped (R13). An error
// that a function returns ends the retrieval and comes back from Pop3Mailbox::retr().
#pragma once

#include "Result.h"

#include <QByteArrayView>

class Pop3BodySink
{
public:
    virtual ~Pop3BodySink() = default;
    virtual Result<void> begin(int number) = 0;
    virtual Result<void> append(QByteArrayView bytes) = 0; // unstuffed, otherwise as received (R11)
    virtual Result<void> end(int number) = 0;
    // -ERR to this RETR or TOP; the session goes on (R116).
    virtual Result<void> refused(int number, const Error &error) = 0;
};
