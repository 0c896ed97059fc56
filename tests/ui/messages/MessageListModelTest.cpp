// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeStore.h"

#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

static bool isSorted(const MessageListModel &model, const FakeStore &store)
{
    for (int row = 1; row < model.rowCount(); ++row) {
        const MessageSummary &above = store.messages.at(model.idAt(row - 1));
        const MessageSummary &below = store.messages.at(model.idAt(row));
        if (std::pair(above.date, above.id) <= std::pair(below.date, below.id))
            return false;
    }
    return true;
}

class MessageListModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void rowsComeFirstAndSummariesByWindow();
    void missingSummariesAreNotAskedForAgain();
    void arrivalsAreMergedByDate();
    void scatteredArrivalsKeepPersistentIndexes();
    void arrivalsDuringLoadingAreNotDoubled();
    void arrivalsOfOtherFoldersStayOut();
    void stormsKeepTheModelSound();
    void flagsChangeInPlace();
    void movedMessagesLeaveTheirFolder();
    void unreadIsFoundInBothDirections();
    void otherOrdersLoadAnew();
    void spokenTextHasEverything();
    void listsAcrossAccountsTellThemApart();

private:
    std::unique_ptr<MessageListModel> model(const ListQuery &query = {ListQuery::Scope::Everything, 0,
                                                                      ListQuery::Sort::Date, true});
    std::unique_ptr<FakeStore> m_store;
};

void MessageListModelTest::init()
{
    m_store = std::make_unique<FakeStore>();
}

std::unique_ptr<MessageListModel> MessageListModelTest::model(const ListQuery &query)
{
    auto model = std::make_unique<MessageListModel>(m_store->source());
    new QAbstractItemModelTester(model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal,
                                 model.get());
    model->setQuery(query);
    if (!QTest::qWaitFor([&] { return !model->isLoading(); }, tryPatience))
        qFatal("The rows did not come");
    return model;
}

void MessageListModelTest::rowsComeFirstAndSummariesByWindow()
{
    for (int i = 1; i <= 1000; ++i)
        m_store->add(i, i);
    const auto list = model();
    QCOMPARE(list->rowCount(), 1000);
    QCOMPARE(list->idAt(0), MessageId(1000));
    m_store->windows.clear();
    QVERIFY(!list->summaryAt(555));
    QTRY_VERIFY(list->summaryAt(555));
    QVERIFY(list->summaryAt(400));
    QCOMPARE(list->index(555, MessageListModel::SubjectColumn).data().toString(),
             QStringLiteral("Subject 445"));
    QCOMPARE(m_store->windows, std::vector<size_t>{200});
}

void MessageListModelTest::missingSummariesAreNotAskedForAgain()
{
    m_store->add(1, 1);
    const auto list = model();
    m_store->messages.clear();
    list->summaryAt(0);
    QTRY_VERIFY(!m_store->windows.empty());
    QTest::qWait(20);
    const size_t asked = m_store->windows.size();
    for (int i = 0; i < 5; ++i) {
        list->summaryAt(0);
        QTest::qWait(5);
    }
    QCOMPARE(m_store->windows.size(), asked);
}

void MessageListModelTest::arrivalsAreMergedByDate()
{
    m_store->add(1, 100);
    m_store->add(2, 300);
    const auto list = model();
    list->addMessages({m_store->add(3, 200), m_store->add(4, 400), m_store->add(5, 50)});
    QTRY_COMPARE(list->rowCount(), 5);
    QVERIFY(isSorted(*list, *m_store));
    QCOMPARE(list->idAt(0), MessageId(4));
    QVERIFY(list->summaryAt(0)); // came with the arrival
}

