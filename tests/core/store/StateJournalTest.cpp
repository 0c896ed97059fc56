// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the user did comes back from the vault when the catalogue is lost.
#include "StoreFixture.h"

#include "RecordHeader.h"
#include "StateRecord.h"

#include <map>

class StateJournalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLostCatalogueComesBackWithAllThatTheUserDid();
    void theNewestStateHolds();
    void whatACrashKeptFromTheVaultIsWrittenAtTheNextStart();
    void manyChangesAreOneSync();
    void aRebuildThatIsCutShortGoesOn();
    void anOldCatalogueLearnsWhatWasDoneSince();
    void theCataloguesWordHoldsOnWhatItHasNotWrittenYet();
    void aRemovedMessageTakesItsTagsAlong();
    void tagsThatDifferInCaseAreOne();
    void foldersAreMadeRenamedAndRemoved();
    void aFolderThatHoldsSomethingStays();
    void theTagsOfABeginningGoOverToTheWholeMessage();
};

namespace
{
constexpr AccountId account = 2;

// All that is to come back, by message.
std::map<MessageId, MessageSummary> stateOf(StoreReader &reader)
{
    std::map<MessageId, MessageSummary> state;
    std::vector<MessageId> ids;
    ListQuery everything;
    everything.scope = ListQuery::Scope::Everything;
    const auto rows = reader.rows(everything).value();
    for (const MessageRow &row : rows)
        ids.push_back(row.id);
    const auto summaries = reader.summaries(ids).value();
    for (const MessageSummary &summary : summaries) {
        MessageSummary kept; // what is read from the bytes comes later
        kept.id = summary.id;
        kept.account = summary.account;
        kept.folder = summary.folder;
        kept.flags = summary.flags;
        kept.tags = summary.tags;
        kept.uidl = summary.uidl;
        kept.sha256 = summary.sha256;
        kept.preview = reader.note(summary.id).value();
        state.emplace(summary.id, kept);
    }
    return state;
}

std::vector<MessageId> fill(const StoreFixture &fixture, MessageStore &store, int count,
                            const QByteArray &prefix = "m")
{
    std::vector<NewMessage> batch;
    for (int i = 0; i < count; ++i) {
        const QByteArray name = prefix + QByteArray::number(i);
        batch.push_back(fixture.message("body of " + name, name));
    }
    return StoreFixture::addAll(store, std::move(batch));
}

void loseCatalogue(const StoreFixture &fixture)
{
    for (const QString &suffix : {QString(), QStringLiteral("-wal"), QStringLiteral("-shm")})
        QFile::remove(fixture.catalogue() + suffix);
}
} // namespace

void StateJournalTest::aLostCatalogueComesBackWithAllThatTheUserDid()
{
    StoreFixture fixture;
    fixture.options.segmentSize = 20000;
    std::map<MessageId, MessageSummary> before;
    std::vector<Folder> folders;
    {
        auto store = fixture.open();
        const auto ids = fill(fixture, *store, 400);
        const FolderId archive = store->ensureFolders(account)->at(1).id;
        const Folder outer = *store->createFolder(account, QStringLiteral("Projekte"), 0);
        const Folder inner = *store->createFolder(account, QStringLiteral("Brücke 7"), outer.id);
        for (size_t i = 0; i < ids.size(); ++i) {
            if (i % 2 == 0)
                QVERIFY(store->setFlags({ids[i]}, Flag::Read, {}));
            if (i % 7 == 0)
                QVERIFY(store->setFlags({ids[i]}, Flag::Starred, {}));
            if (i % 3 == 0)
                QVERIFY(store->setTags({ids[i]}, {QStringLiteral("work"), QStringLiteral("k%1").arg(i)}, {}));
            if (i % 5 == 0)
                QVERIFY(store->move({ids[i]}, i % 10 == 0 ? archive : inner.id));
            if (i % 11 == 0)
                QVERIFY(store->setNote(ids[i], QStringLiteral("Zeile 1\nnote %1").arg(i)));
            if (i == 200) // state that stands before messages, and messages after it
                QVERIFY(store->writeState());
        }
        QVERIFY(store->remove({ids[9], ids[55]}));
        const auto later = fill(fixture, *store, 20, "later");
        QVERIFY(store->setTags({later[3]}, {QStringLiteral("WORK")}, {}));
        QVERIFY(store->renameFolder(outer.id, QStringLiteral("Projects")));
        auto reader = fixture.read();
        before = stateOf(*reader);
        folders = reader->folders().value();
    }
    QCOMPARE(before.size(), 418u);
    loseCatalogue(fixture);
    auto store = fixture.open();
    QVERIFY(store);
    auto reader = fixture.read();
    QVERIFY(stateOf(*reader) == before);
    QVERIFY(reader->folders().value() == folders); // with their counters
    QCOMPARE(reader->tags()->back().name, QStringLiteral("work"));
    Cancellation never;
    const auto report = reader->verify({}, never);
    QVERIFY2(report->isWhole(), qPrintable(report->problems.join(QLatin1Char('\n'))));
    QVERIFY(!*store->writeState()); // the vault has it all: nothing is written again
}

