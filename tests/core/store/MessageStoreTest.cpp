// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreFixture.h"

#include <QProcess>
#include <QStandardPaths>

class MessageStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void messagesComeBackByteForByte_data();
    void messagesComeBackByteForByte();
    void longMessagesGoThroughTheSpool();
    void summariesComeBackWhole();
    void aReopenedStoreHasEverything();
    void idsAreNeverGivenTwice();
    void aBatchWithABadMessageStoresNone();
    void anUnknownFolderStoresNothing();
    void countersFollowEveryChange();
    void movingToAnUnknownFolderChangesNothing();
    void verifyStoredNoticesAFlippedBit();
    void onServerIsWhatTheLedgerSays();
    void answersJoinTheThread();
    void theVaultIsAPlainZstdStream();
};

void MessageStoreTest::messagesComeBackByteForByte_data()
{
    QTest::addColumn<QByteArray>("raw");
    QByteArray every;
    for (int value = 0; value < 256; ++value)
        every.append(static_cast<char>(value));
    QByteArray noise(100000, Qt::Uninitialized);
    quint32 state = 1;
    for (char &byte : noise)
        byte = static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("one NUL") << QByteArray(1, '\0');
    QTest::newRow("every value") << every;
    QTest::newRow("no line end") << QByteArray("Subject: x\r\n\r\nlast line");
    QTest::newRow("bare LF and CR") << QByteArray("a\nb\rc\r\n\r\n.\r\n..\r\n");
    QTest::newRow("incompressible") << noise;
    QTest::newRow("one piece") << QByteArray(1024 * 1024, 'p');
    QTest::newRow("one piece and a byte") << QByteArray(1024 * 1024 + 1, 'p');
}

void MessageStoreTest::messagesComeBackByteForByte()
{
    QFETCH(QByteArray, raw);
    StoreFixture fixture;
    auto store = fixture.open();
    QVERIFY(store);
    const auto ids = fixture.addAll(*store, batchOf(fixture.message(raw, "u1")));
    QCOMPARE(ids.size(), 1u);
    auto reader = fixture.read();
    QCOMPARE(reader->raw(ids[0]).value(), raw);
    const auto summaries = reader->summaries(ids);
    QCOMPARE(summaries->front().size, raw.size());
    QCOMPARE(summaries->front().sha256, Sha256::of(raw));
    QVERIFY(store->verifyStored(ids));
}

void MessageStoreTest::longMessagesGoThroughTheSpool()
{
    StoreFixture fixture;
    fixture.options.segmentSize = 8 * 1024 * 1024;
    QByteArray raw(30 * 1024 * 1024, Qt::Uninitialized);
    quint64 state = 42;
    for (char &byte : raw) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        byte = static_cast<char>(state >> 56);
    }
    NewMessage message = fixture.message(raw, "long");
    QVERIFY(message.record.spool);
    QVERIFY(message.record.payload.isEmpty());
    auto store = fixture.open();
    const auto ids = fixture.addAll(
        *store, batchOf(fixture.message("before", "a"), std::move(message), fixture.message("after", "b")));
    QCOMPARE(ids.size(), 3u);
    auto reader = fixture.read();
    Sha256 hash;
    qint64 size = 0;
    QVERIFY(reader->rawTo(ids[1], [&](QByteArrayView piece) -> Result<void> {
        hash.add(piece);
        size += piece.size();
        return {};
    }));
    QCOMPARE(size, raw.size());
    QCOMPARE(hash.finish(), Sha256::of(raw));
    QCOMPARE(reader->raw(ids[2]).value(), QByteArray("after"));
    // A record is never split, and the segment that it fills is not written to again.
    QCOMPARE(Vault::segmentsIn(fixture.vault()), (std::vector<int>{1, 2, 3}));
    QVERIFY(QDir(MessageStore::spoolDirectory(fixture.path())).isEmpty());
}

void MessageStoreTest::summariesComeBackWhole()
{
    StoreFixture fixture;
    auto store = fixture.open();
    NewMessage message = fixture.message("raw", QByteArray("id\xFF\x01 odd", 8));
    message.summary.subject = QStringLiteral("Grüße 漢字 \U0001F600");
    message.summary.to = {
        {QStringLiteral("Bé, \"Q\""), QStringLiteral("b@x")}, {{}, QStringLiteral("c@y")}, {}};
    message.summary.preview = QStringLiteral("Hello,\tyou");
    message.summary.messageId = "m1@x";
    message.summary.inReplyTo = "m0@x";
    message.summary.references = {"r1@x", "m0@x"};
    message.summary.dateSource = DateSource::Repaired;
    message.summary.flags = Flag::HasAttachment | Flag::Starred;
    const auto stored = store->add(batchOf(std::move(message)));
    QVERIFY(stored);
    const MessageSummary &summary = stored->front();
    QVERIFY(summary.id > 0 && summary.folder > 0 && summary.thread > 0);
    QCOMPARE(summary.received, 1700000000);
    QVERIFY(summary.flags == (Flag::HasAttachment | Flag::Starred | Flag::OnServer));
    const auto read = fixture.read()->summaries({summary.id, 999, summary.id});
    QCOMPARE(read->size(), 2u);
    QVERIFY(read->front() == summary);
}

