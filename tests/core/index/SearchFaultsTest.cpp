// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchBench.h"

// What stands between a search and its results: an index that is behind, damaged, of another profile or gone,
// messages that were removed or cannot be read, expressions that would never end, a user who has seen enough.
class SearchFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void resultsAreCompleteWhileTheIndexIsBehind();
    void messagesThatAreIndexedInPartAreRead();
    void textBeyondWhatIsIndexedIsFound();
    void removedMessagesAreNotFound();
    void aDamagedIndexCostsTimeAndNothingElse();
    void anIndexOfAnotherProfileIsNotBelieved();
    void anUnreadableMessageIsFoundByItsSummary();
    void aCatastrophicExpressionEnds();
    void cancellingEndsASearchThatReads();
    void aSearchThatWasCancelledBeforeFindsNothing();
    void thousandsOfHitsComeNewestFirstAndOnce();
    void deeplyNestedQueriesAreAnswered();
    void theIndexTakesAnyCharacters();
};

namespace
{
QByteArray numbered(int number, const QString &words = {})
{
    return mail(QStringLiteral("Message %1").arg(number),
                QStringLiteral("common word%1 ").arg(number) + words);
}

std::vector<MessageId> newestFirst(std::vector<MessageId> ids)
{
    std::sort(ids.begin(), ids.end(), std::greater<>());
    return ids;
}
} // namespace

void SearchFaultsTest::resultsAreCompleteWhileTheIndexIsBehind()
{
    SearchBench bench;
    std::vector<MessageId> ids;
    for (int i = 0; i < 40; ++i) {
        ids.push_back(bench.add(numbered(i)));
        if (i % 7 == 3)
            bench.index(ids.back());
        QCOMPARE(bench.find(QStringLiteral("common")), newestFirst(ids));
        QCOMPARE(bench.find(QStringLiteral("word%1").arg(i)), std::vector<MessageId>{ids.back()});
        QCOMPARE(bench.find(QStringLiteral("common -word0")).size(), size_t(i));
    }
    QCOMPARE(bench.outcome.read, 1); // of 40, 39 are indexed
}

void SearchFaultsTest::messagesThatAreIndexedInPartAreRead()
{
    SearchBench bench;
    const MessageId whole = bench.add(numbered(1)), part = bench.add(numbered(2, QStringLiteral("unseen")));
    {
        const auto reader = SearchBench::taken(StoreReader::open(bench.path()));
        const auto index = SearchBench::taken(SearchIndex::open(bench.path(), reader->storeId()));
        Cancellation cancellation;
        IndexedText beginning;
        beginning.message = part;
        beginning.subject = QStringLiteral("Message of old");
        const IndexedText text = indexedText(whole, SearchBench::taken(reader->raw(whole)));
        SearchBench::taken(index->add({{text, false}, {beginning, true}}, part, cancellation));
    }
    QCOMPARE(bench.find(QStringLiteral("unseen")), std::vector<MessageId>{part});
    QCOMPARE(bench.find(QStringLiteral("-unseen")), std::vector<MessageId>{whole});
    QCOMPARE(bench.find(QStringLiteral("message")), (std::vector<MessageId>{part, whole}));
    QCOMPARE(bench.find(QStringLiteral("old")), std::vector<MessageId>());
    QCOMPARE(bench.outcome.read, 1);
}

void SearchFaultsTest::textBeyondWhatIsIndexedIsFound()
{
    SearchBench bench;
    const QString filler = QStringLiteral("filler ").repeated(int(indexedCharacters / 7 + 100));
    const MessageId id = bench.add(numbered(1, filler + QStringLiteral("needle")));
    bench.index(id);
    QCOMPARE(bench.find(QStringLiteral("needle")), std::vector<MessageId>{id});
    QCOMPARE(bench.find(QStringLiteral("filler -needle")), std::vector<MessageId>());
}

void SearchFaultsTest::removedMessagesAreNotFound()
{
    SearchBench bench;
    const auto ids = bench.add({numbered(0), numbered(1), numbered(2)});
    bench.index(ids[1]);
    SearchBench::taken(bench.store().remove({ids[0], ids[2]}));
    for (const auto &query : {QStringLiteral("common"), QStringLiteral("-nothing"), QString(),
                              QStringLiteral("/common/"), QStringLiteral("is:unread")})
        QCOMPARE(bench.find(query), std::vector<MessageId>{ids[1]});
}

