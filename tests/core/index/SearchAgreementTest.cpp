// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchBench.h"

#include <QRandomGenerator>

#include <map>

// Hundreds of generated queries over 500 generated messages: with an index, with half of one and without, the
// search finds what a plain reading of each message finds.
class SearchAgreementTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everySearchFindsWhatReadingFinds_data();
    void everySearchFindsWhatReadingFinds();

private:
    QString randomQuery(int depth);
    QString randomText();
    QString randomFact();
    QString randomWords(int most);
    QByteArray randomMessage();
    bool holds(const SearchTerm &term, size_t message) const;
    bool holdsText(const SearchTerm &term, const SearchableText &text) const;

    SearchBench m_bench;
    QRandomGenerator m_random{20240615};
    std::vector<IndexedText> m_texts; // oldest first
    std::vector<MessageSummary> m_summaries;
};

namespace
{
constexpr int messageCount = 500;

const QStringList &vocabulary()
{
    static const QStringList words{
        QStringLiteral("alpha"), QStringLiteral("alphabet"), QStringLiteral("beta"), QStringLiteral("Gamma"),
        QStringLiteral("delta"), QStringLiteral("deltas"),   QStringLiteral("x1"),   QStringLiteral("2024"),
        QStringLiteral("東京"),  QStringLiteral("京都"),     QStringLiteral("会議"), QStringLiteral("都会"),
    };
    return words;
}

const QStringList &people()
{
    static const QStringList people{QStringLiteral("Anna Alpha <anna@beta.example>"),
                                    QStringLiteral("Boris <boris@gamma.example>"),
                                    QStringLiteral("Delta Team <x1@delta.example>")};
    return people;
}

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c < u'\x80'; });
}

// The text as words in lower case with one blank round each: the plainest way to look for a phrase in it.
QString plain(const QString &text)
{
    QString words(u' ');
    bool wasAscii = true;
    for (const QChar c : text.toLower()) {
        if (c.isLetterOrNumber()) {
            if (words.back() != u' ' && wasAscii != (c < u'\x80'))
                words += u' ';
            wasAscii = c < u'\x80';
            words += c;
        } else if (words.back() != u' ') {
            words += u' ';
        }
    }
    return words.back() == u' ' ? words : words + u' ';
}

bool contains(const QString &text, const SearchTerm &term)
{
    QString wanted = plain(term.text).trimmed();
    const bool inPairs = !isAscii(wanted);
    if (!inPairs)
        wanted = u' ' + wanted + (term.prefix ? QString() : QStringLiteral(" "));
    return plain(text).contains(wanted);
}
} // namespace

QString SearchAgreementTest::randomWords(int most)
{
    QStringList words;
    for (int count = m_random.bounded(1, most + 1); count > 0; --count)
        words += vocabulary()[m_random.bounded(vocabulary().size())];
    return words.join(m_random.bounded(8) == 0 ? QStringLiteral(" -- ") : QStringLiteral(" "));
}

QByteArray SearchAgreementTest::randomMessage()
{
    QByteArray fields = "Cc: " + people()[m_random.bounded(people().size())].toUtf8() + '\n';
    if (m_random.bounded(5) == 0)
        fields += "List-Id: <alpha.beta.example>\n";
    QByteArray raw = mail(randomWords(4), randomWords(12).repeated(m_random.bounded(1, 4)), fields,
                          QByteArray::number(m_random.bounded(1, 29)) + " May 2024 10:00:00 +0000");
    raw.replace("Clara Novak <clara@shop.example>", people()[m_random.bounded(people().size())].toUtf8());
    if (m_random.bounded(5) == 0) {
        raw.replace("text/plain; charset=utf-8", "multipart/mixed; boundary=cut");
        raw += "--cut\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + randomWords(5).toUtf8() +
               "\r\n--cut\r\nContent-Type: text/csv; charset=utf-8\r\nContent-Disposition: attachment; "
               "filename=\"gamma x1.csv\"\r\n\r\n" +
               randomWords(5).toUtf8() + "\r\n--cut--\r\n";
    }
    return raw;
}

