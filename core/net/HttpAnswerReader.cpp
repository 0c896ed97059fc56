// SPDX-License-Identifier: GPL-3.0-or-later
#include "HttpAnswerReader.h"

#include <algorithm>

namespace
{
constexpr qsizetype longestHead = 64 * 1024;
constexpr int longestTrailerLine = 8 * 1024;

tl::unexpected<Error> refused(const char *why)
{
    return failure(ErrorCode::ProtocolViolation, QStringLiteral("web server: %1").arg(QLatin1String(why)));
}
} // namespace

Result<bool> HttpAnswerReader::take(const QByteArray &bytes)
{
    m_buffer += bytes;
    while (m_state != State::Done) {
        TRY(const bool moved, step());
        if (!moved)
            return false;
    }
    return true;
}

bool HttpAnswerReader::takeEnd()
{
    if (m_state != State::UntilClosed)
        return false;
    m_state = State::Done;
    return true;
}

Result<bool> HttpAnswerReader::step()
{
    switch (m_state) {
    case State::Head:
        return readHead();
    case State::Counted: {
        TRY(const bool moved, addToBody(m_length));
        if (m_length == 0)
            m_state = State::Done;
        return moved || m_length == 0;
    }
    case State::ChunkSize:
        return readChunkSize();
    case State::Chunk: {
        TRY(const bool moved, addToBody(m_length));
        if (m_length == 0)
            m_state = State::ChunkEnd;
        return moved || m_length == 0;
    }
    case State::ChunkEnd: {
        QByteArray line;
        if (!takeLine(&line))
            return m_buffer.size() > 2 ? Result<bool>(refused("a chunk without an end")) : false;
        if (!line.isEmpty())
            return refused("a chunk without an end");
        m_state = State::ChunkSize;
        return true;
    }
    case State::Trailer:
        return readTrailer();
    case State::UntilClosed:
        return addToBody(m_buffer.size());
    case State::Done:
        break;
    }
    return false;
}

bool HttpAnswerReader::takeLine(QByteArray *line)
{
    const qsizetype end = m_buffer.indexOf('\n');
    if (end < 0)
        return false;
    *line = m_buffer.left(end);
    if (line->endsWith('\r'))
        line->chop(1);
    m_buffer.remove(0, end + 1);
    return true;
}

Result<bool> HttpAnswerReader::readHead()
{
    QByteArray line;
    if (!takeLine(&line))
        return m_buffer.size() > longestHead ? Result<bool>(refused("a very long head")) : false;
    m_headSize += line.size() + 2;
    if (m_headSize > longestHead)
        return refused("a very long head");
    if (m_answer.status == 0) {
        const bool isStatus = line.startsWith("HTTP/1.") && line.size() >= 12 && line[8] == ' ';
        m_answer.status = isStatus ? line.mid(9, 3).toInt() : 0;
        if (m_answer.status < 100 || m_answer.status > 599)
            return refused("no status");
        return true;
    }
    if (!line.isEmpty()) {
        CHECK(readField(line));
        return true;
    }
    if (m_answer.status < 200) { // one before the answer proper
        if (m_answer.status == 101)
            return refused("another protocol");
        m_answer = {};
        m_length = -1;
        m_isChunked = false;
        return true;
    }
    CHECK(chooseBody());
    return true;
}

Result<void> HttpAnswerReader::readField(const QByteArray &line)
{
    const qsizetype colon = line.indexOf(':');
    if (colon <= 0)
        return {}; // nothing that is looked at
    const QByteArray name = line.left(colon).toLower();
    const QByteArray value = line.mid(colon + 1).trimmed();
    if (name == "location") {
        m_answer.location = value;
    } else if (name == "content-type") {
        m_answer.type =
            value.left(value.indexOf(';') < 0 ? value.size() : value.indexOf(';')).trimmed().toLower();
    } else if (name == "content-length") {
        bool isNumber = false;
        const qint64 length = value.toLongLong(&isNumber);
        if (!isNumber || length < 0 || (m_length >= 0 && m_length != length))
            return refused("a length that is none");
        m_length = length;
    } else if (name == "transfer-encoding") {
        if (value.toLower() != "chunked")
            return refused("an encoding that was not asked for");
        m_isChunked = true;
    } else if (name == "content-encoding" && value.toLower() != "identity") {
        return refused("an encoding that was not asked for");
    }
    return {};
}

Result<void> HttpAnswerReader::chooseBody()
{
    if (m_answer.status == 204 || m_answer.status == 304)
        m_state = State::Done;
    else if (m_isChunked)
        m_state = State::ChunkSize;
    else if (m_length >= 0)
        m_state = State::Counted;
    else
        m_state = State::UntilClosed;
    if (m_state == State::Counted && m_length > m_longest)
        return refused("too long");
    return {};
}

// Takes up to `most` octets of what is there.
Result<bool> HttpAnswerReader::addToBody(qint64 most)
{
    const qsizetype size = std::min<qint64>(most, m_buffer.size());
    if (m_answer.body.size() + size > m_longest)
        return refused("too long");
    m_answer.body += m_buffer.left(size);
    m_buffer.remove(0, size);
    if (m_state != State::UntilClosed)
        m_length -= size;
    return size > 0;
}

Result<bool> HttpAnswerReader::readChunkSize()
{
    QByteArray line;
    if (!takeLine(&line))
        return m_buffer.size() > longestTrailerLine ? Result<bool>(refused("a very long chunk size")) : false;
    const qsizetype extension = line.indexOf(';');
    const QByteArray digits = line.left(extension < 0 ? line.size() : extension).trimmed();
    bool isNumber = false;
    m_length = digits.toLongLong(&isNumber, 16);
    if (!isNumber || m_length < 0 || digits.startsWith("0x") || m_length > m_longest)
        return refused("a chunk size that is none");
    m_state = m_length == 0 ? State::Trailer : State::Chunk;
    return true;
}

Result<bool> HttpAnswerReader::readTrailer()
{
    QByteArray line;
    if (!takeLine(&line))
        return m_buffer.size() > longestTrailerLine ? Result<bool>(refused("a very long trailer")) : false;
    m_headSize += line.size() + 2;
    if (m_headSize > longestHead)
        return refused("a very long trailer");
    if (line.isEmpty())
        m_state = State::Done;
    return true;
}
