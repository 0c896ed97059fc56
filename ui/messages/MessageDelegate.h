// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageDelegate paints the rows of a MessageListModel: as cards of three lines (sender and date, subject
// and marks, preview) or as cells of a table. It takes its colours from the palette and mirrors for
// right-to-left languages. GUI thread.
#pragma once

#include "MessageListModel.h"

#include <QStyledItemDelegate>

class MessageDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    enum class Mode { Cards, Table };

    explicit MessageDelegate(QObject *parent = nullptr);

    Mode mode() const { return m_mode; }
    void setMode(Mode mode) { m_mode = mode; }
    // All rows have the same height.
    int rowHeight(const QFont &font) const;
    // Of the title above a group of rows.
    int titleHeight(const QFont &font) const;
    // Where a click expands a conversation: in a card at `cell`, or in the table's cell of the subject.
    QRect twistyRect(const QRect &cell, const QFont &font, Qt::LayoutDirection direction) const;
    // Where a click stars the message, in a card at `rect`.
    static QRect starRect(const QRect &card, const QFont &font, Qt::LayoutDirection direction);

    // The index must be of a MessageListModel.
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintCard(QPainter &painter, const QStyleOptionViewItem &option, const MessageListModel &model,
                   int row) const;
    void paintCell(QPainter &painter, const QStyleOptionViewItem &option, const MessageListModel &model,
                   const QModelIndex &index) const;

    QRect paintConversation(QPainter &painter, const QStyleOptionViewItem &option,
                            const MessageListModel::Conversation &conversation, QRect rect) const;

    Mode m_mode = Mode::Cards;
};
