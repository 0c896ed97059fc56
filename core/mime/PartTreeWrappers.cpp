// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of PartTree that opens what is not MIME: S/MIME's signed-data and compressed-data (RFC 8551
// §3.5.2, §3.6) and TNEF.
#include "CmsContent.h"
#include "Inflate.h"
#include "Octets.h"
#include "PartScan.h"
#include "PartTree.h"
#include "TnefParts.h"
#include "TnefReader.h"

#include <algorithm>

namespace
{

// A part whose type says nothing is what its name says.
bool isNamed(const MimePart &part, const char *extension)
{
    return part.type == "application/octet-stream" && loweredCopy(part.name).endsWith(extension);
}

bool isCms(const MimePart &part)
{
    return part.type == "application/pkcs7-mime" || part.type == "application/x-pkcs7-mime" ||
           isNamed(part, ".p7m") || isNamed(part, ".p7c") || isNamed(part, ".p7z");
}

bool isTnefPart(const MimePart &part)
{
    return part.type == "application/ms-tnef" || part.type == "application/vnd.ms-tnef" ||
           isNamed(part, "winmail.dat");
}

// Where the content cannot be read at all, its label is all there is.
MimePart::Wrapper labelledAs(const MimePart &part)
{
    const QByteArray label = loweredCopy(part.contentType.parameter("smime-type"));
    if (label == "certs-only")
        return MimePart::Wrapper::Certificates;
    return label == "enveloped-data" || label == "authenveloped-data" ? MimePart::Wrapper::Encrypted
                                                                      : MimePart::Wrapper::None;
}

} // namespace

void PartTree::openWrapper(int index)
{
    const MimePart &part = m_parts[size_t(index)];
    const bool isTnef = isTnefPart(part);
    if (!isTnef && !isCms(part))
        return;
    const bool isTooDeep = part.nesting >= maxNesting || part.depth + 2 > maxDepth || count() >= maxParts;
    if (isTooDeep || m_opened + part.content.size() > maxOpened) {
        addDefect(QStringLiteral("cut: %1 not opened").arg(QString::fromLatin1(part.type)));
        return;
    }
    m_opened += part.content.size();
    QByteArray bytes = decodeTransfer(part.content, part.encoding);
    if (isTnef)
        return openTnef(index, std::move(bytes));
    CmsContent cms = readCms(bytes);
    MimePart &wrapper = m_parts[size_t(index)];
    switch (cms.kind) {
    case CmsContent::Kind::Signed:
        wrapper.problem = cms.wasCut ? QStringLiteral("cut short") : QString();
        openEntity(index, MimePart::Wrapper::SignedContent, std::move(cms.content));
        break;
    case CmsContent::Kind::Compressed:
        openCompressed(index, cms.content, cms.wasCut);
        break;
    case CmsContent::Kind::Certificates:
        wrapper.wrapper = MimePart::Wrapper::Certificates;
        break;
    case CmsContent::Kind::Encrypted:
        wrapper.wrapper = MimePart::Wrapper::Encrypted;
        break;
    case CmsContent::Kind::Other:
    case CmsContent::Kind::Unreadable:
        wrapper.wrapper = labelledAs(wrapper);
        if (wrapper.wrapper == MimePart::Wrapper::None && !bytes.isEmpty())
            addDefect(QStringLiteral("unreadable: S/MIME"));
        break;
    }
}

// A megabyte of zeros is packed into a thousand octets: what is unpacked is bounded by what is packed.
void PartTree::openCompressed(int index, const QByteArray &packed, bool wasCut)
{
    constexpr qsizetype alwaysAllowed = 16 * 1024 * 1024, mostTimes = 20;
    const qsizetype room = std::max<qsizetype>(maxOpened - m_opened, 0);
    Inflated entity = inflateZlib(packed, std::min(room, std::max(alwaysAllowed, mostTimes * packed.size())));
    if (entity.bytes.isEmpty()) {
        addDefect(QStringLiteral("unreadable: S/MIME"));
        return;
    }
    if (wasCut || !entity.isWhole)
        m_parts[size_t(index)].problem = QStringLiteral("cut short");
    openEntity(index, MimePart::Wrapper::CompressedContent, std::move(entity.bytes));
}

void PartTree::openEntity(int index, MimePart::Wrapper wrapper, QByteArray content)
{
    m_opened += content.size();
    m_decoded.push_back(std::move(content));
    m_parts[size_t(index)].wrapper = wrapper;
    const QByteArrayView bytes = m_decoded.back();
    const HeaderBlock header(bytes);
    const auto body = bytes.sliced(header.size());
    const int child = addPart(index, header, body);
    m_parts[size_t(child)].nesting += 1;
    PartScan(*this, child, body).run();
}

void PartTree::openTnef(int index, QByteArray bytes)
{
    m_decoded.push_back(std::move(bytes)); // does not move the octets
    TnefParts tnef = readTnefParts(m_decoded.back());
    m_parts[size_t(index)].wrapper = MimePart::Wrapper::Tnef;
    m_parts[size_t(index)].problem = tnef.problem;
    for (TnefPart &part : tnef.parts) {
        if (count() >= maxParts) {
            addDefect(QStringLiteral("cut: more than %1 parts").arg(maxParts));
            m_parts[size_t(index)].problem = QStringLiteral("too many attachments");
            return;
        }
        QByteArrayView content = part.content;
        if (!part.made.isEmpty()) {
            m_opened += part.made.size();
            m_decoded.push_back(std::move(part.made));
            content = m_decoded.back();
        }
        const int child = addPart(index, HeaderBlock(part.header), content);
        m_parts[size_t(child)].nesting += 1;
        if (m_parts[size_t(child)].isMessage())
            PartScan(*this, child, content).run();
    }
}
