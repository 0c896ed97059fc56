// SPDX-License-Identifier: GPL-3.0-or-later
#include "PartTree.h"

#include "Octets.h"
#include "PartScan.h"

#include <algorithm>
#include <optional>

namespace
{

bool isBlankText(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return isBlank(c) || c == '\r' || c == '\n'; });
}

QByteArray withoutBrackets(QByteArray id)
{
    id = id.trimmed();
    if (id.startsWith('<'))
        id = id.sliced(1);
    if (id.endsWith('>'))
        id.chop(1);
    return id;
}

// "text/plain" for whatever cannot be a type (RFC 2045 §5.2).
QByteArray mediaType(const QByteArray &value, bool inDigest)
{
    if (value.isEmpty())
        return inDigest ? "message/rfc822" : "text/plain";
    const qsizetype slash = value.indexOf('/');
    if (slash <= 0 || slash == value.size() - 1)
        return value == "html" ? "text/html" : "text/plain";
    return value;
}

// A line "--x" which comes again, or with a header behind it, is a boundary whatever the header says.
std::optional<QByteArray> boundaryIn(QByteArrayView text)
{
    constexpr int candidates = 20;
    constexpr qsizetype enough = 64 * 1024 * 1024; // each candidate costs a reading
    text = text.first(std::min(enough, text.size()));
    int seen = 0;
    for (qsizetype at = 0; at < text.size() && seen < candidates; at = lineEnd(text, at) + 1) {
        const auto line = lineAt(text, at);
        if (!line.startsWith("--"))
            continue;
        const QByteArray boundary = line.sliced(2).toByteArray().trimmed();
        if (boundary.isEmpty() || boundary.endsWith("--"))
            continue;
        ++seen;
        const qsizetype next = lineEnd(text, at) + 1;
        if (next >= text.size())
            break;
        if (startsIgnoringCase(lineAt(text, next), "Content-") && HeaderBlock::isField(lineAt(text, next)))
            return boundary;
        if (text.sliced(next).contains(QByteArray("\n--" + boundary)))
            return boundary;
    }
    return std::nullopt;
}

// Senders label whole messages as quoted-printable that are not: then their header is to be read as it
// stands.
bool isReallyQuotedPrintable(QByteArrayView content)
{
    const HeaderBlock header(content);
    const auto type = header.first("Content-Type");
    return header.fields().empty() || type.contains("=3D") || type.contains("=3d");
}

} // namespace

PartTree::PartTree(const HeaderBlock &header, QByteArrayView body, QByteArray userCharset)
    : m_userCharset(std::move(userCharset))
{
    addPart(-1, header, body);
    PartScan(*this, 0, body).run();
    openClosedParts();
}

PartTree::PartTree(QByteArrayView text, QByteArray userCharset) : m_userCharset(std::move(userCharset))
{
    addPart(-1, HeaderBlock(), text);
    openClosedParts();
}

int PartTree::addPart(int parent, const HeaderBlock &header, QByteArrayView content)
{
    MimePart part;
    part.parent = parent;
    part.content = content;
    part.userCharset = m_userCharset;
    if (parent >= 0) {
        part.depth = m_parts[size_t(parent)].depth + 1;
        part.nesting = m_parts[size_t(parent)].nesting;
        for (const QString &defect : header.defects())
            addDefect(defect);
    }
    readFields(part, header);
    m_parts.push_back(std::move(part));
    const int index = count() - 1;
    if (parent >= 0) {
        auto &above = m_parts[size_t(parent)];
        above.children.push_back(index);
        if (above.isMessage())
            above.subject =
                HeaderText(header, m_bodyCharset, m_userCharset).text(header.first("Subject")).toUtf8();
    }
    return index;
}

void PartTree::readFields(MimePart &part, const HeaderBlock &header)
{
    const HeaderText text(header, m_bodyCharset, m_userCharset);
    const bool inDigest = part.parent >= 0 && m_parts[size_t(part.parent)].type == "multipart/digest";
    part.contentType = readContentType(header.first("Content-Type"), text);
    part.type = mediaType(part.contentType.value, inDigest);
    part.contentType.value = part.type;
    if (const auto raw = header.first("Content-Disposition"); !raw.isEmpty())
        part.disposition = readContentDisposition(raw, text);
    part.name = part.disposition.parameter("filename");
    if (part.name.isEmpty())
        part.name = part.contentType.parameter("name");
    if (part.name.contains("=?"))
        part.name =
            text.text(part.name).toUtf8(); // RFC 2047 §5 forbids words in parameters, and they are usual
    if (const auto raw = header.first("Content-ID"); !raw.isEmpty())
        part.contentId = withoutBrackets(text.canonical(raw));
    if (const auto raw = header.first("Content-Location"); !raw.isEmpty())
        part.contentLocation = text.canonical(raw);
    if (const auto raw = header.first("Content-Transfer-Encoding"); !raw.isEmpty()) {
        part.encoding = transferEncodingOf(raw);
        part.encodingLabel = loweredCopy(raw);
    }
    if (part.contentType.wasCut || part.disposition.wasCut)
        addDefect(QStringLiteral("cut: more than %1 parameters").arg(ContentField::maxParameters));
    if (part.isMessage() && part.encoding == TransferEncoding::QuotedPrintable &&
        !isReallyQuotedPrintable(part.content))
        part.encoding = TransferEncoding::Identity;
    if (m_bodyCharset.isEmpty() && part.isTextOrHtml())
        m_bodyCharset = part.charset();
}

