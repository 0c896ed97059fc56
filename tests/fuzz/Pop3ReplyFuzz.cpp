// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Capabilities.h"
#include "Pop3Reply.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    if (const auto reply = parsePop3Reply(bytes); reply && !reply->ok)
        (void)errorFromReply(*reply);
    (void)Pop3Capabilities::parse(bytes.split('\n'));
    return 0;
}
