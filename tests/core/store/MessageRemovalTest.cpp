// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreFixture.h"

#include "Database.h"

class MessageRemovalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rowsAndCountersGoAndTheLedgerStays();
    void aRebuildDoesNotBringItBack();
    void aCrashBeforeTheCatalogueRemovesItAllTheSame();
    void anErrorRemovesNothing();
    void answersStillFindTheConversation();
    void aUniqueIdUsedAgainBelongsToTheNewMessage();
    void verifyTellsRemovedFromLost();
};

namespace
{
void verifyClean(const StoreFixture &fixture, int messages)
{
    Cancellation never;
    const auto report = fixture.read()->verify({}, never);
    QVERIFY2(report->problems.isEmpty(), qPrintable(report->problems.join(QLatin1Char('\n'))));
    QCOMPARE(report->messages, messages);
}
} // namespace

void MessageRemovalTest::rowsAndCountersGoAndTheLedgerStays()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = StoreFixture::addAll(
        *store, batchOf(fixture.message("a", "a"), fixture.message("b", "b"), fixture.message("c")));
    QVERIFY(store->setFlags({ids[1]}, Flag::Read, {}));
    const Ledger ledger = store->ledger(2).value();
    QVERIFY(store->remove({ids[0], ids[2], ids[0], 4711}));
    QVERIFY(store->remove({ids[0]}));
    QVERIFY(store->remove({}));
    auto reader = fixture.read();
    QVERIFY(store->ledger(2).value() == ledger);
    QCOMPARE(reader->messageCount().value(), 1);
    QCOMPARE(reader->summaries(ids)->size(), 1u);
    QCOMPARE(reader->folders()->at(0).total, 1);
    QCOMPARE(reader->folders()->at(0).unread, 0);
    const auto raw = reader->raw(ids[0]);
    QVERIFY(!raw);
    QVERIFY(raw.error().code == ErrorCode::NotFound);
    QVERIFY(!store->verifyStored({ids[0]}));
    // Retention sees that it was removed, the list of the server that nothing of it is here.
    const auto places = store->places(2).value();
    QCOMPARE(places.size(), 1u);
    QCOMPARE(places[0].message, ids[1]);
    QCOMPARE(reader->serverMessages(2)->at(0).message, 0);
    verifyClean(fixture, 1);
}

void MessageRemovalTest::aRebuildDoesNotBringItBack()
{
    for (const bool renumbered : {false, true}) {
        StoreFixture fixture;
        fixture.options.segmentSize = 500;
        Ledger ledger;
        std::vector<MessageId> ids;
        {
            auto store = fixture.open();
            ids = StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"), fixture.message("b", "b"),
                                                       fixture.message("c", "c")));
            ledger = store->ledger(2).value();
            if (renumbered) {
                LedgerEntry renamed = ledger[0];
                renamed.uidl = "new";
                ledger.push_back(renamed);
                QVERIFY(store->updateLedger(2, ledger));
            }
            QVERIFY(store->remove({ids[0]}));
            QVERIFY(store->ledger(2).value() == ledger);
        }
        QVERIFY(QFile::remove(fixture.catalogue()));
        auto store = fixture.open();
        QCOMPARE(store->unsummarised().value(), (std::vector<MessageId>{ids[1], ids[2]}));
        // Its name is known, so that it is not fetched again.
        const Ledger rebuilt = store->ledger(2).value();
        QCOMPARE(rebuilt.size(), ledger.size());
        for (size_t i = 0; i < rebuilt.size(); ++i) {
            QCOMPARE(rebuilt[i].uidl, ledger[i].uidl);
            QCOMPARE(rebuilt[i].message, ledger[i].message);
            QCOMPARE(rebuilt[i].fingerprint, ledger[i].fingerprint);
            QCOMPARE(rebuilt[i].listedSize, ledger[i].listedSize);
        }
        QCOMPARE(store->places(2)->size(), 2u);
        verifyClean(fixture, 2);
    }
}

void MessageRemovalTest::aCrashBeforeTheCatalogueRemovesItAllTheSame()
{
    StoreFixture fixture;
    std::vector<MessageId> ids;
    {
        auto store = fixture.open();
        ids = StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"), fixture.message("b", "b")));
        QVERIFY(store->choose({{2, "a", 0}}, ServerChoice::Keep));
    }
    const QByteArray catalogue = StoreFixture::contents(fixture.catalogue());
    Ledger ledger;
    {
        auto store = fixture.open();
        QVERIFY(store->remove({ids[0]}));
        ledger = store->ledger(2).value();
    }
    StoreFixture::write(fixture.catalogue(), catalogue);
    auto store = fixture.open();
    QVERIFY(store);
    QCOMPARE(fixture.read()->messageCount().value(), 1);
    QCOMPARE(fixture.read()->folders()->at(0).total, 1);
    QVERIFY(store->ledger(2).value() == ledger);
    verifyClean(fixture, 1);
}