void SearchFaultsTest::aDamagedIndexCostsTimeAndNothingElse()
{
    SearchBench bench;
    QByteArrayList messages;
    for (int i = 0; i < 300; ++i)
        messages += numbered(i, QStringLiteral("some more words to fill the pages of %1").arg(i * 7919));
    const auto ids = bench.add(messages);
    bench.index(ids.back());
    QFile file(bench.indexPath());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray whole = file.readAll();
    file.close();
    int noticed = 0;
    for (int page = 0; page * 8192 < whole.size(); ++page) {
        QByteArray damaged = whole;
        for (int i = page * 8192; i < std::min<qsizetype>((page + 1) * 8192, whole.size()); ++i)
            damaged[i] = static_cast<char>(0xA5 ^ i);
        QFile::remove(bench.indexPath() + QStringLiteral("-wal"));
        QFile::remove(bench.indexPath() + QStringLiteral("-shm"));
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(damaged);
        file.close();
        QCOMPARE(bench.find(QStringLiteral("common")), newestFirst(ids));
        QCOMPARE(bench.find(QStringLiteral("word123 pages")), std::vector<MessageId>{ids[123]});
        noticed += bench.outcome.indexFailed ? 1 : 0;
    }
    QVERIFY(noticed > 0);
    bench.removeIndex();
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("this is no database at all");
    file.close();
    QCOMPARE(bench.find(QStringLiteral("common")), newestFirst(ids));
}

void SearchFaultsTest::anIndexOfAnotherProfileIsNotBelieved()
{
    SearchBench bench, other;
    const MessageId id = bench.add(numbered(1));
    other.add(numbered(2));
    other.index(1);
    bench.removeIndex();
    QVERIFY(QFile::copy(other.indexPath(), bench.indexPath()));
    QCOMPARE(bench.find(QStringLiteral("word1")), std::vector<MessageId>{id});
    QCOMPARE(bench.find(QStringLiteral("word2")), std::vector<MessageId>());
    QVERIFY(!bench.outcome.indexFailed); // it is only out of place
}

void SearchFaultsTest::anUnreadableMessageIsFoundByItsSummary()
{
    SearchBench bench;
    const auto ids = bench.add({numbered(1), numbered(2)});
    QFile segment(bench.path() + QStringLiteral("/vault/000001.seg"));
    QVERIFY(segment.open(QIODevice::ReadWrite));
    QByteArray bytes = segment.readAll();
    bytes[bytes.size() - 30] = static_cast<char>(bytes[bytes.size() - 30] ^ 0x40);
    segment.seek(0);
    segment.write(bytes);
    segment.close();
    QCOMPARE(bench.find(QStringLiteral("from:clara subject:message")), newestFirst(ids));
    QCOMPARE(bench.outcome.unreadable, 1);
    QCOMPARE(bench.find(QStringLiteral("common")), std::vector<MessageId>{ids[0]});
    bench.index(ids[0]);
    QCOMPARE(bench.find(QStringLiteral("word1 subject:message")), std::vector<MessageId>{ids[0]});
}

void SearchFaultsTest::aCatastrophicExpressionEnds()
{
    SearchBench bench;
    const auto ids = bench.add({numbered(1, QString(60, u'x')), numbered(2, QString(60, u'x') + u'q')});
    // Without a limit the first message would keep it busy for longer than there are stars.
    QCOMPARE(bench.find(QStringLiteral("/(x+x+)+[yq]/")), std::vector<MessageId>{ids[1]});
    QCOMPARE(bench.outcome.tooComplex, 1);
    QCOMPARE(bench.find(QStringLiteral("common or /(x+x+)+[yq]/")), newestFirst(ids));
    QCOMPARE(bench.outcome.tooComplex, 0);
    QCOMPARE(bench.find(QStringLiteral("-/(x+x+)+[yq]/")), std::vector<MessageId>());
    QCOMPARE(bench.outcome.tooComplex, 1);
}

void SearchFaultsTest::cancellingEndsASearchThatReads()
{
    SearchBench bench;
    QByteArrayList messages;
    for (int i = 0; i < 200; ++i)
        messages += numbered(i);
    bench.add(messages);
    const auto run = SearchBench::taken(SearchRun::open(bench.path()));
    int found = 0;
    const auto outcome = run->run(
        *SearchQuery::parse(u"common"), bench.context,
        [&](const std::vector<MessageRow> &rows) {
            found += static_cast<int>(rows.size());
            bench.cancellation.cancel(); // after the first portion
        },
        [](const SearchProgress &) {}, bench.cancellation);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
    QVERIFY(found > 0);
    QVERIFY(found < 200);
    Cancellation fresh;
    const auto again = run->run(
        *SearchQuery::parse(u"common"), bench.context, [](const auto &) {}, [](const SearchProgress &) {},
        fresh);
    QCOMPARE(SearchBench::taken(again).found, 200);
}

