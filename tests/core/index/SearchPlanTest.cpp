// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchPlan.h"
#include "SearchQuery.h"

#include <QTest>

// What a query becomes: as few expressions for the index as can be, and conditions on the catalogue.
class SearchPlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsBecomeOneExpression_data();
    void textsBecomeOneExpression();
    void factsNeedNoIndex_data();
    void factsNeedNoIndex();
    void theAccountNeedsTheRow();
    void foldersAreMeantWithWhatLiesInThem();
    void accountsAreMeantByNameOrAddress();
    void threeAnswersAreToldApart();

private:
    static SearchPlan planOf(const QString &text, const SearchPlan::Sources &sources = someSources());
    static SearchPlan::Sources someSources();
};

SearchPlan::Sources SearchPlanTest::someSources()
{
    SearchPlan::Sources sources;
    sources.context.now = QDateTime(QDate(2024, 6, 15), QTime(12, 0), Qt::UTC);
    sources.context.accounts = {{2, QStringLiteral("Work"), QStringLiteral("anna@work.example")},
                                {3, QStringLiteral("Work (old)"), QStringLiteral("anna@old.example")}};
    const auto folder = [&](FolderId id, FolderKind kind, const char *name, FolderId parent = 0) {
        Folder folder;
        folder.id = id;
        folder.kind = kind;
        folder.name = QString::fromLatin1(name);
        folder.parent = parent;
        sources.folders.push_back(folder);
    };
    folder(1, FolderKind::Inbox, "");
    folder(2, FolderKind::Trash, "");
    folder(3, FolderKind::Custom, "Inner", 4); // listed before what it lies in
    folder(4, FolderKind::Custom, "Middle", 5);
    folder(5, FolderKind::Custom, "Outer");
    sources.tagged = [](const QString &tag, bool) -> Result<std::optional<std::vector<MessageId>>> {
        if (tag == QStringLiteral("tax"))
            return std::optional(std::vector<MessageId>{3, 5});
        return std::optional<std::vector<MessageId>>();
    };
    return sources;
}

SearchPlan SearchPlanTest::planOf(const QString &text, const SearchPlan::Sources &sources)
{
    auto plan = SearchPlan::compile(*SearchQuery::parse(text), sources);
    if (!plan)
        qFatal("no plan");
    return std::move(*plan);
}

void SearchPlanTest::textsBecomeOneExpression_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArrayList>("expressions");
    const auto row = [](const char *query, const QByteArrayList &expressions) {
        QTest::newRow(query) << QString::fromUtf8(query) << expressions;
    };
    row("subject:a", {"{subject} : \"a\""});
    row("a", {"{subject sender recipients cc body filename attached} : \"a\""});
    row("from:a* list:\"b c\"", {"({sender} : \"a\" * AND {list} : \"b c\")"});
    row("to:a or cc:b", {"({recipients} : \"a\" OR {cc} : \"b\")"});
    row("body:a -body:b -body:c", {"({body} : \"a\" NOT ({body} : \"b\" OR {body} : \"c\"))"});
    row("-body:a -body:b", {"({body} : \"a\" OR {body} : \"b\")"});
    row("(body:a or body:b) is:read", {"({body} : \"a\" OR {body} : \"b\")"});
    row("body:a or (is:read body:b)", {"{body} : \"a\"", "{body} : \"b\""});
    row("body:a /x/ body:b", {"({body} : \"a\" AND {body} : \"b\")"});
    row("body:会", {"{body} : \"会\" *"});
    row("body:\"say \\\"x\\\"\"", {"{body} : \"say \"\"x\"\"\""});
}

void SearchPlanTest::textsBecomeOneExpression()
{
    QFETCH(QString, query);
    QFETCH(QByteArrayList, expressions);
    const SearchPlan plan = planOf(query);
    QCOMPARE(QByteArrayList(plan.expressions().begin(), plan.expressions().end()), expressions);
}

void SearchPlanTest::factsNeedNoIndex_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<bool>(
        "holds"); // of message 5: read, of 15 May 2024, in the inbox, of account 2, 1000 bytes
    const auto row = [](const char *query, bool holds) {
        QTest::newRow(query) << QString::fromUtf8(query) << holds;
    };
    row("", true);
    row("is:read", true);
    row("is:unread", false);
    row("-is:starred", true);
    row("tag:tax", true);
    row("tag:other", false);
    row("in:inbox", true);
    row("in:trash", false);
    row("larger:999 smaller:1001", true);
    row("larger:1000", false);
    row("smaller:1000", false);
    row("before:2024-05-15", false);
    row("after:2024-05-15", true);
    row("before:2024-05-16", true);
    row("older:4w", true);
    row("newer:4w", false);
    row("is:starred or tag:tax", true);
}

