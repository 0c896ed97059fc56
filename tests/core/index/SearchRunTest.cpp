// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchBench.h"

#include <map>

// Each word and operator of the language on a handful of messages that differ in just that.
class SearchRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void queriesFindWhatTheySay_data();
    void queriesFindWhatTheySay();
    void namesThatDoNotExistAreTold();
    void rowsCarryWhatTheListNeeds();
    void relativeDaysCountFromToday();

private:
    SearchBench m_bench;
    std::map<QString, MessageId> m_ids;
};

namespace
{
QByteArray withAttachment(const QByteArray &name, const QByteArray &content)
{
    return "From: Dora <dora@shop.example>\r\nTo: anna@work.example\r\nSubject: "
           "=?utf-8?Q?Angeh=C3=A4ngt?=\r\n"
           "Date: Sat, 1 Jun 2024 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
           "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
           "see the file\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: "
           "attachment; "
           "filename=" +
           name + "\r\n\r\n" + content + "\r\n--b--\r\n";
}

const char indexStates[][8] = {"none", "half", "all"};
} // namespace

void SearchRunTest::initTestCase()
{
    const auto store = [this](const char *name, const QByteArray &raw,
                              AccountId account = SearchBench::work) {
        m_ids[QLatin1String(name)] = m_bench.add(raw, account);
    };
    store("invoice", mail(QStringLiteral("Invoice 4711"), QStringLiteral("Please pay the sum of 200 euro.")));
    store("payment",
          mail(QStringLiteral("Payment received"), QStringLiteral("Thank you. The invoice is paid."),
               "Cc: Boris <boris@audit.example>\n", "Sat, 18 May 2024 00:00:00 +0000"));
    store("list", mail(QStringLiteral("[dev] Merge window"), QStringLiteral("The window opens on Monday."),
                       "List-Id: Kernel developers <dev.lists.example>\n"));
    store("attached", withAttachment("minutes-2024.txt", "Straße und Übergrößen"));
    store("japanese", mail(QStringLiteral("会議の議事録"), QStringLiteral("明日の会議は東京で行います。")));
    store("home", mail(QStringLiteral("Dinner"), QStringLiteral("Come at eight → bring wine!")),
          SearchBench::home);
    store("long", mail(QStringLiteral("Long"), QStringLiteral("padding ").repeated(3000)));
    store("junk", mail(QStringLiteral("Cheap invoice offers"), QStringLiteral("Buy now")));
    store("nested", mail(QStringLiteral("Plan of the garden"), QStringLiteral("roses")));

    MessageStore &mailStore = m_bench.store();
    SearchBench::taken(mailStore.move({m_ids.at(QStringLiteral("junk"))}, m_bench.folder(FolderKind::Junk)));
    const Folder projects =
        SearchBench::taken(mailStore.createFolder(SearchBench::work, QStringLiteral("Projects"), 0));
    const Folder garden =
        SearchBench::taken(mailStore.createFolder(SearchBench::work, QStringLiteral("Garden"), projects.id));
    SearchBench::taken(mailStore.move({m_ids.at(QStringLiteral("nested"))}, garden.id));
    SearchBench::taken(mailStore.setFlags(
        {m_ids.at(QStringLiteral("invoice")), m_ids.at(QStringLiteral("list"))}, Flag::Read, {}));
    SearchBench::taken(mailStore.setFlags({m_ids.at(QStringLiteral("payment"))}, Flag::Starred, {}));
    SearchBench::taken(
        mailStore.setTags({m_ids.at(QStringLiteral("payment"))}, {QStringLiteral("Tax 2024")}, {}));
    SearchBench::taken(mailStore.setTags({m_ids.at(QStringLiteral("home"))}, {QStringLiteral("family")}, {}));
}

