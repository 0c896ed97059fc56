// SPDX-License-Identifier: GPL-3.0-or-later
#include "ScramChallenge.h"

#include <QByteArrayList>

namespace
{

// The value of the attribute `name`; attributes are apart by commas, which no value holds.
std::optional<QByteArray> attribute(QByteArrayView challenge, char name)
{
    const auto attributes = challenge.toByteArray().split(',');
    for (const QByteArray &text : attributes)
        if (text.size() >= 2 && text[0] == name && text[1] == '=')
            return text.mid(2);
    return {};
}

} // namespace

std::optional<qint64> scramIterations(QByteArrayView challenge)
{
    const auto text = attribute(challenge, 'i');
    // RFC 5802 §7: posit-number, so that there is no sign and no space.
    if (!text || text->isEmpty() || text->size() > 18)
        return {};
    qint64 value = 0;
    for (const char digit : *text) {
        if (digit < '0' || digit > '9')
            return {};
        value = value * 10 + (digit - '0');
    }
    return value;
}

Result<void> checkScramChallenge(QByteArrayView challenge)
{
    if (challenge.startsWith("m="))
        return failure(ErrorCode::ProtocolViolation, QStringLiteral("an extension that is not known"));
    if (challenge.startsWith("e="))
        return failure(ErrorCode::AuthRejected, QString::fromUtf8(attribute(challenge, 'e').value_or("")));
    if (!challenge.startsWith("r="))
        return {};
    const auto iterations = scramIterations(challenge);
    if (!iterations || *iterations < 1 || *iterations > maxScramIterations)
        return failure(ErrorCode::ProtocolViolation,
                       QStringLiteral("%1 iterations").arg(iterations.value_or(-1)));
    return {};
}
