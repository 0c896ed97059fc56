// SPDX-License-Identifier: GPL-3.0-or-later
//
// Endpoint says where to connect, by which way and how TLS must be; TlsPolicy what a certificate must satisfy
// and with which one Poplar shows itself. Values; they hold secrets and are never logged whole.
#pragma once

#include "CertificateFault.h"

#include <QByteArray>
#include <QString>

#include <chrono>
#include <vector>

enum class Security {
    Tls,      // TLS from the first byte (port 995)
    StartTls, // STLS, required (port 110)
    None,     // plain; an explicit, warned choice
};

// A certificate that the user accepted for one host and port although it does not verify.
struct CertificatePin {
    QString host;
    quint16 port = 0;
    QByteArray sha256;             // of the leaf's DER
    CertificateFaults faults = {}; // that were accepted; empty: all

    bool operator==(const CertificatePin &) const = default;
};

struct TlsPolicy {
    QString caFile = {}; // PEM with additional authorities; empty: the system's alone
    std::vector<CertificatePin> pins = {};
    QString clientCertificate = {}; // PEM or PKCS #12 with certificate and key; empty: none is sent (R79)
    QString clientKeyPassphrase = {};

    bool operator==(const TlsPolicy &) const = default;
};

// A way around what stands between here and the server. Names are looked up by the proxy, never here.
struct ProxyServer {
    enum class Kind { None, Socks5, Http };
    Kind kind = Kind::None;
    QString host = {};
    quint16 port = 0;
    QString user = {}; // empty: does not sign in to the proxy
    QString password = {};

    bool operator==(const ProxyServer &) const = default;
};

// How long to wait (R120).
struct Patience {
    std::chrono::milliseconds connect{30'000}; // for TCP with its name look-up; again for proxy and TLS
    std::chrono::milliseconds reply{100'000};  // for a whole line, or for any byte within a body
    std::chrono::milliseconds quit{10'000};    // for the answer to QUIT

    bool operator==(const Patience &) const = default;
};

struct Endpoint {
    QString host; // a name, or an address without brackets
    quint16 port = 995;
    Security security = Security::Tls;
    TlsPolicy tls = {};
    Patience patience = {};
    ProxyServer proxy = {};

    bool operator==(const Endpoint &) const = default;
};
