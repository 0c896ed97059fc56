// SPDX-License-Identifier: GPL-3.0-or-later
//
// The table of conversations, held against the messages and made anew from them.
#include "Database.h"
#include "StoreFixture.h"

#include <QRandomGenerator>

#include <map>
#include <set>

class ThreadRepairTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void whatIsKeptInMemoryIsNotMissed();
    void wrongConversationsAreFoundAndMended_data();
    void wrongConversationsAreFoundAndMended();
    void onlyWhatIsWrongIsMadeAnew();
    void aRemovedMessageStillJoinsItsAnswers();
    void theWholeMessageOfABeginningBringsItsIds();

private:
    NewMessage numbered(int number, const std::vector<int> &references) const;
    VerifyReport verify() const;
    void spoil(const char *statement) const;
    bool writeTable(); // what is in memory
    // The conversations as sets of messages.
    std::set<std::set<MessageId>> conversations() const;

    std::unique_ptr<StoreFixture> m_fixture;
    std::unique_ptr<MessageStore> m_store;
    std::vector<MessageId> m_ids;
};

NewMessage ThreadRepairTest::numbered(int number, const std::vector<int> &references) const
{
    const QByteArray name = QByteArray::number(number);
    NewMessage message = m_fixture->message("mail " + name, "u" + name);
    message.summary.messageId = name + "@x";
    for (const int reference : references)
        message.summary.references.append(QByteArray::number(reference) + "@x");
    return message;
}

// Messages 0 to 59: every third begins a conversation, 0 and 30 are without ids, and some join two.
void ThreadRepairTest::init()
{
    m_fixture = std::make_unique<StoreFixture>();
    m_store = m_fixture->open();
    QRandomGenerator random(7);
    std::vector<NewMessage> batch;
    for (int i = 0; i < 60; ++i) {
        batch.push_back(numbered(i, i % 3 == 0 ? std::vector<int>{} : std::vector<int>{random.bounded(i)}));
        if (i % 30 == 0)
            batch.back().summary.messageId.clear();
    }
    m_ids = StoreFixture::addAll(*m_store, std::move(batch));
    QCOMPARE(m_ids.size(), 60U);
}

VerifyReport ThreadRepairTest::verify() const
{
    Cancellation never;
    const auto report = m_fixture->read()->verify({}, never);
    if (!report)
        qFatal("%s", qPrintable(report.error().detail));
    return *report;
}

bool ThreadRepairTest::writeTable()
{
    VerifyReport report;
    report.add({StoreFinding::Kind::WrongConversations, {}});
    const auto repaired = m_store->repair(report);
    return repaired && repaired->repaired.isEmpty();
}

void ThreadRepairTest::spoil(const char *statement) const
{
    SQLite::Database database(m_fixture->catalogue().toStdString(), SQLite::OPEN_READWRITE);
    if (database.exec(statement) == 0)
        qFatal("nothing was changed");
}

std::set<std::set<MessageId>> ThreadRepairTest::conversations() const
{
    std::map<ThreadId, std::set<MessageId>> byThread;
    const auto summaries = m_fixture->read()->summaries(m_ids).value();
    for (const MessageSummary &message : summaries)
        byThread[message.thread].insert(message.id);
    std::set<std::set<MessageId>> sets;
    for (const auto &[thread, messages] : byThread)
        sets.insert(messages);
    return sets;
}

void ThreadRepairTest::whatIsKeptInMemoryIsNotMissed()
{
    QVERIFY(verify().isWhole());
    m_store.reset();
    QVERIFY(verify().isWhole());
    m_store = m_fixture->open();
    const auto before = conversations();
    QVERIFY(writeTable());
    QVERIFY(verify().isWhole());
    QVERIFY(conversations() == before);
    m_store.reset();
    m_store = m_fixture->open();
    m_ids.push_back(StoreFixture::addAll(*m_store, batchOf(numbered(60, {6, 9})))[0]);
    QVERIFY(verify().isWhole());
}

