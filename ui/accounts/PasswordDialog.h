// SPDX-License-Identifier: GPL-3.0-or-later
//
// PasswordDialog asks for the password of an account, on the user's request only. GUI thread.
#pragma once

#include "Account.h"

#include <QDialog>

class PasswordEdit;
class QCheckBox;

class PasswordDialog : public QDialog
{
    Q_OBJECT
public:
    explicit PasswordDialog(const Account &account, QWidget *parent = nullptr);

    QString password() const;
    // Into the keychain; otherwise it is known until Poplar is closed.
    bool remember() const;

private:
    PasswordEdit *m_password;
    QCheckBox *m_remember;
};
