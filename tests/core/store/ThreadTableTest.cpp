// SPDX-License-Identifier: GPL-3.0-or-later
#include "Catalogue.h"
#include "Database.h"
#include "StoreFixture.h"

#include <QRandomGenerator>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

// The table writes its rows late; nothing of that may be seen.
class ThreadTableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersFindTheirThreadAcrossWritesAndRestarts();
    void aFailedBatchIsForgotten();
    void aFailedBatchJoinsNothing();
    void answersToAMessageThatNeverCameAreOneThread();
    void aLateParentJoinsTwoThreads();
    void theSmallerThreadIsRenumbered();
    void whatOneBatchJoinsIsToldAsItIs();
    void oddReferencesDoNoHarm();
    void subjectsDoNotJoin();
    void aRemovedMessageStillJoinsItsAnswers();
    void ghostsOutliveACrash();
    void anyOrderOfArrivalGivesTheSameThreads();
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

MessageSummary stored(MessageStore &store, NewMessage message)
{
    return store.add(batchOf(std::move(message))).value().front();
}

// Of a message, as the catalogue has it now.
ThreadId threadOf(const StoreFixture &fixture, MessageId message)
{
    return fixture.read()->summaries({message})->front().thread;
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

void ThreadTableTest::aFailedBatchJoinsNothing()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const MessageSummary one = stored(*store, numbered(fixture, 1, -1));
    const MessageSummary two = stored(*store, numbered(fixture, 2, -1));
    NewMessage joining = numbered(fixture, 3, 1);
    joining.summary.references.append("2@x");
    {
        SQLite::Database other(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
        other.exec("CREATE TRIGGER broken BEFORE INSERT ON uidl BEGIN SELECT raise(ABORT, 'broken'); END");
    }
    QVERIFY(!store->add(batchOf(std::move(joining))));
    {
        SQLite::Database other(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
        other.exec("DROP TRIGGER broken");
    }
    QCOMPARE(threadOf(fixture, two.id), two.thread);
    QCOMPARE(stored(*store, numbered(fixture, 4, 2)).thread, two.thread);
    QCOMPARE(stored(*store, numbered(fixture, 5, 1)).thread, one.thread);
}

void ThreadTableTest::answersToAMessageThatNeverCameAreOneThread()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const MessageSummary one = stored(*store, numbered(fixture, 1, 100));
    const MessageSummary two = stored(*store, numbered(fixture, 2, 100));
    QCOMPARE(two.thread, one.thread);
    QVERIFY(two.joined.empty());
    const MessageSummary parent = stored(*store, numbered(fixture, 100, -1));
    QCOMPARE(parent.thread, one.thread);
}

void ThreadTableTest::aLateParentJoinsTwoThreads()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const MessageSummary one = stored(*store, numbered(fixture, 1, 10));
    const MessageSummary two = stored(*store, numbered(fixture, 2, 20));
    QVERIFY(one.thread != two.thread);
    NewMessage parent = numbered(fixture, 20, 10); // answers 10 and is answered by 2
    const MessageSummary late = stored(*store, std::move(parent));
    QCOMPARE(late.thread, one.thread);
    QCOMPARE(late.joined, std::vector<ThreadId>{two.thread});
    QCOMPARE(threadOf(fixture, two.id), one.thread);
    QCOMPARE(stored(*store, numbered(fixture, 3, 2)).thread, one.thread);
}

void ThreadTableTest::theSmallerThreadIsRenumbered()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const MessageSummary small = stored(*store, numbered(fixture, 0, -1));
    std::vector<MessageId> large;
    for (int i = 1; i < 6; ++i)
        large.push_back(stored(*store, numbered(fixture, i, i - 1 == 0 ? 50 : i - 1)).id);
    NewMessage joining = numbered(fixture, 9, 0);
    joining.summary.inReplyTo = "5@x";
    const MessageSummary joined = stored(*store, std::move(joining));
    QCOMPARE(joined.thread, large.front());
    QCOMPARE(joined.joined, std::vector<ThreadId>{small.thread});
    QCOMPARE(threadOf(fixture, small.id), large.front());
}

void ThreadTableTest::whatOneBatchJoinsIsToldAsItIs()
{
    StoreFixture fixture;
    auto store = fixture.open();
    NewMessage joining = numbered(fixture, 3, 1);
    joining.summary.references.append("2@x");
    const auto batch =
        store->add(batchOf(numbered(fixture, 1, -1), numbered(fixture, 2, -1), std::move(joining))).value();
    QCOMPARE(batch[2].joined.size(), 1u);
    for (const MessageSummary &summary : batch) {
        QCOMPARE(summary.thread, batch[2].thread);
        QCOMPARE(threadOf(fixture, summary.id), summary.thread);
    }
}

