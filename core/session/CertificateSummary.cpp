// SPDX-License-Identifier: GPL-3.0-or-later
#include "CertificateSummary.h"

#include "TlsPolicy.h"

#include <QCryptographicHash>
#include <QSslCertificate>

CertificateFaults certificateFaults(const Error &error)
{
    return certificateFaults(error.certificateProblems);
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
