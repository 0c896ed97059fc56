// SPDX-License-Identifier: GPL-3.0-or-later
//
// Signing in in the browser, as the wizard offers and does it: a real authorization server, and a mail server
// that takes its tokens.
#include "AccountSetup.h"
#include "ChoiceCard.h"
#include "FoundPage.h"
#include "OAuthProvider.h"
#include "OpenSession.h"
#include "PopMailbox.h"
#include "SignInPage.h"
#include "TestBrowser.h"
#include "WidgetSearch.h"

#include <QDesktopServices>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>

class BrowserSignInTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aClientIsNeeded();
    void whereThereIsOnlyTheBrowserNothingElseIsOffered();
    void thePermissionSignsIn();
    void aRefusalIsSaidAndAskedAboutAgain();
    void stoppingEndsTheWait();

protected Q_SLOTS:
    void openPage(const QUrl &page)
    {
        ++m_opened;
        if (m_hasBrowser)
            m_browser.visit(page);
    }

private:
    AccountDraft draft() const;

    TestBrowser m_browser;
    bool m_hasBrowser = true;
    int m_opened = 0;
    std::unique_ptr<OAuthProvider> m_provider;
    std::unique_ptr<PopMailbox> m_mailbox;
    std::unique_ptr<ScriptedPopServer> m_server;
    TestCertificates m_certificates;
    std::unique_ptr<OpenSession> m_open;
};

void BrowserSignInTest::init()
{
    m_hasBrowser = true;
    m_opened = 0;
    m_provider = std::make_unique<OAuthProvider>("mia");
    m_mailbox = std::make_unique<PopMailbox>(
        std::vector<PopMailbox::Message>{{"1", "Subject: Hello\r\n\r\nText\r\n"}});
    m_mailbox->user = "mia@example.org";
    m_mailbox->capabilitiesBefore = {"TOP", "UIDL", "SASL XOAUTH2", "RESP-CODES"};
    m_mailbox->interfere = [this](ScriptedPopServer::Peer &, const QByteArray &command) {
        if (command.startsWith("AUTH") && !m_provider->given().isEmpty())
            m_mailbox->token = m_provider->given().constLast(); // as a server asks its provider
        return false;
    };
    m_server = std::make_unique<ScriptedPopServer>(m_mailbox->script(), ScriptedPopServer::Security::Tls,
                                                   m_certificates.localhost());
    m_open = std::make_unique<OpenSession>();
    QDesktopServices::setUrlHandler(QStringLiteral("http"), this, "openPage");
}

void BrowserSignInTest::cleanup()
{
    QDesktopServices::unsetUrlHandler(QStringLiteral("http"));
    m_open.reset();
    m_server.reset();
}

AccountDraft BrowserSignInTest::draft() const
{
    AccountDraft draft;
    draft.byBrowser = true;
    draft.password = QStringLiteral("the password of the account");
    draft.account.email = draft.account.server.user = QStringLiteral("mia@example.org");
    ServerSettings &server = draft.account.server;
    server.host = QStringLiteral("localhost");
    server.port = m_server->port();
    server.caFile = m_certificates.caFile();
    server.signIn = SignIn::OAuth;
    server.oauth = {m_provider->tokenUrl(), m_provider->authorizationUrl(), {}, QStringLiteral("poplar"), {},
                    QStringLiteral("mail")};
    return draft;
}

void BrowserSignInTest::aClientIsNeeded()
{
    FoundPage page(m_open->session.setup());
    ServerProposal proposal;
    proposal.providerId = QStringLiteral("gmail");
    proposal.server.host = QStringLiteral("pop.gmail.com");
    page.setProposals({proposal}, QStringLiteral("me@gmail.com"));
    page.show();
    QVERIFY(says(page, "registered with Google"));
    AccountDraft draft;
    page.applyTo(draft);
    QVERIFY(!draft.byBrowser && page.canSignIn());
    bool kept = false;
    m_open->session.setup().setClient(QStringLiteral("google"), OAuthClient{QStringLiteral("id"), {}}, this,
                                      [&kept](const Result<void> &result) { kept = result.has_value(); });
    QTRY_VERIFY(kept);
    page.setProposals({proposal}, QStringLiteral("me@gmail.com"));
    QVERIFY(!says(page, "registered with Google"));
    for (QRadioButton *one : page.findChildren<QRadioButton *>()) {
        if (one->text().contains(QStringLiteral("rowser")))
            one->click();
    }
    page.applyTo(draft);
    QVERIFY(draft.byBrowser);
    QCOMPARE(draft.account.server.signIn, SignIn::OAuth);
    QCOMPARE(draft.account.server.oauth.clientId, QStringLiteral("id"));
}

