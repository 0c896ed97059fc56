// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountDialog.h"
#include "AccountSettings.h"
#include "ChoiceCard.h"
#include "Clock.h"
#include "MailSession.h"
#include "MemorySecrets.h"
#include "PasswordDialog.h"
#include "PasswordEdit.h"
#include "RetentionPage.h"
#include "ServerPage.h"
#include "SignInPage.h"

#include <QComboBox>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

template <class T> static T *named(QWidget &parent, const char *accessibleName)
{
    for (T *widget : parent.findChildren<T *>()) {
        if (widget->accessibleName() == QLatin1String(accessibleName))
            return widget;
    }
    qFatal("No widget is called %s", accessibleName);
}

static void type(QLineEdit *edit, const char *text)
{
    edit->clear();
    QTest::keyClicks(edit, QString::fromLatin1(text));
}

class AccountDialogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_session.reset(); }
    void emptyFieldsAreNamed();
    void portFollowsSecurity();
    void nameAndUserFollowTheAddress();
    void plainTextWantsConsent();
    void failedTestSaysWhyAndGoingBackLosesNothing();
    void withoutLastingNamesKeepingIsImpossible();
    void serverThatRemovesMailItselfIsNoticed();
    void recentModeIsExplainedForGmail();
    void accountIsSavedWithPolicyAndPassword();
    void changingAnAccountKeepsItsPassword();
    void factsAreTold();
    void passwordCanBeLookedAt();

private:
    void fill(AccountDialog &dialog, const char *host, int port);

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<MailSession> m_session;
    MemorySecrets m_secrets;
    SystemClock m_clock;
};

void AccountDialogTest::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_session = std::make_unique<MailSession>(m_directory->path(), m_secrets, m_clock);
    bool open = false;
    m_session->open(this, [&open](const Result<void> &result) { open = result.has_value(); });
    QTRY_VERIFY(open);
}

void AccountDialogTest::fill(AccountDialog &dialog, const char *host, int port)
{
    ServerPage &page = dialog.serverPage();
    type(named<QLineEdit>(page, "E-mail address"), "me@example.org");
    type(named<QLineEdit>(page, "POP3 server"), host);
    named<QSpinBox>(page, "Port")->setValue(port);
    type(named<QLineEdit>(page, "Password"), "secret");
}

void AccountDialogTest::emptyFieldsAreNamed()
{
    AccountDialog dialog(*m_session, Account());
    dialog.show();
    dialog.goOn();
    QCOMPARE(dialog.page(), AccountDialog::Server);
    for (const char *field : {"E-mail address", "POP3 server", "Password"})
        QVERIFY2(!named<QLineEdit>(dialog, field)->accessibleDescription().isEmpty(), field);
    fill(dialog, "localhost", 1);
    QVERIFY(dialog.serverPage().validate());
    QVERIFY(named<QLineEdit>(dialog, "POP3 server")->accessibleDescription().isEmpty());
    type(named<QLineEdit>(dialog, "POP3 server"), "two words");
    QVERIFY(!dialog.serverPage().validate());
}

void AccountDialogTest::portFollowsSecurity()
{
    ServerPage page;
    auto *port = named<QSpinBox>(page, "Port");
    auto *security = named<QComboBox>(page, "Security");
    QCOMPARE(port->value(), 995);
    security->setCurrentIndex(1);
    QCOMPARE(port->value(), 110);
    security->setCurrentIndex(0);
    QCOMPARE(port->value(), 995);
    port->setValue(1995); // a port of one's own stays
    security->setCurrentIndex(1);
    QCOMPARE(port->value(), 1995);
    QCOMPARE(page.account().server.security, ServerSecurity::StartTls);
}

void AccountDialogTest::nameAndUserFollowTheAddress()
{
    ServerPage page;
    type(named<QLineEdit>(page, "E-mail address"), "me@example.org");
    QCOMPARE(page.account().name, QStringLiteral("me@example.org"));
    QCOMPARE(page.account().server.user, QStringLiteral("me@example.org"));
    type(named<QLineEdit>(page, "User name"), "me");
    type(named<QLineEdit>(page, "E-mail address"), "other@example.org");
    QCOMPARE(page.account().server.user, QStringLiteral("me"));
    QCOMPARE(page.account().name, QStringLiteral("other@example.org"));
}

