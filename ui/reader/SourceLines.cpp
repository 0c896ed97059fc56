// SPDX-License-Identifier: GPL-3.0-or-later
#include "SourceLines.h"

#include <QStringDecoder>

#include <algorithm>
#include <cstring>

namespace
{
constexpr qsizetype linesPerPlace = 64;
constexpr qsizetype longestSourceLine = 2000; // bytes
constexpr qsizetype mostBoundaries = 1000;

// Back to where a character of UTF-8 begins.
qsizetype lengthInWholeCharacters(const char *line, qsizetype length)
{
    qsizetype cut = length;
    while (cut > length - 4 && cut > 0 && (uchar(line[cut]) & 0xC0) == 0x80)
        --cut;
    return cut;
}

bool turnsSourceDirection(char16_t u)
{
    return (u >= 0x202A && u <= 0x202E) || (u >= 0x2066 && u <= 0x2069);
}
} // namespace

bool SourceLines::indexMore(qsizetype bytes)
{
    const qsizetype end = std::min(m_bytes.size(), m_next.offset + bytes);
    while (m_next.offset < end) {
        if (m_count % linesPerPlace == 0)
            m_places.push_back(m_next);
        const Line line = take(m_next);
        learnBoundary(QByteArrayView(m_bytes).sliced(line.start, line.length));
        m_longest = std::max(m_longest, line.length);
        ++m_count;
    }
    return !isComplete();
}

SourceLines::Line SourceLines::take(Place &place) const
{
    const char *const begin = m_bytes.constData() + place.offset;
    const qsizetype left = m_bytes.size() - place.offset;
    const qsizetype window = std::min(left, longestSourceLine + 1);
    const auto *const feed = static_cast<const char *>(std::memchr(begin, '\n', size_t(window)));
    Line line{place.offset, feed ? feed - begin : std::min(left, longestSourceLine), Kind::Body};
    const bool isCut = !feed && left > longestSourceLine;
    if (isCut)
        line.length = lengthInWholeCharacters(begin, line.length);
    place.offset += line.length + (feed ? 1 : 0);
    if (feed && line.length > 0 && begin[line.length - 1] == '\r')
        --line.length;
    if (!place.goesOn)
        place.kind = kindOf(QByteArrayView(m_bytes).sliced(line.start, line.length), place);
    line.kind = place.kind;
    place.goesOn = isCut;
    return line;
}

SourceLines::Kind SourceLines::kindOf(QByteArrayView line, Place &place) const
{
    if (line.startsWith("--") && line.size() > 2) {
        qsizetype length = line.size();
        while (length > 2 && (line[length - 1] == ' ' || line[length - 1] == '\t'))
            --length;
        const QByteArray name = line.sliced(2, length - 2).toByteArray();
        if (m_boundaries.contains(name)) {
            place.inHeader = true;
            return Kind::Boundary;
        }
        if (name.endsWith("--") && m_boundaries.contains(name.chopped(2))) {
            place.inHeader = false;
            return Kind::Boundary;
        }
    }
    if (line.isEmpty())
        place.inHeader = false;
    if (!place.inHeader)
        return Kind::Body;
    return line.front() == ' ' || line.front() == '\t' ? Kind::Continuation : Kind::Field;
}

void SourceLines::learnBoundary(QByteArrayView line)
{
    constexpr QByteArrayView name("boundary=");
    if (m_content == Content::Text || m_boundaries.size() >= mostBoundaries || line.size() <= name.size())
        return;
    const auto found = std::search(line.begin(), line.end(), name.begin(), name.end(),
                                   [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 0x20 : a) == b; });
    if (found == line.end())
        return;
    QByteArrayView value = line.sliced(found - line.begin() + name.size());
    if (value.startsWith('"')) {
        value = value.sliced(1);
        const qsizetype quote = value.indexOf('"');
        value = quote < 0 ? value : value.first(quote);
    } else {
        const auto end = std::find_if(value.begin(), value.end(),
                                      [](char c) { return c == ';' || c == ' ' || c == '\t'; });
        value = value.first(end - value.begin());
    }
    if (!value.isEmpty() && value.size() <= 200)
        m_boundaries.insert(value.toByteArray());
}

SourceLines::Line SourceLines::line(qsizetype number) const
{
    const std::vector<Line> found = lines(number, 1);
    return found.empty() ? Line() : found.front();
}

std::vector<SourceLines::Line> SourceLines::lines(qsizetype number, qsizetype most) const
{
    std::vector<Line> found;
    if (number < 0 || number >= m_count)
        return found;
    Place place = m_places[size_t(number / linesPerPlace)];
    for (qsizetype skip = number % linesPerPlace; skip > 0; --skip)
        take(place);
    const qsizetype wanted = std::min(most, m_count - number);
    found.reserve(size_t(wanted));
    for (qsizetype i = 0; i < wanted; ++i)
        found.push_back(take(place));
    return found;
}

QString SourceLines::text(const Line &line) const
{
    const QByteArrayView bytes = QByteArrayView(m_bytes).sliced(line.start, line.length);
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = utf8.decode(bytes);
    if (utf8.hasError())
        text = QString::fromLatin1(bytes);
    for (QChar &c : text) {
        if (c.unicode() < 0x20 && c != u'\t')
            c = QChar(0x2400 + c.unicode());
        else if (turnsSourceDirection(c.unicode()))
            c = QChar(0x25A1);
    }
    return text;
}
