// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeStore.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

// What the list makes of its rows: first rows, conversations, filter, groups, results.
class MessageListPresentationTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void firstRowsAreThereBeforeAll();
    void clickingThroughFoldersLoadsTheLast();
    void reloadingKeepsRowsTheRowsTheyAre();
    void conversationsAreCollapsedAndExpanded();
    void newMailJoinsItsConversation();
    void conversationsThatAreOneBecomeOne();
    void theFilterKeepsWhatItShowed();
    void filteredConversationsCountWhatIsShown();
    void groupsFollowTheRows();
    void resultsComeInPieces();
    void resultsAreSortedAsTheStoreSorts();
    void stormsLeaveEveryPresentationSound_data();
    void stormsLeaveEveryPresentationSound();
    void arrivalsInALargeListAreOneInsertion();

private:
    using Presentation = MessageListModel::Presentation;
    std::unique_ptr<MessageListModel> model(const Presentation &presentation = {});
    std::vector<MessageId> shown(const MessageListModel &model) const;

    std::unique_ptr<FakeStore> m_store;
};

namespace
{
const ListQuery everything{ListQuery::Scope::Everything, 0, ListQuery::Sort::Date, true};
using Ids = std::vector<MessageId>;
} // namespace

void MessageListPresentationTest::init()
{
    m_store = std::make_unique<FakeStore>();
}

std::unique_ptr<MessageListModel> MessageListPresentationTest::model(const Presentation &presentation)
{
    auto model = std::make_unique<MessageListModel>(m_store->source());
    new QAbstractItemModelTester(model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                 model.get());
    model->setPresentation(presentation);
    model->setQuery(everything);
    if (!QTest::qWaitFor([&] { return !model->isLoading(); }, tryPatience))
        qFatal("The rows did not come");
    return model;
}

std::vector<MessageId> MessageListPresentationTest::shown(const MessageListModel &model) const
{
    Ids ids;
    for (int row = 0; row < model.rowCount(); ++row)
        ids.push_back(model.idAt(row));
    return ids;
}

void MessageListPresentationTest::firstRowsAreThereBeforeAll()
{
    for (int i = 1; i <= 1000; ++i)
        m_store->add(i, i);
    MessageListModel list(m_store->source());
    list.setQuery(everything);
    QSignalSpy resets(&list, &QAbstractItemModel::modelReset);
    std::vector<int> counts;
    QPersistentModelIndex kept;
    connect(&list, &QAbstractItemModel::rowsInserted, this, [&] {
        if (counts.empty()) {
            QVERIFY(list.isLoading());
            QCOMPARE(list.idAt(0), MessageId(1000));
            kept = list.index(7, 0);
        }
        counts.push_back(list.rowCount());
    });
    QTRY_VERIFY(!list.isLoading());
    QCOMPARE(counts, (std::vector<int>{200, 1000}));
    QCOMPARE(kept.row(), 7);
    QCOMPARE(resets.count(), 0); // nothing jumps
    QCOMPARE(m_store->limits, (std::vector<int>{200, 0}));
    QVERIFY(list.summaryAt(3)); // asked for before all rows were
}

void MessageListPresentationTest::clickingThroughFoldersLoadsTheLast()
{
    for (int i = 1; i <= 600; ++i)
        m_store->add(i, i, {}, i % 3 + 1);
    MessageListModel list(m_store->source());
    for (const FolderId folder : {1, 2, 3})
        list.setQuery({ListQuery::Scope::Folder, folder, ListQuery::Sort::Date, true});
    QTRY_VERIFY(!list.isLoading());
    QCOMPARE(list.rowCount(), 200);
    QCOMPARE(list.idAt(0), MessageId(599));
    QCOMPARE(m_store->limits, (std::vector<int>{200, 200, 200, 0})); // all rows of the last alone
}

void MessageListPresentationTest::reloadingKeepsRowsTheRowsTheyAre()
{
    for (int i = 1; i <= 50; ++i)
        m_store->add(i, i);
    const auto list = model();
    const QPersistentModelIndex kept(list->index(10, 2)), removed(list->index(20, 0));
    const MessageId id = list->idAt(10);
    m_store->messages.erase(list->idAt(20));
    m_store->messages.erase(list->idAt(0));
    m_store->add(100, 100);
    m_store->add(101, 45);
    QSignalSpy resets(list.get(), &QAbstractItemModel::modelReset);
    list->reload();
    QTRY_VERIFY(!list->isLoading());
    QCOMPARE(list->rowCount(), 50);
    QCOMPARE(list->idAt(kept.row()), id);
    QVERIFY(!removed.isValid());
    QCOMPARE(resets.count(), 0);
}

