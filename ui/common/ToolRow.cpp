// SPDX-License-Identifier: GPL-3.0-or-later
#include "ToolRow.h"

#include "Icons.h"

ToolRow::ToolRow(QWidget *parent) : QHBoxLayout(parent)
{
    setContentsMargins(8, 6, 8, 6);
}

QToolButton *ToolRow::add(const QString &icon, const QString &text, const QString &tip)
{
    auto *button = new QToolButton;
    if (!icon.isEmpty())
        button->setIcon(Icons::icon(icon));
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(text.isEmpty() ? tip : text);
    button->setToolButtonStyle(icon.isEmpty()   ? Qt::ToolButtonTextOnly
                               : text.isEmpty() ? Qt::ToolButtonIconOnly
                                                : Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    button->setFocusPolicy(Qt::StrongFocus);
    addWidget(button);
    return button;
}
