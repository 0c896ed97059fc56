// SPDX-License-Identifier: GPL-3.0-or-later
//
// CertificatePage shows the certificate of a server that could not be checked, beside the one that was
// accepted before, and takes the user's word on it: only here, only after both were shown. GUI thread; values
// in, values out.
#pragma once

#include "Account.h"
#include "Error.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QFormLayout;
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
    static bool isAboutCertificate(const Error &error);
    static QString fingerprint(const QByteArray &sha256);

Q_SIGNALS:
    void accepted(const AcceptedCertificate &certificate);
    void withdrawn(); // the accepted one is not to be trusted any more

private:
    void showOld(const ServerSettings &server);
    void showNew(const ServerSettings &server, const Error &error);
    void addFact(const QString &name, const QString &fact, bool fixed = false);

    QLabel *m_explanation;
    QFormLayout *m_facts;
    QCheckBox *m_compared;
    QPushButton *m_accept;
    QPushButton *m_withdraw;
    AcceptedCertificate m_offered;
};
