// SPDX-License-Identifier: GPL-3.0-or-later
//
// From an address to the first mail in the real window: by what the provider publishes, by the domain's SRV
// record, by a server that answers under a usual name, and by hand. The internet is the test's own: names are
// looked up by a proxy, and without one by its environment; TLS and certificates are real.
#include "AccountSetup.h"
#include "AccountWindows.h"
#include "AccountWizard.h"
#include "AddressPage.h"
#include "AutoconfigAnswers.h"
#include "FoundPage.h"
#include "LookingPage.h"
#include "MainWindow.h"
#include "MessageListView.h"
#include "OpenSession.h"
#include "PopMailbox.h"
#include "ReaderPane.h"
#include "ServerPage.h"
#include "SignInPage.h"
#include "TestHttpServer.h"
#include "TestInternet.h"
#include "TestProxy.h"
#include "WidgetSearch.h"

#include <QAbstractButton>
#include <QMessageBox>
#include <QSpinBox>
#include <QTest>

namespace
{
const QString host = QStringLiteral("pop.example.org");
const QString here = QStringLiteral("localhost");
} // namespace

class AddressToMailTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void byWhatTheProviderPublishes();
    void byTheServiceRecord();
    void byAServerThatAnswers();
    void byHand();
    void aServerThatIsNoneIsToldNothing();

private:
    AccountWizard *openWizard(quint16 port);
    void arriveAtFirstMail(AccountWizard &wizard, const QString &server = host);
    void checkWires(bool signedIn = true) const;
    bool isSignedIn() const;

    std::unique_ptr<TestInternet> m_internet;
    std::unique_ptr<PopMailbox> m_mailbox;
    std::unique_ptr<ScriptedPopServer> m_server;
    std::unique_ptr<TestProxy> m_proxy;
    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<MainWindow> m_window;
};

void AddressToMailTest::init()
{
    m_internet = std::make_unique<TestInternet>(
        QStringList{host, QStringLiteral("autoconfig.example.org"), QStringLiteral("example.org"), here});
    m_mailbox = std::make_unique<PopMailbox>(std::vector<PopMailbox::Message>{
        {"1", "From: Anna <anna@example.org>\r\nSubject: The first\r\nDate: Mon, 16 Nov 2026 09:00:00 "
              "+0000\r\n\r\nHello.\r\n"},
        {"2", "From: Bob <bob@example.org>\r\nSubject: The second\r\nDate: Mon, 16 Nov 2026 10:00:00 "
              "+0000\r\n\r\nHello again.\r\n"}});
    m_mailbox->user = "me@example.org";
    m_server = std::make_unique<ScriptedPopServer>(m_mailbox->script(), ScriptedPopServer::Security::Tls,
                                                   m_internet->identity);
    m_proxy = std::make_unique<TestProxy>(TestProxy::Settings());
    m_open = std::make_unique<OpenSession>();
    m_window = std::make_unique<MainWindow>(m_open->session);
    m_window->show();
    m_window->start();
}

void AddressToMailTest::cleanup()
{
    m_window.reset();
    m_open.reset();
    m_server.reset();
    m_proxy.reset();
    m_internet.reset();
}

// Nothing is set but the way to the test's network; 0: there is none but to this computer.
AccountWizard *AddressToMailTest::openWizard(quint16 proxyPort)
{
    m_open->session.setup().setDiscoveryEnvironment(m_internet->environment);
    Account begin;
    begin.server.caFile = m_internet->certificates.caFile();
    if (proxyPort != 0)
        begin.server.proxy = {ProxySettings::Kind::Socks5, QStringLiteral("127.0.0.1"), proxyPort, {}};
    m_window->findChild<AccountWindows *>()->addAccount(begin);
    auto *wizard = m_window->findChild<AccountWizard *>();
    QTest::keyClicks(named<QLineEdit>(wizard->addressPage(), "E-mail address"),
                     QStringLiteral("me@example.org"));
    QTest::keyClicks(named<QLineEdit>(wizard->addressPage(), "Password"), QStringLiteral("secret"));
    return wizard;
}

bool AddressToMailTest::isSignedIn() const
{
    return m_server->hasReceived("AUTH") || m_server->hasReceived("PASS");
}

// Everything that was sent was sent over TLS, to who has the name that was meant.
void AddressToMailTest::checkWires(bool signedIn) const
{
    QCOMPARE(m_server->receivedInClear(), QByteArrayList());
    QCOMPARE(isSignedIn(), signedIn);
}

