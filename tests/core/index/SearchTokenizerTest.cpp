// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchTokenizer.h"
#include "Fts5Tokenizer.h"

#include <QRandomGenerator>
#include <QStringList>
#include <QTest>

#include <SQLiteCpp/SQLiteCpp.h>
#include <sqlite3.h>

#include <vector>

// What is cut into which tokens, and that a real FTS5 table finds with them what was put in.
class SearchTokenizerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsCutIntoTokens_data();
    void textIsCutIntoTokens();
    void offsetsAreThoseOfTheText_data();
    void offsetsAreThoseOfTheText();
    void tokensAreTheirOwnTokens();
    void composedAndDecomposedAreTheSame();
    void anyBytesWillDo();
    void theSinkEndsTheRun();
    void phrasesAreExpressionsOfFts5_data();
    void phrasesAreExpressionsOfFts5();
    void everySubstringOfPlantedWordsIsFound_data();
    void everySubstringOfPlantedWordsIsFound();
    void theIndexFindsWhatPeopleType_data();
    void theIndexFindsWhatPeopleType();
    void optionsAreRefused();
};

namespace
{
using Purpose = SearchTokenizer::Purpose;

struct Collected {
    QString text;
    QByteArray source; // what of the text it stands for
    bool sharesPosition;
};

std::vector<Collected> collect(const QByteArray &utf8, Purpose purpose)
{
    std::vector<Collected> tokens;
    SearchTokenizer tokenizer(purpose, [&](const SearchToken &token) {
        tokens.push_back({QString::fromUtf8(token.text.data(), static_cast<qsizetype>(token.text.size())),
                          utf8.mid(token.start, token.end - token.start), token.sharesPosition});
        return 0;
    });
    tokenizer.run(utf8);
    return tokens;
}

// "a b +c": c stands where b does.
QString shown(const QByteArray &utf8, Purpose purpose)
{
    QStringList words;
    for (const Collected &token : collect(utf8, purpose))
        words += (token.sharesPosition ? QStringLiteral("+") : QString()) + token.text;
    return words.join(u' ');
}

// A table as search.db has it.
class IndexedTexts
{
public:
    IndexedTexts() : m_database(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
    {
        const auto added = fts5Tokenizer::add(m_database.getHandle());
        if (!added)
            qFatal("%s", qPrintable(added.error().detail));
        m_database.exec("CREATE VIRTUAL TABLE f0 USING fts5(body, content='', tokenize='poplar')");
    }
    void add(qint64 id, const QString &text)
    {
        SQLite::Statement insert(m_database, "INSERT INTO f0(rowid, body) VALUES(?, ?)");
        insert.bind(1, static_cast<int64_t>(id));
        insert.bind(2, text.toStdString());
        insert.exec();
    }
    QList<qint64> find(const QByteArray &expression)
    {
        SQLite::Statement select(m_database, "SELECT rowid FROM f0 WHERE f0 MATCH ? ORDER BY rowid");
        select.bind(1, expression.toStdString());
        QList<qint64> found;
        while (select.executeStep())
            found += select.getColumn(0).getInt64();
        return found;
    }
    SQLite::Database &database() { return m_database; }

private:
    SQLite::Database m_database;
};
} // namespace

void SearchTokenizerTest::textIsCutIntoTokens_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("document");
    QTest::addColumn<QString>("query"); // null where it is the same
    const auto row = [](const char *name, const char16_t *text, const char16_t *document,
                        const char16_t *query = nullptr) {
        QTest::newRow(name) << QString::fromUtf16(text) << QString::fromUtf16(document)
                            << (query != nullptr ? QString::fromUtf16(query) : QString::fromUtf16(document));
    };
    row("nothing", u"", u"");
    row("separators", u" ,.;-_!\t\r\n", u"");
    row("English", u"Don't PANIC, 42 e-mails", u"don t panic 42 e mails");
    row("address", u"Anna.Lee@Example.org", u"anna lee example org");
    row("German", u"Straße STRASSE GROẞ Über", u"strasse strasse gross uber");
    row("French", u"élève ÉLÈVE cœur", u"eleve eleve cœur");
    row("decomposed", u"e\u0301le\u0300ve cafe\u0301", u"eleve cafe");
    row("Vietnamese", u"Tiếng Việt", u"tieng viet");
    row("Turkish", u"İstanbul", u"istanbul");
    row("ligatures", u"ﬁnal oﬃce", u"final office");
    row("full width", u"ＡＢＣ１２３", u"abc123");
    row("fraction", u"1½", u"11 2");
    row("soft hyphen", u"Donau\u00ADdampf", u"donaudampf");
    row("Greek", u"Άνθρωπος ΛΌΓΟΣ", u"ανθρωποσ λογοσ");
    row("Russian", u"Ёлка мой МОИ Йод", u"елка мой мои йод");
    row("Russian decomposed", u"мои\u0306 за\u0301мок", u"мой замок");
    row("Ukrainian", u"Їжак і їжа", u"їжак і їжа");
    row("Greek with iota", u"ᾳ ῷ α\u0345", u"αι ωι αι");
    row("Thai tone before its vowel", u"ก\u0E49\u0E38", u"กุ ุ้ +้", u"กุ ุ้");
    row("Hebrew points", u"שָׁלוֹם", u"שלום");
    row("Arabic points", u"مُحَمَّد العـــربية", u"محمد العربية");
    row("Persian joiner", u"می\u200Cخواهم", u"میخواهم");
    row("Hindi", u"हिन्दी भाषा", u"हिन्दी भाषा");
    row("Chinese", u"北京大学", u"北京 京大 大学 +学", u"北京 京大 大学");
    row("one character", u"字", u"字");
    row("two runs", u"東京、大阪", u"東京 +京 大阪 +阪", u"東京 大阪");
    row("beside letters", u"abc漢字def", u"abc 漢字 +字 def", u"abc 漢字 def");
    row("digits between", u"第3章", u"第 3 章");
    row("beyond the first plane", u"𠮷野家", u"𠮷野 野家 +家", u"𠮷野 野家");
    row("variation selector", u"葛\U000E0100城", u"葛城 +城", u"葛城");
    row("compatibility ideograph", u"\uF900", u"\u8C48");
    row("Japanese", u"データ", u"デー ータ +タ", u"デー ータ");
    row("half-width kana", u"ﾃﾞｰﾀ", u"デー ータ +タ", u"デー ータ");
    row("decomposed kana", u"か\u3099く", u"がく +く", u"がく");
    row("iteration mark", u"人々", u"人々 +々", u"人々");
    row("square", u"㌔", u"キロ +ロ", u"キロ");
    row("Korean", u"한국어 메일", u"한국 국어 +어 메일 +일", u"한국 국어 메일");
    row("Korean decomposed", u"\u1112\u1161\u11AB\u1100\u116E\u11A8", u"한국 +국", u"한국");
    row("Thai", u"ไทย", u"ไท ทย +ย", u"ไท ทย");
    row("Khmer with breaks", u"ខ្មែរ\u200Bល", u"ខ្ ្ម មែ ែរ រល +ល", u"ខ្ ្ម មែ ែរ រល");
    row("Lao", u"ລາວ", u"ລາ າວ +ວ", u"ລາ າວ");
    row("Myanmar", u"မြန်", u"မြ ြန န် +်", u"မြ ြန န်");
}

