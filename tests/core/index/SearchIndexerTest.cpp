// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchIndexer.h"

#include "Database.h"
#include "MixedLanguageMail.h"
#include "SearchBench.h"
#include "SearchTokenizer.h"
#include "Vault.h"

#include <QRandomGenerator>

#include <algorithm>

// The index of a real profile: complete whatever happens to it, and to the mail.
class SearchIndexerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allMailIsIndexedAndWhatComesLater();
    void itGoesOnWhereItWasCancelled();
    void newerShardsComeFirst();
    void aBeginningIsReadAgainWhenItsRestHasCome();
    void aMessageThatCannotBeReadIsFoundByItsSummary();
    void aShardOfDeadEntriesIsMadeAnew();
    void erasedMailIsNotInTheIndex();
    void anIndexOfAnotherPastIsMadeAnew();
    void aCheckFindsWhatIsMissing();
    void damageAnywhereNeverStaysInTheWay();
    void aLostIndexIsMadeAnew();
    void everyPlantedWordAndSubstringIsFound();
    void theIndexIsSmallerThanTheText();
};

namespace
{
Cancellation never;

std::unique_ptr<SearchIndexer> indexerOf(const SearchBench &bench)
{
    return SearchBench::taken(SearchIndexer::open(bench.path()));
}

void bringUpToDate(const SearchBench &bench)
{
    SearchBench::taken(indexerOf(bench)->run({}, never));
}

QByteArrayList numbered(int count, const QString &word)
{
    QByteArrayList messages;
    for (int i = 0; i < count; ++i)
        messages += mail(QStringLiteral("s"), QStringLiteral("%1 %1%2").arg(word).arg(i));
    return messages;
}

// What the index alone says, without any scan.
std::vector<MessageId> indexed(const SearchBench &bench, int shard = 0)
{
    const auto reader = SearchBench::taken(StoreReader::open(bench.path()));
    return SearchBench::taken(
        SearchBench::taken(SearchIndex::open(bench.path(), reader->storeId()))->messages(shard));
}

std::unique_ptr<Database> catalogueOf(const SearchBench &bench)
{
    return SearchBench::taken(Database::openForWriting(bench.path() + QStringLiteral("/catalogue.db")));
}

// Flips a bit in the vault's copy.
void damage(const SearchBench &bench, MessageId message)
{
    const auto catalogue =
        SearchBench::taken(Database::openForReading(bench.path() + QStringLiteral("/catalogue.db")));
    SQLite::Statement place(catalogue->connection(),
                            "SELECT segment, position + length - 9 FROM message WHERE id = ?");
    place.bind(1, static_cast<int64_t>(message));
    if (!place.executeStep())
        qFatal("no such message");
    QFile segment(Vault::segmentPath(bench.path() + QStringLiteral("/vault"), place.getColumn(0).getInt()));
    char octet = 0;
    if (!segment.open(QIODevice::ReadWrite) || !segment.seek(place.getColumn(1).getInt64()) ||
        !segment.peek(&octet, 1))
        qFatal("cannot damage");
    octet = static_cast<char>(octet ^ 4);
    segment.write(&octet, 1);
}

bool isCovered(const SearchBench &bench)
{
    const auto progress = SearchBench::taken(indexerOf(bench)->progress());
    return progress.done == progress.inAll;
}
} // namespace

void SearchIndexerTest::allMailIsIndexedAndWhatComesLater()
{
    SearchBench bench;
    const auto first = bench.add(numbered(700, QStringLiteral("early")));
    std::vector<SearchIndexer::Progress> told;
    SearchBench::taken(indexerOf(bench)->run([&](auto progress) { told.push_back(progress); }, never));
    QVERIFY(told.size() >= 2); // batches
    QCOMPARE(told.back().done, told.back().inAll);
    QCOMPARE(indexed(bench), first);
    const auto later = bench.add(numbered(3, QStringLiteral("later")));
    bringUpToDate(bench);
    QCOMPARE(indexed(bench).size(), first.size() + 3);
    QCOMPARE(bench.find(QStringLiteral("early699")), std::vector<MessageId>{first.back()});
    QCOMPARE(bench.find(QStringLiteral("later")).size(), 3U);
    QCOMPARE(bench.outcome.read, 0);
}

