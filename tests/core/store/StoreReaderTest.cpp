// SPDX-License-Identifier: GPL-3.0-or-later
#include "Database.h"
#include "RecordHeader.h"
#include "StoreFixture.h"

class StoreReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReaderSeesWhatIsWrittenLater();
    void rowsAreSortedAsAsked_data();
    void rowsAreSortedAsAsked();
    void scopesLeaveTrashAndJunkOut();
    void anEmptyFolderHasNoRows();
    void aFlippedBitIsDamageAndVerifyNamesIt();
    void verifyNamesMissingSegments();
    void verifyFindsRecordsWithoutRows();
    void verifyCanBeCancelled();
    void aSinkCanStopTheStream();
    void equalMessagesAreKeptOnce();
    void equalMessagesOfOneBatchAreKeptOnce();
};

void StoreReaderTest::aReaderSeesWhatIsWrittenLater()
{
    StoreFixture fixture;
    auto store = fixture.open();
    auto reader = fixture.read();
    QVERIFY(reader);
    QCOMPARE(reader->messageCount().value(), 0);
    QCOMPARE(reader->folders()->size(), 0u);
    const auto ids = StoreFixture::addAll(*store, batchOf(fixture.message("a", "a")));
    QCOMPARE(reader->messageCount().value(), 1);
    QCOMPARE(reader->raw(ids[0]).value(), QByteArray("a"));
    QCOMPARE(reader->folders()->front().unread, 1);
    QCOMPARE(reader->ledger(2)->size(), 1u);
    QVERIFY(store->setFlags(ids, Flag::Read, {}));
    QCOMPARE(reader->folders()->front().unread, 0);
    QVERIFY(store->checkpoint());
    const auto more = StoreFixture::addAll(*store, batchOf(fixture.message("b", "b")));
    QCOMPARE(reader->raw(more[0]).value(), QByteArray("b"));
    // The store may be closed and opened under a reader.
    store.reset();
    QCOMPARE(reader->messageCount().value(), 2);
    store = fixture.open();
    StoreFixture::addAll(*store, batchOf(fixture.message("c", "c")));
    QCOMPARE(reader->messageCount().value(), 3);
}

namespace
{
NewMessage sortable(const StoreFixture &fixture, int size, qint64 date, const char *name, const char *subject)
{
    NewMessage message = fixture.message(QByteArray(size, 'x'), QByteArray::number(date) + subject);
    message.summary.date = date;
    message.summary.subject = QString::fromUtf8(subject);
    message.summary.from = {QString::fromUtf8(name), QStringLiteral("x@example.org")};
    return message;
}
} // namespace

void StoreReaderTest::rowsAreSortedAsAsked_data()
{
    QTest::addColumn<ListQuery::Sort>("sort");
    QTest::addColumn<std::vector<MessageId>>("ascending");
    QTest::newRow("date") << ListQuery::Sort::Date << std::vector<MessageId>{3, 1, 4, 2};
    // Letters are folded, not collated: ä stands behind z.
    QTest::newRow("sender") << ListQuery::Sort::Sender << std::vector<MessageId>{3, 4, 1, 2};
    QTest::newRow("subject") << ListQuery::Sort::Subject << std::vector<MessageId>{1, 4, 3, 2};
    QTest::newRow("size") << ListQuery::Sort::Size << std::vector<MessageId>{2, 3, 1, 4};
}

void StoreReaderTest::rowsAreSortedAsAsked()
{
    QFETCH(ListQuery::Sort, sort);
    QFETCH(std::vector<MessageId>, ascending);
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = StoreFixture::addAll(*store, batchOf(sortable(fixture, 30, 200, "zoe", "apple"),
                                                          sortable(fixture, 10, 300, "Ärmel", "Zebra"),
                                                          sortable(fixture, 20, 100, "anna", "mango"),
                                                          sortable(fixture, 30, 200, "Anna", "APPLE")));
    QCOMPARE(ids, (std::vector<MessageId>{1, 2, 3, 4}));
    auto reader = fixture.read();
    ListQuery query;
    query.scope = ListQuery::Scope::Folder;
    query.folder = reader->folders()->front().id;
    query.sort = sort;
    query.descending = false;
    auto idsOf = [&] {
        std::vector<MessageId> rows;
        const auto found = reader->rows(query).value();
        for (const MessageRow &row : found)
            rows.push_back(row.id);
        return rows;
    };
    QCOMPARE(idsOf(), ascending);
    query.descending = true;
    std::reverse(ascending.begin(), ascending.end());
    QCOMPARE(idsOf(), ascending);
    const MessageRow row = reader->rows(query)->front();
    QVERIFY(row == (MessageRow{ascending.front(), reader->summaries({row.id})->front().date, Flag::OnServer,
                               reader->summaries({row.id})->front().thread}));
}

