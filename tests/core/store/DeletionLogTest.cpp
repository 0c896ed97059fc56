// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreFixture.h"

#include "Database.h"

class DeletionLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aDeletionIsLoggedBeforeItIsSent();
    void whatIsGoneAfterwardsIsConfirmed();
    void whatTheServerRefusedIsSettledAndNotConfirmed();
    void aDeletionSentAgainKeepsItsRow();
    void aRenumberedMessageWasNotDeleted();
    void aMessageThatIsNotHereIsLoggedToo();
    void theLogOutlivesTheMessage();
    void whatCannotBeLoggedIsNotNoted();
    void textIsFoundWithoutRegardToCase_data();
    void textIsFoundWithoutRegardToCase();
    void aLongLogIsReadInPages();
};

namespace
{
std::vector<LedgerDeletion> deletionsOf(const Ledger &ledger, const QString &reason)
{
    std::vector<LedgerDeletion> deletions;
    for (const LedgerEntry &entry : ledger)
        deletions.push_back({entry, reason});
    return deletions;
}

const QString byAge = QStringLiteral("older than 14 days");
} // namespace

void DeletionLogTest::aDeletionIsLoggedBeforeItIsSent()
{
    StoreFixture fixture;
    auto store = fixture.open();
    NewMessage message = fixture.message("a", QByteArray("a\xFF", 2));
    message.summary.subject = QStringLiteral("Grüße");
    const auto ids = StoreFixture::addAll(*store, batchOf(std::move(message), fixture.message("b", "b")));
    const Ledger before = store->ledger(2).value();
    QVERIFY(store->deletionsSent(2, deletionsOf(before, byAge)));

    const Ledger after = store->ledger(2).value();
    for (size_t i = 0; i < before.size(); ++i) {
        LedgerEntry expected = before[i];
        expected.state = LedgerState::DeleteSent;
        QVERIFY(after[i] == expected);
    }
    const auto log = fixture.read()->deletions({}).value();
    QCOMPARE(log.size(), 2u);
    QCOMPARE(log[0].key.uidl, QByteArray("b")); // newest first
    const DeletionLogEntry &entry = log[1];
    QVERIFY(entry.number > 0 && entry.number < log[0].number);
    QVERIFY(entry.key == (ServerMessageKey{2, QByteArray("a\xFF", 2), 0}));
    QCOMPARE(entry.message, ids[0]);
    QCOMPARE(entry.subject, QStringLiteral("Grüße"));
    QCOMPARE(entry.sender, QStringLiteral("Anna Berger <anna@example.org>"));
    QCOMPARE(entry.size, 8);
    QCOMPARE(entry.reason, byAge);
    QVERIFY(entry.sent > 1700000000);
    QCOMPARE(entry.settled, 0);
    QVERIFY(!entry.confirmed);
}

void DeletionLogTest::whatIsGoneAfterwardsIsConfirmed()
{
    StoreFixture fixture;
    auto store = fixture.open();
    StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"), fixture.message("b", "b")));
    Ledger ledger = store->ledger(2).value();
    QVERIFY(store->deletionsSent(2, deletionsOf(ledger, byAge)));
    ledger[0].state = LedgerState::Gone;
    ledger[0].goneSince = 1800000000;
    QVERIFY(store->updateLedger(2, {ledger[0]}));
    auto log = fixture.read()->deletions({}).value();
    QVERIFY(log[1].confirmed);
    QVERIFY(log[1].settled >= log[1].sent);
    QCOMPARE(log[0].settled, 0);
    // Nothing that happens later changes it.
    ledger[0].state = LedgerState::Stored;
    QVERIFY(store->updateLedger(2, {ledger[0]}));
    QVERIFY(fixture.read()->deletions({}).value() == log);
}

