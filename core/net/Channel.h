// SPDX-License-Identifier: GPL-3.0-or-later
//
// Channel is a connected stream of bytes as protocol code sees it: write without waiting, read with waiting,
// switch to TLS once. SocketChannel is the real one; tests have a scripted one. A Channel lives in the thread
// that made it; every wait ends early with ErrorCode::Cancelled when its Cancellation says so.
#pragma once

#include "Result.h"

#include <QByteArrayView>

#include <chrono>

class Channel
{
public:
    virtual ~Channel() = default;

    // Queues the bytes and returns; they go out while the owner waits in read(), so that a peer that does not
    // read cannot block us (no deadlock when pipelining).
    virtual Result<void> write(QByteArrayView bytes) = 0;

    // Appends what has arrived to `buffer`, at most 256 KiB; waits for the first byte up to `timeout`, which
    // any byte renews. ErrorCode::Timeout, ConnectionLost (also a clean end of the stream), Cancelled.
    virtual Result<void> read(QByteArray &buffer, std::chrono::milliseconds timeout) = 0;

    // Bytes that have arrived and were not read: must be 0 before startTls() (R76).
    virtual qint64 unreadBytes() const = 0;

    // TLS handshake on the open connection, certificate checked against the host's name before it returns.
    virtual Result<void> startTls() = 0;
    virtual bool isEncrypted() const = 0;
    virtual QString tlsVersion() const = 0; // "TLS 1.3"; empty when not encrypted

    // Closes at once and sends nothing more; harmless when closed already.
    virtual void close() = 0;
};
