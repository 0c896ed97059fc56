// SPDX-License-Identifier: GPL-3.0-or-later
//
// A catalogue that is lost or damaged: copies, the vault, and what only the copies know.
#include "StoreFixture.h"

#include "CatalogueBackup.h"
#include "Database.h"

#include <QRegularExpression>

#include <map>

class CatalogueOpeningTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCopyIsOneMomentWhileTheWriterGoesOn();
    void twoCopiesAreKept();
    void aCancelledCopyLeavesTheOldOnes();
    void aLostCatalogueComesBackFromItsCopyAndTheVault_data();
    void aLostCatalogueComesBackFromItsCopyAndTheVault();
    void aDamagedCatalogueIsKeptAside_data();
    void aDamagedCatalogueIsKeptAside();
    void aDamagedCopyIsPassedOver();
    void aCopyThatDoesNotFitTheVaultGivesWhatTheVaultLacks();
    void anotherProfilesCopyIsNotUsed();
    void aCopyFromBeforeACompactionFindsTheMovedMessages();
    void aRestorationThatIsCutShortBeginsAnew();
    void somebodyElsesFileIsLeftAlone();
    void aWholeCatalogueIsNothingToTellOf();
};

namespace
{
constexpr AccountId account = 2;

std::vector<MessageId> fill(const StoreFixture &fixture, MessageStore &store, int count,
                            const QByteArray &prefix)
{
    std::vector<NewMessage> batch;
    for (int i = 0; i < count; ++i) {
        const QByteArray name = prefix + QByteArray::number(i);
        batch.push_back(fixture.message("body of " + name, name));
    }
    return StoreFixture::addAll(store, std::move(batch));
}

void backUp(const StoreFixture &fixture)
{
    Cancellation never;
    const auto written = CatalogueBackup(fixture.path()).write(never);
    QVERIFY2(written, written ? "" : qPrintable(written.error().detail));
}

QStringList kept(const StoreFixture &fixture)
{
    return QDir(fixture.path()).entryList({QStringLiteral("catalogue.db.damaged-*")});
}

// What the user sees of every message, by id.
std::map<MessageId, QString> stateOf(StoreReader &reader)
{
    ListQuery everything;
    everything.scope = ListQuery::Scope::Everything;
    const auto rows = reader.rows(everything).value();
    std::map<MessageId, QString> state;
    for (const MessageRow &row : rows) {
        const MessageSummary summary = reader.summaries({row.id})->front();
        state[row.id] = QStringLiteral("%1 %2 %3 %4 %5")
                            .arg(summary.folder)
                            .arg(summary.flags.toInt())
                            .arg(summary.tags.join(QLatin1Char(',')), reader.note(row.id).value(),
                                 QString::fromLatin1(reader.raw(row.id).value()));
    }
    return state;
}

// The ledger row of a message that is on the server alone: the vault knows nothing of it.
LedgerEntry listedOnly(const QByteArray &uidl)
{
    LedgerEntry entry;
    entry.uidl = uidl;
    entry.state = LedgerState::New;
    entry.listedSize = 4711;
    entry.firstSeen = 5;
    return entry;
}

void verifyClean(const StoreFixture &fixture)
{
    Cancellation never;
    const auto report = fixture.read()->verify({}, never);
    QVERIFY2(report->isWhole(), qPrintable(report->problems.join(QLatin1Char('\n'))));
}
} // namespace

void CatalogueOpeningTest::aCopyIsOneMomentWhileTheWriterGoesOn()
{
    StoreFixture fixture;
    auto store = fixture.open();
    fill(fixture, *store, 50, "a");
    backUp(fixture);
    fill(fixture, *store, 10, "b");
    const QString copy = CatalogueBackup(fixture.path()).path(1);
    QVERIFY(CatalogueBackup::check(copy));
    SQLite::Database database(copy.toStdString());
    QCOMPARE(database.execAndGet("SELECT count(*) FROM message").getInt(), 50);
    QVERIFY(!QFile::exists(copy + QStringLiteral("-wal")));
    QVERIFY(CatalogueBackup(fixture.path()).newest() > 1700000000);
}

void CatalogueOpeningTest::twoCopiesAreKept()
{
    StoreFixture fixture;
    auto store = fixture.open();
    QCOMPARE(CatalogueBackup(fixture.path()).newest(), 0);
    for (int i = 1; i <= 3; ++i) {
        fill(fixture, *store, 1, QByteArray::number(i));
        backUp(fixture);
    }
    for (const int copy : {1, 2}) {
        SQLite::Database database(CatalogueBackup(fixture.path()).path(copy).toStdString());
        QCOMPARE(database.execAndGet("SELECT count(*) FROM message").getInt(), 4 - copy);
    }
    QCOMPARE(QDir(fixture.path()).entryList({QStringLiteral("catalogue.bak*")}).size(), 2);
}

