// SPDX-License-Identifier: GPL-3.0-or-later
#include "TabOrder.h"

#include <QWidget>

#include <algorithm>

namespace
{
constexpr int highestLine = 32; // px; what is higher is an area that begins a line

struct Spot {
    QWidget *widget;
    int top, middle, left;
};
} // namespace

QList<QWidget *> TabOrder::asRead(const QWidget &page)
{
    std::vector<Spot> spots;
    for (QWidget *widget : page.findChildren<QWidget *>()) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy() || !widget->isVisibleTo(&page))
            continue;
        const QPoint at = widget->mapTo(&page, QPoint());
        const int left = page.isRightToLeft() ? page.width() - at.x() - widget->width() : at.x();
        spots.push_back({widget, at.y(), at.y() + std::min(widget->height(), highestLine) / 2, left});
    }
    std::stable_sort(spots.begin(), spots.end(), [](const Spot &a, const Spot &b) { return a.top < b.top; });
    QList<QWidget *> order;
    for (auto line = spots.begin(); line != spots.end();) {
        const auto end =
            std::find_if(line, spots.end(), [line](const Spot &one) { return one.top > line->middle; });
        std::stable_sort(line, end, [](const Spot &a, const Spot &b) { return a.left < b.left; });
        for (; line != end; ++line)
            order += line->widget;
    }
    return order;
}

void TabOrder::apply(const QWidget &page)
{
    const QList<QWidget *> order = asRead(page);
    for (qsizetype i = 1; i < order.size(); ++i)
        QWidget::setTabOrder(order[i - 1], order[i]);
}
