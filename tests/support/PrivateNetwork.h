// SPDX-License-Identifier: GPL-3.0-or-later
//
// PrivateNetwork gives a test a network of its own, with nothing in it but this computer's loopback interface
// and a name server that the test plays: whoever asks by the system's name servers asks that one. Linux, and
// who may make namespaces (root); elsewhere enter() says no.
#pragma once

#include <QByteArray>
#include <QMap>
#include <QThread>

#include <memory>

class QUdpSocket;

class PrivateNetwork
{
public:
    // What the name server has under a name, by its type. Others do not exist.
    enum Type : quint16 { Mx = 15, Srv = 33 };
    struct Record {
        quint16 preference = 0; // of Srv its priority
        quint16 port = 0;       // of Srv
        QByteArray target;      // "" is the root
    };
    using Records = QMap<std::pair<QByteArray, quint16>, QList<Record>>;

    // Answers SERVFAIL for names that begin with "failing", and not at all for those with "silent".
    explicit PrivateNetwork(Records records);
    ~PrivateNetwork();
    PrivateNetwork(const PrivateNetwork &) = delete;
    PrivateNetwork &operator=(const PrivateNetwork &) = delete;

    // Called first, in the main thread, which stays in this network with the threads that it makes.
    bool enter();

private:
    QByteArray answerTo(const QByteArray &question) const;

    const Records m_records;
    QThread m_thread;
    std::unique_ptr<QUdpSocket> m_socket;
};