void CatalogueOpeningTest::aCancelledCopyLeavesTheOldOnes()
{
    StoreFixture fixture;
    auto store = fixture.open();
    backUp(fixture);
    const QByteArray before = StoreFixture::contents(CatalogueBackup(fixture.path()).path(1));
    fill(fixture, *store, 5, "a");
    Cancellation cancelled;
    cancelled.cancel();
    const auto written = CatalogueBackup(fixture.path()).write(cancelled);
    QVERIFY(!written);
    QVERIFY(written.error().code == ErrorCode::Cancelled);
    QCOMPARE(StoreFixture::contents(CatalogueBackup(fixture.path()).path(1)), before);
    QCOMPARE(QDir(fixture.path()).entryList({QStringLiteral("catalogue.bak*")}).size(), 1);
}

void CatalogueOpeningTest::aLostCatalogueComesBackFromItsCopyAndTheVault_data()
{
    QTest::addColumn<bool>("withCopy");
    QTest::newRow("from a copy") << true;
    QTest::newRow("from the vault alone") << false;
}

void CatalogueOpeningTest::aLostCatalogueComesBackFromItsCopyAndTheVault()
{
    QFETCH(bool, withCopy);
    StoreFixture fixture;
    fixture.options.segmentSize = 20000;
    std::map<MessageId, QString> before;
    std::vector<Folder> folders;
    {
        auto store = fixture.open();
        const auto old = fill(fixture, *store, 300, "old");
        const FolderId gone = store->createFolder(account, QStringLiteral("gone later"), 0)->id;
        QVERIFY(store->setTags({old[1], old[2]}, {QStringLiteral("one"), QStringLiteral("two")}, {}));
        QVERIFY(store->setNote(old[3], QStringLiteral("note")));
        QVERIFY(store->updateLedger(account, {listedOnly("unfetched")}));
        QVERIFY(store->choose({{account, "unfetched", 0}, {account, "old7", 0}}, ServerChoice::Keep));
        if (withCopy)
            backUp(fixture);
        // And after it:
        const auto fresh = fill(fixture, *store, 100, "new");
        QVERIFY(store->removeFolder(gone));
        const Folder made = *store->createFolder(account, QStringLiteral("made"), 0);
        QVERIFY(store->move({old[4], fresh[5]}, made.id));
        QVERIFY(store->remove({old[10], fresh[11]}));
        QVERIFY(store->setTags({old[1]}, {QStringLiteral("three")}, {QStringLiteral("one")}));
        QVERIFY(store->setNote(old[3], {}));
        QVERIFY(store->setFlags({old[20], fresh[20]}, Flag::Read | Flag::Starred, {}));
        before = stateOf(*fixture.read());
        folders = fixture.read()->folders().value();
    }
    QVERIFY(QFile::remove(fixture.catalogue()));
    auto store = fixture.open();
    QVERIFY(store);
    const CatalogueRecovery recovery = store->catalogueRecovery();
    QVERIFY(recovery.cause == CatalogueRecovery::Cause::Missing);
    QVERIFY(recovery.source ==
            (withCopy ? CatalogueRecovery::Source::Backup : CatalogueRecovery::Source::Vault));
    QCOMPARE(recovery.backupTime > 0, withCopy);
    QVERIFY(recovery.keptFile.isEmpty());
    QVERIFY(stateOf(*fixture.read()) == before);
    QVERIFY(fixture.read()->folders().value() == folders);
    verifyClean(fixture);
    // Messages of which the copy knew have their subjects; the others are read anew.
    QVERIFY(store->unsummarised()->size() == (withCopy ? 99u : 398u));
    QMap<QByteArray, ServerChoice> choices;
    const Ledger ledger = store->ledger(account).value();
    for (const LedgerEntry &entry : ledger)
        choices[entry.uidl] = entry.choice;
    QVERIFY((choices.value("old7") == ServerChoice::Keep) == withCopy);
    QCOMPARE(choices.contains("unfetched"), withCopy);
    QCOMPARE(fill(fixture, *store, 1, "next").front() > before.rbegin()->first, true);
}

void CatalogueOpeningTest::aDamagedCatalogueIsKeptAside_data()
{
    QTest::addColumn<QString>("damage");
    QTest::addColumn<bool>("withCopy");
    for (const QString &damage : {QStringLiteral("no database"), QStringLiteral("pages"),
                                  QStringLiteral("a table"), QStringLiteral("cut")})
        for (const bool withCopy : {true, false})
            QTest::addRow("%s%s", qPrintable(damage), withCopy ? ", with a copy" : "") << damage << withCopy;
}

