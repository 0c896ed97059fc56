// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageDelegate.h"

#include "Fonts.h"
#include "Formatting.h"
#include "Icons.h"
#include "RowText.h"
#include "Style.h"
#include "Theme.h"

#include <QLocale>
#include <QPainter>

#include <algorithm>

namespace
{
constexpr int leadIn = 24; // for the unread dot
constexpr int trail = 14;
constexpr int padding = 9;
constexpr int lineGap = 3;
constexpr int markSize = 16;
constexpr int dotSize = 8;
constexpr int indent = 18; // of a conversation's messages below the newest
constexpr int pillPadding = 6;

struct Colors {
    QColor text, muted, accent, star;
};

Colors colorsOf(const QStyleOptionViewItem &option)
{
    const bool selected = option.state & QStyle::State_Selected;
    const QPalette &palette = option.palette;
    return {palette.color(QPalette::Active, selected ? QPalette::HighlightedText : QPalette::Text),
            palette.color(QPalette::Active, QPalette::PlaceholderText),
            palette.color(QPalette::Active, QPalette::Link), Theme::amber(palette)};
}

void drawMark(QPainter &painter, const QRect &rect, const QString &icon, const QColor &color)
{
    const qreal ratio = painter.device()->devicePixelRatio();
    const QPixmap pixmap = Icons::pixmap(icon, color, markSize, ratio);
    painter.drawPixmap(rect.center() - QPoint(markSize / 2 - 1, markSize / 2 - 1), pixmap);
}

void drawDot(QPainter &painter, const QPoint &center, const QColor &color)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(QPointF(center) + QPointF(0.5, 0.5), dotSize / 2.0, dotSize / 2.0);
    painter.restore();
}

void drawBackground(QPainter &painter, const QStyleOptionViewItem &option)
{
    if (option.state & QStyle::State_Selected)
        painter.fillRect(option.rect, option.palette.color(QPalette::Active, QPalette::Highlight));
    else if (option.state & QStyle::State_MouseOver)
        painter.fillRect(option.rect, Theme::hover(option.palette));
}

void drawTwisty(QPainter &painter, const QRect &rect, bool expanded, Qt::LayoutDirection direction,
                const QColor &color)
{
    const char *const icon = expanded                       ? "chevron-down"
                             : direction == Qt::RightToLeft ? "chevron-left"
                                                            : "chevron-right";
    drawMark(painter, rect, QString::fromLatin1(icon), color);
}

// How many messages a conversation has, at the trailing end of `line`; returns its width.
int drawPill(QPainter &painter, const QRect &line, int count, const QStyleOptionViewItem &option,
             const QColor &color)
{
    const QFont font = Fonts::small(option.font);
    const QString text = QLocale().toString(count);
    const QFontMetrics metrics(font);
    const int width = std::max(metrics.horizontalAdvance(text) + 2 * pillPadding, metrics.height());
    const QRect pill = QStyle::visualRect(
        option.direction, line,
        QRect(line.right() - width + 1, line.center().y() - metrics.height() / 2, width, metrics.height()));
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(color);
    painter.drawRoundedRect(QRectF(pill).adjusted(0.5, 0.5, -0.5, -0.5), pill.height() / 2.0,
                            pill.height() / 2.0);
    painter.restore();
    drawRowText(painter, pill, text, font, color, Qt::AlignHCenter);
    return width;
}

// Where words are not there yet: a quiet bar of the width they may have.
void drawPlaceholder(QPainter &painter, const QRect &rect, qreal part, const QPalette &palette,
                     Qt::LayoutDirection direction)
{
    QRect bar(rect.left(), rect.center().y() - 4, int(rect.width() * part), 8);
    bar = QStyle::visualRect(direction, rect, bar);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette.color(QPalette::Mid));
    painter.drawRoundedRect(bar, 4, 4);
    painter.restore();
}
} // namespace

MessageDelegate::MessageDelegate(QObject *parent) : QStyledItemDelegate(parent) {}

int MessageDelegate::rowHeight(const QFont &font) const
{
    const int line = QFontMetrics(Fonts::demiBold(font)).height();
    return m_mode == Mode::Table ? qMax(28, line + 10) : 3 * line + 2 * lineGap + 2 * padding + 1;
}

int MessageDelegate::titleHeight(const QFont &font) const
{
    return QFontMetrics(Fonts::demiBold(Fonts::small(font))).height() + 12;
}

