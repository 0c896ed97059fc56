// SPDX-License-Identifier: GPL-3.0-or-later
//
// From an address to the first mail of a real Dovecot in the real window: found by probing, and by hand.
#include "AccountSetup.h"
#include "AccountWindows.h"
#include "AccountWizard.h"
#include "AddressPage.h"
#include "DovecotServer.h"
#include "FoundPage.h"
#include "GeneratedMail.h"
#include "LocalDiscovery.h"
#include "MainWindow.h"
#include "MessageListView.h"
#include "OpenSession.h"
#include "ReaderPane.h"
#include "Reason.h"
#include "ServerPage.h"
#include "SignInPage.h"
#include "WidgetSearch.h"

#include <QComboBox>
#include <QSpinBox>
#include <QTest>

class WizardTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void byProbing_data();
    void byProbing();
    void byHand_data();
    void byHand();
    void aWrongPasswordIsSaidAndPutRight();

private:
    void setPorts(quint16 tls, quint16 startTls);
    AccountWizard *openWizard(const QString &password);
    void arriveAtFirstMail(AccountWizard &wizard);

    static constexpr quint16 refusingPort = 1;
    DovecotServer m_server;
    const QString m_user = QStringLiteral("anna@localhost");
    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<MainWindow> m_window;
};

void WizardTest::initTestCase()
{
    const auto started = m_server.start();
    QVERIFY2(started, reason(started));
    auto maildir = m_server.maildir(m_user);
    QVERIFY2(maildir, reason(maildir));
    QVERIFY(maildir->deliver(generatedMessages(0, 40)).has_value());
}

void WizardTest::init()
{
    m_open = std::make_unique<OpenSession>();
    setPorts(refusingPort, refusingPort);
    m_window = std::make_unique<MainWindow>(m_open->session);
    m_window->show();
    m_window->start();
}

void WizardTest::cleanup()
{
    m_window.reset();
    m_open.reset();
}

// Where a server with a usual name would be.
void WizardTest::setPorts(quint16 tls, quint16 startTls)
{
    m_open->session.setup().setDiscoveryEnvironment(localDiscovery(m_server.caFile(), tls, startTls));
}

// Nothing is set but the authority of the test's certificates.
AccountWizard *WizardTest::openWizard(const QString &password)
{
    Account begin;
    begin.server.caFile = m_server.caFile();
    m_window->findChild<AccountWindows *>()->addAccount(begin);
    auto *wizard = m_window->findChild<AccountWizard *>();
    QTest::keyClicks(named<QLineEdit>(wizard->addressPage(), "E-mail address"), m_user);
    QTest::keyClicks(named<QLineEdit>(wizard->addressPage(), "Password"), password);
    return wizard;
}

void WizardTest::arriveAtFirstMail(AccountWizard &wizard)
{
    QTRY_COMPARE_WITH_TIMEOUT(wizard.page(), AccountWizard::SignInTest, OpenSession::patience);
    QTRY_VERIFY_WITH_TIMEOUT(!wizard.signInPage().isRunning(), OpenSession::patience);
    const std::optional<Error> &error = wizard.signInPage().error();
    QVERIFY2(!error, qPrintable(error ? errorCodeName(error->code) + error->detail : QString()));
    QCOMPARE(wizard.signInPage().facts()->messages, 40);
    QVERIFY(wizard.signInPage().facts()->uidl && !wizard.signInPage().facts()->tlsVersion.isEmpty());
    for (int step = 0; step < 3; ++step)
        wizard.goOn();
    auto *list = m_window->findChild<MessageListView *>();
    QTRY_COMPARE_WITH_TIMEOUT(list->model()->rowCount(), 40, OpenSession::patience);
    list->selectRow(0);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<ReaderPane *>()->isShowing(), OpenSession::patience);
}

void WizardTest::byProbing_data()
{
    QTest::addColumn<bool>("hasTls");
    QTest::newRow("TLS") << true;
    QTest::newRow("STARTTLS alone") << false;
}

void WizardTest::byProbing()
{
    QFETCH(bool, hasTls);
    setPorts(hasTls ? m_server.tlsPort() : refusingPort, m_server.port());
    AccountWizard *wizard = openWizard(DovecotServer::password());
    wizard->goOn();
    QTRY_COMPARE_WITH_TIMEOUT(wizard->page(), AccountWizard::Found, OpenSession::patience);
    QCOMPARE(wizard->foundPage().chosen().source, DiscoverySource::Probe);
    wizard->goOn();
    arriveAtFirstMail(*wizard);
}

void WizardTest::byHand_data()
{
    QTest::addColumn<int>("security"); // as the box has them
    QTest::newRow("TLS") << 0;
    QTest::newRow("STARTTLS") << 1;
}

void WizardTest::byHand()
{
    QFETCH(int, security);
    AccountWizard *wizard = openWizard(DovecotServer::password());
    wizard->setUpByHand();
    QTest::keyClicks(named<QLineEdit>(wizard->serverPage(), "POP3 server"), DovecotServer::host());
    named<QComboBox>(wizard->serverPage(), "Security")->setCurrentIndex(security);
    named<QSpinBox>(wizard->serverPage(), "Port")
        ->setValue(security == 0 ? m_server.tlsPort() : m_server.port());
    wizard->goOn();
    arriveAtFirstMail(*wizard);
}

void WizardTest::aWrongPasswordIsSaidAndPutRight()
{
    AccountWizard *wizard = openWizard(QStringLiteral("wrong"));
    wizard->setUpByHand();
    QTest::keyClicks(named<QLineEdit>(wizard->serverPage(), "POP3 server"), DovecotServer::host());
    named<QSpinBox>(wizard->serverPage(), "Port")->setValue(m_server.tlsPort());
    wizard->goOn();
    QTRY_COMPARE(wizard->page(), AccountWizard::SignInTest);
    QTRY_VERIFY_WITH_TIMEOUT(!wizard->signInPage().isRunning(), OpenSession::patience);
    QCOMPARE(wizard->signInPage().error()->code, ErrorCode::AuthRejected);
    Q_EMIT wizard->signInPage().stepRequested(SignInProblem::Step::Password);
    QCOMPARE(wizard->page(), AccountWizard::Server);
    auto *password = named<QLineEdit>(wizard->serverPage(), "Password");
    password->clear();
    QTest::keyClicks(password, DovecotServer::password());
    wizard->goOn();
    arriveAtFirstMail(*wizard);
}

QTEST_MAIN(WizardTest)
#include "WizardTest.moc"