void MessageStoreTest::aReopenedStoreHasEverything()
{
    StoreFixture fixture;
    std::vector<MessageId> ids;
    Ledger ledger;
    {
        auto store = fixture.open();
        for (int batch = 0; batch < 5; ++batch) {
            std::vector<NewMessage> messages;
            for (int i = 0; i < 20; ++i)
                messages.push_back(fixture.message("body " + QByteArray::number(batch * 20 + i),
                                                   "u" + QByteArray::number(batch * 20 + i)));
            for (const MessageId id : fixture.addAll(*store, std::move(messages)))
                ids.push_back(id);
        }
        ledger = store->ledger(2).value();
    }
    auto store = fixture.open();
    QCOMPARE(store->unsummarised()->size(), 0u);
    QVERIFY(store->ledger(2).value() == ledger);
    QCOMPARE(ledger.size(), 100u);
    auto reader = fixture.read();
    QCOMPARE(reader->messageCount().value(), 100);
    for (size_t i = 0; i < ids.size(); ++i)
        QCOMPARE(reader->raw(ids[i]).value(), "body " + QByteArray::number(i));
    QVERIFY(store->verifyStored(ids));
}

void MessageStoreTest::idsAreNeverGivenTwice()
{
    StoreFixture fixture;
    MessageId last = 0;
    for (int round = 0; round < 4; ++round) {
        auto store = fixture.open();
        const auto ids = fixture.addAll(*store, batchOf(fixture.message("a"), fixture.message("b")));
        QCOMPARE(ids.size(), 2u);
        QVERIFY(ids[0] > last);
        QVERIFY(ids[1] > ids[0]);
        last = ids[1];
    }
}

void MessageStoreTest::aBatchWithABadMessageStoresNone()
{
    StoreFixture fixture;
    auto store = fixture.open();
    NewMessage bad = fixture.message("bad", "b");
    bad.record.payload.chop(1);
    const auto stored = store->add(batchOf(fixture.message("good", "g"), std::move(bad)));
    QVERIFY(!stored);
    QVERIFY(stored.error().code == ErrorCode::InvalidArgument);
    QCOMPARE(store->ledger(2)->size(), 0u);
    QCOMPARE(fixture.read()->messageCount().value(), 0);
}

void MessageStoreTest::anUnknownFolderStoresNothing()
{
    StoreFixture fixture;
    auto store = fixture.open();
    NewMessage message = fixture.message("x", "u");
    message.folder = 77;
    const auto stored = store->add(batchOf(std::move(message)));
    QVERIFY(!stored);
    QVERIFY(stored.error().code == ErrorCode::NotFound);
    QCOMPARE(fixture.read()->messageCount().value(), 0);
}

void MessageStoreTest::countersFollowEveryChange()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto folders = store->ensureFolders(2).value();
    QCOMPARE(folders.size(), 4u);
    QVERIFY(store->ensureFolders(2).value() == folders);
    const FolderId inbox = folders[0].id, trash = folders[3].id;
    auto counters = [&](FolderId id) {
        const auto all = fixture.read()->folders().value();
        for (const Folder &folder : all)
            if (folder.id == id)
                return std::pair(folder.total, folder.unread);
        return std::pair(-1, -1);
    };
    NewMessage known = fixture.message("c", "c");
    known.summary.flags = Flag::Read;
    const auto ids = fixture.addAll(
        *store, batchOf(fixture.message("a", "a"), fixture.message("b", "b"), std::move(known)));
    QCOMPARE(counters(inbox), std::pair(3, 2));
    QVERIFY(store->setFlags({ids[0], ids[2], 4711}, Flag::Read | Flag::Starred, {}));
    QCOMPARE(counters(inbox), std::pair(3, 1));
    QVERIFY(store->move({ids[0], ids[1]}, trash));
    QVERIFY(store->move({ids[1]}, trash));
    QCOMPARE(counters(inbox), std::pair(1, 0));
    QCOMPARE(counters(trash), std::pair(2, 1));
    QVERIFY(store->setFlags(ids, {}, Flag::Read));
    QCOMPARE(counters(inbox), std::pair(1, 1));
    QCOMPARE(counters(trash), std::pair(2, 2));
    QVERIFY(fixture.read()->summaries({ids[0]})->front().flags == (Flag::Starred | Flag::OnServer));
}

