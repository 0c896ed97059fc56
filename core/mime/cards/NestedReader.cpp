// SPDX-License-Identifier: GPL-3.0-or-later
#include "NestedReader.h"

#include "Envelope.h"
#include "HeaderBlock.h"
#include "HeaderText.h"
#include "MessageDate.h"
#include "Prescan.h"
#include "WordContent.h"

#include <algorithm>

namespace
{

// What stands before the body, however long it says it is.
constexpr qsizetype enough = 256 * 1024;

bool isHeaderAlone(const MimePart &part)
{
    return part.type == "text/rfc822-headers" || part.type == "message/rfc822-headers" ||
           part.type == "message/global-headers";
}

} // namespace

std::optional<NestedCard> readNested(const MimePart &part)
{
    const bool isAlone = isHeaderAlone(part);
    if ((!isAlone && !wordContent::isMessage(part)) || part.isMultipart())
        return std::nullopt;
    const QByteArray bytes =
        decodeTransfer(part.content.first(std::min(enough, part.content.size())), part.encoding);
    const Prescan scan = prescan(bytes);
    // A name alone does not make a message.
    if (!scan.hasHeader && !part.isMessage())
        return std::nullopt;
    const HeaderBlock header = scan.hasHeader ? HeaderBlock(scan.bytes) : HeaderBlock();
    const HeaderText text(header, {});
    NestedCard card;
    card.from = readAddresses(header, text, "From");
    card.to = readAddresses(header, text, "To");
    card.subject = text.text(header.first("Subject"));
    card.date = dateOf(header, 0).seconds;
    card.isHeaderOnly = isAlone;
    return card;
}
