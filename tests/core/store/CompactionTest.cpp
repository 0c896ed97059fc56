// SPDX-License-Identifier: GPL-3.0-or-later
#include "CompactionBench.h"

#include "SegmentScan.h"

#include <atomic>
#include <thread>

class CompactionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void removedMailGivesItsRoomBack();
    void onlyWhatIsWorthwhileIsTakenUnasked();
    void theSegmentThatIsWrittenToGivesItsRoomBackToo();
    void stepsAreBoundedAndOtherWorkGetsInBetween();
    void removalsThatGoOnDoNotKeepItGoing();
    void aRebuildAfterwardsFindsTheSame();
    void whatTheUserDidIsWrittenAnew();
    void whatThisVersionDoesNotKnowGoesAlong();
    void aDamagedMessageGoesAlongAsItIs();
    void aSegmentWithADamagedHeaderIsLeftAlone();
    void aSegmentWithMailThatNobodyRemovedIsLeftAlone();
    void readersGoOnMeanwhile();
    void aReaderLetsGoOfTheRoom();
    void numbersAreNotUsedAgain();
};

void CompactionTest::removedMailGivesItsRoomBack()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(20, "m");
    const Ledger ledger = bench.store->ledger(2).value();
    QVERIFY(bench.remove({ids[0], ids[1], ids[2], ids[5], ids[6], ids[9], ids[13], ids[14], ids[18]}));
    const qint64 before = bench.vaultSize();
    const auto room = bench.store->reclaimable().value();
    QVERIFY(room.all > 9 * 400);
    const auto done = bench.compactAll();
    QVERIFY2(done, qPrintable(done.error().detail));
    QVERIFY(done->leftAlone.isEmpty());
    QCOMPARE(bench.vaultSize(), before - done->removed + done->written + 140 * 3); // heads of new segments
    QVERIFY(before - bench.vaultSize() >= room.all - 140 * 3);
    QCOMPARE(bench.store->reclaimable()->all, 0);
    QCOMPARE(bench.complaint(), QString());
    QVERIFY(bench.store->ledger(2).value() == ledger);
    // There is nothing more to do.
    const auto again = bench.compactAll().value();
    QCOMPARE(again.removed, 0);
    QCOMPARE(again.written, 0);
    bench.reopen();
    QCOMPARE(bench.complaint(), QString());
    bench.add(3, "later");
    QCOMPARE(bench.complaint(), QString());
}

void CompactionTest::onlyWhatIsWorthwhileIsTakenUnasked()
{
    CompactionBench bench(4000);
    bench.open();
    const auto ids = bench.add(21, "m");
    QCOMPARE(bench.segmentOf(ids[0]), bench.segmentOf(ids[4]));
    QVERIFY(bench.remove({ids[0]}));
    auto done = bench.compactAll(CompactionWish::Worthwhile).value();
    QCOMPARE(done.removed, 0);
    QCOMPARE(bench.store->reclaimable()->worthwhile, 0);
    QVERIFY(bench.store->reclaimable()->all > 0);
    QVERIFY(bench.remove({ids[1], ids[2]}));
    QVERIFY(bench.store->reclaimable()->worthwhile > 0);
    done = bench.compactAll(CompactionWish::Worthwhile).value();
    QVERIFY(done.removed > 3000);
    QVERIFY(!QFile::exists(bench.fixture.segment(1)));
    QCOMPARE(bench.complaint(), QString());
}

void CompactionTest::theSegmentThatIsWrittenToGivesItsRoomBackToo()
{
    for (const bool all : {false, true}) {
        CompactionBench bench(1 << 20);
        bench.open();
        const auto ids = bench.add(5, "m");
        QVERIFY(bench.remove(all ? ids : std::vector<MessageId>{ids[1], ids[3]}));
        QCOMPARE(bench.compactAll(CompactionWish::Worthwhile)->removed, 0);
        QVERIFY(bench.compactAll()->removed > 0);
        QVERIFY(!QFile::exists(bench.fixture.segment(1)));
        QCOMPARE(bench.complaint(), QString());
        bench.add(2, "more");
        bench.reopen();
        QCOMPARE(bench.complaint(), QString());
    }
}

