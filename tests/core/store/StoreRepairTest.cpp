// SPDX-License-Identifier: GPL-3.0-or-later
//
// What verify finds, what repair makes of it, and the catalogue made anew while it is in use.
#include "StoreFixture.h"

#include "Database.h"

#include <QRandomGenerator>

#include <map>
#include <set>

class StoreRepairTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofAHundredFlippedBitsVerifyNamesExactlyTheMessages_data();
    void ofAHundredFlippedBitsVerifyNamesExactlyTheMessages();
    void aCheckInStepsLetsTheWriterInBetween();
    void aDamagedMessageIsNamedByItsSubject();
    void tablesThatContradictEachOtherAreMended_data();
    void tablesThatContradictEachOtherAreMended();
    void aMessageWithoutARowComesBackWithItsState();
    void aDamagedMessageThatIsOnTheServerIsFetchedAgain();
    void aDamagedMessageThatIsNowhereElseKeepsItsRow();
    void aSecondCopyIsUsed();
    void aCatalogueThatIsBrokenIsSaidToBe();
    void theCatalogueIsMadeAnewWhileOthersRead();
    void aRebuildThatIsCancelledChangesNothing();
};

namespace
{
constexpr AccountId account = 2;

std::vector<MessageId> fill(const StoreFixture &fixture, MessageStore &store, int count,
                            const QByteArray &prefix = "m")
{
    std::vector<NewMessage> batch;
    for (int i = 0; i < count; ++i) {
        const QByteArray name = prefix + QByteArray::number(i);
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

void StoreRepairTest::ofAHundredFlippedBitsVerifyNamesExactlyTheMessages_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 12; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void StoreRepairTest::ofAHundredFlippedBitsVerifyNamesExactlyTheMessages()
{
    QFETCH(quint32, seed);
    StoreFixture fixture;
    fixture.options.segmentSize = 30000;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 300);
    QVERIFY(store->setTags(ids, {QStringLiteral("all")}, {}));
    QVERIFY(store->remove({ids[17], ids[170]}));
    QVERIFY(store->writeState());
    std::map<MessageId, QByteArray> before;
    {
        auto reader = fixture.read();
        for (const MessageId id : ids)
            if (const auto raw = reader->raw(id))
                before[id] = *raw;
    }
    QCOMPARE(before.size(), 298u);
    QRandomGenerator random(seed);
    const std::vector<int> segments = Vault::segmentsIn(fixture.vault());
    QVERIFY(segments.size() > 2);
    for (int flip = 0; flip < 100; ++flip) {
        const QString file = fixture.segment(segments[random.bounded(quint32(segments.size()))]);
        QByteArray bytes = StoreFixture::contents(file);
        const qsizetype at = random.bounded(int(bytes.size()));
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.bounded(8)));
        StoreFixture::write(file, bytes);
    }
    const VerifyReport report = verify(fixture);
    auto reader = fixture.read();
    std::vector<MessageId> unreadable;
    for (const auto &[id, raw] : before) {
        const auto now = reader->raw(id);
        if (!now) {
            QVERIFY(now.error().code == ErrorCode::Damaged);
            unreadable.push_back(id);
        } else {
            QCOMPARE(*now, raw); // never other bytes
        }
    }
    QVERIFY(unreadable.size() > 20 && unreadable.size() < 101);
    QVERIFY(report.damaged == unreadable);
    QCOMPARE(report.messages, qint64(298 - unreadable.size()));
    QCOMPARE(report.damagedSummaries.size(), unreadable.size());
    ListQuery everything;
    everything.scope = ListQuery::Scope::Everything;
    QCOMPARE(reader->rows(everything)->size(), 298u);
}