void BrowserSignInTest::whereThereIsOnlyTheBrowserNothingElseIsOffered()
{
    FoundPage page(m_open->session.setup());
    ServerProposal proposal;
    proposal.providerId = QStringLiteral("outlook");
    proposal.server.host = QStringLiteral("outlook.office365.com");
    page.setProposals({proposal}, QStringLiteral("me@outlook.com"));
    page.show();
    QVERIFY(!page.canSignIn()); // without a client
    for (const QRadioButton *way : page.findChildren<QRadioButton *>()) {
        if (!qobject_cast<const ChoiceCard *>(way))
            QVERIFY2(!way->isEnabled(), qPrintable(way->text()));
    }
    bool kept = false;
    m_open->session.setup().setClient(QStringLiteral("microsoft"), OAuthClient{QStringLiteral("id"), {}},
                                      this,
                                      [&kept](const Result<void> &result) { kept = result.has_value(); });
    QTRY_VERIFY(kept);
    page.setProposals({proposal}, QStringLiteral("me@outlook.com"));
    QVERIFY(page.canSignIn());
    AccountDraft draft;
    page.applyTo(draft);
    QVERIFY(draft.byBrowser);
}

void BrowserSignInTest::thePermissionSignsIn()
{
    SignInPage page(m_open->session);
    page.show();
    page.start(draft());
    QVERIFY(says(page, "Waiting for your answer in the browser"));
    QTRY_VERIFY_WITH_TIMEOUT(!page.isRunning(), OpenSession::patience);
    const std::optional<Error> &error = page.error();
    QVERIFY2(!error, qPrintable(error ? errorCodeName(error->code) + error->detail : QString()));
    QCOMPARE(page.facts()->messages, 1);
    QCOMPARE(page.refreshToken(), m_provider->refreshToken());
    QCOMPARE(m_provider->complaints(), QStringList());
    QCOMPARE(m_opened, 1);
    // It is good for the next test, too.
    AccountDraft again = draft();
    again.refreshToken = page.refreshToken();
    page.start(again);
    QTRY_VERIFY_WITH_TIMEOUT(page.facts().has_value(), OpenSession::patience);
    QCOMPARE(m_opened, 1);
    for (const QByteArray &line : m_server->received())
        QVERIFY(!QByteArray::fromBase64(line).contains("the password") && !line.contains("the password"));
}

void BrowserSignInTest::aRefusalIsSaidAndAskedAboutAgain()
{
    m_provider->setUser(OAuthProvider::User::Declines);
    SignInPage page(m_open->session);
    page.show();
    page.start(draft());
    QTRY_VERIFY_WITH_TIMEOUT(!page.isRunning(), OpenSession::patience);
    QVERIFY(says(page, "gave no permission") && says(page, "The user said no."));
    QCOMPARE(m_server->connections(), 0);
    QCOMPARE(m_opened, 1); // it asks once, and waits for the user
    m_provider->setUser(OAuthProvider::User::Agrees);
    button(page, "Try again")->click();
    QTRY_VERIFY_WITH_TIMEOUT(page.facts().has_value(), OpenSession::patience);
    QCOMPARE(m_opened, 2);
}

void BrowserSignInTest::stoppingEndsTheWait()
{
    m_hasBrowser = false; // the page is never answered
    SignInPage page(m_open->session);
    page.show();
    page.start(draft());
    QTRY_COMPARE(m_opened, 1);
    button(page, "Open the page again")->click();
    QCOMPARE(m_opened, 2);
    button(page, "Stop")->click();
    QTRY_VERIFY(!page.isRunning());
    QVERIFY(says(page, "Stopped on your request"));
    QVERIFY(button(page, "Try again"));
}

QTEST_MAIN(BrowserSignInTest)
#include "BrowserSignInTest.moc"
