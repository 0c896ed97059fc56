// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchQuery.h"

#include <QRandomGenerator>
#include <QTest>
#include <QTimeZone>

using Kind = SearchTerm::Kind;
using Code = SearchErrorCode;

namespace
{

// The tree with everything that is in it, in a form of the test's own.
QString shape(const SearchTerm &term)
{
    static const char *const fields[] = {"",     "from", "to",  "cc", "subject", "body",
                                         "file", "list", "tag", "in", "account"};
    static const char *const states[] = {"read",    "unread",  "starred",    "server",
                                         "partial", "damaged", "attachment", "tagged"};
    const QString field = QLatin1String(fields[int(term.field)]);
    const QString date = term.date.day.isValid()
                             ? term.date.day.toString(Qt::ISODate)
                             : QString::number(term.date.count) + QLatin1Char("dwmy"[int(term.date.unit)]);
    QString inside;
    for (const auto &inner : term.terms)
        inside += u' ' + shape(inner);
    switch (term.kind) {
    case Kind::And:
        return QStringLiteral("(&%1)").arg(inside);
    case Kind::Or:
        return QStringLiteral("(|%1)").arg(inside);
    case Kind::Not:
        return QStringLiteral("(!%1)").arg(inside);
    case Kind::Text:
        return field + u'[' + term.text + u']' + QLatin1String(term.prefix ? "*" : "");
    case Kind::Expression:
        return field + u'{' + term.text + u'}';
    case Kind::State:
        return u'#' + QLatin1String(states[int(term.state)]);
    case Kind::Larger:
        return u'>' + QString::number(term.bytes);
    case Kind::Smaller:
        return u'<' + QString::number(term.bytes);
    case Kind::Before:
        return QStringLiteral("before ") + date;
    case Kind::After:
        return QStringLiteral("since ") + date;
    }
    return {};
}

struct Reading {
    const char *text;
    const char *shape;
    const char *canonical; // null: the text itself
};

const Reading words[] = {
    {"", "(&)", nullptr},
    {" \t\n ", "(&)", ""},
    {"alice", "[alice]", nullptr},
    {"  alice  ", "[alice]", "alice"},
    {"alice bob", "(& [alice] [bob])", nullptr},
    {"alice and bob", "(& [alice] [bob])", "alice bob"},
    {"alice or bob", "(| [alice] [bob])", nullptr},
    {"alice OR bob Or carol", "(| [alice] [bob] [carol])", "alice or bob or carol"},
    {"a b or c d", "(| (& [a] [b]) (& [c] [d]))", nullptr},
    {"a (b or c) d", "(& [a] (| [b] [c]) [d])", nullptr},
    {"(a b) c", "(& [a] [b] [c])", "a b c"},
    {"((a or (b or c)))", "(| [a] [b] [c])", "a or b or c"},
    {"a(b)c", "(& [a] [b] [c])", "a b c"},
    {"-a", "(! [a])", nullptr},
    {"NOT a", "(! [a])", "-a"},
    {"not a", "(& [not] [a])", "\"not\" a"},
    {"NOT -a", "[a]", "a"},
    {"---a", "(! [a])", "-a"},
    {"-(-(a b)) c", "(& [a] [b] [c])", "a b c"},
    {"-(a b)", "(! (& [a] [b]))", nullptr},
    {"NOT(a or b) c", "(& (! (| [a] [b])) [c])", "-(a or b) c"},
    {"Invoice - March", "(& [Invoice] [March])", "Invoice March"},
    {"well-known x-", "(& [well-known] [x-])", nullptr},
    {"order android notable", "(& [order] [android] [notable])", nullptr},
    {"\"or\" \"AND\"", "(& [or] [AND])", nullptr},
    {"\"a phrase\"", "[a phrase]", nullptr},
    {"\"  two \t words \"", "[two words]", "\"two words\""},
    {"\"word\"", "[word]", "word"},
    {"\"a \\\"b\\\" \\\\c \\d\"", "[a \"b\" \\c \\d]", "\"a \\\"b\\\" \\\\c \\\\d\""},
    {"a\"b c\"d", "(& [a] [b c] [d])", "a \"b c\" d"},
    {"\"a:b (c) *\"", "[a:b (c) *]", nullptr},
    {"inv*", "[inv]*", nullptr},
    {"\"new inv\"*", "[new inv]*", nullptr},
    {"\"inv\"*", "[inv]*", "inv*"},
    {"Re: hello", "(& [Re:] [hello])", "\"Re:\" hello"},
    {"https://example.org/a", "[https://example.org/a]", "\"https://example.org/a\""},
    {"std::string 12:30", "(& [std::string] [12:30])", "\"std::string\" \"12:30\""},
    {"\u6771\u4eac \U0001F600 \u00fc*", "(& [\u6771\u4eac] [\U0001F600] [\u00fc]*)", nullptr},
    {"a&b 50% #1 me@example.org", "(& [a&b] [50%] [#1] [me@example.org])", nullptr},
};

const Reading fields[] = {
    {"from:alice", "from[alice]", nullptr},
    {"FROM:Alice", "from[Alice]", "from:Alice"},
    {"to:bob cc:carol", "(& to[bob] cc[carol])", nullptr},
    {"subject:\"the plan\"", "subject[the plan]", nullptr},
    {"body:inv*", "body[inv]*", nullptr},
    {"filename:report.pdf", "file[report.pdf]", nullptr},
    {"list:dev.example.org", "list[dev.example.org]", nullptr},
    {"tag:work in:inbox account:home", "(& tag[work] in[inbox] account[home])", nullptr},
    {"in:/a/b", "in[/a/b]", "in:\"/a/b\""},
    {"in:\"My folder\"", "in[My folder]", nullptr},
    {"-from:alice", "(! from[alice])", nullptr},
    {"from:-x", "from[-x]", "from:\"-x\""},
    {"from:or", "from[or]", "from:\"or\""},
    {"from:(a or b) c", "(& (| from[a] from[b]) [c])", "(from:a or from:b) c"},
    {"subject:(a -\"b c\" d*)", "(& subject[a] (! subject[b c]) subject[d]*)",
     "subject:a -subject:\"b c\" subject:d*"},
    {"to:((a b) or /c/)", "(| (& to[a] to[b]) to{c})", "to:a to:b or to:/c/"},
    {"from:a:b", "from[a:b]", "from:\"a:b\""},
    {"/colou?r/", "{colou?r}", nullptr},
    {"x /a b (c)/", "(& [x] {a b (c)})", nullptr},
    {"subject:/^\\[\\d+\\]/", "subject{^\\[\\d+\\]}", nullptr},
    {"/a\\/b\\\\/", "{a/b\\\\}", nullptr},
    {"-/x/", "(! {x})", nullptr},
    {"is:read", "#read", nullptr},
    {"is:unread IS:Starred", "(& #unread #starred)", "is:unread is:starred"},
    {"is:flagged", "#starred", "is:starred"},
    {"is:server is:partial is:damaged", "(& #server #partial #damaged)", nullptr},
    {"-has:attachment", "(! #attachment)", nullptr},
    {"has:attachments has:tag is:tagged", "(& #attachment #tagged #tagged)",
     "has:attachment has:tag has:tag"},
};

const Reading amounts[] = {
    {"larger:300", ">300", nullptr},
    {"larger:300b", ">300", "larger:300"},
    {"larger:5M", ">5242880", nullptr},
    {"larger:5mb smaller:5MiB", "(& >5242880 <5242880)", "larger:5M smaller:5M"},
    {"smaller:1.5k", "<1536", "smaller:1536"},
    {"smaller:1,5G", "<1610612736", "smaller:1536M"},
    {"larger:0", ">0", nullptr},
    {"larger:4294967295G", ">4611686017353646080", nullptr},
    {"before:2024", "before 2024-01-01", "before:2024-01-01"},
    {"after:2024-05", "since 2024-05-01", "after:2024-05-01"},
    {"after:2024-02-29", "since 2024-02-29", nullptr},
    {"before:2024/5/7", "before 2024-05-07", "before:2024-05-07"},
    {"before:7.5.2024", "before 2024-05-07", "before:2024-05-07"},
    {"older:7d newer:2w", "(& before 7d since 2w)", nullptr},
    {"newer:3m older:1Y", "(& since 3m before 1y)", "newer:3m older:1y"},
    {"before:7d", "before 7d", "older:7d"},
    {"newer:2024-05-01", "since 2024-05-01", "after:2024-05-01"},
    {"after:today", "since 0d", "newer:0d"},
    {"before:Yesterday", "before 1d", "older:1d"},
};

struct Refusal {
    const char *text;
    Code code;
    int position;
};

const Refusal refusals[] = {
    {"or a", Code::MissingOperand, 0},
    {"a or", Code::MissingOperand, 2},
    {"a or or b", Code::MissingOperand, 5},
    {"a and", Code::MissingOperand, 2},
    {"and a", Code::MissingOperand, 0},
    {"a and or b", Code::MissingOperand, 2},
    {"(a or ) b", Code::MissingOperand, 3},
    {"a NOT", Code::MissingOperand, 2},
    {"a NOT or b", Code::MissingOperand, 2},
    {"(-)", Code::MissingOperand, 1},
    {"a -- b", Code::MissingOperand, 3},
    {" - ", Code::MissingOperand, 1},
    {"from:", Code::MissingValue, 5},
    {"a from: b", Code::MissingValue, 7},
    {"(from:)", Code::MissingValue, 6},
    {"is:\"read\"", Code::MissingValue, 3},
    {"a \"\"", Code::EmptyText, 2},
    {"\"  \"*", Code::EmptyText, 0},
    {"//", Code::EmptyText, 0},
    {"a form:alice", Code::UnknownField, 2},
    {"C:\\dir", Code::UnknownField, 0},
    {"from:(a to:b)", Code::FieldInField, 8},
    {"from:(a (is:read))", Code::FieldInField, 9},
    {"a is:late", Code::UnknownState, 5},
    {"has:nothing", Code::UnknownState, 4},
    {"larger:big", Code::InvalidSize, 7},
    {"larger:-1", Code::InvalidSize, 7},
    {"larger:1.5", Code::InvalidSize, 7},
    {"larger:4294967296G", Code::InvalidSize, 7},
    {"before:2023-02-29", Code::InvalidDate, 7},
    {"before:2024-05/01", Code::InvalidDate, 7},
    {"newer:7h", Code::InvalidDate, 6},
    {"after:05/07/24", Code::InvalidDate, 6},
    {"*", Code::MisplacedWildcard, 0},
    {"a b*c", Code::MisplacedWildcard, 3},
    {"from:**", Code::MisplacedWildcard, 5},
    {"a /b(c/", Code::InvalidExpression, 6},
    {"/\\/\\/[/", Code::InvalidExpression, 6},
    {"/a/b", Code::TextAfterExpression, 3},
    {"a /usr", Code::UnclosedExpression, 2},
    {"/usr\\/", Code::UnclosedExpression, 0},
    {"a \"b c", Code::UnclosedQuote, 2},
    {"\"b\\\"", Code::UnclosedQuote, 0},
    {"\"b\\", Code::UnclosedQuote, 0},
    {"a (b", Code::UnclosedGroup, 2},
    {"((a) b", Code::UnclosedGroup, 0},
    {"a ( )", Code::EmptyGroup, 2},
    {"a) b", Code::UnexpectedClose, 1},
    {")", Code::UnexpectedClose, 0},
    {"\u6771\u4eac \U0001F600 )", Code::UnexpectedClose, 6},
};

template <std::size_t count> void addRows(const Reading (&readings)[count])
{
    for (const auto &reading : readings) {
        QTest::newRow(reading.text) << QString::fromUtf8(reading.text) << QString::fromUtf8(reading.shape)
                                    << QString::fromUtf8(reading.canonical != nullptr ? reading.canonical
                                                                                      : reading.text);
    }
}

} // namespace

class SearchQueryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAndWritesBack_data();
    void readsAndWritesBack();
    void refusesWithAPlace_data();
    void refusesWithAPlace();
    void capsTheDepthOfGroups();
    void capsTheLengthOfExpressions();
    void countsDaysByTheCalendar();
    void expressionsIgnoreCaseInEveryScript();
    void randomTextIsReadOrRefused();
    void longTextIsReadInLinearTime_data();
    void longTextIsReadInLinearTime();
};

void SearchQueryTest::readsAndWritesBack_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("canonical");
    addRows(words);
    addRows(fields);
    addRows(amounts);
}

void SearchQueryTest::readsAndWritesBack()
{
    QFETCH(QString, text);
    QFETCH(QString, canonical);
    const auto query = SearchQuery::parse(text);
    QVERIFY(query.has_value());
    QTEST(shape(query->root()), "expected");
    QCOMPARE(query->toText(), canonical);
    QCOMPARE(query->isEmpty(), text.trimmed().isEmpty());
    const auto again = SearchQuery::parse(canonical);
    QVERIFY(again.has_value());
    QVERIFY(*again == *query);
}

void SearchQueryTest::refusesWithAPlace_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("position");
    for (const auto &refusal : refusals)
        QTest::newRow(refusal.text) << QString::fromUtf8(refusal.text) << int(refusal.code)
                                    << refusal.position;
}