void StateJournalTest::theNewestStateHolds()
{
    StoreFixture fixture;
    MessageId id = 0;
    {
        auto store = fixture.open();
        id = fill(fixture, *store, 1)[0];
        for (int i = 0; i < 5; ++i) {
            QVERIFY(store->setTags({id}, {QStringLiteral("t%1").arg(i)}, {QStringLiteral("t%1").arg(i - 2)}));
            QVERIFY(store->setFlags({id}, i % 2 ? Flag::Read : Flags(), i % 2 ? Flags() : Flag::Read));
            QVERIFY(store->setNote(id, i == 4 ? QString() : QStringLiteral("n")));
            QVERIFY(store->writeState());
        }
    }
    loseCatalogue(fixture);
    auto store = fixture.open();
    auto reader = fixture.read();
    const MessageSummary summary = reader->summaries({id})->front();
    QCOMPARE(summary.tags, QStringList({QStringLiteral("t3"), QStringLiteral("t4")}));
    QVERIFY(!summary.flags.testFlag(Flag::Read));
    QCOMPARE(reader->note(id).value(), QString());
    // And what is written next is newer still.
    QVERIFY(store->setTags({id}, {QStringLiteral("t5")}, {}));
    reader.reset();
    store.reset();
    loseCatalogue(fixture);
    store = fixture.open();
    QVERIFY(fixture.read()->summaries({id})->front().tags.contains(QStringLiteral("t5")));
}

void StateJournalTest::whatACrashKeptFromTheVaultIsWrittenAtTheNextStart()
{
    StoreFixture fixture, crashed;
    MessageId id = 0;
    {
        auto store = fixture.open();
        id = fill(fixture, *store, 3)[1];
        QVERIFY(store->writeState());
        QVERIFY(store->setTags({id}, {QStringLiteral("kept")}, {}));
        // As a SIGKILL leaves it.
        QDir().mkpath(crashed.vault());
        for (const QString &name : {QStringLiteral("catalogue.db"), QStringLiteral("catalogue.db-wal"),
                                    QStringLiteral("vault/000001.seg")})
            QVERIFY(QFile::copy(fixture.path(name), crashed.path(name)));
    }
    QVERIFY(crashed.open()); // and closed again
    loseCatalogue(crashed);
    auto store = crashed.open();
    QCOMPARE(crashed.read()->summaries({id})->front().tags, QStringList(QStringLiteral("kept")));
}

void StateJournalTest::manyChangesAreOneSync()
{
    StoreFixture fixture;
    int syncs = 0;
    fixture.options.faults = [&](FileOperation operation) {
        syncs += operation == FileOperation::Sync ? 1 : 0;
        return 0;
    };
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 500);
    QVERIFY(store->setFlags(ids, Flag::Read, {}));
    QVERIFY(store->setTags(ids, {QStringLiteral("a")}, {}));
    syncs = 0;
    const auto more = store->writeState();
    QVERIFY(more && !*more);
    QCOMPARE(syncs, 1);
    QVERIFY(!*store->writeState());
    QCOMPARE(syncs, 1);
}

