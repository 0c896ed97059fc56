// SPDX-License-Identifier: GPL-3.0-or-later
#include "CertificateDialog.h"
#include "CertificatePage.h"
#include "CertificateText.h"
#include "TestCertificates.h"

#include <QCheckBox>
#include <QCryptographicHash>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslError>
#include <QTest>

namespace
{
QPushButton *button(QWidget &parent, const char *start)
{
    for (QPushButton *one : parent.findChildren<QPushButton *>()) {
        if (one->text().remove(QLatin1Char('&')).startsWith(QLatin1String(start)))
            return one;
    }
    qFatal("There is no button %s", start);
}

QString textsOf(QWidget &parent)
{
    QStringList texts;
    for (const QLabel *label : parent.findChildren<QLabel *>())
        texts += label->text();
    return texts.join(QLatin1Char('\n'));
}
} // namespace

class CertificateDialogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void eachFaultHasItsReason_data();
    void eachFaultHasItsReason();
    void stoppingIsTheDefault();
    void anExceptionIsMadeOnlyAfterComparing();
    void aNewFaultOfAnAcceptedCertificateIsAskedAnew();
    void aChangedCertificateCannotBeAcceptedHere();
    void thePageTakesAnExceptionBack();

private:
    Error error(const QByteArray &der, std::initializer_list<QSslError::SslError> problems) const;

    ServerSettings m_server;
    QByteArray m_der;
    TestCertificates m_certificates;
};

void CertificateDialogTest::initTestCase()
{
    QVERIFY(m_certificates.isValid());
    m_server.host = QStringLiteral("localhost");
    m_der = m_certificates.wrongHost().certificates().front().toDer();
}

Error CertificateDialogTest::error(const QByteArray &der,
                                   std::initializer_list<QSslError::SslError> problems) const
{
    Error error{ErrorCode::CertificateUntrusted, {}, {}, {der}, {}};
    for (const auto problem : problems)
        error.certificateProblems += QSslError(problem).errorString();
    return error;
}

void CertificateDialogTest::eachFaultHasItsReason_data()
{
    QTest::addColumn<int>("problem");
    QTest::addColumn<QString>("reason");
    QTest::newRow("host") << int(QSslError::HostNameMismatch)
                          << "not for localhost, but for mail.example.org";
    QTest::newRow("revoked") << int(QSslError::CertificateRevoked) << "has been revoked";
    QTest::newRow("expired") << int(QSslError::CertificateExpired) << "expired";
    QTest::newRow("future") << int(QSslError::CertificateNotYetValid) << "not valid yet";
    QTest::newRow("self-signed") << int(QSslError::SelfSignedCertificate) << "Nobody that your system trusts";
    QTest::newRow("issuer") << int(QSslError::UnableToGetLocalIssuerCertificate)
                            << "Nobody that your system trusts";
}

void CertificateDialogTest::eachFaultHasItsReason()
{
    QFETCH(int, problem);
    QFETCH(QString, reason);
    const Error one = error(m_der, {QSslError::SslError(problem)});
    QCOMPARE(CertificateText::reasons(one, m_server.host).size(), 1);
    CertificateDialog dialog(m_server, one);
    QVERIFY2(textsOf(dialog).contains(reason), qPrintable(textsOf(dialog)));
    // All that is wrong is said.
    QCOMPARE(
        CertificateText::reasons(error(m_der, {QSslError::CertificateExpired, QSslError::HostNameMismatch,
                                               QSslError::SelfSignedCertificate}),
                                 m_server.host)
            .size(),
        3);
}

void CertificateDialogTest::stoppingIsTheDefault()
{
    CertificateDialog dialog(m_server, error(m_der, {QSslError::HostNameMismatch}));
    QSignalSpy trusted(&dialog, &CertificateDialog::trusted);
    dialog.show();
    QVERIFY(button(dialog, "Stop")->isDefault());
    QVERIFY(textsOf(dialog).contains(
        CertificateText::fingerprint(QCryptographicHash::hash(m_der, QCryptographicHash::Sha256))));
    QVERIFY(!dialog.findChild<QPlainTextEdit *>()->isVisible());
    button(dialog, "Details")->click();
    QVERIFY(dialog.findChild<QPlainTextEdit *>()->isVisible());
    QTest::keyClick(&dialog, Qt::Key_Return);
    QVERIFY(!dialog.isVisible());
    QCOMPARE(trusted.count(), 0);
}