void SearchIndexerTest::itGoesOnWhereItWasCancelled()
{
    SearchBench bench;
    const auto ids = bench.add(numbered(1300, QStringLiteral("word")));
    for (int round = 0; round < 3; ++round) {
        Cancellation cancellation;
        const auto ended =
            indexerOf(bench)->run([&](SearchIndexer::Progress) { cancellation.cancel(); }, cancellation);
        QVERIFY(!ended && ended.error().code == ErrorCode::Cancelled);
        QCOMPARE(indexed(bench).size(), std::min<size_t>(ids.size(), 500 * (size_t(round) + 1)));
    }
    bringUpToDate(bench);
    QCOMPARE(indexed(bench), ids); // no gap, none twice
    QCOMPARE(bench.find(QStringLiteral("word")).size(), ids.size());
}

void SearchIndexerTest::newerShardsComeFirst()
{
    SearchBench bench;
    const auto old = bench.add(numbered(2, QStringLiteral("old")));
    bench.whileClosed([&] {
        catalogueOf(bench)->connection().exec(
            "UPDATE setting SET value = " + std::to_string(IndexCoverage::shardSize + 10) +
            " WHERE key = 'next_message'");
    });
    const auto recent = bench.add(numbered(2, QStringLiteral("new")));
    QCOMPARE(recent.front(), IndexCoverage::shardSize + 10);
    const auto indexer = indexerOf(bench);
    QVERIFY(SearchBench::taken(indexer->step(never)));
    QCOMPARE(indexed(bench, 1), recent);
    SearchBench::taken(indexer->run({}, never));
    QCOMPARE(indexed(bench, 0), old);
    QVERIFY(isCovered(bench));
}

void SearchIndexerTest::aBeginningIsReadAgainWhenItsRestHasCome()
{
    SearchBench bench;
    const QByteArray whole = mail(QStringLiteral("long"), QStringLiteral("beginning middle finis"));
    std::vector<NewMessage> beginning;
    beginning.push_back(bench.newMessage(whole.first(whole.indexOf("middle"))));
    beginning.back().partial = true;
    const MessageId message = bench.add(std::move(beginning)).front();
    const auto indexer = indexerOf(bench);
    SearchBench::taken(indexer->run({}, never));
    QCOMPARE(bench.find(QStringLiteral("beginning")), std::vector<MessageId>{message});
    QCOMPARE(bench.find(QStringLiteral("finis")), std::vector<MessageId>{});
    std::vector<NewMessage> rest;
    rest.push_back(bench.newMessage(whole));
    rest.back().replaces = message;
    bench.add(std::move(rest));
    QCOMPARE(bench.find(QStringLiteral("finis")), std::vector<MessageId>{message}); // at once
    indexer->lookForCompleted();
    SearchBench::taken(indexer->run({}, never));
    QCOMPARE(bench.find(QStringLiteral("finis")), std::vector<MessageId>{message});
    QCOMPARE(bench.outcome.read, 0);
}

void SearchIndexerTest::aMessageThatCannotBeReadIsFoundByItsSummary()
{
    SearchBench bench;
    const auto ids = bench.add({mail(QStringLiteral("readable"), QStringLiteral("one")),
                                mail(QStringLiteral("unreadable"), QStringLiteral("two")),
                                mail(QStringLiteral("readable"), QStringLiteral("three"))});
    const auto reader = SearchBench::taken(StoreReader::open(bench.path()));
    damage(bench, ids[1]);
    QVERIFY(!reader->raw(ids[1]));
    bringUpToDate(bench);
    QCOMPARE(indexed(bench), ids);
    QCOMPARE(bench.find(QStringLiteral("subject:unreadable")), std::vector<MessageId>{ids[1]});
    QCOMPARE(bench.find(QStringLiteral("three")), std::vector<MessageId>{ids[2]});
}

void SearchIndexerTest::aShardOfDeadEntriesIsMadeAnew()
{
    SearchBench bench;
    const auto ids = bench.add(numbered(1000, QStringLiteral("word")));
    const auto indexer = indexerOf(bench);
    SearchBench::taken(indexer->run({}, never));
    const std::vector<MessageId> some(ids.begin(), ids.begin() + 200);
    SearchBench::taken(bench.store().remove(some));
    SearchBench::taken(indexer->markRemoved(some));
    SearchBench::taken(indexer->run({}, never));
    QCOMPARE(indexed(bench).size(), 1000U); // not worth it
    QCOMPARE(bench.find(QStringLiteral("word")).size(), 800U);
    const std::vector<MessageId> more(ids.begin() + 200, ids.begin() + 260);
    SearchBench::taken(bench.store().remove(more));
    SearchBench::taken(indexer->markRemoved(more));
    SearchBench::taken(indexer->run({}, never));
    QCOMPARE(indexed(bench), std::vector<MessageId>(ids.begin() + 260, ids.end()));
    QCOMPARE(bench.find(QStringLiteral("word")).size(), 740U);
}

