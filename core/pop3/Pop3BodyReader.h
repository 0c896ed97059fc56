// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pop3BodyReader finds the end of a multi-line answer and takes the stuffed dots out of it (RFC 1939 §3),
// however the stream is cut into blocks (R6-R11). It works in the block itself, at the speed of memchr, and
// keeps two bytes of memory. One body each. Pure.
#pragma once

#include <QtGlobal>

class Pop3BodyReader
{
public:
    // A line starts after CRLF; with LineFeeds also after a bare LF, for servers that speak so (R9).
    enum class LineEnds { Crlf, LineFeeds };

    struct Step {
        qsizetype consumed = 0;            // bytes of the block that belong to this body
        qsizetype produced = 0;            // bytes of the message, which now stand at the block's start
        bool carriageReturnBefore = false; // one CR comes before them: it was held back as part of ".CR"
        bool finished = false;             // the terminator was read
    };

    explicit Pop3BodyReader(LineEnds lineEnds) : m_lineEnds(lineEnds) {}

    // Not to be called again when it has finished.
    Step consume(char *block, qsizetype size);

private:
    enum class State {
        Text,  // anywhere but in the states below
        Dot,   // a line began with a dot, which has been taken out
        DotCr, // and a CR followed, which has been held back
    };

    bool isLineStart(const char *block, qsizetype at) const;
    qsizetype findStuffedDot(const char *block, qsizetype from, qsizetype size) const;
    void leaveDot(const char *block, qsizetype &at, Step &step);

    const LineEnds m_lineEnds;
    State m_state = State::Text;
    // The two bytes before the block, as received. The body begins at the start of a line.
    char m_secondLast = '\r';
    char m_last = '\n';
};
