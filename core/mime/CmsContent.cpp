// SPDX-License-Identifier: GPL-3.0-or-later
#include "CmsContent.h"

#include "Octets.h"
#include "TransferEncoding.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace
{

constexpr uchar objectIdentifier = 0x06, octetString = 0x04, octetStrings = 0x24, sequence = 0x30,
                explicitZero = 0xA0;

// The head of a value in BER (X.690 §8.1).
struct BerHead {
    uchar tag = 0;
    bool isConstructed = false;
    bool isIndefinite = false; // goes on to an end-of-contents
    qsizetype size = 0;        // of the content, where it is known

    bool isEnd() const { return tag == 0 && !isConstructed && size == 0; }
};

// Steps through values one behind the other, into and over them.
class BerReader
{
public:
    explicit BerReader(QByteArrayView bytes) : m_bytes(bytes) {}

    bool wasCut() const { return m_wasCut; }
    bool isAtEnd() const { return m_at >= m_bytes.size(); }
    qsizetype position() const { return m_at; }

    // The next head; the reader is at its content then.
    std::optional<BerHead> head();
    // The next head where it has this tag; else the reader stays where it is.
    std::optional<BerHead> headWithTag(uchar tag);
    QByteArrayView take(qsizetype size);
    bool passValue();
    // The content of an octet string, all pieces of it. The reader is behind its head.
    QByteArray octets(const BerHead &head);

private:
    int next() { return isAtEnd() ? -1 : uchar(m_bytes[m_at++]); }

    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    bool m_wasCut = false;
};

std::optional<BerHead> BerReader::head()
{
    constexpr int longTag = 0x1F, longSize = 0x80, mostSizeOctets = 8;
    const int tag = next();
    if (tag < 0 || (tag & longTag) == longTag) // no long tag is used here
        return std::nullopt;
    BerHead head;
    head.tag = uchar(tag);
    head.isConstructed = (tag & 0x20) != 0;
    const int first = next();
    if (first < 0)
        return std::nullopt;
    if (first == longSize) {
        head.isIndefinite = true;
        return head.isConstructed ? std::optional(head) : std::nullopt;
    }
    if (first < longSize) {
        head.size = first;
        return head;
    }
    const int octets = first & 0x7F;
    if (octets > mostSizeOctets)
        return std::nullopt;
    quint64 size = 0;
    for (int i = 0; i < octets; ++i) {
        const int octet = next();
        if (octet < 0)
            return std::nullopt;
        size = size << 8 | quint64(octet);
    }
    head.size = qsizetype(std::min<quint64>(size, quint64(std::numeric_limits<qsizetype>::max())));
    return head;
}

std::optional<BerHead> BerReader::headWithTag(uchar tag)
{
    const qsizetype before = m_at;
    if (auto found = head(); found && found->tag == tag)
        return found;
    m_at = before;
    return std::nullopt;
}

QByteArrayView BerReader::take(qsizetype size)
{
    const qsizetype taken = std::min(size, m_bytes.size() - m_at);
    m_wasCut = m_wasCut || taken < size;
    const auto content = m_bytes.sliced(m_at, taken);
    m_at += taken;
    return content;
}

// Over one value and all that is in it.
bool BerReader::passValue()
{
    qsizetype open = 0; // of indefinite length
    do {
        const auto value = head();
        if (!value) {
            m_wasCut = true;
            return false;
        }
        if (value->isIndefinite)
            ++open;
        else if (value->isEnd() && open > 0)
            --open;
        else
            take(value->size);
    } while (open > 0);
    return true;
}

QByteArray BerReader::octets(const BerHead &string)
{
    if (!string.isConstructed)
        return take(string.size).toByteArray();
    // Pieces may be in pieces again; as they follow each other all the same, only their heads are left out.
    QByteArray result;
    qsizetype open = string.isIndefinite ? 1 : 0;
    const qsizetype end =
        string.isIndefinite ? m_bytes.size() : m_at + std::min(string.size, m_bytes.size() - m_at);
    while (m_at < end) {
        const auto piece = head();
        if (!piece) {
            m_wasCut = true;
            break;
        }
        if (piece->tag == octetString) {
            result += take(piece->size);
        } else if (piece->tag == octetStrings) {
            open += piece->isIndefinite ? 1 : 0;
        } else if (piece->isEnd() && open > 0) {
            if (--open == 0 && string.isIndefinite)
                return result;
        } else {
            m_wasCut = true;
            break;
        }
    }
    m_wasCut = m_wasCut || open > 0 || (!string.isIndefinite && end - m_at != 0);
    return result;
}

// What the content is, by its identifier: 1.2.840.113549.1.7.n, or 1.2.840.113549.1.9.16.1.n.
CmsContent::Kind kindOf(QByteArrayView identifier)
{
    constexpr QByteArrayView pkcs7("\x2A\x86\x48\x86\xF7\x0D\x01\x07");
    constexpr QByteArrayView smime("\x2A\x86\x48\x86\xF7\x0D\x01\x09\x10\x01");
    constexpr char signedData = 2, envelopedData = 3, signedAndEnveloped = 4, encryptedData = 6;
    constexpr char compressedData = 9, authenticatedEnveloped = 23;
    if (identifier.size() == pkcs7.size() + 1 && identifier.startsWith(pkcs7)) {
        const char last = identifier.back();
        if (last == signedData)
            return CmsContent::Kind::Signed;
        return last == envelopedData || last == signedAndEnveloped || last == encryptedData
                   ? CmsContent::Kind::Encrypted
                   : CmsContent::Kind::Other;
    }
    if (identifier.size() == smime.size() + 1 && identifier.startsWith(smime)) {
        if (identifier.back() == compressedData)
            return CmsContent::Kind::Compressed;
        return identifier.back() == authenticatedEnveloped ? CmsContent::Kind::Encrypted
                                                           : CmsContent::Kind::Other;
    }
    return CmsContent::Kind::Unreadable;
}

// SignedData (RFC 5652 §5.1) or CompressedData (RFC 3274 §1.1), which begin alike, up to the content. False
// where it is none.
bool readEncapsulated(BerReader &reader, CmsContent &result)
{
    if (!reader.headWithTag(explicitZero) || !reader.headWithTag(sequence))
        return false;
    if (!reader.passValue() || !reader.passValue()) // version, algorithm or algorithms
        return false;
    const auto encapsulated = reader.headWithTag(sequence);
    const qsizetype start = reader.position();
    const auto type = encapsulated ? reader.headWithTag(objectIdentifier) : std::nullopt;
    if (!type)
        return false;
    reader.take(type->size);
    // What follows may be the certificates, which have the same tag.
    const bool hasEnded = !encapsulated->isIndefinite && reader.position() - start >= encapsulated->size;
    if (hasEnded || !reader.headWithTag(explicitZero)) {
        const bool isSigned = result.kind == CmsContent::Kind::Signed;
        result.kind = CmsContent::Kind::Certificates;
        return isSigned;
    }
    auto content = reader.headWithTag(octetString);
    if (!content)
        content = reader.headWithTag(octetStrings);
    if (!content)
        return false;
    result.content = reader.octets(*content);
    result.wasCut = reader.wasCut();
    return true;
}

// Some programs send it as text: in armour, or encoded twice.
QByteArray withoutText(QByteArrayView bytes)
{
    if (bytes.startsWith("-----BEGIN")) {
        const qsizetype start = lineEnd(bytes, 0) + 1;
        const qsizetype end = bytes.indexOf("\n-----END", std::min(start, bytes.size()) - 1);
        return end > start ? decodeBase64(bytes.sliced(start, end - start)) : QByteArray();
    }
    return bytes.startsWith("MI") ? decodeBase64(bytes) : QByteArray();
}

} // namespace

CmsContent readCms(QByteArrayView bytes)
{
    const QByteArray decoded = withoutText(bytes);
    if (!decoded.isEmpty())
        bytes = decoded;
    CmsContent result;
    BerReader reader(bytes);
    if (!reader.headWithTag(sequence))
        return result;
    const auto identifier = reader.headWithTag(objectIdentifier);
    if (!identifier)
        return result;
    result.kind = kindOf(reader.take(identifier->size));
    if (result.kind != CmsContent::Kind::Signed && result.kind != CmsContent::Kind::Compressed)
        return result;
    if (!readEncapsulated(reader, result))
        result.kind = CmsContent::Kind::Unreadable;
    return result;
}
