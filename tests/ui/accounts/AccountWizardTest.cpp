// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountWizard.h"
#include "AccountSetup.h"
#include "AddressPage.h"
#include "ChoiceCard.h"
#include "FoundPage.h"
#include "LookingPage.h"
#include "MailProvider.h"
#include "NoKeychain.h"
#include "OpenSession.h"
#include "PopMailbox.h"
#include "ReadyPage.h"
#include "RetentionPage.h"
#include "ServerPage.h"
#include "SignInPage.h"
#include "TestInternet.h"
#include "WidgetSearch.h"

#include <QApplication>
#include <QComboBox>
#include <QListView>
#include <QMessageBox>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QWindow>

class AccountWizardTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void whatIsMissingIsNamed();
    void aTakenNameIsNoName();
    void theProvidersPasswordIsExplainedAtTheAddress();
    void withoutAPasswordItIsAskedForWhenItIsNeeded();
    void byHandIsOneClickAwayAndTakesAlongWhatIsThere();
    void nothingFoundLeadsOn();
    void theThirdPartyIsAskedOnTheUsersWordAlone();
    void aProviderWithoutPop3IsNamed();
    void plainTextWantsConsent();
    void aServerElsewhereWantsConsent();
    void failedTestSaysWhyAndGoingBackLosesNothing();
    void theKeyboardAloneSuffices();
    void accountIsSavedWithPolicyAndPassword();
    void withoutAKeychainThePasswordIsKnownUntilTheEnd_data();
    void withoutAKeychainThePasswordIsKnownUntilTheEnd();
    void otherWaysToBeginAreOffered();

private:
    void enterAddress(AccountWizard &wizard, const char *email = "me@example.org");
    void enterServer(AccountWizard &wizard, quint16 port, int security);
    void agree(AccountWizard &wizard);

    std::unique_ptr<TestInternet> m_internet;
    std::unique_ptr<OpenSession> m_open;
};

void AccountWizardTest::init()
{
    m_internet = std::make_unique<TestInternet>(QStringList{QStringLiteral("pop.example.org")});
    m_open = std::make_unique<OpenSession>();
    m_open->session.setup().setDiscoveryEnvironment(m_internet->environment);
}

void AccountWizardTest::cleanup()
{
    m_open.reset();
    m_internet.reset();
}

void AccountWizardTest::enterAddress(AccountWizard &wizard, const char *email)
{
    type(named<QLineEdit>(wizard.addressPage(), "E-mail address"), email);
    type(named<QLineEdit>(wizard.addressPage(), "Password"), "secret");
}

void AccountWizardTest::enterServer(AccountWizard &wizard, quint16 port, int security)
{
    type(named<QLineEdit>(wizard.serverPage(), "POP3 server"), "127.0.0.1");
    named<QComboBox>(wizard.serverPage(), "Security")->setCurrentIndex(security);
    named<QSpinBox>(wizard.serverPage(), "Port")->setValue(port);
}

// To what the wizard asks.
void AccountWizardTest::agree(AccountWizard &wizard)
{
    for (QAbstractButton *one : wizard.findChild<QMessageBox *>()->buttons()) {
        if (one->text().startsWith(QStringLiteral("Continue")))
            one->click();
    }
}

void AccountWizardTest::whatIsMissingIsNamed()
{
    AccountWizard wizard(m_open->session, Account());
    wizard.show();
    wizard.goOn();
    QCOMPARE(wizard.page(), AccountWizard::Address);
    for (const char *field : {"E-mail address", "Password"})
        QVERIFY2(!named<QLineEdit>(wizard.addressPage(), field)->accessibleDescription().isEmpty(), field);
    QVERIFY(m_internet->asked().isEmpty());
    wizard.setUpByHand();
    wizard.goOn();
    QCOMPARE(wizard.page(), AccountWizard::Server);
    QVERIFY(!named<QLineEdit>(wizard.serverPage(), "POP3 server")->accessibleDescription().isEmpty());
}

void AccountWizardTest::aTakenNameIsNoName()
{
    Account account;
    account.name = QStringLiteral("me@example.org");
    m_open->add(1, QStringLiteral("secret"), account);
    AccountWizard wizard(m_open->session, Account());
    wizard.show();
    enterAddress(wizard);
    wizard.goOn();
    QCOMPARE(wizard.page(), AccountWizard::Address);
    QVERIFY(
        !named<QLineEdit>(wizard.addressPage(), "Name of the account")->accessibleDescription().isEmpty());
    type(named<QLineEdit>(wizard.addressPage(), "Name of the account"), "The other one");
    wizard.goOn();
    QCOMPARE(wizard.page(), AccountWizard::Looking);
}

