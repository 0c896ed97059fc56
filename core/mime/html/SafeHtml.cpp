// SPDX-License-Identifier: GPL-3.0-or-later
#include "SafeHtml.h"

#include "ElementStyle.h"
#include "HtmlTree.h"
#include "Lowering.h"
#include "LyingLinks.h"
#include "StyleSheet.h"

SafeHtml makeSafeHtml(const QString &html, const RenderOptions &options,
                      const std::function<QSize(const QByteArray &contentId)> &imageSize,
                      const RenderLimits &limits)
{
    RenderBudget reading(limits);
    const HtmlTree tree(html, &reading);
    const bool dark = options.dark && !options.originalColours;
    StyleSheet sheet(tree.css(), options.width, dark);
    RenderBudget styling(limits);
    const std::vector<ElementStyle> styles = computeStyles(tree, sheet, &styling);
    RenderBudget layout(limits);
    SafeHtml safe = Lowering(tree, styles, options, imageSize, &layout).run();
    LyingLinks lies = findLyingLinks(tree);
    safe.lyingLinks = std::move(lies.links);
    safe.hasUnreadLinks = !lies.areAll;
    safe.defects = tree.defects() + sheet.defects() + safe.defects;
    if (sheet.wasExhausted())
        safe.defects.append(QStringLiteral("css: too much to match"));
    const bool tookTooLong = reading.isExhausted() || styling.isExhausted() || layout.isExhausted();
    safe.wasCut = safe.wasCut || tree.wasCut() || tookTooLong;
    if (tookTooLong)
        safe.defects.append(QStringLiteral("html: cut, it takes too long to lay out"));
    return safe;
}
