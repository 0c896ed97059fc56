// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Wire.h"

#include "Log.h"
#include "Pop3Redaction.h"
#include "Pop3Window.h"

#include <algorithm>
#include <cstring>

namespace
{

constexpr qsizetype maxReplyLine = 8 * 1024;  // R5
constexpr qsizetype maxSaslLine = 128 * 1024; // R5
constexpr qint64 maxCapabilityBytes = 64 * 1024;

} // namespace

Pop3Wire::Pop3Wire(std::unique_ptr<Channel> channel, const Patience &patience)
    : m_channel(std::move(channel)), m_patience(patience)
{
}

Pop3Wire::~Pop3Wire()
{
    close();
}

void Pop3Wire::close()
{
    m_closed = true;
    m_channel->close();
}

tl::unexpected<Error> Pop3Wire::lost(Error error)
{
    close();
    return tl::unexpected<Error>(std::move(error));
}

tl::unexpected<Error> Pop3Wire::violation(const QString &detail, const QByteArray &line)
{
    return lost({ErrorCode::ProtocolViolation, detail, QString::fromLatin1(line.left(200)), {}, {}});
}

Result<void> Pop3Wire::write(QByteArrayView bytes)
{
    if (m_closed)
        return failure(ErrorCode::ConnectionLost, QStringLiteral("closed before"));
    if (auto written = m_channel->write(bytes); !written)
        return lost(std::move(written.error()));
    return {};
}

Result<void> Pop3Wire::fill(QDeadlineTimer deadline)
{
    if (m_closed)
        return failure(ErrorCode::ConnectionLost, QStringLiteral("closed before"));
    if (m_position == m_buffer.size())
        m_buffer.resize(0); // keeps its memory
    else if (m_position > 0)
        m_buffer.remove(0, m_position);
    m_position = 0;
    const auto time =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline.remainingTimeAsDuration());
    if (auto read = m_channel->read(m_buffer, time); !read)
        return lost(std::move(read.error()));
    return {};
}

// The line without its end; valid until the next read.
Result<QByteArrayView> Pop3Wire::readLine(qsizetype maxLength, QDeadlineTimer deadline, bool bareLineFeed)
{
    qsizetype scanned = 0;
    while (true) {
        const char *const start = m_buffer.constData() + m_position;
        while (const auto *end = static_cast<const char *>(
                   std::memchr(start + scanned, '\n', size_t(buffered() - scanned)))) {
            const qsizetype length = end - start;
            const bool crlf = length > 0 && end[-1] == '\r';
            if (m_lineEnds == LineEnds::Unknown)
                m_lineEnds = crlf ? LineEnds::Crlf : LineEnds::LineFeeds;
            if (crlf || bareLineFeed || m_lineEnds == LineEnds::LineFeeds) {
                if (length > maxLength)
                    return violation(QStringLiteral("a line of %1 bytes").arg(length));
                m_position += length + 1;
                return QByteArrayView(start, crlf ? length - 1 : length);
            }
            scanned = length + 1;
        }
        scanned = buffered();
        if (scanned > maxLength)
            return violation(QStringLiteral("a line of more than %1 bytes").arg(maxLength));
        CHECK(fill(deadline));
    }
}

Result<Pop3Reply> Pop3Wire::readReply(std::chrono::milliseconds timeout)
{
    TRY(const auto line, readLine(maxReplyLine, QDeadlineTimer(timeout)));
    TRY(auto reply, parseReply(line));
    if (logPop3().isDebugEnabled()) {
        const QString text = m_secretSent ? QStringLiteral("***") : withoutSecrets(reply.text);
        qCDebug(logPop3) << "S:" << (reply.ok ? "+OK" : "-ERR") << m_mask.covered(reply.code).constData()
                         << text;
    }
    return reply;
}

Result<Pop3Reply> Pop3Wire::parseReply(QByteArrayView line)
{
    auto reply = parsePop3Reply(line);
    if (!reply)
        return lost(std::move(reply.error()));
    return reply;
}

Result<Pop3Reply> Pop3Wire::readGreeting()
{
    return readReply(m_patience.reply);
}

Result<void> Pop3Wire::expectSilence()
{
    if (m_closed || (buffered() == 0 && m_channel->unreadBytes() == 0))
        return {};
    TRY(const auto line, readLine(maxReplyLine, QDeadlineTimer(m_patience.reply)));
    const auto reply = parsePop3Reply(line);
    if (!reply || reply->ok)
        return violation(QStringLiteral("an answer to no command"), line.toByteArray());
    return lost(
        {ErrorCode::ConnectionLost, QStringLiteral("the server ended the session"), reply->text, {}, {}});
}