void AccountWizardTest::theProvidersPasswordIsExplainedAtTheAddress()
{
    AccountWizard wizard(m_open->session, Account());
    wizard.show();
    QVERIFY(!says(wizard, "app password"));
    enterAddress(wizard, "me@gmail.com");
    QVERIFY(says(wizard, "Gmail takes an app password"));
    enterAddress(wizard);
    QVERIFY(!says(wizard, "app password"));
}

// Whoever wants to sign in in the browser has none; whoever does not is asked for it then.
void AccountWizardTest::withoutAPasswordItIsAskedForWhenItIsNeeded()
{
    AccountWizard wizard(m_open->session, Account());
    wizard.show();
    type(named<QLineEdit>(wizard.addressPage(), "E-mail address"), "me@gmail.com");
    wizard.goOn();
    QTRY_COMPARE(wizard.page(), AccountWizard::Found);
    wizard.goOn();
    QCOMPARE(wizard.page(), AccountWizard::Address);
    QVERIFY(says(wizard, "Enter it to go on"));
    wizard.goOn(); // what was found is still there
    QCOMPARE(wizard.page(), AccountWizard::Found);
}

void AccountWizardTest::byHandIsOneClickAwayAndTakesAlongWhatIsThere()
{
    AccountWizard wizard(m_open->session, Account());
    wizard.show();
    enterAddress(wizard);
    wizard.goOn();
    QCOMPARE(wizard.page(), AccountWizard::Looking);
    button(wizard, "Set up by hand")->click();
    QCOMPARE(wizard.page(), AccountWizard::Server);
    QVERIFY(!wizard.lookingPage().isRunning());
    QCOMPARE(wizard.serverPage().account().email, QStringLiteral("me@example.org"));
    QCOMPARE(wizard.serverPage().account().server.user, QStringLiteral("me@example.org"));
    QCOMPARE(wizard.serverPage().password(), QStringLiteral("secret"));
    type(named<QLineEdit>(wizard.serverPage(), "Password"), "another");
    wizard.goBack();
    QCOMPARE(wizard.page(), AccountWizard::Address);
    QCOMPARE(named<QLineEdit>(wizard.addressPage(), "Password")->text(), QStringLiteral("another"));
}

void AccountWizardTest::nothingFoundLeadsOn()
{
    AccountWizard wizard(m_open->session, Account());
    wizard.show();
    enterAddress(wizard);
    wizard.goOn();
    QTRY_VERIFY(!wizard.lookingPage().isRunning());
    QCOMPARE(wizard.page(), AccountWizard::Looking);
    QVERIFY(says(wizard, "Nothing was found"));
    QVERIFY(button(wizard, "Look again"));
    wizard.goOn(); // what is left to do
    QCOMPARE(wizard.page(), AccountWizard::Server);
    QCOMPARE(named<QLineEdit>(wizard.serverPage(), "User name")->text(), QStringLiteral("me@example.org"));
    QCOMPARE(wizard.focusWidget(), named<QLineEdit>(wizard.serverPage(), "POP3 server"));
    wizard.goBack();
    QCOMPARE(wizard.page(), AccountWizard::Address);
}

void AccountWizardTest::theThirdPartyIsAskedOnTheUsersWordAlone()
{
    AccountWizard wizard(m_open->session, Account());
    wizard.show();
    enterAddress(wizard);
    wizard.goOn();
    QTRY_VERIFY(!wizard.lookingPage().isRunning());
    auto *steps = wizard.lookingPage().findChild<QListView *>();
    const auto asksThirdParty = [steps] {
        const QString name = QStringLiteral("Thunderbird");
        return !steps->model()
                    ->match(steps->model()->index(0, 0), Qt::DisplayRole, name, 1, Qt::MatchContains)
                    .isEmpty();
    };
    QVERIFY(!asksThirdParty());
    QVERIFY(says(wizard, "the domain example.org, nothing else"));
    button(wizard, "Ask the Thunderbird project's list, too")->click();
    QVERIFY(wizard.lookingPage().isRunning());
    QTRY_VERIFY(!wizard.lookingPage().isRunning());
    QVERIFY(asksThirdParty());
    QVERIFY(says(wizard, "Nothing was found. Set it up by hand"));
}

