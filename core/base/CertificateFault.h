// SPDX-License-Identifier: GPL-3.0-or-later
//
// CertificateFault is what is wrong with a certificate that did not verify, in the few kinds that a user can
// judge, and that an exception is made for. Values and pure functions.
#pragma once

#include <QString>

#include <optional>
#include <vector>

// The worst first.
enum class CertificateFault { Revoked, WrongHost, Expired, NotYetValid, UntrustedSource };
using CertificateFaults = std::vector<CertificateFault>; // each once, in this order

// "wrong-host": for files and --json; stays the same.
QString certificateFaultWord(CertificateFault fault);
std::optional<CertificateFault> certificateFaultFrom(const QString &word);

// Whether each of `faults` is among `accepted`.
bool areAmong(const CertificateFaults &faults, const CertificateFaults &accepted);
// Those of both.
CertificateFaults together(const CertificateFaults &some, const CertificateFaults &others);
