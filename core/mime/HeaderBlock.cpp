// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderBlock.h"

#include "Octets.h"

#include <QString>

#include <algorithm>
#include <array>

namespace
{

// The offset of the colon of a field that starts `line`, or -1. Blanks before the colon are obsolete syntax
// (RFC 5322 §4.5) and still sent.
qsizetype colonOf(QByteArrayView line)
{
    constexpr qsizetype longestName = 256;
    qsizetype at = 0;
    const qsizetype end = std::min(line.size(), longestName);
    while (at < end && line[at] > 32 && line[at] < 127 && line[at] != ':')
        ++at;
    if (at == 0)
        return -1;
    while (at < end && isBlank(line[at]))
        ++at;
    return at < end && line[at] == ':' ? at : -1;
}

QByteArrayView betweenBlanks(QByteArrayView text)
{
    while (!text.isEmpty() && (isBlank(text.front()) || text.front() == '\r' || text.front() == '\n'))
        text = text.sliced(1);
    while (!text.isEmpty() && (isBlank(text.back()) || text.back() == '\r' || text.back() == '\n'))
        text = text.chopped(1);
    return text;
}

} // namespace

HeaderBlock::HeaderBlock(QByteArrayView bytes)
{
    constexpr qsizetype none = -1;
    qsizetype fieldStart = none;
    qsizetype at = 0;
    qsizetype passedOver = 0;
    const auto closeField = [&] {
        if (fieldStart == none)
            return;
        if (m_fields.size() < maxFields)
            add(bytes, fieldStart, at);
        else
            ++passedOver;
        fieldStart = none;
    };
    while (at < bytes.size()) {
        const qsizetype end = lineEnd(bytes, at);
        const qsizetype next = std::min(end + 1, bytes.size());
        const auto line = lineAt(bytes, at);
        if (line.isEmpty()) {
            closeField();
            at = next;
            break;
        }
        if (isBlank(line[0])) {
            // A line of blanks folds a field by the letter of RFC 5322 §4.2, but most often it was meant to
            // end the header: what follows it decides.
            if (isBlankLine(line) && !goesOnAfter(bytes, next)) {
                closeField();
                at = next;
                break;
            }
        } else if (line.startsWith("--")) {
            break; // the boundary of the next part
        } else if (isField(line)) {
            closeField();
            fieldStart = at;
        } else if (goesOnAfter(bytes, next) || line.startsWith(">From ")) {
            closeField();
            if (m_defects.isEmpty())
                m_defects.append(QStringLiteral("skipped: a line of the header that is no field"));
        } else {
            break;
        }
        at = next;
    }
    closeField();
    m_size = at;
    if (passedOver > 0)
        m_defects.append(
            QStringLiteral("cut: %1 header fields").arg(qsizetype(m_fields.size()) + passedOver));
}

bool HeaderBlock::isField(QByteArrayView line)
{
    return colonOf(line) > 0;
}

bool HeaderBlock::isKnownField(QByteArrayView line)
{
    static constexpr std::array<const char *, 25> known{"Received",
                                                        "Return-Path",
                                                        "From",
                                                        "To",
                                                        "Cc",
                                                        "Bcc",
                                                        "Subject",
                                                        "Date",
                                                        "Sender",
                                                        "Reply-To",
                                                        "Message-ID",
                                                        "In-Reply-To",
                                                        "References",
                                                        "Delivered-To",
                                                        "MIME-Version",
                                                        "Content-Type",
                                                        "Content-Transfer-Encoding",
                                                        "Content-Disposition",
                                                        "Content-ID",
                                                        "Status",
                                                        "X-Mailer",
                                                        "User-Agent",
                                                        "List-Id",
                                                        "Errors-To",
                                                        "Authentication-Results"};
    const qsizetype colon = colonOf(line);
    if (colon <= 0)
        return false;
    const auto name = betweenBlanks(line.first(colon));
    return std::any_of(known.begin(), known.end(),
                       [name](const char *other) { return sameIgnoringCase(name, QByteArrayView(other)); });
}

// After a line that is no field, a header goes on when a known field comes next, folded lines between them or
// not.
bool HeaderBlock::goesOnAfter(QByteArrayView bytes, qsizetype next) const
{
    constexpr int lookedAt = 20;
    for (int i = 0; i < lookedAt && next < bytes.size(); ++i, next = lineEnd(bytes, next) + 1) {
        const auto line = lineAt(bytes, next);
        if (line.isEmpty() || !isBlank(line[0]))
            return isKnownField(line);
    }
    return false;
}

void HeaderBlock::add(QByteArrayView bytes, qsizetype start, qsizetype end)
{
    const auto field = bytes.sliced(start, end - start);
    const qsizetype colon = colonOf(field);
    const auto name = betweenBlanks(field.first(colon));
    auto value = field.sliced(colon + 1);
    if (value.size() > maxFieldSize) {
        m_defects.append(QStringLiteral("cut: header field %1 of %2 octets")
                             .arg(QString::fromLatin1(name))
                             .arg(value.size()));
        value = value.first(maxFieldSize);
    }
    m_fields.push_back({name, betweenBlanks(value)});
}

QByteArrayView HeaderBlock::first(QByteArrayView name) const
{
    for (const HeaderField &field : m_fields) {
        if (sameIgnoringCase(field.name, name))
            return field.value.isNull() ? QByteArrayView("") : field.value;
    }
    return {};
}
