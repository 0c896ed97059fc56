// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerPage.h"
#include "AccountSettings.h"
#include "OpenSession.h"
#include "PasswordDialog.h"
#include "PasswordEdit.h"
#include "SignInPage.h"
#include "WidgetSearch.h"

#include <QAction>

class ServerPageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nameAndUserFollowTheAddress();
    void recentModeIsExplainedForGmail();
    void factsAreTold();
    void passwordCanBeLookedAt();
    void changingAnAccountKeepsItsPassword();
    void tabGoesAsTheEyeDoes();
};

void ServerPageTest::nameAndUserFollowTheAddress()
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

void ServerPageTest::tabGoesAsTheEyeDoes()
{
    ServerPage page;
    QStringList order;
    const QWidget *const first = named<QLineEdit>(page, "E-mail address");
    const QWidget *at = first;
    do {
        if (at->focusPolicy() & Qt::TabFocus && !at->accessibleName().isEmpty())
            order += at->accessibleName();
        at = at->nextInFocusChain();
    } while (at != first && order.size() < 7);
    QCOMPARE(order,
             (QStringList{QStringLiteral("E-mail address"), QStringLiteral("Name of the account"),
                          QStringLiteral("POP3 server"), QStringLiteral("Security"), QStringLiteral("Port"),
                          QStringLiteral("User name"), QStringLiteral("Password")}));
}

void ServerPageTest::recentModeIsExplainedForGmail()
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

void ServerPageTest::factsAreTold()
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
    facts.expireDays = 0;
    ServerSettings server;
    server.host = QStringLiteral("pop.example.org");
    QVERIFY(!SignInPage::factsText(facts, server).contains(QStringLiteral("Gmail")));
    server.host = QStringLiteral("pop.gmail.com");
    QVERIFY(SignInPage::factsText(facts, server).contains(QStringLiteral("Gmail says so to everybody")));
}

void ServerPageTest::passwordCanBeLookedAt()
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

void ServerPageTest::changingAnAccountKeepsItsPassword()
{
    Account account;
    account.name = account.email = account.server.user = QStringLiteral("me@example.org");
    account.server.host = QStringLiteral("127.0.0.1");
    account.server.port = 1;
    OpenSession open;
    account = open.save(account, QStringLiteral("secret"));
    AccountSettings dialog(open.session, account, std::nullopt);
    dialog.show();
    type(named<QLineEdit>(dialog, "Name of the account"), "Home");
    dialog.save();
    QTRY_COMPARE(open.session.accounts().front().name, QStringLiteral("Home"));
    QCOMPARE(open.session.accounts().size(), size_t(1));
    Cancellation never;
    QCOMPARE(*open.secrets.read(account.uuid, never), QStringLiteral("secret"));
}

QTEST_MAIN(ServerPageTest)
#include "ServerPageTest.moc"
