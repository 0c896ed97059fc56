// SPDX-License-Identifier: GPL-3.0-or-later
//
// The rules for TLS on a mail connection, made from an Endpoint: TLS 1.2 or later (R71), the system's
// authorities plus the account's (R72), and which untrusted certificate the user has pinned (R78). No state;
// any thread.
#pragma once

#include "Endpoint.h"
#include "Result.h"

#include <QList>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>

// InvalidArgument when `policy.caFile` cannot be read or holds no certificate.
Result<QSslConfiguration> tlsConfiguration(const TlsPolicy &policy);

// Did the user accept exactly this certificate for exactly this host and port?
bool isPinned(const Endpoint &endpoint, const QSslCertificate &leaf);

// CertificateUntrusted with the chain and what the TLS library found wrong with it.
Error untrustedCertificate(const QString &host, const QList<QSslCertificate> &chain,
                           const QList<QSslError> &problems);
