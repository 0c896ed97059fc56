// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3BodyReader.h"

#include <cstring>

bool Pop3BodyReader::isLineStart(const char *block, qsizetype at) const
{
    const char last = at >= 1 ? block[at - 1] : m_last;
    if (last != '\n')
        return false;
    if (m_lineEnds == LineEnds::LineFeeds)
        return true;
    return (at >= 2 ? block[at - 2] : at == 1 ? m_last : m_secondLast) == '\r';
}

// The next dot that begins a line, or `size`. Goes from line to line, since in most text dots are more.
qsizetype Pop3BodyReader::findStuffedDot(const char *block, qsizetype from, qsizetype size) const
{
    if (block[from] == '.' && isLineStart(block, from))
        return from;
    const char *const end = block + size;
    const char *at = block + from;
    while ((at = static_cast<const char *>(std::memchr(at, '\n', size_t(end - at)))) && ++at < end) {
        if (*at == '.' && isLineStart(block, at - block))
            return at - block;
    }
    return size;
}

// Decides on the byte after a dot that began a line.
void Pop3BodyReader::leaveDot(const char *block, qsizetype &at, Step &step)
{
    const char byte = block[at];
    if (byte == '\n' && (m_state == State::DotCr || m_lineEnds == LineEnds::LineFeeds)) {
        ++at;
        step.finished = true;
    } else if (m_state == State::Dot && byte == '\r') {
        ++at;
        m_state = State::DotCr;
    } else {
        m_state = State::Text;
    }
}

Pop3BodyReader::Step Pop3BodyReader::consume(char *block, qsizetype size)
{
    Step step;
    if (size == 0)
        return step;
    const char nextSecondLast = size >= 2 ? block[size - 2] : m_last;
    const char nextLast = block[size - 1];
    qsizetype at = 0;
    while (at < size && !step.finished) {
        if (m_state != State::Text) {
            const bool heldBack = m_state == State::DotCr;
            leaveDot(block, at, step);
            // The CR is data after all. It stands in this block, or was held back at the end of the last one.
            if (heldBack && m_state == State::Text && at > 0)
                block[step.produced++] = '\r';
            else if (heldBack && m_state == State::Text)
                step.carriageReturnBefore = true;
            continue;
        }
        const qsizetype end = findStuffedDot(block, at, size);
        // What is kept moves down by what was taken out before it. That leaves the byte before the dot as
        // received, and isLineStart() looks no further back from here on.
        if (step.produced != at)
            std::memmove(block + step.produced, block + at, size_t(end - at));
        step.produced += end - at;
        at = end;
        if (at < size) {
            ++at;
            m_state = State::Dot;
        }
    }
    step.consumed = at;
    m_secondLast = nextSecondLast;
    m_last = nextLast;
    return step;
}