void StoreReaderTest::scopesLeaveTrashAndJunkOut()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto folders = store->ensureFolders(2).value();
    const auto ids =
        StoreFixture::addAll(*store, batchOf(fixture.message("0", "0"), fixture.message("1", "1"),
                                             fixture.message("2", "2"), fixture.message("3", "3"),
                                             fixture.message("4", "4", 3), fixture.message("5", "5", 3)));
    QVERIFY(store->move({ids[1]}, folders[1].id));
    QVERIFY(store->move({ids[2]}, folders[2].id));
    QVERIFY(store->move({ids[3]}, folders[3].id));
    QVERIFY(store->setFlags({ids[0], ids[1], ids[2], ids[3], ids[5]}, Flag::Starred, {}));
    QVERIFY(store->setFlags({ids[0]}, Flag::Read, {}));
    auto reader = fixture.read();
    auto idsOf = [&](ListQuery::Scope scope) {
        ListQuery query;
        query.scope = scope;
        query.descending = false;
        std::vector<MessageId> rows;
        const auto found = reader->rows(query).value();
        for (const MessageRow &row : found)
            rows.push_back(row.id);
        return rows;
    };
    using Scope = ListQuery::Scope;
    QCOMPARE(idsOf(Scope::AllInboxes), (std::vector<MessageId>{ids[0], ids[4], ids[5]}));
    QCOMPARE(idsOf(Scope::Everything), (std::vector<MessageId>{ids[0], ids[1], ids[4], ids[5]}));
    QCOMPARE(idsOf(Scope::Unread), (std::vector<MessageId>{ids[1], ids[4], ids[5]}));
    QCOMPARE(idsOf(Scope::Starred), (std::vector<MessageId>{ids[0], ids[1], ids[5]}));
}

void StoreReaderTest::anEmptyFolderHasNoRows()
{
    StoreFixture fixture;
    auto store = fixture.open();
    ListQuery query;
    query.scope = ListQuery::Scope::Folder;
    query.folder = 99;
    QVERIFY(fixture.read()->rows(query)->empty());
    const auto raw = fixture.read()->raw(1);
    QVERIFY(!raw);
    QVERIFY(raw.error().code == ErrorCode::NotFound);
}

// Each byte of a record in turn: whatever it hits, that message alone is named.
void StoreReaderTest::aFlippedBitIsDamageAndVerifyNamesIt()
{
    StoreFixture fixture;
    auto store = fixture.open();
    std::vector<MessageId> ids;
    std::vector<qint64> ends;
    for (const QByteArray name : {"a", "b", "c"}) {
        ids.push_back(StoreFixture::addAll(*store, batchOf(fixture.message("body of " + name, name))).at(0));
        ends.push_back(QFile(fixture.segment(1)).size());
    }
    auto reader = fixture.read();
    Cancellation never;
    // The bit that is flipped here has no meaning in a zstd frame's descriptor (RFC 8878 §3.1.1.1.1.3).
    const qint64 descriptor = ends[0] + RecordHeader::fixedSize + 1 + 16 + RecordHeader::checksumSize + 4;
    for (qint64 offset = ends[0]; offset < ends[1]; ++offset) {
        if (offset == descriptor)
            continue;
        StoreFixture::flipBit(fixture.segment(1), offset);
        const auto report = fixture.read()->verify({}, never);
        QVERIFY(report);
        QCOMPARE(report->damaged, std::vector<MessageId>{ids[1]});
        QCOMPARE(report->messages, 2);
        const auto raw = reader->raw(ids[1]);
        QVERIFY(!raw);
        QVERIFY(raw.error().code == ErrorCode::Damaged);
        QCOMPARE(reader->raw(ids[0]).value(), QByteArray("body of a"));
        QCOMPARE(reader->raw(ids[2]).value(), QByteArray("body of c"));
        StoreFixture::flipBit(fixture.segment(1), offset);
    }
    const auto report = fixture.read()->verify({}, never);
    QVERIFY(report->damaged.empty());
    QVERIFY(report->problems.isEmpty());
    QCOMPARE(report->bytes, 27);
}

void StoreReaderTest::verifyNamesMissingSegments()
{
    StoreFixture fixture;
    fixture.options.segmentSize = 500;
    auto store = fixture.open();
    std::vector<NewMessage> batch;
    for (int i = 0; i < 8; ++i)
        batch.push_back(fixture.message("m", "u" + QByteArray::number(i)));
    const auto ids = StoreFixture::addAll(*store, std::move(batch));
    QVERIFY(Vault::segmentsIn(fixture.vault()).size() >= 3);
    QVERIFY(QFile::remove(fixture.segment(2)));
    Cancellation never;
    auto reader = fixture.read();
    const auto report = reader->verify({}, never);
    QVERIFY(report);
    QVERIFY(!report->damaged.empty());
    QCOMPARE(report->messages + qint64(report->damaged.size()), 8);
    for (const MessageId id : report->damaged)
        QVERIFY(reader->raw(id).error().code == ErrorCode::Damaged);
    QVERIFY(report->problems.front().contains(QStringLiteral("000002.seg")));
}

