// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountSetup.h"
#include "ScriptedPopServer.h"
#include "SessionFixture.h"

// Accounts that come from another computer, change their place, put their mail elsewhere, or go.
class AccountMovesTest : public QObject
{
    Q_OBJECT

private:
    static int mailIn(SessionFixture &fixture, ListQuery::Scope scope, FolderId folder = 0)
    {
        ListQuery query;
        query.scope = scope;
        query.folder = folder;
        const auto rows = answerOf<std::vector<MessageRow>>(
            [&](auto done) { fixture.session->rows(query, &fixture.context, done); });
        return rows ? int(rows->size()) : -1;
    }

    static std::vector<Folder> folders(SessionFixture &fixture)
    {
        return *answerOf<std::vector<Folder>>(
            [&](auto done) { fixture.session->folders(&fixture.context, done); });
    }

    static FolderId folderOf(SessionFixture &fixture, AccountId account, FolderKind kind)
    {
        for (const Folder &folder : folders(fixture))
            if (folder.account == account && folder.kind == kind)
                return folder.id;
        return 0;
    }

    static Result<AccountRemoval> remove(SessionFixture &fixture, AccountId account, AccountSetup::Mail mail,
                                         std::function<void(int, int)> progressed = {})
    {
        return answerOf<AccountRemoval>([&](auto done) {
            fixture.session->setup().removeAccount(account, mail, &fixture.context, done, progressed);
        });
    }

    static QString names(SessionFixture &fixture)
    {
        QStringList names;
        for (const Account &account : fixture.session->accounts())
            names += account.name;
        return names.join(u' ');
    }

private Q_SLOTS:
    void aRemovedAccountLeavesItsMail()
    {
        PopMailbox mailbox(SessionFixture::mails(3));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        QCOMPARE(fixture.check().fetched, 3);
        const QString uuid = fixture.account.uuid;
        const auto removal = remove(fixture, fixture.account.id, AccountSetup::Mail::Keep);
        QVERIFY(removal && !removal->hadPermission && !removal->wasStopped);
        QCOMPARE(removal->messages, 0);
        QVERIFY(fixture.session->accounts().empty());
        QCOMPARE(fixture.session->formerAccounts().value(fixture.account.id), QStringLiteral("Test"));
        QCOMPARE(mailIn(fixture, ListQuery::Scope::Everything), 3);
        const auto onServer = fixture.serverMessages(); // of this profile's business no more
        QCOMPARE(onServer.size(), size_t(3));
        for (const ServerMessage &message : onServer) {
            QCOMPARE(message.state, ServerMessage::State::Gone);
            QVERIFY(!fixture.summary(message.message).flags.testFlag(Flag::OnServer));
        }
        Cancellation never;
        QVERIFY(!fixture.secrets.read(uuid, never));
        QCOMPARE(mailbox.messages().size(), size_t(3));
        const AccountId gone = fixture.account.id;
        fixture.start();
        QCOMPARE(fixture.session->formerAccounts().value(gone), QStringLiteral("Test"));
    }

    void aRemovalTellsHowFarItIsAndCanBeStopped()
    {
        PopMailbox mailbox(SessionFixture::mails(1200));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        QCOMPARE(fixture.check().fetched, 1200);
        const AccountId account = fixture.account.id;
        std::vector<int> told;
        const auto removal =
            remove(fixture, account, AccountSetup::Mail::Remove, [&](int removed, int inAll) {
                QCOMPARE(inAll, 1200);
                told.push_back(removed);
                if (removed > 0)
                    fixture.session->setup().stopRemoval(account);
            });
        QVERIFY(removal && removal->wasStopped);
        QCOMPARE(told, (std::vector<int>{0, 500}));
        QCOMPARE(removal->messages, 500);
        QVERIFY(fixture.session->accounts().empty());
        QCOMPARE(mailIn(fixture, ListQuery::Scope::Everything), 700);
        QVERIFY(fixture.session->formerAccounts().contains(account)); // of the mail that stays
    }