void AccountDialogTest::plainTextWantsConsent()
{
    AccountDialog dialog(*m_session, Account());
    dialog.show();
    fill(dialog, "localhost", 110);
    named<QComboBox>(dialog, "Security")->setCurrentIndex(2);
    named<QSpinBox>(dialog, "Port")->setValue(1);
    dialog.goOn();
    auto *box = dialog.findChild<QMessageBox *>();
    QVERIFY(box && box->isVisible());
    QCOMPARE(box->standardButton(box->defaultButton()), QMessageBox::Cancel);
    box->defaultButton()->click();
    QCOMPARE(dialog.page(), AccountDialog::Server);
    QTRY_VERIFY(!dialog.findChild<QMessageBox *>());
    dialog.goOn();
    for (QAbstractButton *button : dialog.findChild<QMessageBox *>()->buttons()) {
        if (button->text().startsWith(QStringLiteral("Continue")))
            button->click();
    }
    QCOMPARE(dialog.page(), AccountDialog::SignInTest);
}

void AccountDialogTest::failedTestSaysWhyAndGoingBackLosesNothing()
{
    AccountDialog dialog(*m_session, Account());
    dialog.show();
    fill(dialog, "127.0.0.1", 1);
    dialog.goOn();
    QCOMPARE(dialog.page(), AccountDialog::SignInTest);
    QTRY_VERIFY(!dialog.signInPage().isRunning());
    QVERIFY(!dialog.signInPage().facts());
    dialog.goBack();
    QCOMPARE(dialog.page(), AccountDialog::Server);
    QCOMPARE(dialog.serverPage().password(), QStringLiteral("secret"));
    QCOMPARE(dialog.serverPage().account().server.host, QStringLiteral("127.0.0.1"));
    dialog.goOn();
    dialog.goBack(); // while it runs: its result does not count
    QTest::qWait(50);
    QCOMPARE(dialog.page(), AccountDialog::Server);
}

void AccountDialogTest::withoutLastingNamesKeepingIsImpossible()
{
    RetentionPage page;
    MailboxFacts facts;
    facts.uidl = false;
    page.setFacts(facts);
    Account account;
    page.applyTo(account);
    QVERIFY(account.retention.afterDownload);
    const auto cards = page.findChildren<ChoiceCard *>();
    QVERIFY(!cards[0]->isEnabled() && !cards[1]->isEnabled() && cards[2]->isEnabled());
    QVERIFY(cards[0]->accessibleDescription().contains(QStringLiteral("UIDL")));
    facts.uidl = true; // another server: the wish from before counts again
    page.setFacts(facts);
    page.applyTo(account);
    QVERIFY(account.retention.letsNothingGo());
}

// R67
void AccountDialogTest::serverThatRemovesMailItselfIsNoticed()
{
    RetentionPage page;
    MailboxFacts facts;
    facts.uidl = true;
    facts.expireDays = 20;
    page.setFacts(facts);
    const auto cards = page.findChildren<ChoiceCard *>();
    const auto warns = [&cards](int card, const char *words) {
        return cards[card]->accessibleDescription().contains(QString::fromLatin1(words));
    };
    QVERIFY(warns(0, "may remove mail after 20") && warns(1, "may remove mail after 20"));
    auto *days = cards[1]->findChild<QSpinBox *>();
    days->setValue(19);
    QVERIFY(warns(0, "may remove mail") && !warns(1, "may remove mail"));
    facts.expireDays = 0;
    page.setFacts(facts);
    QVERIFY(warns(0, "says that it keeps nothing") && warns(1, "says that it keeps nothing"));
    facts.expireDays.reset();
    page.setFacts(facts);
    QVERIFY(warns(0, "Nothing is ever deleted"));
}

