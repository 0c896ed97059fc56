// SPDX-License-Identifier: GPL-3.0-or-later
#include "CompactionBench.h"

#include "SegmentScan.h"

#include <cerrno>

class CompactionFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anErrorAtAnyOperationLosesNothing_data();
    void anErrorAtAnyOperationLosesNothing();
    void aFullDiskLeavesEverythingAsItWas();
    void aRetiredFileThatComesBackIsNotRead();
    void aFileThatCannotBeRemovedIsRemovedLater();
    void theLengthOfEverySegmentOfABatchIsNoted();
    void aBatchThatFailedBehindASealedSegmentIsNotRead();
    void tombstonesCountWhereverTheyStand();
    void aCatalogueFromBeforeACompactionFindsEverything();
    void copiesThatTheCatalogueNeverHeardOfAreDead();
    void aCopyOfABeginningLeavesItsMarksAlone();
    void whatNobodyWasPromisedBecomesVoid_data();
    void whatNobodyWasPromisedBecomesVoid();
    void aSegmentThatIsLostIsNamed();
};

namespace
{
// Fails the operation with this number, counted from the first after `from` was set to 0; -1: none.
struct Fault {
    int operation = -1;
    int failing = -1;
    int number = 0;
};

FileFaults faultsOf(const std::shared_ptr<Fault> &fault)
{
    return [fault](FileOperation) {
        return fault->failing >= 0 && ++fault->operation == fault->failing ? fault->number : 0;
    };
}
} // namespace

void CompactionFaultsTest::anErrorAtAnyOperationLosesNothing_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("disk full") << ENOSPC << ErrorCode::DiskFull;
    QTest::newRow("I/O error") << EIO << ErrorCode::DiskFailed;
}

// Lets the n-th operation of a compaction over four segments fail, n = 0, 1, …, until none fails.
void CompactionFaultsTest::anErrorAtAnyOperationLosesNothing()
{
    QFETCH(int, number);
    QFETCH(ErrorCode, code);
    bool failed = true;
    int failing = 0;
    for (; failed; ++failing) {
        CompactionBench bench;
        const auto fault = std::make_shared<Fault>();
        bench.fixture.options.faults = faultsOf(fault);
        bench.open();
        const auto ids = bench.add(16, "m");
        QVERIFY(bench.remove({ids[0], ids[1], ids[5], ids[8], ids[9], ids[15]}));
        *fault = {-1, failing, number};
        auto done = bench.compactAll();
        failed = !done;
        if (failed) {
            QVERIFY2(done.error().code == code, qPrintable(done.error().detail));
            QCOMPARE(bench.complaint(), QString());
            if (failing % 2 == 0)
                bench.reopen();
            QCOMPARE(bench.complaint(), QString());
            // Its tombstone may go where the compaction was at work.
            QVERIFY(bench.remove({ids[3]}));
            done = bench.compactAll();
            QVERIFY2(done, qPrintable(done.error().detail));
        }
        QCOMPARE(bench.complaint(), QString());
        QCOMPARE(bench.store->reclaimable()->all, 0);
        bench.add(2, "later");
        bench.reopen();
        QCOMPARE(bench.complaint(), QString());
        QVERIFY(!QFile::exists(bench.fixture.segment(1)));
        bench.loseCatalogue();
        QCOMPARE(bench.complaint(), QString());
    }
    QVERIFY(failing > 12);
}

