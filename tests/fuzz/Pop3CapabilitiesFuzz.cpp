// SPDX-License-Identifier: GPL-3.0-or-later
//
// The input: what stands between CAPA's +OK and its terminator.
#include "FuzzInput.h"
#include "Pop3Capabilities.h"

namespace
{
QByteArrayList linesOf(const QByteArray &text)
{
    QByteArrayList lines = text.split('\n');
    for (QByteArray &line : lines) {
        if (line.endsWith('\r'))
            line.chop(1);
    }
    return lines;
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray text = bytesOf(data, size);
    auto announced = Pop3Capabilities::parse(linesOf(text));
    require(announced.known);
    require(announced.expireDays.value_or(0) >= 0 && announced.loginDelay.value_or(0) >= 0);
    for (const QByteArray &mechanism : announced.sasl)
        require(!mechanism.isEmpty() && mechanism == mechanism.toUpper() && !mechanism.contains(' '));

    // Case means nothing (R61), but in what is shown.
    auto inLowerCase = Pop3Capabilities::parse(linesOf(text.toLower()));
    announced.implementation.clear();
    inLowerCase.implementation.clear();
    require(announced == inLowerCase);
    return 0;
}
