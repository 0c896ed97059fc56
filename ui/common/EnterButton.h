// SPDX-License-Identifier: GPL-3.0-or-later
//
// EnterButton is a button that Enter presses outside of dialogs, too, where Qt knows the space bar alone. GUI
// thread.
#pragma once

#include <QKeyEvent>
#include <QPushButton>

class EnterButton : public QPushButton
{
public:
    using QPushButton::QPushButton;

protected:
    void keyPressEvent(QKeyEvent *event) override
    {
        if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
            click();
        else
            QPushButton::keyPressEvent(event);
    }
};