void CompactionTest::stepsAreBoundedAndOtherWorkGetsInBetween()
{
    constexpr qint64 mebibyte = 1 << 20;
    CompactionBench bench(64 * mebibyte);
    bench.open();
    auto ids = bench.add(22, "m", 2 * mebibyte);
    QVERIFY(bench.remove({ids[0]}));
    int steps = 0;
    for (qint64 left = 1; left > 0; ++steps) {
        const auto step = bench.store->compact(CompactionWish::Everything);
        QVERIFY2(step, qPrintable(step.error().detail));
        QVERIFY(step->written <= (16 << std::min(steps, 2)) * mebibyte + 3 * mebibyte);
        left = step->left;
        QCOMPARE(bench.fixture.read()->raw(ids[3]).value(), bench.present[ids[3]]);
        if (steps == 0) {
            QVERIFY(left > 20 * mebibyte);
            bench.add(1, "between");
            // One that was copied already, and one that is still to come.
            QVERIFY(bench.remove({ids[1], ids[20]}));
        }
    }
    QVERIFY(steps >= 3);
    QVERIFY(!QFile::exists(bench.fixture.segment(1)));
    QCOMPARE(bench.complaint(), QString());
}

void CompactionTest::removalsThatGoOnDoNotKeepItGoing()
{
    CompactionBench bench(2500);
    bench.fixture.options.compactionStep = 600; // a message or two
    bench.open();
    auto ids = bench.add(120, "m");
    QVERIFY(bench.remove({ids[0], ids[40], ids[80]}));
    const std::set<int> began = bench.store->compactable().value();
    QCOMPARE(began.size(), 3U);
    // At each step something else is removed: of segments that had nothing to give, and of copies.
    int steps = 0, next = 1;
    for (qint64 left = 1; left > 0; ++steps) {
        QVERIFY(steps < 40);
        const auto step = bench.store->compact(CompactionWish::Everything, began);
        QVERIFY2(step, qPrintable(step.error().detail));
        left = step->left;
        QVERIFY(bench.remove({ids[next]}));
        next += next % 40 == 39 ? 2 : 1;
    }
    for (const int number : began)
        QVERIFY(!QFile::exists(bench.fixture.segment(number)));
    QVERIFY(!bench.store->compactable()->empty()); // for the next time
    QCOMPARE(bench.complaint(), QString());
    QVERIFY(bench.compactAll());
    QCOMPARE(bench.store->reclaimable()->all, 0);
    QCOMPARE(bench.complaint(), QString());
}

void CompactionTest::aRebuildAfterwardsFindsTheSame()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(12, "m");
    QVERIFY(bench.remove({ids[0], ids[4], ids[7]}));
    QVERIFY(bench.compactAll());
    QVERIFY(bench.remove({ids[1]}));
    // The tombstones of the first are moved now.
    QVERIFY(bench.compactAll());
    bench.add(4, "n");
    const Ledger ledger = bench.store->ledger(2).value();
    bench.loseCatalogue();
    QCOMPARE(bench.complaint(), QString());
    const Ledger rebuilt = bench.store->ledger(2).value();
    QCOMPARE(rebuilt.size(), ledger.size());
    for (size_t i = 0; i < rebuilt.size(); ++i)
        QCOMPARE(std::pair(rebuilt[i].uidl, rebuilt[i].message),
                 std::pair(ledger[i].uidl, ledger[i].message));
}

void CompactionTest::whatTheUserDidIsWrittenAnew()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(10, "m");
    QVERIFY(bench.store->setFlags({ids[3], ids[8]}, Flag::Starred, {}));
    while (bench.store->writeState().value())
        continue;
    bench.add(10, "n"); // the state record's segment is sealed
    QVERIFY(bench.store->setFlags({ids[8]}, Flag::Read, Flag::Starred));
    QVERIFY(bench.remove({ids[0], ids[2], ids[4], ids[5], ids[6], ids[9]}));
    for (const auto &entry : std::map(bench.present))
        if (entry.first > ids[9] && entry.first % 2 == 0)
            QVERIFY(bench.remove({entry.first}));
    QVERIFY(bench.compactAll()->removed > 0);
    bench.loseCatalogue();
    QCOMPARE(bench.complaint(), QString());
    const auto summaries = bench.fixture.read()->summaries({ids[1], ids[3], ids[8]}).value();
    QVERIFY(!summaries[0].flags.testFlag(Flag::Starred));
    QVERIFY(summaries[1].flags.testFlag(Flag::Starred));
    QVERIFY(!summaries[2].flags.testFlag(Flag::Starred));
    QVERIFY(summaries[2].flags.testFlag(Flag::Read));
}

