// SPDX-License-Identifier: GPL-3.0-or-later
//
// FolderDelegate paints a row of the folder pane: a folder with icon, name and unread pill, or the title of
// an account. GUI thread.
#pragma once

#include <QStyledItemDelegate>

class FolderDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};
