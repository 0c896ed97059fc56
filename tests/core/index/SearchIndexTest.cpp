// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchIndex.h"

#include "Database.h"
#include "SearchTokenizer.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

// search.db itself: what is put in is found, and the file can be of no use at any time.
class SearchIndexTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyColumnIsFoundAndNoOther();
    void theTextItselfIsNotKept();
    void whatIsMissingIsToldNewestFirst();
    void cutAndIncompleteMessagesAreScanned();
    void anIncompleteEntryIsReplaced();
    void aCancelledBatchLeavesNothing();
    void anUnfinishedTransactionIsUndone();
    void aFullShardIsMergedInSteps();
    void aShardBegunAnewIsEmpty();
    void erasedWordsAreNotInTheFile();
    void aFileOfNoUseIsBegunAnew_data();
    void aFileOfNoUseIsBegunAnew();
    void readersAreToldWhenThereIsNoIndex();
};

namespace
{
const QByteArray thisStore = "a store";

template <class T> T must(Result<T> result)
{
    if (!result)
        qFatal("%s %s", qPrintable(errorCodeName(result.error().code)), qPrintable(result.error().detail));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

SearchIndex::Entry entry(MessageId message, const QString &body)
{
    SearchIndex::Entry made;
    made.text.message = message;
    made.text.body = body;
    return made;
}

class IndexDirectory
{
public:
    QString path() const { return m_directory.path(); }
    QString file() const { return path() + QStringLiteral("/search.db"); }
    std::unique_ptr<SearchIndex> open() const { return must(SearchIndex::open(path(), thisStore)); }
    // What a reader finds in the shard for this text, as the query language would ask for it.
    std::vector<MessageId> find(const QString &text, bool prefix = false, const QByteArray &column = {},
                                int shard = 0) const
    {
        const auto database = must(openIndexForReading(path(), thisStore));
        const QByteArray table = IndexCoverage::tableOf(shard);
        SQLite::Statement query(database->connection(), "SELECT rowid FROM " + table.toStdString() +
                                                            " WHERE " + table.toStdString() +
                                                            " MATCH ? ORDER BY rowid");
        QByteArray phrase = SearchTokenizer::phrase(text, prefix);
        if (!column.isEmpty())
            phrase = column + " : " + phrase;
        query.bind(1, phrase.constData());
        std::vector<MessageId> found;
        while (query.executeStep())
            found.push_back(query.getColumn(0).getInt64());
        return found;
    }
    QByteArray bytes() const
    {
        QByteArray all;
        for (const auto &suffix : {"", "-wal"}) {
            QFile in(file() + QLatin1String(suffix));
            if (in.open(QIODevice::ReadOnly))
                all += in.readAll();
        }
        return all;
    }
    void write(const QByteArray &bytes) const
    {
        QFile out(file());
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
            qFatal("cannot write");
    }
    mutable Cancellation cancellation;

private:
    QTemporaryDir m_directory;
};

using Ids = std::vector<MessageId>;
} // namespace

void SearchIndexTest::everyColumnIsFoundAndNoOther()
{
    const IndexDirectory directory;
    SearchIndex::Entry made = entry(7, QStringLiteral("bodyword"));
    made.text.subject = QStringLiteral("subjectword");
    made.text.from = QStringLiteral("senderword");
    made.text.to = QStringLiteral("recipientsword");
    made.text.cc = QStringLiteral("ccword");
    made.text.fileNames = QStringLiteral("filenameword");
    made.text.attached = QStringLiteral("attachedword");
    made.text.list = QStringLiteral("listword");
    must(directory.open()->add({made}, 7, directory.cancellation));
    for (const QByteArray column : IndexCoverage::columns) {
        const QString word = QString::fromLatin1(column + "word");
        QCOMPARE(directory.find(word), Ids{7});
        for (const QByteArray other : IndexCoverage::columns)
            QCOMPARE(directory.find(word, false, other), other == column ? Ids{7} : Ids{});
    }
}

void SearchIndexTest::theTextItselfIsNotKept()
{
    const IndexDirectory directory;
    const QString sentence = QStringLiteral("seven grey geese went over the hills");
    must(directory.open()->add({entry(1, sentence)}, 1, directory.cancellation));
    QCOMPARE(directory.find(QStringLiteral("geese went")), Ids{1});
    QVERIFY(directory.bytes().contains("geese"));
    QVERIFY(!directory.bytes().contains("geese went"));
}

void SearchIndexTest::whatIsMissingIsToldNewestFirst()
{
    using Range = IndexCoverage::Range;
    constexpr MessageId size = IndexCoverage::shardSize;
    const IndexDirectory directory;
    const auto index = directory.open();
    QCOMPARE(must(index->coverage()).missing(0), (std::vector<Range>{}));
    QCOMPARE(must(index->coverage()).missing(2 * size + 5), (std::vector<Range>{{1, 2 * size + 5}}));
    must(index->add({entry(2 * size + 2, QStringLiteral("new"))}, 2 * size + 3, directory.cancellation));
    must(index->add({entry(1, QStringLiteral("old"))}, 1, directory.cancellation));
    QCOMPARE(must(index->coverage()).missing(2 * size + 5),
             (std::vector<Range>{{2 * size + 4, 2 * size + 5}, {2, 2 * size - 1}}));
    QCOMPARE(must(index->coverage()).missing(2 * size + 3), (std::vector<Range>{{2, 2 * size - 1}}));
    QCOMPARE(directory.find(QStringLiteral("new"), false, {}, 2), Ids{2 * size + 2});
    QCOMPARE(directory.find(QStringLiteral("old")), Ids{1});
}

void SearchIndexTest::cutAndIncompleteMessagesAreScanned()
{
    const IndexDirectory directory;
    const auto index = directory.open();
    SearchIndex::Entry cut = entry(2, QStringLiteral("long")), beginning = entry(3, QStringLiteral("short"));
    cut.text.wasCut = true;
    beginning.isIncomplete = true;
    must(index->add({entry(1, QStringLiteral("whole")), cut, beginning}, 3, directory.cancellation));
    QCOMPARE(must(index->coverage()).scanned, (Ids{2, 3}));
    QCOMPARE(must(index->incomplete()), Ids{3});
    must(index->markRemoved({2}));
    QCOMPARE(must(index->coverage()).scanned, Ids{3});
}

void SearchIndexTest::anIncompleteEntryIsReplaced()
{
    const IndexDirectory directory;
    const auto index = directory.open();
    SearchIndex::Entry beginning = entry(1, QStringLiteral("once upon a time"));
    beginning.isIncomplete = true;
    must(index->add({beginning, entry(2, QStringLiteral("once more"))}, 2, directory.cancellation));
    must(index->complete({entry(1, QStringLiteral("once upon a time there was a king"))}));
    QCOMPARE(must(index->coverage()).scanned, Ids{});
    for (int round = 0; round < 2; ++round) {
        QCOMPARE(directory.find(QStringLiteral("once")), (Ids{1, 2}));
        QCOMPARE(directory.find(QStringLiteral("upon a time there")), Ids{1});
        QCOMPARE(directory.find(QStringLiteral("ki"), true), Ids{1});
        QCOMPARE(must(index->messages(0)), (Ids{1, 2}));
        must(index->checkShard(0, directory.cancellation));
        while (!must(index->mergeShard(0))) {
        }
    }
}

void SearchIndexTest::aCancelledBatchLeavesNothing()
{
    const IndexDirectory directory;
    const auto index = directory.open();
    must(index->add({entry(1, QStringLiteral("one"))}, 1, directory.cancellation));
    Cancellation cancelled;
    cancelled.cancel();
    const auto added = index->add({entry(2, QStringLiteral("two"))}, 2, cancelled);
    QVERIFY(!added && added.error().code == ErrorCode::Cancelled);
    QCOMPARE(must(index->shards()).front().upTo, 1);
    QCOMPARE(directory.find(QStringLiteral("two")), Ids{});
    must(index->add({entry(2, QStringLiteral("two"))}, 2, directory.cancellation));
    QCOMPARE(directory.find(QStringLiteral("two")), Ids{2});
}

// The files as a killed program leaves them, with a batch half written.
void SearchIndexTest::anUnfinishedTransactionIsUndone()
{
    const IndexDirectory directory, killed;
    {
        const auto index = directory.open();
        must(index->add({entry(1, QStringLiteral("one"))}, 1, directory.cancellation));
        auto writer = must(Database::openForWriting(directory.file(), {""}));
        writer->connection().exec(
            "PRAGMA cache_size=1; BEGIN; CREATE TABLE filler(x);"
            "INSERT INTO filler VALUES(randomblob(1000000)); UPDATE shard SET upto = 99");
        for (const auto &suffix : {"", "-wal"})
            QVERIFY(
                QFile::copy(directory.file() + QLatin1String(suffix), killed.file() + QLatin1String(suffix)));
    }
    const auto index = killed.open();
    QCOMPARE(must(index->shards()).front().upTo, 1);
    QCOMPARE(killed.find(QStringLiteral("one")), Ids{1});
    must(index->add({entry(2, QStringLiteral("two"))}, 2, killed.cancellation));
    QCOMPARE(must(index->messages(0)), (Ids{1, 2}));
}

void SearchIndexTest::aFullShardIsMergedInSteps()
{
    const IndexDirectory directory;
    const auto index = directory.open();
    for (MessageId message = 1; message <= 300; ++message) {
        QString text;
        for (int word = 0; word < 60; ++word)
            text += QStringLiteral("word%1 ").arg((message * 7919 + word * word * 31) % 20011);
        must(index->add({entry(message, text)}, message, directory.cancellation));
    }
    const auto before = directory.find(QStringLiteral("word77"), true);
    QVERIFY(!before.empty());
    int steps = 1;
    while (!must(index->mergeShard(0)))
        ++steps;
    QVERIFY2(steps < 100, qPrintable(QString::number(steps)));
    QVERIFY(must(index->shards()).front().isMerged);
    QCOMPARE(directory.find(QStringLiteral("word77"), true), before);
    must(index->checkShard(0, directory.cancellation));
}

void SearchIndexTest::aShardBegunAnewIsEmpty()
{
    constexpr MessageId size = IndexCoverage::shardSize;
    const IndexDirectory directory;
    const auto index = directory.open();
    SearchIndex::Entry cut = entry(1, QStringLiteral("old"));
    cut.text.wasCut = true;
    must(index->add({cut}, 1, directory.cancellation));
    must(index->add({entry(size, QStringLiteral("new"))}, size, directory.cancellation));
    must(index->beginShard(0));
    QCOMPARE(must(index->coverage()).missing(size), (std::vector<IndexCoverage::Range>{{1, size - 1}}));
    QCOMPARE(must(index->coverage()).scanned, Ids{});
    QCOMPARE(directory.find(QStringLiteral("new"), false, {}, 1), Ids{size});
    must(index->add({entry(1, QStringLiteral("again"))}, 1, directory.cancellation));
    QCOMPARE(directory.find(QStringLiteral("again")), Ids{1});
    QCOMPARE(directory.find(QStringLiteral("old")), Ids{});
}

void SearchIndexTest::erasedWordsAreNotInTheFile()
{
    const IndexDirectory directory;
    const auto index = directory.open();
    must(index->add({entry(1, QStringLiteral("confidentialword"))}, 1, directory.cancellation));
    QVERIFY(directory.bytes().contains("confidentialword"));
    must(index->beginShard(0));
    must(index->purge(directory.cancellation));
    QVERIFY(!directory.bytes().contains("confidentialword"));
}

void SearchIndexTest::aFileOfNoUseIsBegunAnew_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::newRow("another version") << QByteArray("UPDATE identity SET version = 0");
    QTest::newRow("another store") << QByteArray("UPDATE identity SET store = x'00'");
    QTest::newRow("a newer format") << QByteArray("PRAGMA user_version = 99");
    QTest::newRow("no catalogue of ours") << QByteArray("PRAGMA application_id = 1");
    QTest::newRow("a table is missing") << QByteArray("DROP TABLE identity");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no database") << QByteArray("!");
}

