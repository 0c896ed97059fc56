// SPDX-License-Identifier: GPL-3.0-or-later
#include "FolderView.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <QTextDocumentFragment>

static Account account(quint32 id, const char *name)
{
    Account account;
    account.id = id;
    account.name = QString::fromLatin1(name);
    return account;
}

static Folder folder(FolderId id, AccountId account, FolderKind kind, int total, int unread)
{
    return {id, account, kind, {}, total, unread};
}

class FolderModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void listsAcrossAccountsComeFirst();
    void localFolderShowsOnlyWithMail();
    void countersChangeWithoutReset();
    void problemIsToldAndSurvivesCounters();
    void anUnprotectedAccountHasABadge();
    void mailOfARemovedAccountIsFound();
    void anAccountHasItsColourAndIsSaidToBeOff();
    void everyQueryIsFoundAgain();
    void changesUnderStormKeepTheModelSound();
    void viewKeepsItsListWhenFoldersCome();
};

void FolderModelTest::listsAcrossAccountsComeFirst()
{
    FolderModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setContents({account(2, "work")},
                      {folder(10, 2, FolderKind::Inbox, 12, 3), folder(11, 2, FolderKind::Trash, 5, 2)});
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.index(0, 0).data(FolderModel::UnreadRole).toInt(), 3);
    // What lies in the trash is not waiting to be read.
    QCOMPARE(model.index(1, 0).data(FolderModel::UnreadRole).toInt(), 3);
    const QModelIndex section = model.index(3, 0);
    QVERIFY(section.data(FolderModel::IsSectionRole).toBool());
    QCOMPARE(section.data().toString(), QStringLiteral("work"));
    QCOMPARE(model.rowCount(section), 2);
    QCOMPARE(model.queryAt(model.index(0, 0, section)).folder, FolderId(10));
    QCOMPARE(model.messageCount(), 17);
    QVERIFY(model.index(0, 0, section)
                .data(Qt::AccessibleTextRole)
                .toString()
                .contains(QStringLiteral("3 unread")));
}

void FolderModelTest::localFolderShowsOnlyWithMail()
{
    FolderModel model;
    model.setContents({}, {folder(1, localAccount, FolderKind::Inbox, 0, 0)});
    QCOMPARE(model.rowCount(), 3);
    model.setContents({}, {folder(1, localAccount, FolderKind::Inbox, 4, 0)});
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(model.accountAt(model.index(0, 0, model.index(3, 0))), localAccount);
}

void FolderModelTest::countersChangeWithoutReset()
{
    FolderModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setContents({account(2, "a")}, {folder(10, 2, FolderKind::Inbox, 1, 1)});
    QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
    QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
    model.setContents({account(2, "a")}, {folder(10, 2, FolderKind::Inbox, 9, 4)});
    QCOMPARE(resets.count(), 0);
    QVERIFY(changes.count() > 0);
    QCOMPARE(model.index(0, 0, model.index(3, 0)).data(FolderModel::UnreadRole).toInt(), 4);
}

void FolderModelTest::problemIsToldAndSurvivesCounters()
{
    FolderModel model;
    model.setContents({account(2, "a")}, {folder(10, 2, FolderKind::Inbox, 1, 1)});
    model.setProblem(2, QStringLiteral("Wrong password."));
    model.setContents({account(2, "a")}, {folder(10, 2, FolderKind::Inbox, 2, 1)});
    const QModelIndex section = model.index(3, 0);
    QVERIFY(section.data(FolderModel::HasProblemRole).toBool());
    QCOMPARE(QTextDocumentFragment::fromHtml(section.data(Qt::ToolTipRole).toString()).toPlainText(),
             QStringLiteral("Wrong password."));
    model.setProblem(2, {});
    QVERIFY(!section.data(FolderModel::HasProblemRole).toBool());
}

void FolderModelTest::anUnprotectedAccountHasABadge()
{
    Account plain = account(2, "work");
    plain.server.security = ServerSecurity::None;
    plain.server.host = QStringLiteral("pop.example.org");
    Account local = plain; // nobody is on the way
    local.id = 3;
    local.server.host = QStringLiteral("localhost");
    FolderModel model;
    model.setContents({plain, local, account(4, "home")}, {});
    const auto isPlain = [&model](int row) {
        return model.index(row, 0).data(FolderModel::IsPlainRole).toBool();
    };
    QVERIFY(isPlain(3) && !isPlain(4) && !isPlain(5));
    QVERIFY(model.index(3, 0).data(Qt::ToolTipRole).toString().contains(QStringLiteral("Not encrypted")));
    QVERIFY(
        model.index(3, 0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("not encrypted")));
}

