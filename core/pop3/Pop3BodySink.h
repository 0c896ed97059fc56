// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pop3BodySink receives the messages that a Pop3Mailbox retrieves: one begin(), any number of append(), one
// end() each, or refused() alone. A message without end() is incomplete and must be dropped (R13). Until
// inStep() a message may be the answer to another command, where a server answers twice or not at all;
// without marks there is no inStep(). An error that a function returns ends the retrieval and comes back from
// Pop3Mailbox::retr().
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
    // A mark was reached: everything so far was the answer to what it was taken for.
    virtual Result<void> inStep() { return {}; }
};