void SearchTokenizerTest::textIsCutIntoTokens()
{
    QFETCH(QString, text);
    QFETCH(QString, document);
    QFETCH(QString, query);
    QCOMPARE(shown(text.toUtf8(), Purpose::Document), document);
    QCOMPARE(shown(text.toUtf8(), Purpose::Query), query);
}

void SearchTokenizerTest::offsetsAreThoseOfTheText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("sources");
    const auto row = [](const char *name, const QString &text, const QString &sources) {
        QTest::newRow(name) << text << sources.split(u'|');
    };
    row("letters", QStringLiteral("  Über-GRÖSSE!"), QStringLiteral("Über|GRÖSSE"));
    row("folded longer", QStringLiteral("aß ﬃ b"), QStringLiteral("aß|ﬃ|b"));
    row("decomposed", QStringLiteral("cafe\u0301 x"), QStringLiteral("cafe\u0301|x"));
    row("pairs", QStringLiteral("a漢字𠮷b"), QStringLiteral("a|漢字|字𠮷|𠮷|b"));
    row("half-width", QStringLiteral("ﾃﾞｰﾀ"), QStringLiteral("ﾃﾞｰ|ｰﾀ|ﾀ"));
    row("one becomes many", QStringLiteral("x㌔y"), QStringLiteral("x|㌔|㌔|y"));
}

