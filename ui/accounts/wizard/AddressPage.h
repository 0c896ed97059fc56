// SPDX-License-Identifier: GPL-3.0-or-later
//
// AddressPage asks for what a user knows: his address and his password. What his provider wants instead of
// the password it says as soon as the address is there. GUI thread; values in, values out.
#pragma once

#include "AccountDraft.h"

#include <QStringList>
#include <QWidget>

class PasswordEdit;
class QLabel;
class QLineEdit;
class QPushButton;

class AddressPage : public QWidget
{
    Q_OBJECT
public:
    // `takenNames`: other accounts have them.
    explicit AddressPage(const QStringList &takenNames, QWidget *parent = nullptr);

    void setDraft(const AccountDraft &draft);
    void applyTo(AccountDraft &draft) const;
    // Says under the fields what is missing or wrong, and returns whether nothing is.
    bool validate();
    void focusPassword();

Q_SIGNALS:
    void filesRequested();
    void withoutAccountRequested();

private:
    QWidget *labelled(const QString &label, QWidget *field, QLabel *&error);
    QWidget *buildOtherWays();
    void follow(const QString &email);
    void advise();
    void say(QLabel &label, QWidget &field, const QString &error, QWidget *&first) const;

    const QStringList m_takenNames;
    QString m_lastEmail;
    QLineEdit *m_email;
    PasswordEdit *m_password;
    QLineEdit *m_name;
    QLabel *m_advice;
    QPushButton *m_adviceLink;
    QLabel *m_emailError = nullptr;
    QLabel *m_passwordError = nullptr;
    QLabel *m_nameError = nullptr;
};
