// SPDX-License-Identifier: GPL-3.0-or-later
//
// CertificatePage shows the certificate that the user accepted for an account's server although it could not
// be checked, and takes that back. Where the last check was stopped by another one it says so, and leads to
// the CertificateDialog. GUI thread; values in, values out.
#pragma once

#include "Account.h"
#include "Error.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

class CertificatePage : public QWidget
{
    Q_OBJECT
public:
    explicit CertificatePage(QWidget *parent = nullptr);

    // `error` is what the last check ended with, if that was about a certificate.
    void show(const ServerSettings &server, const std::optional<Error> &error);
    using QWidget::show;
    // Whether there is anything to show or to decide.
    static bool concerns(const ServerSettings &server, const std::optional<Error> &error);

Q_SIGNALS:
    void accepted(const AcceptedCertificate &certificate);
    void withdrawn(); // the accepted one is not to be trusted any more

private:
    void openDialog();

    ServerSettings m_server;
    std::optional<Error> m_error;
    QLabel *m_explanation;
    QLabel *m_fingerprint;
    QPushButton *m_look;
    QPushButton *m_withdraw;
};