void AccountWizardTest::aProviderWithoutPop3IsNamed()
{
    const auto &all = mailProviders();
    const auto without = std::find_if(all.begin(), all.end(), [](const MailProvider &one) {
        return !one.hasPop3 && !one.domains.isEmpty();
    });
    QVERIFY(without != all.end());
    AccountWizard wizard(m_open->session, Account());
    wizard.show();
    enterAddress(wizard, qPrintable(QStringLiteral("me@") + without->domains.front()));
    wizard.goOn();
    QTRY_VERIFY(!wizard.lookingPage().isRunning());
    QVERIFY(says(wizard, qPrintable(without->name + QStringLiteral(" has no POP3"))));
}

void AccountWizardTest::plainTextWantsConsent()
{
    AccountWizard wizard(m_open->session, Account());
    wizard.show();
    enterAddress(wizard);
    wizard.setUpByHand();
    enterServer(wizard, 1, 2);
    wizard.goOn();
    auto *box = wizard.findChild<QMessageBox *>();
    QVERIFY(box && box->isVisible());
    QCOMPARE(box->standardButton(box->defaultButton()), QMessageBox::Cancel);
    box->defaultButton()->click();
    QCOMPARE(wizard.page(), AccountWizard::Server);
    QTRY_VERIFY(!wizard.findChild<QMessageBox *>());
    wizard.goOn();
    agree(wizard);
    QCOMPARE(wizard.page(), AccountWizard::SignInTest);
}

void AccountWizardTest::aServerElsewhereWantsConsent()
{
    AccountWizard wizard(m_open->session, Account());
    wizard.show();
    enterAddress(wizard);
    m_internet->records.insert(QStringLiteral("_pop3s._tcp.example.org"),
                               {{QStringLiteral("pop.hoster.example"), 995, 0}});
    wizard.goOn();
    QTRY_COMPARE(wizard.page(), AccountWizard::Found);
    QVERIFY(wizard.foundPage().chosen().needsConsent);
    wizard.goOn();
    auto *box = wizard.findChild<QMessageBox *>();
    QVERIFY(box && box->text().contains(QStringLiteral("pop.hoster.example")));
    QCOMPARE(box->standardButton(box->defaultButton()), QMessageBox::Cancel);
    box->defaultButton()->click();
    QCOMPARE(wizard.page(), AccountWizard::Found);
}

void AccountWizardTest::failedTestSaysWhyAndGoingBackLosesNothing()
{
    AccountWizard wizard(m_open->session, Account());
    wizard.show();
    enterAddress(wizard);
    wizard.setUpByHand();
    enterServer(wizard, 1, 0);
    wizard.goOn();
    QCOMPARE(wizard.page(), AccountWizard::SignInTest);
    QTRY_VERIFY(!wizard.signInPage().isRunning());
    QVERIFY(!wizard.signInPage().facts());
    QVERIFY(says(wizard, "does not accept a connection"));
    button(wizard, "Change the server…")->click();
    QCOMPARE(wizard.page(), AccountWizard::Server);
    QCOMPARE(wizard.serverPage().password(), QStringLiteral("secret"));
    QCOMPARE(wizard.serverPage().account().server.host, QStringLiteral("127.0.0.1"));
    wizard.goOn();
    wizard.goBack(); // while it runs: its result does not count
    QCOMPARE(wizard.page(), AccountWizard::Server);
    QVERIFY(!wizard.signInPage().isRunning());
    QCOMPARE(wizard.serverPage().account().server.port, quint16(1));
}

// Tab goes through the fields, Enter goes on, and what a letter with Alt does is written on the buttons.
void AccountWizardTest::theKeyboardAloneSuffices()
{
    PopMailbox mailbox({{"1", "Subject: Hello\r\n\r\nText\r\n"}});
    mailbox.user = "me@example.org";
    ScriptedPopServer server(mailbox.script());
    AccountWizard wizard(m_open->session, Account());
    wizard.show();
    wizard.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&wizard));
    const auto press = [&wizard](Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(wizard.windowHandle(), key, modifiers); // as a keyboard does, with shortcuts
    };
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("me@example.org"));
    press(Qt::Key_Tab);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("secret"));
    press(Qt::Key_H, Qt::AltModifier);
    QTRY_COMPARE(wizard.page(), AccountWizard::Server); // the button is seen to be pressed first
    enterServer(wizard, server.port(), 2);
    named<QLineEdit>(wizard.serverPage(), "POP3 server")->setFocus();
    press(Qt::Key_Return);
    agree(wizard);
    QTRY_VERIFY(wizard.signInPage().facts());
    wizard.activateWindow(); // which a window manager does when the question has gone
    QTRY_COMPARE(QApplication::activeWindow(), &wizard);
    for (const auto page : {AccountWizard::Retention, AccountWizard::Ready}) {
        press(Qt::Key_Return);
        QCOMPARE(wizard.page(), page);
    }
    press(Qt::Key_Return);
    QTRY_VERIFY(!wizard.isVisible());
    QCOMPARE(m_open->session.accounts().size(), size_t(1));
}

