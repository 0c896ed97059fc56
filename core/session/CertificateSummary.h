// SPDX-License-Identifier: GPL-3.0-or-later
//
// CertificateSummary says in a few values what a certificate is, for the window, which shows it before the
// user accepts it. Pure; any thread.
#pragma once

#include "CertificateFault.h"
#include "Error.h"

#include <QByteArray>
#include <QDateTime>
#include <QString>
#include <QStringList>

struct CertificateSummary {
    QString subject, issuer; // the names for people; empty where the bytes are no certificate
    QStringList hosts;       // that it is for
    QDateTime validFrom, validUntil;
    QByteArray sha256; // of the DER

    static CertificateSummary of(const QByteArray &der);

    bool operator==(const CertificateSummary &) const = default;
};

// What is wrong with a certificate that did not verify.
CertificateFaults certificateFaults(const Error &error);
