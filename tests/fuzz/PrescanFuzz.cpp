// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is found at the head of a message: the prescan, and the fields of the header. The input is the
// message.
#include "FuzzInput.h"
#include "HeaderBlock.h"
#include "Prescan.h"

#include <functional>

namespace
{
bool isWithin(QByteArrayView part, QByteArrayView whole)
{
    const std::less_equal<const char *> notAfter;
    return notAfter(whole.data(), part.data()) &&
           notAfter(part.data() + part.size(), whole.data() + whole.size());
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray received = bytesOf(data, size);
    const Prescan scan = prescan(received);
    const QByteArrayView source = scan.repaired.isEmpty() ? QByteArrayView(received) : scan.repaired;
    require(isWithin(scan.bytes, source));
    // A repair gives line ends, and takes nothing away.
    require(source.size() == received.size());
    require(scan.hasHeader || scan.bytes.size() == source.size());
    if (!scan.hasHeader) {
        require(!scan.defects.isEmpty());
        return 0;
    }
    const HeaderBlock header(scan.bytes);
    require(header.size() >= 0 && header.size() <= scan.bytes.size());
    require(header.fields().size() <= HeaderBlock::maxFields);
    for (const HeaderField &field : header.fields()) {
        require(!field.name.isEmpty() && isWithin(field.name, scan.bytes));
        require(field.value.isEmpty() || isWithin(field.value, scan.bytes.first(header.size())));
        require(field.value.size() <= HeaderBlock::maxFieldSize);
    }
    return 0;
}