void SearchQueryTest::refusesWithAPlace()
{
    QFETCH(QString, text);
    const auto query = SearchQuery::parse(text);
    QVERIFY(!query);
    QTEST(int(query.error().code), "code");
    QTEST(int(query.error().position), "position");
}

void SearchQueryTest::capsTheDepthOfGroups()
{
    const auto nested = [](int depth, const QString &opening) {
        return opening.repeated(depth) + u'a' + QString(depth, u')');
    };
    QVERIFY(SearchQuery::parse(nested(SearchQuery::maxDepth, QStringLiteral("b (c or "))).has_value());
    const auto tooDeep = SearchQuery::parse(nested(SearchQuery::maxDepth + 1, QStringLiteral("-(")));
    QVERIFY(!tooDeep.has_value());
    QCOMPARE(tooDeep.error(), (SearchError{Code::NestedTooDeeply, 2 * SearchQuery::maxDepth + 1}));
}

void SearchQueryTest::capsTheLengthOfExpressions()
{
    const auto ofLength = [](int length) { return QStringLiteral("b /%1/").arg(QString(length, u'a')); };
    QVERIFY(SearchQuery::parse(ofLength(SearchQuery::maxExpressionLength)).has_value());
    const auto tooLong = SearchQuery::parse(ofLength(SearchQuery::maxExpressionLength + 1));
    QVERIFY(!tooLong.has_value());
    QCOMPARE(tooLong.error(), (SearchError{Code::ExpressionTooLong, 2}));
}