void ThreadTableTest::oddReferencesDoNoHarm()
{
    StoreFixture fixture;
    auto store = fixture.open();
    NewMessage itself = numbered(fixture, 1, 1); // answers itself
    itself.summary.inReplyTo = "1@x";
    const MessageSummary one = stored(*store, std::move(itself));
    QCOMPARE(one.thread, one.id);
    // Two that answer each other.
    const MessageSummary two = stored(*store, numbered(fixture, 2, 3));
    const MessageSummary three = stored(*store, numbered(fixture, 3, 2));
    QCOMPARE(three.thread, two.thread);
    // The same message again, by a mailing list.
    NewMessage again = fixture.message("m", "again");
    again.summary.messageId = "1@x";
    QCOMPARE(stored(*store, std::move(again)).thread, one.thread);
    // Ids that many programs' messages share, and none at all.
    for (const QByteArray id : {"", "1", "unknown", "@"}) {
        std::vector<ThreadId> threads;
        for (int i = 0; i < 2; ++i) {
            NewMessage nameless = fixture.message("m", id + "n" + QByteArray::number(i));
            nameless.summary.messageId = id;
            threads.push_back(stored(*store, std::move(nameless)).thread);
        }
        QVERIFY(threads[0] != threads[1]);
    }
    // Of very many references the nearest and the first count.
    NewMessage far = numbered(fixture, 50, 1);
    for (int i = 1000; i < 9000; ++i)
        far.summary.references.append(QByteArray::number(i) + "@y");
    far.summary.references.append("2@x");
    QCOMPARE(stored(*store, std::move(far)).joined.size(), 1u);
    QCOMPARE(threadOf(fixture, one.id), threadOf(fixture, two.id));
}

void ThreadTableTest::subjectsDoNotJoin()
{
    StoreFixture fixture;
    auto store = fixture.open();
    NewMessage one = numbered(fixture, 1, -1), two = numbered(fixture, 2, -1);
    one.summary.subject = QStringLiteral("Lunch");
    two.summary.subject = QStringLiteral("Re: Lunch");
    const MessageSummary first = stored(*store, std::move(one));
    QVERIFY(stored(*store, std::move(two)).thread != first.thread);
}

void ThreadTableTest::aRemovedMessageStillJoinsItsAnswers()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const MessageSummary root = stored(*store, numbered(fixture, 1, 100));
    const MessageSummary kept = stored(*store, numbered(fixture, 2, 1));
    QVERIFY(store->remove({root.id}));
    store.reset();
    store = fixture.open();
    QCOMPARE(stored(*store, numbered(fixture, 3, 1)).thread, kept.thread);
    QCOMPARE(stored(*store, numbered(fixture, 4, 100)).thread, kept.thread); // its ghost is there as well
}

void ThreadTableTest::ghostsOutliveACrash()
{
    StoreFixture fixture;
    MessageSummary one, two;
    {
        auto store = fixture.open();
        one = stored(*store, numbered(fixture, 1, 100));
        two = stored(*store, numbered(fixture, 2, 200));
        NewMessage joining = numbered(fixture, 3, 100);
        joining.summary.references.append("200@x");
        QCOMPARE(stored(*store, std::move(joining)).joined.size(), 1u);
    } // nothing of the table was written
    auto store = fixture.open();
    QCOMPARE(stored(*store, numbered(fixture, 4, 200)).thread, threadOf(fixture, one.id));
    QCOMPARE(threadOf(fixture, two.id), threadOf(fixture, one.id));
}

