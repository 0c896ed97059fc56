// SPDX-License-Identifier: GPL-3.0-or-later
#include "LedgerMatch.h"

#include <algorithm>
#include <cstdlib>

namespace
{
// No real UIDL begins with one of these bytes (R40).
constexpr char byHeader = '\x01', byContent = '\x02';
} // namespace

bool LedgerMatch::sizesDiffer(qint64 listed, qint64 known)
{
    if (listed <= 0 || known <= 0)
        return false;
    return std::abs(listed - known) > 1024 + std::max(listed, known) / 10;
}

QByteArray LedgerMatch::identityByHeader(const QByteArray &fingerprint, qint64 size)
{
    return byHeader + fingerprint.toHex() + ':' + QByteArray::number(size);
}

QByteArray LedgerMatch::identityByContent(const QByteArray &sha256)
{
    return byContent + sha256.toHex();
}

bool LedgerMatch::isNameless(const LedgerEntry &entry)
{
    return entry.uidl.startsWith(byHeader) || entry.uidl.startsWith(byContent);
}