void FolderModelTest::mailOfARemovedAccountIsFound()
{
    FolderModel model;
    model.setContents({}, {folder(10, 7, FolderKind::Inbox, 3, 0), folder(11, 7, FolderKind::Trash, 0, 0)});
    const auto indexOf = [&model](FolderId folder) {
        return model.indexOf({ListQuery::Scope::Folder, folder, ListQuery::Sort::Date, true});
    };
    QCOMPARE(indexOf(10).data().toString(), QStringLiteral("Inbox (removed account)"));
    QVERIFY(!indexOf(11).isValid()); // it is empty
    model.setContents({}, {folder(10, 7, FolderKind::Inbox, 3, 0)}, {{7, QStringLiteral("Office")}});
    QCOMPARE(indexOf(10).data().toString(), QStringLiteral("Inbox – Office (removed)"));
}

void FolderModelTest::anAccountHasItsColourAndIsSaidToBeOff()
{
    FolderModel model;
    Account work = account(2, "Work");
    work.colour = QStringLiteral("#3366cc");
    work.enabled = false;
    model.setContents({work}, {folder(10, 2, FolderKind::Inbox, 3, 0)});
    const QModelIndex section = model.index(model.rowCount() - 1, 0);
    QCOMPARE(section.data(FolderModel::ColourRole).toString(), work.colour);
    QCOMPARE(section.data().toString(), QStringLiteral("Work (switched off)"));
    QVERIFY(section.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("switched off")));
    work.enabled = true;
    work.name = QStringLiteral("Office"); // renamed
    model.setContents({work}, {folder(10, 2, FolderKind::Inbox, 3, 0)});
    QCOMPARE(model.index(model.rowCount() - 1, 0).data().toString(), QStringLiteral("Office"));
}

void FolderModelTest::everyQueryIsFoundAgain()
{
    FolderModel model;
    model.setContents({account(2, "a"), account(3, "b")},
                      {folder(10, 2, FolderKind::Inbox, 1, 0), folder(20, 3, FolderKind::Inbox, 1, 0)});
    for (const FolderId id : {10, 20}) {
        const ListQuery query{ListQuery::Scope::Folder, id, ListQuery::Sort::Date, true};
        QCOMPARE(model.queryAt(model.indexOf(query)).folder, FolderId(id));
    }
    QVERIFY(!model.indexOf({ListQuery::Scope::Folder, 99, ListQuery::Sort::Date, true}).isValid());
}

void FolderModelTest::changesUnderStormKeepTheModelSound()
{
    FolderModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    for (int round = 0; round < 200; ++round) {
        std::vector<Account> accounts;
        std::vector<Folder> folders;
        for (quint32 a = 2; a < 2 + quint32(round * 7 % 5); ++a) {
            accounts.push_back(account(a, "x"));
            for (int f = 0; f < round * 3 % 4; ++f)
                folders.push_back(folder(a * 10 + f, a, FolderKind(1 + f), round, round % 3));
        }
        model.setContents(accounts, folders);
    }
}

void FolderModelTest::viewKeepsItsListWhenFoldersCome()
{
    FolderModel model;
    FolderView view(model);
    QCOMPARE(view.query().scope, ListQuery::Scope::AllInboxes);
    model.setContents({account(2, "a")}, {folder(10, 2, FolderKind::Inbox, 1, 1)});
    QSignalSpy selected(&view, &FolderView::querySelected);
    view.select({ListQuery::Scope::Folder, 10, ListQuery::Sort::Date, true});
    QCOMPARE(selected.count(), 1);
    QCOMPARE(view.currentAccount(), AccountId(2));
    model.setContents({account(2, "a"), account(3, "b")}, {folder(10, 2, FolderKind::Inbox, 1, 1)});
    QCOMPARE(view.query().folder, FolderId(10));
    QCOMPARE(view.currentIndex(), model.indexOf(view.query()));
    // Nobody has chosen anything: a search that is on the screen must not end.
    QCOMPARE(selected.count(), 1);
    // The list that was shown is gone: back to the first one.
    model.setContents({account(3, "b")}, {});
    QCOMPARE(view.query().scope, ListQuery::Scope::AllInboxes);
    QCOMPARE(selected.count(), 2);
}

QTEST_MAIN(FolderModelTest)
#include "FolderModelTest.moc"
