// SPDX-License-Identifier: GPL-3.0-or-later
//
// CertificateText says in words what is wrong with a server's certificate, and what it is. Pure; GUI thread
// (translations).
#pragma once

#include "CertificateFault.h"
#include "Error.h"

#include <QDateTime>
#include <QString>
#include <QStringList>

namespace CertificateText
{
// Whether a certificate that can be shown is what stopped the connection.
bool isAbout(const Error &error);
// In two lines of eight groups, which are easier to compare than what a window's width makes of them.
QString fingerprint(const QByteArray &sha256);
// "from 1 May 2026 to 1 May 2027"; empty where it is not known.
QString validity(const QDateTime &from, const QDateTime &until);
// A sentence for each thing that is wrong with the certificate that `host` showed; at least one.
QStringList reasons(const Error &error, const QString &host);
// What an exception was made for: "wrong host name, expired"; "whatever is wrong with it" for none.
QString exceptionFor(const CertificateFaults &faults);
// What to do about the worst of them.
QString nextStep(const Error &error, const QString &host);
} // namespace CertificateText
