// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Apop.h"

#include <QCryptographicHash>

#include <algorithm>
#include <cstring>

namespace
{

// RFC 5322 §3.2.3, and a domain literal's brackets and colons.
bool isAtomCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != 0 && std::strchr("!#$%&'*+-/=?^_`{|}~.[]:", c) != nullptr);
}

bool isDotAtom(QByteArrayView text)
{
    return !text.isEmpty() && !text.startsWith('.') && !text.endsWith('.') &&
           std::all_of(text.begin(), text.end(), isAtomCharacter);
}

} // namespace

QByteArray apopTimestamp(QByteArrayView greeting)
{
    const qsizetype begin = greeting.indexOf('<');
    const qsizetype end = greeting.indexOf('>', std::max<qsizetype>(begin, 0));
    if (begin < 0 || end < 0)
        return {};
    const QByteArrayView id = greeting.sliced(begin + 1, end - begin - 1);
    const qsizetype at = id.indexOf('@');
    if (at < 0 || !isDotAtom(id.first(at)) || !isDotAtom(id.sliced(at + 1)))
        return {};
    return greeting.sliced(begin, end - begin + 1).toByteArray();
}

QByteArray apopDigest(const QByteArray &timestamp, const QByteArray &password)
{
    return QCryptographicHash::hash(timestamp + password, QCryptographicHash::Md5).toHex();
}
