// SPDX-License-Identifier: GPL-3.0-or-later
//
// PasswordEdit is a field for a password, with an eye to look at it. GUI thread.
#pragma once

#include <QLineEdit>

class PasswordEdit : public QLineEdit
{
    Q_OBJECT
public:
    explicit PasswordEdit(QWidget *parent = nullptr);
};