void MessageRemovalTest::anErrorRemovesNothing()
{
    StoreFixture fixture;
    auto number = std::make_shared<int>(0);
    fixture.options.faults = [number](FileOperation) { return *number; };
    auto store = fixture.open();
    const auto ids = StoreFixture::addAll(*store, batchOf(fixture.message("a", "a")));
    *number = ENOSPC;
    const auto removed = store->remove(ids);
    QVERIFY(!removed);
    QCOMPARE(fixture.read()->messageCount().value(), 1);
    QCOMPARE(fixture.read()->raw(ids[0]).value(), QByteArray("a"));
    *number = 0;
    store.reset();
    store = fixture.open();
    QCOMPARE(fixture.read()->messageCount().value(), 1);
    {
        SQLite::Database other(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
        other.exec("CREATE TRIGGER broken BEFORE DELETE ON message BEGIN SELECT raise(ABORT, 'broken'); END");
    }
    QVERIFY(!store->remove(ids));
    {
        SQLite::Database other(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
        other.exec("DROP TRIGGER broken");
    }
    // The tombstone was taken back with it.
    store.reset();
    store = fixture.open();
    QCOMPARE(fixture.read()->messageCount().value(), 1);
    QCOMPARE(fixture.read()->folders()->at(0).total, 1);
    QVERIFY(store->remove(ids));
    verifyClean(fixture, 0);
}

void MessageRemovalTest::answersStillFindTheConversation()
{
    StoreFixture fixture;
    ThreadId thread = 0;
    {
        auto store = fixture.open();
        NewMessage first = fixture.message("1", "1"), second = fixture.message("2", "2");
        first.summary.messageId = "first@x";
        second.summary.messageId = "second@x";
        second.summary.inReplyTo = "first@x";
        const auto stored = store->add(batchOf(std::move(first), std::move(second))).value();
        thread = stored[0].thread;
        QVERIFY(store->remove({stored[0].id}));
        QCOMPARE(fixture.read()->summaries({stored[1].id})->front().thread, thread);
    }
    auto store = fixture.open();
    NewMessage third = fixture.message("3", "3");
    third.summary.inReplyTo = "first@x";
    QCOMPARE(store->add(batchOf(std::move(third)))->front().thread, thread);
}

void MessageRemovalTest::aUniqueIdUsedAgainBelongsToTheNewMessage()
{
    StoreFixture fixture;
    MessageId later = 0;
    {
        auto store = fixture.open();
        const auto ids = StoreFixture::addAll(*store, batchOf(fixture.message("a", "u")));
        later = StoreFixture::addAll(*store, batchOf(fixture.message("b", "u"))).at(0);
        QVERIFY(store->remove(ids));
    }
    QVERIFY(QFile::remove(fixture.catalogue()));
    auto store = fixture.open();
    const Ledger ledger = store->ledger(2).value();
    QCOMPARE(ledger.size(), 1u);
    QCOMPARE(ledger[0].message, later);
    QCOMPARE(fixture.read()->messageCount().value(), 1);
}

void MessageRemovalTest::verifyTellsRemovedFromLost()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = StoreFixture::addAll(
        *store, batchOf(fixture.message("a", "a"), fixture.message("b", "b"), fixture.message("c", "c")));
    QVERIFY(store->remove({ids[0]}));
    {
        SQLite::Database other(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
        other.exec("DELETE FROM message WHERE id = " + std::to_string(ids[1]));
    }
    Cancellation never;
    const auto report = fixture.read()->verify({}, never);
    QCOMPARE(report->messages, 1);
    QCOMPARE(report->problems.size(), 2); // the folder's counters say that it was not removed
    QVERIFY(report->problems[0].contains(QStringLiteral("message %1 is not in the catalogue").arg(ids[1])));
    QCOMPARE(report->problems[1], QStringLiteral("The counters of 1 folders are wrong."));
}

QTEST_GUILESS_MAIN(MessageRemovalTest)
#include "MessageRemovalTest.moc"
