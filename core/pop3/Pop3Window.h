// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pop3Window says how many commands may be under way at once (RFC 2449 §6.6): with PIPELINING up to 512, 8
// KiB of command bytes and 8 MiB of expected answers, else one. It asks for more when half of that is
// answered, so that commands go out in few large writes. Answers come in the order of the commands. Pure.
#pragma once

#include <QtGlobal>

#include <deque>

class Pop3Window
{
public:
    static constexpr qsizetype maxCommands = 512;
    static constexpr qsizetype maxCommandBytes = 8 * 1024;
    static constexpr qint64 maxExpectedBytes = 8 * 1024 * 1024;

    explicit Pop3Window(bool pipelining) : m_pipelining(pipelining) {}

    bool isEmpty() const { return m_commands.empty(); }
    // Is it time to send the next batch?
    bool wantsMore() const;
    // May this command join those under way? The first always may, however large its answer.
    bool admits(qsizetype commandBytes, qint64 expectedBytes) const;

    void sent(qsizetype commandBytes, qint64 expectedBytes);
    void answered(); // the oldest

private:
    struct Command {
        qsizetype bytes;
        qint64 expected;
    };

    const bool m_pipelining;
    std::deque<Command> m_commands;
    qsizetype m_commandBytes = 0;
    qint64 m_expectedBytes = 0;
};