void AccountDialogTest::recentModeIsExplainedForGmail()
{
    ServerPage page;
    const auto isExplained = [&page] {
        const auto labels = page.findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&page](const QLabel *label) {
            return label->text().contains(QStringLiteral("“recent:”")) && label->isVisibleTo(&page);
        });
    };
    Account account;
    account.server.host = QStringLiteral("pop.example.org");
    page.setAccount(account);
    QVERIFY(!isExplained());
    account.server.host = QStringLiteral("pop.gmail.com");
    page.setAccount(account);
    QVERIFY(isExplained());
}

void AccountDialogTest::accountIsSavedWithPolicyAndPassword()
{
    AccountDialog dialog(*m_session, Account());
    dialog.show();
    fill(dialog, "127.0.0.1", 1);
    dialog.goOn();
    QTRY_VERIFY(!dialog.signInPage().isRunning());
    dialog.goOn();
    QCOMPARE(dialog.page(), AccountDialog::Retention);
    dialog.retentionPage().findChildren<ChoiceCard *>()[1]->click();
    named<QSpinBox>(dialog, "Days to keep mail on the server")->setValue(14);
    named<QSpinBox>(dialog, "Minutes between two checks")->setValue(0);
    QSignalSpy saved(&dialog, &AccountDialog::accountSaved);
    dialog.goOn();
    QTRY_COMPARE(saved.count(), 1);
    QVERIFY(!dialog.isVisible());
    const Account account = m_session->accounts().front();
    QCOMPARE(account.email, QStringLiteral("me@example.org"));
    RetentionPolicy fortnight;
    fortnight.hours = 14 * 24;
    QCOMPARE(account.retention, fortnight);
    QCOMPARE(account.schedule.minutes, 0);
    Cancellation never;
    QCOMPARE(*m_secrets.read(account.uuid, never), QStringLiteral("secret"));
}

void AccountDialogTest::changingAnAccountKeepsItsPassword()
{
    Account account;
    account.name = account.email = account.server.user = QStringLiteral("me@example.org");
    account.server.host = QStringLiteral("127.0.0.1");
    account.server.port = 1;
    bool done = false;
    m_session->saveAccount(account, QStringLiteral("secret"), this, [&](const Result<Account> &result) {
        account = *result;
        done = true;
    });
    QTRY_VERIFY(done);
    AccountSettings dialog(*m_session, account, std::nullopt);
    dialog.show();
    type(named<QLineEdit>(dialog, "Name of the account"), "Home");
    dialog.save();
    QTRY_COMPARE(m_session->accounts().front().name, QStringLiteral("Home"));
    QCOMPARE(m_session->accounts().size(), size_t(1));
    Cancellation never;
    QCOMPARE(*m_secrets.read(account.uuid, never), QStringLiteral("secret"));
}

void AccountDialogTest::factsAreTold()
{
    MailboxFacts facts;
    facts.messages = 812;
    facts.bytes = 214'000'000;
    facts.uidl = true;
    facts.expireDays = 30;
    const QString text = SignInPage::factsText(facts) + SignInPage::abilitiesText(facts);
    for (const char *part :
         {"812 message", "214 MB", "UIDL ✓", "TOP –", "never just their beginning", "30 day"})
        QVERIFY2(text.contains(QString::fromUtf8(part)), qPrintable(text));
}

void AccountDialogTest::passwordCanBeLookedAt()
{
    Account account;
    account.name = QStringLiteral("Home");
    PasswordDialog dialog(account);
    auto *edit = dialog.findChild<PasswordEdit *>();
    QCOMPARE(edit->echoMode(), QLineEdit::Password);
    edit->actions().first()->trigger();
    QCOMPARE(edit->echoMode(), QLineEdit::Normal);
    QTest::keyClicks(edit, QStringLiteral("pw"));
    QCOMPARE(dialog.password(), QStringLiteral("pw"));
    QVERIFY(dialog.remember());
}

QTEST_MAIN(AccountDialogTest)
#include "AccountDialogTest.moc"