void MessageListPresentationTest::conversationsAreCollapsedAndExpanded()
{
    m_store->add(1, 10, Flag::Read, 1, 1);
    m_store->add(2, 20, Flag::Read, 1, 2);
    m_store->add(3, 30, {}, 1, 1);
    m_store->add(4, 40, Flag::Read, 1, 1);
    Presentation presentation;
    presentation.threads = true;
    const auto list = model(presentation);
    QCOMPARE(shown(*list), (Ids{4, 2}));
    QCOMPARE(list->conversationAt(0).messages, 3);
    QCOMPARE(list->conversationAt(0).unread, 1);
    QVERIFY(list->flagsAt(0).testFlag(Flag::Read) && !list->shownFlagsAt(0).testFlag(Flag::Read));
    QCOMPARE(list->messagesAt(0).size(), 3u); // what is done to it is done to all
    QVERIFY(list->index(0, 0).data(Qt::AccessibleTextRole).toString().contains(QLatin1String("collapsed")));
    const QPersistentModelIndex other(list->index(1, 0));
    list->setExpanded(0, true);
    QCOMPARE(shown(*list), (Ids{4, 3, 1, 2}));
    QCOMPARE(other.row(), 3);
    QVERIFY(list->conversationAt(1).isMember && !list->conversationAt(0).isMember);
    QCOMPARE(list->messagesAt(0), Ids{4});
    list->setAllExpanded(false);
    QCOMPARE(shown(*list), (Ids{4, 2}));
    list->changeFlags({3}, Flag::Read, {});
    QVERIFY(list->shownFlagsAt(0).testFlag(Flag::Read));
    list->setPresentation({});
    QCOMPARE(shown(*list), (Ids{4, 3, 2, 1}));
}

void MessageListPresentationTest::newMailJoinsItsConversation()
{
    for (int i = 1; i <= 5; ++i)
        m_store->add(i, i * 10, Flag::Read);
    Presentation presentation;
    presentation.threads = true;
    const auto list = model(presentation);
    list->addMessages({m_store->add(9, 90, {}, 1, 2)});
    QTRY_COMPARE(list->idAt(0), MessageId(9));
    QCOMPARE(shown(*list), (Ids{9, 5, 4, 3, 1}));
    QCOMPARE(list->conversationAt(0).messages, 2);
    list->takeOut({9});
    QCOMPARE(shown(*list), (Ids{5, 4, 3, 2, 1}));
}

void MessageListPresentationTest::conversationsThatAreOneBecomeOne()
{
    m_store->add(1, 10, {}, 1, 1);
    m_store->add(2, 20, {}, 1, 2);
    m_store->add(3, 30, {}, 1, 2);
    Presentation presentation;
    presentation.threads = true;
    const auto list = model(presentation);
    QCOMPARE(shown(*list), (Ids{3, 1}));
    MessageSummary late = m_store->add(4, 5, {}, 1, 2); // the parent of both
    late.joined = {1};
    list->addMessages({late});
    QTRY_COMPARE(list->rowCount(), 1);
    QCOMPARE(list->conversationAt(0).messages, 4);
    // Also when the joining message is of another folder than the list's.
    m_store->add(5, 50, {}, 1, 5);
    list->addMessages({m_store->messages[5]});
    QTRY_COMPARE(list->rowCount(), 2);
    const std::vector<Folder> folders{{1, 1, FolderKind::Inbox, {}, 0, 0},
                                      {2, 1, FolderKind::Junk, {}, 0, 0}};
    list->setFolders(folders);
    late = m_store->add(6, 60, {}, 2, 2);
    late.joined = {5};
    list->addMessages({late});
    QTRY_COMPARE(list->rowCount(), 1);
}

void MessageListPresentationTest::theFilterKeepsWhatItShowed()
{
    for (int i = 1; i <= 10; ++i)
        m_store->add(i, i, i % 2 == 0 ? Flag::Read : Flag::Starred);
    const auto list = model();
    Presentation unread;
    unread.without = Flag::Read;
    list->setPresentation(unread);
    QCOMPARE(shown(*list), (Ids{9, 7, 5, 3, 1}));
    list->changeFlags({7}, Flag::Read, {}); // it is being read
    list->addMessages({m_store->add(20, 20), m_store->add(21, 21, Flag::Read)});
    QTRY_COMPARE(list->idAt(0), MessageId(20));
    QCOMPARE(shown(*list), (Ids{20, 9, 7, 5, 3, 1}));
    list->setPresentation({});
    QCOMPARE(list->rowCount(), 12);
    list->setPresentation(unread);
    QCOMPARE(shown(*list), (Ids{20, 9, 5, 3, 1}));
    Presentation starred;
    starred.with = Flag::Starred;
    list->setPresentation(starred);
    QCOMPARE(shown(*list), (Ids{9, 7, 5, 3, 1}));
}

