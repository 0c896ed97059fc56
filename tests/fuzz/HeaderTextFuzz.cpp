// SPDX-License-Identifier: GPL-3.0-or-later
//
// The repair of header fields: encoded words, addresses and parameters. The input is the value of a field.
#include "ContentField.h"
#include "EncodedWords.h"
#include "FuzzInput.h"
#include "HeaderText.h"

#include <algorithm>

namespace
{
bool isOneLine(const QString &text)
{
    return std::none_of(text.begin(), text.end(), [](QChar c) {
        return c.unicode() < 32 || c.unicode() == 0x7F || c.unicode() == 0x2028 || c.unicode() == 0x2029;
    });
}
} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray field = bytesOf(data, size);
    const HeaderBlock none;
    const HeaderText text(none, {});
    const QString line = text.text(field);
    require(isOneLine(line));
    // Literals in order are the field without its words and the blanks between them.
    const char *after = field.constData();
    for (const HeaderStretch &stretch : splitEncodedWords(field)) {
        if (stretch.isEncoded)
            continue;
        require(!stretch.literal.isEmpty() && stretch.literal.data() >= after);
        after = stretch.literal.data() + stretch.literal.size();
        require(after <= field.constData() + field.size());
    }
    // What a parser is given has one reading, whatever that parser does with raw bytes.
    const QByteArray canonical = text.canonical(field);
    require(canonical.isValidUtf8() && !canonical.contains('\0'));
    for (const Address &address : text.addresses(field))
        require(isOneLine(address.name) && isOneLine(address.address));
    for (const ContentField &content : {readContentType(field, text), readContentDisposition(field, text)})
        require(content.parameters.size() <= size_t(ContentField::maxParameters) * 2 + 2);
    return 0;
}
