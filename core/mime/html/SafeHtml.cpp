// SPDX-License-Identifier: GPL-3.0-or-later
#include "SafeHtml.h"

#include "ElementStyle.h"
#include "HtmlTree.h"
#include "Lowering.h"
#include "StyleSheet.h"

SafeHtml makeSafeHtml(const QString &html, const RenderOptions &options,
                      const std::function<QSize(const QByteArray &contentId)> &imageSize)
{
    const HtmlTree tree(html);
    StyleSheet sheet(tree.css(), options.width, options.dark);
    const std::vector<ElementStyle> styles = computeStyles(tree, sheet);
    SafeHtml safe = Lowering(tree, styles, options, imageSize).run();
    safe.defects = tree.defects() + sheet.defects();
    if (sheet.wasExhausted())
        safe.defects.append(QStringLiteral("css: too much to match"));
    return safe;
}
