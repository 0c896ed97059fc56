// SPDX-License-Identifier: GPL-3.0-or-later
//
// HttpAnswerReader reads the answer to one request of HTTP/1.1 (RFC 9112) from bytes as they arrive. Head and
// body are bounded; what is ambiguous is refused. No input or output of its own.
#pragma once

#include "Result.h"

#include <QByteArray>

struct HttpAnswer {
    int status = 0;
    QByteArray location; // of a redirection
    QByteArray type;     // media type, lower case, without parameters
    QByteArray body;
};

class HttpAnswerReader
{
public:
    // `longest`: octets that the body may have.
    explicit HttpAnswerReader(qint64 longest) : m_longest(longest) {}

    // Takes what has arrived; true when the answer is whole. ProtocolViolation for what is no answer, or is
    // too long.
    Result<bool> take(const QByteArray &bytes);
    // The peer has closed: true when that was its way to end the body.
    bool takeEnd();
    const HttpAnswer &answer() const { return m_answer; }

private:
    enum class State { Head, Counted, ChunkSize, Chunk, ChunkEnd, Trailer, UntilClosed, Done };

    Result<bool> step(); // false: more bytes are needed
    Result<bool> readHead();
    Result<void> readField(const QByteArray &line);
    Result<void> chooseBody();
    Result<bool> readChunkSize();
    Result<bool> readTrailer();
    Result<bool> addToBody(qint64 most);
    bool takeLine(QByteArray *line);

    const qint64 m_longest;
    State m_state = State::Head;
    QByteArray m_buffer;
    qsizetype m_headSize = 0;
    qint64 m_length = -1; // Content-Length, then what is left of it or of the chunk
    bool m_isChunked = false;
    HttpAnswer m_answer;
};
