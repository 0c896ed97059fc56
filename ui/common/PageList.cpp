// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageList.h"

#include "Icons.h"
#include "RowText.h"
#include "Style.h"
#include "Theme.h"

#include <QPainter>
#include <QStyledItemDelegate>

namespace
{
constexpr int pageMargin = 8;
constexpr int pageIcon = 18;
constexpr int iconRole = Qt::UserRole;

class PageDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const int text = option.fontMetrics.horizontalAdvance(index.data().toString());
        return {4 * pageMargin + pageIcon + 10 + text + 8, qMax(34, option.fontMetrics.height() + 16)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRect row = option.rect.adjusted(pageMargin, 1, -pageMargin, -1);
        const bool selected = option.state & QStyle::State_Selected;
        if (selected || (option.state & QStyle::State_MouseOver)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(selected ? option.palette.color(QPalette::Active, QPalette::Highlight)
                                       : Theme::hover(option.palette));
            painter->drawRoundedRect(row, 6, 6);
        }
        const QColor color =
            option.palette.color(QPalette::Active, selected ? QPalette::HighlightedText : QPalette::Text);
        const QRect icon(row.left() + pageMargin, row.center().y() - pageIcon / 2 + 1, pageIcon, pageIcon);
        painter->drawPixmap(QStyle::visualRect(option.direction, row, icon).topLeft(),
                            Icons::pixmap(index.data(iconRole).toString(), color, pageIcon,
                                          painter->device()->devicePixelRatio()));
        const QRect text = row.adjusted(pageMargin + pageIcon + 10, 0, -pageMargin, 0);
        drawRowText(*painter, QStyle::visualRect(option.direction, row, text), index.data().toString(),
                    option.font, color, option.direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
        const bool byKeyboard =
            option.widget && option.widget->window()->testAttribute(Qt::WA_KeyboardFocusChange);
        if ((option.state & QStyle::State_HasFocus) && byKeyboard)
            drawFocusRing(*painter, row, option.palette.color(QPalette::Active, QPalette::Link), 6);
        painter->restore();
    }
};
} // namespace

PageList::PageList(QWidget *parent) : QListWidget(parent)
{
    setFrameShape(QFrame::NoFrame);
    setItemDelegate(new PageDelegate(this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
}

void PageList::addPage(const QString &icon, const QString &name)
{
    auto *item = new QListWidgetItem(name, this);
    item->setData(iconRole, icon);
    updateGeometry();
}

QSize PageList::sizeHint() const
{
    int width = 160;
    for (int row = 0; row < count(); ++row) {
        if (!item(row)->isHidden())
            width = qMax(width, sizeHintForIndex(indexFromItem(item(row))).width());
    }
    return {width, 200};
}
