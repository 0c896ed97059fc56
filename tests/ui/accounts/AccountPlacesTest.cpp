// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountSetup.h"
#include "AccountWindows.h"
#include "ActivityModel.h"
#include "OpenSession.h"
#include "PlacePage.h"
#include "PopMailbox.h"
#include "ReceiveRulesPage.h"
#include "RemoveAccountDialog.h"
#include "SchedulePage.h"
#include "SettingsTransfer.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTimeEdit>
#include <QToolButton>
#include <QTreeWidget>

namespace
{
template <class Button> Button *buttonOf(QWidget &parent, const char *text)
{
    for (Button *one : parent.findChildren<Button *>()) {
        if (one->text().remove(QLatin1Char('&')).startsWith(QLatin1String(text)))
            return one;
    }
    qFatal("There is no button %s", text);
}

QStringList namesOf(const MailSession &session)
{
    QStringList names;
    for (const Account &account : session.accounts())
        names += account.name;
    return names;
}
} // namespace

// When an account is checked, what it does not fetch, where it stands, and how it goes.
class AccountPlacesTest : public QObject
{
    Q_OBJECT
private:
    static Account named(const char *name)
    {
        Account account;
        account.name = QString::fromLatin1(name);
        return account;
    }

private Q_SLOTS:
    void theScheduleComesBack()
    {
        SchedulePage page;
        Account account, same;
        account.schedule = {17, false, false, 23 * 60 + 5, 5 * 60 + 55};
        account.enabled = false;
        page.setAccount(account);
        page.applyTo(same);
        QCOMPARE(same, account);
        account.schedule = {0, true, true, 0, 0};
        account.enabled = true;
        page.setAccount(account);
        page.applyTo(same);
        QCOMPARE(same, account);
    }

    void quietHoursAreSwitchedOnWithUsualTimes()
    {
        SchedulePage page;
        for (const QTimeEdit *edit : page.findChildren<QTimeEdit *>())
            QVERIFY(!edit->isEnabled() && !edit->accessibleName().isEmpty());
        buttonOf<QCheckBox>(page, "Not between")->click();
        Account account;
        page.applyTo(account);
        QCOMPARE(account.schedule.quietFrom, 22 * 60);
        QCOMPARE(account.schedule.quietUntil, 7 * 60);
    }

    void rulesAreMadeMovedAndRemoved()
    {
        ReceiveRulesPage page;
        page.show();
        auto *text = page.findChildren<QLineEdit *>().at(1);
        buttonOf<QPushButton>(page, "Add")->click();
        QVERIFY(!page.validate()); // there is no text yet
        QTest::keyClicks(text, QStringLiteral("news@"));
        QVERIFY(page.validate());
        buttonOf<QPushButton>(page, "Add")->click();
        const auto boxes = page.findChildren<QComboBox *>();
        boxes[0]->setCurrentIndex(boxes[0]->findData(int(ReceiveRule::Field::Header)));
        QVERIFY(!page.validate());
        page.findChildren<QLineEdit *>().front()->setText(QStringLiteral("X-Spam"));
        boxes[1]->setCurrentIndex(boxes[1]->findData(int(ReceiveRule::Action::OnlyHeader)));
        buttonOf<QPushButton>(page, "Up")->click();
        const ReceiveRule news{
            ReceiveRule::Field::From, {}, QStringLiteral("news@"), 0, ReceiveRule::Action::DoNotReceive};
        const ReceiveRule spam{
            ReceiveRule::Field::Header, QStringLiteral("X-Spam"), {}, 0, ReceiveRule::Action::OnlyHeader};
        QCOMPARE(page.rules(), (std::vector<ReceiveRule>{spam, news}));
        QCOMPARE(page.findChild<QTreeWidget *>()->topLevelItem(1)->text(0),
                 QStringLiteral("sender contains “news@”"));
        buttonOf<QPushButton>(page, "Remove")->click();
        QCOMPARE(page.rules(), std::vector<ReceiveRule>{news});
        buttonOf<QPushButton>(page, "Remove")->click();
        QVERIFY(page.rules().empty() && page.validate());
    }

