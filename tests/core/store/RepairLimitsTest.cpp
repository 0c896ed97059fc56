// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a repair must not do, and that it names what it cannot.
#include "StoreFixture.h"

#include "Database.h"

#include <algorithm>

class RepairLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRemovedMessageWhoseTombstoneIsDamagedStaysAway();
    void whatCannotBeRepairedIsNamed_data();
    void whatCannotBeRepairedIsNamed();
    void aRepairThatIsCancelledStops();
};

namespace
{
std::vector<MessageId> fill(const StoreFixture &fixture, MessageStore &store, int count)
{
    std::vector<NewMessage> batch;
    for (int i = 0; i < count; ++i) {
        const QByteArray name = "m" + QByteArray::number(i);
        batch.push_back(fixture.message("Subject: " + name + "\r\n\r\n" + name.repeated(10 + i % 40), name));
    }
    return StoreFixture::addAll(store, std::move(batch));
}

VerifyReport verify(const StoreFixture &fixture)
{
    Cancellation never;
    const auto report = fixture.read()->verify({}, never);
    VerifyReport failed;
    failed.problems.append(QStringLiteral("it failed"));
    return report ? *report : failed;
}

void damage(const StoreFixture &fixture, MessageId message)
{
    const SegmentScan::Record record = fixture.record(1, message);
    StoreFixture::flipBit(fixture.segment(1), record.offset + record.header.recordSize() - 6);
}

void spoil(const StoreFixture &fixture, const char *statement)
{
    SQLite::Database database(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
    database.exec(statement);
}
} // namespace

void RepairLimitsTest::aRemovedMessageWhoseTombstoneIsDamagedStaysAway()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 5);
    const qint64 end = StoreFixture::contents(fixture.segment(1)).size();
    QVERIFY(store->remove({ids[2]}));
    QVERIFY(verify(fixture).isWhole());
    const QByteArray bytes = StoreFixture::contents(fixture.segment(1));
    const qint64 tombstone = bytes.indexOf(QByteArrayView(bytes).first(4), end);
    QVERIFY(tombstone >= end);
    StoreFixture::flipBit(fixture.segment(1), tombstone + 30);
    for (int time = 0; time < 2; ++time) { // nor does it come with the second repair
        const VerifyReport report = verify(fixture);
        QCOMPARE(report.unlisted.size(), 1u);
        QCOMPARE(report.unlisted[0].id, ids[2]);
        const auto repaired = store->repair(report);
        QVERIFY(repaired);
        QCOMPARE(repaired->messagesFound, 0);
        QVERIFY(std::any_of(repaired->remaining.begin(), repaired->remaining.end(),
                            [](const StoreFinding &finding) {
                                return finding.kind == StoreFinding::Kind::MayBeRemoved && finding.count == 1;
                            }));
        QVERIFY(fixture.read()->summaries({ids[2]})->empty());
        QCOMPARE(fixture.read()->messageCount().value(), 4);
    }
}

void RepairLimitsTest::whatCannotBeRepairedIsNamed_data()
{
    using Kind = StoreFinding::Kind;
    QTest::addColumn<int>("kind");
    QTest::newRow("a file that ends early") << int(Kind::FileEndsEarly);
    QTest::newRow("a file that is gone") << int(Kind::FileUnreadable);
    QTest::newRow("a file that nobody knows") << int(Kind::FileUnknown);
    QTest::newRow("removed, and yet in the list") << int(Kind::RemovedListed);
    QTest::newRow("not in the list, and broken") << int(Kind::NotListed);
}

void RepairLimitsTest::whatCannotBeRepairedIsNamed()
{
    QFETCH(int, kind);
    const auto wanted = StoreFinding::Kind(kind);
    StoreFixture fixture;
    fixture.options.segmentSize = 2000;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 60);
    QVERIFY(Vault::segmentsIn(fixture.vault()).size() > 3);
    const QString first = fixture.segment(1);
    const QByteArray bytes = StoreFixture::contents(first);
    switch (wanted) {
    case StoreFinding::Kind::FileEndsEarly:
        StoreFixture::write(first, bytes.chopped(20));
        break;
    case StoreFinding::Kind::FileUnreadable:
        QVERIFY(QFile::remove(first));
        break;
    case StoreFinding::Kind::FileUnknown:
        spoil(fixture, "DELETE FROM message WHERE segment = 2; DELETE FROM segment WHERE number = 2");
        break;
    case StoreFinding::Kind::RemovedListed:
        spoil(fixture, "CREATE TABLE kept AS SELECT * FROM message WHERE id = 50");
        QVERIFY(store->remove({50}));
        spoil(fixture, "INSERT INTO message SELECT * FROM kept; DROP TABLE kept");
        break;
    default:
        spoil(fixture, "DELETE FROM message WHERE id = 1");
        damage(fixture, ids[0]);
        break;
    }
    const auto has = [wanted](const std::vector<StoreFinding> &findings) {
        return std::any_of(findings.begin(), findings.end(),
                           [wanted](const StoreFinding &finding) { return finding.kind == wanted; });
    };
    const VerifyReport report = verify(fixture);
    QVERIFY2(has(report.findings), qPrintable(report.problems.join(u'\n')));
    const auto repaired = store->repair(report);
    QVERIFY2(repaired, repaired ? "" : qPrintable(repaired.error().detail));
    QVERIFY2(has(repaired->remaining), qPrintable(repaired->left.join(u'\n')));
}

void RepairLimitsTest::aRepairThatIsCancelledStops()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 3);
    damage(fixture, ids[1]);
    const VerifyReport report = verify(fixture);
    Cancellation cancelled;
    cancelled.cancel();
    const auto repaired = store->repair(report, cancelled);
    QVERIFY(!repaired);
    QVERIFY(repaired.error().code == ErrorCode::Cancelled);
    QCOMPARE(store->repair(report)->wanted, std::vector<MessageId>{ids[1]});
}

QTEST_GUILESS_MAIN(RepairLimitsTest)
#include "RepairLimitsTest.moc"