void CertificateDialogTest::anExceptionIsMadeOnlyAfterComparing()
{
    CertificateDialog dialog(m_server, error(m_der, {QSslError::SelfSignedCertificate}));
    QSignalSpy trusted(&dialog, &CertificateDialog::trusted);
    dialog.show();
    QPushButton *trust = button(dialog, "Trust");
    trust->click();
    QVERIFY(dialog.isVisible() && !trust->isEnabled());
    QVERIFY(button(dialog, "Stop")->isDefault());
    dialog.findChild<QCheckBox *>()->click();
    trust->click();
    QCOMPARE(trusted.count(), 1);
    QVERIFY(!dialog.isVisible());
    QCOMPARE(trusted.front().front().value<AcceptedCertificate>(),
             (AcceptedCertificate{m_server.host,
                                  m_server.port,
                                  QCryptographicHash::hash(m_der, QCryptographicHash::Sha256),
                                  {CertificateFault::UntrustedSource}}));
}

// What was accepted once stays accepted; the new fault is named, and asked about.
void CertificateDialogTest::aNewFaultOfAnAcceptedCertificateIsAskedAnew()
{
    ServerSettings server = m_server;
    server.accepted = AcceptedCertificate{server.host,
                                          server.port,
                                          QCryptographicHash::hash(m_der, QCryptographicHash::Sha256),
                                          {CertificateFault::UntrustedSource}};
    CertificateDialog dialog(server, error(m_der, {QSslError::HostNameMismatch}));
    QSignalSpy trusted(&dialog, &CertificateDialog::trusted);
    dialog.show();
    QVERIFY2(textsOf(dialog).contains(QStringLiteral("something else is wrong")),
             qPrintable(textsOf(dialog)));
    QPushButton *trust = button(dialog, "Trust");
    trust->click();
    dialog.findChild<QCheckBox *>()->click();
    QVERIFY2(textsOf(dialog).contains(QStringLiteral("wrong host name, not from a trusted source")),
             qPrintable(textsOf(dialog)));
    trust->click();
    QCOMPARE(trusted.count(), 1);
    QVERIFY((trusted.front().front().value<AcceptedCertificate>().faults ==
             CertificateFaults{CertificateFault::WrongHost, CertificateFault::UntrustedSource}));
}

void CertificateDialogTest::aChangedCertificateCannotBeAcceptedHere()
{
    ServerSettings server = m_server;
    server.accepted = AcceptedCertificate{server.host, server.port, QByteArray(32, '\x11')};
    Error changed = error(m_der, {QSslError::SelfSignedCertificate});
    changed.code = ErrorCode::CertificateChanged;
    CertificateDialog dialog(server, changed);
    dialog.show();
    QVERIFY(!button(dialog, "Trust")->isVisible());
    QVERIFY(textsOf(dialog).contains(CertificateText::fingerprint(server.accepted->sha256)));
    QVERIFY(textsOf(dialog).contains(QStringLiteral("not the server that you trusted")));
}

void CertificateDialogTest::thePageTakesAnExceptionBack()
{
    ServerSettings server = m_server;
    server.accepted = AcceptedCertificate{server.host, server.port, QByteArray(32, '\x11')};
    CertificatePage page;
    page.show(server, std::nullopt);
    page.show();
    QVERIFY(textsOf(page).contains(CertificateText::fingerprint(server.accepted->sha256)));
    QVERIFY(!button(page, "Show the")->isVisible());
    QSignalSpy withdrawn(&page, &CertificatePage::withdrawn);
    button(page, "Stop trusting")->click();
    QCOMPARE(withdrawn.count(), 1);
    QVERIFY(!CertificatePage::concerns(ServerSettings(), std::nullopt));
    page.show(m_server, error(m_der, {QSslError::SelfSignedCertificate}));
    button(page, "Show the")->click();
    auto *dialog = page.findChild<CertificateDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    dialog->reject();
}

QTEST_MAIN(CertificateDialogTest)
#include "CertificateDialogTest.moc"
