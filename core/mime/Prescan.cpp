// SPDX-License-Identifier: GPL-3.0-or-later
#include "Prescan.h"

#include "HeaderBlock.h"
#include "Octets.h"

#include <algorithm>

namespace
{

// Mail from old Macintoshes ends its lines with CR alone; a server then adds a last CRLF. Telling sign: a CR
// within the first line, with a header line, a folded line or another CR behind it.
bool hasBareCarriageReturns(QByteArrayView bytes)
{
    const qsizetype end = lineEnd(bytes, 0);
    const void *found = end > 0 ? std::memchr(bytes.data(), '\r', size_t(end)) : nullptr;
    if (!found)
        return false;
    const qsizetype at = static_cast<const char *>(found) - bytes.data();
    if (at + 1 >= end) // the CR of a CRLF, or the last octet of all
        return false;
    const auto rest = bytes.sliced(at + 1, std::min<qsizetype>(end - at - 1, 512));
    const qsizetype next = rest.indexOf('\r');
    const auto line = next < 0 ? rest : rest.first(next);
    return at == 0 || line.isEmpty() || isBlank(line[0]) || HeaderBlock::isField(line);
}

QByteArray withLineFeeds(QByteArrayView bytes)
{
    QByteArray result = bytes.toByteArray();
    char *at = result.data();
    char *const end = at + result.size();
    while (at < end) {
        at = static_cast<char *>(std::memchr(at, '\r', size_t(end - at)));
        if (!at)
            break;
        if (at + 1 == end || at[1] != '\n')
            *at = '\n';
        ++at;
    }
    return result;
}

// Passes over what programs put before a header: a byte order mark, empty lines, the From_ line of an mbox.
void skipForeignLines(Prescan &scan)
{
    bool blank = false;
    bool mbox = false;
    auto &bytes = scan.bytes;
    if (bytes.startsWith("\xEF\xBB\xBF")) {
        bytes = bytes.sliced(3);
        scan.defects.append(QStringLiteral("skipped: byte order mark"));
    }
    while (!bytes.isEmpty()) {
        const auto line = lineAt(bytes, 0);
        if (isBlankLine(line))
            blank = true;
        else if (line.startsWith("From ") || line.startsWith(">From "))
            mbox = true;
        else
            break;
        bytes = bytes.sliced(std::min(lineEnd(bytes, 0) + 1, bytes.size()));
    }
    if (blank)
        scan.defects.append(QStringLiteral("skipped: empty lines before the header"));
    if (mbox)
        scan.defects.append(QStringLiteral("skipped: mbox From line"));
}

bool startsWithHeader(QByteArrayView bytes)
{
    if (HeaderBlock::isField(lineAt(bytes, 0)))
        return true;
    // One broken line before a header that is in order.
    const qsizetype next = std::min(lineEnd(bytes, 0) + 1, bytes.size());
    return next < bytes.size() && HeaderBlock::isKnownField(lineAt(bytes, next));
}

} // namespace

Prescan prescan(QByteArrayView received, qsizetype most)
{
    Prescan scan;
    scan.bytes = received;
    if (received.size() > most) {
        scan.defects.append(QStringLiteral("cut: read %1 of %2 octets").arg(most).arg(received.size()));
        scan.bytes = received.first(most);
    }
    if (hasBareCarriageReturns(scan.bytes)) {
        scan.defects.append(QStringLiteral("repaired: lines ended by CR alone"));
        scan.repaired = withLineFeeds(scan.bytes);
        scan.bytes = scan.repaired;
    }
    const QByteArrayView all = scan.bytes;
    skipForeignLines(scan);
    scan.hasHeader = startsWithHeader(scan.bytes);
    if (!scan.hasHeader) {
        // Nothing that was sent may be hidden: what looked like lines before a header is text after all.
        const QString cut = scan.defects.value(0);
        scan.defects.clear();
        if (cut.startsWith(QStringLiteral("cut:")) || cut.startsWith(QStringLiteral("repaired:")))
            scan.defects.append(cut);
        scan.defects.append(all.isEmpty() ? QStringLiteral("empty message") : QStringLiteral("no header"));
        scan.bytes = all;
    }
    return scan;
}
