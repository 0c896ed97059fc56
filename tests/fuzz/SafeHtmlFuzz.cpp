// SPDX-License-Identifier: GPL-3.0-or-later
#include "FuzzInput.h"
#include "SafeHtml.h"
#include "SafeHtmlRules.h"

// What comes out holds nothing but Poplar's own tags, attributes, properties and addresses, and stays so when
// it is read as HTML again; the text says no less than the page.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QString html = QString::fromUtf8(bytesOf(data, size));
    RenderOptions options;
    options.dark = size % 2 == 0;
    options.originalColours = size % 3 == 0;
    options.remotePictures = size % 5 == 0;
    // Steps alone end it, so that an input means the same on every machine.
    const RenderLimits limits{size % 7 == 0 ? 500 : RenderLimits().steps, std::chrono::hours(1)};
    const auto sizeOf = [](const QByteArray &) { return QSize(10, 10); };
    const SafeHtml safe = makeSafeHtml(html, options, sizeOf, limits);
    require(SafeHtmlRules::violation(safe.html).isNull());
    require(safe.trackingPixels <= safe.remoteImages);
    require(options.remotePictures || safe.remotePictures.isEmpty());
    for (const QString &url : safe.remotePictures)
        require(url.startsWith(u"http://") || url.startsWith(u"https://"));
    for (const LyingLink &link : safe.lyingLinks)
        require(!link.shown.isEmpty() && link.target.startsWith(u"http", Qt::CaseInsensitive));

    const SafeHtml again = makeSafeHtml(safe.html, RenderOptions(), sizeOf, limits);
    require(SafeHtmlRules::violation(again.html).isNull() && again.remoteImages == 0);
    (void)htmlToText(html);
    return 0;
}
