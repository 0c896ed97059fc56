// SPDX-License-Identifier: GPL-3.0-or-later
#include "MimeMessage.h"

#include "AttachmentReader.h"
#include "AutomaticReply.h"
#include "BodyText.h"
#include "CardReader.h"
#include "Envelope.h"
#include "MessageDate.h"
#include "ParsedMessage.h"
#include "PicturesBelow.h"
#include "SafeHtml.h"

#include <algorithm>

class MimeMessage::Private
{
public:
    explicit Private(QByteArray received, const QByteArray &userCharset = {})
        : bytes(std::move(received)), parsed(bytes, userCharset, bytes.size())
    {
    }

    MessageBody body(const RenderOptions &options, qint64 received) const;

    MessageHeader header(qint64 received) const;
    QStringList defects() const;
    void show(MessageBody &body, const RenderOptions &options) const;
    void listTexts(BodyChoice &choice) const;
    void showFiles(MessageBody &body, const BodyChoice &choice, const QStringList &shownIds) const;

    const QByteArray bytes;
    const ParsedMessage parsed;
};

MessageHeader MimeMessage::Private::header(qint64 received) const
{
    MessageHeader header = readEnvelope(parsed.header, parsed.text);
    const MessageDate date = dateOf(parsed.header, received);
    header.date = date.seconds;
    header.dateSource = date.source;
    return header;
}

QStringList MimeMessage::Private::defects() const
{
    QStringList defects =
        parsed.scan.defects + parsed.header.defects() + addressDefects(parsed.header) + parsed.tree.defects();
    for (const MimePart &part : parsed.tree.parts()) {
        if (part.wrapsEntity() && !part.problem.isEmpty())
            defects.append(part.wrapper == MimePart::Wrapper::SignedContent
                               ? QStringLiteral("cut: S/MIME signed content")
                               : QStringLiteral("cut: S/MIME compressed content"));
    }
    return defects;
}

void MimeMessage::Private::show(MessageBody &body, const RenderOptions &options) const
{
    body.cards = readCards(parsed);
    BodyChoice choice = withoutCards(parsed.choice, parsed.tree, body.cards);
    const AttachmentReader reader(parsed.tree, choice);
    BodyText words = readBodyText(parsed.tree, choice);
    body.text = std::move(words.text);
    body.html = std::move(words.html);
    body.charset = std::move(words.charset);
    body.preview = readPreview(parsed.tree, parsed.choice);
    body.defects += words.notes;
    if (words.unreadable > 0)
        body.defects.append(
            QStringLiteral("text: %1 places that could not be decoded").arg(words.unreadable));
    bool isCut = words.isCut;
    QStringList shownIds;
    if (!body.html.isNull()) {
        SafeHtml safe = makeSafeHtml(body.html, options,
                                     [&reader](const QByteArray &id) { return reader.pictureSize(id); });
        body.safeHtml = std::move(safe.html);
        body.remoteImages = safe.remoteImages;
        body.remotePictures = std::move(safe.remotePictures);
        body.trackingPixels = safe.trackingPixels;
        body.lyingLinks = std::move(safe.lyingLinks);
        body.hasUnreadLinks = safe.hasUnreadLinks;
        body.defects += safe.defects;
        isCut = isCut || safe.wasCut;
        shownIds = std::move(safe.contentIds);
    }
    if (isCut)
        listTexts(choice);
    showFiles(body, choice, shownIds);
    for (Attachment &attachment : body.attachments) {
        if (isCut && choice.isShown(parsed.tree.indexOf(attachment.part)))
            attachment.isShown = false; // for all of it
    }
    // A reader who sees nothing has to be told that this is all.
    if (body.text.isEmpty() && body.attachments.empty() && body.cards.empty() && body.defects.isEmpty())
        body.defects.append(body.html.isNull() ? QStringLiteral("empty message")
                                               : QStringLiteral("no words"));
}

// A text of which not all is shown can be saved.
void MimeMessage::Private::listTexts(BodyChoice &choice) const
{
    for (int part = 0; part < parsed.tree.count(); ++part) {
        auto &listed = choice.attachments;
        if (choice.isShown(part) && std::find(listed.begin(), listed.end(), part) == listed.end())
            listed.push_back(part);
    }
    std::sort(choice.attachments.begin(), choice.attachments.end());
}

// Pictures and attachments. `shownIds` are the Content-IDs that stand in the safe HTML.
void MimeMessage::Private::showFiles(MessageBody &body, const BodyChoice &choice,
                                     const QStringList &shownIds) const
{
    const AttachmentReader reader(parsed.tree, choice);
    std::vector<int> shown;
    for (const QString &id : shownIds) {
        const int picture = reader.pictureWithId(id.toUtf8());
        if (picture < 0)
            continue;
        body.images.insert(QStringLiteral("cid:") + id, reader.decoded(picture));
        shown.push_back(picture);
    }
    for (PictureBelow &below : picturesBelow(parsed.tree, choice, reader, shown)) {
        const QString key = QStringLiteral("part:") + parsed.tree.number(below.part);
        body.images.insert(key, std::move(below.bytes));
        body.picturesBelow.append(key);
    }
    body.attachments = reader.attachments(shown);
    body.structure = reader.structure();
}

MessageBody MimeMessage::Private::body(const RenderOptions &options, qint64 received) const
{
    MessageBody body;
    body.header = header(received);
    body.defects = defects();
    body.isAutomaticReply = isAutomaticReply(parsed.header);
    show(body, options);
    return body;
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
    // The user's word changes names and subjects as well as texts: all is read anew.
    return options.charset.isEmpty() ? d->body(options, received)
                                     : Private(d->bytes, options.charset).body(options, received);
}

std::optional<AttachedFile> MimeMessage::file(const QString &part) const
{
    if (const qsizetype slash = part.indexOf(u'/'); slash >= 0)
        return fileWithin(part.first(slash), part.sliced(slash + 1));
    const PartTree &tree = d->parsed.tree;
    const int index = tree.indexOf(part);
    if (index < 0 || (tree[index].isMultipart() && !tree[index].children.empty()))
        return std::nullopt;
    return AttachedFile{AttachmentReader(tree, d->parsed.choice).decoded(index), tree[index].type,
                        tree[index].charset()};
}

std::optional<AttachedFile> MimeMessage::fileWithin(const QString &outer, const QString &inner) const
{
    if (inner.count(u'/') >= PartTree::maxNesting)
        return std::nullopt;
    auto message = attachment(outer);
    return message ? MimeMessage(std::move(*message)).file(inner) : std::nullopt;
}

std::optional<QByteArray> MimeMessage::attachment(const QString &part) const
{
    auto found = file(part);
    return found ? std::optional(std::move(found->bytes)) : std::nullopt;
}
