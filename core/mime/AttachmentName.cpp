// SPDX-License-Identifier: GPL-3.0-or-later
#include "AttachmentName.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace
{

constexpr qsizetype maxLength = 120;
constexpr qsizetype maxOctets = 240; // file systems count the octets of UTF-8, up to 255

struct Extension {
    std::string_view type;
    const char *extension;
};

constexpr std::array extensions{
    Extension{"application/gzip", "gz"},
    Extension{"application/json", "json"},
    Extension{"application/msword", "doc"},
    Extension{"application/ms-tnef", "dat"},
    Extension{"application/pdf", "pdf"},
    Extension{"application/pgp-encrypted", "asc"},
    Extension{"application/pgp-keys", "asc"},
    Extension{"application/pgp-signature", "asc"},
    Extension{"application/pkcs7-mime", "p7m"},
    Extension{"application/pkcs7-signature", "p7s"},
    Extension{"application/rtf", "rtf"},
    Extension{"application/vnd.ms-excel", "xls"},
    Extension{"application/vnd.ms-powerpoint", "ppt"},
    Extension{"application/vnd.oasis.opendocument.spreadsheet", "ods"},
    Extension{"application/vnd.oasis.opendocument.text", "odt"},
    Extension{"application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"},
    Extension{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"},
    Extension{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"},
    Extension{"application/x-pkcs7-mime", "p7m"},
    Extension{"application/x-zip-compressed", "zip"},
    Extension{"application/xml", "xml"},
    Extension{"application/zip", "zip"},
    Extension{"audio/mpeg", "mp3"},
    Extension{"audio/ogg", "ogg"},
    Extension{"audio/wav", "wav"},
    Extension{"image/bmp", "bmp"},
    Extension{"image/gif", "gif"},
    Extension{"image/heic", "heic"},
    Extension{"image/jpeg", "jpg"},
    Extension{"image/jpg", "jpg"},
    Extension{"image/pjpeg", "jpg"},
    Extension{"image/png", "png"},
    Extension{"image/svg+xml", "svg"},
    Extension{"image/tiff", "tif"},
    Extension{"image/webp", "webp"},
    Extension{"message/delivery-status", "txt"},
    Extension{"message/disposition-notification", "txt"},
    Extension{"message/feedback-report", "txt"},
    Extension{"message/global", "eml"},
    Extension{"message/global-delivery-status", "txt"},
    Extension{"message/global-disposition-notification", "txt"},
    Extension{"message/news", "eml"},
    Extension{"message/rfc822", "eml"},
    Extension{"text/calendar", "ics"},
    Extension{"text/css", "css"},
    Extension{"text/csv", "csv"},
    Extension{"text/directory", "vcf"},
    Extension{"text/enriched", "txt"},
    Extension{"text/html", "html"},
    Extension{"text/markdown", "md"},
    Extension{"text/plain", "txt"},
    Extension{"text/rfc822-headers", "txt"},
    Extension{"text/richtext", "rtx"},
    Extension{"text/rtf", "rtf"},
    Extension{"text/vcard", "vcf"},
    Extension{"text/x-vcard", "vcf"},
    Extension{"text/xml", "xml"},
    Extension{"video/mp4", "mp4"},
    Extension{"video/mpeg", "mpg"},
    Extension{"video/quicktime", "mov"},
};

// Marks that show a name in another order than it is stored ("gpj.exe"), or not at all.
bool isHidden(char16_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x61C || c == 0x200B || c == 0x200E || c == 0x200F ||
           (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || c == 0xFFFE ||
           c == 0xFFFF;
}

// Characters that Windows forbids in names.
bool isForbidden(char16_t c)
{
    return c == '<' || c == '>' || c == ':' || c == '"' || c == '|' || c == '?' || c == '*' || c == '/' ||
           c == '\\';
}

QString withoutPath(const QString &name)
{
    QString trimmed = name.trimmed();
    while (trimmed.endsWith(u'/') || trimmed.endsWith(u'\\'))
        trimmed.chop(1);
    return trimmed.sliced(std::max(trimmed.lastIndexOf(u'/'), trimmed.lastIndexOf(u'\\')) + 1);
}

QString withoutBadCharacters(const QString &name)
{
    QString result;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar c = name[i];
        if (c.isHighSurrogate() && i + 1 < name.size() && name[i + 1].isLowSurrogate()) {
            result += c;
            result += name[++i];
        } else if (c == u'\t' || c == u'\n') {
            result += u' ';
        } else if (c.isSurrogate() || isHidden(c.unicode())) {
            continue;
        } else {
            result += isForbidden(c.unicode()) ? QChar(u'_') : c;
        }
    }
    return result.simplified();
}

QString withoutEdges(QString name)
{
    while (name.endsWith(u'.') || name.endsWith(u' '))
        name.chop(1);
    while (name.startsWith(u'.') || name.startsWith(u' '))
        name = name.sliced(1);
    return name;
}

bool isReservedOnWindows(const QString &name)
{
    const qsizetype dot = name.indexOf(u'.');
    const QString base = (dot < 0 ? name : name.first(dot)).trimmed().toUpper();
    if (base == QStringLiteral("CON") || base == QStringLiteral("PRN") || base == QStringLiteral("AUX") ||
        base == QStringLiteral("NUL"))
        return true;
    return base.size() == 4 &&
           (base.startsWith(QStringLiteral("COM")) || base.startsWith(QStringLiteral("LPT"))) &&
           base[3] >= u'1' && base[3] <= u'9';
}

// The last dot of "name.ext"; the size of the name where there is no extension.
qsizetype extensionStart(const QString &name)
{
    constexpr qsizetype longest = 12;
    const qsizetype dot = name.lastIndexOf(u'.');
    return dot > 0 && dot < name.size() - 1 && name.size() - dot <= longest ? dot : name.size();
}

QString shortened(const QString &name)
{
    const qsizetype dot = extensionStart(name);
    const QString extension = name.sliced(dot);
    QString base = name.first(dot);
    base.truncate(maxLength - extension.size());
    while (!base.isEmpty() &&
           (base.back().isHighSurrogate() || (base + extension).toUtf8().size() > maxOctets))
        base.chop(1);
    return withoutEdges(base) + extension;
}

QString extensionOf(const QByteArray &type)
{
    const std::string_view wanted(type.constData(), size_t(type.size()));
    const auto found = std::find_if(extensions.begin(), extensions.end(),
                                    [wanted](const Extension &entry) { return entry.type == wanted; });
    return found == extensions.end() ? QString() : u'.' + QString::fromLatin1(found->extension);
}

} // namespace

QString safeFileName(const QString &name, const QByteArray &type, const QString &stem)
{
    QString result = withoutEdges(withoutBadCharacters(withoutPath(name)));
    if (result.isEmpty())
        result = stem;
    if (extensionStart(result) == result.size())
        result += extensionOf(type);
    if (isReservedOnWindows(result))
        result.prepend(u'_');
    return shortened(result);
}

QString UniqueNames::take(const QString &name)
{
    QString result = name;
    const qsizetype dot = extensionStart(name);
    int &last = m_last[name.toCaseFolded()];
    while (m_taken.contains(result.toCaseFolded())) {
        last = std::max(last, 1) + 1;
        result = name.first(dot) + QStringLiteral(" (%1)").arg(last) + name.sliced(dot);
    }
    m_taken.insert(result.toCaseFolded());
    return result;
}
