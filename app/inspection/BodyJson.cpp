// SPDX-License-Identifier: GPL-3.0-or-later
#include "BodyJson.h"

#include "CardJson.h"
#include "JsonText.h"

namespace
{

using jsonText::ofAddresses;
using jsonText::orNull;

QString word(DateSource source)
{
    switch (source) {
    case DateSource::DateField:
        return QStringLiteral("date");
    case DateSource::Repaired:
        return QStringLiteral("repaired");
    case DateSource::Received:
        return QStringLiteral("received");
    case DateSource::Arrival:
        return QStringLiteral("arrival");
    }
    return {};
}

QJsonObject fromAttachment(const Attachment &attachment)
{
    return {{QStringLiteral("part"), attachment.part},
            {QStringLiteral("name"), attachment.name},
            {QStringLiteral("type"), jsonText::of(attachment.type)},
            {QStringLiteral("size"), attachment.size},
            {QStringLiteral("sha256"), jsonText::of(attachment.sha256.toHex())},
            {QStringLiteral("content_id"), orNull(attachment.contentId)},
            {QStringLiteral("inline"), attachment.isInline},
            {QStringLiteral("shown"), attachment.isShown}};
}

// The tree is no deeper than the parser lets it be, which bounds this recursion.
QJsonObject fromPart(const MessagePart &part)
{
    QJsonArray children;
    for (const MessagePart &child : part.children)
        children.append(fromPart(child));
    return {{QStringLiteral("type"), jsonText::of(part.type)},
            {QStringLiteral("charset"), orNull(part.charset)},
            {QStringLiteral("encoding"), orNull(part.encoding)},
            {QStringLiteral("size"), part.size},
            {QStringLiteral("name"), orNull(part.name)},
            {QStringLiteral("disposition"), orNull(part.disposition)},
            {QStringLiteral("children"), children}};
}

// An empty text is there; none is null.
QJsonValue nullable(const QString &text)
{
    return text.isNull() ? QJsonValue() : QJsonValue(text);
}

void addHeader(QJsonObject &object, const MessageHeader &header)
{
    object.insert(QStringLiteral("subject"), header.subject);
    object.insert(QStringLiteral("from"), ofAddresses(header.from));
    object.insert(QStringLiteral("sender"), ofAddresses(header.sender));
    object.insert(QStringLiteral("to"), ofAddresses(header.to));
    object.insert(QStringLiteral("cc"), ofAddresses(header.cc));
    object.insert(QStringLiteral("bcc"), ofAddresses(header.bcc));
    object.insert(QStringLiteral("reply_to"), ofAddresses(header.replyTo));
    object.insert(QStringLiteral("date"), jsonText::ofTime(header.date));
    object.insert(QStringLiteral("date_source"), word(header.dateSource));
    object.insert(QStringLiteral("message_id"), orNull(header.messageId));
    object.insert(QStringLiteral("in_reply_to"), orNull(header.inReplyTo));
    object.insert(QStringLiteral("references"), jsonText::listOf(header.references));
    object.insert(QStringLiteral("list_id"), orNull(header.listId));
}

} // namespace

QJsonObject bodyJson::fromBody(const MessageBody &body)
{
    QJsonArray attachments;
    for (const Attachment &attachment : body.attachments)
        attachments.append(fromAttachment(attachment));
    QJsonObject object;
    addHeader(object, body.header);
    object.insert(QStringLiteral("text"), body.text);
    object.insert(QStringLiteral("charset"), orNull(body.charset));
    object.insert(QStringLiteral("html"), nullable(body.html));
    object.insert(QStringLiteral("safe_html"), nullable(body.safeHtml));
    object.insert(QStringLiteral("preview"), body.preview);
    object.insert(QStringLiteral("attachments"), attachments);
    object.insert(QStringLiteral("parts"), fromPart(body.structure));
    object.insert(QStringLiteral("cards"), cardJson::fromCards(body));
    object.insert(QStringLiteral("automatic_reply"), body.isAutomaticReply);
    object.insert(QStringLiteral("security"), cardJson::fromSecurity(body));
    object.insert(QStringLiteral("trust"), cardJson::fromTrust(body));
    object.insert(QStringLiteral("defects"), QJsonArray::fromStringList(body.defects));
    return object;
}
