// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreFixture.h"

#include "Database.h"

class UidLedgerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyColumnComesBack();
    void onServerIsEveryStateButGone();
    void theUsersWordOutlastsACheck();
    void wantedIsAsIfNeverTried();
    void anUnknownMessageChangesNothing();
    void placesAreOfWhatTheLedgerNames();
    void whatIsGoneIsForgottenInTheEnd();
    void aListingWithNothingNewWritesNothing();
    void aMessageAndItsRowAreThereTogether();
    void mailOnTheServerIsListedWithWhatIsHere();
};

namespace
{
constexpr qint64 day = 24 * 60 * 60, start = 1'800'000'000;

LedgerEntry entryOf(const QByteArray &uidl, LedgerState state)
{
    LedgerEntry entry;
    entry.uidl = uidl;
    entry.state = state;
    return entry;
}
} // namespace

void UidLedgerTest::everyColumnComesBack()
{
    StoreFixture fixture;
    LedgerEntry entry{QByteArray("a\0\xFF", 3),
                      3,
                      LedgerState::New,
                      17,
                      4711,
                      "finger",
                      1,
                      2,
                      3,
                      ServerChoice::Delete,
                      true,
                      5,
                      6,
                      QStringLiteral("cut: größer")};
    {
        auto store = fixture.open();
        QVERIFY(store->updateLedger(2, {entry}));
    }
    auto store = fixture.open();
    QVERIFY(store->ledger(2).value() == Ledger{entry});
    QVERIFY(store->ledger(3)->empty());
}

void UidLedgerTest::onServerIsEveryStateButGone()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = StoreFixture::addAll(*store, batchOf(fixture.message("a", "a")));
    Ledger ledger = store->ledger(2).value();
    for (const LedgerState state :
         {LedgerState::Gone, LedgerState::New, LedgerState::Gone, LedgerState::Fetching, LedgerState::Gone,
          LedgerState::Partial, LedgerState::DeleteSent}) {
        ledger[0].state = state;
        QVERIFY(store->updateLedger(2, ledger));
        const Flags flags = fixture.read()->summaries(ids)->front().flags;
        QCOMPARE(flags.testFlag(Flag::OnServer), state != LedgerState::Gone);
    }
}

void UidLedgerTest::theUsersWordOutlastsACheck()
{
    StoreFixture fixture;
    auto store = fixture.open();
    StoreFixture::addAll(*store, batchOf(fixture.message("a", "a")));
    QVERIFY(store->updateLedger(2, {entryOf("b", LedgerState::New)}));
    const Ledger read = store->ledger(2).value(); // by a check that runs
    QVERIFY(store->choose({{2, "a", 0}, {2, "b", 0}}, ServerChoice::Keep));
    QVERIFY(store->updateLedger(2, read));
    QVERIFY(store->deletionsSent(2, {{read[0], QStringLiteral("older than 1 day")}}));
    StoreFixture::addAll(*store, batchOf(fixture.message("b", "b")));
    const Ledger after = store->ledger(2).value();
    for (const LedgerEntry &entry : after)
        QVERIFY(entry.choice == ServerChoice::Keep);
    QVERIFY(store->choose({{2, "a", 0}}, ServerChoice::ByRule));
    QVERIFY(store->ledger(2)->at(0).choice == ServerChoice::ByRule);
}

void UidLedgerTest::wantedIsAsIfNeverTried()
{
    StoreFixture fixture;
    auto store = fixture.open();
    LedgerEntry entry = entryOf("a", LedgerState::New);
    entry.attempts = 3;
    entry.trouble = QStringLiteral("cut: again");
    QVERIFY(store->updateLedger(2, {entry}));
    QVERIFY(store->want({{2, "a", 0}}));
    entry.attempts = 0;
    entry.wanted = true;
    QVERIFY(store->ledger(2).value() == Ledger{entry});
}