    void rulesComeBack()
    {
        const std::vector<ReceiveRule> rules{
            {ReceiveRule::Field::Larger, {}, {}, 2'500'000, ReceiveRule::Action::OnlyHeader},
            {ReceiveRule::Field::To, {}, QStringLiteral("list"), 0, ReceiveRule::Action::Receive},
            {ReceiveRule::Field::Header, QStringLiteral("List-Id"), QStringLiteral("cats"), 0,
             ReceiveRule::Action::DoNotReceive}};
        ReceiveRulesPage page;
        page.setRules(rules);
        auto *list = page.findChild<QTreeWidget *>();
        for (int row = 0; row < 3; ++row) // looking at them changes nothing
            list->setCurrentItem(list->topLevelItem(row));
        QCOMPARE(page.rules(), rules);
    }

    void colourAndFolderComeBack()
    {
        PlacePage page;
        Account account = named("Work"), same;
        account.id = 2;
        account.colour = QStringLiteral("#123456"); // none of those that are offered
        account.targetFolder = 8;
        page.setAccount(account);
        same = account;
        page.applyTo(same); // before the folders are known
        QCOMPARE(same, account);
        page.setFolders({{7, 2, FolderKind::Inbox, {}}, {8, 2, FolderKind::Archive, {}}}, {account});
        page.applyTo(same);
        QCOMPARE(same, account);
        page.findChild<QComboBox *>()->setCurrentIndex(0);
        page.findChildren<QToolButton *>().front()->click();
        page.applyTo(same);
        QCOMPARE(same.targetFolder, 0U);
        QVERIFY(same.colour.isEmpty());
        for (const QToolButton *swatch : page.findChildren<QToolButton *>())
            QVERIFY(!swatch->accessibleName().isEmpty());
    }

    void whatWasRemovedHereIsNotCountedAsHere()
    {
        PopMailbox mailbox({{"uid1", "From: a@example.org\r\n\r\n1\r\n"}});
        ScriptedPopServer server(mailbox.script());
        OpenSession open;
        const Account account = open.add(server.port(), QStringLiteral("secret"));
        QCOMPARE(open.check(account.id).fetched, 1);
        bool isRemoved = false;
        open.session.serverMessages(account.id, this, [&](Result<std::vector<ServerMessage>> found) {
            open.session.removeForGood({found->front().message}, this,
                                       [&](const Result<void> &removed) { isRemoved = removed.has_value(); });
        });
        QTRY_VERIFY(isRemoved);
        RemoveAccountDialog dialog(open.session, account);
        QTRY_VERIFY2(dialog.serverText().contains(QStringLiteral("1 of them without")),
                     qPrintable(dialog.serverText()));
        AccountRemoval removal;
        removal.secretsError = Error{ErrorCode::CredentialsMissing, {}, {}, {}, {}};
        QVERIFY(RemoveAccountDialog::outcomeText(account.name, removal).contains(QStringLiteral("keychain")));
    }

    void removalSaysWhatIsOnTheServer()
    {
        PopMailbox mailbox(
            {{"uid1", "From: a@example.org\r\n\r\n1\r\n"}, {"uid2", "From: b@example.org\r\n\r\n2\r\n"}});
        ScriptedPopServer server(mailbox.script());
        OpenSession open;
        Account account;
        account.receiveRules = {
            {ReceiveRule::Field::From, {}, QStringLiteral("b@"), 0, ReceiveRule::Action::DoNotReceive}};
        account = open.add(server.port(), QStringLiteral("secret"), account);
        QCOMPARE(open.check(account.id).fetched, 1);
        RemoveAccountDialog dialog(open.session, account);
        dialog.show();
        QTRY_VERIFY2(dialog.serverText().contains(QStringLiteral("2 message(s), 1 of them without")),
                     qPrintable(dialog.serverText()));
        QVERIFY(buttonOf<QPushButton>(dialog, "Cancel")->isDefault());
        QVERIFY(buttonOf<QRadioButton>(dialog, "Keep its mail")->isChecked());
        QSignalSpy removed(&dialog, &RemoveAccountDialog::removed);
        buttonOf<QRadioButton>(dialog, "Delete its mail")->click();
        buttonOf<QPushButton>(dialog, "Remove the account")->click();
        QTRY_COMPARE(removed.count(), 1);
        QVERIFY(removed.front().front().toString().contains(QStringLiteral("with 1 message")));
        QVERIFY(open.session.accounts().empty());
        QCOMPARE(mailbox.messages().size(), size_t(2));
    }

