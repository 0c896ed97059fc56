// SPDX-License-Identifier: GPL-3.0-or-later
#include "AbuseReader.h"
#include "BounceReader.h"
#include "ContactReader.h"
#include "FuzzInput.h"
#include "ReceiptReader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray bytes = bytesOf(data, size);
    MimePart part;
    part.type = "message/delivery-status";
    part.content = bytes;
    if (const auto bounce = readBounce(part)) {
        require(!bounce->recipients.empty());
        for (const BounceRecipient &recipient : bounce->recipients) {
            require(!recipient.address.isEmpty());
            require(recipient.status.isEmpty() || QByteArray("245").contains(recipient.status[0].toLatin1()));
        }
    }
    (void)readReceipt(part);
    if (const auto abuse = readAbuse(part))
        require(abuse->incidents >= 1);
    part.type = "text/vcard";
    if (const auto contact = readContact(part))
        require(!contact->name.isEmpty() && contact->leftOut >= 0);
    return 0;
}