void SearchQueryTest::countsDaysByTheCalendar()
{
    const QDateTime now(QDate(2024, 3, 31), QTime(15, 30), Qt::UTC);
    const auto first = [&now](const char *text) {
        const auto query = SearchQuery::parse(QString::fromLatin1(text));
        return query ? SearchQuery::firstMoment(query->root().date, now) : QDateTime();
    };
    const auto day = [](int year, int month, int number) {
        return QDateTime(QDate(year, month, number), QTime(0, 0), Qt::UTC);
    };
    QCOMPARE(first("newer:0d"), day(2024, 3, 31));
    QCOMPARE(first("after:yesterday"), day(2024, 3, 30));
    QCOMPARE(first("older:2w"), day(2024, 3, 17));
    QCOMPARE(first("older:1m"), day(2024, 2, 29));
    QCOMPARE(first("older:1y"), day(2023, 3, 31));
    QCOMPARE(first("before:2020-02"), day(2020, 2, 1));
    const QDateTime east(QDate(2024, 3, 31), QTime(1, 0), QTimeZone(3600 * 5));
    QCOMPARE(SearchQuery::firstMoment(SearchDate{}, east), east.addSecs(-3600));
}

void SearchQueryTest::expressionsIgnoreCaseInEveryScript()
{
    const auto expression = SearchQuery::expression(QStringLiteral("\\bжу\\w+"));
    QVERIFY(expression.match(QStringLiteral("мой ЖУРНАЛ")).hasMatch());
    QVERIFY(!expression.match(QStringLiteral("пожужжал")).hasMatch());
}