void SearchTokenizerTest::offsetsAreThoseOfTheText()
{
    QFETCH(QString, text);
    QFETCH(QStringList, sources);
    QStringList found;
    for (const Collected &token : collect(text.toUtf8(), Purpose::Document))
        found += QString::fromUtf8(token.source);
    QCOMPARE(found, sources);
}

// FTS5 compares octets, so a second folding must change nothing, whatever the character.
void SearchTokenizerTest::tokensAreTheirOwnTokens()
{
    for (char32_t character = 1; character <= 0x2FFFF; ++character) {
        if (QChar::isSurrogate(character))
            continue;
        const QByteArray text = QString::fromUcs4(&character, 1).toUtf8();
        for (const Collected &token : collect(text, Purpose::Query)) {
            const QString again = shown(token.text.toUtf8(), Purpose::Query);
            if (again != token.text)
                QFAIL(qPrintable(QStringLiteral("U+%1: %2, then %3")
                                     .arg(static_cast<uint>(character), 4, 16)
                                     .arg(token.text, again)));
        }
    }
}

void SearchTokenizerTest::composedAndDecomposedAreTheSame()
{
    for (char32_t character = 0x80; character <= 0x2FFFF; ++character) {
        if (QChar::isSurrogate(character))
            continue;
        const QString text = QStringLiteral("q") + QString::fromUcs4(&character, 1);
        const QString parts = text.normalized(QString::NormalizationForm_D);
        const QString folded = shown(text.toUtf8(), Purpose::Document);
        if (shown(parts.toUtf8(), Purpose::Document) != folded)
            QFAIL(
                qPrintable(QStringLiteral("U+%1: %2").arg(static_cast<uint>(character), 4, 16).arg(folded)));
    }
}

void SearchTokenizerTest::anyBytesWillDo()
{
    QCOMPARE(shown("ab\xFF"
                   "cd\xC3",
                   Purpose::Document),
             QStringLiteral("ab cd"));
    QCOMPARE(shown("a\xED\xA0\x80z \xC0\xAFq \xF4\x90\x80\x80", Purpose::Document), QStringLiteral("a z q"));
    QCOMPARE(shown(QByteArray("a\0b", 3), Purpose::Document), QStringLiteral("a b"));
    QRandomGenerator random(4);
    const QByteArray seed = QStringLiteral("aß漢字ไทย한e\u0301\u1112\u1161 ﾃﾞ𠮷").toUtf8();
    for (int trial = 0; trial < 20000; ++trial) {
        QByteArray bytes = seed.mid(random.bounded(int(seed.size())), random.bounded(20));
        for (int i = random.bounded(4); i > 0 && !bytes.isEmpty(); --i)
            bytes[random.bounded(int(bytes.size()))] = static_cast<char>(random.bounded(256));
        qsizetype before = 0;
        SearchTokenizer tokenizer(Purpose::Document, [&](const SearchToken &token) {
            const bool inside = token.start >= 0 && token.start < token.end && token.end <= bytes.size();
            const bool valid = QString::fromUtf8(token.text.data(), qsizetype(token.text.size())).toUtf8() ==
                               QByteArray(token.text.data(), qsizetype(token.text.size()));
            const bool ordered = token.end >= before;
            before = token.end;
            return inside && valid && ordered && !token.text.empty() ? 0 : 1;
        });
        if (tokenizer.run(bytes) != 0)
            QFAIL(bytes.toHex().constData());
    }
}

