// SPDX-License-Identifier: GPL-3.0-or-later
#include "TnefParts.h"

#include "Octets.h"
#include "TnefReader.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <string_view>

namespace
{

struct TypeOfExtension {
    std::string_view extension;
    const char *type;
};

// Outlook seldom tells the type. Those that the reader shows or has an icon for.
constexpr std::array typesByExtension{
    TypeOfExtension{"bmp", "image/bmp"},
    TypeOfExtension{"csv", "text/csv"},
    TypeOfExtension{"doc", "application/msword"},
    TypeOfExtension{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    TypeOfExtension{"gif", "image/gif"},
    TypeOfExtension{"htm", "text/html"},
    TypeOfExtension{"html", "text/html"},
    TypeOfExtension{"ics", "text/calendar"},
    TypeOfExtension{"jpeg", "image/jpeg"},
    TypeOfExtension{"jpg", "image/jpeg"},
    TypeOfExtension{"mp3", "audio/mpeg"},
    TypeOfExtension{"mp4", "video/mp4"},
    TypeOfExtension{"pdf", "application/pdf"},
    TypeOfExtension{"png", "image/png"},
    TypeOfExtension{"ppt", "application/vnd.ms-powerpoint"},
    TypeOfExtension{"pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
    TypeOfExtension{"rtf", "application/rtf"},
    TypeOfExtension{"tif", "image/tiff"},
    TypeOfExtension{"txt", "text/plain"},
    TypeOfExtension{"vcf", "text/vcard"},
    TypeOfExtension{"wav", "audio/wav"},
    TypeOfExtension{"webp", "image/webp"},
    TypeOfExtension{"xls", "application/vnd.ms-excel"},
    TypeOfExtension{"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    TypeOfExtension{"xml", "application/xml"},
    TypeOfExtension{"zip", "application/zip"},
};

bool isMediaType(const QByteArray &type)
{
    const auto isTokenOrSlash = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '-' || c == '+' ||
               c == '.' || c == '_';
    };
    const qsizetype slash = type.indexOf('/');
    return slash > 0 && slash < type.size() - 1 && type.count('/') == 1 &&
           std::all_of(type.begin(), type.end(), isTokenOrSlash) && !type.startsWith("multipart/") &&
           !type.startsWith("message/");
}

QByteArray typeOfAttachment(const TnefAttachment &attachment)
{
    if (isMediaType(attachment.type))
        return attachment.type;
    const QByteArray extension = attachment.name.section(u'.', -1).toLower().toLatin1();
    const std::string_view wanted(extension.constData(), size_t(extension.size()));
    const auto found =
        std::find_if(typesByExtension.begin(), typesByExtension.end(),
                     [wanted](const TypeOfExtension &entry) { return entry.extension == wanted; });
    return found == typesByExtension.end() ? "application/octet-stream" : found->type;
}

// A parameter in the form that can say everything (RFC 2231 §4).
QByteArray extended(const QString &value)
{
    constexpr qsizetype longest = 1000;
    return "utf-8''" + value.left(longest).toUtf8().toPercentEncoding();
}

QByteArray encodedWord(const QString &text)
{
    return "=?utf-8?B?" + text.toUtf8().toBase64() + "?=";
}

// Outlook often knows no more of its own people than their names: then the name stands alone, without what
// means something in an address.
QByteArray authorField(const Address &author)
{
    const auto isPlain = [](QChar c) { return c > u' ' && c < QChar(0x7F) && c != u'<' && c != u'>'; };
    if (!author.address.isEmpty() && std::all_of(author.address.begin(), author.address.end(), isPlain))
        return encodedWord(author.name) + " <" + author.address.toLatin1() + ">";
    QString name = author.name;
    const auto isSpecial = [](QChar c) { return c < u' ' || QStringView(u"\"<>(),:;@\\[]=").contains(c); };
    std::replace_if(name.begin(), name.end(), isSpecial, QChar(u' '));
    return name.simplified().toUtf8();
}

TnefPart textPart(const char *type, const QString &text)
{
    TnefPart part;
    part.header = QByteArray("Content-Type: ") + type + "; charset=utf-8\r\n\r\n";
    part.made = text.toUtf8();
    return part;
}

TnefPart attachmentPart(const TnefAttachment &attachment)
{
    TnefPart part;
    part.header = "Content-Type: " + typeOfAttachment(attachment) + "\r\nContent-Disposition: attachment";
    if (!attachment.name.isEmpty())
        part.header += "; filename*=" + extended(attachment.name);
    part.header += "\r\n";
    const bool isId = isAscii(attachment.contentId) && !attachment.contentId.isEmpty() &&
                      std::all_of(attachment.contentId.begin(), attachment.contentId.end(),
                                  [](char c) { return c > ' ' && c != '<' && c != '>'; });
    if (isId)
        part.header += "Content-ID: <" + attachment.contentId + ">\r\n";
    part.header += "\r\n";
    part.content = attachment.content;
    return part;
}

// An embedded message becomes one whose only content is its stream, which is opened in its turn.
TnefPart messagePart(const TnefAttachment &attachment)
{
    constexpr int lineOctets = 57; // 76 characters of base64
    const TnefMessage inner = readTnefHead(attachment.content);
    TnefPart part;
    part.header = "Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n";
    const QString subject = inner.subject.isEmpty() ? attachment.name : inner.subject;
    QByteArray &made = part.made;
    made = "Subject: " + encodedWord(subject) + "\r\n";
    if (!inner.from.name.isEmpty() || !inner.from.address.isEmpty())
        made += "From: " + authorField(inner.from) + "\r\n";
    if (inner.date != 0) {
        const QDateTime date = QDateTime::fromSecsSinceEpoch(inner.date, Qt::UTC);
        made += "Date: " + date.toString(Qt::RFC2822Date).toLatin1() + "\r\n";
    }
    made +=
        "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    made.reserve(made.size() + attachment.content.size() * 142 / 100);
    for (qsizetype at = 0; at < attachment.content.size(); at += lineOctets) {
        const auto line =
            attachment.content.sliced(at, std::min<qsizetype>(lineOctets, attachment.content.size() - at));
        made += QByteArray::fromRawData(line.data(), line.size()).toBase64() + "\r\n";
    }
    return part;
}

} // namespace

TnefParts readTnefParts(QByteArrayView bytes)
{
    const TnefMessage message = readTnef(bytes);
    TnefParts result;
    result.problem = message.problem;
    if (!message.text.isEmpty())
        result.parts.push_back(textPart("text/plain", message.text));
    if (!message.html.isEmpty())
        result.parts.push_back(textPart("text/html", message.html));
    for (const TnefAttachment &attachment : message.attachments)
        result.parts.push_back(attachment.isTnef && isTnef(attachment.content) ? messagePart(attachment)
                                                                               : attachmentPart(attachment));
    return result;
}