void SearchIndexerTest::erasedMailIsNotInTheIndex()
{
    SearchBench bench;
    bench.add(numbered(20, QStringLiteral("word")));
    const MessageId message = bench.add(mail(QStringLiteral("s"), QStringLiteral("about a xylophone")));
    const auto indexer = indexerOf(bench);
    SearchBench::taken(indexer->run({}, never));
    const auto isInFile = [&] { // tokens lack the letters that they share with the one before
        QFile file(bench.indexPath()), log(bench.indexPath() + QStringLiteral("-wal"));
        if (!file.open(QIODevice::ReadOnly) || !log.open(QIODevice::ReadOnly))
            qFatal("no index");
        return (file.readAll() + log.readAll()).contains("lophone");
    };
    QVERIFY(isInFile());
    SearchBench::taken(bench.store().remove({message}));
    SearchBench::taken(indexer->markRemoved({message}));
    QVERIFY(isInFile());
    SearchBench::taken(indexer->eraseRemoved(never));
    QVERIFY(!isInFile());
    SearchBench::taken(indexer->run({}, never));
    QCOMPARE(indexed(bench).size(), 20U);
    // Also where nobody told the index of the removal.
    const MessageId other = bench.add(mail(QStringLiteral("s"), QStringLiteral("another xylophone")));
    SearchBench::taken(indexer->run({}, never));
    QVERIFY(isInFile());
    SearchBench::taken(bench.store().remove({other}));
    SearchBench::taken(indexer->eraseRemoved(never));
    QVERIFY(!isInFile());
    // And nothing is begun anew where nothing was removed.
    SearchBench::taken(indexer->run({}, never));
    SearchBench::taken(indexer->eraseRemoved(never));
    QCOMPARE(indexed(bench).size(), 20U);
}

// A profile that was put back from a copy, beside a search.db that knows more than it.
void SearchIndexerTest::anIndexOfAnotherPastIsMadeAnew()
{
    SearchBench bench;
    bench.add(numbered(3, QStringLiteral("first")));
    const auto reader = SearchBench::taken(StoreReader::open(bench.path()));
    const auto index = SearchBench::taken(SearchIndex::open(bench.path(), reader->storeId()));
    SearchBench::taken(index->add({}, 100, never));
    bringUpToDate(bench);
    bench.add(numbered(3, QStringLiteral("second")));
    bringUpToDate(bench);
    QCOMPARE(indexed(bench).size(), 6U);
    QCOMPARE(bench.find(QStringLiteral("second")).size(), 3U);
}

void SearchIndexerTest::aCheckFindsWhatIsMissing()
{
    SearchBench bench;
    const auto ids = bench.add(numbered(10, QStringLiteral("word")));
    {
        const auto reader = SearchBench::taken(StoreReader::open(bench.path()));
        const auto index = SearchBench::taken(SearchIndex::open(bench.path(), reader->storeId()));
        SearchBench::taken(index->add({}, ids.back(), never)); // says that it has them
    }
    QCOMPARE(bench.find(QStringLiteral("word")).size(), 0U);
    const auto indexer = indexerOf(bench);
    const auto report = SearchBench::taken(indexer->check({}, never));
    QCOMPARE(report.problems.size(), 1);
    QVERIFY(report.findings.at(0).kind == StoreFinding::Kind::IndexIncomplete);
    QCOMPARE(report.findings[0].count, 10);
    QCOMPARE(report.missing, 10);
    QCOMPARE(bench.find(QStringLiteral("word")).size(), 10U); // scanned
    SearchBench::taken(indexer->run({}, never));
    SearchBench::taken(bench.store().remove({ids.front()}));
    const auto again = SearchBench::taken(indexer->check({}, never));
    QCOMPARE(again.problems, QStringList{});
    QCOMPARE(again.messages, 9);
    QCOMPARE(again.missing, 0);
}