void SearchQueryTest::randomTextIsReadOrRefused()
{
    const QStringList pieces{QStringLiteral("a"),       QStringLiteral(" "),       QStringLiteral("("),
                             QStringLiteral(")"),       QStringLiteral("\""),      QStringLiteral("\\"),
                             QStringLiteral("/"),       QStringLiteral("*"),       QStringLiteral("-"),
                             QStringLiteral(":"),       QStringLiteral("or "),     QStringLiteral(" and "),
                             QStringLiteral("NOT "),    QStringLiteral("from:"),   QStringLiteral("in:"),
                             QStringLiteral("is:read"), QStringLiteral("larger:"), QStringLiteral("5M"),
                             QStringLiteral("7d"),      QStringLiteral("older:"),  QStringLiteral("\u6771"),
                             QStringLiteral("\u00a0"),  QString(QChar(0xd800)),    QString(QChar(0)),
                             QStringLiteral("/a[b]/ "), QStringLiteral("\"x y\""), QStringLiteral(" b "),
                             QStringLiteral("c ")};
    QRandomGenerator random(4);
    int read = 0;
    int refused = 0;
    for (int trial = 0; trial < 50'000; ++trial) {
        QString text;
        for (int length = random.bounded(1, 14); length > 0; --length)
            text += pieces[random.bounded(int(pieces.size()))];
        const auto query = SearchQuery::parse(text);
        if (!query) {
            ++refused;
            QVERIFY2(query.error().position >= 0 && query.error().position <= text.size(), qPrintable(text));
            continue;
        }
        ++read;
        const auto again = SearchQuery::parse(query->toText());
        QVERIFY2(again.has_value() && *again == *query, qPrintable(text));
        QVERIFY2(again->toText() == query->toText(), qPrintable(text));
    }
    QVERIFY(read > 5'000);
    QVERIFY(refused > 5'000);
}

void SearchQueryTest::longTextIsReadInLinearTime_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isRead");
    // A quadratic reader needs longer for these than ctest gives a test.
    const int count = 500'000;
    const int deep = SearchQuery::maxDepth;
    const QString many = QStringLiteral("a ").repeated(count);
    QTest::newRow("words") << many << true;
    QTest::newRow("a word") << QString(count, u'a') << true;
    QTest::newRow("choices") << QStringLiteral("a or ").repeated(count) + u'b' << true;
    QTest::newRow("dashes") << QString(count, u'-') + u'a' << true;
    QTest::newRow("NOTs") << QStringLiteral("NOT ").repeated(count) + u'a' << true;
    QTest::newRow("spaces") << QString(count, u' ') + u'a' << true;
    QTest::newRow("groups") << QStringLiteral("(a or b) ").repeated(count / 10) << true;
    QTest::newRow("words at depth") << QString(deep, u'(') + many + QString(deep, u')') << true;
    QTest::newRow("a phrase") << u'"' + many + u'"' << true;
    QTest::newRow("parentheses") << QString(count, u'(') << false;
    QTest::newRow("fields") << QStringLiteral("from:(").repeated(count) << false;
    QTest::newRow("a slash") << u'/' + many << false;
    QTest::newRow("a quote") << u'"' + QString(count, u'\\') << false;
    QTest::newRow("an expression") << u'/' + QString(count, u'(') + u'/' << false;
}

void SearchQueryTest::longTextIsReadInLinearTime()
{
    QFETCH(QString, text);
    QTEST(SearchQuery::parse(text).has_value(), "isRead");
}

QTEST_GUILESS_MAIN(SearchQueryTest)
#include "SearchQueryTest.moc"
