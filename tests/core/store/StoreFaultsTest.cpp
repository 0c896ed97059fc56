// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreFixture.h"

#include "Database.h"

#include <cerrno>
#ifdef Q_OS_UNIX
#include <sys/file.h>
#endif

class StoreFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anErrorAtAnyOperationLosesNothing_data();
    void anErrorAtAnyOperationLosesNothing();
    void aFailedSyncIsNotTriedAgainOnTheSameBytes();
    void anErrorThatCannotBeUndoneEndsWriting();
    void aCatalogueThatCannotBeWrittenTakesTheRecordsBack();
    void aLockedProfileIsNotOpened();
    void aLockOfADeadProcessIsTakenOver();
    void aLockThatNamesNobodyIsTakenOver();
    void aNewerCatalogueStaysAsItIs();
    void aForeignFileIsNotACatalogue();
    void aMigrationKeepsACopy();
    void aFailedMigrationChangesNothing();
    void aReaderNeedsAStore();
};

void StoreFaultsTest::anErrorAtAnyOperationLosesNothing_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("disk full") << ENOSPC << ErrorCode::DiskFull;
    QTest::newRow("I/O error") << EIO << ErrorCode::DiskFailed;
    QTest::newRow("read-only") << EROFS << ErrorCode::ReadOnly;
}

// Lets the n-th operation fail, n = 0, 1, …, until a run of six batches over three segments meets no error.
void StoreFaultsTest::anErrorAtAnyOperationLosesNothing()
{
    QFETCH(int, number);
    QFETCH(ErrorCode, code);
    bool failed = true;
    for (int failing = 0; failed; ++failing) {
        StoreFixture fixture;
        fixture.options.segmentSize = 1200;
        auto operations = std::make_shared<int>(0);
        fixture.options.faults = [=](FileOperation) { return (*operations)++ == failing ? number : 0; };
        failed = false;
        std::vector<MessageId> acknowledged;
        {
            auto store = fixture.open();
            for (int batch = 0; batch < 6; ++batch) {
                for (int attempt = 0; attempt < 2; ++attempt) {
                    const QByteArray name = QByteArray::number(batch);
                    auto stored =
                        store->add(batchOf(fixture.message(QByteArray(200, 'x') + name, "a" + name),
                                           fixture.message(QByteArray(200, 'y') + name, "b" + name)));
                    if (stored) {
                        acknowledged.push_back((*stored)[0].id);
                        acknowledged.push_back((*stored)[1].id);
                        break;
                    }
                    QVERIFY(stored.error().code == code);
                    QVERIFY2(!failed, "only one operation fails");
                    failed = true;
                }
            }
        }
        fixture.options.faults = {};
        auto store = fixture.open();
        QVERIFY(store);
        QCOMPARE(acknowledged.size(), 12u);
        QVERIFY(store->verifyStored(acknowledged));
        QCOMPARE(fixture.read()->messageCount().value(), 12);
        QCOMPARE(store->ledger(2)->size(), 12u);
        Cancellation never;
        const auto report = fixture.read()->verify({}, never);
        QVERIFY2(report->problems.isEmpty(), qPrintable(report->problems.join(QLatin1Char('\n'))));
    }
}

