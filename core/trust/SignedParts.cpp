// SPDX-License-Identifier: GPL-3.0-or-later
#include "SignedParts.h"

#include "CmsContent.h"
#include "Octets.h"
#include "ParsedMessage.h"

namespace
{

using SignatureKind = MessageSignature::Kind;

bool isPgpProof(const MimePart &part)
{
    return part.type == "application/pgp-signature";
}

bool isSmimeProof(const MimePart &part)
{
    return part.type == "application/pkcs7-signature" || part.type == "application/x-pkcs7-signature";
}

bool isSmimeWrapper(const MimePart &part)
{
    return part.type == "application/pkcs7-mime" || part.type == "application/x-pkcs7-mime" ||
           (part.type == "application/octet-stream" && part.name.toLower().endsWith(".p7m"));
}

QByteArray decoded(const MimePart &part)
{
    return decodeTransfer(part.content, part.encoding);
}

// Each line ended by CRLF, as it is on the wire and was signed.
QByteArray onTheWire(QByteArrayView text)
{
    QByteArray wire;
    wire.reserve(text.size() + text.size() / 40);
    for (qsizetype at = 0; at < text.size();) {
        const qsizetype end = lineEnd(text, at);
        wire.append(lineAt(text, at).data(), lineAt(text, at).size());
        if (end < text.size())
            wire += "\r\n";
        at = end + 1;
    }
    return wire;
}

bool isDelimiter(QByteArrayView line, const QByteArray &boundary)
{
    while (!line.isEmpty() && isBlank(line.back()))
        line = line.chopped(1);
    return line.size() == boundary.size() + 2 && line.startsWith("--") && line.sliced(2) == boundary;
}

// The first part of a multipart with its header, without the line end that belongs to the delimiter
// (RFC 2046 §5.1.1). Null where there are no two delimiters.
QByteArrayView firstPart(QByteArrayView content, const QByteArray &boundary)
{
    qsizetype start = -1;
    for (qsizetype at = 0; at < content.size(); at = lineEnd(content, at) + 1) {
        if (!isDelimiter(lineAt(content, at), boundary))
            continue;
        if (start < 0) {
            start = lineEnd(content, at) + 1;
            continue;
        }
        qsizetype end = at > start ? at - 1 : start;
        if (end > start && content[end - 1] == '\r')
            --end;
        return content.sliced(start, end - start);
    }
    return {};
}

class Finder
{
public:
    explicit Finder(const PartTree &tree) : m_tree(tree) {}

    std::vector<SignedPart> find()
    {
        for (int i = 0; i < m_tree.count() && int(m_found.size()) < maxSigned; ++i) {
            const MimePart &part = m_tree[i];
            if (isWithinMessage(i))
                continue; // which is looked at by itself
            if (part.type == "multipart/signed")
                addDetached(i);
            else if (isSmimeWrapper(part))
                addOpaque(i);
            else if (part.type == "text/plain" && part.children.empty())
                addInline(i);
        }
        return std::move(m_found);
    }

private:
    bool isWithinMessage(int index) const
    {
        for (int at = m_tree[index].parent; at >= 0; at = m_tree[at].parent)
            if (m_tree[at].isMessage())
                return true;
        return false;
    }

    // True where the reader shows nothing beside this part.
    bool isAlone(int index) const
    {
        for (int at = m_tree[index].parent; at >= 0; at = m_tree[at].parent) {
            const MimePart &around = m_tree[at];
            const bool isPacked = around.wrapper == MimePart::Wrapper::CompressedContent;
            if ((!around.isMultipart() && !isPacked) || around.children.size() != 1)
                return false;
        }
        return true;
    }

    void add(int index, SignatureKind kind, bool coversAll, QByteArray content, QByteArray proof)
    {
        SignedPart part;
        part.signature.part = m_tree.number(index);
        part.signature.kind = kind;
        part.signature.coversAll = coversAll;
        part.content = std::move(content);
        part.proof = std::move(proof);
        m_found.push_back(std::move(part));
    }

    void addDetached(int index)
    {
        const MimePart &part = m_tree[index];
        if (part.children.size() < 2)
            return;
        const MimePart &shown = m_tree[part.children[0]];
        const MimePart &proof = m_tree[part.children[1]];
        if (!isPgpProof(proof) && !isSmimeProof(proof))
            return;
        const QByteArrayView raw = firstPart(part.content, part.contentType.parameter("boundary"));
        // The reader and the signer must have the same part in mind.
        const bool isSame = !raw.isEmpty() && shown.content.data() >= raw.data() &&
                            shown.content.data() + shown.content.size() == raw.data() + raw.size();
        add(index, isPgpProof(proof) ? SignatureKind::OpenPgp : SignatureKind::Smime,
            isSame && part.children.size() == 2 && isAlone(index), onTheWire(raw), decoded(proof));
    }

    void addOpaque(int index)
    {
        QByteArray proof = decoded(m_tree[index]);
        if (readCms(proof).kind == CmsContent::Kind::Signed)
            add(index, SignatureKind::Smime, isAlone(index), {}, std::move(proof));
    }

    void addInline(int index)
    {
        static const QByteArray begin = "-----BEGIN PGP SIGNED MESSAGE-----";
        static const QByteArray end = "-----END PGP SIGNATURE-----";
        const QByteArray text = decoded(m_tree[index]);
        for (qsizetype at = 0; int(m_found.size()) < maxSigned;) {
            const qsizetype start = text.indexOf(begin, at);
            const qsizetype last = start < 0 ? -1 : text.indexOf(end, start);
            if (last < 0)
                break;
            at = last + end.size();
            if (start > 0 && text[start - 1] != '\n')
                continue;
            const bool isAllOfIt =
                text.first(start).trimmed().isEmpty() && text.sliced(at).trimmed().isEmpty();
            add(index, SignatureKind::OpenPgp, isAllOfIt && isAlone(index), {},
                text.sliced(start, at - start) + '\n');
        }
    }

    const PartTree &m_tree;
    std::vector<SignedPart> m_found;
};

} // namespace

std::vector<SignedPart> signedParts(QByteArrayView message)
{
    const ParsedMessage parsed(message);
    return Finder(parsed.tree).find();
}