void CompactionFaultsTest::aFullDiskLeavesEverythingAsItWas()
{
    bool full = false;
    CompactionBench bench;
    bench.fixture.options.faults = [&full](FileOperation operation) {
        return full && (operation == FileOperation::Write || operation == FileOperation::Create) ? ENOSPC : 0;
    };
    bench.open();
    const auto ids = bench.add(16, "m");
    QVERIFY(bench.remove({ids[0], ids[1], ids[5], ids[8], ids[15]}));
    const auto contents = [&] {
        std::map<int, QByteArray> files;
        for (const int number : Vault::segmentsIn(bench.fixture.vault()))
            files[number] = StoreFixture::contents(bench.fixture.segment(number));
        return files;
    };
    const auto before = contents();
    full = true;
    const auto failed = bench.compactAll();
    QVERIFY(!failed);
    QVERIFY(failed.error().code == ErrorCode::DiskFull);
    QVERIFY(contents() == before);
    QCOMPARE(bench.complaint(), QString());
    full = false;
    // The segment that is written to was not sealed after all: what comes meanwhile counts.
    QVERIFY(bench.remove({ids[2]}));
    QVERIFY(bench.compactAll()->removed > 0);
    QCOMPARE(bench.complaint(), QString());
    bench.loseCatalogue();
    QCOMPARE(bench.complaint(), QString());
}

// storage.md 1.4, the first error that the laboratory found: the unlink was not durable.
void CompactionFaultsTest::aRetiredFileThatComesBackIsNotRead()
{
    for (const bool loses : {false, true}) {
        bool fails = false;
        CompactionBench bench;
        bench.fixture.options.faults = [&fails](FileOperation operation) {
            return fails && operation == FileOperation::SyncDirectory ? EIO : 0;
        };
        bench.open();
        const auto ids = bench.add(4, "m");
        bench.add(4, "n"); // the tail, so that no segment has to be made
        QVERIFY(bench.remove({ids[0], ids[1], ids[2]}));
        const QByteArray segment = StoreFixture::contents(bench.fixture.segment(1));
        fails = true;
        QVERIFY(!bench.compactAll(CompactionWish::Worthwhile));
        QVERIFY(!QFile::exists(bench.fixture.segment(1)));
        QCOMPARE(bench.number("SELECT state FROM segment WHERE number = ?", 1), 3);
        fails = false;
        bench.store.reset();
        StoreFixture::write(bench.fixture.segment(1), segment);
        if (loses)
            bench.loseCatalogue(); // then the tombstones say it
        else
            bench.open();
        QCOMPARE(bench.complaint(), QString());
        QCOMPARE(QFile::exists(bench.fixture.segment(1)), loses);
        QCOMPARE(bench.number("SELECT count(*) FROM segment WHERE number = ?", 1), loses ? 1 : 0);
        QCOMPARE(bench.store->unsummarised()->empty(), !loses);
    }
}

void CompactionFaultsTest::aFileThatCannotBeRemovedIsRemovedLater()
{
    for (const bool restarts : {false, true}) {
        bool fails = false;
        CompactionBench bench;
        bench.fixture.options.faults = [&fails](FileOperation operation) {
            return fails && operation == FileOperation::Remove ? EIO : 0;
        };
        bench.open();
        const auto ids = bench.add(4, "m");
        bench.add(4, "n");
        QVERIFY(bench.remove({ids[0], ids[1], ids[2]}));
        fails = true;
        QVERIFY(!bench.compactAll());
        QVERIFY(QFile::exists(bench.fixture.segment(1)));
        QCOMPARE(bench.complaint(), QString());
        fails = false;
        if (restarts)
            bench.reopen();
        else
            QVERIFY(bench.compactAll()->removed > 0);
        QVERIFY(!QFile::exists(bench.fixture.segment(1)));
        QCOMPARE(bench.complaint(), QString());
    }
}

// storage.md 1.4, the second: a segment that was filled in the middle of a batch was scanned again later.
void CompactionFaultsTest::theLengthOfEverySegmentOfABatchIsNoted()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(20, "m");
    const auto files = Vault::segmentsIn(bench.fixture.vault());
    QVERIFY(files.size() >= 4);
    for (const int number : files) {
        QCOMPARE(bench.number("SELECT committed FROM segment WHERE number = ?", number),
                 QFileInfo(bench.fixture.segment(number)).size());
        QCOMPARE(bench.number("SELECT state FROM segment WHERE number = ?", number),
                 number == files.back() ? 1 : 2);
    }
    QVERIFY(bench.remove({ids[0], ids[7], ids[19]}));
    bench.reopen();
    QVERIFY(bench.store->unsummarised()->empty());
    QCOMPARE(bench.complaint(), QString());
}

