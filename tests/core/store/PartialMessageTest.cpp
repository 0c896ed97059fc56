// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreFixture.h"

#include "Database.h"

class PartialMessageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPartialMessageIsMarked();
    void theUserCannotMarkAMessagePartial();
    void theWholeMessageTakesItsPlace();
    void aMessageThatIsGoneIsReplacedByANewOne();
    void aWholeMessageIsNeverReplaced();
    void anEqualMessageMakesThePartialOneGo();
    void partialMessagesAreNeverEqual();
    void aRebuildFindsTheWholeOne();
    void aCrashBeforeTheCatalogueLosesNothing();
    void aDamagedWholeOneLeavesThePartialOne();
    void anErrorLeavesThePartialMessage();
};

namespace
{
const QByteArray beginning = "Subject: x\r\n\r\nfirst line\r\n";
const QByteArray whole = beginning + QByteArray("the rest\r\n").repeated(50);

NewMessage partialOf(const StoreFixture &fixture, const QByteArray &uidl)
{
    NewMessage message = fixture.message(beginning, uidl);
    message.partial = true;
    message.ledger.listedSize = whole.size();
    return message;
}

NewMessage wholeOf(const StoreFixture &fixture, const QByteArray &uidl, MessageId replaces)
{
    NewMessage message = fixture.message(whole, uidl);
    message.summary.subject = QStringLiteral("The whole");
    message.summary.flags = Flag::HasAttachment;
    message.ledger.listedSize = whole.size();
    message.replaces = replaces;
    return message;
}

MessageSummary summaryOf(const StoreFixture &fixture, MessageId id)
{
    const auto found = fixture.read()->summaries({id}).value();
    return found.empty() ? MessageSummary() : found.front();
}

qint64 deadBytes(const StoreFixture &fixture)
{
    SQLite::Database file(fixture.catalogue().toStdString());
    return file.execAndGet("SELECT sum(dead_bytes) FROM segment").getInt64();
}

void verifyClean(const StoreFixture &fixture, int messages)
{
    Cancellation never;
    const auto report = fixture.read()->verify({}, never);
    QVERIFY2(report->problems.isEmpty(), qPrintable(report->problems.join(QLatin1Char('\n'))));
    QCOMPARE(report->messages, messages);
}
} // namespace

void PartialMessageTest::aPartialMessageIsMarked()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = StoreFixture::addAll(*store, batchOf(partialOf(fixture, "p")));
    QVERIFY(summaryOf(fixture, ids[0]).flags == (Flag::Partial | Flag::OnServer));
    const LedgerEntry entry = store->ledger(2)->at(0);
    QVERIFY(entry.state == LedgerState::Partial);
    QCOMPARE(entry.message, ids[0]);
    const auto rows = fixture.read()->rows({}).value();
    QVERIFY(rows.at(0).flags.testFlag(Flag::Partial));
    const auto onServer = fixture.read()->serverMessages(2).value();
    QVERIFY(onServer.at(0).state == ServerMessage::State::Partial);
}

void PartialMessageTest::theUserCannotMarkAMessagePartial()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids =
        StoreFixture::addAll(*store, batchOf(partialOf(fixture, "p"), fixture.message("w", "w")));
    QVERIFY(store->setFlags({ids[1]}, Flag::Partial, {}));
    QVERIFY(store->setFlags({ids[0]}, Flag::Read, Flag::Partial | Flag::OnServer));
    QVERIFY(summaryOf(fixture, ids[0]).flags == (Flag::Partial | Flag::OnServer | Flag::Read));
    QVERIFY(summaryOf(fixture, ids[1]).flags == Flag::OnServer);
}

