// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3SaslLine.h"

bool isSaslChallenge(QByteArrayView line)
{
    return line == QByteArrayView("+") || line.startsWith("+ ");
}

std::optional<QByteArray> saslChallenge(QByteArrayView line)
{
    if (!isSaslChallenge(line))
        return {};
    auto result =
        QByteArray::fromBase64Encoding(line.sliced(std::min<qsizetype>(2, line.size())).toByteArray(),
                                       QByteArray::AbortOnBase64DecodingErrors);
    if (result.decodingStatus != QByteArray::Base64DecodingStatus::Ok)
        return {};
    return std::move(result.decoded);
}