void UidLedgerTest::anUnknownMessageChangesNothing()
{
    StoreFixture fixture;
    auto store = fixture.open();
    QVERIFY(store->updateLedger(2, {entryOf("a", LedgerState::New)}));
    const Ledger before = store->ledger(2).value();
    const auto chosen = store->choose({{2, "a", 0}, {2, "a", 1}}, ServerChoice::Delete);
    QVERIFY(!chosen);
    QVERIFY(chosen.error().code == ErrorCode::NotFound);
    QVERIFY(!store->want({{2, "a", 0}, {3, "a", 0}}));
    QVERIFY(store->ledger(2).value() == before);
}

void UidLedgerTest::placesAreOfWhatTheLedgerNames()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids =
        StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"), fixture.message("b", "b"),
                                             fixture.message("imported"), fixture.message("other", "o", 3)));
    const auto folders = store->ensureFolders(2).value();
    QVERIFY(store->move({ids[1]}, folders[3].id));
    QVERIFY(store->setFlags({ids[1]}, Flag::Starred, {}));
    Ledger ledger = store->ledger(2).value();
    LedgerEntry again = ledger[0];
    again.uidl = "z";
    ledger[0].state = LedgerState::Gone; // it may come back in the next listing
    QVERIFY(store->updateLedger(2, {ledger[0], again}));
    const auto places = store->places(2).value();
    QCOMPARE(places.size(), 2u);
    QVERIFY(places[0] == (LocalPlace{ids[0], false, FolderKind::Inbox}));
    QVERIFY(places[1] == (LocalPlace{ids[1], true, FolderKind::Trash}));
    // Also in a folder of another account.
    QVERIFY(store->move({ids[0]}, store->ensureFolders(3)->at(1).id));
    QVERIFY(store->places(2)->at(0) == (LocalPlace{ids[0], false, FolderKind::Archive}));
}

void UidLedgerTest::whatIsGoneIsForgottenInTheEnd()
{
    StoreFixture fixture;
    auto store = fixture.open();
    LedgerEntry gone = entryOf("gone", LedgerState::Gone), stored = entryOf("stored", LedgerState::Stored);
    gone.goneSince = start;
    QVERIFY(store->updateLedger(2, {gone, stored}));
    QVERIFY(store->updateLedger(3, {gone}));
    QVERIFY(store->listed(2, start));
    QVERIFY(store->listed(2, start + 100 * day));
    QCOMPARE(store->ledger(2)->size(), 2u);
    QVERIFY(store->listed(2, start + 100 * day + 60));
    QCOMPARE(store->ledger(2)->size(), 2u);
    store.reset();
    store = fixture.open();
    QVERIFY(store->listed(2, start + 101 * day));
    QVERIFY(store->ledger(2).value() == Ledger{stored});
    QCOMPARE(store->ledger(3)->size(), 1u);
}

void UidLedgerTest::aListingWithNothingNewWritesNothing()
{
    StoreFixture fixture;
    auto store = fixture.open();
    std::vector<LedgerEntry> entries;
    for (int i = 0; i < 1000; ++i)
        entries.push_back(entryOf("u" + QByteArray::number(i), LedgerState::Stored));
    QVERIFY(store->updateLedger(2, entries));
    QVERIFY(store->listed(2, start));
    const QString wal = fixture.catalogue() + QStringLiteral("-wal");
    const QByteArray before = StoreFixture::contents(wal);
    QVERIFY(!before.isEmpty());
    QVERIFY(store->listed(2, start + 600));
    QVERIFY(store->updateLedger(2, entries)); // the same rows
    QVERIFY(store->updateLedger(2, {}));
    QVERIFY(StoreFixture::contents(wal) == before);
}