void CompactionFaultsTest::aBatchThatFailedBehindASealedSegmentIsNotRead()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(8, "m");
    // A record of a message that was removed, behind the end of a full segment.
    const QByteArray record = StoreFixture::contents(bench.fixture.segment(1))
                                  .mid(bench.positionOf(ids[0]), bench.lengthOf(ids[0]));
    QVERIFY(bench.remove({ids[0]}));
    bench.store.reset();
    const QByteArray segment = StoreFixture::contents(bench.fixture.segment(1));
    StoreFixture::write(bench.fixture.segment(1), segment + record);
    bench.open();
    QCOMPARE(StoreFixture::contents(bench.fixture.segment(1)), segment);
    QCOMPARE(bench.complaint(), QString());
}

// And the guard: all tombstones are known before the first message is believed.
void CompactionFaultsTest::tombstonesCountWhereverTheyStand()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(8, "m");
    QVERIFY(bench.remove({ids[0], ids[5]}));
    bench.store.reset();
    const std::vector<int> files = Vault::segmentsIn(bench.fixture.vault());
    QVERIFY(files.size() >= 2);
    // The newest segment, which has the tombstones, becomes the oldest.
    QVERIFY(QFile::rename(bench.fixture.segment(files.back()), bench.fixture.segment(4711)));
    for (size_t i = files.size() - 1; i-- > 0;)
        QVERIFY(QFile::rename(bench.fixture.segment(files[i]), bench.fixture.segment(files[i] + 1)));
    QVERIFY(QFile::rename(bench.fixture.segment(4711), bench.fixture.segment(files.front())));
    bench.loseCatalogue();
    QCOMPARE(bench.complaint(), QString());
}

void CompactionFaultsTest::aCatalogueFromBeforeACompactionFindsEverything()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(16, "m");
    QVERIFY(bench.remove({ids[1], ids[6], ids[11]}));
    bench.store.reset();
    const QByteArray catalogue = StoreFixture::contents(bench.fixture.catalogue());
    bench.open();
    bench.add(3, "n");
    QVERIFY(bench.remove({ids[2]}));
    QVERIFY(bench.compactAll()->removed > 0);
    bench.store.reset();
    StoreFixture::write(bench.fixture.catalogue(), catalogue);
    bench.open();
    QCOMPARE(bench.complaint(), QString());
    QVERIFY(bench.compactAll());
    QCOMPARE(bench.complaint(), QString());
}

// The crash between the copies and the catalogue.
void CompactionFaultsTest::copiesThatTheCatalogueNeverHeardOfAreDead()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(10, "m");
    QVERIFY(bench.remove({ids[0]}));
    const QString last = bench.fixture.segment(Vault::segmentsIn(bench.fixture.vault()).back());
    const QByteArray record = StoreFixture::contents(bench.fixture.segment(1))
                                  .mid(bench.positionOf(ids[1]), bench.lengthOf(ids[1]));
    bench.store.reset();
    StoreFixture::write(last, StoreFixture::contents(last) + record);
    bench.open();
    QCOMPARE(bench.segmentOf(ids[1]), 1);
    QCOMPARE(bench.complaint(), QString());
    QVERIFY(bench.compactAll()->removed > 0);
    QCOMPARE(bench.complaint(), QString());
    bench.loseCatalogue();
    QCOMPARE(bench.complaint(), QString());
}

