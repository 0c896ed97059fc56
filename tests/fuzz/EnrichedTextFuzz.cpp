// SPDX-License-Identifier: GPL-3.0-or-later
//
// The input: one byte, odd for text/richtext, and the text.
#include "EnrichedText.h"
#include "FuzzInput.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const QString text = QString::fromUtf8(bytesOf(data + 1, size - 1));
    const auto kind = data[0] % 2 == 1 ? EnrichedKind::Richtext : EnrichedKind::Enriched;
    const QString html = enrichedToHtml(text, kind);
    // Of HTML there is only what the commands become, each opened as often as it is closed.
    for (const char *name :
         {"b", "i", "u", "tt", "small", "big", "sub", "sup", "div", "blockquote", "span"}) {
        const QString open = QStringLiteral("<%1").arg(QLatin1String(name));
        require(html.count(open + u'>') + html.count(open + u' ') ==
                html.count(QStringLiteral("</%1>").arg(QLatin1String(name))));
    }
    require(!html.contains(QStringLiteral("<script")) && !html.contains(QStringLiteral("url(")));
    require(enrichedToText(text, kind).size() <= (text.size() + 1) * (1 + 2 * 100));
    return 0;
}