void StoreFaultsTest::aFailedSyncIsNotTriedAgainOnTheSameBytes()
{
    StoreFixture fixture;
    auto fail = std::make_shared<bool>(false);
    fixture.options.faults = [fail](FileOperation operation) {
        return operation == FileOperation::Sync && std::exchange(*fail, false) ? EIO : 0;
    };
    auto store = fixture.open();
    QCOMPARE(StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"))).size(), 1u);
    const QByteArray before = StoreFixture::contents(fixture.segment(1));
    *fail = true;
    const auto stored = store->add(batchOf(fixture.message("b", "b")));
    QVERIFY(!stored);
    QVERIFY(stored.error().code == ErrorCode::DiskFailed);
    QCOMPARE(StoreFixture::contents(fixture.segment(1)), before);
    QCOMPARE(StoreFixture::addAll(*store, batchOf(fixture.message("b", "b"))).size(), 1u);
    QCOMPARE(StoreFixture::contents(fixture.segment(1)), before);
    QCOMPARE(Vault::segmentsIn(fixture.vault()), (std::vector<int>{1, 2}));
    store.reset();
    // Were the old tail to come back, nobody would take it for mail.
    StoreFixture::write(fixture.segment(1), before + StoreFixture::contents(fixture.segment(2)));
    store = fixture.open();
    QCOMPARE(fixture.read()->messageCount().value(), 2);
}

void StoreFaultsTest::anErrorThatCannotBeUndoneEndsWriting()
{
    StoreFixture fixture;
    auto broken = std::make_shared<bool>(false);
    fixture.options.faults = [broken](FileOperation operation) {
        return *broken && operation != FileOperation::Write ? EIO : 0;
    };
    std::vector<MessageId> ids;
    {
        auto store = fixture.open();
        ids = StoreFixture::addAll(*store, batchOf(fixture.message("a", "a")));
        *broken = true;
        QVERIFY(!store->add(batchOf(fixture.message("b", "b"))));
        *broken = false;
        QVERIFY(!store->add(batchOf(fixture.message("b", "b"))));
        QVERIFY(store->verifyStored(ids));
    }
    auto store = fixture.open();
    QCOMPARE(store->ledger(2)->size(), 2u); // its bytes had reached the disk after all
    QCOMPARE(fixture.read()->messageCount().value(), 2);
}

void StoreFaultsTest::aCatalogueThatCannotBeWrittenTakesTheRecordsBack()
{
    StoreFixture fixture;
    auto store = fixture.open();
    QCOMPARE(StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"))).size(), 1u);
    const QByteArray before = StoreFixture::contents(fixture.segment(1));
    {
        // A trigger stands for whatever may go wrong inside the transaction.
        SQLite::Database other(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
        other.exec("CREATE TRIGGER broken BEFORE INSERT ON uidl BEGIN SELECT raise(ABORT, 'broken'); END");
    }
    const auto stored = store->add(batchOf(fixture.message("b", "b"), fixture.message("c", "c")));
    QVERIFY(!stored);
    QVERIFY(stored.error().code == ErrorCode::DiskFailed);
    QCOMPARE(StoreFixture::contents(fixture.segment(1)), before);
    const auto folders = fixture.read()->folders().value();
    QCOMPARE(folders[0].total, 1);
    {
        SQLite::Database other(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
        other.exec("DROP TRIGGER broken");
    }
    QCOMPARE(StoreFixture::addAll(*store, batchOf(fixture.message("b", "b"))).size(), 1u);
    QCOMPARE(fixture.read()->folders()->front().total, 2);
}

void StoreFaultsTest::aLockedProfileIsNotOpened()
{
    StoreFixture fixture;
    auto store = fixture.open();
    QVERIFY(store);
    const auto second = MessageStore::open(fixture.path());
    QVERIFY(!second);
    QVERIFY(second.error().code == ErrorCode::ProfileLocked);
    QVERIFY(second.error().detail.contains(QString::number(QCoreApplication::applicationPid())));
    store.reset();
    QVERIFY(fixture.open());
}

void StoreFaultsTest::aLockOfADeadProcessIsTakenOver()
{
    StoreFixture fixture;
    QVERIFY(fixture.open());
    // No Linux process has this number; the lines are process, program, host.
    StoreFixture::write(fixture.path(QStringLiteral("LOCK")),
                        "99999999\npoplar\n" + QSysInfo::machineHostName().toUtf8() + '\n');
    QVERIFY(fixture.open());
}

// Killed between making the file and writing its name into it.
void StoreFaultsTest::aLockThatNamesNobodyIsTakenOver()
{
    StoreFixture fixture;
    QVERIFY(fixture.open());
    QFile lock(fixture.path() + QStringLiteral("/LOCK"));
    QVERIFY(lock.open(QIODevice::WriteOnly | QIODevice::NewOnly));
#ifdef Q_OS_UNIX
    // Who holds it has it locked with the system, whatever is written in it.
    QCOMPARE(::flock(lock.handle(), LOCK_EX | LOCK_NB), 0);
    const auto held = MessageStore::open(fixture.path());
    QVERIFY(!held);
    QVERIFY(held.error().code == ErrorCode::ProfileLocked);
#endif
    lock.close();
    QVERIFY(fixture.open());
}

void StoreFaultsTest::aNewerCatalogueStaysAsItIs()
{
    StoreFixture fixture;
    {
        auto store = fixture.open();
        QCOMPARE(StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"))).size(), 1u);
    }
    {
        SQLite::Database file(fixture.catalogue().toStdString(), SQLite::OPEN_READWRITE);
        file.exec("PRAGMA user_version=999");
    }
    const QByteArray before = StoreFixture::contents(fixture.catalogue());
    const auto store = MessageStore::open(fixture.path());
    QVERIFY(!store);
    QVERIFY(store.error().code == ErrorCode::NewerFormat);
    const auto reader = StoreReader::open(fixture.path());
    QVERIFY(!reader);
    QVERIFY(reader.error().code == ErrorCode::NewerFormat);
    QCOMPARE(StoreFixture::contents(fixture.catalogue()), before);
}

void StoreFaultsTest::aForeignFileIsNotACatalogue()
{
    StoreFixture fixture;
    for (const bool database : {false, true}) {
        if (database) {
            QFile::remove(fixture.catalogue());
            SQLite::Database file(fixture.catalogue().toStdString(),
                                  SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
            file.exec("CREATE TABLE other(x)");
        } else {
            StoreFixture::write(fixture.catalogue(), QByteArray("no database at all\n").repeated(100));
        }
        const QByteArray before = StoreFixture::contents(fixture.catalogue());
        const auto store = MessageStore::open(fixture.path());
        QVERIFY(!store);
        QVERIFY(store.error().code == ErrorCode::Damaged);
        QCOMPARE(StoreFixture::contents(fixture.catalogue()), before);
    }
}

void StoreFaultsTest::aMigrationKeepsACopy()
{
    StoreFixture fixture;
    {
        auto store = fixture.open();
        QCOMPARE(StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"))).size(), 1u);
    }
    auto steps = Database::migrations();
    const int known = static_cast<int>(steps.size());
    steps.push_back("ALTER TABLE message ADD COLUMN note TEXT; CREATE TABLE later(id INTEGER PRIMARY KEY);");
    auto database = Database::openForWriting(fixture.catalogue(), steps);
    QVERIFY(database);
    QCOMPARE((*database)->connection().execAndGet("PRAGMA user_version").getInt(), known + 1);
    QCOMPARE((*database)->connection().execAndGet("SELECT count(note) + count(*) FROM message").getInt(), 1);
    const QString copy = fixture.catalogue() + QStringLiteral(".version-%1").arg(known);
    SQLite::Database old(copy.toStdString(), SQLite::OPEN_READONLY);
    QCOMPARE(old.execAndGet("PRAGMA user_version").getInt(), known);
    QCOMPARE(old.execAndGet("SELECT count(*) FROM message").getInt(), 1);
}

void StoreFaultsTest::aFailedMigrationChangesNothing()
{
    StoreFixture fixture;
    QVERIFY(fixture.open());
    auto steps = Database::migrations();
    const int known = static_cast<int>(steps.size());
    steps.push_back(
        "CREATE TABLE later(id INTEGER PRIMARY KEY); CREATE TABLE later(id INTEGER PRIMARY KEY);");
    QVERIFY(!Database::openForWriting(fixture.catalogue(), steps));
    auto database = Database::openForWriting(fixture.catalogue());
    QVERIFY(database);
    QCOMPARE((*database)->connection().execAndGet("PRAGMA user_version").getInt(), known);
    QVERIFY(!(*database)->connection().tableExists("later"));
}

void StoreFaultsTest::aReaderNeedsAStore()
{
    StoreFixture fixture;
    const auto reader = StoreReader::open(fixture.path());
    QVERIFY(!reader);
    QVERIFY(reader.error().code == ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(StoreFaultsTest)
#include "StoreFaultsTest.moc"
