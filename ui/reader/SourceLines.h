// SPDX-License-Identifier: GPL-3.0-or-later
//
// SourceLines finds the lines of a message's bytes, or of a text, and what each of them is. It keeps one
// place in memory for every 64 lines, so that 50 MB of line feeds need no more room than 50 MB of text, and
// is built in pieces, so that nobody waits for it. Lines longer than a few thousand bytes are cut. Pure.
#pragma once

#include <QByteArray>
#include <QSet>
#include <QString>

#include <vector>

class SourceLines
{
public:
    enum class Kind : quint8 {
        Field,        // of a header: "Name: value"
        Continuation, // the rest of a field
        Boundary,     // between the parts of a message
        Body,
    };
    struct Line {
        qsizetype start = 0, length = 0; // without its CR and LF
        Kind kind = Kind::Body;
    };

    enum class Content { Message, Text }; // a text has neither fields nor boundaries

    SourceLines() = default;
    explicit SourceLines(const QByteArray &bytes, Content content = Content::Message)
        : m_bytes(bytes), m_content(content)
    {
        m_next.inHeader = content == Content::Message;
    }

    // Looks at about so many bytes more; false when all lines are known.
    bool indexMore(qsizetype bytes);
    bool isComplete() const { return m_next.offset >= m_bytes.size(); }
    // Those that are known.
    qsizetype count() const { return m_count; }
    Line line(qsizetype number) const;
    // From `number` on, for drawing and searching.
    std::vector<Line> lines(qsizetype number, qsizetype most) const;
    // For reading: UTF-8, or Latin-1 where it is none; control characters are shown by their pictures, and
    // those that turn the direction of text by a box.
    QString text(const Line &line) const;
    // In bytes.
    qsizetype longest() const { return m_longest; }
    const QByteArray &bytes() const { return m_bytes; }

private:
    struct Place {
        qsizetype offset = 0;
        bool inHeader = true;
        bool goesOn = false; // a line that was cut
        Kind kind = Kind::Field;
    };

    Line take(Place &place) const;
    Kind kindOf(QByteArrayView line, Place &place) const;
    void learnBoundary(QByteArrayView line);

    QByteArray m_bytes;
    Content m_content = Content::Message;
    std::vector<Place> m_places; // of every 64th line
    Place m_next;
    qsizetype m_count = 0;
    qsizetype m_longest = 0;
    QSet<QByteArray> m_boundaries;
};
