// SPDX-License-Identifier: GPL-3.0-or-later
#include "Envelope.h"

#include "Octets.h"

#include <algorithm>
#include <array>

namespace
{

constexpr std::array addressFields{"From", "Sender", "Reply-To", "To", "Cc", "Bcc"};

QByteArray withoutBlanks(QByteArrayView text)
{
    QByteArray result;
    for (const char c : text) {
        if (uchar(c) > 32 && c != 127)
            result += c;
    }
    return result;
}

// "Name of the list <list.example.org>": the part in brackets (RFC 2919 §2), or all of it.
QString readListId(const QString &text)
{
    const qsizetype open = text.lastIndexOf(u'<');
    const qsizetype close = text.indexOf(u'>', open + 1);
    if (open >= 0 && close > open + 1)
        return text.sliced(open + 1, close - open - 1).trimmed();
    return text;
}

} // namespace

MessageHeader readEnvelope(const HeaderBlock &header, const HeaderText &text)
{
    MessageHeader result;
    result.subject = text.text(header.first("Subject"));
    result.from = readAddresses(header, text, "From");
    result.sender = readAddresses(header, text, "Sender");
    result.replyTo = readAddresses(header, text, "Reply-To");
    result.to = readAddresses(header, text, "To");
    result.cc = readAddresses(header, text, "Cc");
    result.bcc = readAddresses(header, text, "Bcc");
    result.messageId = readMessageIds(header.first("Message-ID")).value(0);
    result.inReplyTo = readMessageIds(header.first("In-Reply-To")).value(0);
    result.references = readMessageIds(header.first("References"));
    result.listId = readListId(text.text(header.first("List-Id")));
    result.fields.reserve(header.fields().size());
    for (const HeaderField &field : header.fields())
        result.fields.emplace_back(QString::fromLatin1(field.name), text.text(field.value));
    return result;
}

Addresses readAddresses(const HeaderBlock &header, const HeaderText &text, QByteArrayView name)
{
    constexpr int maxRepeated = 20; // fields of one name; RFC 5322 allows one
    Addresses result;
    int seen = 0;
    for (const HeaderField &field : header.fields()) {
        if (!sameIgnoringCase(field.name, name) || ++seen > maxRepeated)
            continue;
        Addresses more = text.addresses(field.value);
        if (result.empty())
            result = std::move(more);
        else
            result.insert(result.end(), more.begin(), more.end());
    }
    return result;
}

QByteArrayList readMessageIds(QByteArrayView raw)
{
    QByteArrayList ids;
    for (qsizetype at = raw.indexOf('<'); at >= 0; at = raw.indexOf('<', at + 1)) {
        const qsizetype close = raw.indexOf('>', at + 1);
        if (close < 0)
            break;
        const QByteArray id = withoutBlanks(raw.sliced(at + 1, close - at - 1));
        if (!id.isEmpty())
            ids.append(id);
        at = close;
    }
    // Identifiers without brackets are broken and still tell which message is meant.
    if (ids.isEmpty() && raw.contains('@')) {
        for (const QByteArray &word : raw.toByteArray().simplified().split(' ')) {
            if (word.contains('@'))
                ids.append(word);
        }
    }
    if (ids.size() > maxMessageIds)
        ids = ids.sliced(ids.size() - maxMessageIds);
    return ids;
}

QStringList addressDefects(const HeaderBlock &header)
{
    QStringList defects;
    for (const HeaderField &field : header.fields()) {
        const bool isAddress = std::any_of(addressFields.begin(), addressFields.end(), [&](const char *name) {
            return sameIgnoringCase(field.name, QByteArrayView(name));
        });
        if (isAddress && HeaderText::hasTooManyGroups(field.value))
            defects.append(QStringLiteral("cut: %1 with more than %2 groups")
                               .arg(QString::fromLatin1(field.name))
                               .arg(HeaderText::maxColons));
    }
    return defects;
}
