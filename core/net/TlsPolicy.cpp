// SPDX-License-Identifier: GPL-3.0-or-later
#include "TlsPolicy.h"

#include <QCryptographicHash>

#include <algorithm>

Result<QSslConfiguration> tlsConfiguration(const TlsPolicy &policy)
{
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (policy.caFile.isEmpty())
        return configuration;
    const auto authorities = QSslCertificate::fromPath(policy.caFile, QSsl::Pem);
    if (authorities.isEmpty())
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("%1: no certificate in PEM format").arg(policy.caFile));
    // Adding, not setting, keeps the system's authorities, which OpenSSL looks up on demand.
    configuration.addCaCertificates(authorities);
    return configuration;
}

bool isPinned(const Endpoint &endpoint, const QSslCertificate &leaf)
{
    const QByteArray digest = leaf.digest(QCryptographicHash::Sha256);
    return !leaf.isNull() &&
           std::any_of(endpoint.tls.pins.begin(), endpoint.tls.pins.end(), [&](const CertificatePin &pin) {
               return pin.sha256 == digest && pin.port == endpoint.port &&
                      pin.host.compare(endpoint.host, Qt::CaseInsensitive) == 0;
           });
}

Error untrustedCertificate(const QString &host, const QList<QSslCertificate> &chain,
                           const QList<QSslError> &problems)
{
    Error error{ErrorCode::CertificateUntrusted, host, {}, {}, {}};
    for (const auto &certificate : chain)
        error.chain.append(certificate.toDer());
    for (const auto &problem : problems)
        error.certificateProblems.append(problem.errorString());
    return error;
}
