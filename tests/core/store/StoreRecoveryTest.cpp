// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreFixture.h"

#include "RecordHeader.h"

class StoreRecoveryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTornTailIsCutWhereverItTears();
    void recordsBehindAnOldCatalogueAreAdded();
    void recordsBehindADamagedOneAreAdded();
    void anUnknownSegmentIsTakenIn();
    void aSegmentWithoutAHeadIsRemoved();
    void aSealedSegmentIsCutAndNeverReadAgain();
    void aLostCatalogueIsRebuilt();
    void aRebuildKeepsWhatItCannotRead();
    void aRebuildLeavesTheDeletedOut();
    void aSecondCopyOfAServerMessageIsNotAdded();
    void aShortenedSegmentIsNotWrittenTo();
    void whatWasRecoveredCanBeSummarised();
    void idsGoOnBehindRecoveredRecords();
};

namespace
{
// Stores `count` messages with unique-ids "<prefix>0", … in one batch.
std::vector<MessageId> fill(const StoreFixture &fixture, MessageStore &store, const QByteArray &prefix,
                            int count)
{
    std::vector<NewMessage> batch;
    for (int i = 0; i < count; ++i) {
        const QByteArray name = prefix + QByteArray::number(i);
        batch.push_back(fixture.message("body of " + name, name));
    }
    return StoreFixture::addAll(store, std::move(batch));
}

QByteArrayList storedUidls(MessageStore &store)
{
    QByteArrayList uidls;
    const Ledger ledger = store.ledger(2).value();
    for (const LedgerEntry &entry : ledger)
        uidls.append(entry.uidl);
    return uidls;
}
} // namespace

void StoreRecoveryTest::aTornTailIsCutWhereverItTears()
{
    StoreFixture fixture;
    {
        auto store = fixture.open();
        QCOMPARE(fill(fixture, *store, "a", 2).size(), 2u);
    }
    const QByteArray catalogue = StoreFixture::contents(fixture.catalogue());
    const qint64 committed = QFile(fixture.segment(1)).size();
    {
        auto store = fixture.open();
        QCOMPARE(fill(fixture, *store, "b", 2).size(), 2u);
    }
    const QByteArray whole = StoreFixture::contents(fixture.segment(1));
    const qint64 record = (whole.size() - committed) / 2;
    for (qint64 cut = committed; cut < whole.size(); ++cut) {
        StoreFixture::write(fixture.catalogue(), catalogue);
        StoreFixture::write(fixture.segment(1), whole.first(cut));
        auto store = fixture.open();
        QVERIFY(store);
        const bool first = cut >= committed + record;
        QCOMPARE(storedUidls(*store),
                 first ? QByteArrayList({"a0", "a1", "b0"}) : QByteArrayList({"a0", "a1"}));
        QCOMPARE(QFile(fixture.segment(1)).size(), committed + (first ? record : 0));
        if (cut % 16 == 0) {
            QCOMPARE(fill(fixture, *store, "c", 1).size(), 1u);
            Cancellation never;
            const auto report = fixture.read()->verify({}, never);
            QVERIFY(report->problems.isEmpty());
            QCOMPARE(report->messages, first ? 4 : 3);
        }
    }
}