void MessageListPresentationTest::filteredConversationsCountWhatIsShown()
{
    m_store->add(1, 1, Flag::Starred, 1, 1);
    m_store->add(2, 2, {}, 1, 1);
    m_store->add(3, 3, Flag::Starred, 1, 1);
    m_store->add(4, 4, {}, 1, 4);
    Presentation presentation;
    presentation.threads = true;
    presentation.with = Flag::Starred;
    const auto list = model(presentation);
    QCOMPARE(shown(*list), Ids{3});
    QCOMPARE(list->conversationAt(0).messages, 2);
    list->changeFlags({2, 4}, Flag::Read, {}); // which are not shown
    QCOMPARE(list->conversationAt(0).unread, 2);
}

void MessageListPresentationTest::groupsFollowTheRows()
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    m_store->add(1, now - 20LL * 366 * 86400);
    m_store->add(2, now - 10LL * 366 * 86400);
    m_store->add(3, now);
    Presentation presentation;
    presentation.groups = true;
    const auto list = model(presentation);
    QCOMPARE(list->groups().size(), 3u);
    QCOMPARE(list->groups()[2].firstRow, 2);
    QSignalSpy changes(list.get(), &MessageListModel::groupsChanged);
    list->addMessages({m_store->add(4, now)});
    QTRY_COMPARE(list->rowCount(), 4);
    QCOMPARE(changes.count(), 1);
    QCOMPARE(list->groups()[1].firstRow, 2);
    list->setSort(ListQuery::Sort::Subject, false);
    QTRY_VERIFY(list->groups().empty());
    list->setSort(ListQuery::Sort::Date, false);
    QTRY_COMPARE(list->groups().size(), 3u);
    QCOMPARE(list->groups()[1].firstRow, 1);
}

void MessageListPresentationTest::resultsComeInPieces()
{
    for (int i = 1; i <= 30; ++i)
        m_store->add(i, i);
    Presentation starred;
    starred.with = Flag::Starred;
    const auto list = model(starred);
    QCOMPARE(list->rowCount(), 0);
    const int number = list->listNumber();
    list->beginResults();
    QVERIFY(list->presentation() == Presentation()); // it would hide what is found
    QVERIFY(list->isLoading() && list->showsResults() && list->listNumber() != number);
    QCOMPARE(list->rowCount(), 0);
    list->addResults({{20, 20, {}, 20}, {10, 10, {}, 10}});
    list->addResults({{15, 15, {}, 15}, {20, 20, {}, 20}});
    QTRY_COMPARE(shown(*list), (Ids{20, 15, 10}));
    list->addMessages({m_store->add(40, 40)}); // whether it is found only the search knows
    list->changeFlags({15}, Flag::Starred, {});
    QVERIFY(list->flagsAt(1).testFlag(Flag::Starred));
    list->endResults();
    QVERIFY(!list->isLoading());
    list->takeOut({20});
    list->reload(); // is not for results
    QTest::qWait(150);
    QCOMPARE(shown(*list), (Ids{15, 10}));
    list->setQuery(everything);
    QTRY_COMPARE(list->rowCount(), 31);
    QVERIFY(!list->showsResults());
}

void MessageListPresentationTest::resultsAreSortedAsTheStoreSorts()
{
    for (int i = 1; i <= 30; ++i)
        m_store->add(i, i);
    const auto list = model();
    list->beginResults();
    list->addResults({{21, 21, {}, 21}, {12, 12, {}, 12}, {13, 13, {}, 13}, {90, 1, {}, 90}});
    list->endResults();
    list->setSort(ListQuery::Sort::Subject, false); // by the last digit
    QTRY_COMPARE(shown(*list), (Ids{21, 12, 13, 90}));
    list->setSort(ListQuery::Sort::Date, true);
    QTRY_COMPARE(shown(*list), (Ids{21, 13, 12, 90}));
}

void MessageListPresentationTest::stormsLeaveEveryPresentationSound_data()
{
    QTest::addColumn<bool>("threads");
    QTest::addColumn<bool>("filtered");
    QTest::addColumn<bool>("descending");
    for (const bool threads : {false, true})
        for (const bool filtered : {false, true})
            for (const bool descending : {false, true})
                QTest::addRow("%d%d%d", threads, filtered, descending) << threads << filtered << descending;
}