void SearchFaultsTest::aSearchThatWasCancelledBeforeFindsNothing()
{
    SearchBench bench;
    bench.index(bench.add(numbered(1)));
    bench.cancellation.cancel();
    const auto run = SearchBench::taken(SearchRun::open(bench.path()));
    for (const auto &text : {QStringLiteral("common"), QStringLiteral("is:unread"), QStringLiteral("/x/")}) {
        const auto outcome = run->run(
            *SearchQuery::parse(text), bench.context, [](const auto &) { QFAIL("a row"); },
            [](const SearchProgress &) {}, bench.cancellation);
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
    }
}

void SearchFaultsTest::thousandsOfHitsComeNewestFirstAndOnce()
{
    SearchBench bench;
    std::vector<MessageId> ids;
    for (int batch = 0; batch < 50; ++batch) {
        QByteArrayList messages;
        for (int i = 0; i < 500; ++i)
            messages += "Subject: many\r\n\r\ncommon\r\n";
        const auto added = bench.add(messages);
        ids.insert(ids.end(), added.begin(), added.end());
    }
    bench.index(ids.back());
    const auto run = SearchBench::taken(SearchRun::open(bench.path()));
    for (const auto &text : {QStringLiteral("common"), QStringLiteral("is:unread"), QStringLiteral("-x"),
                             QStringLiteral("smaller:1M"), QStringLiteral("-account:home"), QString()}) {
        std::vector<size_t> portions;
        std::vector<MessageId> found;
        SearchProgress last;
        SearchBench::taken(run->run(
            *SearchQuery::parse(text), bench.context,
            [&](const std::vector<MessageRow> &rows) {
                portions.push_back(rows.size());
                if (text == QLatin1String("common"))
                    QTest::qSleep(60); // so long that there is progress to tell within the last piece, too
                for (const MessageRow &row : rows)
                    found.push_back(row.id);
            },
            [&](const SearchProgress &progress) {
                QVERIFY(progress.done >= last.done);
                last = progress;
            },
            bench.cancellation));
        QCOMPARE(found, newestFirst(ids));
        QCOMPARE(portions.front(), size_t(100));
        QCOMPARE(last, (SearchProgress{qint64(ids.size()), ids.back(), ids.back(), 0}));
    }
}

void SearchFaultsTest::deeplyNestedQueriesAreAnswered()
{
    SearchBench bench;
    const auto ids = bench.add({numbered(1), numbered(2)});
    bench.index(ids.back());
    QString nested = QStringLiteral("word1");
    for (int i = 0; i < SearchQuery::maxDepth; ++i)
        nested = (i % 2 == 0 ? QStringLiteral("(%1 or nothing%2)") : QStringLiteral("(%1 -nothing%2)"))
                     .arg(nested)
                     .arg(i);
    QCOMPARE(bench.find(nested), std::vector<MessageId>{ids[0]});
    QCOMPARE(bench.outcome.read, 0);
    QVERIFY(!bench.outcome.indexFailed);
    QStringList many;
    for (int i = 0; i < 2000; ++i)
        many += QStringLiteral("word%1").arg(i);
    QCOMPARE(bench.find(many.join(QLatin1String(" or "))), newestFirst(ids));
    QCOMPARE(bench.outcome.read, 0);
    QVERIFY(!bench.outcome.indexFailed);
}

void SearchFaultsTest::theIndexTakesAnyCharacters()
{
    SearchBench bench;
    const QStringList odd{
        QStringLiteral("it's"),      QStringLiteral("say \\\"x\\\""), QStringLiteral("NEAR(a b)"),
        QStringLiteral("{subject}"), QStringLiteral("a AND b"),       QStringLiteral("col:val"),
        QStringLiteral("^begin"),    QStringLiteral("x-y+z"),         QStringLiteral("50%;--"),
        QStringLiteral("C++ x"),     QStringLiteral("😀 smile")};
    for (const QString &text : odd) {
        const MessageId id = bench.add(numbered(1, QString(text).remove(u'\\')));
        bench.index(id);
        const auto found = bench.find(u'"' + text + u'"');
        QVERIFY2(std::find(found.begin(), found.end(), id) != found.end(), qPrintable(text));
        QCOMPARE(bench.outcome.read, 0);
        QVERIFY(!bench.outcome.indexFailed);
    }
}

QTEST_GUILESS_MAIN(SearchFaultsTest)
#include "SearchFaultsTest.moc"
