// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerPage asks for what is needed to sign in: address, server, user name, password. It takes and gives
// values and talks to nobody. GUI thread.
#pragma once

#include "Account.h"

#include <QStringList>
#include <QWidget>

class PasswordEdit;
class ServerOptions;
class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QToolButton;

class ServerPage : public QWidget
{
    Q_OBJECT
public:
    explicit ServerPage(QWidget *parent = nullptr);

    void setAccount(const Account &account);
    // The account that was set, with what is in the fields.
    Account account() const;
    void setPassword(const QString &password);
    QString password() const;
    QString proxyPassword() const;
    // The certificate that is trusted was changed elsewhere.
    void setAccepted(const std::optional<AcceptedCertificate> &certificate)
    {
        m_account.server.accepted = certificate;
    }
    // Of other accounts; this one needs a name of its own.
    void setTakenNames(const QStringList &names) { m_takenNames = names; }
    // Shows under the fields what is missing or wrong, and returns whether nothing is.
    bool validate();
    void focusServer();
    void focusPassword();

Q_SIGNALS:
    void edited();

private:
    QWidget *labelled(const QString &label, QWidget *field, QLabel **error);
    void build();
    QLabel *newNote(const QString &text);
    void followEmail(const QString &email);
    void followSecurity();
    void followUser();
    bool needsPassword() const;
    void say(QLabel *label, const QString &error, QWidget *field, QWidget **first) const;

    Account m_account;
    QStringList m_takenNames;
    QString m_lastEmail;
    QLineEdit *m_email;
    QLineEdit *m_name;
    QLineEdit *m_host;
    QComboBox *m_security;
    QSpinBox *m_port;
    QLineEdit *m_user;
    PasswordEdit *m_password;
    ServerOptions *m_options;
    QToolButton *m_advanced;
    QLabel *m_emailError = nullptr;
    QLabel *m_nameError = nullptr;
    QLabel *m_hostError = nullptr;
    QLabel *m_securityNote = nullptr;
    QLabel *m_userError = nullptr;
    QLabel *m_passwordError = nullptr;
    QLabel *m_portionsNote = nullptr;
};
