// SPDX-License-Identifier: GPL-3.0-or-later
#include "BodyText.h"

#include "EnrichedText.h"
#include "PartText.h"
#include "PreviewText.h"
#include "SafeHtml.h"
#include "TextRule.h"

#include <algorithm>

namespace
{

bool isHtml(const MimePart &part)
{
    return part.type == "text/html";
}

bool hasNoWords(const QString &text)
{
    PreviewText preview;
    preview.addText(text);
    return preview.text().isEmpty();
}

// HTML that shows neither words nor pictures: a reader who got it would see an empty page.
bool isBlankHtml(const QString &html)
{
    PreviewText preview;
    preview.addHtml(html);
    return preview.text().isEmpty() && !html.contains(QStringLiteral("<img"), Qt::CaseInsensitive) &&
           !html.contains(QStringLiteral("background"), Qt::CaseInsensitive);
}

QString textAsHtml(const QString &text)
{
    return QStringLiteral("<div style=\"white-space: pre-wrap\">") + text.toHtmlEscaped() +
           QStringLiteral("</div>");
}

// What a text says without its markup.
QString wordsOf(const MimePart &part, const QString &text)
{
    if (isHtml(part))
        return htmlToText(text);
    const EnrichedKind enriched = enrichedKindOf(part.type);
    return enriched == EnrichedKind::None ? text : enrichedToText(text, enriched);
}

QString pageOf(const MimePart &part, const QString &text)
{
    if (isHtml(part))
        return text;
    const EnrichedKind enriched = enrichedKindOf(part.type);
    return enriched == EnrichedKind::None ? textAsHtml(text) : enrichedToHtml(text, enriched);
}

bool hasMarkup(const MimePart &part)
{
    return isHtml(part) || enrichedKindOf(part.type) != EnrichedKind::None;
}

// Files in the manner of Usenet and of old Macintoshes stay text: they can be saved and opened by others.
void addNotes(const QString &text, QStringList &notes)
{
    const QString yenc = QStringLiteral("=ybegin ");
    if (text.startsWith(yenc) || text.contains(u'\n' + yenc))
        notes.append(QStringLiteral("left as text: a file in yEnc"));
    if (text.contains(QStringLiteral("(This file must be converted with BinHex")))
        notes.append(QStringLiteral("left as text: a file in BinHex"));
}

void append(QString &text, const QString &more, const QString &separator)
{
    if (!text.isEmpty())
        text += separator;
    text += more;
}

// What all texts of one view may have together, in octets as they are encoded.
class TextRoom
{
public:
    DecodedText read(const MimePart &part)
    {
        const qsizetype size = part.shownText.isNull() ? part.content.size() : part.shownText.size();
        m_wasFull = m_wasFull || size > m_left;
        DecodedText decoded = readPartText(part, m_left);
        m_left -= std::min(size, m_left);
        return decoded;
    }
    bool wasFull() const { return m_wasFull; }

private:
    qsizetype m_left = longestPartText;
    bool m_wasFull = false;
};

QString htmlView(const PartTree &tree, const BodyChoice &choice, TextRoom &room)
{
    QString result;
    bool hasHtml = false;
    for (const int index : choice.html) {
        const MimePart &part = tree[index];
        const QString text = room.read(part).text;
        if (isHtml(part) ? isBlankHtml(text) : hasNoWords(text))
            continue;
        hasHtml = hasHtml || hasMarkup(part);
        append(result, pageOf(part, text), QStringLiteral("\n<hr>\n"));
    }
    return hasHtml ? result : QString();
}

} // namespace

BodyText readBodyText(const PartTree &tree, const BodyChoice &choice)
{
    BodyText body;
    TextRoom plainRoom, htmlRoom;
    for (const int index : choice.plain) {
        const MimePart &part = tree[index];
        const DecodedText decoded = plainRoom.read(part);
        body.unreadable += decoded.replaced;
        if (body.charset.isEmpty() || body.charset == "us-ascii")
            body.charset = decoded.charset;
        addNotes(decoded.text, body.notes);
        const QString words = wordsOf(part, decoded.text);
        if (!hasNoWords(words))
            append(body.text, words, textRule());
    }
    const bool hasHtml = std::any_of(choice.html.begin(), choice.html.end(),
                                     [&](int index) { return hasMarkup(tree[index]); });
    if (hasHtml)
        body.html = htmlView(tree, choice, htmlRoom);
    body.isCut = plainRoom.wasFull() || htmlRoom.wasFull();
    if (body.isCut)
        body.notes.append(QStringLiteral("cut: a text of more than %1 octets").arg(longestPartText));
    // An alternative in plain text that is empty must not hide what the other one says.
    if (body.text.isEmpty() && !body.html.isNull())
        body.text = htmlToText(body.html);
    return body;
}

QString readPreview(const PartTree &tree, const BodyChoice &choice)
{
    constexpr qsizetype firstLook = 512;
    constexpr qsizetype growth = 4;
    const auto start = [&](int index) {
        const MimePart &part = tree[index];
        for (qsizetype octets = firstLook;; octets *= growth) {
            PreviewText preview;
            const QString text = partTextStart(part, octets);
            if (isHtml(part))
                preview.addHtml(text);
            else
                preview.addText(wordsOf(part, text));
            if (preview.isFull() || octets >= longestPartText || octets >= part.content.size())
                return preview.text();
        }
    };
    for (const auto *list : {&choice.plain, &choice.html}) {
        for (const int index : *list) {
            const QString text = start(index);
            if (!text.isEmpty())
                return text;
        }
    }
    return {};
}