void StoreReaderTest::verifyFindsRecordsWithoutRows()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids =
        StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"), fixture.message("b", "b")));
    {
        SQLite::Database other(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
        other.exec("DELETE FROM message WHERE id = " + std::to_string(ids[0]));
    }
    Cancellation never;
    const auto report = fixture.read()->verify({}, never);
    QVERIFY(report->damaged.empty());
    QCOMPARE(report->problems.size(), 2); // the other is the folder's counter
    QVERIFY(report->problems[0].contains(QStringLiteral("message %1 is not in the catalogue").arg(ids[0])));
}

void StoreReaderTest::verifyCanBeCancelled()
{
    StoreFixture fixture;
    auto store = fixture.open();
    StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"), fixture.message("b", "b")));
    Cancellation cancellation;
    qint64 last = 0, inAll = 0;
    auto stopping = [&](qint64 done, qint64 all) {
        last = done;
        inAll = all;
        cancellation.cancel();
    };
    const auto report = fixture.read()->verify(stopping, cancellation);
    QVERIFY(!report);
    QVERIFY(report.error().code == ErrorCode::Cancelled);
    QCOMPARE(inAll, QFile(fixture.segment(1)).size());
    QVERIFY(last > 0 && last < inAll);
}

void StoreReaderTest::aSinkCanStopTheStream()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = StoreFixture::addAll(*store, batchOf(fixture.message(QByteArray(3000000, 'a'), "a")));
    auto reader = fixture.read();
    int pieces = 0;
    const auto streamed = reader->rawTo(ids[0], [&](QByteArrayView) -> Result<void> {
        if (++pieces == 3)
            return failure(ErrorCode::DiskFull);
        return {};
    });
    QVERIFY(!streamed);
    QVERIFY(streamed.error().code == ErrorCode::DiskFull);
    QCOMPARE(pieces, 3);
    QCOMPARE(reader->raw(ids[0])->size(), 3000000);
}

void StoreReaderTest::equalMessagesAreKeptOnce()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids =
        StoreFixture::addAll(*store, batchOf(fixture.message("same", "old"), fixture.message("x", "x")));
    Ledger gone = store->ledger(2).value();
    for (LedgerEntry &entry : gone)
        entry.state = LedgerState::Gone;
    QVERIFY(store->updateLedger(2, gone));
    const qint64 size = QFile(fixture.segment(1)).size();

    NewMessage same = fixture.message("same", "new"), other = fixture.message("same", "new", 3),
               wanted = fixture.message("same", "kept twice");
    same.collapseEqual = true;
    other.collapseEqual = true; // of another account: a message of its own
    auto stored = store->add(batchOf(std::move(same)));
    QVERIFY(stored);
    QVERIFY(stored->empty());
    QCOMPARE(QFile(fixture.segment(1)).size(), size);
    QCOMPARE(StoreFixture::addAll(*store, batchOf(std::move(other), std::move(wanted))).size(), 2u);
    auto reader = fixture.read();
    QCOMPARE(reader->messageCount().value(), 4);
    const Ledger ledger = reader->ledger(2).value();
    QCOMPARE(ledger.size(), 4u);
    for (const LedgerEntry &entry : ledger)
        if (entry.uidl == "new")
            QCOMPARE(entry.message, ids[0]);
    QVERIFY(reader->summaries({ids[0]})->front().flags.testFlag(Flag::OnServer));
    QCOMPARE(reader->folders()->front().total, 3);
}

void StoreReaderTest::equalMessagesOfOneBatchAreKeptOnce()
{
    StoreFixture fixture;
    auto store = fixture.open();
    NewMessage first = fixture.message("same", "u"), second = fixture.message("same", "u");
    first.collapseEqual = second.collapseEqual = true;
    second.ledger.occurrence = 1;
    const auto ids = StoreFixture::addAll(*store, batchOf(std::move(first), std::move(second)));
    QCOMPARE(ids.size(), 1u);
    const Ledger ledger = store->ledger(2).value();
    QCOMPARE(ledger.size(), 2u);
    QCOMPARE(ledger[0].message, ids[0]);
    QCOMPARE(ledger[1].message, ids[0]);
    QCOMPARE(ledger[1].occurrence, 1);
}

QTEST_GUILESS_MAIN(StoreReaderTest)
#include "StoreReaderTest.moc"
