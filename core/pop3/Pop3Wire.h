// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pop3Wire speaks POP3's framing over a Channel: command lines out; status lines, listings and bodies in,
// several commands under way where the server announced it. Private to this module, in the channel's thread.
// After any error but an -ERR the stream cannot be trusted: the channel is closed without QUIT, and stays so.
#pragma once

#include "Channel.h"
#include "Endpoint.h"
#include "Pop3BodyReader.h"
#include "Pop3Capabilities.h"
#include "Pop3Reply.h"
#include "SecretMask.h"

#include <QDeadlineTimer>

#include <functional>
#include <memory>

class Pop3Wire
{
public:
    static constexpr qsizetype maxCommandLine = 255; // octets with CRLF (RFC 2449 §4)

    struct Command {
        QByteArray line; // without CRLF
        qint64 expectedBytes = 0;
        bool isAlone = false; // nothing else may be under way
    };
    using BytesSink = std::function<Result<void>(QByteArrayView)>;

    explicit Pop3Wire(std::unique_ptr<Channel> channel, const Patience &patience = {});
    ~Pop3Wire();

    Channel &channel() { return *m_channel; }
    const Channel &channel() const { return *m_channel; }
    const Patience &patience() const { return m_patience; }
    const Pop3Capabilities &capabilities() const { return m_capabilities; }
    void setCapabilities(Pop3Capabilities capabilities) { m_capabilities = std::move(capabilities); }

    // The server's first line (RFC 1939 §4). Its end tells whether this server ends lines with CRLF or LF
    // (R9).
    Result<Pop3Reply> readGreeting();
    // One command and its status line. Nothing may be under way.
    Result<Pop3Reply> ask(const QByteArray &command) { return ask(command, m_patience.reply); }
    Result<Pop3Reply> ask(const QByteArray &command, std::chrono::milliseconds timeout);
    // `count` commands and their answers, in order. `answered` reads what follows a status line, if anything
    // does; an error of its own ends it all.
    Result<void> askAll(size_t count, const std::function<Command(size_t)> &command,
                        const std::function<Result<void>(size_t, const Pop3Reply &)> &answered);
    // CAPA (RFC 2449 §5). -ERR is an answer: nothing is known then (R60).
    Result<Pop3Capabilities> askCapabilities();

    // What a server may repeat in any later answer: from now on no log shows it.
    void hide(const QByteArray &secret) { m_mask.hide(secret); }
    void hideAsItIs(const QByteArray &response) { m_mask.hideAsItIs(response); }
    QString withoutSecrets(const QString &text) const
    {
        return QString::fromUtf8(m_mask.covered(text.toUtf8()));
    }

    // For AUTH (RFC 5034): a command alone, a response that is never logged, and the server's next line, raw.
    Result<void> send(const QByteArray &command);
    Result<void> sendSecret(const QByteArray &line);
    Result<QByteArray> readSaslLine();
    // Of a raw line; what is no reply of POP3 ends the connection.
    Result<Pop3Reply> parseReply(QByteArrayView line);

    // A multi-line answer, line by line, unstuffed, without line ends; at most `maxBytes` in all. An answer
    // without terminator is an error.
    Result<void> readLines(qint64 maxBytes, const std::function<Result<void>(QByteArrayView)> &line);
    // A multi-line answer as a stream of blocks, unstuffed.
    Result<void> readBody(const BytesSink &sink);

    // ProtocolViolation, or ConnectionLost for a farewell, when the server said something unasked (R117).
    Result<void> expectSilence();
    // R76: nothing may have arrived between the reply to STLS and the handshake. Then forgets what was
    // learnt.
    Result<void> startTls();
    void close();

    tl::unexpected<Error> violation(const QString &detail, const QByteArray &line = {});

private:
    enum class LineEnds { Unknown, Crlf, LineFeeds };

    Result<void> write(QByteArrayView bytes);
    Result<void> fill(QDeadlineTimer deadline);
    Result<QByteArrayView> readLine(qsizetype maxLength, QDeadlineTimer deadline, bool bareLineFeed = false);
    Result<Pop3Reply> readReply(std::chrono::milliseconds timeout);
    qsizetype buffered() const { return m_buffer.size() - m_position; }
    tl::unexpected<Error> lost(Error error);

    std::unique_ptr<Channel> m_channel;
    const Patience m_patience;
    Pop3Capabilities m_capabilities;
    SecretMask m_mask;
    QByteArray m_buffer;
    qsizetype m_position = 0; // of what has not been consumed
    LineEnds m_lineEnds = LineEnds::Unknown;
    bool m_secretSent = false; // the answer's text may echo it, so it is not logged
    bool m_closed = false;
};
