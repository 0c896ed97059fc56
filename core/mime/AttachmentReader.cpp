// SPDX-License-Identifier: GPL-3.0-or-later
#include "AttachmentReader.h"

#include "AttachmentName.h"
#include "CalendarReader.h"
#include "ContentSigns.h"
#include "ImageSize.h"
#include "Sha256.h"

#include <algorithm>

namespace
{

QString stemOf(const MimePart &part)
{
    if (part.isMessage())
        return QStringLiteral("message");
    if (part.type.startsWith("image/"))
        return QStringLiteral("image");
    if (part.type == "text/calendar" && part.name.isEmpty())
        return calendarMethod(part) == "REQUEST" ? QStringLiteral("invite") : QStringLiteral("event");
    return QStringLiteral("attachment");
}

} // namespace

AttachmentReader::AttachmentReader(const PartTree &tree, const BodyChoice &choice)
    : m_tree(tree), m_choice(choice)
{
}

std::vector<Attachment> AttachmentReader::attachments(const std::vector<int> &pictures) const
{
    const std::vector<QString> names = uniqueNames();
    std::vector<Attachment> result;
    result.reserve(m_choice.attachments.size());
    for (const int index : m_choice.attachments) {
        const MimePart &part = m_tree[index];
        const QByteArray bytes = decoded(index);
        Attachment attachment;
        attachment.part = m_tree.number(index);
        attachment.name = names[result.size()];
        attachment.type = part.type;
        attachment.size = bytes.size();
        attachment.sha256 = Sha256::of(bytes);
        attachment.content = contentKindOf(bytes);
        attachment.contentId = part.contentId;
        const bool isRelated = part.parent >= 0 && m_tree[part.parent].type == "multipart/related";
        attachment.isInline = part.disposition.value == "inline" ||
                              (part.disposition.value.isEmpty() && isRelated && !part.contentId.isEmpty());
        attachment.isShown =
            m_choice.isShown(index) || std::find(pictures.begin(), pictures.end(), index) != pictures.end();
        result.push_back(std::move(attachment));
    }
    return result;
}

// What the sender has named keeps its name; one that we have made up gives way.
std::vector<QString> AttachmentReader::uniqueNames() const
{
    UniqueNames unique;
    std::vector<QString> names(m_choice.attachments.size());
    for (const bool isNameless : {false, true}) {
        for (size_t i = 0; i < names.size(); ++i) {
            const int part = m_choice.attachments[i];
            if (m_tree[part].name.isEmpty() == isNameless)
                names[i] = unique.take(name(part));
        }
    }
    return names;
}

QString AttachmentReader::name(int part) const
{
    const MimePart &wanted = m_tree[part];
    QString name = QString::fromUtf8(wanted.name);
    if (name.isEmpty() && wanted.isMessage()) {
        name = QString::fromUtf8(wanted.subject);
        name.replace(u'/', u'_').replace(u'\\', u'_'); // no path, but words
        if (!name.isEmpty())
            name += QStringLiteral(".eml");
    }
    return safeFileName(name, wanted.type, stemOf(wanted));
}

int AttachmentReader::pictureWithId(const QByteArray &contentId) const
{
    for (const int index : m_choice.attachments) {
        const MimePart &part = m_tree[index];
        if (part.contentId != contentId || contentId.isEmpty())
            continue;
        for (const int html : m_choice.html) {
            if (m_tree[html].type == "text/html" && mayShow(m_tree, html, index))
                return index;
        }
    }
    return -1;
}

QSize AttachmentReader::pictureSize(const QByteArray &contentId) const
{
    constexpr qsizetype enough = 256 * 1024; // some cameras put a preview before the size
    const int index = pictureWithId(contentId);
    if (index < 0)
        return {};
    const MimePart &part = m_tree[index];
    const auto start = part.content.first(std::min(enough, part.content.size()));
    return imageSizeOf(decodeTransfer(start, part.encoding));
}

QByteArray AttachmentReader::decoded(int part) const
{
    return decodeTransfer(m_tree[part].content, m_tree[part].encoding);
}

MessagePart AttachmentReader::structure() const
{
    return node(0);
}

// The tree is no deeper than PartTree::maxDepth, which bounds this recursion.
MessagePart AttachmentReader::node(int part) const
{
    const MimePart &source = m_tree[part];
    MessagePart result;
    result.type = source.contentType.value;
    result.charset = source.charset();
    result.encoding = source.encodingLabel;
    result.disposition = source.disposition.value;
    result.name = QString::fromUtf8(source.name);
    if (!source.isMultipart())
        result.size =
            source.encoding == TransferEncoding::Identity ? source.content.size() : decoded(part).size();
    if (!source.shownText.isNull()) // files in a text are no MIME parts
        return result;
    result.children.reserve(source.children.size());
    for (const int child : source.children)
        result.children.push_back(node(child));
    return result;
}
