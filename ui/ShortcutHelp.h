// SPDX-License-Identifier: GPL-3.0-or-later
//
// ShortcutHelp lists every shortcut there is, as the table of actions has them. Not modal. GUI thread.
#pragma once

#include <QDialog>

class Actions;

class ShortcutHelp : public QDialog
{
    Q_OBJECT
public:
    explicit ShortcutHelp(const Actions &actions, QWidget *parent = nullptr);
};
