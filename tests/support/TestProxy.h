// SPDX-License-Identifier: GPL-3.0-or-later
//
// TestProxy is a SOCKS5 or HTTP proxy on a free port of 127.0.0.1. It connects to 127.0.0.1 whatever host it
// is asked for, as a proxy would whose network knows that name, and remembers what it was asked. Each client
// in a thread of its own.
#pragma once

#include <QByteArray>
#include <QByteArrayList>

#include <memory>

class TestProxy
{
public:
    enum class Kind { Socks5, Http };
    struct Settings {
        Kind kind = Kind::Socks5;
        quint16 target = 0;   // 0: the port that is asked for
        QByteArray user = {}; // empty: needs none
        QByteArray password = {};
        QByteArray refusal = {};     // the answer to the request for a connection, raw, in place of making it
        QByteArray firstAnswer = {}; // the answer to the client's first bytes, raw, in place of all else
        bool hangs = false;          // says nothing at all
        bool answersBytewise = false; // each byte of its own answers in a segment of its own
        bool saysItsName = true; // SOCKS5: where it connected from, as a name; else as an address of IPv4
    };

    explicit TestProxy(const Settings &settings);
    ~TestProxy();

    quint16 port() const;
    QByteArrayList requests() const; // "host:port" as asked for; an address of SOCKS5 in its text form

private:
    class Private;
    std::unique_ptr<Private> d;
};
