// SPDX-License-Identifier: GPL-3.0-or-later
//
// DemoSession is the server's side of one POP3 session (RFC 1939, 2449, 5034): it gets command lines and
// returns what goes onto the wire. It knows no socket. A session that ends without QUIT deletes nothing.
#pragma once

#include "DemoMailbox.h"

#include <set>

class DemoSession
{
public:
    // The mailbox must outlive the session.
    explicit DemoSession(DemoMailbox &mailbox);
    ~DemoSession();
    DemoSession(const DemoSession &) = delete;
    DemoSession &operator=(const DemoSession &) = delete;

    QByteArray greeting() const;
    // `line` comes without its CRLF. The reply is complete, multi-line ones with their final dot.
    QByteArray answer(const QByteArray &line);
    // True after the reply to QUIT: the connection is to be closed.
    bool ended() const { return m_state == State::Ended; }

private:
    enum class State { Authorization, Transaction, Ended };

    QByteArray answerAuthorization(const QByteArray &keyword, const QByteArray &argument);
    QByteArray answerTransaction(const QByteArray &keyword, const QByteArray &argument);
    QByteArray auth(const QByteArray &argument);
    QByteArray authPlain(const QByteArray &response);
    QByteArray signIn(const QByteArray &user, const QByteArray &password);
    QByteArray stat() const;
    QByteArray listing(const QByteArray &argument, QByteArray (*row)(const DemoMessage &)) const;
    QByteArray top(const QByteArray &argument) const;
    QByteArray retr(const QByteArray &argument) const;
    QByteArray dele(const QByteArray &argument);
    QByteArray rset();
    QByteArray quit();

    // The index of the message that `number` names, or -1: not a number, out of range, marked as deleted.
    int indexOf(const QByteArray &number) const;

    DemoMailbox &m_mailbox;
    State m_state = State::Authorization;
    QByteArray m_user;
    bool m_awaitsPlain = false; // "+ " was sent, the next line is the response of SASL PLAIN
    std::set<int> m_deleted;    // indexes marked by DELE, carried out by QUIT
};