    // Also where it was moved to another account's folder; and nothing that is not its own, wherever that is.
    void aRemovedAccountTakesItsMailAlong()
    {
        PopMailbox first(SessionFixture::mails(1200)), second(SessionFixture::mails(2));
        ScriptedPopServer firstServer(first.script()), secondServer(second.script());
        SessionFixture fixture;
        fixture.startFor(firstServer.port());
        const Account going = fixture.account;
        QCOMPARE(fixture.check().fetched, 1200);
        fixture.save(SessionFixture::accountFor(secondServer.port(), QStringLiteral("Other")),
                     QStringLiteral("secret"));
        const Account staying = fixture.account;
        Account moved = staying;
        moved.targetFolder = folderOf(fixture, going.id, FolderKind::Inbox);
        fixture.save(moved);
        QCOMPARE(fixture.check().fetched, 2);
        const int sessions = firstServer.connections();
        QCOMPARE(remove(fixture, going.id, AccountSetup::Mail::Remove).value_or(AccountRemoval()).messages,
                 1200);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.session->formerAccounts().isEmpty(), SessionFixture::patience);
        QCOMPARE(names(fixture), QStringLiteral("Other"));
        QCOMPARE(mailIn(fixture, ListQuery::Scope::Everything), 2);
        QCOMPARE(first.messages().size(), size_t(1200));
        QCOMPARE(firstServer.connections(), sessions); // the server is not even asked
        fixture.start();
        QCOMPARE(mailIn(fixture, ListQuery::Scope::Everything), 2);
    }

    void aCheckThatRunsIsEndedFirst()
    {
        PopMailbox mailbox(SessionFixture::mails(5));
        mailbox.interfere = [](ScriptedPopServer::Peer &peer, const QByteArray &command) {
            if (command == "RETR 4")
                peer.stall();
            return false;
        };
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        QSignalSpy progressed(fixture.session.get(), &MailSession::checkProgressed);
        fixture.session->check(fixture.account.id);
        QTRY_VERIFY_WITH_TIMEOUT(server.hasReceived("RETR 4"), SessionFixture::patience);
        QVERIFY(remove(fixture, fixture.account.id, AccountSetup::Mail::Remove));
        QVERIFY(!fixture.session->isChecking(fixture.account.id));
        QCOMPARE(mailIn(fixture, ListQuery::Scope::Everything), 0);
    }

    void newMailGoesToTheTargetFolderAsLongAsItIsThere()
    {
        PopMailbox mailbox(SessionFixture::mails(1));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        Account account = fixture.account;
        const FolderId inbox = folderOf(fixture, account.id, FolderKind::Inbox);
        const FolderId archive = folderOf(fixture, account.id, FolderKind::Archive);
        account.targetFolder = archive;
        fixture.save(account);
        QCOMPARE(fixture.check().fetched, 1);
        QCOMPARE(mailIn(fixture, ListQuery::Scope::Folder, archive), 1);
        QCOMPARE(mailIn(fixture, ListQuery::Scope::Folder, inbox), 0);
        account = fixture.account;
        account.targetFolder = 4711;
        fixture.save(account);
        mailbox.add(SessionFixture::mail(2));
        QCOMPARE(fixture.check().fetched, 1);
        QCOMPARE(mailIn(fixture, ListQuery::Scope::Folder, inbox), 1);
    }

    void anAccountCanStayOutOfChecksOfAll()
    {
        PopMailbox mailbox(SessionFixture::mails(1));
        ScriptedPopServer server(mailbox.script());
        SessionFixture fixture;
        fixture.startFor(server.port());
        Account other = SessionFixture::accountFor(server.port(), QStringLiteral("Apart"));
        other.schedule.withAll = false;
        fixture.save(other, QStringLiteral("secret"));
        const AccountId apart = fixture.account.id;
        QSignalSpy finished(fixture.session.get(), &MailSession::checkFinished);
        fixture.session->checkAll();
        QVERIFY(!fixture.session->isChecking(apart));
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, SessionFixture::patience);
        QVERIFY(finished.first().first().value<FetchReport>().account != apart);
        QVERIFY(!fixture.check().error); // by its own name it is
    }

    void theOrderOfAccountsIsKept()
    {
        SessionFixture fixture;
        fixture.startFor(1);
        std::vector<AccountId> order{fixture.account.id};
        for (const char *name : {"Second", "Third"}) {
            fixture.save(SessionFixture::accountFor(1, QString::fromLatin1(name)), QStringLiteral("secret"));
            order.insert(order.begin(), fixture.account.id);
        }
        QSignalSpy changed(fixture.session.get(), &MailSession::accountsChanged);
        QVERIFY(answerOf<void>(
            [&](auto done) { fixture.session->setup().arrange(order, &fixture.context, done); }));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(names(fixture), QStringLiteral("Third Second Test"));
        fixture.start();
        QCOMPARE(names(fixture), QStringLiteral("Third Second Test"));
    }

    void settingsGoToAnotherProfileWithoutSecrets()
    {
        SessionFixture from, to;
        from.startFor(4711);
        Account second = SessionFixture::accountFor(4712, QStringLiteral("Second"));
        second.retention.afterDownload = true;
        second.schedule = {15, false, true, 60, 120};
        second.receiveRules = {
            {ReceiveRule::Field::Subject, {}, QStringLiteral("spam"), 0, ReceiveRule::Action::DoNotReceive}};
        from.save(second, QStringLiteral("the second secret"));
        const QString path = from.path(QStringLiteral("settings.json"));
        QCOMPARE(answerOf<int>([&](auto done) {
                     from.session->setup().exportSettings(path, &from.context, done);
                 }).value_or(-1),
                 2);
        QVERIFY(!from.file(QStringLiteral("settings.json")).contains("secret"));

        to.startFor(4711); // this one is here
        const auto read = answerOf<std::vector<Account>>(
            [&](auto done) { to.session->setup().readSettings(path, &to.context, done); });
        QVERIFY(read);
        QCOMPARE(read->size(), size_t(1));
        QCOMPARE(to.session->accounts().size(), size_t(1)); // reading saves nothing
        QCOMPARE(answerOf<int>([&](auto done) {
                     to.session->setup().addSettings(*read, &to.context, done);
                 }).value_or(-1),
                 1);
        const Account added = to.session->accounts().back();
        QCOMPARE(added.schedule, second.schedule);
        QVERIFY(added.retention.afterDownload && added.confirmedRetention == RetentionPolicy());
        QCOMPARE(added.receiveRules, second.receiveRules);
        QVERIFY(folderOf(to, added.id, FolderKind::Inbox) != 0);
        const auto again = answerOf<std::vector<Account>>(
            [&](auto done) { to.session->setup().readSettings(path, &to.context, done); });
        QVERIFY(again && again->empty());
    }

    void aFileThatIsNoneIsRefused()
    {
        SessionFixture fixture;
        fixture.start();
        const auto read = [&](const QString &path) {
            return answerOf<std::vector<Account>>(
                [&](auto done) { fixture.session->setup().readSettings(path, &fixture.context, done); });
        };
        QCOMPARE(read(fixture.path(QStringLiteral("nothing.json"))).error().code, ErrorCode::DiskFailed);
        QFile file(fixture.path(QStringLiteral("wrong.json")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{}") == 2);
        file.close();
        QCOMPARE(read(file.fileName()).error().code, ErrorCode::Damaged);
    }
};

QTEST_GUILESS_MAIN(AccountMovesTest)
#include "AccountMovesTest.moc"