void MessageStoreTest::movingToAnUnknownFolderChangesNothing()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = fixture.addAll(*store, batchOf(fixture.message("a", "a")));
    const auto before = fixture.read()->summaries(ids).value();
    const auto moved = store->move(ids, 4711);
    QVERIFY(!moved);
    QVERIFY(moved.error().code == ErrorCode::NotFound);
    QVERIFY(fixture.read()->summaries(ids).value() == before);
}

void MessageStoreTest::verifyStoredNoticesAFlippedBit()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = fixture.addAll(*store, batchOf(fixture.message(QByteArray(500, 'a'), "a"),
                                                    fixture.message(QByteArray(500, 'b'), "b")));
    StoreFixture::flipBit(fixture.segment(1), QFile(fixture.segment(1)).size() - 6);
    QVERIFY(store->verifyStored({ids[0]}));
    const auto verified = store->verifyStored(ids);
    QVERIFY(!verified);
    QVERIFY(verified.error().code == ErrorCode::Damaged);
    const auto missing = store->verifyStored({4711});
    QVERIFY(!missing);
    QVERIFY(missing.error().code == ErrorCode::NotFound);
}

void MessageStoreTest::onServerIsWhatTheLedgerSays()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = fixture.addAll(*store, batchOf(fixture.message("a", "a"), fixture.message("imported")));
    auto onServer = [&](MessageId id) {
        return fixture.read()->summaries({id})->front().flags.testFlag(Flag::OnServer);
    };
    QVERIFY(onServer(ids[0]));
    QVERIFY(!onServer(ids[1]));
    Ledger ledger = store->ledger(2).value();
    QCOMPARE(ledger.size(), 1u);
    ledger[0].state = LedgerState::DeleteSent;
    QVERIFY(store->updateLedger(2, ledger));
    QVERIFY(onServer(ids[0]));
    ledger[0].state = LedgerState::Gone;
    ledger[0].goneSince = 1700000999;
    QVERIFY(store->updateLedger(2, ledger));
    QVERIFY(!onServer(ids[0]));
    QVERIFY(store->ledger(2).value() == ledger);
    QVERIFY(store->setFlags(ids, Flag::OnServer, {}));
    QVERIFY(!onServer(ids[0]));
    ledger[0].state = LedgerState::Stored;
    ledger[0].message = ids[1];
    QVERIFY(store->updateLedger(2, ledger));
    QVERIFY(onServer(ids[1]));
    QVERIFY(!onServer(ids[0]));
}

void MessageStoreTest::answersJoinTheThread()
{
    StoreFixture fixture;
    auto store = fixture.open();
    NewMessage first = fixture.message("1", "1"), answer = fixture.message("2", "2"),
               other = fixture.message("3", "3"), later = fixture.message("4", "4");
    first.summary.messageId = "first@x";
    answer.summary.messageId = "answer@x";
    answer.summary.inReplyTo = "first@x";
    other.summary.messageId = "other@x";
    later.summary.references = {"first@x", "answer@x", "lost@x"};
    const auto stored =
        store->add(batchOf(std::move(first), std::move(answer), std::move(other), std::move(later)));
    QVERIFY(stored);
    QCOMPARE((*stored)[1].thread, (*stored)[0].thread);
    QVERIFY((*stored)[2].thread != (*stored)[0].thread);
    QCOMPARE((*stored)[3].thread, (*stored)[0].thread);
}

void MessageStoreTest::theVaultIsAPlainZstdStream()
{
    const QString zstd = QStandardPaths::findExecutable(QStringLiteral("zstd"));
    if (zstd.isEmpty())
        QSKIP("there is no zstd command here");
    StoreFixture fixture;
    fixture.options.segmentSize = 4000;
    QByteArray all;
    {
        auto store = fixture.open();
        for (int i = 0; i < 50; ++i) {
            const QByteArray raw = Sha256::of(QByteArray::number(i)).repeated(i % 7).toHex() + '\n';
            all += raw;
            QCOMPARE(
                fixture.addAll(*store, batchOf(fixture.message(raw, "u" + QByteArray::number(i)))).size(),
                1u);
        }
    }
    QStringList arguments{QStringLiteral("-dc")};
    for (const int number : Vault::segmentsIn(fixture.vault()))
        arguments.append(fixture.segment(number));
    QVERIFY(arguments.size() > 3);
    QProcess process;
    process.start(zstd, arguments);
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(process.readAllStandardOutput(), all);
}

QTEST_GUILESS_MAIN(MessageStoreTest)
#include "MessageStoreTest.moc"