QRect MessageDelegate::twistyRect(const QRect &cell, const QFont &font, Qt::LayoutDirection direction) const
{
    const int line = QFontMetrics(Fonts::demiBold(font)).height();
    const QRect rect = m_mode == Mode::Table
                           ? QRect(cell.left() + 2, cell.top(), indent, cell.height())
                           : QRect(cell.left() + 3, cell.top() + padding + line + lineGap, leadIn - 4, line);
    return QStyle::visualRect(direction, cell, rect);
}

QSize MessageDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {200, rowHeight(option.font)};
}

QRect MessageDelegate::starRect(const QRect &card, const QFont &font, Qt::LayoutDirection direction)
{
    const int line = QFontMetrics(Fonts::demiBold(font)).height();
    const QRect rect(card.right() - trail - markSize, card.top() + padding + line + lineGap, markSize + 2,
                     line);
    return QStyle::visualRect(direction, card, rect);
}

void MessageDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const auto *model = qobject_cast<const MessageListModel *>(index.model());
    if (!model)
        return;
    painter->save();
    if (m_mode == Mode::Cards)
        paintCard(*painter, option, *model, index.row());
    else
        paintCell(*painter, option, *model, index);
    painter->restore();
}

void MessageDelegate::paintCard(QPainter &painter, const QStyleOptionViewItem &option,
                                const MessageListModel &model, int row) const
{
    drawBackground(painter, option);
    const QRect card = option.rect;
    const auto mirrored = [&](const QRect &rect) { return QStyle::visualRect(option.direction, card, rect); };
    const bool rightToLeft = option.direction == Qt::RightToLeft;
    const Qt::Alignment leading = rightToLeft ? Qt::AlignRight : Qt::AlignLeft;
    const Qt::Alignment trailing = rightToLeft ? Qt::AlignLeft : Qt::AlignRight;
    const Flags flags = model.shownFlagsAt(row);
    const MessageListModel::Conversation conversation = model.conversationAt(row);
    const bool isHead = conversation.messages > 1 && !conversation.isMember;
    const bool unread = !flags.testFlag(Flag::Read);
    const Colors colors = colorsOf(option);
    const QFont strong = unread ? Fonts::demiBold(option.font) : option.font;
    const int line = QFontMetrics(Fonts::demiBold(option.font)).height();

    QRect text = card.adjusted(leadIn + (conversation.isMember ? indent : 0), padding, -trail, 0);
    text.setHeight(line);
    if (unread)
        drawDot(painter, mirrored(QRect(text.left() - 16, text.center().y() - 4, dotSize, dotSize)).center(),
                colors.accent);

    const QString date = model.index(row, MessageListModel::DateColumn).data().toString();
    const QFont dateFont = Fonts::small(option.font);
    const int dateWidth = QFontMetrics(dateFont).horizontalAdvance(date) + 2;
    drawRowText(painter, mirrored(QRect(text.right() - dateWidth, text.top(), dateWidth + 1, line)), date,
                dateFont, unread ? colors.accent : colors.muted, trailing);
    const QRect senderRect = text.adjusted(0, 0, -dateWidth - 10, 0);

    QRect subjectRect = text.translated(0, line + lineGap);
    QRect previewRect = subjectRect.translated(0, line + lineGap);
    const auto mark = [&](const QString &icon, const QColor &color) {
        const QRect rect(subjectRect.right() - markSize + 1, subjectRect.top(), markSize, line);
        drawMark(painter, mirrored(rect), icon, color);
        subjectRect.setRight(rect.left() - 5);
    };
    if (flags.testFlag(Flag::Starred))
        mark(QStringLiteral("star-filled"), colors.star);
    else if (option.state & QStyle::State_MouseOver)
        mark(QStringLiteral("star"), colors.muted);
    if (flags.testFlag(Flag::HasAttachment))
        mark(QStringLiteral("paperclip"), colors.muted);
    if (flags.testFlag(Flag::Partial))
        mark(QStringLiteral("cloud-download"), colors.accent);
    if (flags.testFlag(Flag::Damaged))
        mark(QStringLiteral("triangle-alert"), colors.star);

    if (isHead) {
        drawTwisty(painter, twistyRect(card, option.font, option.direction), conversation.expanded,
                   option.direction, colors.muted);
        // Beside the preview, where the marks of the subject's line do not move it.
        const int width =
            drawPill(painter, mirrored(previewRect), conversation.messages, option, colors.muted);
        previewRect.setRight(previewRect.right() - width - 6);
    }
    if (const MessageSummary *summary = model.summaryAt(row)) {
        const QString sender = model.index(row, MessageListModel::SenderColumn).data().toString();
        const QString subject = model.index(row, MessageListModel::SubjectColumn).data().toString();
        drawRowText(painter, mirrored(senderRect), sender, strong, colors.text, leading);
        drawRowText(painter, mirrored(subjectRect), subject, strong, colors.text, leading);
        if (const QString folder = model.folderText(row); !folder.isEmpty()) {
            const QFont folderFont = Fonts::demiBold(Fonts::small(option.font));
            const int width =
                std::min(QFontMetrics(folderFont).horizontalAdvance(folder) + 2, previewRect.width() * 3 / 5);
            const QRect place(previewRect.left(), previewRect.top(), width, line);
            drawRowText(painter, mirrored(place), folder, folderFont, colors.muted, leading);
            previewRect.setLeft(place.right() + 9);
        }
        drawRowText(painter, mirrored(previewRect), summary->preview, option.font, colors.muted, leading);
    } else {
        drawPlaceholder(painter, mirrored(senderRect), 0.4, option.palette, option.direction);
        drawPlaceholder(painter, mirrored(subjectRect), 0.7, option.palette, option.direction);
        drawPlaceholder(painter, mirrored(previewRect), 0.9, option.palette, option.direction);
    }
    painter.fillRect(QRect(card.left(), card.bottom(), card.width(), 1), option.palette.color(QPalette::Mid));
    if (option.state & QStyle::State_HasFocus)
        drawFocusRing(painter, card.adjusted(1, 1, -1, -2), colors.accent, 4);
}