// At each operation on the vault's files, and at the end, the profile is copied as a kill would leave it.
void UidLedgerTest::aMessageAndItsRowAreThereTogether()
{
    StoreFixture fixture;
    fixture.options.segmentSize = 1500;
    QTemporaryDir copies;
    int count = 0;
    const auto copyProfile = [&] {
        const QString copy = copies.filePath(QString::number(count++));
        QDir().mkpath(copy + QStringLiteral("/vault"));
        for (const char *suffix : {"", "-wal"})
            QFile::copy(fixture.catalogue() + QLatin1String(suffix),
                        copy + QStringLiteral("/catalogue.db") + QLatin1String(suffix));
        for (const int number : Vault::segmentsIn(fixture.vault()))
            QFile::copy(fixture.segment(number), Vault::segmentPath(copy + QStringLiteral("/vault"), number));
    };
    {
        fixture.options.faults = [&](FileOperation) {
            if (QFile::exists(fixture.catalogue()))
                copyProfile();
            return 0;
        };
        auto store = fixture.open();
        std::vector<NewMessage> batch;
        for (int i = 0; i < 6; ++i) {
            batch.push_back(
                fixture.message(QByteArray(100, 'x') + QByteArray::number(i), QByteArray::number(i)));
            batch.back().partial = i % 2 == 1;
        }
        const auto ids = StoreFixture::addAll(*store, std::move(batch));
        copyProfile();
        batch.clear();
        for (const int i : {1, 3, 5}) {
            batch.push_back(
                fixture.message(QByteArray(400, 'y') + QByteArray::number(i), QByteArray::number(i)));
            batch.back().replaces = ids[static_cast<size_t>(i)];
        }
        QCOMPARE(StoreFixture::addAll(*store, std::move(batch)).size(), 3u);
        copyProfile();
        QVERIFY(store->remove({ids[0], ids[1]}));
        copyProfile();
    }
    QVERIFY(count > 8);
    for (int at = 0; at < count; ++at) {
        auto store = MessageStore::open(copies.filePath(QString::number(at)));
        QVERIFY(store);
        auto reader = StoreReader::open(copies.filePath(QString::number(at)));
        QVERIFY(reader);
        const Ledger ledger = (*store)->ledger(2).value();
        qint64 messages = 0;
        for (const LedgerEntry &entry : ledger) {
            QVERIFY(entry.message > 0);
            const auto found = (*reader)->summaries({entry.message}).value();
            messages += static_cast<qint64>(found.size());
            if (found.empty())
                continue; // removed
            QCOMPARE(found[0].uidl, entry.uidl);
            QCOMPARE(found[0].flags.testFlag(Flag::Partial), entry.state == LedgerState::Partial);
            QVERIFY((*store)->verifyStored({entry.message}));
        }
        QCOMPARE((*reader)->messageCount().value(), messages);
        Cancellation never;
        const auto report = (*reader)->verify({}, never);
        QVERIFY2(report->problems.isEmpty(), qPrintable(report->problems.join(QLatin1Char('\n'))));
    }
}

void UidLedgerTest::mailOnTheServerIsListedWithWhatIsHere()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = StoreFixture::addAll(*store, batchOf(fixture.message("a", "a")));
    LedgerEntry poison = entryOf("b", LedgerState::New);
    poison.listedSize = 99;
    poison.attempts = 2;
    poison.lastAttempt = 1800000000;
    poison.firstSeen = 1700000500;
    poison.trouble = QStringLiteral("refused: no");
    QVERIFY(store->updateLedger(2, {poison}));
    QVERIFY(store->choose({{2, "b", 0}}, ServerChoice::Delete));
    const auto list = fixture.read()->serverMessages(2).value();
    QCOMPARE(list.size(), 2u);
    QVERIFY(list[0].state == ServerMessage::State::Stored);
    QCOMPARE(list[0].message, ids[0]);
    QCOMPARE(list[0].subject, QStringLiteral("Subject of a"));
    QCOMPARE(list[0].sender, QStringLiteral("Anna Berger"));
    QCOMPARE(list[0].date, 1600000000);
    QCOMPARE(list[0].size, 8);
    ServerMessage expected;
    expected.key = {2, "b", 0};
    expected.size = 99;
    expected.attempts = 2;
    expected.lastAttempt = 1800000000;
    expected.firstSeen = 1700000500;
    expected.trouble = QStringLiteral("refused: no");
    expected.choice = ServerMessage::Choice::Delete;
    QVERIFY(list[1] == expected);
}

QTEST_GUILESS_MAIN(UidLedgerTest)
#include "UidLedgerTest.moc"