void SearchIndexTest::aFileOfNoUseIsBegunAnew()
{
    QFETCH(QByteArray, change);
    const IndexDirectory directory;
    must(directory.open()->add({entry(1, QStringLiteral("one"))}, 1, directory.cancellation));
    if (change.size() > 1)
        must(Database::openForWriting(directory.file(), {""}))->connection().exec(change.constData());
    else
        directory.write(change.isEmpty() ? QByteArray() : QByteArray("no database at all").repeated(1000));
    QVERIFY(!openIndexForReading(directory.path(), thisStore));
    const auto index = directory.open();
    QCOMPARE(must(index->shards()).size(), 0U);
    must(index->add({entry(1, QStringLiteral("one"))}, 1, directory.cancellation));
    QCOMPARE(directory.find(QStringLiteral("one")), Ids{1});
}

void SearchIndexTest::readersAreToldWhenThereIsNoIndex()
{
    const IndexDirectory directory;
    const auto none = openIndexForReading(directory.path(), thisStore);
    QVERIFY(!none && none.error().code == ErrorCode::NotFound);
    QVERIFY(!QFile::exists(directory.file()));
    directory.open();
    const auto other = openIndexForReading(directory.path(), "another store");
    QVERIFY(!other && other.error().code == ErrorCode::NotFound);
    QVERIFY(openIndexForReading(directory.path(), thisStore));
}

QTEST_GUILESS_MAIN(SearchIndexTest)
#include "SearchIndexTest.moc"
