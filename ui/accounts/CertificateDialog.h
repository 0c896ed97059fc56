// SPDX-License-Identifier: GPL-3.0-or-later
//
// CertificateDialog shows the certificate of a server that could not be checked: why, whose it is, and its
// fingerprint. Stopping is the default. An exception is made in a second step, for this certificate on this
// server and port and for what is wrong with it now alone, after the user has compared the fingerprint. Where
// another certificate was accepted before there is no such step: the old exception has to be taken back
// first. GUI thread; values in, values out.
#pragma once

#include "Account.h"
#include "Error.h"

#include <QDialog>

class QCheckBox;
class QFormLayout;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

class CertificateDialog : public QDialog
{
    Q_OBJECT
public:
    // `error` is about a certificate (CertificateText::isAbout).
    CertificateDialog(const ServerSettings &server, const Error &error, QWidget *parent = nullptr);

Q_SIGNALS:
    void trusted(const AcceptedCertificate &certificate);

private:
    QWidget *buildFacts(const Error &error);
    QString explanation(const Error &error) const;
    bool wasAccepted() const; // this very certificate, for less than is wrong with it now
    QWidget *buildConsent();
    QWidget *buildFoot(bool canTrust);
    void addFact(QFormLayout &form, const QString &name, const QString &fact, bool fixed = false);
    void showDetails(bool shown);
    void turnToConsent();
    static QString chainText(const Error &error);

    const ServerSettings m_server;
    AcceptedCertificate m_offered;
    QStackedWidget *m_pages;
    QPlainTextEdit *m_chain;
    QCheckBox *m_compared = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_details = nullptr;
    QPushButton *m_trust = nullptr;
};