void PartialMessageTest::theWholeMessageTakesItsPlace()
{
    StoreFixture fixture;
    auto store = fixture.open();
    NewMessage first = partialOf(fixture, "p");
    first.summary.messageId = "p@x";
    const MessageId id = StoreFixture::addAll(*store, batchOf(std::move(first))).at(0);
    const MessageId other = StoreFixture::addAll(*store, batchOf(fixture.message("o", "o"))).at(0);
    const FolderId archive = store->ensureFolders(2)->at(1).id;
    QVERIFY(store->setFlags({id}, Flag::Read | Flag::Starred, {}));
    QVERIFY(store->move({id}, archive));
    QVERIFY(store->choose({{2, "p", 0}}, ServerChoice::Keep));
    QVERIFY(store->want({{2, "p", 0}}));
    const MessageSummary before = summaryOf(fixture, id);
    const auto folders = fixture.read()->folders().value();
    QCOMPARE(deadBytes(fixture), 0);

    NewMessage second = wholeOf(fixture, "p", id);
    second.summary.messageId = "p@x";
    second.ledger.trouble = QStringLiteral("cut: before");
    const auto stored = store->add(batchOf(std::move(second)));
    QVERIFY(stored);
    QCOMPARE(stored->front().id, id);
    const MessageSummary after = summaryOf(fixture, id);
    QVERIFY(after == stored->front());
    QVERIFY(after.flags == (Flag::Read | Flag::Starred | Flag::OnServer | Flag::HasAttachment));
    QCOMPARE(after.folder, archive);
    QCOMPARE(after.thread, before.thread);
    QCOMPARE(after.subject, QStringLiteral("The whole"));
    QCOMPARE(after.size, whole.size());
    QVERIFY(fixture.read()->folders().value() == folders);
    QCOMPARE(fixture.read()->raw(id).value(), whole);
    QVERIFY(store->verifyStored({id, other}));
    const LedgerEntry entry = store->ledger(2)->at(1);
    QCOMPARE(entry.uidl, QByteArray("p"));
    QVERIFY(entry.state == LedgerState::Stored);
    QVERIFY(entry.choice == ServerChoice::Keep);
    QVERIFY(!entry.wanted && entry.trouble.isEmpty());
    QCOMPARE(entry.message, id);
    QVERIFY(deadBytes(fixture) > 100);
    verifyClean(fixture, 2);
}

void PartialMessageTest::aMessageThatIsGoneIsReplacedByANewOne()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const MessageId id = StoreFixture::addAll(*store, batchOf(partialOf(fixture, "p"))).at(0);
    QVERIFY(store->remove({id}));
    const auto ids = StoreFixture::addAll(*store, batchOf(wholeOf(fixture, "p", id)));
    QCOMPARE(ids.size(), 1u);
    QVERIFY(ids[0] > id);
    QCOMPARE(store->ledger(2)->at(0).message, ids[0]);
    verifyClean(fixture, 1);
}

void PartialMessageTest::aWholeMessageIsNeverReplaced()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const MessageId id = StoreFixture::addAll(*store, batchOf(partialOf(fixture, "p"))).at(0);
    QCOMPARE(StoreFixture::addAll(*store, batchOf(wholeOf(fixture, "p", id))).at(0), id);
    // Fetched a second time: nothing is kept twice.
    QVERIFY(StoreFixture::addAll(*store, batchOf(wholeOf(fixture, "p", id))).empty());
    QCOMPARE(fixture.read()->messageCount().value(), 1);
    // Other bytes under the same name are another message.
    NewMessage different = fixture.message("other bytes", "p");
    different.replaces = id;
    const auto ids = StoreFixture::addAll(*store, batchOf(std::move(different)));
    QVERIFY(ids.at(0) > id);
    QCOMPARE(fixture.read()->raw(id).value(), whole);
}

