// SPDX-License-Identifier: GPL-3.0-or-later
#include "Trouble.h"

namespace
{
const QLatin1String refusedWord("refused"), goneWords("gone from the server"), ruleWords("by rule: ");
} // namespace

QString Trouble::refused(const QString &serverText)
{
    return refusedWord + QLatin1String(": ") + serverText;
}

QString Trouble::brokenOff(const Error &error, qint64 octets)
{
    const QString after = QStringLiteral("after %1 octets").arg(octets);
    switch (error.code) {
    case ErrorCode::Timeout:
        return QStringLiteral("no answer: ") + after;
    case ErrorCode::ProtocolViolation:
        return QStringLiteral("damaged: ") + (error.serverText.isEmpty() ? after : error.serverText);
    default:
        return QStringLiteral("cut: ") + after;
    }
}

QString Trouble::tooLarge(qint64 octets, const QString &because)
{
    return QStringLiteral("too large: %1 octets, %2").arg(octets).arg(because);
}

QString Trouble::crashed()
{
    return QStringLiteral("crashed");
}

QString Trouble::gone()
{
    return goneWords;
}

QString Trouble::byRule(const QString &rule)
{
    return ruleWords + rule;
}

LedgerState Trouble::stateBefore(const LedgerEntry &entry)
{
    if (entry.trouble.isEmpty())
        return LedgerState::Stored;
    return entry.message != 0 ? LedgerState::Partial : LedgerState::New;
}

bool Trouble::isRefused(const QString &trouble)
{
    return trouble.startsWith(refusedWord);
}

bool Trouble::isGone(const QString &trouble)
{
    return trouble.startsWith(goneWords);
}

bool Trouble::isByRule(const QString &trouble)
{
    return trouble.startsWith(ruleWords);
}
