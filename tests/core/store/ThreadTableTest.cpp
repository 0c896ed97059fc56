// SPDX-License-Identifier: GPL-3.0-or-later
#include "Database.h"
#include "StoreFixture.h"

// The table writes its rows late; nothing of that may be seen.
class ThreadTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersFindTheirThreadAcrossWritesAndRestarts();
    void aFailedBatchIsForgotten();
};

namespace
{
NewMessage numbered(const StoreFixture &fixture, int number, int parent)
{
    NewMessage message = fixture.message("m", "u" + QByteArray::number(number));
    message.summary.messageId = QByteArray::number(number) + "@x";
    if (parent >= 0)
        message.summary.references = {QByteArray::number(parent) + "@x"};
    return message;
}
} // namespace

void ThreadTableTest::answersFindTheirThreadAcrossWritesAndRestarts()
{
    constexpr int first = 9000, batchSize = 1000;
    StoreFixture fixture;
    std::vector<ThreadId> threads;
    auto store = fixture.open();
    for (int begin = 0; begin < first; begin += batchSize) {
        std::vector<NewMessage> batch;
        for (int i = begin; i < begin + batchSize; ++i)
            batch.push_back(numbered(fixture, i, -1));
        const auto stored = store->add(std::move(batch)).value();
        for (const MessageSummary &summary : stored)
            threads.push_back(summary.thread);
        if (begin == 4000) { // nothing is written yet
            store.reset();
            store = fixture.open();
        }
    }
    store.reset(); // now some is, and some is not
    store = fixture.open();
    std::vector<NewMessage> answers;
    for (int i = 0; i < first; i += 97)
        answers.push_back(numbered(fixture, first + i, i));
    const auto stored = store->add(std::move(answers)).value();
    for (size_t i = 0; i < stored.size(); ++i)
        QCOMPARE(stored[i].thread, threads[i * 97]);
}

void ThreadTableTest::aFailedBatchIsForgotten()
{
    StoreFixture fixture;
    auto store = fixture.open();
    {
        SQLite::Database other(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
        other.exec("CREATE TRIGGER broken BEFORE INSERT ON uidl BEGIN SELECT raise(ABORT, 'broken'); END");
    }
    QVERIFY(!store->add(batchOf(numbered(fixture, 1, -1))));
    {
        SQLite::Database other(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
        other.exec("DROP TRIGGER broken");
    }
    const auto stored = store->add(batchOf(numbered(fixture, 2, 1))).value();
    QCOMPARE(stored[0].thread, stored[0].id);
}

QTEST_GUILESS_MAIN(ThreadTableTest)
#include "ThreadTableTest.moc"