// Found by the power cuts: the copy was taken for more of the message, and its marks for newer ones.
void CompactionFaultsTest::aCopyOfABeginningLeavesItsMarksAlone()
{
    CompactionBench bench;
    bench.open();
    NewMessage beginning = bench.fixture.message("the beginning", "p");
    beginning.partial = true;
    const auto ids = StoreFixture::addAll(*bench.store, batchOf(std::move(beginning)));
    QVERIFY(bench.store->setFlags(ids, Flag::Starred, {}));
    const QByteArray record = StoreFixture::contents(bench.fixture.segment(1))
                                  .mid(bench.positionOf(ids[0]), bench.lengthOf(ids[0]));
    bench.store.reset();
    const QString last = bench.fixture.segment(Vault::segmentsIn(bench.fixture.vault()).back());
    StoreFixture::write(last, StoreFixture::contents(last) + record);
    bench.open();
    QVERIFY(bench.fixture.read()->summaries(ids)->at(0).flags.testFlag(Flag::Starred));
    QVERIFY(bench.store->unsummarised()->empty());
}

void CompactionFaultsTest::whatNobodyWasPromisedBecomesVoid_data()
{
    QTest::addColumn<int>("torn"); // 0: the head of the batch's segment, else its second message
    QTest::addColumn<int>("byte"); // within it
    QTest::newRow("a frame") << 2 << 300;
    QTest::newRow("a header") << 2 << 20;
    QTest::newRow("a segment's head") << 0 << 50;
}

// A power cut has torn a batch: whole records stand behind bytes that are none.
void CompactionFaultsTest::whatNobodyWasPromisedBecomesVoid()
{
    QFETCH(int, torn);
    QFETCH(int, byte);
    CompactionBench bench(2600);
    bench.open();
    bench.add(2, "m", 1000);
    bench.store.reset();
    const QByteArray catalogue = StoreFixture::contents(bench.fixture.catalogue());
    bench.open();
    const auto ids = bench.add(4, "n", torn == 0 ? 2200 : 400); // the long ones begin segments
    const int segment = bench.segmentOf(ids[0]);
    QVERIFY(segment > 1);
    const qint64 at = torn == 0 ? 0 : bench.positionOf(ids[1]);
    bench.store.reset();
    for (int sector = 0; sector < 3; ++sector)
        StoreFixture::flipBit(bench.fixture.segment(segment), at + byte + sector);
    StoreFixture::write(bench.fixture.catalogue(), catalogue);
    bench.open();
    if (torn > 0)
        bench.present.erase(ids[1]);
    QCOMPARE(bench.complaint(), QString());
    QCOMPARE(storeIdOf(DurableFile::openForReading(bench.fixture.segment(segment)).value()).size(), 16);
    bench.add(8, "later");
    QVERIFY(bench.remove({torn == 0 ? ids[0] : ids[2]}));
    bench.loseCatalogue();
    QCOMPARE(bench.complaint(), QString());
    const auto done = bench.compactAll();
    QVERIFY(done->removed > 0);
    QVERIFY2(done->leftAlone.isEmpty(), qPrintable(done->leftAlone.join(QLatin1Char(' '))));
    QVERIFY(!QFile::exists(bench.fixture.segment(segment)));
    QCOMPARE(bench.complaint(), QString());
}

void CompactionFaultsTest::aSegmentThatIsLostIsNamed()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(16, "m");
    QVERIFY(bench.remove({ids[0], ids[8]}));
    const QString lost = bench.fixture.segment(bench.segmentOf(ids[1]));
    QVERIFY(QFile::rename(lost, bench.fixture.path(QStringLiteral("elsewhere"))));
    const auto done = bench.compactAll();
    QVERIFY(done->removed > 0);
    QCOMPARE(done->leftAlone.size(), 1);
    QVERIFY(QFile::rename(bench.fixture.path(QStringLiteral("elsewhere")), lost));
    QCOMPARE(bench.complaint(), QString());
}

QTEST_GUILESS_MAIN(CompactionFaultsTest)
#include "CompactionFaultsTest.moc"