    void removalSaysWhatBecameOfItAndOfThePermission()
    {
        const auto text = [](const AccountRemoval &removal) {
            return RemoveAccountDialog::outcomeText(QStringLiteral("Work"), removal);
        };
        AccountRemoval removal;
        QCOMPARE(text(removal), QStringLiteral("Work was removed."));
        removal.messages = 500;
        removal.wasStopped = true;
        QVERIFY(text(removal).contains(QStringLiteral("The rest stays on this computer")));
        removal.hadPermission = true;
        QVERIFY(text(removal).contains(QStringLiteral("was taken back")));
        removal.permissionError = Error{ErrorCode::Timeout, {}, {}, {}, {}};
        QVERIFY(text(removal).contains(QStringLiteral("could not be taken back")));
        removal.permissionError->code = ErrorCode::Unsupported;
        QVERIFY(text(removal).contains(QStringLiteral("only on the provider's page")));
    }

    void accountsMoveAndAreSwitchedOff()
    {
        OpenSession open;
        QWidget window;
        ActivityModel activity(open.session);
        AccountWindows windows(open.session, activity, window);
        const Account first = open.add(1, QStringLiteral("secret"), named("First"));
        const Account second = open.add(1, QStringLiteral("secret"), named("Second"));
        windows.moveAccount(second.id, 1); // it is the last
        windows.moveAccount(second.id, -1);
        QTRY_COMPARE(namesOf(open.session), (QStringList{second.name, first.name}));
        windows.setEnabled(second.id, false);
        QTRY_VERIFY(!open.session.accounts().front().enabled);
    }

    void whatAFileHoldsIsShownBeforeItIsSaved()
    {
        OpenSession from, to;
        Account work = named("Work");
        work.retention.afterDownload = true;
        work.server.proxy = {ProxySettings::Kind::Socks5, QStringLiteral("proxy.example.net"), 1080, {}};
        from.add(4711, QStringLiteral("the secret"), work);
        QWidget window;
        SettingsTransfer exporting(from.session, window), importing(to.session, window);
        QSignalSpy exported(&exporting, &SettingsTransfer::told), told(&importing, &SettingsTransfer::told);
        const QString path = from.directory.filePath(QStringLiteral("settings.json"));
        exporting.exportTo(path);
        QTRY_COMPARE(exported.count(), 1);
        importing.importFrom(path);
        QTRY_VERIFY(window.findChild<QMessageBox *>());
        auto *box = window.findChild<QMessageBox *>();
        QVERIFY(box->informativeText().contains(QStringLiteral("Work – user at 127.0.0.1, port 4711")));
        for (const char *warning : {"NOT ENCRYPTED", "deletes mail on the server", "proxy.example.net"})
            QVERIFY2(box->informativeText().contains(QLatin1String(warning)), warning);
        QVERIFY(to.session.accounts().empty());
        buttonOf<QPushButton>(*box, "Add")->click();
        QTRY_COMPARE(told.count(), 1);
        QCOMPARE(namesOf(to.session), QStringList{QStringLiteral("Work")});
        importing.importFrom(path);
        QTRY_COMPARE(told.count(), 2); // there is nothing new in it
        QCOMPARE(to.session.accounts().size(), size_t(1));
    }
};

QTEST_MAIN(AccountPlacesTest)
#include "AccountPlacesTest.moc"