void MessageListModelTest::scatteredArrivalsKeepPersistentIndexes()
{
    for (int i = 1; i <= 200; ++i)
        m_store->add(i, i * 10);
    const auto list = model();
    const QPersistentModelIndex kept(list->index(100, 3));
    const MessageId id = list->idAt(100);
    std::vector<MessageSummary> arrivals;
    for (int i = 1; i <= 150; ++i)
        arrivals.push_back(m_store->add(1000 + i, i * 13));
    QSignalSpy layouts(list.get(), &QAbstractItemModel::layoutChanged);
    list->addMessages(arrivals);
    QTRY_COMPARE(list->rowCount(), 350);
    QCOMPARE(layouts.count(), 1);
    QVERIFY(isSorted(*list, *m_store));
    QCOMPARE(list->idAt(kept.row()), id);
    QCOMPARE(kept.column(), 3);
}

void MessageListModelTest::arrivalsDuringLoadingAreNotDoubled()
{
    m_store->add(1, 100);
    MessageListModel list(m_store->source());
    const MessageSummary second = m_store->add(2, 100); // in the answer, and told of as well
    list.setQuery({ListQuery::Scope::Everything, 0, ListQuery::Sort::Date, true});
    list.addMessages({second});
    const MessageSummary third = m_store->add(3, 100); // not in the answer
    list.addMessages({third, third});
    QTRY_COMPARE(list.rowCount(), 3);
    QTest::qWait(150);
    QCOMPARE(list.rowCount(), 3);
}

void MessageListModelTest::arrivalsOfOtherFoldersStayOut()
{
    const auto list = model({ListQuery::Scope::Folder, 1, ListQuery::Sort::Date, true});
    list->addMessages({m_store->add(1, 1, {}, 2), m_store->add(2, 2, {}, 1)});
    QTRY_COMPARE(list->rowCount(), 1);
    QCOMPARE(list->idAt(0), MessageId(2));
    Folder trash;
    trash.id = 9;
    trash.kind = FolderKind::Trash;
    const auto inboxes = model({ListQuery::Scope::AllInboxes, 0, ListQuery::Sort::Date, true});
    inboxes->setFolders({trash});
    const int before = inboxes->rowCount();
    inboxes->addMessages({m_store->add(3, 3, {}, 9), m_store->add(4, 4, {}, 12)});
    QTRY_COMPARE(inboxes->rowCount(), before + 1);
}

void MessageListModelTest::stormsKeepTheModelSound()
{
    QRandomGenerator random(42);
    const auto list = model({ListQuery::Scope::Folder, 1, ListQuery::Sort::Date, true});
    MessageId next = 1;
    for (int round = 0; round < 40; ++round) {
        std::vector<MessageSummary> arrivals;
        for (quint32 i = 0; i < random.bounded(120u); ++i)
            arrivals.push_back(m_store->add(next++, random.bounded(500)));
        list->addMessages(arrivals);
        std::vector<MessageId> moved;
        for (auto &[id, summary] : m_store->messages) {
            if (summary.folder == 1 && random.bounded(5) == 0) {
                summary.folder = 2;
                moved.push_back(id);
            }
        }
        list->moveMessages(moved);
        for (int row = 0; row < list->rowCount(); row += 50)
            list->summaryAt(row);
        QTest::qWait(int(random.bounded(30u)));
    }
    const auto here = [this] {
        return int(std::count_if(m_store->messages.begin(), m_store->messages.end(),
                                 [](const auto &one) { return one.second.folder == 1; }));
    };
    QTRY_COMPARE(list->rowCount(), here());
    QVERIFY(isSorted(*list, *m_store));
}

void MessageListModelTest::flagsChangeInPlace()
{
    for (int i = 1; i <= 10; ++i)
        m_store->add(i, i);
    const auto list = model();
    QSignalSpy changes(list.get(), &QAbstractItemModel::dataChanged);
    list->changeFlags({3, 5}, Flag::Read, {});
    QCOMPARE(changes.count(), 1);
    QVERIFY(list->flagsAt(list->rowOf(3)).testFlag(Flag::Read));
    QVERIFY(!list->flagsAt(list->rowOf(4)).testFlag(Flag::Read));
    list->changeFlags({3}, Flag::Starred, Flag::Read);
    QCOMPARE(list->flagsAt(list->rowOf(3)), Flags(Flag::Starred));
}

