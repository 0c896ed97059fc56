// SPDX-License-Identifier: GPL-3.0-or-later
#include "ActivityPanel.h"

#include "ActivityModel.h"
#include "Fonts.h"
#include "Icons.h"
#include "Theme.h"
#include "WindowSize.h"

#include <QDialogButtonBox>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

namespace
{
constexpr int margin = 16;

class ActivityDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return {300, paintRow(nullptr, option, index)};
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        paintRow(painter, option, index);
        painter->restore();
    }

private:
    // Paints, or only measures without a painter; returns the height.
    static int paintRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
    {
        const bool failed = index.data(ActivityModel::FailedRole).toBool();
        const QPalette &palette = option.palette;
        const int width = option.widget ? option.widget->width() - 12 : option.rect.width();
        const int left = option.rect.left() + margin + 28;
        int y = option.rect.top() + 12;
        const auto line = [&](const QString &text, const QFont &font, const QColor &color) {
            if (text.isEmpty())
                return;
            const QFontMetrics metrics(font);
            const QRect room(left, y, width - (left - option.rect.left()) - margin, 4000);
            const int flags = int(Qt::TextWordWrap) | int(Qt::AlignLeading | Qt::AlignTop);
            const QRect used = metrics.boundingRect(room, flags, text);
            if (painter) {
                painter->setFont(font);
                painter->setPen(color);
                painter->drawText(QStyle::visualRect(option.direction, option.rect, room), flags, text);
            }
            y += used.height() + 2;
        };
        const QColor muted = palette.color(QPalette::PlaceholderText);
        const QColor text = palette.color(QPalette::Text);
        line(index.data().toString(), Fonts::demiBold(option.font), text);
        line(index.data(ActivityModel::StateRole).toString(), option.font,
             failed ? Theme::red(palette) : text);
        line(index.data(ActivityModel::DetailRole).toString(), option.font, muted);
        line(index.data(ActivityModel::ServerWordsRole).toString(), Fonts::small(option.font), muted);
        if (painter)
            paintMark(*painter, option, index, failed);
        return y + 12 - option.rect.top();
    }

    static void paintMark(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index,
                          bool failed)
    {
        const bool running = index.data(ActivityModel::RunningRole).toBool();
        const QString icon = failed
                                 ? QStringLiteral("circle-alert")
                                 : (running ? QStringLiteral("refresh-cw") : QStringLiteral("circle-check"));
        const QColor color =
            failed ? Theme::red(option.palette)
                   : (running ? option.palette.color(QPalette::Link) : Theme::green(option.palette));
        const QRect mark(option.rect.left() + margin, option.rect.top() + 14, 18, 18);
        painter.drawPixmap(QStyle::visualRect(option.direction, option.rect, mark).topLeft(),
                           Icons::pixmap(icon, color, 18, painter.device()->devicePixelRatio()));
        const QRect bottom(option.rect.left(), option.rect.bottom(), option.rect.width(), 1);
        painter.fillRect(bottom, option.palette.color(QPalette::Mid));
        const int percent = index.data(ActivityModel::PercentRole).toInt();
        if (percent >= 0) {
            QRect done = bottom.adjusted(0, -2, 0, 0);
            done.setWidth(bottom.width() * percent / 100);
            painter.fillRect(QStyle::visualRect(option.direction, option.rect, done),
                             option.palette.color(QPalette::Link));
        }
    }
};
} // namespace

ActivityPanel::ActivityPanel(ActivityModel &model, QWidget *parent)
    : QDialog(parent), m_list(new QListView(this))
{
    setWindowTitle(tr("Activity"));
    openAtSize(*this, {520, 360});
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setModel(&model);
    m_list->setItemDelegate(new ActivityDelegate(m_list));
    m_list->setSelectionMode(QAbstractItemView::NoSelection);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setAccessibleName(tr("What each account does"));
    connect(&model, &ActivityModel::changed, m_list, &QListView::doItemsLayout);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto *check = buttons->addButton(tr("Get all mail"), QDialogButtonBox::ActionRole);
    connect(check, &QPushButton::clicked, this, &ActivityPanel::checkAllRequested);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_list, 1);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(12, 12, 12, 12);
    foot->addWidget(buttons);
    layout->addLayout(foot);
}
