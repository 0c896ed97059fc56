// SPDX-License-Identifier: GPL-3.0-or-later
#include "CertificateSummary.h"

#include <QCryptographicHash>
#include <QSslCertificate>
#include <QSslError>

#include <algorithm>

namespace
{
// An Error has the TLS library's words, which this library writes the same way each time.
CertificateFault faultOf(const QString &problem)
{
    const auto is = [&problem](QSslError::SslError error) {
        return problem == QSslError(error).errorString();
    };
    if (is(QSslError::HostNameMismatch))
        return CertificateFault::WrongHost;
    if (is(QSslError::CertificateExpired))
        return CertificateFault::Expired;
    if (is(QSslError::CertificateNotYetValid))
        return CertificateFault::NotYetValid;
    return CertificateFault::UntrustedSource;
}
} // namespace

std::vector<CertificateFault> certificateFaults(const Error &error)
{
    std::vector<CertificateFault> faults;
    for (const QString &problem : error.certificateProblems)
        faults.push_back(faultOf(problem));
    std::sort(faults.begin(), faults.end());
    faults.erase(std::unique(faults.begin(), faults.end()), faults.end());
    return faults;
}

CertificateSummary CertificateSummary::of(const QByteArray &der)
{
    CertificateSummary summary;
    summary.sha256 = QCryptographicHash::hash(der, QCryptographicHash::Sha256);
    const QSslCertificate certificate(der, QSsl::Der);
    if (certificate.isNull())
        return summary;
    summary.subject = certificate.subjectDisplayName();
    summary.issuer = certificate.issuerDisplayName();
    summary.hosts = certificate.subjectAlternativeNames().values();
    summary.validFrom = certificate.effectiveDate();
    summary.validUntil = certificate.expiryDate();
    return summary;
}