// What tells of a conversation in the cell of the subject; returns what is left for the subject.
QRect MessageDelegate::paintConversation(QPainter &painter, const QStyleOptionViewItem &option,
                                         const MessageListModel::Conversation &conversation, QRect rect) const
{
    const QRect cell = option.rect;
    rect = QStyle::visualRect(option.direction, cell, rect);
    if (conversation.isMember) {
        rect.setLeft(rect.left() + 2 * indent);
    } else if (conversation.messages > 1) {
        const QColor muted = colorsOf(option).muted;
        drawTwisty(painter, twistyRect(cell, option.font, option.direction), conversation.expanded,
                   option.direction, muted);
        const QRect line = QStyle::visualRect(option.direction, cell, rect);
        rect.setRight(rect.right() - 6 - drawPill(painter, line, conversation.messages, option, muted));
        rect.setLeft(rect.left() + indent);
    }
    return QStyle::visualRect(option.direction, cell, rect);
}

void MessageDelegate::paintCell(QPainter &painter, const QStyleOptionViewItem &option,
                                const MessageListModel &model, const QModelIndex &index) const
{
    drawBackground(painter, option);
    const Flags flags = model.shownFlagsAt(index.row());
    const bool unread = !flags.testFlag(Flag::Read);
    const Colors colors = colorsOf(option);
    const QFont font = unread ? Fonts::demiBold(option.font) : option.font;
    const bool rightToLeft = option.direction == Qt::RightToLeft;
    Qt::Alignment alignment = rightToLeft ? Qt::AlignRight : Qt::AlignLeft;
    QColor color = colors.text;
    switch (index.column()) {
    case MessageListModel::StatusColumn:
        if (unread)
            drawDot(painter, option.rect.center(), colors.accent);
        return;
    case MessageListModel::StarColumn:
        if (flags.testFlag(Flag::Starred))
            drawMark(painter, option.rect, QStringLiteral("star-filled"), colors.star);
        else if (option.state & QStyle::State_MouseOver)
            drawMark(painter, option.rect, QStringLiteral("star"), colors.muted);
        return;
    case MessageListModel::AttachmentColumn:
        // What a message of which the rest is missing has with it is not known yet.
        if (flags.testFlag(Flag::Partial))
            drawMark(painter, option.rect, QStringLiteral("cloud-download"), colors.accent);
        else if (flags.testFlag(Flag::HasAttachment))
            drawMark(painter, option.rect, QStringLiteral("paperclip"), colors.muted);
        return;
    case MessageListModel::DateColumn:
        color = unread ? colors.accent : colors.muted;
        break;
    case MessageListModel::SizeColumn:
        color = colors.muted;
        alignment = rightToLeft ? Qt::AlignLeft : Qt::AlignRight;
        break;
    default:
        break;
    }
    QRect rect = option.rect.adjusted(6, 0, -6, 0);
    if (index.column() == MessageListModel::SubjectColumn)
        rect = paintConversation(painter, option, model.conversationAt(index.row()), rect);
    if (index.column() == MessageListModel::DateColumn || model.summaryAt(index.row()))
        drawRowText(painter, rect, index.data().toString(), font, color, alignment);
    else
        drawPlaceholder(painter, rect, 0.6, option.palette, option.direction);
}