void StateJournalTest::aRebuildThatIsCutShortGoesOn()
{
    StoreFixture fixture;
    fixture.options.segmentSize = 5000;
    std::map<MessageId, MessageSummary> before;
    {
        auto store = fixture.open();
        const auto ids = fill(fixture, *store, 200);
        QVERIFY(store->setTags(ids, {QStringLiteral("all")}, {}));
        QVERIFY(store->setFlags({ids[0], ids[150]}, Flag::Read, {}));
        before = stateOf(*fixture.read());
    }
    QVERIFY(Vault::segmentsIn(fixture.vault()).size() > 5);
    loseCatalogue(fixture);
    for (int stopAt = 1; stopAt < 12; stopAt += 2) {
        Cancellation cancellation;
        StoreOptions options = fixture.options;
        options.cancellation = &cancellation;
        int told = 0;
        options.progress = [&](qint64 done, qint64 inAll) {
            QVERIFY(done <= inAll);
            if (++told == stopAt)
                cancellation.cancel();
        };
        options.progressBytes = 5000;
        const auto store = MessageStore::open(fixture.path(), options);
        QVERIFY(!store);
        QVERIFY(store.error().code == ErrorCode::Cancelled);
    }
    auto store = fixture.open();
    QVERIFY(store);
    QVERIFY(stateOf(*fixture.read()) == before);
    Cancellation never;
    QVERIFY(fixture.read()->verify({}, never)->isWhole());
}

void StateJournalTest::anOldCatalogueLearnsWhatWasDoneSince()
{
    StoreFixture fixture;
    std::vector<MessageId> ids;
    {
        auto store = fixture.open();
        ids = fill(fixture, *store, 3);
    }
    const QByteArray old = StoreFixture::contents(fixture.catalogue());
    {
        auto store = fixture.open();
        QVERIFY(store->setTags({ids[1]}, {QStringLiteral("since")}, {}));
    }
    StoreFixture::write(fixture.catalogue(), old);
    auto store = fixture.open();
    QCOMPARE(fixture.read()->summaries({ids[1]})->front().tags, QStringList(QStringLiteral("since")));
}

void StateJournalTest::theCataloguesWordHoldsOnWhatItHasNotWrittenYet()
{
    StoreFixture fixture, crashed;
    MessageId id = 0;
    QDir().mkpath(crashed.vault());
    {
        auto store = fixture.open();
        id = fill(fixture, *store, 1)[0];
        QVERIFY(store->setTags({id}, {QStringLiteral("before")}, {}));
        QVERIFY(store->writeState());
        QVERIFY(store->setTags({id}, {QStringLiteral("after")}, {QStringLiteral("before")}));
        QVERIFY(QFile::copy(fixture.path(QStringLiteral("vault/000001.seg")), crashed.segment(1)));
        QVERIFY(QFile::copy(fixture.catalogue(), crashed.catalogue()));
        QVERIFY(QFile::copy(fixture.path(QStringLiteral("catalogue.db-wal")),
                            crashed.path(QStringLiteral("catalogue.db-wal"))));
    }
    {
        // A state record that the catalogue has not heard of, older than what the user did last.
        QByteArray bytes = StoreFixture::contents(crashed.segment(1));
        RecordHeader header;
        header.type = RecordType::State;
        header.id = 2;
        StateRecord state;
        state.messages.push_back({id, 1, {}, {QStringLiteral("stale")}, {}});
        header.extra = state.encoded().front();
        header.appendTo(bytes, bytes.sliced(RecordHeader::fixedSize, 16));
        StoreFixture::write(crashed.segment(1), bytes);
    }
    auto store = crashed.open();
    QCOMPARE(crashed.read()->summaries({id})->front().tags, QStringList(QStringLiteral("after")));
}

void StateJournalTest::aRemovedMessageTakesItsTagsAlong()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 2);
    QVERIFY(store->setTags(ids, {QStringLiteral("x")}, {}));
    QVERIFY(store->setNote(ids[0], QStringLiteral("note")));
    QVERIFY(store->remove({ids[0]}));
    auto reader = fixture.read();
    QCOMPARE(reader->tags()->front().messages, 1);
    QCOMPARE(reader->note(ids[0]).value(), QString());
    QVERIFY(!store->setNote(ids[0], QStringLiteral("again")));
}

