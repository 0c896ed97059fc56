// SPDX-License-Identifier: GPL-3.0-or-later
#include "MimeMessage.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    (void)summarise(bytes, 0);
    const MimeMessage message(bytes);
    const MessageBody body = message.body({}, 0);
    for (const Attachment &attachment : body.attachments)
        (void)message.attachment(attachment.part);
    return 0;
}