void SearchAgreementTest::initTestCase()
{
    // In as few transactions as can be: each of them waits for the disk.
    std::vector<MessageId> ids;
    for (const AccountId account : {SearchBench::work, SearchBench::home, SearchBench::work}) {
        QByteArrayList batch;
        while (batch.size() < messageCount / 4 * (account == SearchBench::home ? 2 : 1))
            batch += randomMessage();
        const auto added = m_bench.add(batch, account);
        ids.insert(ids.end(), added.begin(), added.end());
    }
    std::vector<MessageId> read, starred, archived;
    std::map<QString, std::vector<MessageId>> tagged;
    for (const MessageId id : ids) {
        if (m_random.bounded(2) == 0)
            read.push_back(id);
        if (m_random.bounded(2) == 0)
            starred.push_back(id);
        if (m_random.bounded(4) == 0)
            archived.push_back(id);
        if (m_random.bounded(4) == 0)
            tagged[vocabulary()[m_random.bounded(3)]].push_back(id);
    }
    MessageStore &store = m_bench.store();
    SearchBench::taken(store.setFlags(read, Flag::Read, {}));
    SearchBench::taken(store.setFlags(starred, Flag::Starred, {}));
    SearchBench::taken(store.move(archived, m_bench.folder(FolderKind::Archive)));
    for (const auto &[tag, messages] : tagged)
        SearchBench::taken(store.setTags(messages, {tag}, {}));
    const auto reader = SearchBench::taken(StoreReader::open(m_bench.path()));
    m_summaries = SearchBench::taken(reader->summaries(ids));
    for (const MessageId id : ids)
        m_texts.push_back(indexedText(id, SearchBench::taken(reader->raw(id))));
    QCOMPARE(m_summaries.size(), size_t(messageCount));
}

QString SearchAgreementTest::randomText()
{
    static const QStringList fields{QString(),
                                    QString(),
                                    QString(),
                                    QStringLiteral("body:"),
                                    QStringLiteral("subject:"),
                                    QStringLiteral("from:"),
                                    QStringLiteral("to:"),
                                    QStringLiteral("cc:"),
                                    QStringLiteral("filename:"),
                                    QStringLiteral("list:")};
    const QString field = fields[m_random.bounded(fields.size())];
    QString text = vocabulary()[m_random.bounded(vocabulary().size())];
    if (!isAscii(text))
        return field + text.mid(m_random.bounded(2), m_random.bounded(1, 3));
    const QString second = vocabulary()[m_random.bounded(8)];
    switch (m_random.bounded(4)) {
    case 0:
        return field + text.left(m_random.bounded(1, 5)) + u'*';
    case 1:
        return field + QStringLiteral("\"%1 %2\"").arg(text, second);
    case 2:
        if (m_random.bounded(4) == 0)
            return field + QStringLiteral("/%1.+%2/").arg(text.left(2), second.left(3));
        [[fallthrough]];
    default:
        return field + text;
    }
}

QString SearchAgreementTest::randomFact()
{
    switch (m_random.bounded(7)) {
    case 0:
    case 1: {
        static const QStringList states{QStringLiteral("is:read"), QStringLiteral("is:unread"),
                                        QStringLiteral("is:starred"), QStringLiteral("has:attachment"),
                                        QStringLiteral("has:tag")};
        return states[m_random.bounded(states.size())];
    }
    case 2:
        return (m_random.bounded(2) == 0 ? QStringLiteral("larger:%1") : QStringLiteral("smaller:%1"))
            .arg(m_random.bounded(300, 700));
    case 3:
        return (m_random.bounded(2) == 0 ? QStringLiteral("before:%1") : QStringLiteral("after:%1"))
            .arg(QDate(2024, 5, m_random.bounded(1, 29)).toString(Qt::ISODate));
    default:
        static const QStringList names{QStringLiteral("tag:alpha"), QStringLiteral("in:archive"),
                                       QStringLiteral("account:home")};
        return names[m_random.bounded(names.size())];
    }
}

QString SearchAgreementTest::randomQuery(int depth)
{
    const int choice = m_random.bounded(depth > 0 ? 10 : 5);
    if (choice < 5)
        return choice < 4 ? randomText() : randomFact();
    if (choice < 6)
        return u'-' + randomText();
    QStringList parts;
    for (int count = m_random.bounded(2, 4); count > 0; --count)
        parts += randomQuery(depth - 1);
    return (m_random.bounded(8) == 0 ? QStringLiteral("-(") : QStringLiteral("(")) +
           parts.join(choice < 8 ? QStringLiteral(" ") : QStringLiteral(" or ")) + u')';
}

