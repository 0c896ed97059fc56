// SPDX-License-Identifier: GPL-3.0-or-later
#include "PasswordEdit.h"

#include "Icons.h"

#include <QAction>
#include <QToolButton>

PasswordEdit::PasswordEdit(QWidget *parent) : QLineEdit(parent)
{
    setEchoMode(Password);
    setAccessibleName(tr("Password"));
    QAction *eye = addAction(Icons::icon(QStringLiteral("eye")), TrailingPosition);
    eye->setText(tr("Show the password"));
    eye->setToolTip(tr("Show the password"));
    eye->setCheckable(true);
    connect(eye, &QAction::toggled, this, [this, eye](bool shown) {
        setEchoMode(shown ? Normal : Password);
        eye->setIcon(Icons::icon(shown ? QStringLiteral("eye-off") : QStringLiteral("eye")));
    });
    for (QToolButton *button : findChildren<QToolButton *>())
        button->setAccessibleName(tr("Show the password"));
}
