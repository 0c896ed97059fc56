// SPDX-License-Identifier: GPL-3.0-or-later
#include "FileContent.h"

#include "Charset.h"

#include <QSet>

#include <algorithm>

namespace
{
constexpr qsizetype looked = 64 * 1024; // at the beginning of a file

bool isPdf(const AttachedFile &file, const QString &name)
{
    constexpr qsizetype pdfStart = 1024; // what other readers allow before it
    const QByteArrayView bytes = file.bytes;
    const bool isNamed =
        file.type == "application/pdf" || name.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive);
    return bytes.startsWith("%PDF-") ||
           (isNamed && bytes.first(std::min(pdfStart, bytes.size())).contains("%PDF-"));
}

// Whether the first lines are fields that messages have.
bool hasMessageHead(QByteArrayView bytes)
{
    static const QSet<QByteArray> known{"from",         "to",           "subject",  "date",
                                        "received",     "return-path",  "sender",   "message-id",
                                        "mime-version", "delivered-to", "reply-to", "content-type"};
    int fields = 0;
    for (const QByteArray &line : bytes.first(std::min(looked, bytes.size())).toByteArray().split('\n')) {
        if (line.startsWith(' ') || line.startsWith('\t'))
            continue;
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0 || line.first(colon).contains(' '))
            break;
        fields += known.contains(line.first(colon).toLower()) ? 1 : 0;
    }
    return fields >= 2;
}

bool isMessage(const AttachedFile &file, const QString &name)
{
    if (file.type == "message/rfc822" || file.type == "message/global")
        return true; // which the parser reads, whatever it is
    return name.endsWith(QLatin1String(".eml"), Qt::CaseInsensitive) && hasMessageHead(file.bytes);
}

bool isText(const AttachedFile &file)
{
    const QByteArrayView bytes = QByteArrayView(file.bytes).first(std::min(looked, file.bytes.size()));
    if (bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF"))
        return true;
    const auto isUnfit = [](char c) {
        return uchar(c) < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\x1B';
    };
    const qsizetype unfit = std::count_if(bytes.begin(), bytes.end(), isUnfit);
    // Letters of other encodings look like anything else, but for what the sender says.
    if (file.type.startsWith("text/"))
        return unfit * 100 <= bytes.size();
    if (unfit > 0)
        return false;
    qsizetype whole = bytes.size(); // the last letter may have been cut
    while (whole > 0 && bytes.size() - whole < 4 && (uchar(bytes[whole - 1]) & 0xC0) == 0x80)
        --whole;
    if (whole > 0 && uchar(bytes[whole - 1]) >= 0xC0)
        --whole;
    return isValidUtf8(file.bytes.size() > looked ? bytes.first(whole) : bytes);
}

// UTF-8 up to the end of a line, so that no letter is cut.
QByteArrayView beginningOf(QByteArrayView bytes)
{
    if (bytes.size() <= longestTextPreview)
        return bytes;
    const QByteArrayView start = bytes.first(longestTextPreview);
    const qsizetype end = start.lastIndexOf('\n');
    return end > 0 ? start.first(end + 1) : start;
}
} // namespace

FileKind fileKindOf(const AttachedFile &file, const QString &name)
{
    if (file.bytes.isEmpty())
        return FileKind::Unknown;
    if (const FileKind picture = pictureKindOf(file.bytes); picture != FileKind::Unknown)
        return picture;
    if (isPdf(file, name))
        return FileKind::Pdf;
    if (isMessage(file, name))
        return FileKind::Message;
    return isText(file) ? FileKind::Text : FileKind::Unknown;
}

FilePreview previewOf(const AttachedFile &file, const QString &name)
{
    FilePreview preview;
    preview.kind = fileKindOf(file, name);
    preview.size = file.bytes.size();
    if (preview.kind == FileKind::Text) {
        const QByteArrayView start = beginningOf(file.bytes);
        preview.isWhole = start.size() == file.bytes.size();
        preview.bytes = decodeText(start, file.charset).text.toUtf8();
    } else if (preview.kind != FileKind::Unknown && preview.kind != FileKind::Message) {
        preview.bytes = file.bytes;
    }
    return preview;
}
