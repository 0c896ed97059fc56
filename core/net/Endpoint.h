// SPDX-License-Identifier: GPL-3.0-or-later
//
// Endpoint says where to connect and how TLS must be; TlsPolicy what a certificate must satisfy. Values.
#pragma once

#include <QByteArray>
#include <QString>

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
    QByteArray sha256; // of the leaf's DER

    bool operator==(const CertificatePin &) const = default;
};

struct TlsPolicy {
    QString caFile; // PEM with additional authorities; empty: the system's alone
    std::vector<CertificatePin> pins;

    bool operator==(const TlsPolicy &) const = default;
};

struct Endpoint {
    QString host;
    quint16 port = 995;
    Security security = Security::Tls;
    TlsPolicy tls;

    bool operator==(const Endpoint &) const = default;
};