// Whatever comes, goes and changes: the rows are what a list that is loaded anew would have.
void MessageListPresentationTest::stormsLeaveEveryPresentationSound()
{
    QFETCH(bool, threads);
    QFETCH(bool, filtered);
    QFETCH(bool, descending);
    QRandomGenerator random(11);
    MessageId next = 1;
    const auto arrive = [&] {
        const MessageId id = next++;
        const ThreadId thread = id > 5 && random.bounded(2) ? id - 1 - random.bounded(5) : id;
        const auto known = m_store->messages.find(thread);
        return m_store->add(id, random.bounded(500), random.bounded(2) ? Flags(Flag::Starred) : Flags(), 1,
                            known == m_store->messages.end() ? id : known->second.thread);
    };
    for (int i = 0; i < 300; ++i)
        arrive();
    Presentation presentation;
    presentation.threads = threads;
    presentation.groups = true;
    if (filtered)
        presentation.with = Flag::Starred;
    const auto list = model(presentation);
    if (!descending)
        list->setSort(ListQuery::Sort::Date, false);
    for (int round = 0; round < 24; ++round) {
        std::vector<MessageSummary> arrived;
        for (int i = random.bounded(60); i > 0; --i)
            arrived.push_back(arrive());
        list->addMessages(arrived);
        if (list->rowCount() > 0) {
            list->setExpanded(random.bounded(list->rowCount()), random.bounded(2) == 0);
            Ids gone;
            for (int i = random.bounded(40); i > 0; --i)
                gone.push_back(list->idAt(random.bounded(list->rowCount())));
            for (const MessageId id : gone)
                m_store->messages.erase(id);
            list->takeOut(gone);
        }
        if (round % 10 == 5)
            list->reload();
        if (round % 13 == 7)
            list->setAllExpanded(random.bounded(2) == 0);
        QTest::qWait(round % 4 == 0 ? 110 : 1);
    }
    QTest::qWait(150);
    QTRY_VERIFY(!list->isLoading());
    list->setAllExpanded(true);
    const auto fresh = model(presentation);
    if (!descending)
        fresh->setSort(ListQuery::Sort::Date, false);
    QTRY_VERIFY(!fresh->isLoading());
    fresh->setAllExpanded(true);
    QTRY_COMPARE(shown(*list), shown(*fresh));
    QVERIFY(list->groups() == fresh->groups());
    QVERIFY(list->rowCount() > 20);
}

void MessageListPresentationTest::arrivalsInALargeListAreOneInsertion()
{
    constexpr int many = 600'000;
    std::vector<MessageRow> rows;
    for (MessageId id = many; id > 0; --id)
        rows.push_back({id, id * 60, Flag::Read, id % 3 == 0 ? id - 1 : id});
    MessageListModel list(MessageListModel::Source{[&rows](const ListQuery &, QObject *context, auto done) {
                                                       QMetaObject::invokeMethod(
                                                           context, [&rows, done] { done(rows); },
                                                           Qt::QueuedConnection);
                                                   },
                                                   [](const std::vector<MessageId> &, QObject *, auto) {}});
    list.setQuery(everything);
    QTRY_COMPARE(list.rowCount(), many);
    QSignalSpy inserted(&list, &QAbstractItemModel::rowsInserted);
    QSignalSpy layouts(&list, &QAbstractItemModel::layoutChanged);
    QSignalSpy resets(&list, &QAbstractItemModel::modelReset);
    std::vector<MessageSummary> arrivals(5000);
    for (int i = 0; i < 5000; ++i) {
        arrivals[size_t(i)].id = many + 1 + i;
        arrivals[size_t(i)].date = (many + i) * 60LL + 1;
        arrivals[size_t(i)].thread = arrivals[size_t(i)].id;
    }
    for (size_t first = 0; first < arrivals.size(); first += 64) // batches of the store
        list.addMessages({arrivals.begin() + qptrdiff(first),
                          arrivals.begin() + qptrdiff(std::min(first + 64, arrivals.size()))});
    QTRY_COMPARE(list.rowCount(), many + 5000);
    QCOMPARE(inserted.count(), 1);
    // One of an old date among them is one run more.
    MessageSummary old;
    old.id = many + 6000;
    old.date = 60 * 1000 + 30;
    list.addMessages({old});
    QTRY_COMPARE(list.rowCount(), many + 5001);
    QCOMPARE(inserted.count(), 2);
    MessageListModel::Presentation presentation;
    presentation.threads = true;
    list.setPresentation(presentation);
    QCOMPARE(list.rowOf(many + 5000), 0);
    QCOMPARE(layouts.count() + resets.count(), 1); // to make conversations of single rows
}

QTEST_MAIN(MessageListPresentationTest)
#include "MessageListPresentationTest.moc"