void CatalogueOpeningTest::aDamagedCatalogueIsKeptAside()
{
    QFETCH(QString, damage);
    QFETCH(bool, withCopy);
    StoreFixture fixture;
    std::map<MessageId, QString> before;
    {
        auto store = fixture.open();
        const auto ids = fill(fixture, *store, 400, "a");
        QVERIFY(store->setTags(ids, {QStringLiteral("all")}, {}));
        if (withCopy)
            backUp(fixture);
        QVERIFY(store->setTags({ids[7]}, {QStringLiteral("seven")}, {}));
        before = stateOf(*fixture.read());
    }
    QByteArray bytes = StoreFixture::contents(fixture.catalogue());
    if (damage == QStringLiteral("no database")) {
        bytes = QByteArray("no database at all\n").repeated(3000);
    } else if (damage == QStringLiteral("pages")) {
        // An unclean exit, and pages of rubbish.
        {
            SQLite::Database database(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
            database.exec("INSERT OR REPLACE INTO setting VALUES('in_use', 1)");
        }
        bytes = StoreFixture::contents(fixture.catalogue());
        bytes.replace(bytes.size() / 2, 8192 * 3, QByteArray(8192 * 3, '\x7E'));
    } else if (damage == QStringLiteral("a table")) {
        {
            SQLite::Database database(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
            database.exec("DROP TABLE message");
        }
        bytes = StoreFixture::contents(fixture.catalogue());
    } else {
        bytes.truncate(bytes.size() / 3);
    }
    StoreFixture::write(fixture.catalogue(), bytes);
    auto store = fixture.open();
    QVERIFY(store);
    const CatalogueRecovery recovery = store->catalogueRecovery();
    QVERIFY(recovery.cause == CatalogueRecovery::Cause::Damaged);
    QVERIFY(recovery.source ==
            (withCopy ? CatalogueRecovery::Source::Backup : CatalogueRecovery::Source::Vault));
    QCOMPARE(kept(fixture).filter(QRegularExpression(QStringLiteral("[0-9]$"))).size(), 1);
    QCOMPARE(recovery.keptFile,
             fixture.path(kept(fixture).filter(QRegularExpression(QStringLiteral("[0-9]$"))).front()));
    QVERIFY(stateOf(*fixture.read()) == before);
    verifyClean(fixture);
}

void CatalogueOpeningTest::aDamagedCopyIsPassedOver()
{
    StoreFixture fixture;
    {
        auto store = fixture.open();
        fill(fixture, *store, 5, "a");
        QVERIFY(store->updateLedger(account, {listedOnly("unfetched")}));
        backUp(fixture);
        backUp(fixture);
    }
    StoreFixture::write(CatalogueBackup(fixture.path()).path(1), QByteArray(20000, 'x'));
    QVERIFY(QFile::remove(fixture.catalogue()));
    auto store = fixture.open();
    QVERIFY(store->catalogueRecovery().source == CatalogueRecovery::Source::Backup);
    QCOMPARE(store->ledger(account)->size(), 6u);
}

void CatalogueOpeningTest::aCopyThatDoesNotFitTheVaultGivesWhatTheVaultLacks()
{
    StoreFixture fixture;
    std::vector<MessageId> ids;
    {
        auto store = fixture.open();
        ids = fill(fixture, *store, 10, "a");
        QVERIFY(store->updateLedger(account, {listedOnly("unfetched")}));
        QVERIFY(store->choose({{account, "a3", 0}}, ServerChoice::Delete));
        LedgerEntry sent = store->ledger(account)->at(4);
        QVERIFY(store->deletionsSent(account, {{sent, QStringLiteral("older than 14 days")}}));
        QVERIFY(store->listed(account, 1700000000));
        backUp(fixture);
    }
    // The vault comes from an older backup of the user's.
    const SegmentScan::Record last = fixture.record(1, ids[9]);
    QVERIFY(QFile(fixture.segment(1)).resize(last.offset));
    QVERIFY(QFile::remove(fixture.catalogue()));
    auto store = fixture.open();
    QVERIFY(store->catalogueRecovery().source == CatalogueRecovery::Source::Vault);
    QCOMPARE(fixture.read()->messageCount().value(), 9);
    QMap<QByteArray, LedgerEntry> ledger;
    for (const LedgerEntry &entry : store->ledger(account).value_or(Ledger()))
        ledger[entry.uidl] = entry;
    QVERIFY(ledger["unfetched"].state == LedgerState::New);
    QVERIFY(ledger["a3"].choice == ServerChoice::Delete);
    QVERIFY(ledger["a4"].state == LedgerState::DeleteSent);
    QCOMPARE(fixture.read()->deletions({})->size(), 1u);
}

void CatalogueOpeningTest::anotherProfilesCopyIsNotUsed()
{
    StoreFixture fixture, other;
    {
        auto store = fixture.open();
        fill(fixture, *store, 3, "a");
        auto others = other.open();
        fill(other, *others, 7, "b");
        backUp(other);
    }
    QVERIFY(QFile::copy(CatalogueBackup(other.path()).path(1), CatalogueBackup(fixture.path()).path(1)));
    QVERIFY(QFile::remove(fixture.catalogue()));
    auto store = fixture.open();
    QVERIFY(store->catalogueRecovery().source == CatalogueRecovery::Source::Vault);
    QCOMPARE(fixture.read()->messageCount().value(), 3);
    QCOMPARE(store->ledger(account)->size(), 3u);
}

void CatalogueOpeningTest::aCopyFromBeforeACompactionFindsTheMovedMessages()
{
    for (const bool withCopy : {true, false}) {
        StoreFixture fixture;
        fixture.options.segmentSize = 6000;
        std::map<MessageId, QString> before;
        {
            auto store = fixture.open();
            const auto ids = fill(fixture, *store, 200, "a");
            QVERIFY(store->setTags({ids[0], ids[1], ids[100]}, {QStringLiteral("kept")}, {}));
            QVERIFY(store->writeState());
            fill(fixture, *store, 100, "b");
            if (withCopy)
                backUp(fixture);
            std::vector<MessageId> removed;
            for (size_t i = 0; i < ids.size(); ++i)
                if (i % 3 != 0 && i != 1)
                    removed.push_back(ids[i]);
            QVERIFY(store->remove(removed));
            for (int i = 0; i < 1000; ++i) {
                const auto step = store->compact(CompactionWish::Everything);
                QVERIFY(step);
                if (step->left == 0)
                    break;
            }
            QVERIFY(store->setTags({ids[0]}, {QStringLiteral("after")}, {}));
            before = stateOf(*fixture.read());
        }
        QVERIFY(!QFile::exists(fixture.segment(1)));
        QVERIFY(QFile::remove(fixture.catalogue()));
        auto store = fixture.open();
        QVERIFY(store);
        QVERIFY((store->catalogueRecovery().source == CatalogueRecovery::Source::Backup) == withCopy);
        QVERIFY(stateOf(*fixture.read()) == before);
        verifyClean(fixture);
    }
}

void CatalogueOpeningTest::aRestorationThatIsCutShortBeginsAnew()
{
    StoreFixture fixture;
    fixture.options.segmentSize = 5000;
    std::map<MessageId, QString> before;
    {
        auto store = fixture.open();
        fill(fixture, *store, 20, "a");
        backUp(fixture);
        const auto ids = fill(fixture, *store, 150, "b");
        QVERIFY(store->setTags(ids, {QStringLiteral("late")}, {}));
        before = stateOf(*fixture.read());
    }
    QVERIFY(QFile::remove(fixture.catalogue()));
    for (int stopAt = 1; stopAt < 10; stopAt += 2) {
        Cancellation cancellation;
        StoreOptions options = fixture.options;
        options.cancellation = &cancellation;
        options.progressBytes = 3000;
        int told = 0;
        options.progress = [&](qint64, qint64) {
            if (++told == stopAt)
                cancellation.cancel();
        };
        QVERIFY(!MessageStore::open(fixture.path(), options));
    }
    auto store = fixture.open();
    QVERIFY(store->catalogueRecovery().source == CatalogueRecovery::Source::Backup);
    QVERIFY(stateOf(*fixture.read()) == before);
    verifyClean(fixture);
}

void CatalogueOpeningTest::somebodyElsesFileIsLeftAlone()
{
    StoreFixture fixture;
    StoreFixture::write(fixture.catalogue(), QByteArray("no database at all\n").repeated(100));
    const auto store = MessageStore::open(fixture.path());
    QVERIFY(!store);
    QVERIFY(store.error().code == ErrorCode::Damaged);
    QVERIFY(kept(fixture).isEmpty());
}

void CatalogueOpeningTest::aWholeCatalogueIsNothingToTellOf()
{
    StoreFixture fixture;
    for (int i = 0; i < 2; ++i) {
        auto store = fixture.open();
        QVERIFY(store->catalogueRecovery() == CatalogueRecovery());
    }
}

QTEST_GUILESS_MAIN(CatalogueOpeningTest)
#include "CatalogueOpeningTest.moc"
