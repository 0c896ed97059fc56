// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchText.h"

#include "AlternativeWords.h"
#include "AttachmentReader.h"
#include "Charset.h"
#include "Envelope.h"
#include "ParsedMessage.h"
#include "PartText.h"
#include "SafeHtml.h"
#include "WordContent.h"

#include <algorithm>

namespace
{
// Where the people of a field belong.
struct PeopleField {
    const char *name;
    QString SearchableText::*field;
};
constexpr PeopleField peopleFields[] = {
    {"From", &SearchableText::from},       {"Sender", &SearchableText::from},
    {"Reply-To", &SearchableText::from},   {"Resent-From", &SearchableText::from},
    {"To", &SearchableText::to},           {"Resent-To", &SearchableText::to},
    {"Delivered-To", &SearchableText::to}, {"X-Original-To", &SearchableText::to},
    {"Cc", &SearchableText::cc},           {"Bcc", &SearchableText::cc},
    {"Resent-Cc", &SearchableText::cc},    {"Resent-Bcc", &SearchableText::cc},
};

class SearchTextReader
{
public:
    explicit SearchTextReader(qsizetype most) : m_left(most) {}

    SearchableText take() { return std::move(m_text); }
    void read(QByteArrayView bytes, int depth = 0);

private:
    void readHeader(const ParsedMessage &message, int depth);
    void readBody(const ParsedMessage &message, QString &target);
    void readAttachments(const ParsedMessage &message, int depth);
    QString wordsOf(const MimePart &part);
    void append(QString &target, QStringView text);

    SearchableText m_text;
    qsizetype m_left; // UTF-16 units
};

// Texts of one field are parted by a line feed, over which no phrase is found.
void SearchTextReader::append(QString &target, QStringView text)
{
    if (text.isEmpty())
        return;
    if (text.size() > m_left) {
        m_text.wasCut = true;
        text = text.first(m_left);
        if (!text.isEmpty() && text.back().isHighSurrogate())
            text.chop(1);
    }
    m_left -= text.size();
    if (!target.isEmpty())
        target += u'\n';
    target += text;
}

// What the part says in words. Of one far longer than what is left only the beginning is decoded.
QString SearchTextReader::wordsOf(const MimePart &part)
{
    constexpr qsizetype octetsPerUnit = 16; // markup, transfer encoding
    if (m_left < part.content.size() / octetsPerUnit) {
        m_text.wasCut = true;
        return wordContent::text(part, partTextStart(part, m_left * octetsPerUnit));
    }
    return wordContent::text(part, partText(part));
}

void SearchTextReader::read(QByteArrayView bytes, int depth)
{
    constexpr int maxDepth = 10; // each level is scanned once more; mail has two
    if (depth > maxDepth)
        return append(m_text.attached, decodeText(bytes.first(std::min(bytes.size(), m_left)), {}).text);
    const ParsedMessage message(bytes);
    readHeader(message, depth);
    readBody(message, depth == 0 ? m_text.body : m_text.attached);
    readAttachments(message, depth);
}

void SearchTextReader::readHeader(const ParsedMessage &message, int depth)
{
    const auto target = [&](QString SearchableText::*field) -> QString & {
        return depth == 0 ? m_text.*field : m_text.attached;
    };
    append(target(&SearchableText::subject), message.text.text(message.header.first("Subject")));
    for (const PeopleField &people : peopleFields) {
        QString &field = target(people.field);
        for (const Address &address : readAddresses(message.header, message.text, people.name)) {
            const QString line =
                address.name.isEmpty() ? address.address : address.name + u' ' + address.address;
            if (!field.contains(line)) // Delivered-To mostly repeats To
                append(field, line);
        }
    }
    for (const char *name : {"List-Id", "List-Post"})
        append(target(&SearchableText::list), message.text.text(message.header.first(name)));
}

void SearchTextReader::readBody(const ParsedMessage &message, QString &target)
{
    QString plain;
    for (const int index : message.choice.plain) {
        const QString words = wordsOf(message.tree[index]);
        append(target, words);
        plain += words + u'\n';
    }
    // The other alternative mostly says the same.
    std::vector<int> others;
    for (const int index : message.choice.html) {
        const auto &known = message.choice.plain;
        if (std::find(known.begin(), known.end(), index) == known.end())
            others.push_back(index);
    }
    if (others.empty())
        return;
    const AlternativeWords known(plain);
    for (const int index : others)
        append(target, known.newLines(wordsOf(message.tree[index])));
}

void SearchTextReader::readAttachments(const ParsedMessage &message, int depth)
{
    const AttachmentReader reader(message.tree, message.choice);
    for (const int index : message.choice.attachments) {
        const MimePart &part = message.tree[index];
        append(m_text.fileNames, reader.name(index));
        if (message.choice.isShown(index))
            continue;
        if (wordContent::isMessage(part)) {
            if (m_left > 0)
                read(reader.decoded(index), depth + 1);
            else
                m_text.wasCut = true;
        } else if (wordContent::isText(part)) {
            append(m_text.attached, wordsOf(part));
        }
    }
}
} // namespace

SearchableText readSearchText(const QByteArray &message, qsizetype most)
{
    SearchTextReader reader(most);
    reader.read(message);
    return reader.take();
}
