// SPDX-License-Identifier: GPL-3.0-or-later
//
// PopupKeys gives letters to an open menu. Qt offers a key to shortcuts first, and asks for those of a widget
// whether it has the focus: it has it still while a menu is open, so that "N" in a menu would go to the next
// unread message. GUI thread.
#pragma once

#include <QObject>

class QApplication;

class PopupKeys : public QObject
{
    Q_OBJECT
public:
    // Once; further calls do nothing.
    static void installFor(QApplication &application);

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    using QObject::QObject;
};