void SearchTokenizerTest::theSinkEndsTheRun()
{
    int calls = 0;
    SearchTokenizer tokenizer(Purpose::Document, [&](const SearchToken &) { return ++calls == 2 ? 7 : 0; });
    QCOMPARE(tokenizer.run(QByteArray("a b c d")), 7);
    QCOMPARE(calls, 2);
    QCOMPARE(tokenizer.run(QByteArray("e")), 0);
    QCOMPARE(calls, 3);
}

void SearchTokenizerTest::phrasesAreExpressionsOfFts5_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("prefix");
    QTest::addColumn<QString>("expression");
    QTest::newRow("word") << QStringLiteral("Mail") << false << QStringLiteral("\"Mail\"");
    QTest::newRow("prefix") << QStringLiteral("Mai") << true << QStringLiteral("\"Mai\" *");
    QTest::newRow("quote") << QStringLiteral("a\"b") << false << QStringLiteral("\"a\"\"b\"");
    QTest::newRow("nothing") << QStringLiteral("?!") << true << QString();
    QTest::newRow("pairs") << QStringLiteral("北京") << false << QStringLiteral("\"北京\"");
    QTest::newRow("one of a pair") << QStringLiteral("京") << false << QStringLiteral("\"京\" *");
    QTest::newRow("one at the end") << QStringLiteral("第3章") << false << QStringLiteral("\"第3章\" *");
    QTest::newRow("nul") << QStringLiteral("a") + QChar(0) + QStringLiteral("b") << false
                         << QStringLiteral("\"a b\"");
}

void SearchTokenizerTest::phrasesAreExpressionsOfFts5()
{
    QFETCH(QString, words);
    QFETCH(bool, prefix);
    QFETCH(QString, expression);
    QCOMPARE(QString::fromUtf8(SearchTokenizer::phrase(words, prefix)), expression);
}

void SearchTokenizerTest::everySubstringOfPlantedWordsIsFound_data()
{
    QTest::addColumn<QString>("planted");
    QTest::addColumn<QString>("filler");
    QTest::newRow("zh") << QStringLiteral("会议纪要 中华人民共和国 发票号码 请查收附件 𠮷林省")
                        << QStringLiteral("今天天气很好我们去公园散步吧");
    QTest::newRow("ja") << QStringLiteral("打ち合わせ データベース お世話になっております 人々 ガイド")
                        << QStringLiteral("昨日は友達と一緒に映画を見ました");
    QTest::newRow("ko") << QStringLiteral("회의록을 대한민국 첨부파일 안녕하세요 전자우편")
                        << QStringLiteral("오늘은 날씨가 좋아서 공원에 갔다");
    QTest::newRow("th") << QStringLiteral("ใบแจ้งหนี้ ประชุมประจำเดือน น้ำท่วม กรุงเทพมหานคร ที่อยู่")
                        << QStringLiteral("วันนี้อากาศดีมากเราไปเดินเล่น");
}

