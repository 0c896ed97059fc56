// SPDX-License-Identifier: GPL-3.0-or-later
#include "PartText.h"

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

DecodedText textOf(const MimePart &part, QByteArrayView bytes)
{
    DecodedText decoded = part.userCharset.isEmpty()
                              ? decodeText(bytes, part.charset(), part.type == "text/html")
                              : decodeChosen(bytes, part.userCharset);
    decoded.text = withLineFeeds(std::move(decoded.text));
    if (part.type != "text/plain")
        return decoded;
    decoded.text = withoutPgpArmour(decoded.text).text;
    if (sameIgnoringCase(part.contentType.parameter("format"), "flowed"))
        decoded.text = unflowed(decoded.text, sameIgnoringCase(part.contentType.parameter("delsp"), "yes"));
    return decoded;
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

DecodedText readPartText(const MimePart &part, qsizetype most)
{
    const bool hasFiles = !part.shownText.isNull();
    const QByteArrayView whole = hasFiles ? part.shownText : part.content;
    const bool isCut = whole.size() > most;
    const auto content = isCut ? whole.first(most) : whole;
    if (hasFiles || part.encoding == TransferEncoding::Identity)
        return textOf(part, isCut ? cutBetweenLetters(content) : content);
    const QByteArray decoded = decodeTransfer(content, part.encoding);
    return textOf(part, isCut ? cutBetweenLetters(decoded) : QByteArrayView(decoded));
}

QString partTextStart(const MimePart &part, qsizetype octets)
{
    return readPartText(part, octets).text;
}
