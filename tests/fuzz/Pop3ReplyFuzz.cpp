// SPDX-License-Identifier: GPL-3.0-or-later
#include "FuzzInput.h"
#include "Pop3Reply.h"

#include <algorithm>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray line = bytesOf(data, size);
    const auto reply = parsePop3Reply(line);
    if (!reply) {
        require(reply.error().code == ErrorCode::ProtocolViolation);
        return 0;
    }
    require(reply->ok == line.startsWith('+'));
    require(reply->code == reply->code.toUpper());
    require(std::all_of(reply->code.begin(), reply->code.end(),
                        [](char c) { return c > 0x20 && c < 0x7f && c != ']'; }));
    require(reply->text.size() + reply->code.size() <= line.size());
    if (!reply->ok)
        require(errorFromReply(*reply).serverText == reply->text);
    return 0;
}
