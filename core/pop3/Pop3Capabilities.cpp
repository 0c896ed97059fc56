// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Capabilities.h"

#include <climits>

namespace
{

QByteArrayList wordsOf(QByteArray line)
{
    return line.replace('\t', ' ').simplified().split(' ');
}

// RFC 2449 §6.5, §6.7: a number; what is none announces nothing.
std::optional<int> number(const QByteArrayList &words)
{
    bool ok = false;
    const int value = words.value(1).toInt(&ok);
    return ok && value >= 0 ? std::optional(value) : std::nullopt;
}

} // namespace

Pop3Capabilities Pop3Capabilities::parse(const QByteArrayList &lines)
{
    Pop3Capabilities capabilities;
    capabilities.known = true;
    for (const QByteArray &line : lines) {
        const auto words = wordsOf(line);
        const QByteArray tag = words.first().toUpper();
        if (tag == "TOP") {
            capabilities.top = true;
        } else if (tag == "UIDL") {
            capabilities.uidl = true;
        } else if (tag == "USER") {
            capabilities.user = true;
        } else if (tag == "STLS") {
            capabilities.stls = true;
        } else if (tag == "PIPELINING") {
            capabilities.pipelining = true;
        } else if (tag == "RESP-CODES") {
            capabilities.respCodes = true;
        } else if (tag == "AUTH-RESP-CODE") {
            capabilities.authRespCode = true;
        } else if (tag == "UTF8") {
            capabilities.utf8 = true;
            for (const QByteArray &argument : words.sliced(1))
                capabilities.utf8User |= argument.toUpper() == "USER";
        } else if (tag == "LANG") {
            capabilities.lang = true;
        } else if (tag == "SASL") {
            for (const QByteArray &mechanism : words.sliced(1))
                capabilities.sasl.append(mechanism.toUpper());
        } else if (tag == "EXPIRE") {
            capabilities.expireDays =
                words.value(1).toUpper() == "NEVER" ? std::optional(INT_MAX) : number(words);
        } else if (tag == "LOGIN-DELAY") {
            capabilities.loginDelay = number(words);
        } else if (tag == "IMPLEMENTATION") {
            capabilities.implementation = line.trimmed().mid(tag.size()).trimmed();
        }
    }
    return capabilities;
}