void StoreRepairTest::aCheckInStepsLetsTheWriterInBetween()
{
    StoreFixture fixture;
    fixture.options.segmentSize = 2000;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 120);
    QVERIFY(Vault::segmentsIn(fixture.vault()).size() > 6);
    damage(fixture, ids[0]);
    auto reader = fixture.read();
    Cancellation never;
    QVERIFY(reader->beginVerify());
    int steps = 0;
    for (bool more = true; more; ++steps) {
        const auto step = reader->verifyStep(never);
        QVERIFY(step);
        more = *step;
        if (steps == 1) { // what is still to be checked moves, goes and comes
            fill(fixture, *store, 10, "later");
            QVERIFY(store->remove({ids[50], ids[51], ids[52], ids[90]}));
            QVERIFY(store->setFlags({ids[60]}, Flag::Starred, {}));
            QVERIFY(store->writeState());
            for (bool compacting = true; compacting;) {
                const auto compacted = store->compact(CompactionWish::Everything);
                QVERIFY(compacted);
                compacting = compacted->left > 0;
            }
        }
    }
    QVERIFY(steps > 6);
    const auto report = reader->finishVerify(never);
    QVERIFY(report);
    QVERIFY(report->damaged == std::vector<MessageId>{ids[0]});
    QVERIFY(report->unlisted.empty());
    QVERIFY2(report->problems.size() == 1, qPrintable(report->problems.join(QLatin1Char('\n'))));
    QVERIFY(!reader->finishVerify(never)); // that was all
}

void StoreRepairTest::aDamagedMessageIsNamedByItsSubject()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 3);
    damage(fixture, ids[1]);
    const VerifyReport report = verify(fixture);
    QVERIFY(!report.isWhole());
    QCOMPARE(report.damagedSummaries.size(), 1u);
    QCOMPARE(report.damagedSummaries[0].subject, QStringLiteral("Subject of m1"));
    QCOMPARE(report.damagedSummaries[0].date, 1600000000);
    QVERIFY(report.damagedSummaries[0].flags.testFlag(Flag::OnServer));
}

void StoreRepairTest::tablesThatContradictEachOtherAreMended_data()
{
    QTest::addColumn<QByteArray>("damage");
    QTest::newRow("counters") << QByteArray("UPDATE folder SET total = 77, unread = -3");
    QTest::newRow("a folder") << QByteArray("UPDATE message SET folder = 99 WHERE id % 2 = 0");
    QTest::newRow("every folder") << QByteArray("DELETE FROM folder");
    QTest::newRow("a parent") << QByteArray("UPDATE folder SET parent = 99 WHERE kind = 2");
    QTest::newRow("marks") << QByteArray(
        "UPDATE message SET flags = flags + 8 - 2 * (flags & 8) WHERE id > 3");
    QTest::newRow("tags") << QByteArray("INSERT INTO message_tag VALUES(4711, 1), (1, 99)");
    QTest::newRow("notes") << QByteArray("INSERT INTO note VALUES(4711, 'x')");
    QTest::newRow("senders") << QByteArray("DELETE FROM address");
    QTest::newRow("conversations") << QByteArray("UPDATE message SET thread = 0 WHERE id = 2");
}

void StoreRepairTest::tablesThatContradictEachOtherAreMended()
{
    QFETCH(QByteArray, damage);
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 10);
    QVERIFY(store->ensureFolders(account));
    QVERIFY(store->setTags({ids[0]}, {QStringLiteral("one")}, {}));
    QVERIFY(verify(fixture).isWhole());
    spoil(fixture, damage.constData());
    const VerifyReport report = verify(fixture);
    QVERIFY(!report.problems.isEmpty());
    QVERIFY(report.damaged.empty());
    const auto repaired = store->repair(report);
    QVERIFY2(repaired, repaired ? "" : qPrintable(repaired.error().detail));
    QVERIFY(!repaired->repaired.isEmpty());
    QVERIFY(repaired->left.isEmpty());
    const VerifyReport after = verify(fixture);
    QVERIFY2(after.isWhole(), qPrintable(after.problems.join(QLatin1Char('\n'))));
    QCOMPARE(after.messages, 10);
    QCOMPARE(fill(fixture, *store, 1, "later").size(), 1u);
    QVERIFY(verify(fixture).isWhole());
}

