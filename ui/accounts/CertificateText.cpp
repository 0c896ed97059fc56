// SPDX-License-Identifier: GPL-3.0-or-later
#include "CertificateText.h"

#include "CertificateSummary.h"

#include <QCoreApplication>
#include <QLocale>

namespace
{
struct CertificateWords {
    Q_DECLARE_TR_FUNCTIONS(CertificateText)
};

QString dayOf(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime().date(), QLocale::LongFormat);
}

QString reasonOf(CertificateFault fault, const CertificateSummary &summary, const QString &host)
{
    switch (fault) {
    case CertificateFault::Revoked:
        return CertificateWords::tr("The certificate has been revoked: nobody is to trust it any more.");
    case CertificateFault::WrongHost:
        return summary.hosts.isEmpty() ? CertificateWords::tr("The certificate is not for %1.").arg(host)
                                       : CertificateWords::tr("The certificate is not for %1, but for %2.")
                                             .arg(host, summary.hosts.mid(0, 3).join(QStringLiteral(", ")));
    case CertificateFault::Expired: // it may be an authority's that has
        return summary.validUntil.isValid() && summary.validUntil < QDateTime::currentDateTimeUtc()
                   ? CertificateWords::tr("The certificate expired on %1.").arg(dayOf(summary.validUntil))
                   : CertificateWords::tr("A certificate that vouches for it has expired.");
    case CertificateFault::NotYetValid:
        return CertificateWords::tr("The certificate is not valid yet.");
    case CertificateFault::UntrustedSource:
        break;
    }
    return CertificateWords::tr("Nobody that your system trusts vouches for the certificate.");
}
} // namespace

bool CertificateText::isAbout(const Error &error)
{
    return !error.chain.isEmpty() &&
           (error.code == ErrorCode::CertificateChanged || error.code == ErrorCode::CertificateUntrusted);
}

QString CertificateText::fingerprint(const QByteArray &sha256)
{
    const QString hex = QString::fromLatin1(sha256.toHex()).toUpper();
    QStringList groups;
    for (qsizetype i = 0; i < hex.size(); i += 4)
        groups += hex.mid(i, 4);
    const auto line = [&groups](int from) { return groups.mid(from, 8).join(QLatin1Char(' ')); };
    return groups.size() > 8 ? line(0) + QLatin1Char('\n') + line(8) : line(0);
}

QString CertificateText::validity(const QDateTime &from, const QDateTime &until)
{
    if (!from.isValid() || !until.isValid())
        return {};
    return CertificateWords::tr("%1 to %2", "dates").arg(dayOf(from), dayOf(until));
}

QStringList CertificateText::reasons(const Error &error, const QString &host)
{
    const auto summary = CertificateSummary::of(error.chain.isEmpty() ? QByteArray() : error.chain.front());
    QStringList reasons;
    for (const CertificateFault fault : certificateFaults(error))
        reasons += reasonOf(fault, summary, host);
    if (reasons.isEmpty())
        reasons += reasonOf(CertificateFault::UntrustedSource, summary, host);
    return reasons;
}

QString CertificateText::exceptionFor(const CertificateFaults &faults)
{
    const auto name = [](CertificateFault fault) {
        switch (fault) {
        case CertificateFault::Revoked:
            return CertificateWords::tr("revoked");
        case CertificateFault::WrongHost:
            return CertificateWords::tr("wrong host name");
        case CertificateFault::Expired:
            return CertificateWords::tr("expired");
        case CertificateFault::NotYetValid:
            return CertificateWords::tr("not valid yet");
        case CertificateFault::UntrustedSource:
            break;
        }
        return CertificateWords::tr("not from a trusted source");
    };
    QStringList names;
    for (const CertificateFault fault : faults)
        names += name(fault);
    return names.isEmpty() ? CertificateWords::tr("whatever is wrong with it")
                           : names.join(QStringLiteral(", "));
}

QString CertificateText::nextStep(const Error &error, const QString &host)
{
    if (error.code == ErrorCode::CertificateChanged)
        return CertificateWords::tr(
                   "Ask whoever runs %1 whether the certificate was changed, by telephone or in "
                   "person.")
            .arg(host);
    const CertificateFaults faults = certificateFaults(error);
    switch (faults.empty() ? CertificateFault::UntrustedSource : faults.front()) {
    case CertificateFault::Revoked:
        return CertificateWords::tr("Go no further. Ask whoever runs %1 for a new certificate.").arg(host);
    case CertificateFault::WrongHost:
        return CertificateWords::tr(
            "Check the server's name; your provider's help pages have the right one.");
    case CertificateFault::Expired:
        return CertificateWords::tr("Tell whoever runs %1 that it has to be renewed. If the clock of this "
                                    "computer is wrong, set it right.")
            .arg(host);
    case CertificateFault::NotYetValid:
        return CertificateWords::tr("Check the clock of this computer, and try again.");
    case CertificateFault::UntrustedSource:
        break;
    }
    return CertificateWords::tr(
        "If the server belongs to you or to somebody you know, look at the certificate, or "
        "name its CA file under “Advanced”. Otherwise go no further.");
}
