// SPDX-License-Identifier: GPL-3.0-or-later
//
// ScriptedPopServer listens on a free port of 127.0.0.1 and plays a script for each connection, each in a
// thread of its own: what to send, what to wait for, when to stall or cut. The script is straight-line code
// over a Peer; it ends when it returns, when the client has gone or when the server is destroyed (a private
// exception unwinds it). PopMailbox is a ready script that serves a whole mailbox.
//
//     ScriptedPopServer server([](ScriptedPopServer::Peer &peer) {
//         peer.send("+OK ready\r\n");
//         peer.receiveLine();               // "CAPA"
//         peer.send("-ERR\r\n");
//         peer.stall();
//     });
//     connect to 127.0.0.1, server.port()
#pragma once

#include "TestCertificates.h"

#include <QByteArray>
#include <QByteArrayList>

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>

class ScriptedPopServer
{
public:
    class Peer;
    using Script = std::function<void(Peer &)>;
    enum class Security {
        Plain, // the script may call startTls() after STLS
        Tls,   // handshake before the script starts; the script does not run when it fails
    };

    explicit ScriptedPopServer(Script script, Security security = Security::Plain,
                               ServerIdentity identity = {});
    ~ScriptedPopServer();

    quint16 port() const;
    int connections() const;                // accepted so far
    QByteArrayList received() const;        // every line that any client sent, in order, without line ends
    QByteArrayList receivedInClear() const; // those of them that came without TLS
    bool hasReceived(QByteArrayView start) const; // did a line begin so? (case-sensitive)
    void waitForDisconnect() const;               // until no script runs any more, at most 10 s

private:
    class Private;
    std::unique_ptr<Private> d;
};

// One client as a script sees it. Lives in the connection's thread, for as long as the script runs.
class ScriptedPopServer::Peer
{
public:
    virtual ~Peer() = default;

    virtual int connection() const = 0; // 0 for the server's first client, then 1, …

    virtual void send(QByteArrayView bytes) = 0;
    // Until then in writes of `bytes` each, every one pushed out before the next; 0: whole.
    virtual void setSegmentSize(int bytes) = 0;
    // Answers wait until the client has no complete line left to be read, and then go out in one write.
    virtual void setCoalescing(bool on) = 0;
    // The connection is cut when the script has sent so many bytes in all; negative: never.
    virtual void cutAfter(qint64 bytes) = 0;
    virtual qint64 sentBytes() const = 0;

    virtual QByteArray receiveLine() = 0; // without its line end
    virtual bool startTls() = 0;          // the server's side of the handshake; false when it failed
    virtual bool isEncrypted() const = 0;
    virtual void sleep(std::chrono::milliseconds time) = 0;
    [[noreturn]] virtual void
    stall() = 0;                          // reads nothing, sends nothing, until the client or the server goes
    [[noreturn]] virtual void drop() = 0; // closes the connection
    [[noreturn]] virtual void reset() = 0; // ends it with RST, as a router that has lost its memory does
};
