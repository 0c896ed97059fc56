// SPDX-License-Identifier: GPL-3.0-or-later
//
// ScriptedChannel plays a Transcript to protocol code: what the server says, and what the client has to have
// said before it goes on. No socket, no thread, no waiting: a read for which nothing is left to say until the
// client speaks is a Timeout, and after the last step the connection is lost. The Transcript belongs to the
// test and outlives the channel.
//
//     Transcript script;
//     script.server("+OK ready\r\n").client("CAPA\r\n").server("-ERR\r\n");
//     Pop3Connection::open(std::make_unique<ScriptedChannel>(script), Security::None);
//     QVERIFY2(script.isFulfilled(), script.mismatch());
#pragma once

#include "Channel.h"

#include <algorithm>
#include <limits>
#include <vector>

class Transcript
{
public:
    // Adjoining server steps arrive as one stream; `times` repeats the bytes without holding them so often.
    Transcript &server(QByteArray bytes, qint64 times = 1)
    {
        return add({Step::Server, std::move(bytes), times});
    }
    Transcript &client(QByteArray bytes) { return add({Step::Client, std::move(bytes), 1}); }
    Transcript &tls() { return add({Step::Tls, {}, 1}); }         // the client starts TLS, and it succeeds
    Transcript &silence() { return add({Step::Silence, {}, 1}); } // from here on reads time out

    // Settings
    qsizetype chunk = std::numeric_limits<qsizetype>::max(); // most bytes that one read gives
    int failAt = -1; // the number (from 0) of the operation that fails
    ErrorCode failWith = ErrorCode::ConnectionLost;
    bool encrypted = false;                      // from the start
    ErrorCode tlsFailure = ErrorCode::TlsFailed; // when the client starts TLS where the script has none

    // What happened
    QByteArray written; // everything the client sent
    int writes = 0;
    int operations = 0; // reads, writes and handshakes
    bool closed = false;

    // Did the client say all that it had to, and nothing else?
    bool isFulfilled() const
    {
        return m_mismatch.isEmpty() &&
               std::none_of(m_steps.begin() + qsizetype(m_step), m_steps.end(),
                            [](const Step &step) { return step.kind != Step::Silence; });
    }
    const char *mismatch() const
    {
        return m_mismatch.isEmpty() ? "the script is not over" : m_mismatch.constData();
    }

private:
    friend class ScriptedChannel;
    struct Step {
        enum Kind { Server, Client, Tls, Silence } kind;
        QByteArray bytes;
        qint64 times;
    };

    Transcript &add(Step step)
    {
        if (!step.bytes.isEmpty() || step.kind == Step::Tls || step.kind == Step::Silence)
            m_steps.push_back(std::move(step));
        return *this;
    }
    const Step *current() const { return m_step < m_steps.size() ? &m_steps[m_step] : nullptr; }
    bool isAt(Step::Kind kind) const { return current() && current()->kind == kind; }
    void next()
    {
        ++m_step;
        m_offset = 0;
        m_round = 0;
    }

    std::vector<Step> m_steps;
    size_t m_step = 0;
    qsizetype m_offset = 0; // within the step's bytes
    qint64 m_round = 0;     // repetitions done
    QByteArray m_mismatch;
};

class ScriptedChannel final : public Channel
{
public:
    explicit ScriptedChannel(Transcript &transcript) : m_script(transcript), m_encrypted(transcript.encrypted)
    {
    }
    ~ScriptedChannel() override { m_script.closed = true; }

    Result<void> write(QByteArrayView bytes) override
    {
        if (fails())
            return failure(m_script.failWith, QStringLiteral("scripted"));
        if (m_script.closed)
            return failure(ErrorCode::ConnectionLost, QStringLiteral("closed"));
        m_script.written += bytes;
        ++m_script.writes;
        for (const char byte : bytes)
            take(byte);
        return {};
    }

    Result<void> read(QByteArray &buffer, std::chrono::milliseconds) override
    {
        if (fails())
            return failure(m_script.failWith, QStringLiteral("scripted"));
        if (m_script.closed || !m_script.current())
            return failure(ErrorCode::ConnectionLost, QStringLiteral("the script is over"));
        if (!m_script.isAt(Transcript::Step::Server))
            return failure(ErrorCode::Timeout, QStringLiteral("the script waits for the client"));
        qsizetype room = std::min<qsizetype>(m_script.chunk, 256 * 1024);
        while (room > 0 && m_script.isAt(Transcript::Step::Server)) {
            const auto &step = *m_script.current();
            const qsizetype size = std::min(room, step.bytes.size() - m_script.m_offset);
            buffer += QByteArrayView(step.bytes).sliced(m_script.m_offset, size);
            room -= size;
            m_script.m_offset += size;
            if (m_script.m_offset < step.bytes.size())
                continue;
            m_script.m_offset = 0;
            if (++m_script.m_round == step.times)
                m_script.next();
        }
        return {};
    }

    qint64 unreadBytes() const override
    {
        return !m_script.closed && m_script.isAt(Transcript::Step::Server)
                   ? m_script.current()->bytes.size() - m_script.m_offset
                   : 0;
    }

    Result<void> startTls() override
    {
        if (fails())
            return failure(m_script.failWith, QStringLiteral("scripted"));
        if (!m_script.isAt(Transcript::Step::Tls))
            return failure(m_script.tlsFailure, QStringLiteral("scripted"));
        m_script.next();
        m_encrypted = true;
        return {};
    }

    bool isEncrypted() const override { return m_encrypted; }
    QString tlsVersion() const override { return m_encrypted ? QStringLiteral("TLS 1.3") : QString(); }
    void close() override { m_script.closed = true; }

private:
    bool fails() { return m_script.operations++ == m_script.failAt; }

    void take(char byte)
    {
        const auto *step = m_script.current();
        if (step && step->kind == Transcript::Step::Client && step->bytes[m_script.m_offset] == byte) {
            if (++m_script.m_offset == step->bytes.size())
                m_script.next();
        } else if (m_script.m_mismatch.isEmpty()) {
            m_script.m_mismatch = "unexpected from the client, after: " + m_script.written.right(200);
        }
    }

    Transcript &m_script;
    bool m_encrypted;
};