void SearchIndexerTest::damageAnywhereNeverStaysInTheWay()
{
    SearchBench bench;
    const auto ids = bench.add(numbered(300, QStringLiteral("word")));
    bringUpToDate(bench);
    QFile file(bench.indexPath());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray sound = file.readAll();
    QRandomGenerator random(4);
    for (int round = 0; round < 60; ++round) {
        bench.removeIndex();
        QByteArray bytes = sound;
        const qsizetype at = random.bounded(static_cast<int>(bytes.size()));
        for (qsizetype i = at; i < std::min(bytes.size(), at + 300); ++i)
            bytes[i] = static_cast<char>(random.generate());
        QFile damaged(bench.indexPath());
        QVERIFY(damaged.open(QIODevice::WriteOnly) && damaged.write(bytes) == bytes.size());
        damaged.close();
        const auto indexer = SearchIndexer::open(bench.path());
        QVERIFY2(indexer, qPrintable(QString::number(at)));
        QVERIFY((*indexer)->check({}, never));
        const auto ended = (*indexer)->run({}, never);
        QVERIFY2(ended, qPrintable(ended ? QString() : ended.error().detail));
        SearchBench::taken((*indexer)->rebuild({}, never));
        QCOMPARE(indexed(bench), ids);
    }
    QCOMPARE(bench.find(QStringLiteral("word")).size(), ids.size());
}

void SearchIndexerTest::aLostIndexIsMadeAnew()
{
    SearchBench bench;
    const auto ids = bench.add(numbered(20, QStringLiteral("word")));
    bringUpToDate(bench);
    bench.removeIndex();
    QCOMPARE(bench.find(QStringLiteral("word")).size(), 20U);
    QCOMPARE(bench.outcome.read, 20);
    bringUpToDate(bench);
    QCOMPARE(bench.find(QStringLiteral("word")).size(), 20U);
    QCOMPARE(bench.outcome.read, 0);
    QCOMPARE(indexed(bench), ids);
}

void SearchIndexerTest::everyPlantedWordAndSubstringIsFound()
{
    constexpr int count = 2000, perLanguage = 40;
    const MixedLanguageMail made(count);
    SearchBench bench;
    QByteArrayList bytes;
    for (const auto &message : made.messages())
        bytes += message.bytes;
    const auto ids = bench.add(bytes);
    bringUpToDate(bench);
    QVERIFY(isCovered(bench));
    std::vector<MixedLanguageMail::Planted> sought = made.substrings(perLanguage);
    QCOMPARE(sought.size(), size_t(4 * perLanguage));
    sought.insert(sought.end(), made.planted().begin(), made.planted().end());
    const auto reader = SearchBench::taken(StoreReader::open(bench.path()));
    const auto index = SearchBench::taken(openIndexForReading(bench.path(), reader->storeId()));
    SQLite::Statement query(index->connection(), "SELECT rowid FROM f0 WHERE f0 MATCH ? ORDER BY rowid");
    for (const auto &planted : sought) {
        std::vector<MessageId> expected, found;
        for (const int message : made.holding(planted.word))
            expected.push_back(ids[size_t(message)]);
        const std::string phrase = SearchTokenizer::phrase(planted.word).toStdString();
        Query rows(query);
        rows.bind(phrase);
        while (rows->executeStep())
            found.push_back(rows.integer(0));
        QVERIFY2(found == expected, qPrintable(QStringLiteral("%1 (%2): %3 of %4")
                                                   .arg(planted.word, planted.language)
                                                   .arg(found.size())
                                                   .arg(expected.size())));
    }
}

void SearchIndexerTest::theIndexIsSmallerThanTheText()
{
    const MixedLanguageMail made(1000);
    SearchBench bench;
    QByteArrayList bytes;
    qint64 text = 0;
    for (const auto &message : made.messages())
        bytes += message.bytes;
    const auto ids = bench.add(bytes);
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        const IndexedText words = indexedText(ids[size_t(i)], bytes[i]);
        text += (words.subject + words.from + words.to + words.body + words.attached).toUtf8().size();
    }
    bringUpToDate(bench); // closed: the WAL is in the file
    const qint64 size = QFileInfo(bench.indexPath()).size();
    QVERIFY2(size <= text * 9 / 10, qPrintable(QStringLiteral("%1 of %2 bytes").arg(size).arg(text)));
}

QTEST_GUILESS_MAIN(SearchIndexerTest)
#include "SearchIndexerTest.moc"