Result<void> Pop3Wire::send(const QByteArray &command)
{
    CHECK(expectSilence());
    const QByteArray shown = redactedCommand(command);
    m_secretSent = shown != command;
    qCDebug(logPop3) << "C:" << shown.constData();
    return write(command + "\r\n");
}

Result<Pop3Reply> Pop3Wire::ask(const QByteArray &command, std::chrono::milliseconds timeout)
{
    CHECK(send(command));
    return readReply(timeout);
}

Result<void> Pop3Wire::askAll(size_t count, const std::function<Command(size_t)> &command,
                              const std::function<Result<void>(size_t, const Pop3Reply &)> &answered)
{
    m_secretSent = false;
    Pop3Window window(m_capabilities.pipelining);
    size_t next = 0;
    for (size_t done = 0; done < count; ++done) {
        if (window.isEmpty())
            CHECK(expectSilence());
        if (next < count && window.wantsMore()) {
            QByteArray batch;
            while (next < count) {
                const Command one = command(next);
                const qsizetype size = one.line.size() + 2;
                if (!window.admits(size, one.expectedBytes) || (one.isAlone && !window.isEmpty()))
                    break;
                qCDebug(logPop3) << "C:" << redactedCommand(one.line).constData();
                batch += one.line + "\r\n";
                window.sent(size, one.expectedBytes);
                ++next;
                if (one.isAlone)
                    break;
            }
            if (!batch.isEmpty())
                CHECK(write(batch));
        }
        TRY(const auto reply, readReply(m_patience.reply));
        if (auto result = answered(done, reply); !result)
            return lost(std::move(result.error()));
        window.answered();
    }
    return {};
}

Result<Pop3Capabilities> Pop3Wire::askCapabilities()
{
    TRY(const auto reply, ask("CAPA"));
    if (!reply.ok)
        return Pop3Capabilities();
    QByteArrayList lines;
    CHECK(readLines(maxCapabilityBytes, [&lines](QByteArrayView line) -> Result<void> {
        lines.append(line.toByteArray());
        return {};
    }));
    return Pop3Capabilities::parse(lines);
}

Result<void> Pop3Wire::sendSecret(const QByteArray &line)
{
    m_secretSent = true;
    qCDebug(logPop3) << "C: ***";
    return write(line + "\r\n");
}

Result<QByteArray> Pop3Wire::readSaslLine()
{
    TRY(const auto line, readLine(maxSaslLine, QDeadlineTimer(m_patience.reply), true));
    // A challenge can be as secret as its response, so only the kind of line is logged.
    qCDebug(logPop3) << "S:" << line.first(std::min<qsizetype>(line.size(), 3)).toByteArray().constData();
    return line.toByteArray();
}

Result<void> Pop3Wire::readLines(qint64 maxBytes, const std::function<Result<void>(QByteArrayView)> &line)
{
    qint64 total = 0;
    while (true) {
        TRY(auto view, readLine(maxReplyLine, QDeadlineTimer(m_patience.reply)));
        if (view == QByteArrayView("."))
            return {};
        total += view.size() + 2;
        if (total > maxBytes)
            return violation(QStringLiteral("a listing of more than %1 bytes").arg(maxBytes));
        if (view.startsWith('.'))
            view = view.sliced(1);
        if (auto result = line(view); !result)
            return lost(std::move(result.error()));
    }
}

Result<void> Pop3Wire::readBody(const BytesSink &sink)
{
    Pop3BodyReader reader(m_lineEnds == LineEnds::LineFeeds ? Pop3BodyReader::LineEnds::LineFeeds
                                                            : Pop3BodyReader::LineEnds::Crlf);
    while (true) {
        if (buffered() == 0)
            CHECK(fill(QDeadlineTimer(m_patience.reply)));
        char *const block = m_buffer.data() + m_position;
        const auto step = reader.consume(block, buffered());
        m_position += step.consumed;
        if (step.carriageReturnBefore)
            CHECK(sink("\r"));
        if (step.produced > 0)
            CHECK(sink(QByteArrayView(block, step.produced)));
        if (step.finished)
            return {};
    }
}

Result<void> Pop3Wire::startTls()
{
    if (buffered() > 0 || m_channel->unreadBytes() > 0)
        return lost(
            {ErrorCode::PlaintextInjected, QStringLiteral("bytes before the TLS handshake"), {}, {}, {}});
    if (auto encrypted = m_channel->startTls(); !encrypted)
        return lost(std::move(encrypted.error()));
    m_capabilities = {};
    m_lineEnds = LineEnds::Unknown;
    return {};
}