void CompactionTest::whatThisVersionDoesNotKnowGoesAlong()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(3, "m");
    bench.store.reset();
    const QByteArray segment = StoreFixture::contents(bench.fixture.segment(1));
    const QByteArray storeId = storeIdOf(DurableFile::openForReading(bench.fixture.segment(1)).value());
    RecordHeader unknown;
    unknown.type = static_cast<RecordType>(77);
    unknown.extra = "of a later version";
    QByteArray bytes = segment;
    unknown.appendTo(bytes, storeId);
    StoreFixture::write(bench.fixture.segment(1), bytes);
    bench.open();
    QVERIFY(bench.remove({ids[0]}));
    QVERIFY(bench.compactAll()->leftAlone.isEmpty());
    QVERIFY(!QFile::exists(bench.fixture.segment(1)));
    QByteArray all;
    for (const int number : Vault::segmentsIn(bench.fixture.vault()))
        all += StoreFixture::contents(bench.fixture.segment(number));
    QVERIFY(all.contains(bytes.mid(segment.size())));
    QCOMPARE(bench.complaint(), QString());
}

void CompactionTest::aDamagedMessageGoesAlongAsItIs()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(4, "m");
    QVERIFY(bench.remove({ids[0]}));
    const qint64 position = bench.positionOf(ids[1]), length = bench.lengthOf(ids[1]);
    StoreFixture::flipBit(bench.fixture.segment(1), position + length - 30);
    const QByteArray record = StoreFixture::contents(bench.fixture.segment(1)).mid(position, length);
    QVERIFY(bench.compactAll()->removed > 0);
    QVERIFY(!QFile::exists(bench.fixture.segment(1)));
    const QByteArray moved = StoreFixture::contents(bench.fixture.segment(bench.segmentOf(ids[1])));
    QCOMPARE(moved.mid(bench.positionOf(ids[1]), bench.lengthOf(ids[1])), record);
    Cancellation never;
    const auto report = bench.fixture.read()->verify({}, never).value();
    QCOMPARE(report.damaged, std::vector<MessageId>{ids[1]});
    QVERIFY(bench.store->verifyStored({ids[2], ids[3]}));
}

void CompactionTest::aSegmentWithADamagedHeaderIsLeftAlone()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(12, "m");
    QVERIFY(bench.remove({ids[0], ids[11]}));
    QCOMPARE(bench.segmentOf(ids[2]), 1);
    QVERIFY(bench.segmentOf(ids[10]) > 1);
    StoreFixture::flipBit(bench.fixture.segment(1), bench.positionOf(ids[2]) + 30);
    const QByteArray segment = StoreFixture::contents(bench.fixture.segment(1));
    const auto done = bench.compactAll();
    QVERIFY2(done, qPrintable(done.error().detail));
    QCOMPARE(done->leftAlone.size(), 1);
    QVERIFY2(done->leftAlone[0].startsWith(QStringLiteral("000001.seg: ")), qPrintable(done->leftAlone[0]));
    QCOMPARE(StoreFixture::contents(bench.fixture.segment(1)), segment);
    QVERIFY(done->removed > 0);
    bench.present.erase(ids[2]);
    for (const auto &[id, raw] : bench.present)
        QCOMPARE(bench.fixture.read()->raw(id).value(), raw);
    bench.reopen();
    QCOMPARE(bench.compactAll()->leftAlone.size(), 1);
    QCOMPARE(StoreFixture::contents(bench.fixture.segment(1)), segment);
}