void StoreRecoveryTest::recordsBehindAnOldCatalogueAreAdded()
{
    StoreFixture fixture;
    QByteArray catalogue;
    {
        auto store = fixture.open();
        fill(fixture, *store, "a", 3);
        store.reset();
        catalogue = StoreFixture::contents(fixture.catalogue());
    }
    Ledger before;
    std::vector<MessageId> ids;
    {
        auto store = fixture.open();
        NewMessage inArchive = fixture.message("archived", "z");
        inArchive.folder = store->ensureFolders(2).value()[1].id;
        inArchive.summary.flags = Flag::Read | Flag::Starred;
        inArchive.ledger.occurrence = 3;
        ids = fill(fixture, *store, "b", 3);
        ids.push_back(StoreFixture::addAll(*store, batchOf(std::move(inArchive))).at(0));
        before = store->ledger(2).value();
    }
    // As after a kill between the vault's sync and the catalogue's commit.
    StoreFixture::write(fixture.catalogue(), catalogue);
    auto store = fixture.open();
    QVERIFY(store);
    QVERIFY(store->ledger(2).value() == before);
    QCOMPARE(store->unsummarised().value(), ids);
    QVERIFY(store->verifyStored(ids));
    auto reader = fixture.read();
    QCOMPARE(reader->raw(ids[1]).value(), QByteArray("body of b1"));
    const MessageSummary archived = reader->summaries({ids[3]})->front();
    const auto folders = reader->folders().value();
    QCOMPARE(archived.folder, folders[1].id);
    QVERIFY(archived.flags == (Flag::Read | Flag::Starred | Flag::OnServer));
    QCOMPARE(folders[0].total, 6);
    QCOMPARE(folders[1].total, 1);
    QCOMPARE(folders[1].unread, 0);
    QCOMPARE(archived.date, 1700000000);
}

void StoreRecoveryTest::recordsBehindADamagedOneAreAdded()
{
    StoreFixture fixture;
    QByteArray catalogue;
    {
        auto store = fixture.open();
        fill(fixture, *store, "a", 1);
    }
    catalogue = StoreFixture::contents(fixture.catalogue());
    const qint64 committed = QFile(fixture.segment(1)).size();
    {
        auto store = fixture.open();
        fill(fixture, *store, "b", 3);
    }
    StoreFixture::write(fixture.catalogue(), catalogue);
    StoreFixture::flipBit(fixture.segment(1), committed + 60);
    auto store = fixture.open();
    QCOMPARE(storedUidls(*store), QByteArrayList({"a0", "b1", "b2"}));
}

void StoreRecoveryTest::anUnknownSegmentIsTakenIn()
{
    StoreFixture fixture;
    fixture.options.segmentSize = 600;
    {
        auto store = fixture.open();
        fill(fixture, *store, "a", 1);
    }
    const QByteArray catalogue = StoreFixture::contents(fixture.catalogue());
    {
        auto store = fixture.open();
        fill(fixture, *store, "b", 9);
    }
    QVERIFY(Vault::segmentsIn(fixture.vault()).size() > 3);
    StoreFixture::write(fixture.catalogue(), catalogue);
    auto store = fixture.open();
    QCOMPARE(storedUidls(*store).size(), 10);
    QCOMPARE(fill(fixture, *store, "c", 2).size(), 2u);
    Cancellation never;
    const auto report = fixture.read()->verify({}, never);
    QCOMPARE(report->messages, 12);
    QVERIFY2(report->problems.isEmpty(), qPrintable(report->problems.join(QLatin1Char('\n'))));
}

void StoreRecoveryTest::aSegmentWithoutAHeadIsRemoved()
{
    StoreFixture fixture;
    {
        auto store = fixture.open();
        fill(fixture, *store, "a", 1);
    }
    StoreFixture::write(fixture.segment(2), QByteArray(40, '\0'));
    auto store = fixture.open();
    QVERIFY(store);
    QVERIFY(!QFile::exists(fixture.segment(2)));
    QCOMPARE(fill(fixture, *store, "b", 1).size(), 1u);
    QCOMPARE(fixture.read()->messageCount().value(), 2);
}

void StoreRecoveryTest::aSealedSegmentIsCutAndNeverReadAgain()
{
    StoreFixture fixture;
    fixture.options.segmentSize = 600;
    {
        auto store = fixture.open();
        fill(fixture, *store, "a", 6);
    }
    QVERIFY(Vault::segmentsIn(fixture.vault()).size() > 1);
    const QByteArray sealed = StoreFixture::contents(fixture.segment(1));
    StoreFixture other;
    {
        auto store = other.open();
        fill(other, *store, "x", 1);
    }
    StoreFixture::write(fixture.segment(1), sealed + StoreFixture::contents(other.segment(1)));
    auto store = fixture.open();
    QCOMPARE(storedUidls(*store).size(), 6);
    QCOMPARE(StoreFixture::contents(fixture.segment(1)), sealed);
}