void AddressToMailTest::arriveAtFirstMail(AccountWizard &wizard, const QString &server)
{
    QTRY_COMPARE(wizard.page(), AccountWizard::SignInTest);
    QTRY_VERIFY(!wizard.signInPage().isRunning());
    const std::optional<Error> &error = wizard.signInPage().error();
    QVERIFY2(!error, qPrintable(error ? errorCodeName(error->code) + error->detail : QString()));
    QCOMPARE(wizard.signInPage().facts()->messages, 2);
    checkWires();
    const QPointer<AccountWizard> open(&wizard);
    for (int step = 0; step < 3; ++step)
        wizard.goOn();
    QTRY_VERIFY(!open || !open->isVisible());
    auto *list = m_window->findChild<MessageListView *>();
    QTRY_COMPARE(list->model()->rowCount(), 2);
    QTRY_VERIFY(list->isVisible());
    list->selectRow(0);
    auto *reader = m_window->findChild<ReaderPane *>();
    QTRY_VERIFY(reader->isShowing());
    QCOMPARE(reader->body().header.subject, QStringLiteral("The second"));
    const Account account = m_open->session.accounts().front();
    QCOMPARE(account.server.host, server);
    QCOMPARE(account.email, QStringLiteral("me@example.org"));
}

void AddressToMailTest::byWhatTheProviderPublishes()
{
    TestHttpServer web(
        [this](const TestHttpServer::Request &) {
            return TestHttpServer::answer(200,
                                          autoconfigOf(autoconfigServer(host.toLatin1(), m_server->port())),
                                          "Content-Type: text/xml\r\n");
        },
        m_internet->identity);
    m_internet->environment.webPort = web.port();
    AccountWizard *wizard = openWizard(m_proxy->port());
    wizard->goOn();
    QTRY_COMPARE(wizard->page(), AccountWizard::Found);
    QCOMPARE(wizard->foundPage().chosen().source, DiscoverySource::Autoconfig);
    for (const TestHttpServer::Request &request : web.requests())
        QVERIFY(!request.head.contains("me@") && !request.head.contains("secret"));
    checkWires(false);
    wizard->goOn();
    arriveAtFirstMail(*wizard);
}

void AddressToMailTest::byTheServiceRecord()
{
    m_internet->records.insert(QStringLiteral("_pop3s._tcp.example.org"), {{here, m_server->port(), 0}});
    AccountWizard *wizard = openWizard(0); // name servers are not asked past a proxy
    wizard->goOn();
    QTRY_COMPARE(wizard->page(), AccountWizard::Found);
    QCOMPARE(wizard->foundPage().chosen().source, DiscoverySource::Service);
    checkWires(false);
    wizard->goOn();
    for (QAbstractButton *one : wizard->findChild<QMessageBox *>()->buttons()) // it is of another domain
        if (one->text().startsWith(QStringLiteral("Send it")))
            one->click();
    arriveAtFirstMail(*wizard, here);
}

void AddressToMailTest::byAServerThatAnswers()
{
    m_internet->environment.tlsPort = m_server->port();
    AccountWizard *wizard = openWizard(m_proxy->port());
    wizard->goOn();
    QTRY_COMPARE(wizard->page(), AccountWizard::Found);
    QCOMPARE(wizard->foundPage().chosen().source, DiscoverySource::Probe);
    checkWires(false);
    wizard->goOn();
    arriveAtFirstMail(*wizard);
}

void AddressToMailTest::byHand()
{
    AccountWizard *wizard = openWizard(m_proxy->port());
    wizard->setUpByHand();
    QTest::keyClicks(named<QLineEdit>(wizard->serverPage(), "POP3 server"), host);
    named<QSpinBox>(wizard->serverPage(), "Port")->setValue(m_server->port());
    checkWires(false);
    wizard->goOn();
    arriveAtFirstMail(*wizard);
}

// Somebody with a certificate of his own stands where the server should be: found or not, he learns nothing.
void AddressToMailTest::aServerThatIsNoneIsToldNothing()
{
    ScriptedPopServer impostor(m_mailbox->script(), ScriptedPopServer::Security::Tls,
                               m_internet->certificates.selfSigned());
    m_internet->environment.tlsPort = impostor.port();
    AccountWizard *wizard = openWizard(m_proxy->port());
    wizard->goOn();
    QTRY_VERIFY(!wizard->lookingPage().isRunning());
    if (wizard->page() != AccountWizard::Found) {
        wizard->setUpByHand();
        QTest::keyClicks(named<QLineEdit>(wizard->serverPage(), "POP3 server"), host);
        named<QSpinBox>(wizard->serverPage(), "Port")->setValue(impostor.port());
    }
    wizard->goOn();
    QTRY_COMPARE(wizard->page(), AccountWizard::SignInTest);
    QTRY_VERIFY(!wizard->signInPage().isRunning());
    QVERIFY(wizard->signInPage().error());
    QCOMPARE(wizard->signInPage().error()->code, ErrorCode::CertificateUntrusted);
    QCOMPARE(impostor.received(), QByteArrayList());
    wizard->reject();
}

QTEST_MAIN(AddressToMailTest)
#include "AddressToMailTest.moc"
