// SPDX-License-Identifier: GPL-3.0-or-later
#include "PartText.h"

#include "Charset.h"
#include "CharsetLabels.h"
#include "FlowedText.h"
#include "Octets.h"
#include "PgpArmour.h"

#include <algorithm>

namespace
{

// In one pass over the characters: it is done for each message that arrives.
QString withLineFeeds(QString text)
{
    if (!text.contains(u'\r'))
        return text;
    QChar *out = text.data();
    const QChar *const end = out + text.size();
    for (const QChar *in = out; in != end; ++in) {
        if (*in == u'\r' && in + 1 != end && in[1] == u'\n')
            continue;
        *out++ = *in == u'\r' ? QChar(u'\n') : *in;
    }
    text.truncate(out - text.constData());
    return text;
}

QString textOf(const MimePart &part, QByteArrayView bytes, qsizetype *unreadable)
{
    const bool isHtml = part.type == "text/html";
    DecodedText decoded = decodeText(bytes, part.charset(), isHtml);
    if (unreadable)
        *unreadable += decoded.replaced;
    QString text = withLineFeeds(std::move(decoded.text));
    if (part.type == "text/plain")
        text = withoutPgpArmour(text).text;
    if (!isHtml && sameIgnoringCase(part.contentType.parameter("format"), "flowed"))
        return unflowed(text, sameIgnoringCase(part.contentType.parameter("delsp"), "yes"));
    return text;
}

// Cut so that no letter is torn: behind a line end, or behind an ASCII character.
QByteArrayView cutBetweenLetters(QByteArrayView bytes)
{
    constexpr qsizetype longestLetter = 64;
    const qsizetype newline = bytes.lastIndexOf('\n');
    if (newline >= 0)
        return bytes.first(newline + 1);
    for (qsizetype end = bytes.size(); end > 0 && bytes.size() - end < longestLetter; --end) {
        if ((bytes[end - 1] & char(0x80)) == 0)
            return bytes.first(end);
    }
    return bytes;
}

} // namespace

QString partText(const MimePart &part, qsizetype *unreadable)
{
    if (part.encoding == TransferEncoding::Identity)
        return textOf(part, part.content, unreadable);
    return textOf(part, decodeTransfer(part.content, part.encoding), unreadable);
}

QString partTextStart(const MimePart &part, qsizetype octets)
{
    if (octets >= part.content.size())
        return partText(part);
    const auto content = part.content.first(octets);
    if (part.encoding == TransferEncoding::Identity)
        return textOf(part, cutBetweenLetters(content), nullptr);
    const QByteArray decoded = decodeTransfer(content, part.encoding);
    return textOf(part, cutBetweenLetters(decoded), nullptr);
}