void DeletionLogTest::whatTheServerRefusedIsSettledAndNotConfirmed()
{
    StoreFixture fixture;
    auto store = fixture.open();
    StoreFixture::addAll(*store, batchOf(fixture.message("a", "a")));
    const Ledger ledger = store->ledger(2).value();
    QVERIFY(store->deletionsSent(2, deletionsOf(ledger, byAge)));
    QVERIFY(store->updateLedger(2, ledger));
    auto log = fixture.read()->deletions({}).value();
    QVERIFY(log[0].settled >= log[0].sent && log[0].settled > 0);
    QVERIFY(!log[0].confirmed);
    // Another attempt is another row.
    QVERIFY(store->deletionsSent(2, deletionsOf(ledger, QStringLiteral("the user deleted it"))));
    log = fixture.read()->deletions({}).value();
    QCOMPARE(log.size(), 2u);
    QCOMPARE(log[0].reason, QStringLiteral("the user deleted it"));
    QCOMPARE(log[0].settled, 0);
}

void DeletionLogTest::aDeletionSentAgainKeepsItsRow()
{
    StoreFixture fixture;
    auto store = fixture.open();
    StoreFixture::addAll(*store, batchOf(fixture.message("a", "a")));
    QVERIFY(store->deletionsSent(2, deletionsOf(*store->ledger(2), byAge)));
    const auto log = fixture.read()->deletions({}).value();
    QVERIFY(store->deletionsSent(
        2, deletionsOf(*store->ledger(2), QStringLiteral("deletion was not confirmed"))));
    QVERIFY(fixture.read()->deletions({}).value() == log);
}

void DeletionLogTest::aRenumberedMessageWasNotDeleted()
{
    StoreFixture fixture;
    auto store = fixture.open();
    StoreFixture::addAll(*store, batchOf(fixture.message("a", "old")));
    Ledger ledger = store->ledger(2).value();
    QVERIFY(store->deletionsSent(2, deletionsOf(ledger, byAge)));
    LedgerEntry renamed = ledger[0];
    renamed.uidl = "new";
    ledger[0].state = LedgerState::Gone;
    QVERIFY(store->updateLedger(2, {ledger[0], renamed}));
    const auto log = fixture.read()->deletions({}).value();
    QCOMPARE(log.size(), 1u);
    QVERIFY(log[0].settled > 0);
    QVERIFY(!log[0].confirmed);
}

void DeletionLogTest::aMessageThatIsNotHereIsLoggedToo()
{
    StoreFixture fixture;
    auto store = fixture.open();
    LedgerEntry entry;
    entry.uidl = "poison";
    entry.state = LedgerState::New;
    entry.listedSize = 4711;
    QVERIFY(store->updateLedger(2, {entry}));
    QVERIFY(store->deletionsSent(2, {{entry, QStringLiteral("the user deleted it")}}));
    const auto log = fixture.read()->deletions({}).value();
    QCOMPARE(log.size(), 1u);
    QCOMPARE(log[0].size, 4711);
    QVERIFY(log[0].subject.isEmpty() && log[0].sender.isEmpty());
    // Refused: it is new again.
    QVERIFY(store->updateLedger(2, {entry}));
    QVERIFY(fixture.read()->deletions({})->at(0).settled > 0);
}

void DeletionLogTest::theLogOutlivesTheMessage()
{
    StoreFixture fixture;
    {
        auto store = fixture.open();
        const auto ids = StoreFixture::addAll(*store, batchOf(fixture.message("a", "a")));
        QVERIFY(store->deletionsSent(2, deletionsOf(*store->ledger(2), byAge)));
        QVERIFY(store->remove(ids));
    }
    auto store = fixture.open();
    QCOMPARE(fixture.read()->deletions({})->at(0).subject, QStringLiteral("Subject of a"));
}