void ThreadRepairTest::wrongConversationsAreFoundAndMended_data()
{
    QTest::addColumn<QByteArray>("damage");
    QTest::newRow("a row") << QByteArray("UPDATE message SET thread = 4711 WHERE id = 8");
    QTest::newRow("a row in another conversation")
        << QByteArray("UPDATE message SET thread = (SELECT thread FROM message WHERE id = 4) WHERE id = 20");
    QTest::newRow("a row without ids") << QByteArray("UPDATE message SET thread = 4 WHERE id = 31");
    QTest::newRow("all rows") << QByteArray("UPDATE message SET thread = 1");
    QTest::newRow("every row for itself") << QByteArray("UPDATE message SET thread = id");
    QTest::newRow("no table") << QByteArray("DELETE FROM thread_member");
    QTest::newRow("holes") << QByteArray("DELETE FROM thread_member WHERE hash % 3 = 0");
    QTest::newRow("one for all") << QByteArray("UPDATE thread_member SET thread = 5");
    QTest::newRow("ids of another") << QByteArray("UPDATE thread_member SET thread = 7 WHERE hash % 4 = 0");
    QTest::newRow("nobody's") << QByteArray("UPDATE thread_member SET thread = thread + 4711");
    QTest::newRow("below zero") << QByteArray("UPDATE thread_member SET thread = -thread WHERE hash % 2 = 0");
}

void ThreadRepairTest::wrongConversationsAreFoundAndMended()
{
    QFETCH(QByteArray, damage);
    const auto before = conversations();
    QVERIFY(before.size() > 5 && before.size() < 40);
    QVERIFY(writeTable());
    spoil(damage.constData());
    const VerifyReport found = verify();
    QCOMPARE(found.problems.size(), 1);
    QVERIFY(found.problems[0].contains(QStringLiteral("conversation")));
    QCOMPARE(m_store->repair(found)->repaired.size(), 1);
    const VerifyReport after = verify();
    QVERIFY2(after.isWhole(), qPrintable(after.problems.join(QLatin1Char('\n'))));
    QVERIFY(conversations() == before);
    // An answer finds its conversation, now and after a restart.
    for (int number : {60, 61}) {
        auto stored = m_store->add(batchOf(numbered(number, {10})));
        QCOMPARE(stored->front().thread, m_fixture->read()->summaries({m_ids[10]})->front().thread);
        m_store.reset();
        m_store = m_fixture->open();
    }
    QVERIFY(verify().isWhole());
}

void ThreadRepairTest::onlyWhatIsWrongIsMadeAnew()
{
    QVERIFY(writeTable());
    const auto numbers = [&] {
        std::map<MessageId, ThreadId> threads;
        const auto summaries = m_fixture->read()->summaries(m_ids).value();
        for (const MessageSummary &message : summaries)
            threads[message.id] = message.thread;
        return threads;
    };
    const auto before = numbers();
    spoil("UPDATE message SET thread = 4711 WHERE id = 8");
    QVERIFY(m_store->repair(verify()));
    const auto after = numbers();
    for (const auto &[message, thread] : before)
        if (thread != before.at(8))
            QCOMPARE(after.at(message), thread);
}

void ThreadRepairTest::aRemovedMessageStillJoinsItsAnswers()
{
    QVERIFY(writeTable());
    const auto parent = m_store->add(batchOf(numbered(100, {})))->front();
    QVERIFY(m_store->remove({parent.id}));
    QVERIFY(verify().isWhole());
    QVERIFY(writeTable());
    const auto answer = m_store->add(batchOf(numbered(101, {100})))->front();
    QCOMPARE(answer.thread, parent.thread);
    QVERIFY(verify().isWhole());
}

void ThreadRepairTest::theWholeMessageOfABeginningBringsItsIds()
{
    NewMessage beginning = numbered(200, {});
    beginning.partial = true; // its header is cut before the references
    const MessageId id = StoreFixture::addAll(*m_store, batchOf(std::move(beginning)))[0];
    NewMessage whole = numbered(200, {10});
    whole.replaces = id;
    QCOMPARE(StoreFixture::addAll(*m_store, batchOf(std::move(whole))), std::vector<MessageId>{id});
    const auto both = m_fixture->read()->summaries({id, m_ids[10]}).value();
    QCOMPARE(both[0].thread, both[1].thread);
    QVERIFY(verify().isWhole());
}

QTEST_GUILESS_MAIN(ThreadRepairTest)
#include "ThreadRepairTest.moc"