bool SearchAgreementTest::holdsText(const SearchTerm &term, const SearchableText &text) const
{
    QStringList columns;
    switch (term.field) {
    case SearchField::From:
        columns = {text.from};
        break;
    case SearchField::To:
        columns = {text.to};
        break;
    case SearchField::Cc:
        columns = {text.cc};
        break;
    case SearchField::Subject:
        columns = {text.subject};
        break;
    case SearchField::Body:
        columns = {text.body};
        break;
    case SearchField::FileName:
        columns = {text.fileNames};
        break;
    case SearchField::List:
        columns = {text.list};
        break;
    default:
        columns = {text.subject, text.from, text.to, text.cc, text.body, text.fileNames, text.attached};
    }
    return std::any_of(columns.begin(), columns.end(), [&](const QString &column) {
        return term.kind == SearchTerm::Kind::Expression
                   ? QRegularExpression(term.text, QRegularExpression::CaseInsensitiveOption)
                         .match(column)
                         .hasMatch()
                   : contains(column, term);
    });
}

bool SearchAgreementTest::holds(const SearchTerm &term, size_t message) const
{
    const MessageSummary &summary = m_summaries[message];
    const auto one = [&](const SearchTerm &inner) { return holds(inner, message); };
    const qint64 day = QDateTime(term.date.day, QTime(), Qt::UTC).toSecsSinceEpoch();
    switch (term.kind) {
    case SearchTerm::Kind::And:
        return std::all_of(term.terms.begin(), term.terms.end(), one);
    case SearchTerm::Kind::Or:
        return std::any_of(term.terms.begin(), term.terms.end(), one);
    case SearchTerm::Kind::Not:
        return !one(term.terms.front());
    case SearchTerm::Kind::Larger:
        return summary.size > term.bytes;
    case SearchTerm::Kind::Smaller:
        return summary.size < term.bytes;
    case SearchTerm::Kind::Before:
        return summary.date < day;
    case SearchTerm::Kind::After:
        return summary.date >= day;
    case SearchTerm::Kind::State:
        return term.state == SearchState::Read         ? summary.flags.testFlag(Flag::Read)
               : term.state == SearchState::Unread     ? !summary.flags.testFlag(Flag::Read)
               : term.state == SearchState::Starred    ? summary.flags.testFlag(Flag::Starred)
               : term.state == SearchState::Attachment ? summary.flags.testFlag(Flag::HasAttachment)
                                                       : !summary.tags.isEmpty();
    default:
        break;
    }
    if (term.field == SearchField::Tag)
        return summary.tags.contains(term.text);
    if (term.field == SearchField::Folder)
        return summary.folder == m_bench.folder(FolderKind::Archive);
    if (term.field == SearchField::Account)
        return summary.account == SearchBench::home;
    return holdsText(term, m_texts[message]);
}

void SearchAgreementTest::everySearchFindsWhatReadingFinds_data()
{
    QTest::addColumn<int>("indexed");
    QTest::addColumn<int>("queries");
    QTest::newRow("without an index") << 0 << 60;
    QTest::newRow("with half of one") << messageCount / 2 << 100;
    QTest::newRow("with an index") << messageCount << 400;
}

void SearchAgreementTest::everySearchFindsWhatReadingFinds()
{
    QFETCH(int, indexed);
    QFETCH(int, queries);
    if (indexed > 0)
        m_bench.index(m_summaries[size_t(indexed) - 1].id);
    size_t foundInAll = 0;
    for (int i = 0; i < queries; ++i) {
        const QString text = randomQuery(3);
        const SearchTerm term = SearchQuery::parse(text)->root();
        std::vector<MessageId> wanted;
        for (size_t message = m_texts.size(); message-- > 0;)
            if (holds(term, message))
                wanted.push_back(m_summaries[message].id);
        const auto found = m_bench.find(text);
        foundInAll += found.size();
        QVERIFY2(found == wanted, qPrintable(text));
    }
    QVERIFY(foundInAll > size_t(queries)); // the queries are not all in vain
}

QTEST_GUILESS_MAIN(SearchAgreementTest)
#include "SearchAgreementTest.moc"