void PartialMessageTest::anEqualMessageMakesThePartialOneGo()
{
    StoreFixture fixture;
    MessageId original = 0, id = 0;
    {
        auto store = fixture.open();
        original = StoreFixture::addAll(*store, batchOf(fixture.message(whole, "first"))).at(0);
        id = StoreFixture::addAll(*store, batchOf(partialOf(fixture, "second"))).at(0);
        QVERIFY(store->setFlags({id}, Flag::Starred, {}));
        NewMessage message = wholeOf(fixture, "second", id);
        message.collapseEqual = true;
        QVERIFY(StoreFixture::addAll(*store, batchOf(std::move(message))).empty());
        const Ledger rows = store->ledger(2).value();
        for (const LedgerEntry &entry : rows) {
            QCOMPARE(entry.message, original);
            QVERIFY(entry.state == LedgerState::Stored);
        }
        QCOMPARE(fixture.read()->messageCount().value(), 1);
        QCOMPARE(fixture.read()->folders()->at(0).total, 1);
        QVERIFY(summaryOf(fixture, original).flags.testFlag(Flag::Starred));
        verifyClean(fixture, 1);
    }
    QVERIFY(QFile::remove(fixture.catalogue()));
    auto store = fixture.open();
    QCOMPARE(store->unsummarised().value(), std::vector<MessageId>{original});
    verifyClean(fixture, 1);
}

void PartialMessageTest::partialMessagesAreNeverEqual()
{
    StoreFixture fixture;
    auto store = fixture.open();
    NewMessage a = partialOf(fixture, "a"), b = partialOf(fixture, "b"), c = fixture.message(beginning, "c");
    a.collapseEqual = b.collapseEqual = c.collapseEqual = true;
    QCOMPARE(StoreFixture::addAll(*store, batchOf(std::move(a), std::move(b), std::move(c))).size(), 3u);
    NewMessage later = partialOf(fixture, "d");
    later.collapseEqual = true;
    QCOMPARE(StoreFixture::addAll(*store, batchOf(std::move(later))).size(), 1u);
    // A beginning that turns out to be all there is becomes whole, and stays that after a rebuild.
    const MessageId id = store->ledger(2)->at(3).message;
    NewMessage same = fixture.message(beginning, "d");
    same.replaces = id;
    QCOMPARE(StoreFixture::addAll(*store, batchOf(std::move(same))).at(0), id);
    QVERIFY(!summaryOf(fixture, id).flags.testFlag(Flag::Partial));
    store.reset();
    QVERIFY(QFile::remove(fixture.catalogue()));
    store = fixture.open();
    QVERIFY(!summaryOf(fixture, id).flags.testFlag(Flag::Partial));
    QVERIFY(store->ledger(2)->at(3).state == LedgerState::Stored);
    QVERIFY(store->ledger(2)->at(0).state == LedgerState::Partial);
}

void PartialMessageTest::aRebuildFindsTheWholeOne()
{
    for (const qint64 segmentSize : {qint64(64) * 1024 * 1024, qint64(600)}) {
        StoreFixture fixture;
        fixture.options.segmentSize = segmentSize;
        MessageId id = 0;
        FolderId junk = 0;
        {
            auto store = fixture.open();
            id =
                StoreFixture::addAll(*store, batchOf(partialOf(fixture, "p"), partialOf(fixture, "q"))).at(0);
            junk = store->ensureFolders(2)->at(2).id;
            QVERIFY(store->setFlags({id}, Flag::Read, {}));
            QVERIFY(store->move({id}, junk));
            QCOMPARE(StoreFixture::addAll(*store, batchOf(wholeOf(fixture, "p", id))).at(0), id);
        }
        QVERIFY(QFile::remove(fixture.catalogue()));
        auto store = fixture.open();
        QVERIFY(store);
        QCOMPARE(fixture.read()->messageCount().value(), 2);
        QCOMPARE(fixture.read()->raw(id).value(), whole);
        const MessageSummary summary = summaryOf(fixture, id);
        QVERIFY(summary.flags == (Flag::Read | Flag::HasAttachment | Flag::OnServer));
        QCOMPARE(summary.size, whole.size());
        const auto folders = fixture.read()->folders().value();
        QCOMPARE(folders[0].total, 1);
        QCOMPARE(folders[0].unread, 1);
        QCOMPARE(folders[2].total, 1);
        QCOMPARE(folders[2].unread, 0);
        const Ledger ledger = store->ledger(2).value();
        QVERIFY(ledger[0].state == LedgerState::Stored);
        QVERIFY(ledger[1].state == LedgerState::Partial);
        QCOMPARE(store->unsummarised()->size(), 2u);
        QVERIFY(deadBytes(fixture) > 100);
        verifyClean(fixture, 2);
    }
}