void StoreRecoveryTest::aLostCatalogueIsRebuilt()
{
    for (const bool emptyFile : {false, true}) {
        StoreFixture fixture;
        fixture.options.segmentSize = 2000;
        Ledger ledger;
        std::vector<MessageId> ids;
        {
            auto store = fixture.open();
            ids = fill(fixture, *store, "a", 40);
            NewMessage junk = fixture.message("junk", "j");
            junk.folder = store->ensureFolders(2).value()[2].id;
            ids.push_back(StoreFixture::addAll(*store, batchOf(std::move(junk))).at(0));
            ledger = store->ledger(2).value();
        }
        QVERIFY(QFile::remove(fixture.catalogue()));
        if (emptyFile)
            StoreFixture::write(fixture.catalogue(), {});
        auto store = fixture.open();
        QVERIFY(store);
        QVERIFY(store->ledger(2).value() == ledger);
        QCOMPARE(store->unsummarised().value(), ids);
        QVERIFY(store->verifyStored(ids));
        const auto folders = fixture.read()->folders().value();
        QCOMPARE(folders[0].total, 40);
        QCOMPARE(folders[2].total, 1);
        Cancellation never;
        const auto report = fixture.read()->verify({}, never);
        QCOMPARE(report->messages, 41);
        QVERIFY(report->problems.isEmpty());
    }
}

void StoreRecoveryTest::aRebuildKeepsWhatItCannotRead()
{
    StoreFixture fixture;
    std::vector<MessageId> ids;
    {
        auto store = fixture.open();
        ids = fill(fixture, *store, "a", 5);
    }
    QByteArray bytes = StoreFixture::contents(fixture.segment(1));
    const qint64 third = fixture.record(1, ids[2]).offset;
    bytes[third - 6] = static_cast<char>(bytes[third - 6] ^ 1);   // the message of a1
    bytes[third + 30] = static_cast<char>(bytes[third + 30] ^ 1); // the header of a2
    bytes += "PQP and more that is no record";
    StoreFixture::write(fixture.segment(1), bytes);
    QVERIFY(QFile::remove(fixture.catalogue()));
    auto store = fixture.open();
    QVERIFY(store);
    // a1 is known to have been stored: it is not fetched again without anybody noticing, it is named as
    // damaged.
    QCOMPARE(storedUidls(*store), QByteArrayList({"a0", "a1", "a3", "a4"}));
    QCOMPARE(StoreFixture::contents(fixture.segment(1)), bytes);
    QCOMPARE(fill(fixture, *store, "b", 1).size(), 1u);
    QCOMPARE(StoreFixture::contents(fixture.segment(1)), bytes);
    Cancellation never;
    const auto report = fixture.read()->verify({}, never);
    QCOMPARE(report->damaged, std::vector<MessageId>{ids[1]});
    QCOMPARE(report->messages, 4);
    QCOMPARE(report->problems.size(), 3);
}

void StoreRecoveryTest::aRebuildLeavesTheDeletedOut()
{
    StoreFixture fixture;
    std::vector<MessageId> ids;
    {
        auto store = fixture.open();
        ids = fill(fixture, *store, "a", 3);
    }
    QByteArray bytes = StoreFixture::contents(fixture.segment(1));
    const QByteArray storeId = bytes.sliced(RecordHeader::fixedSize, 16);
    RecordHeader tombstone;
    tombstone.type = RecordType::Tombstone;
    tombstone.id = ids[1];
    tombstone.appendTo(bytes, storeId);
    StoreFixture::write(fixture.segment(1), bytes);
    QVERIFY(QFile::remove(fixture.catalogue()));
    auto store = fixture.open();
    QCOMPARE(store->unsummarised().value(), (std::vector<MessageId>{ids[0], ids[2]}));
}

