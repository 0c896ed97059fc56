// SPDX-License-Identifier: GPL-3.0-or-later
//
// The part of PartTree that finds files within a text: what programs before MIME sent, and some still do.
#include "PartTree.h"

#include "UuFiles.h"

// In base64 nobody hides them: what needs one armour does not need the other.
void PartTree::openFilesInText(int index)
{
    constexpr QByteArrayView mark("begin ");
    const MimePart &part = m_parts[size_t(index)];
    const bool isReadable =
        part.encoding == TransferEncoding::Identity || part.encoding == TransferEncoding::QuotedPrintable;
    if (!isReadable || part.disposition.value == "attachment" || !part.content.contains(mark) ||
        part.depth >= maxDepth)
        return;
    QByteArrayView text = part.content;
    if (part.encoding == TransferEncoding::QuotedPrintable) {
        m_decoded.push_back(decodeTransfer(part.content, part.encoding));
        text = m_decoded.back();
    }
    const std::vector<UuFile> files = findUuFiles(text);
    if (files.empty())
        return;
    m_decoded.push_back(withoutUuFiles(text, files));
    m_parts[size_t(index)].shownText = m_decoded.back();
    for (const UuFile &file : files) {
        if (count() >= maxParts) {
            addDefect(QStringLiteral("cut: more than %1 parts").arg(maxParts));
            return;
        }
        const int child = addPart(index, HeaderBlock(), file.block);
        MimePart &found = m_parts[size_t(child)];
        found.type = found.contentType.value = "application/octet-stream";
        found.encoding = TransferEncoding::Uuencode;
        found.name = HeaderText(HeaderBlock(), m_bodyCharset, m_userCharset).rawText(file.name).toUtf8();
        found.disposition.value = "attachment";
    }
}