void PartialMessageTest::aCrashBeforeTheCatalogueLosesNothing()
{
    StoreFixture fixture;
    MessageId id = 0;
    {
        auto store = fixture.open();
        id = StoreFixture::addAll(*store, batchOf(partialOf(fixture, "p"))).at(0);
        QVERIFY(store->setFlags({id}, Flag::Starred, {}));
        QVERIFY(store->choose({{2, "p", 0}}, ServerChoice::Keep));
    }
    const QByteArray catalogue = StoreFixture::contents(fixture.catalogue());
    {
        auto store = fixture.open();
        QCOMPARE(StoreFixture::addAll(*store, batchOf(wholeOf(fixture, "p", id))).at(0), id);
    }
    StoreFixture::write(fixture.catalogue(), catalogue);
    auto store = fixture.open();
    QVERIFY(store);
    QCOMPARE(fixture.read()->raw(id).value(), whole);
    QVERIFY(summaryOf(fixture, id).flags == (Flag::Starred | Flag::HasAttachment | Flag::OnServer));
    const LedgerEntry entry = store->ledger(2)->at(0);
    QVERIFY(entry.state == LedgerState::Stored);
    QVERIFY(entry.choice == ServerChoice::Keep);
    QCOMPARE(store->unsummarised().value(), std::vector<MessageId>{id});
    verifyClean(fixture, 1);
}

void PartialMessageTest::aDamagedWholeOneLeavesThePartialOne()
{
    StoreFixture fixture;
    MessageId id = 0;
    {
        auto store = fixture.open();
        id = StoreFixture::addAll(*store, batchOf(partialOf(fixture, "p"))).at(0);
        QCOMPARE(StoreFixture::addAll(*store, batchOf(wholeOf(fixture, "p", id))).at(0), id);
    }
    const SegmentScan::Record whole = fixture.record(1, id);
    StoreFixture::flipBit(fixture.segment(1), whole.offset + whole.header.recordSize() - 6);
    QVERIFY(QFile::remove(fixture.catalogue()));
    auto store = fixture.open();
    QCOMPARE(fixture.read()->raw(id).value(), beginning);
    // So its rest can be fetched again.
    QVERIFY(store->ledger(2)->at(0).state == LedgerState::Partial);
}

void PartialMessageTest::anErrorLeavesThePartialMessage()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const MessageId id = StoreFixture::addAll(*store, batchOf(partialOf(fixture, "p"))).at(0);
    const MessageSummary before = summaryOf(fixture, id);
    const Ledger ledger = store->ledger(2).value();
    {
        SQLite::Database other(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
        other.exec("CREATE TRIGGER broken BEFORE INSERT ON uidl BEGIN SELECT raise(ABORT, 'broken'); END");
    }
    QVERIFY(!store->add(batchOf(wholeOf(fixture, "p", id))));
    QVERIFY(summaryOf(fixture, id) == before);
    QVERIFY(store->ledger(2).value() == ledger);
    QCOMPARE(fixture.read()->raw(id).value(), beginning);
    QCOMPARE(deadBytes(fixture), 0);
    {
        SQLite::Database other(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
        other.exec("DROP TRIGGER broken");
    }
    QCOMPARE(StoreFixture::addAll(*store, batchOf(wholeOf(fixture, "p", id))).at(0), id);
    verifyClean(fixture, 1);
}

QTEST_GUILESS_MAIN(PartialMessageTest)
#include "PartialMessageTest.moc"
