// SPDX-License-Identifier: GPL-3.0-or-later
//
// Bytes of a segment that are no record, and nobody knows whether they ever were one.
#include "CompactionBench.h"

class GapRepairTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void anUnfinishedEndIsSettled_data();
    void anUnfinishedEndIsSettled();
    void anUnfinishedMiddleIsSettled();
    void aSettledSegmentIsCompacted();
    void bytesThatHoldAMessageStay();
    void whatARowPointsToStays();
    void aDamagedHeadIsWrittenAgain();

private:
    QByteArray contents() const { return StoreFixture::contents(m_bench->fixture.segment(1)); }
    void write(const QByteArray &bytes) { StoreFixture::write(m_bench->fixture.segment(1), bytes); }
    SegmentScan::Record recordOf(MessageId id) const { return m_bench->fixture.record(1, id); }
    VerifyReport verify() const;
    RepairReport repair();

    std::unique_ptr<CompactionBench> m_bench;
    std::vector<MessageId> m_ids;
};

namespace
{
void spoilRange(QByteArray &bytes, qint64 begin, qint64 end)
{
    bytes.replace(begin, end - begin, CompactionBench::noise("spoilt", end - begin).right(end - begin));
}
} // namespace

void GapRepairTest::init()
{
    m_bench = std::make_unique<CompactionBench>(1 << 23);
    m_bench->open();
    m_ids = m_bench->add(5, "m");
    QCOMPARE(m_ids.size(), 5U);
    QVERIFY(verify().isWhole());
}

VerifyReport GapRepairTest::verify() const
{
    Cancellation never;
    const auto report = m_bench->fixture.read()->verify({}, never);
    if (!report)
        qFatal("%s", qPrintable(report.error().detail));
    return *report;
}

RepairReport GapRepairTest::repair()
{
    const auto report = m_bench->store->repair(verify());
    if (!report)
        qFatal("%s", qPrintable(report.error().detail));
    return *report;
}

void GapRepairTest::anUnfinishedEndIsSettled_data()
{
    QTest::addColumn<QByteArray>("end");
    for (const int length : {1, 30, 123, 124, 125, 247, 248, 4096, 3 << 20})
        QTest::addRow("%d bytes", length) << CompactionBench::noise("x", length).right(length);
    QTest::newRow("zeros") << QByteArray(4096, '\0');
    QTest::newRow("a frame that is cut") << QByteArray(200, 'x') + QByteArray::fromHex("28b52ffd64");
}

void GapRepairTest::anUnfinishedEndIsSettled()
{
    QFETCH(QByteArray, end);
    m_bench->store.reset();
    const QByteArray whole = contents();
    write(whole + end);
    m_bench->loseCatalogue();
    const VerifyReport found = verify();
    QCOMPARE(found.problems.size(), 1);
    QVERIFY(found.problems[0].endsWith(QStringLiteral("bytes that are no record")));
    QVERIFY(verify().problems == found.problems); // not by itself
    const RepairReport repaired = repair();
    QCOMPARE(repaired.repaired.size(), 1);
    QVERIFY(repaired.left.isEmpty());
    QCOMPARE(m_bench->complaint(), QString());
    QVERIFY(contents().startsWith(whole));
    if (end.size() > 124) // what it was stands in the void record
        QVERIFY(contents().contains(end.sliced(116, qMin<qsizetype>(end.size(), 1 << 19) - 124)));
    QVERIFY(repair().repaired.isEmpty());
    // For good: after the next start, and when the catalogue is lost again.
    m_bench->add(2, "later");
    m_bench->reopen();
    QCOMPARE(m_bench->complaint(), QString());
    m_bench->loseCatalogue();
    QCOMPARE(m_bench->complaint(), QString());
}

void GapRepairTest::anUnfinishedMiddleIsSettled()
{
    const SegmentScan::Record second = recordOf(m_ids[1]), third = recordOf(m_ids[2]);
    m_bench->store.reset();
    QByteArray bytes = contents();
    spoilRange(bytes, second.offset, third.offset + third.header.recordSize());
    write(bytes);
    m_bench->loseCatalogue();
    m_bench->present.erase(m_ids[1]);
    m_bench->present.erase(m_ids[2]);
    QCOMPARE(verify().problems.size(), 1);
    QCOMPARE(repair().repaired.size(), 1);
    QCOMPARE(m_bench->complaint(), QString());
    QCOMPARE(contents().size(), bytes.size());
    m_bench->loseCatalogue();
    QCOMPARE(m_bench->complaint(), QString());
}

void GapRepairTest::aSettledSegmentIsCompacted()
{
    m_bench->store.reset();
    write(contents() + QByteArray(5000, 'x'));
    m_bench->loseCatalogue();
    QVERIFY(m_bench->remove({m_ids[0]}));
    QCOMPARE(m_bench->compactAll()->leftAlone.size(), 1);
    QCOMPARE(repair().repaired.size(), 1);
    QVERIFY(m_bench->compactAll()->leftAlone.isEmpty());
    QVERIFY(!QFile::exists(m_bench->fixture.segment(1)));
    QCOMPARE(m_bench->store->reclaimable()->all, 0);
    QCOMPARE(m_bench->complaint(), QString());
}

void GapRepairTest::bytesThatHoldAMessageStay()
{
    const SegmentScan::Record third = recordOf(m_ids[2]);
    m_bench->store.reset();
    QByteArray bytes = contents();
    bytes[third.offset + 30] = static_cast<char>(bytes[third.offset + 30] ^ 1); // the header alone
    write(bytes);
    m_bench->loseCatalogue();
    const auto found = verify().problems;
    QCOMPARE(found.size(), 1);
    const RepairReport repaired = repair();
    QVERIFY(repaired.repaired.isEmpty());
    QCOMPARE(repaired.left.size(), 1);
    QCOMPARE(contents(), bytes);
    QCOMPARE(verify().problems, found);
}

void GapRepairTest::whatARowPointsToStays()
{
    const SegmentScan::Record third = recordOf(m_ids[2]);
    QByteArray bytes = contents();
    spoilRange(bytes, third.offset, third.offset + third.header.recordSize());
    write(bytes);
    const RepairReport repaired = repair();
    QCOMPARE(repaired.wanted, std::vector<MessageId>{m_ids[2]});
    QCOMPARE(contents(), bytes);
    // When it was fetched again, nothing points there any more.
    NewMessage again = m_bench->fixture.message(m_bench->present[m_ids[2]], "m2");
    again.replaces = m_ids[2];
    QCOMPARE(StoreFixture::addAll(*m_bench->store, batchOf(std::move(again))),
             std::vector<MessageId>{m_ids[2]});
    QCOMPARE(verify().problems.size(), 1);
    QCOMPARE(repair().repaired.size(), 1);
    QCOMPARE(m_bench->complaint(), QString());
}

void GapRepairTest::aDamagedHeadIsWrittenAgain()
{
    QByteArray bytes = contents();
    bytes[60] = static_cast<char>(bytes[60] ^ 1);
    write(bytes);
    QCOMPARE(verify().problems.size(), 1);
    QCOMPARE(repair().repaired.size(), 1);
    QCOMPARE(m_bench->complaint(), QString());
    QCOMPARE(m_bench->store->reclaimable()->all, 0);
    m_bench->loseCatalogue();
    QCOMPARE(m_bench->complaint(), QString());
}

QTEST_GUILESS_MAIN(GapRepairTest)
#include "GapRepairTest.moc"