void CompactionTest::aSegmentWithMailThatNobodyRemovedIsLeftAlone()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(12, "m");
    QVERIFY(bench.remove({ids[0]}));
    const QByteArray segment = StoreFixture::contents(bench.fixture.segment(1));
    {
        SQLite::Database file(bench.fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE, 5000);
        file.exec("DELETE FROM message WHERE id = " + std::to_string(ids[1]));
    }
    QCOMPARE(bench.compactAll()->leftAlone.size(), 1);
    QCOMPARE(StoreFixture::contents(bench.fixture.segment(1)), segment);
    bench.loseCatalogue();
    QCOMPARE(bench.fixture.read()->raw(ids[1]).value(), bench.present[ids[1]]);
}

void CompactionTest::readersGoOnMeanwhile()
{
    CompactionBench bench(20000);
    bench.open();
    const auto ids = bench.add(200, "m");
    for (int round = 0; round < 4; ++round) {
        std::vector<MessageId> some;
        for (const auto &entry : bench.present)
            if (entry.first % 5 == round % 5)
                some.push_back(entry.first);
        QVERIFY(bench.remove(some));
        std::atomic<bool> ends{false}, begun{false};
        std::atomic<int> read{0};
        QString failed;
        std::thread reading([&] {
            const auto reader = bench.fixture.read();
            for (int i = 0; !ends || i % 1000 != 0; ++i) {
                auto at = bench.present.begin();
                std::advance(at, i % static_cast<int>(bench.present.size()));
                const auto raw = reader->raw(at->first);
                if (!raw || *raw != at->second)
                    failed = raw ? QStringLiteral("other bytes") : raw.error().detail;
                if (i % 7 == 0)
                    reader->closeFiles(); // so that files are looked for by name
                ++read;
                begun = true;
            }
        });
        while (!begun)
            std::this_thread::yield();
        const auto done = bench.compactAll();
        ends = true;
        reading.join();
        QVERIFY2(done && done->removed > 0, "nothing was compacted");
        QCOMPARE(failed, QString());
        QVERIFY(read > 0);
    }
    QCOMPARE(bench.complaint(), QString());
}

void CompactionTest::aReaderLetsGoOfTheRoom()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(6, "m");
    const auto reader = bench.fixture.read();
    QVERIFY(reader->raw(ids[1]));
    QVERIFY(bench.remove({ids[0]}));
    QVERIFY(bench.compactAll());
#ifdef Q_OS_LINUX
    const auto isHeld = [&] {
        for (const QFileInfo &open :
             QDir(QStringLiteral("/proc/self/fd")).entryInfoList(QDir::Files | QDir::System))
            if (open.symLinkTarget().startsWith(bench.fixture.segment(1)))
                return true;
        return false;
    };
    QVERIFY(isHeld());
    reader->closeFiles();
    QVERIFY(!isHeld());
#endif
    QCOMPARE(reader->raw(ids[1]).value(), bench.present[ids[1]]);
}

void CompactionTest::numbersAreNotUsedAgain()
{
    CompactionBench bench(1 << 20);
    bench.open();
    // Nothing of the newest segment is needed: a message that was fetched whole instead of its beginning.
    NewMessage beginning = bench.fixture.message("the beginning", "p");
    beginning.partial = true;
    const auto ids = StoreFixture::addAll(*bench.store, batchOf(std::move(beginning)));
    NewMessage same = bench.fixture.message("the whole", "q");
    QCOMPARE(StoreFixture::addAll(*bench.store, batchOf(std::move(same))).size(), 1u);
    NewMessage whole = bench.fixture.message("the whole", "p");
    whole.replaces = ids[0];
    QCOMPARE(StoreFixture::addAll(*bench.store, batchOf(std::move(whole))).size(), 1u);
    QVERIFY(bench.compactAll()->removed > 0);
    const int newest = Vault::segmentsIn(bench.fixture.vault()).back();
    for (int round = 1; round <= 3; ++round) {
        bench.reopen();
        QVERIFY(bench.store->setFlags({ids[0]}, Flag::Read, {}));
        const auto more = bench.add(1, "m" + QByteArray::number(round));
        QVERIFY(bench.segmentOf(more[0]) >= newest);
        QVERIFY(bench.remove(more));
        QVERIFY(bench.compactAll());
        QVERIFY(Vault::segmentsIn(bench.fixture.vault()).back() >= newest + round);
    }
}

QTEST_GUILESS_MAIN(CompactionTest)
#include "CompactionTest.moc"
