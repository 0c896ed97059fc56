// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreFixture.h"

#include "Database.h"

class CatalogueMigrationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anOldCatalogueKeepsEverything_data();
    void anOldCatalogueKeepsEverything();
    void theCopyIsTheOldCatalogue();
};

namespace
{
// Puts a catalogue of an old version with the same content in the place of the one that is there.
void makeVersion(const StoreFixture &fixture, int version)
{
    const QString old = fixture.path(QStringLiteral("old.db"));
    {
        auto steps = Database::migrations();
        steps.resize(size_t(version));
        auto made = Database::openForWriting(old, steps);
        QVERIFY(made);
        SQLite::Database &connection = (*made)->connection();
        connection.exec("ATTACH '" + fixture.catalogue().toStdString() + "' AS newer");
        std::vector<std::string> tables;
        for (SQLite::Statement query(connection, "SELECT name FROM main.sqlite_schema WHERE type = 'table'");
             query.executeStep();)
            tables.push_back(query.getColumn(0).getString());
        for (const std::string &table : tables) {
            std::string columns;
            for (SQLite::Statement query(connection, "SELECT name FROM pragma_table_info(?, 'main')");
                 columns.empty();) {
                query.bind(1, table);
                while (query.executeStep())
                    columns += (columns.empty() ? "" : ", ") + query.getColumn(0).getString();
            }
            connection.exec("INSERT INTO main." + table + "(" + columns + ") SELECT " + columns +
                            " FROM newer." + table);
        }
        connection.exec("DETACH newer");
    }
    for (const char *suffix : {"", "-wal", "-shm"})
        QFile::remove(fixture.catalogue() + QLatin1String(suffix));
    QVERIFY(QFile::rename(old, fixture.catalogue()));
}

int versionOf(const QString &file)
{
    return SQLite::Database(file.toStdString()).execAndGet("PRAGMA user_version").getInt();
}
} // namespace

void CatalogueMigrationTest::anOldCatalogueKeepsEverything_data()
{
    QTest::addColumn<int>("version");
    for (int version = 1; version < int(Database::migrations().size()); ++version)
        QTest::addRow("%d", version) << version;
}

void CatalogueMigrationTest::anOldCatalogueKeepsEverything()
{
    QFETCH(int, version);
    StoreFixture fixture;
    std::vector<MessageId> ids;
    Ledger ledger;
    std::vector<MessageSummary> summaries;
    std::vector<Folder> folders;
    {
        auto store = fixture.open();
        ids = StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"),
                                                   fixture.message("b", QByteArray("\0b", 2)),
                                                   fixture.message("c", "c"), fixture.message("imported")));
        ledger = store->ledger(2).value();
        ledger[1].state = LedgerState::DeleteSent;
        ledger[2].state = LedgerState::Gone;
        ledger[2].goneSince = 1700000100;
        QVERIFY(store->updateLedger(2, ledger));
        QVERIFY(store->setFlags({ids[0]}, Flag::Read | Flag::Starred, {}));
        QVERIFY(store->move({ids[1]}, store->ensureFolders(2)->at(3).id));
        auto reader = fixture.read();
        summaries = reader->summaries(ids).value();
        folders = reader->folders().value();
    }
    makeVersion(fixture, version);
    QCOMPARE(versionOf(fixture.catalogue()), version);
    auto store = fixture.open();
    QVERIFY(store);
    QVERIFY(store->ledger(2).value() == ledger);
    QCOMPARE(store->unsummarised()->size(), 0u);
    auto reader = fixture.read();
    QVERIFY(reader->summaries(ids).value() == summaries);
    QVERIFY(reader->folders().value() == folders);
    QVERIFY(reader->deletions({})->empty());
    Cancellation never;
    const auto report = reader->verify({}, never);
    QVERIFY(report->problems.isEmpty());
    QCOMPARE(report->messages, 4);
    // What is new in the ledger works, and ids go on.
    QVERIFY(store->choose({{2, "a", 0}}, ServerChoice::Keep));
    QVERIFY(store->ledger(2)->at(1).choice == ServerChoice::Keep);
    QVERIFY(StoreFixture::addAll(*store, batchOf(fixture.message("later"))).at(0) > ids.back());
    QCOMPARE(versionOf(fixture.catalogue()), static_cast<int>(Database::migrations().size()));
    // What the user did before there were state records is written into the vault now.
    reader.reset();
    store.reset();
    QVERIFY(QFile::remove(fixture.catalogue()));
    store = fixture.open();
    const auto again = fixture.read()->summaries(ids).value();
    for (size_t i = 0; i < ids.size(); ++i) {
        QCOMPARE(again[i].folder, summaries[i].folder);
        const Flags users = Flag::Read | Flag::Starred;
        QVERIFY((again[i].flags & users) == (summaries[i].flags & users));
    }
}

void CatalogueMigrationTest::theCopyIsTheOldCatalogue()
{
    StoreFixture fixture;
    {
        auto store = fixture.open();
        QCOMPARE(StoreFixture::addAll(*store, batchOf(fixture.message("a", "a"))).size(), 1u);
    }
    makeVersion(fixture, 1);
    QVERIFY(fixture.open());
    const QString copy = fixture.catalogue() + QStringLiteral(".version-1");
    QCOMPARE(versionOf(copy), 1);
    {
        SQLite::Database old(copy.toStdString());
        QCOMPARE(old.execAndGet("SELECT count(*) FROM uidl").getInt(), 1);
        QVERIFY(!old.tableExists("deletion"));
    }
    // It is made once, and a program that knows the file's version leaves it alone.
    const QByteArray before = StoreFixture::contents(copy);
    QVERIFY(fixture.open());
    QCOMPARE(StoreFixture::contents(copy), before);
    // Nor does a migration that was cut short, and goes on from another version.
    makeVersion(fixture, 3);
    QVERIFY(fixture.open());
    QCOMPARE(StoreFixture::contents(copy), before);
    QCOMPARE(versionOf(fixture.catalogue() + QStringLiteral(".version-3")), 3);
    QVERIFY(QDir(fixture.path()).entryList({QStringLiteral("*.new")}).isEmpty());
    // Going back means putting it into its place: it is a whole catalogue.
    for (const char *suffix : {"", "-wal", "-shm"})
        QFile::remove(fixture.catalogue() + QLatin1String(suffix));
    QVERIFY(QFile::copy(copy, fixture.catalogue()));
    auto store = fixture.open();
    QVERIFY(store);
    QCOMPARE(store->ledger(2)->size(), 1u);
}

QTEST_GUILESS_MAIN(CatalogueMigrationTest)
#include "CatalogueMigrationTest.moc"
