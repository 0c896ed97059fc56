// SPDX-License-Identifier: GPL-3.0-or-later
#include "WordContent.h"

#include "EnrichedText.h"
#include "HtmlWords.h"
#include "Octets.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace
{
// Names under which text is sent as application/octet-stream, or as what opens it (a spreadsheet).
constexpr std::array<std::string_view, 28> textExtensions{
    "txt",  "text",  "csv", "tsv", "log", "md",  "rst", "json", "xml", "yaml", "yml", "ini", "conf", "cfg",
    "diff", "patch", "tex", "srt", "ics", "vcf", "sql", "html", "htm", "css",  "js",  "py",  "sh",   "c"};

QByteArray extensionOfName(const MimePart &part)
{
    const qsizetype dot = part.name.lastIndexOf('.');
    return dot < 0 ? QByteArray() : loweredCopy(part.name.sliced(dot + 1));
}

bool isTextType(const QByteArray &type)
{
    return type.startsWith("text/") || type.startsWith("message/") || type == "application/json" ||
           type == "application/xml" || type.endsWith("+xml") || type.endsWith("+json") ||
           type == "application/csv" || type == "application/x-yaml";
}

// Text has hardly any control characters; UTF-16 and UTF-32 have nothing else, but say so.
bool looksBinary(const MimePart &part)
{
    constexpr qsizetype enough = 4096;
    constexpr qsizetype oneIn = 10;
    const QByteArray charset = loweredCopy(part.charset());
    if (charset.startsWith("utf-16") || charset.startsWith("utf-32") || charset.startsWith("ucs"))
        return false;
    const auto start = part.content.first(std::min(enough, part.content.size()));
    const QByteArray bytes = decodeTransfer(start, part.encoding);
    if (bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF"))
        return false;
    const auto controls = std::count_if(bytes.begin(), bytes.end(), [](char c) {
        return (uchar(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1B) ||
               c == 0x7F;
    });
    return controls * oneIn > bytes.size();
}

bool isHtmlContent(const MimePart &part)
{
    if (part.type.startsWith("text/"))
        return part.type == "text/html";
    const QByteArray extension = extensionOfName(part);
    return part.type == "application/xhtml+xml" || extension == "html" || extension == "htm";
}

// What is encrypted in the middle of a text (RFC 9580 §6.2) is noise to a search.
QString withoutArmour(QString text)
{
    const QString head = QStringLiteral("-----BEGIN PGP MESSAGE-----");
    const QString tail = QStringLiteral("-----END PGP MESSAGE-----");
    for (qsizetype begin = text.indexOf(head); begin >= 0; begin = text.indexOf(head, begin)) {
        const qsizetype end = text.indexOf(tail, begin);
        text.remove(begin, end < 0 ? text.size() - begin : end + tail.size() - begin);
    }
    return text;
}
} // namespace

bool wordContent::isMessage(const MimePart &part)
{
    return part.isMessage() || (!part.type.startsWith("text/") && extensionOfName(part) == "eml");
}

bool wordContent::isText(const MimePart &part)
{
    if (!isTextType(part.type)) {
        const QByteArray extension = extensionOfName(part);
        const std::string_view wanted(extension.constData(), size_t(extension.size()));
        if (std::find(textExtensions.begin(), textExtensions.end(), wanted) == textExtensions.end())
            return false;
    }
    return !looksBinary(part);
}

QString wordContent::text(const MimePart &part, const QString &decoded)
{
    if (const EnrichedKind enriched = enrichedKindOf(part.type); enriched != EnrichedKind::None)
        return enrichedToText(decoded, enriched);
    return isHtmlContent(part) ? htmlWords(decoded) : withoutArmour(decoded);
}
