// SPDX-License-Identifier: GPL-3.0-or-later
#include "TnefReader.h"

#include "Charset.h"
#include "CompressedRtf.h"
#include "MapiProperties.h"
#include "OctetReader.h"
#include "RtfText.h"

#include <optional>

namespace
{

constexpr quint32 signature = 0x223E9F78;

// Attributes ([MS-OXTNEF] §2.1.3.2); the upper half is the type.
enum Attribute : quint32 {
    Subject = 0x00018004,
    Body = 0x0002800C,
    MessageProperties = 0x00069003,
    OemCodePage = 0x00069007,
    RenderingData = 0x00069002, // begins an attachment
    AttachmentTitle = 0x00018010,
    AttachmentContent = 0x0006800F,
    AttachmentFileName = 0x00069001,
    AttachmentProperties = 0x00069005,
};

// Properties ([MS-OXPROPS]).
enum Property : quint16 {
    SubjectText = 0x0037,
    SubmitTime = 0x0039,
    RepresentedName = 0x0042,
    RepresentedAddress = 0x0065,
    SenderName = 0x0C1A,
    SenderAddress = 0x0C1F,
    DeliveryTime = 0x0E06,
    BodyText = 0x1000,
    BodyRtf = 0x1009,
    BodyHtml = 0x1013,
    DisplayName = 0x3001,
    ContentOctets = 0x3701,
    ShortFileName = 0x3704,
    LongFileName = 0x3707,
    MimeType = 0x370E,
    ContentIdText = 0x3712,
    InternetCodePage = 0x3FDE,
    SenderSmtp = 0x5D01,
    RepresentedSmtp = 0x5D02,
};

// An object starts with the identifier of its interface; that of a message is IID_IMessage.
constexpr qsizetype interfaceSize = 16;
constexpr QByteArrayView messageInterface("\x07\x03\x02\x00\x00\x00\x00\x00\xC0\x00\x00\x00\x00\x00\x00\x46",
                                          16);

// What the attributes of one attachment say, until all of them are read.
struct RawAttachment {
    QByteArrayView title, fileName;
    std::optional<QByteArrayView> content;
    QByteArrayView properties;
};

class TnefReader
{
public:
    enum class Scope { Whole, Head };

    TnefMessage read(QByteArrayView bytes, Scope scope);

private:
    void takeMessageAttribute(quint32 id, QByteArrayView value);
    void takeAttachmentAttribute(quint32 id, QByteArrayView value);
    void readHead(const MapiProperties &properties);
    void readText(const MapiProperties &properties);
    QString firstText(const MapiProperties &properties, std::initializer_list<quint16> ids) const;
    void readFormattedText(const MapiProperties &properties);
    void readAttachment(const RawAttachment &raw);
    void note(const char *problem);