void MessageListModelTest::movedMessagesLeaveTheirFolder()
{
    for (int i = 1; i <= 5; ++i)
        m_store->add(i, i);
    const auto list = model({ListQuery::Scope::Folder, 1, ListQuery::Sort::Date, true});
    m_store->messages[3].folder = 2;
    QSignalSpy resets(list.get(), &QAbstractItemModel::modelReset);
    list->moveMessages({3});
    QTRY_COMPARE(list->rowCount(), 4);
    QCOMPARE(list->rowOf(3), -1);
    m_store->messages[3].folder = 1; // and back
    list->moveMessages({3});
    QTRY_COMPARE(list->rowCount(), 5);
    QCOMPARE(resets.count(), 0);
}

void MessageListModelTest::unreadIsFoundInBothDirections()
{
    for (int i = 1; i <= 6; ++i)
        m_store->add(i, i, i == 2 || i == 5 ? Flags() : Flags(Flag::Read));
    const auto list = model(); // ids 6 5 4 3 2 1
    QCOMPARE(list->unreadFrom(-1, 1), 1);
    QCOMPARE(list->unreadFrom(1, 1), 4);
    QCOMPARE(list->unreadFrom(4, 1), -1);
    QCOMPARE(list->unreadFrom(4, -1), 1);
}

void MessageListModelTest::otherOrdersLoadAnew()
{
    m_store->add(1, 1);
    const auto list = model();
    ListQuery query = list->query();
    query.sort = ListQuery::Sort::Subject;
    const int before = m_store->rowRequests;
    list->setQuery(query);
    QCOMPARE(list->rowCount(), 1); // the old rows stay until the new order is there
    QTRY_COMPARE(m_store->rowRequests, before + 1);
    QTRY_VERIFY(!list->isLoading());
    list->addMessages({m_store->add(2, 2), m_store->add(3, 3)});
    QTRY_COMPARE(list->rowCount(), 3);
    QCOMPARE(m_store->rowRequests, before + 2);
}

void MessageListModelTest::spokenTextHasEverything()
{
    m_store->add(1, 1, Flag::Starred | Flag::HasAttachment);
    const auto list = model();
    list->summaryAt(0);
    QTRY_VERIFY(list->summaryAt(0));
    const QString text = list->index(0, 0).data(Qt::AccessibleTextRole).toString();
    for (const char *part : {"Unread", "Sender", "Subject 1", "has attachments", "starred", "1970"})
        QVERIFY2(text.contains(QLatin1String(part)), qPrintable(text));
}

void MessageListModelTest::listsAcrossAccountsTellThemApart()
{
    m_store->add(1, 1);
    m_store->messages.at(1).account = 2;
    Account work, home;
    work.id = 2;
    work.name = QStringLiteral("Work");
    work.colour = QStringLiteral("#3366cc");
    home.id = 3;
    home.name = QStringLiteral("Home");
    const auto spoken = [](const MessageListModel &list) {
        return list.index(0, 0).data(Qt::AccessibleTextRole).toString();
    };
    const auto list = model();
    list->setFolders({}, {work, home});
    QTRY_VERIFY(list->summaryAt(0));
    QCOMPARE(list->accountColour(0), QColor(work.colour));
    QVERIFY(spoken(*list).contains(QStringLiteral("Work")));
    list->setFolders({}, {work}); // there is nothing to be told apart
    QVERIFY(!spoken(*list).contains(QStringLiteral("Work")));
    list->setFolders({}, {home}, {{2, QStringLiteral("Office")}}); // it was removed
    QVERIFY(!list->accountColour(0).isValid());
    const auto folder = model({ListQuery::Scope::Folder, 1, ListQuery::Sort::Date, true});
    folder->setFolders({}, {work, home});
    QTRY_VERIFY(folder->summaryAt(0));
    QVERIFY(!folder->accountColour(0).isValid());
    QVERIFY(!spoken(*folder).contains(QStringLiteral("Work")));
}

QTEST_MAIN(MessageListModelTest)
#include "MessageListModelTest.moc"