void AccountWizardTest::accountIsSavedWithPolicyAndPassword()
{
    AccountWizard wizard(m_open->session, Account());
    wizard.show();
    enterAddress(wizard);
    wizard.setUpByHand();
    enterServer(wizard, 1, 0);
    wizard.goOn();
    QTRY_VERIFY(!wizard.signInPage().isRunning());
    button(wizard, "Continue anyway")->click();
    QCOMPARE(wizard.page(), AccountWizard::Retention);
    wizard.retentionPage().findChildren<ChoiceCard *>()[1]->click();
    named<QSpinBox>(wizard.retentionPage(), "Days to keep mail on the server")->setValue(14);
    wizard.goOn();
    QVERIFY(says(wizard, "after 14 day"));
    QVERIFY(says(wizard, "has not been tested") && says(wizard, "Ready, but not tested"));
    named<QSpinBox>(wizard.readyPage(), "Minutes between two checks")->setValue(0);
    wizard.goBack();
    wizard.goOn(); // nothing is lost
    QSignalSpy saved(&wizard, &AccountWizard::accountSaved);
    button(wizard, "Start download")->click();
    QTRY_COMPARE(saved.count(), 1);
    QVERIFY(!wizard.isVisible());
    const Account account = m_open->session.accounts().front();
    QCOMPARE(account.email, QStringLiteral("me@example.org"));
    RetentionPolicy fortnight;
    fortnight.hours = 14 * 24;
    QCOMPARE(account.retention, fortnight);
    QCOMPARE(account.schedule.minutes, 0);
    Cancellation never;
    QCOMPARE(*m_open->secrets.read(account.uuid, never), QStringLiteral("secret"));
}

void AccountWizardTest::withoutAKeychainThePasswordIsKnownUntilTheEnd_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QByteArray>("words");
    QTest::newRow("none") << ErrorCode::Unsupported << QByteArray("This system has no keychain");
    QTest::newRow("denied") << ErrorCode::CredentialsMissing
                            << QByteArray("Your keychain did not keep the password.");
}

void AccountWizardTest::withoutAKeychainThePasswordIsKnownUntilTheEnd()
{
    QFETCH(const ErrorCode, code);
    QFETCH(const QByteArray, words);
    PopMailbox mailbox({{"1", "Subject: Hello\r\n\r\nText\r\n"}});
    mailbox.user = "me@example.org";
    ScriptedPopServer server(mailbox.script());
    NoKeychain secrets(code);
    MailSession session(m_open->directory.filePath(QStringLiteral("other")), secrets, m_open->clock);
    bool open = false;
    session.open(this, [&open](const Result<void> &result) { open = result.has_value(); });
    QTRY_VERIFY(open);
    Account begin;
    begin.email = begin.name = begin.server.user = QStringLiteral("me@example.org");
    begin.server.host = QStringLiteral("127.0.0.1");
    begin.server.port = server.port();
    begin.server.security = ServerSecurity::None;
    AccountWizard wizard(session, begin);
    wizard.show();
    type(named<QLineEdit>(wizard.addressPage(), "Password"), "secret");
    wizard.setUpByHand();
    wizard.goOn();
    agree(wizard);
    QTRY_VERIFY(wizard.signInPage().facts());
    wizard.goOn();
    wizard.goOn();
    wizard.goOn();
    QTRY_VERIFY(says(wizard, "until you quit"));
    QVERIFY(says(wizard, words.constData()));
    QVERIFY(session.accounts().empty());
    QSignalSpy checked(&session, &MailSession::checkFinished);
    button(wizard, "Remember until I quit")->click();
    QTRY_COMPARE(checked.count(), 1);
    QCOMPARE(checked.front().front().value<FetchReport>().fetched, 1);
}

void AccountWizardTest::otherWaysToBeginAreOffered()
{
    AccountWizard wizard(m_open->session, Account());
    wizard.show();
    QSignalSpy files(&wizard, &AccountWizard::filesRequested);
    QSignalSpy without(&wizard, &AccountWizard::withoutAccountRequested);
    button(wizard, "Import mail files…")->click();
    QCOMPARE(files.count(), 1);
    QVERIFY(!wizard.isVisible());
    wizard.show();
    button(wizard, "Use without an account")->click();
    QCOMPARE(without.count(), 1);
}

QTEST_MAIN(AccountWizardTest)
#include "AccountWizardTest.moc"