namespace
{
struct Letter {
    QByteArray id, inReplyTo;
    QByteArrayList references;
};

// Messages that answer each other, some of them not there, with references cut at either end, doubled
// messages, and such as name themselves or each other.
std::vector<Letter> randomLetters(QRandomGenerator &random, const QByteArray &domain)
{
    const int count = 5 + random.bounded(40);
    std::vector<Letter> letters;
    for (int i = 0; i < count; ++i) {
        Letter letter;
        letter.id = QByteArray::number(i) + domain;
        if (i > 0 && random.bounded(100) < 70) {
            const Letter parent = letters[size_t(random.bounded(i))];
            letter.references = parent.references;
            letter.references.append(parent.id);
            if (random.bounded(100) < 40)
                letter.references = letter.references.mid(random.bounded(int(letter.references.size())));
            if (random.bounded(100) < 20)
                letter.references.removeLast();
            if (random.bounded(100) < 30)
                letter.inReplyTo = parent.id;
        }
        if (random.bounded(100) < 5)
            letter.references.append(letter.id);
        if (random.bounded(100) < 5)
            letter.references.append(QByteArray::number(random.bounded(count)) + domain);
        if (i > 0 && random.bounded(100) < 5)
            letter.id = letters[size_t(random.bounded(i))].id;
        letters.push_back(letter);
    }
    // Not all of them come.
    std::erase_if(letters, [&](const Letter &) { return random.bounded(100) < 25; });
    return letters;
}

// What the table makes of the letters in this order: for each, the first letter of its conversation.
std::vector<size_t> partition(Catalogue &catalogue, const std::vector<Letter> &letters,
                              const std::vector<size_t> &order, const QByteArray &run, MessageId &nextId)
{
    std::map<MessageId, size_t> places;
    const auto entered = catalogue.transaction(Database::Durability::Normal, [&] {
        for (const size_t place : order) {
            const auto here = [&run](const QByteArray &id) { return id.isEmpty() ? id : id + run; };
            MessageSummary summary;
            summary.id = nextId++;
            summary.account = 2;
            summary.folder = 1;
            summary.messageId = here(letters[place].id);
            summary.inReplyTo = here(letters[place].inReplyTo);
            for (const QByteArray &reference : letters[place].references)
                summary.references.append(here(reference));
            summary.sha256 = QByteArray(32, 'x');
            summary.uidl = "";
            places[summary.id] = place;
            catalogue.addMessage(summary, {1, summary.id, 1}, true);
        }
        catalogue.finish();
    });
    if (!entered)
        qFatal("%s", qPrintable(entered.error().detail));
    std::map<ThreadId, size_t> firsts;
    std::vector<ThreadId> threads(letters.size());
    for (const auto &[id, place] : places)
        threads[place] = catalogue.messages.summary(id)->thread;
    std::vector<size_t> partition;
    for (size_t place = 0; place < letters.size(); ++place)
        partition.push_back(firsts.emplace(threads[place], place).first->second);
    return partition;
}

// The same by definition: whatever shares an id hangs together.
std::vector<size_t> components(const std::vector<Letter> &letters)
{
    std::vector<size_t> partition(letters.size());
    std::iota(partition.begin(), partition.end(), size_t(0));
    const auto idsOf = [](const Letter &letter) {
        std::set<QByteArray> ids(letter.references.begin(), letter.references.end());
        ids.insert(letter.id);
        if (!letter.inReplyTo.isEmpty())
            ids.insert(letter.inReplyTo);
        return ids;
    };
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t a = 0; a < letters.size(); ++a) {
            for (size_t b = 0; b < a; ++b) {
                const auto left = idsOf(letters[a]), right = idsOf(letters[b]);
                const bool share = std::any_of(left.begin(), left.end(),
                                               [&](const QByteArray &id) { return right.contains(id); });
                const size_t first = std::min(partition[a], partition[b]);
                if (share && (partition[a] != first || partition[b] != first)) {
                    partition[a] = partition[b] = first;
                    changed = true;
                }
            }
        }
    }
    return partition;
}
} // namespace

void ThreadTableTest::anyOrderOfArrivalGivesTheSameThreads()
{
    StoreFixture fixture;
    auto catalogue = std::move(*Catalogue::open(fixture.catalogue()));
    QVERIFY(catalogue->transaction(Database::Durability::Normal, [&] { catalogue->folders.ensure(2); }));
    MessageId nextId = 1;
    for (quint32 seed = 1; seed <= 200; ++seed) {
        QRandomGenerator random(seed);
        const auto letters = randomLetters(random, "@" + QByteArray::number(seed));
        const std::vector<size_t> wanted = components(letters);
        std::vector<size_t> order(letters.size());
        std::iota(order.begin(), order.end(), size_t(0));
        for (int run = 0; run < 4; ++run) {
            const auto found = partition(*catalogue, letters, order, "." + QByteArray::number(run), nextId);
            QVERIFY2(found == wanted, qPrintable(QStringLiteral("seed %1, order %2").arg(seed).arg(run)));
            if (run == 0)
                std::reverse(order.begin(), order.end());
            else
                std::shuffle(order.begin(), order.end(), random);
            if (seed % 40 == 0) { // what is in memory is read again
                catalogue.reset();
                catalogue = std::move(*Catalogue::open(fixture.catalogue()));
            }
        }
    }
}

QTEST_GUILESS_MAIN(ThreadTableTest)
#include "ThreadTableTest.moc"
