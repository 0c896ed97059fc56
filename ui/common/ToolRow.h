// SPDX-License-Identifier: GPL-3.0-or-later
//
// ToolRow is a row of flat buttons at the top of a window. GUI thread.
#pragma once

#include <QHBoxLayout>
#include <QToolButton>

class ToolRow : public QHBoxLayout
{
    Q_OBJECT
public:
    explicit ToolRow(QWidget *parent = nullptr);

    // Either icon or text may be empty. The button belongs to the widget of the layout.
    QToolButton *add(const QString &icon, const QString &text, const QString &tip);
};
