// SPDX-License-Identifier: GPL-3.0-or-later
#include "SafeHtml.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const auto html = QString::fromUtf8(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    RenderOptions options;
    options.dark = size % 2 == 0;
    const auto safe = makeSafeHtml(html, options, [](const QByteArray &) { return QSize(10, 10); });
    if (safe.html.contains(QLatin1String("<script"), Qt::CaseInsensitive))
        std::abort();
    (void)htmlToText(html);
    return 0;
}
