// SPDX-License-Identifier: GPL-3.0-or-later
//
// OAuthClientDialog takes the client id under which the user has registered a program with a provider, so
// that he can sign in there in the browser. GUI thread; AccountSetup keeps it.
#pragma once

#include "OAuthClient.h"

#include <QDialog>

class AccountSetup;
class MessageBar;
class QLineEdit;
class QPushButton;
struct AuthorizationServer;

class OAuthClientDialog : public QDialog
{
    Q_OBJECT
public:
    // `setup` must outlive it.
    OAuthClientDialog(AccountSetup &setup, const AuthorizationServer &server, QWidget *parent = nullptr);

private:
    void save();
    void set(const std::optional<OAuthClient> &client);

    AccountSetup &m_setup;
    const QString m_server; // its id
    MessageBar *m_problem;
    QLineEdit *m_id;
    QLineEdit *m_secret;
    QPushButton *m_save;
};