void SearchPlanTest::factsNeedNoIndex()
{
    QFETCH(QString, query);
    QFETCH(bool, holds);
    const SearchPlan plan = planOf(query);
    QVERIFY(plan.expressions().empty());
    const qint64 noon = QDateTime(QDate(2024, 5, 15), QTime(12, 0), Qt::UTC).toSecsSinceEpoch();
    const MessageFact fact{5, noon, 9, 1, 1000, 2, Flag::Read};
    const auto noText = [](const SearchPlan::Node &) {
        qFatal("the text was asked for");
        return SearchPlan::Truth::Maybe;
    };
    QCOMPARE(SearchPlan::judge(plan.root(), fact, noText) == SearchPlan::Truth::Yes, holds);
}

void SearchPlanTest::theAccountNeedsTheRow()
{
    QVERIFY(!planOf(QStringLiteral("a -larger:5")).needsRows());
    QVERIFY(planOf(QStringLiteral("account:work or b")).needsRows());
    QVERIFY(!planOf(QStringLiteral("a is:read in:inbox tag:tax after:2024 thread")).needsRows());
}

void SearchPlanTest::foldersAreMeantWithWhatLiesInThem()
{
    const auto foldersOf = [](const QString &query) {
        const SearchPlan plan = planOf(query);
        QList<int> folders;
        for (int folder = 1; folder <= 5; ++folder) {
            MessageFact fact;
            fact.folder = folder;
            if (plan.root().fact(fact))
                folders += folder;
        }
        return folders;
    };
    QCOMPARE(foldersOf(QStringLiteral("in:outer")), (QList<int>{3, 4, 5}));
    QCOMPARE(foldersOf(QStringLiteral("in:MIDDLE")), (QList<int>{3, 4}));
    QCOMPARE(foldersOf(QStringLiteral("in:inner")), QList<int>{3});
    QCOMPARE(foldersOf(QStringLiteral("in:outer/middle")), (QList<int>{3, 4}));
    QCOMPARE(foldersOf(QStringLiteral("in:outer/in*")), QList<int>());
    QCOMPARE(foldersOf(QStringLiteral("in:in*")), (QList<int>{1, 3}));
    QCOMPARE(foldersOf(QStringLiteral("in:tra*")), QList<int>{2});
    QCOMPARE(foldersOf(QStringLiteral("in:Inbox")), QList<int>{1});
    QCOMPARE(planOf(QStringLiteral("in:nowhere")).unknown().size(), size_t(1));
}

void SearchPlanTest::accountsAreMeantByNameOrAddress()
{
    const auto accountsOf = [](const QString &query) {
        const SearchPlan plan = planOf(query);
        QList<int> accounts;
        for (int account = 1; account <= 3; ++account) {
            MessageFact fact;
            fact.account = AccountId(account);
            if (plan.root().fact(fact))
                accounts += account;
        }
        return accounts;
    };
    QCOMPARE(accountsOf(QStringLiteral("account:work")), QList<int>{2}); // its very name
    QCOMPARE(accountsOf(QStringLiteral("account:wor")), (QList<int>{2, 3}));
    QCOMPARE(accountsOf(QStringLiteral("account:work*")), (QList<int>{2, 3}));
    QCOMPARE(accountsOf(QStringLiteral("account:ANNA@old.example")), QList<int>{3});
    QCOMPARE(planOf(QStringLiteral("account:nobody")).unknown().size(), size_t(1));
}

void SearchPlanTest::threeAnswersAreToldApart()
{
    using Truth = SearchPlan::Truth;
    const auto judged = [](const char *query, Truth text) {
        const SearchPlan plan = planOf(QString::fromLatin1(query));
        MessageFact fact;
        fact.flags = Flag::Read;
        return SearchPlan::judge(plan.root(), fact, [=](const SearchPlan::Node &) { return text; });
    };
    QCOMPARE(judged("a is:read", Truth::Maybe), Truth::Maybe);
    QCOMPARE(judged("a is:unread", Truth::Maybe), Truth::No);
    QCOMPARE(judged("a or is:read", Truth::Maybe), Truth::Yes);
    QCOMPARE(judged("a or is:unread", Truth::Maybe), Truth::Maybe);
    QCOMPARE(judged("-a", Truth::Maybe), Truth::Maybe);
    QCOMPARE(judged("-a", Truth::Yes), Truth::No);
    QCOMPARE(judged("-(a is:unread)", Truth::Maybe), Truth::Yes);
}

QTEST_GUILESS_MAIN(SearchPlanTest)
#include "SearchPlanTest.moc"