    TnefMessage m_message;
    QByteArray m_charset;
    QByteArrayView m_subject, m_body, m_properties;
    std::vector<RawAttachment> m_attachments;
};

TnefMessage TnefReader::read(QByteArrayView bytes, Scope scope)
{
    constexpr int checksumSize = 2;
    OctetReader reader(bytes);
    if (!isTnef(bytes)) {
        note("not TNEF");
        return std::move(m_message);
    }
    reader.number<quint32>();
    reader.number<quint16>(); // key
    while (!reader.isAtEnd()) {
        constexpr quint8 ofMessage = 1, ofAttachment = 2;
        const auto level = reader.number<quint8>();
        if (level != ofMessage && level != ofAttachment) {
            // Some writers pad the end; anything else is damage.
            if (level != 0)
                note("cut short");
            break;
        }
        const auto id = reader.number<quint32>();
        const auto size = reader.number<quint32>();
        const QByteArrayView value = reader.take(size);
        // The checksum is a sum of octets that many writers get wrong; the content is judged by itself.
        if (!reader.wasCut())
            reader.take(checksumSize);
        if (level == ofMessage)
            takeMessageAttribute(id, value);
        else
            takeAttachmentAttribute(id, value);
        if (reader.wasCut()) {
            note("cut short");
            break;
        }
    }
    const MapiProperties properties(m_properties);
    if (properties.wasCut() && !m_properties.isEmpty())
        note("cut short");
    readHead(properties);
    if (scope == Scope::Head)
        return std::move(m_message);
    readText(properties);
    for (const RawAttachment &raw : m_attachments)
        readAttachment(raw);
    return std::move(m_message);
}

// The first problem is the one that explains the others.
void TnefReader::note(const char *problem)
{
    if (m_message.problem.isEmpty())
        m_message.problem = QString::fromLatin1(problem);
}

void TnefReader::takeMessageAttribute(quint32 id, QByteArrayView value)
{
    if (id == Subject)
        m_subject = value;
    else if (id == Body)
        m_body = value;
    else if (id == MessageProperties)
        m_properties = value;
    else if (id == OemCodePage)
        m_charset = charsetOfCodePage(OctetReader(value).number<quint32>());
}

void TnefReader::takeAttachmentAttribute(quint32 id, QByteArrayView value)
{
    // Rendering data begins an attachment, but some writers leave it out.
    if (id == RenderingData || m_attachments.empty()) {
        if (m_attachments.size() >= TnefMessage::maxAttachments)
            return note("too many attachments");
        m_attachments.emplace_back();
    }
    RawAttachment &attachment = m_attachments.back();
    if (id == AttachmentTitle)
        attachment.title = value;
    else if (id == AttachmentFileName)
        attachment.fileName = value;
    else if (id == AttachmentContent)
        attachment.content = value;
    else if (id == AttachmentProperties)
        attachment.properties = value;
}

QString TnefReader::firstText(const MapiProperties &properties, std::initializer_list<quint16> ids) const
{
    for (const quint16 id : ids) {
        if (const QString text = properties.text(id, m_charset); !text.isEmpty())
            return text;
    }
    return {};
}

void TnefReader::readHead(const MapiProperties &properties)
{
    m_message.subject = firstText(properties, {SubjectText});
    if (m_message.subject.isEmpty())
        m_message.subject = textOfOctets(m_subject, m_charset);
    m_message.from.name = firstText(properties, {RepresentedName, SenderName});
    m_message.from.address =
        firstText(properties, {RepresentedSmtp, SenderSmtp, RepresentedAddress, SenderAddress});
    if (!m_message.from.address.contains(u'@')) // a name of the sender's own directory
        m_message.from.address.clear();
    m_message.date = properties.time(SubmitTime);
    if (m_message.date == 0)
        m_message.date = properties.time(DeliveryTime);
}

void TnefReader::readText(const MapiProperties &properties)
{
    m_message.text = firstText(properties, {BodyText});
    if (m_message.text.isEmpty() && !m_body.isEmpty())
        m_message.text = textOfOctets(m_body, m_charset);
    if (const MapiProperty *html = properties.find(BodyHtml); html && !html->value.isEmpty()) {
        if (html->type == MapiProperties::unicode)
            m_message.html = properties.text(BodyHtml, m_charset);
        else
            m_message.html =
                decodeText(html->value, charsetOfCodePage(properties.number(InternetCodePage)), true).text;
    }
    if (m_message.text.isEmpty() && m_message.html.isEmpty())
        readFormattedText(properties);
    m_message.text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
}

void TnefReader::readFormattedText(const MapiProperties &properties)
{
    const MapiProperty *compressed = properties.find(BodyRtf);
    if (!compressed)
        return;
    const CompressedRtf rtf = readCompressedRtf(compressed->value);
    RtfText words = readRtf(rtf.rtf);
    if (rtf.wasCut)
        note("text unreadable");
    (words.isHtml ? m_message.html : m_message.text) = std::move(words.text);
}

void TnefReader::readAttachment(const RawAttachment &raw)
{
    const MapiProperties properties(raw.properties);
    if (properties.wasCut() && !raw.properties.isEmpty())
        note("cut short");
    TnefAttachment attachment;
    for (const quint16 id : {LongFileName, ShortFileName, DisplayName}) {
        if (attachment.name.isEmpty())
            attachment.name = properties.text(id, m_charset);
        if (id == LongFileName && attachment.name.isEmpty()) // an attribute is better than a short name
            attachment.name = textOfOctets(raw.fileName.isEmpty() ? raw.title : raw.fileName, m_charset);
    }
    attachment.type = properties.text(MimeType, m_charset).toLatin1().toLower().trimmed();
    attachment.contentId = properties.text(ContentIdText, m_charset).toUtf8();
    const MapiProperty *content = properties.find(ContentOctets);
    if (content && content->type == MapiProperties::object && content->value.size() >= interfaceSize) {
        attachment.isTnef = content->value.startsWith(messageInterface);
        attachment.content = content->value.sliced(interfaceSize);
    } else if (raw.content) {
        attachment.content = *raw.content;
    } else if (content) {
        attachment.content = content->value;
    } else if (attachment.name.isEmpty()) {
        return; // nothing is known of it, not even that it was there
    }
    m_message.attachments.push_back(std::move(attachment));
}

} // namespace

bool isTnef(QByteArrayView bytes)
{
    return OctetReader(bytes).number<quint32>() == signature;
}

TnefMessage readTnef(QByteArrayView bytes)
{
    return TnefReader().read(bytes, TnefReader::Scope::Whole);
}

TnefMessage readTnefHead(QByteArrayView bytes)
{
    return TnefReader().read(bytes, TnefReader::Scope::Head);
}