void SearchTokenizerTest::everySubstringOfPlantedWordsIsFound()
{
    QFETCH(QString, planted);
    QFETCH(QString, filler);
    IndexedTexts index;
    QStringList texts;
    const std::u32string between = filler.toStdU32String();
    for (const QString &word : planted.split(u' ')) {
        for (size_t cut = 0; cut < between.size(); ++cut) { // among letters of its own kind, at all places
            texts += QString::fromStdU32String(between.substr(0, cut)) + word +
                     (cut % 3 == 0 ? QStringLiteral("abc") : QString()) +
                     QString::fromStdU32String(between.substr(cut));
            index.add(texts.size(), texts.last());
        }
    }
    for (const QString &word : planted.split(u' ')) {
        const std::u32string characters = word.toStdU32String();
        for (size_t first = 0; first < characters.size(); ++first) {
            for (size_t length = 1; first + length <= characters.size(); ++length) {
                const QString part = QString::fromStdU32String(characters.substr(first, length));
                const QString folded = part.normalized(QString::NormalizationForm_KC);
                QList<qint64> holding;
                for (qsizetype i = 0; i < texts.size(); ++i) {
                    if (texts[i].normalized(QString::NormalizationForm_KC).contains(folded))
                        holding += i + 1;
                }
                QVERIFY(!holding.isEmpty());
                QCOMPARE(index.find(SearchTokenizer::phrase(part)), holding); // no less and no more
            }
        }
    }
}

void SearchTokenizerTest::theIndexFindsWhatPeopleType_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("prefix");
    QTest::addColumn<bool>("found");
    const auto row = [](const char *name, const QString &text, const QString &typed, bool found,
                        bool prefix = false) { QTest::newRow(name) << text << typed << prefix << found; };
    row("accents", QStringLiteral("Un élève à l'école"), QStringLiteral("ELEVE"), true);
    row("whole words", QStringLiteral("newsletter"), QStringLiteral("news"), false);
    row("prefix", QStringLiteral("newsletter"), QStringLiteral("news"), true, true);
    row("phrase", QStringLiteral("the quick brown fox"), QStringLiteral("quick  brown"), true);
    row("other order", QStringLiteral("the brown quick fox"), QStringLiteral("quick brown"), false);
    row("й is not и", QStringLiteral("мои письма"), QStringLiteral("мой"), false);
    row("ё is е", QStringLiteral("всё"), QStringLiteral("ВСЕ"), true);
    row("end of a run and a word", QStringLiteral("你好漢字def"), QStringLiteral("字def"), true);
    row("word and begin of a run", QStringLiteral("abc漢字"), QStringLiteral("abc漢"), true);
    row("across a mark", QStringLiteral("東京、大阪"), QStringLiteral("京、大"), true);
    row("no pair across a mark", QStringLiteral("東京、大阪"), QStringLiteral("京大"), false);
    row("pairs in order", QStringLiteral("大学北京"), QStringLiteral("北京大学"), false);
    row("longer pairs prefix", QStringLiteral("北京大学"), QStringLiteral("北京大"), true, true);
    row("half-width kana", QStringLiteral("ﾃﾞｰﾀﾍﾞｰｽ"), QStringLiteral("データ"), true);
    row("capital sharp s", QStringLiteral("STRAẞE"), QStringLiteral("strasse"), true);
    row("full width", QStringLiteral("ＰＯＰ３"), QStringLiteral("pop3"), true);
    row("operators are words", QStringLiteral("this AND that"), QStringLiteral("this AND"), true);
    row("quotes", QStringLiteral("say hi"), QStringLiteral("\"say\" \"hi"), true);
}

void SearchTokenizerTest::theIndexFindsWhatPeopleType()
{
    QFETCH(QString, text);
    QFETCH(QString, typed);
    QFETCH(bool, prefix);
    QFETCH(bool, found);
    IndexedTexts index;
    index.add(1, text);
    QCOMPARE(index.find(SearchTokenizer::phrase(typed, prefix)), found ? QList<qint64>{1} : QList<qint64>{});
}

void SearchTokenizerTest::optionsAreRefused()
{
    IndexedTexts index;
    SQLite::Database &database = index.database();
    QVERIFY(database.tryExec("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='poplar porter')") !=
            SQLITE_OK);
    QCOMPARE(database.tryExec("CREATE VIRTUAL TABLE t USING fts5(body, tokenize='poplar')"), SQLITE_OK);
}

QTEST_GUILESS_MAIN(SearchTokenizerTest)
#include "SearchTokenizerTest.moc"
