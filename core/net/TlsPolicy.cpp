// SPDX-License-Identifier: GPL-3.0-or-later
#include "TlsPolicy.h"

#include <QBuffer>
#include <QCryptographicHash>
#include <QFile>
#include <QSslKey>

#include <algorithm>

namespace
{
tl::unexpected<Error> unusable(const QString &file, const char *why)
{
    return failure(ErrorCode::InvalidArgument, QStringLiteral("%1: %2").arg(file, QLatin1String(why)));
}

QStringList wordsOf(const QList<QSslError> &problems)
{
    QStringList words;
    for (const QSslError &problem : problems)
        words.append(problem.errorString());
    return words;
}

CertificateFault faultOf(const QString &problem)
{
    const auto is = [&problem](QSslError::SslError error) {
        return problem == QSslError(error).errorString();
    };
    if (is(QSslError::CertificateRevoked) || is(QSslError::CertificateBlacklisted))
        return CertificateFault::Revoked;
    if (is(QSslError::HostNameMismatch))
        return CertificateFault::WrongHost;
    if (is(QSslError::CertificateExpired))
        return CertificateFault::Expired;
    if (is(QSslError::CertificateNotYetValid))
        return CertificateFault::NotYetValid;
    return CertificateFault::UntrustedSource;
}

bool isFor(const CertificatePin &pin, const Endpoint &endpoint)
{
    return pin.port == endpoint.port && pin.host.compare(endpoint.host, Qt::CaseInsensitive) == 0;
}

// PEM: the certificate first, its authorities after it, and the key anywhere. Otherwise PKCS #12.
Result<void> addClientCertificate(const TlsPolicy &policy, QSslConfiguration &configuration)
{
    constexpr qint64 enough = 1024 * 1024;
    QFile file(policy.clientCertificate);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("%1: %2").arg(file.fileName(), file.errorString()));
    QByteArray bytes = file.read(enough);
    const QByteArray passphrase = policy.clientKeyPassphrase.toUtf8();
    QList<QSslCertificate> chain = QSslCertificate::fromData(bytes, QSsl::Pem);
    QSslKey key;
    if (chain.isEmpty()) {
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::ReadOnly);
        QSslCertificate leaf;
        if (!QSslCertificate::importPkcs12(&buffer, &key, &leaf, &chain, passphrase))
            return unusable(file.fileName(), "neither PEM nor PKCS #12, or the passphrase is wrong");
        chain.prepend(leaf);
    } else {
        for (const auto algorithm : {QSsl::Rsa, QSsl::Ec, QSsl::Dsa})
            if (key.isNull())
                key = QSslKey(bytes, algorithm, QSsl::Pem, QSsl::PrivateKey, passphrase);
        if (key.isNull())
            return unusable(file.fileName(), "no private key, or the passphrase is wrong");
    }
    configuration.setLocalCertificateChain(chain);
    configuration.setPrivateKey(key);
    return {};
}
} // namespace

Result<QSslConfiguration> tlsConfiguration(const TlsPolicy &policy)
{
    auto configuration = QSslConfiguration::defaultConfiguration();
    configuration.setProtocol(QSsl::TlsV1_2OrLater);
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (!policy.caFile.isEmpty()) {
        const auto authorities = QSslCertificate::fromPath(policy.caFile, QSsl::Pem);
        if (authorities.isEmpty())
            return unusable(policy.caFile, "no certificate in PEM format");
        // Adding, not setting, keeps the system's authorities, which OpenSSL looks up on demand.
        configuration.addCaCertificates(authorities);
    }
    if (!policy.clientCertificate.isEmpty())
        CHECK(addClientCertificate(policy, configuration));
    return configuration;
}

CertificateFaults certificateFaults(const QStringList &problems)
{
    CertificateFaults faults;
    for (const QString &problem : problems)
        faults = together(faults, {faultOf(problem)});
    return faults;
}

bool isPinned(const Endpoint &endpoint, const QSslCertificate &leaf, const QList<QSslError> &problems)
{
    const QByteArray digest = leaf.digest(QCryptographicHash::Sha256);
    const CertificateFaults faults = certificateFaults(wordsOf(problems));
    return !leaf.isNull() &&
           std::any_of(endpoint.tls.pins.begin(), endpoint.tls.pins.end(), [&](const CertificatePin &pin) {
               return pin.sha256 == digest && isFor(pin, endpoint) &&
                      (pin.faults.empty() || areAmong(faults, pin.faults));
           });
}

Error refusedCertificate(const Endpoint &endpoint, const QList<QSslCertificate> &chain,
                         const QList<QSslError> &problems)
{
    const QByteArray digest =
        chain.isEmpty() ? QByteArray() : chain.first().digest(QCryptographicHash::Sha256);
    const bool acceptedAnother =
        std::any_of(endpoint.tls.pins.begin(), endpoint.tls.pins.end(),
                    [&](const CertificatePin &pin) { return isFor(pin, endpoint) && pin.sha256 != digest; });
    Error error{acceptedAnother ? ErrorCode::CertificateChanged : ErrorCode::CertificateUntrusted,
                endpoint.host,
                {},
                {},
                {}};
    for (const auto &certificate : chain)
        error.chain.append(certificate.toDer());
    error.certificateProblems = wordsOf(problems);
    return error;
}

CertificateFacts factsOf(const QSslCertificate &certificate)
{
    CertificateFacts facts;
    facts.subject = certificate.subjectDisplayName();
    facts.issuer = certificate.issuerDisplayName();
    for (const QString &name : certificate.subjectAlternativeNames())
        facts.names.append(name);
    facts.validFrom = certificate.effectiveDate();
    facts.validUntil = certificate.expiryDate();
    facts.sha256 = certificate.digest(QCryptographicHash::Sha256);
    return facts;
}
