// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerOptions edits what most servers do without: the way to sign in, certificates, a proxy, and where
// OAuth tokens come from. Values in, values out. GUI thread.
#pragma once

#include "Account.h"

#include <QWidget>

class FileEdit;
class PasswordEdit;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QSpinBox;

class ServerOptions : public QWidget
{
    Q_OBJECT
public:
    explicit ServerOptions(QWidget *parent = nullptr);

    void setServer(const ServerSettings &server);
    // Writes what is in the fields into `server`.
    void applyTo(ServerSettings &server) const;
    // Empty: unchanged, or none is needed.
    QString proxyPassword() const;
    // Says under the fields what is missing or wrong, and returns the first such field, or nothing.
    QWidget *validate();
    // Whether one of the options is set, so that it should not be hidden.
    static bool isUsed(const ServerSettings &server);

    // In plain words; what is weak is called so.
    static QString nameOf(SignIn signIn);

Q_SIGNALS:
    void edited();
    void signInChanged(SignIn signIn);

private:
    void buildSignIn(QFormLayout &form);
    void buildProxy(QFormLayout &form);
    void follow();
    SignIn signIn() const;
    ProxySettings::Kind proxyKind() const;

    QComboBox *m_signIn;
    QLabel *m_signInNote;
    FileEdit *m_clientCertificate;
    FileEdit *m_caFile;
    QWidget *m_oauth;
    QLineEdit *m_tokenUrl;
    QLineEdit *m_authorizationUrl;
    QLineEdit *m_revocationUrl;
    QLineEdit *m_clientId;
    PasswordEdit *m_clientSecret;
    QLineEdit *m_scope;
    QComboBox *m_proxyKind;
    QWidget *m_proxy;
    QLineEdit *m_proxyHost;
    QSpinBox *m_proxyPort;
    QLineEdit *m_proxyUser;
    PasswordEdit *m_proxyPassword;
    QLabel *m_error;
};
