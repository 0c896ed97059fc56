// SPDX-License-Identifier: GPL-3.0-or-later
//
// DiagnosisDelegate paints the steps of a DiagnosisModel: a mark, the step and its time, and below it what
// went wrong and the facts, as many lines as they need. GUI thread.
#pragma once

#include <QStyledItemDelegate>

class DiagnosisDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
};
