// SPDX-License-Identifier: GPL-3.0-or-later
#include "MimeMessage.h"

#include "AttachmentReader.h"
#include "BodyChoice.h"
#include "BodyText.h"
#include "Envelope.h"
#include "HeaderBlock.h"
#include "HeaderText.h"
#include "MessageDate.h"
#include "PartTree.h"
#include "Prescan.h"
#include "SafeHtml.h"

namespace
{

HeaderBlock headerOf(const Prescan &scan)
{
    return scan.hasHeader ? HeaderBlock(scan.bytes) : HeaderBlock();
}

PartTree treeOf(const Prescan &scan, const HeaderBlock &header)
{
    return scan.hasHeader ? PartTree(header, scan.bytes.sliced(header.size())) : PartTree(scan.bytes);
}

} // namespace

class MimeMessage::Private
{
public:
    explicit Private(QByteArray received)
        : bytes(std::move(received)), scan(prescan(bytes)), block(headerOf(scan)), tree(treeOf(scan, block)),
          text(block, tree.bodyCharset()), choice(chooseBody(tree))
    {
    }

    MessageHeader header(qint64 received) const;
    QStringList defects() const;
    void show(MessageBody &body, const RenderOptions &options) const;

    const QByteArray bytes;
    const Prescan scan;
    const HeaderBlock block;
    const PartTree tree;
    const HeaderText text;
    const BodyChoice choice;
};

MessageHeader MimeMessage::Private::header(qint64 received) const
{
    MessageHeader header = readEnvelope(block, text);
    const MessageDate date = dateOf(block, received);
    header.date = date.seconds;
    header.dateSource = date.source;
    return header;
}

QStringList MimeMessage::Private::defects() const
{
    return scan.defects + block.defects() + addressDefects(block) + tree.defects();
}

void MimeMessage::Private::show(MessageBody &body, const RenderOptions &options) const
{
    const AttachmentReader reader(tree, choice);
    BodyText words = readBodyText(tree, choice);
    body.text = std::move(words.text);
    body.html = std::move(words.html);
    body.preview = readPreview(tree, choice);
    if (words.unreadable > 0)
        body.defects.append(
            QStringLiteral("text: %1 places that could not be decoded").arg(words.unreadable));
    QStringList shownIds;
    if (!body.html.isNull()) {
        SafeHtml safe = makeSafeHtml(body.html, options,
                                     [&reader](const QByteArray &id) { return reader.pictureSize(id); });
        body.safeHtml = std::move(safe.html);
        body.remoteImages = safe.remoteImages;
        body.defects += safe.defects;
        shownIds = std::move(safe.contentIds);
    }
    for (const QString &id : shownIds) {
        const int picture = reader.pictureWithId(id.toUtf8());
        if (picture >= 0)
            body.images.insert(QStringLiteral("cid:") + id, reader.decoded(picture));
    }
    body.attachments = reader.attachments(shownIds);
    body.structure = reader.structure();
    // A reader who sees nothing has to be told that this is all.
    if (body.text.isEmpty() && body.attachments.empty() && body.defects.isEmpty())
        body.defects.append(body.html.isNull() ? QStringLiteral("empty message")
                                               : QStringLiteral("no words"));
}

MimeMessage::MimeMessage(QByteArray bytes) : d(std::make_unique<Private>(std::move(bytes))) {}

MimeMessage::~MimeMessage() = default;

MimeMessage::MimeMessage(MimeMessage &&) noexcept = default;

MessageHeader MimeMessage::header() const
{
    return d->header(0);
}

MessageBody MimeMessage::body(const RenderOptions &options, qint64 received) const
{
    MessageBody body;
    body.header = d->header(received);
    body.defects = d->defects();
    d->show(body, options);
    return body;
}

std::optional<QByteArray> MimeMessage::attachment(const QString &part) const
{
    const int index = d->tree.indexOf(part);
    if (index < 0 || (d->tree[index].isMultipart() && !d->tree[index].children.empty()))
        return std::nullopt;
    return AttachmentReader(d->tree, d->choice).decoded(index);
}