void StoreRecoveryTest::aSecondCopyOfAServerMessageIsNotAdded()
{
    StoreFixture fixture;
    {
        auto store = fixture.open();
        fill(fixture, *store, "a", 1);
    }
    const QByteArray empty = StoreFixture::contents(fixture.catalogue());
    {
        auto store = fixture.open();
        fill(fixture, *store, "b", 1);
        fill(fixture, *store, "b", 1); // as after a failed sync whose bytes came back
    }
    StoreFixture::write(fixture.catalogue(), empty);
    auto store = fixture.open();
    QCOMPARE(storedUidls(*store), QByteArrayList({"a0", "b0"}));
    QCOMPARE(fixture.read()->messageCount().value(), 2);
}

void StoreRecoveryTest::aShortenedSegmentIsNotWrittenTo()
{
    StoreFixture fixture;
    std::vector<MessageId> ids;
    {
        auto store = fixture.open();
        ids = fill(fixture, *store, "a", 3);
    }
    QFile segment(fixture.segment(1));
    const SegmentScan::Record last = fixture.record(1, ids[2]);
    QVERIFY(segment.resize(last.offset + last.header.recordSize() - 10));
    const QByteArray left = StoreFixture::contents(fixture.segment(1));
    auto store = fixture.open();
    QVERIFY(store);
    QCOMPARE(fill(fixture, *store, "b", 2).size(), 2u);
    QCOMPARE(StoreFixture::contents(fixture.segment(1)), left);
    Cancellation never;
    const auto report = fixture.read()->verify({}, never);
    QCOMPARE(report->damaged, std::vector<MessageId>{ids[2]});
    QCOMPARE(report->messages, 4);
}

void StoreRecoveryTest::whatWasRecoveredCanBeSummarised()
{
    StoreFixture fixture;
    {
        auto store = fixture.open();
        fill(fixture, *store, "a", 2);
    }
    QVERIFY(QFile::remove(fixture.catalogue()));
    auto store = fixture.open();
    const auto ids = store->unsummarised().value();
    QCOMPARE(ids.size(), 2u);
    QVERIFY(store->setFlags({ids[0]}, Flag::Read, {}));
    MessageSummary summary;
    summary.subject = QStringLiteral("Found again");
    summary.from = {QStringLiteral("Bo"), QStringLiteral("bo@example.org")};
    summary.date = 1234567890;
    summary.flags = Flag::HasAttachment | Flag::Starred;
    QVERIFY(store->setSummary(ids[0], summary));
    QCOMPARE(store->unsummarised().value(), std::vector<MessageId>{ids[1]});
    const MessageSummary read = fixture.read()->summaries({ids[0]})->front();
    QCOMPARE(read.subject, summary.subject);
    QVERIFY(read.from == summary.from);
    QCOMPARE(read.date, summary.date);
    QCOMPARE(read.uidl, QByteArray("a0"));
    QVERIFY(read.flags == (Flag::Read | Flag::HasAttachment | Flag::OnServer));
    const auto missing = store->setSummary(4711, summary);
    QVERIFY(!missing);
    QVERIFY(missing.error().code == ErrorCode::NotFound);
}

void StoreRecoveryTest::idsGoOnBehindRecoveredRecords()
{
    StoreFixture fixture;
    std::vector<MessageId> ids;
    {
        auto store = fixture.open();
        ids = fill(fixture, *store, "a", 3);
    }
    QVERIFY(QFile::remove(fixture.catalogue()));
    auto store = fixture.open();
    QVERIFY(fill(fixture, *store, "b", 1).at(0) > ids.back());
}

QTEST_GUILESS_MAIN(StoreRecoveryTest)
#include "StoreRecoveryTest.moc"