void SearchRunTest::queriesFindWhatTheySay_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("query");
    QTest::addColumn<QString>("names");
    // The names in the order of their ids, newest first.
    const std::pair<const char *, const char *> rows[] = {
        {"", "nested junk long home japanese attached list payment invoice"},
        {"invoice", "junk payment invoice"},
        {"INVOICE", "junk payment invoice"},
        {"subject:invoice", "junk invoice"},
        {"body:invoice", "payment"},
        {"inv*", "junk payment invoice"},
        {"inv", ""},
        {"\"thank you\"", "payment"},
        {"\"you thank\"", ""},
        {"\"invoice is p\"*", "payment"},
        {"from:clara -invoice", "nested long home japanese list"},
        {"from:dora", "attached"},
        {"from:shop.example", "nested junk long home japanese attached list payment invoice"},
        {"cc:boris", "payment"},
        {"to:boris", ""},
        {"boris", "payment"},
        {"list:dev", "list"},
        {"list:kernel", "list"},
        {"kernel", ""},
        {"filename:minutes", "attached"},
        {"minutes", "attached"},
        {"strasse", "attached"},
        {"ubergrossen", "attached"},
        {"angehangt", "attached"},
        {"has:attachment", "attached"},
        {"has:attachment invoice", ""},
        {"会議", "japanese"},
        {"議事", "japanese"},
        {"録", "japanese"},
        {"subject:東京", ""},
        {"is:read", "list invoice"},
        {"is:unread invoice", "junk payment"},
        {"is:starred", "payment"},
        {"is:starred or is:read", "list payment invoice"},
        {"tag:\"tax 2024\"", "payment"},
        {"tag:tax*", "payment"},
        {"tag:FAMILY", "home"},
        {"has:tag", "home payment"},
        {"-has:tag invoice", "junk invoice"},
        {"in:junk", "junk"},
        {"invoice -in:junk", "payment invoice"},
        {"in:projects", "nested"},
        {"in:garden", "nested"},
        {"in:inbox is:read", "list invoice"},
        {"account:home", "home"},
        {"account:anna@home.example", "home"},
        {"account:work invoice", "junk payment invoice"},
        {"larger:20k", "long"},
        {"smaller:20k invoice", "junk payment invoice"},
        {"before:2024-05-18", "nested junk long home japanese list invoice"},
        {"after:2024-05-18", "attached payment"},
        {"-invoice -from:clara", "attached"},
        {"-(invoice or from:clara)", "attached"},
        {"(invoice or garden) -subject:offers", "nested payment invoice"},
        {"invoice or has:tag", "junk home payment invoice"},
        {"(invoice -paid) or (dinner is:unread)", "junk home invoice"},
        {"-(is:read invoice)", "nested junk long home japanese attached list payment"},
        {"/inv.ice/", "junk payment invoice"},
        {"subject:/^inv/", "invoice"},
        {"/\\bsum of \\d+/", "invoice"},
        {"invoice /paid\\./", "payment"},
        {"-/invoice/ is:read", "list"},
        {"→", "home"},
        {"bring → wine", "home"},
        {"from:@", "nested junk long home japanese attached list payment invoice"},
        {"nowhere", ""},
    };
    for (int state = 0; state < 3; ++state)
        for (const auto &[query, names] : rows)
            QTest::addRow("%s: %s", indexStates[state], query)
                << state << QString::fromUtf8(query) << QString::fromUtf8(names);
}

void SearchRunTest::queriesFindWhatTheySay()
{
    QFETCH(int, state);
    QFETCH(QString, query);
    QFETCH(QString, names);
    if (state == 1)
        m_bench.index(m_ids.at(QStringLiteral("attached")));
    if (state == 2)
        m_bench.index(m_ids.at(QStringLiteral("nested")));
    QStringList found;
    for (const MessageId id : m_bench.find(query))
        for (const auto &[name, known] : m_ids)
            if (known == id)
                found += name;
    QCOMPARE(found.join(u' '), names);
    QCOMPARE(m_bench.outcome.found, qint64(found.size()));
    QVERIFY(m_bench.outcome.unknown.empty());
    QVERIFY(!m_bench.outcome.indexFailed);
    const bool readsText = query.contains(u'/') || query.contains(u'→') || query.contains(u'@');
    if (state == 2 && !readsText)
        QCOMPARE(m_bench.outcome.read, 0);
}

void SearchRunTest::namesThatDoNotExistAreTold()
{
    QCOMPARE(m_bench.find(QStringLiteral("tag:nosuch or in:nowhere or account:nobody or dinner")),
             std::vector<MessageId>{m_ids.at(QStringLiteral("home"))});
    std::vector<SearchField> fields;
    for (const SearchTerm &term : m_bench.outcome.unknown)
        fields.push_back(term.field);
    QCOMPARE(fields, (std::vector<SearchField>{SearchField::Tag, SearchField::Folder, SearchField::Account}));
    m_bench.find(QStringLiteral("has:tag"));
    QVERIFY(m_bench.outcome.unknown.empty());
}

void SearchRunTest::rowsCarryWhatTheListNeeds()
{
    std::vector<MessageRow> rows;
    const auto run = SearchBench::taken(SearchRun::open(m_bench.path()));
    const auto query = SearchQuery::parse(u"is:starred");
    SearchBench::taken(run->run(
        *query, m_bench.context, [&](auto found) { rows = found; }, [](const SearchProgress &) {},
        m_bench.cancellation));
    const auto reader = SearchBench::taken(StoreReader::open(m_bench.path()));
    const auto summary = SearchBench::taken(reader->summaries({m_ids.at(QStringLiteral("payment"))})).front();
    QCOMPARE(rows, (std::vector<MessageRow>{{summary.id, summary.date, summary.flags, summary.thread}}));
}

void SearchRunTest::relativeDaysCountFromToday()
{
    m_bench.context.now = QDateTime(QDate(2024, 6, 2), QTime(8, 0), Qt::UTC);
    QCOMPARE(m_bench.find(QStringLiteral("newer:1d")),
             std::vector<MessageId>{m_ids.at(QStringLiteral("attached"))});
    QCOMPARE(m_bench.find(QStringLiteral("older:1d")).size(), m_ids.size() - 1);
}

QTEST_GUILESS_MAIN(SearchRunTest)
#include "SearchRunTest.moc"