void StateJournalTest::tagsThatDifferInCaseAreOne()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 2);
    QVERIFY(store->setTags({ids[0]}, {QStringLiteral("  To   Do ")}, {}));
    QVERIFY(store->setTags(ids, {QStringLiteral("to do")}, {}));
    auto reader = fixture.read();
    QVERIFY(reader->tags().value() == std::vector<Tag>({{QStringLiteral("To Do"), 2}}));
    QVERIFY(store->setTags(ids, {}, {QStringLiteral("TO DO")}));
    QCOMPARE(reader->tags()->front().messages, 0);
    for (const QString &bad : {QString(), QStringLiteral("  "), QString(101, QLatin1Char('x'))}) {
        const auto refused = store->setTags(ids, {bad}, {});
        QVERIFY(!refused);
        QVERIFY(refused.error().code == ErrorCode::InvalidArgument);
    }
}

void StateJournalTest::foldersAreMadeRenamedAndRemoved()
{
    StoreFixture fixture;
    auto store = fixture.open();
    QVERIFY(store->ensureFolders(account));
    const Folder outer = *store->createFolder(account, QStringLiteral(" A  b "), 0);
    QCOMPARE(outer.name, QStringLiteral("A b"));
    QVERIFY(!store->createFolder(account, QStringLiteral("a B"), 0)); // taken
    const Folder inner = *store->createFolder(account, QStringLiteral("a B"), outer.id);
    QCOMPARE(inner.parent, outer.id);
    QVERIFY(!store->createFolder(account, QString(), 0));
    QVERIFY(!store->createFolder(account, QStringLiteral("x"), 4711));
    QVERIFY(!store->createFolder(3, QStringLiteral("x"), outer.id)); // another account's
    QVERIFY(store->renameFolder(inner.id, QStringLiteral("c")));
    const FolderId inbox = store->ensureFolders(account)->front().id;
    QVERIFY(!store->renameFolder(inbox, QStringLiteral("c")));
    QVERIFY(!store->removeFolder(inbox));
    QVERIFY(store->removeFolder(inner.id));
    QVERIFY(store->removeFolder(outer.id));
    QCOMPARE(store->ensureFolders(account)->size(), 4u);
}

void StateJournalTest::aFolderThatHoldsSomethingStays()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids = fill(fixture, *store, 1);
    const Folder outer = *store->createFolder(account, QStringLiteral("outer"), 0);
    const Folder inner = *store->createFolder(account, QStringLiteral("inner"), outer.id);
    QVERIFY(store->move(ids, inner.id));
    QVERIFY(!store->removeFolder(inner.id)); // a message
    QVERIFY(!store->removeFolder(outer.id)); // a folder
    QCOMPARE(fixture.read()->summaries(ids)->front().folder, inner.id);
    QVERIFY(store->remove(ids));
    QVERIFY(store->removeFolder(inner.id));
    // A message cannot be stored into a folder that is gone.
    NewMessage late = fixture.message("late", "late");
    late.folder = inner.id;
    std::vector<NewMessage> batch;
    batch.push_back(std::move(late));
    QVERIFY(!store->add(std::move(batch)));
}

void StateJournalTest::theTagsOfABeginningGoOverToTheWholeMessage()
{
    StoreFixture fixture;
    auto store = fixture.open();
    NewMessage beginning = fixture.message("the begin", "p");
    beginning.partial = true;
    const MessageId partial = StoreFixture::addAll(*store, batchOf(std::move(beginning))).at(0);
    const MessageId whole =
        StoreFixture::addAll(*store, batchOf(fixture.message("the beginning", "w"))).at(0);
    QVERIFY(store->setTags({partial}, {QStringLiteral("mine")}, {}));
    QVERIFY(store->setNote(partial, QStringLiteral("remember")));
    NewMessage rest = fixture.message("the beginning", "p");
    rest.replaces = partial;
    rest.collapseEqual = true;
    std::vector<NewMessage> batch;
    batch.push_back(std::move(rest));
    QVERIFY(store->add(std::move(batch)));
    auto reader = fixture.read();
    QVERIFY(reader->summaries({partial})->empty());
    QCOMPARE(reader->summaries({whole})->front().tags, QStringList(QStringLiteral("mine")));
    QCOMPARE(reader->note(whole).value(), QStringLiteral("remember"));
}

QTEST_GUILESS_MAIN(StateJournalTest)
#include "StateJournalTest.moc"