void StoreRepairTest::aMessageWithoutARowComesBackWithItsState()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 5);
    QVERIFY(store->setTags({ids[2]}, {QStringLiteral("mine")}, {}));
    QVERIFY(store->setFlags({ids[2]}, Flag::Starred, {}));
    QVERIFY(store->writeState());
    QVERIFY(store->setFlags({ids[0]}, Flag::Starred, {})); // not written yet
    spoil(fixture, "DELETE FROM message WHERE id = 3; DELETE FROM message_tag WHERE message = 3");
    QCOMPARE(ids[2], 3);
    const VerifyReport report = verify(fixture);
    QCOMPARE(report.unlisted.size(), 1u);
    const auto repaired = store->repair(report);
    QVERIFY(repaired);
    QCOMPARE(repaired->messagesFound, 1);
    QVERIFY(verify(fixture).isWhole());
    auto reader = fixture.read();
    const MessageSummary back = reader->summaries({ids[2]})->front();
    QCOMPARE(back.tags, QStringList(QStringLiteral("mine")));
    QVERIFY(back.flags == (Flag::Starred | Flag::OnServer));
    QVERIFY(reader->summaries({ids[0]})->front().flags.testFlag(Flag::Starred));
    QCOMPARE(store->unsummarised().value(), std::vector<MessageId>{ids[2]});
}

void StoreRepairTest::aDamagedMessageThatIsOnTheServerIsFetchedAgain()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 3);
    QVERIFY(store->setTags({ids[1]}, {QStringLiteral("stays")}, {}));
    damage(fixture, ids[1]);
    const auto repaired = store->repair(verify(fixture));
    QVERIFY(repaired);
    QCOMPARE(repaired->wanted, std::vector<MessageId>{ids[1]});
    QVERIFY(repaired->left.isEmpty());
    const LedgerEntry row = store->ledger(account)->at(1);
    QVERIFY(row.wanted);
    QVERIFY(row.state == LedgerState::Partial);
    // As the next check does it.
    NewMessage again = fixture.message("Subject: m1\r\n\r\n" + QByteArray("m1").repeated(11), "m1");
    again.replaces = ids[1];
    again.collapseEqual = true;
    QCOMPARE(StoreFixture::addAll(*store, batchOf(std::move(again))), std::vector<MessageId>{ids[1]});
    auto reader = fixture.read();
    QVERIFY(reader->raw(ids[1]));
    QCOMPARE(reader->summaries({ids[1]})->front().tags, QStringList(QStringLiteral("stays")));
    QVERIFY(!reader->summaries({ids[1]})->front().flags.testFlag(Flag::Partial));
    QVERIFY(verify(fixture).damaged.empty());
}

void StoreRepairTest::aDamagedMessageThatIsNowhereElseKeepsItsRow()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 3);
    LedgerEntry gone = store->ledger(account)->at(1);
    gone.state = LedgerState::Gone;
    gone.goneSince = 1700000000;
    QVERIFY(store->updateLedger(account, {gone}));
    damage(fixture, ids[1]);
    const auto repaired = store->repair(verify(fixture));
    QVERIFY(repaired);
    QVERIFY(repaired->wanted.empty());
    QCOMPARE(repaired->left.size(), 1);
    QVERIFY(repaired->left[0].contains(QStringLiteral("Subject of m1")));
    auto reader = fixture.read();
    QCOMPARE(reader->summaries(ids)->size(), 3u);
    QVERIFY(reader->raw(ids[1]).error().code == ErrorCode::Damaged);
    QVERIFY(!reader->summaries({ids[1]})->front().flags.testFlag(Flag::Partial));
}

void StoreRepairTest::aSecondCopyIsUsed()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 3);
    const SegmentScan::Record record = fixture.record(1, ids[1]);
    store.reset();
    // As after a compaction that was cut short: the record stands in the next segment as well.
    QByteArray bytes = StoreFixture::contents(fixture.segment(1));
    const QByteArray copy = bytes.sliced(record.offset, record.header.recordSize());
    StoreFixture::write(fixture.segment(1), bytes + copy);
    StoreFixture::flipBit(fixture.segment(1), record.offset + record.header.recordSize() - 6);
    store = fixture.open();
    const VerifyReport report = verify(fixture);
    QCOMPARE(report.damaged, std::vector<MessageId>{ids[1]});
    const auto repaired = store->repair(report);
    QVERIFY(repaired);
    QVERIFY(repaired->wanted.empty());
    QVERIFY(verify(fixture).damaged.empty());
    QVERIFY(fixture.read()->raw(ids[1]));
}