void DeletionLogTest::whatCannotBeLoggedIsNotNoted()
{
    StoreFixture fixture;
    auto store = fixture.open();
    StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"), fixture.message("b", "b")));
    const Ledger ledger = store->ledger(2).value();
    {
        SQLite::Database other(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
        other.exec("CREATE TRIGGER broken BEFORE INSERT ON deletion WHEN new.uidl = x'62' "
                   "BEGIN SELECT raise(ABORT, 'broken'); END");
    }
    QVERIFY(!store->deletionsSent(2, deletionsOf(ledger, byAge)));
    QVERIFY(store->ledger(2).value() == ledger);
    QVERIFY(fixture.read()->deletions({})->empty());
}

void DeletionLogTest::textIsFoundWithoutRegardToCase_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("found");
    QTest::newRow("all") << QString() << 2;
    QTest::newRow("subject") << QStringLiteral("rechnung") << 1;
    QTest::newRow("not ASCII") << QStringLiteral("ÜBERFÄLLIG") << 1;
    QTest::newRow("percent sign") << QStringLiteral("100%") << 1;
    QTest::newRow("percent sign is no wildcard") << QStringLiteral("1%0") << 0;
    QTest::newRow("underscore") << QStringLiteral("snake_case") << 1;
    QTest::newRow("underscore is no wildcard") << QStringLiteral("snake case") << 0;
    QTest::newRow("quote and backslash") << QStringLiteral("O'Neil \\") << 1;
    QTest::newRow("name of sender") << QStringLiteral("bERGER") << 1;
    QTest::newRow("address of sender") << QStringLiteral("anna@EXAMPLE") << 1;
    QTest::newRow("reason") << QStringLiteral("older than") << 2;
    QTest::newRow("unique-id") << QStringLiteral("uid-two") << 1;
    QTest::newRow("not across fields") << QStringLiteral("100%anna") << 0;
    QTest::newRow("nowhere") << QStringLiteral("zebra") << 0;
}

void DeletionLogTest::textIsFoundWithoutRegardToCase()
{
    QFETCH(QString, text);
    QFETCH(int, found);
    StoreFixture fixture;
    auto store = fixture.open();
    NewMessage first = fixture.message("a", "UID-one"), second = fixture.message("b", "UID-two");
    first.summary.subject = QStringLiteral("Rechnung überfällig, 100%");
    second.summary.subject = QStringLiteral("snake_case");
    second.summary.from = {QStringLiteral("O'Neil \\"), {}};
    StoreFixture::addAll(*store, batchOf(std::move(first), std::move(second)));
    QVERIFY(store->deletionsSent(2, deletionsOf(*store->ledger(2), byAge)));
    DeletionQuery query;
    query.text = text;
    QCOMPARE(static_cast<int>(fixture.read()->deletions(query)->size()), found);
    query.account = 3;
    QCOMPARE(fixture.read()->deletions(query)->size(), 0u);
}

void DeletionLogTest::aLongLogIsReadInPages()
{
    constexpr int count = 2500;
    StoreFixture fixture;
    auto store = fixture.open();
    std::vector<LedgerDeletion> deletions;
    for (int i = 0; i < count; ++i) {
        LedgerEntry entry;
        entry.uidl = "u" + QByteArray::number(i);
        entry.state = LedgerState::New;
        deletions.push_back({entry, i % 10 == 0 ? QStringLiteral("by hand") : byAge});
    }
    QVERIFY(store->deletionsSent(2, deletions));
    auto reader = fixture.read();
    for (const bool some : {false, true}) {
        DeletionQuery query;
        query.limit = 100;
        query.text = some ? QStringLiteral("BY HAND") : QString();
        qint64 previous = count + 1;
        int seen = 0;
        for (;;) {
            const auto page = reader->deletions(query).value();
            if (page.empty())
                break;
            for (const DeletionLogEntry &entry : page) {
                QVERIFY(entry.number < previous);
                previous = entry.number;
                ++seen;
            }
            query.before = previous;
        }
        QCOMPARE(seen, some ? count / 10 : count);
    }
}

QTEST_GUILESS_MAIN(DeletionLogTest)
#include "DeletionLogTest.moc"
