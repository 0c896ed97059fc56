// SPDX-License-Identifier: GPL-3.0-or-later
//
// The rules for TLS on a mail connection, made from an Endpoint: TLS 1.2 or later (R71), the system's
// authorities plus the account's (R72), which untrusted certificate the user has accepted (R78), and the
// certificate that Poplar shows if it is asked (R79). No state; any thread.
#pragma once

#include "ConnectionTrace.h"
#include "Endpoint.h"
#include "Result.h"

#include <QList>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>

// InvalidArgument when `policy.caFile` or `policy.clientCertificate` cannot be read, holds not what it
// should, or does not open with the passphrase.
Result<QSslConfiguration> tlsConfiguration(const TlsPolicy &policy);

// What Error::certificateProblems say: the TLS library's words, which it writes the same way each time.
CertificateFaults certificateFaults(const QStringList &problems);

// Did the user accept exactly this certificate for exactly this host and port, and all that is wrong with it?
bool isPinned(const Endpoint &endpoint, const QSslCertificate &leaf, const QList<QSslError> &problems);

// What to say of a certificate that does not verify: CertificateChanged where the user accepted another one
// for this host and port, which is a hard stop; else CertificateUntrusted, also where he accepted this one
// and something new is wrong with it. With the chain and what the TLS library found.
Error refusedCertificate(const Endpoint &endpoint, const QList<QSslCertificate> &chain,
                         const QList<QSslError> &problems);

CertificateFacts factsOf(const QSslCertificate &certificate);