void StoreRepairTest::aCatalogueThatIsBrokenIsSaidToBe()
{
    StoreFixture fixture;
    auto store = fixture.open();
    fill(fixture, *store, 50);
    store.reset();
    // An index that does not have what its table has.
    spoil(fixture, "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = replace(sql, 'date, flags', "
                   "'flags, date') WHERE name = 'message_list'");
    store = fixture.open();
    const VerifyReport report = verify(fixture);
    QVERIFY(report.isCatalogueBroken);
    QVERIFY(!report.isWhole());
    const auto repaired = store->repair(report);
    QCOMPARE(repaired->left.size(), 1);
    QVERIFY(store->rebuildCatalogue({}));
    QVERIFY(verify(fixture).isWhole());
}

void StoreRepairTest::theCatalogueIsMadeAnewWhileOthersRead()
{
    StoreFixture fixture;
    fixture.options.segmentSize = 20000;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 300);
    const Folder made = *store->createFolder(account, QStringLiteral("made"), 0);
    QVERIFY(store->move({ids[1], ids[2]}, made.id));
    QVERIFY(store->setTags({ids[2], ids[3]}, {QStringLiteral("t")}, {}));
    QVERIFY(store->setNote(ids[4], QStringLiteral("note")));
    QVERIFY(store->remove({ids[5]}));
    QVERIFY(store->choose({{account, "m7", 0}}, ServerChoice::Keep));
    auto reader = fixture.read();
    const auto folders = reader->folders().value();
    QCOMPARE(reader->summaries({ids[2]})->front().folder, made.id);
    const Ledger ledger = store->ledger(account).value();
    spoil(fixture, "UPDATE message SET subject = 'spoilt', size = 1; DELETE FROM message WHERE id > 200");
    const auto messages = store->rebuildCatalogue({});
    QVERIFY2(messages, messages ? "" : qPrintable(messages.error().detail));
    QCOMPARE(*messages, 299);
    // The reader that was open all the time sees it.
    QCOMPARE(reader->messageCount().value(), 299);
    QVERIFY(reader->folders().value() == folders);
    QCOMPARE(reader->summaries({ids[2]})->front().folder, made.id);
    QCOMPARE(reader->summaries({ids[2]})->front().tags, QStringList(QStringLiteral("t")));
    QCOMPARE(reader->note(ids[4]).value(), QStringLiteral("note"));
    QVERIFY(store->ledger(account).value() == ledger);
    QCOMPARE(store->unsummarised()->size(), 299u);
    MessageSummary summary;
    summary.id = ids[0];
    summary.subject = QStringLiteral("read again");
    QVERIFY(store->setSummaries({summary}));
    QCOMPARE(reader->summaries({ids[0]})->front().subject, summary.subject);
    // And the store works as before.
    QVERIFY(fill(fixture, *store, 3, "later").at(0) > ids.back());
    QVERIFY(store->setTags({ids[0]}, {QStringLiteral("t")}, {}));
    QVERIFY(store->remove({ids[0]}));
    QVERIFY(verify(fixture).isWhole());
    QVERIFY(!QFile::exists(fixture.catalogue() + QStringLiteral(".rebuilt")));
    reader.reset();
    store.reset();
    store = fixture.open();
    QVERIFY(store);
    QVERIFY(verify(fixture).isWhole());
}

void StoreRepairTest::aRebuildThatIsCancelledChangesNothing()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 100);
    Cancellation cancelled;
    cancelled.cancel();
    StoreOptions options;
    options.cancellation = &cancelled;
    const auto messages = store->rebuildCatalogue(options);
    QVERIFY(!messages);
    QVERIFY(messages.error().code == ErrorCode::Cancelled);
    QCOMPARE(store->unsummarised()->size(), 0u);
    QVERIFY(store->setTags({ids[0]}, {QStringLiteral("t")}, {}));
    QVERIFY(verify(fixture).isWhole());
    QCOMPARE(QDir(fixture.path()).entryList({QStringLiteral("*rebuilt*")}).size(), 0);
}

QTEST_GUILESS_MAIN(StoreRepairTest)
#include "StoreRepairTest.moc"
