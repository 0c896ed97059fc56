// SPDX-License-Identifier: GPL-3.0-or-later
//
// LoopbackListener waits for the browser to come back from the provider's page (RFC 8252 §7.3): on a free
// port of the loopback interface and nowhere else. It takes one answer, that with the right state; all other
// requests are refused, and what is long, slow or many is cut off. Private to this module. Lives in one
// worker thread.
#pragma once

#include "Cancellation.h"
#include "RedirectAnswer.h"
#include "Result.h"

#include <QStringList>
#include <QTcpServer>

#include <chrono>
#include <memory>
#include <optional>
#include <vector>

class QTcpSocket;
class SocketWait;

class LoopbackListener
{
public:
    // How the browser is told to come back: http://127.0.0.1:PORT/, or http://localhost:PORT, which may lead
    // to ::1 as well, so that it listens there too.
    enum class Name { Address, Localhost };

    // ConnectionLost where there is no port to be had.
    static Result<std::unique_ptr<LoopbackListener>> open(Name name);
    ~LoopbackListener();

    QString redirectUri() const { return m_redirectUri; }

    // `closingWords`: the sentence that the browser shows in the end, plain text. After the answer, nobody
    // is listened to any more; the page goes out while this lives. Timeout, Cancelled.
    Result<RedirectAnswer> wait(const QString &state, const QString &closingWords,
                                std::chrono::milliseconds patience, Cancellation &cancellation);

private:
    LoopbackListener() = default;
    Result<void> listen(Name name);
    bool listenOn(const QHostAddress &address, quint16 port);
    void accept(QTcpServer &server);
    void take(QTcpSocket &socket);

    std::vector<std::unique_ptr<QTcpServer>> m_servers; // which own their connections
    QString m_redirectUri;
    QStringList m_hosts;
    QString m_state;
    QString m_closingWords;
    int m_open = 0; // connections
    std::optional<RedirectAnswer> m_answer;
    SocketWait *m_wait = nullptr; // of wait()
};