// Opens what the scan left closed: encoded messages, multiparts in which no boundary was found, and what
// other notations wrap. Goes over the list while it grows, so that it opens what it finds, too.
void PartTree::openClosedParts()
{
    for (int i = 0; i < count(); ++i) {
        const MimePart &part = m_parts[size_t(i)];
        if (!part.children.empty())
            continue;
        if (part.isMessage())
            openMessage(i);
        else if (part.isMultipart())
            openMultipart(i);
        else if (part.type == "text/plain")
            openFilesInText(i);
        else
            openWrapper(i);
    }
}

void PartTree::openMessage(int index)
{
    const MimePart &part = m_parts[size_t(index)];
    if (part.encoding == TransferEncoding::Identity)
        return;
    if (part.nesting >= maxNesting || part.depth >= maxDepth || count() >= maxParts) {
        addDefect(QStringLiteral("cut: messages nested deeper than %1").arg(maxNesting));
        return;
    }
    if (m_opened + part.content.size() > maxOpened) {
        addDefect(QStringLiteral("cut: %1 not opened").arg(QString::fromLatin1(part.type)));
        return;
    }
    m_opened += part.content.size();
    m_decoded.push_back(decodeTransfer(part.content, part.encoding));
    const QByteArrayView bytes = m_decoded.back();
    const HeaderBlock header(bytes);
    const auto body = bytes.sliced(header.size());
    const int child = addPart(index, header, body);
    m_parts[size_t(child)].nesting += 1;
    PartScan(*this, child, body).run();
}

void PartTree::openMultipart(int index)
{
    constexpr int maxSniffed = 16; // each costs a reading of the part
    const MimePart &part = m_parts[size_t(index)];
    if (isBlankText(part.content))
        return;
    if (part.depth < maxDepth && count() < maxParts && m_sniffed < maxSniffed) {
        ++m_sniffed;
        const auto content = part.content;
        if (const auto boundary = boundaryIn(content);
            boundary && openWithBoundary(index, *boundary, content)) {
            addDefect(QStringLiteral("repaired: boundary of a multipart"));
            return;
        }
        if (m_parts[size_t(index)].encoding == TransferEncoding::Base64 && openDecoded(index, content)) {
            addDefect(QStringLiteral("repaired: multipart in base64"));
            return;
        }
    }
    showAsText(index);
}

// RFC 2045 §6.4 forbids to encode a multipart; some do.
bool PartTree::openDecoded(int index, QByteArrayView content)
{
    QByteArray decoded = decodeBase64(content);
    const QByteArray boundary = m_parts[size_t(index)].contentType.parameter("boundary");
    if (boundary.isEmpty() || !decoded.contains("--" + boundary))
        return false;
    m_decoded.push_back(std::move(decoded));
    return openWithBoundary(index, boundary, m_decoded.back());
}

bool PartTree::openWithBoundary(int index, const QByteArray &boundary, QByteArrayView content)
{
    MimePart &part = m_parts[size_t(index)];
    const auto before = part;
    std::erase_if(part.contentType.parameters, [](const auto &entry) { return entry.first == "boundary"; });
    part.contentType.parameters.emplace_back("boundary", boundary);
    part.content = content;
    PartScan(*this, index, content).run();
    if (!m_parts[size_t(index)].children.empty())
        return true;
    m_parts[size_t(index)] = before;
    return false;
}

void PartTree::showAsText(int index)
{
    MimePart &part = m_parts[size_t(index)];
    addDefect(QStringLiteral("repaired: multipart without parts shown as text"));
    const QByteArray start =
        loweredCopy(part.content.first(std::min<qsizetype>(part.content.size(), 200))).trimmed();
    part.type = start.startsWith("<html") || start.startsWith("<!doctype") ? "text/html" : "text/plain";
    if (part.encoding == TransferEncoding::Base64)
        part.encoding = TransferEncoding::Identity; // what was encoded would have been opened
    if (m_bodyCharset.isEmpty())
        m_bodyCharset = part.charset();
    if (part.type == "text/plain")
        openFilesInText(index);
}

void PartTree::addDefect(const QString &defect)
{
    constexpr int enough = 50;
    if (m_defects.size() < enough && !m_defects.contains(defect))
        m_defects.append(defect);
}

QString PartTree::number(int index) const
{
    QString result;
    for (int at = index; m_parts[size_t(at)].parent >= 0; at = m_parts[size_t(at)].parent) {
        const auto &siblings = m_parts[size_t(m_parts[size_t(at)].parent)].children;
        const auto place = std::find(siblings.begin(), siblings.end(), at) - siblings.begin() + 1;
        result = QString::number(place) + (result.isEmpty() ? QString() : u'.' + result);
    }
    return result.isEmpty() ? QStringLiteral("0") : result;
}

int PartTree::indexOf(const QString &number) const
{
    if (m_parts.empty() || number == QStringLiteral("0"))
        return m_parts.empty() ? -1 : 0;
    int at = 0;
    for (const QString &step : number.split(u'.')) {
        bool isNumber = false;
        const int place = step.toInt(&isNumber);
        const auto &children = m_parts[size_t(at)].children;
        if (!isNumber || place < 1 || size_t(place) > children.size())
            return -1;
        at = children[size_t(place) - 1];
    }
    return at;
}
