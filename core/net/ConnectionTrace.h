// SPDX-License-Identifier: GPL-3.0-or-later
//
// ConnectionTrace is what became known while a connection was made: for the connection doctor and for logs.
// SocketChannel fills it in its own thread, as far as it came, also when it failed.
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

struct CertificateFacts {
    QString subject, issuer; // the names for people
    QStringList names;       // hosts and addresses that it is for
    QDateTime validFrom, validUntil;
    QByteArray sha256;

    bool operator==(const CertificateFacts &) const = default;
};

struct ConnectionTrace {
    enum class Phase { NameLookup, Connect, Proxy, Tls };
    struct Attempt {
        QString address;
        QString error; // empty: it was the one, or another was quicker
    };

    // Called when a phase begins, if set. NameLookup is left out for an address, Proxy where there is none.
    std::function<void(Phase)> entering;

    QStringList addresses;         // of the host, or of the proxy, in the order in which they are tried
    std::vector<Attempt> attempts; // those that were tried
    QString connectedTo;           // the address that answered first; empty: none
    qint64 lookupMilliseconds = 0, connectMilliseconds = 0, proxyMilliseconds = 0, tlsMilliseconds = 0;

    QString tlsVersion, cipher;          // empty: TLS did not come about
    std::vector<CertificateFacts> chain; // as the server sent it, leaf first
    bool isPinned = false;               // the leaf does not verify, but the user accepted it

    void enter(Phase phase) const
    {
        if (entering)
            entering(phase);
    }
};
