// SPDX-License-Identifier: GPL-3.0-or-later
#include "CertificateFault.h"

#include <algorithm>
#include <iterator>

namespace
{
// In the order of the enumeration. They are read back, so they never change.
const QString certificateFaultWords[] = {QStringLiteral("revoked"), QStringLiteral("wrong-host"),
                                         QStringLiteral("expired"), QStringLiteral("not-yet-valid"),
                                         QStringLiteral("untrusted-source")};
} // namespace

QString certificateFaultWord(CertificateFault fault)
{
    return certificateFaultWords[static_cast<size_t>(fault)];
}

std::optional<CertificateFault> certificateFaultFrom(const QString &word)
{
    const auto begin = std::begin(certificateFaultWords), end = std::end(certificateFaultWords);
    const auto at = std::find(begin, end, word);
    return at == end ? std::nullopt : std::optional(static_cast<CertificateFault>(at - begin));
}

bool areAmong(const CertificateFaults &faults, const CertificateFaults &accepted)
{
    return std::includes(accepted.begin(), accepted.end(), faults.begin(), faults.end());
}

CertificateFaults together(const CertificateFaults &some, const CertificateFaults &others)
{
    CertificateFaults all;
    std::set_union(some.begin(), some.end(), others.begin(), others.end(), std::back_inserter(all));
    return all;
}
