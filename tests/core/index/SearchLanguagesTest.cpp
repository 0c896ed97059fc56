// SPDX-License-Identifier: GPL-3.0-or-later
#include "MixedLanguageMail.h"
#include "SearchBench.h"

// 2,000 messages in eleven languages: every planted word is found, and nothing else; every substring of a
// script without spaces is found wherever it stands.
class SearchLanguagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyPlantedWordIsFoundAndNoneWrong();
    void substringsOfScriptsWithoutSpacesAreFound_data();
    void substringsOfScriptsWithoutSpacesAreFound();
    void theScanFindsTheSame();

private:
    std::vector<int> search(const QString &words);
    std::vector<int> holding(const QString &words) const;

    const MixedLanguageMail m_mail{2000};
    SearchBench m_bench;
    std::vector<MessageId> m_ids;  // by index
    QString m_all;                 // of all messages, case folded
    std::vector<qsizetype> m_ends; // of each message in it
    std::unique_ptr<SearchRun> m_run;
};

void SearchLanguagesTest::initTestCase()
{
    QByteArrayList batch;
    for (const MixedLanguageMail::Message &message : m_mail.messages()) {
        batch += message.bytes;
        m_all += message.allText().toCaseFolded() + u'\n';
        m_ends.push_back(m_all.size());
    }
    m_ids = m_bench.add(batch);
    m_bench.index(m_ids.back());
    m_run = SearchBench::taken(SearchRun::open(m_bench.path()));
}

// The plain reading: the messages in whose text `words` stand, by index.
std::vector<int> SearchLanguagesTest::holding(const QString &words) const
{
    std::vector<int> found;
    const QString folded = words.toCaseFolded();
    for (qsizetype at = m_all.indexOf(folded); at >= 0;) {
        const auto message = std::upper_bound(m_ends.begin(), m_ends.end(), at);
        found.push_back(static_cast<int>(message - m_ends.begin()));
        at = m_all.indexOf(folded, *message);
    }
    return found;
}

// The same by the search.
std::vector<int> SearchLanguagesTest::search(const QString &words)
{
    const auto query = SearchQuery::parse(u'"' + words + u'"');
    std::vector<int> found;
    const auto take = [&](const std::vector<MessageRow> &rows) {
        for (const MessageRow &row : rows)
            found.push_back(
                static_cast<int>(std::lower_bound(m_ids.begin(), m_ids.end(), row.id) - m_ids.begin()));
    };
    m_bench.outcome = SearchBench::taken(m_run->run(
        *query, m_bench.context, take, [](const SearchProgress &) {}, m_bench.cancellation));
    std::sort(found.begin(), found.end());
    return found;
}

void SearchLanguagesTest::everyPlantedWordIsFoundAndNoneWrong()
{
    QVERIFY(m_mail.planted().size() > 6000);
    for (const MixedLanguageMail::Planted &planted : m_mail.planted()) {
        const auto found = search(planted.word);
        QVERIFY2(found == holding(planted.word), qPrintable(planted.language + u' ' + planted.word));
        QVERIFY(std::find(found.begin(), found.end(), planted.message) != found.end());
        QCOMPARE(m_bench.outcome.read, 0); // by the index alone
    }
}

void SearchLanguagesTest::substringsOfScriptsWithoutSpacesAreFound_data()
{
    QTest::addColumn<QString>("language");
    for (const auto &language : {"zh", "ja", "ko", "th"})
        QTest::newRow(language) << QString::fromLatin1(language);
}

void SearchLanguagesTest::substringsOfScriptsWithoutSpacesAreFound()
{
    QFETCH(QString, language);
    int asked = 0, complete = 0, exact = 0;
    for (const MixedLanguageMail::Planted &substring : m_mail.substrings(160)) {
        if (substring.language != language)
            continue;
        ++asked;
        const auto found = search(substring.word), wanted = holding(substring.word);
        complete += std::includes(found.begin(), found.end(), wanted.begin(), wanted.end()) ? 1 : 0;
        exact += found == wanted ? 1 : 0;
    }
    QCOMPARE(asked, 160);
    QCOMPARE(complete, asked); // recall 1.0
    QCOMPARE(exact, asked);    // precision 1.0
}

void SearchLanguagesTest::theScanFindsTheSame()
{
    std::vector<MixedLanguageMail::Planted> some;
    for (size_t i = 0; i < m_mail.planted().size(); i += 800)
        some.push_back(m_mail.planted()[i]);
    for (const MixedLanguageMail::Planted &substring : m_mail.substrings(1))
        some.push_back(substring);
    m_bench.removeIndex();
    for (const MixedLanguageMail::Planted &planted : some) {
        QVERIFY2(search(planted.word) == holding(planted.word), qPrintable(planted.word));
        QCOMPARE(m_bench.outcome.read, qint64(m_ids.size()));
    }
}

QTEST_GUILESS_MAIN(SearchLanguagesTest)
#include "SearchLanguagesTest.moc"
