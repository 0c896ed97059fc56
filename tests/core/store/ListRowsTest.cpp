// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreFixture.h"
#include "TextKeys.h"

#include <QRandomGenerator>

#include <algorithm>
#include <map>

// Folders of two accounts with messages whose every key comes several times.
class ListRowsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void anyQueryIsAnsweredAsByComparing_data();
    void anyQueryIsAnsweredAsByComparing();
    void theFirstRowsAreThoseOfTheWholeList();
    void marksOfAnswersDoNotCountInSubjects_data();
    void marksOfAnswersDoNotCountInSubjects();
    void keysCompareAsFoldedTexts();
    void sendersThatComeLaterAreSortedIn();
    void aListThatNobodyWaitsForIsGivenUp();

private:
    std::vector<MessageRow> expected(const ListQuery &query) const;

    StoreFixture m_fixture;
    std::unique_ptr<MessageStore> m_store;
    std::vector<MessageSummary> m_all;
    std::map<FolderId, FolderKind> m_kinds;
    FolderId m_inbox = 0;
};

namespace
{
using Sort = ListQuery::Sort;

QByteArray nameKey(const Address &address)
{
    return (address.name.isEmpty() ? address.address : address.name).toCaseFolded().toUtf8();
}

// What a sort compares, as bytes that compare likewise.
QByteArray keyOf(const MessageSummary &message, Sort sort)
{
    switch (sort) {
    case Sort::Date:
        return {};
    case Sort::Sender:
        return nameKey(message.from);
    case Sort::Recipient:
        return message.to.empty() ? QByteArray() : nameKey(message.to.front());
    case Sort::Subject: {
        QString subject = message.subject;
        while (subject.startsWith(QLatin1String("Re: ")))
            subject = subject.mid(4);
        return subject.toCaseFolded().toUtf8();
    }
    case Sort::Size:
        return QByteArray::number(message.size).rightJustified(20, '0');
    case Sort::Read:
        return message.flags.testFlag(Flag::Read) ? "1" : "0";
    case Sort::Starred:
        return message.flags.testFlag(Flag::Starred) ? "1" : "0";
    case Sort::Attachment:
        return message.flags.testFlag(Flag::HasAttachment) ? "1" : "0";
    }
    return {};
}
} // namespace

void ListRowsTest::initTestCase()
{
    m_store = m_fixture.open();
    const QStringList names{QString(), QStringLiteral("Zoe"), QStringLiteral("Ärmel"), QStringLiteral("anna"),
                            QStringLiteral("Anna")};
    const QStringList subjects{QString(),
                               QStringLiteral("Apple pie with cream"),
                               QStringLiteral("apple pie with CREAM"),
                               QStringLiteral("Apple pie with sugar"),
                               QStringLiteral("Über allen Gipfeln"),
                               QStringLiteral("漢字")};
    QRandomGenerator random(7);
    std::vector<NewMessage> batch;
    for (int i = 0; i < 600; ++i) {
        NewMessage message = m_fixture.message(QByteArray(1 + random.bounded(40), 'x'),
                                               "u" + QByteArray::number(i), 2 + random.bounded(2));
        MessageSummary &summary = message.summary;
        summary.date = 1000 + random.bounded(60);
        summary.from.name = names[random.bounded(int(names.size()))];
        summary.from.address = QStringLiteral("%1@example.org").arg(QChar(u'b' + random.bounded(3)));
        if (random.bounded(4) > 0)
            summary.to = {{names[random.bounded(int(names.size()))], QStringLiteral("you@example.org")}};
        summary.subject = subjects[random.bounded(int(subjects.size()))];
        for (int answers = random.bounded(3); answers > 0; --answers)
            summary.subject.prepend(QLatin1String("Re: "));
        summary.flags = Flags::fromInt(random.bounded(8));
        batch.push_back(std::move(message));
    }
    m_all = m_store->add(std::move(batch)).value();
    QCOMPARE(m_all.size(), 600u);
    const auto all = m_fixture.read()->folders().value();
    for (const Folder &folder : all)
        m_kinds[folder.id] = folder.kind;
    const auto folders = m_store->ensureFolders(2).value();
    m_inbox = folders[0].id;
    for (size_t i = 0; i < m_all.size(); i += 5) {
        if (m_all[i].account != 2)
            continue;
        m_all[i].folder = folders[1 + i % 3].id;
        QVERIFY(m_store->move({m_all[i].id}, m_all[i].folder));
    }
}

std::vector<MessageRow> ListRowsTest::expected(const ListQuery &query) const
{
    std::vector<MessageSummary> found;
    for (const MessageSummary &message : m_all) {
        using Scope = ListQuery::Scope;
        const FolderKind kind = m_kinds.at(message.folder);
        const bool kept = kind != FolderKind::Trash && kind != FolderKind::Junk;
        const bool inScope = query.scope == Scope::Folder       ? message.folder == query.folder
                             : query.scope == Scope::AllInboxes ? kind == FolderKind::Inbox
                             : query.scope == Scope::Unread     ? kept && !message.flags.testFlag(Flag::Read)
                             : query.scope == Scope::Starred ? kept && message.flags.testFlag(Flag::Starred)
                                                             : kept || query.discarded;
        if (inScope && (message.flags & query.with) == query.with && !(message.flags & query.without))
            found.push_back(message);
    }
    std::sort(found.begin(), found.end(), [&](const MessageSummary &a, const MessageSummary &b) {
        const auto left = std::tuple(keyOf(a, query.sort), a.date, a.id);
        const auto right = std::tuple(keyOf(b, query.sort), b.date, b.id);
        return query.descending ? right < left : left < right;
    });
    std::vector<MessageRow> rows;
    for (const MessageSummary &message : found)
        rows.push_back({message.id, message.date, message.flags, message.thread});
    return rows;
}

void ListRowsTest::anyQueryIsAnsweredAsByComparing_data()
{
    QTest::addColumn<ListQuery>("query");
    using Scope = ListQuery::Scope;
    for (const Sort sort : {Sort::Date, Sort::Sender, Sort::Recipient, Sort::Subject, Sort::Size, Sort::Read,
                            Sort::Starred, Sort::Attachment}) {
        for (const bool descending : {false, true}) {
            const QByteArray name = QByteArray::number(int(sort)) + (descending ? " down" : " up");
            ListQuery query{Scope::Everything, 0, sort, descending};
            QTest::newRow(("everything " + name).constData()) << query;
            query.discarded = true;
            QTest::newRow(("all folders " + name).constData()) << query;
            query.discarded = false;
            query.with = Flag::HasAttachment;
            query.without = Flag::Read;
            QTest::newRow(("filtered " + name).constData()) << query;
            query = {Scope::Folder, m_inbox, sort, descending};
            QTest::newRow(("inbox " + name).constData()) << query;
            query.folder = m_inbox + 1;
            QTest::newRow(("small folder " + name).constData()) << query;
            QTest::newRow(("inboxes " + name).constData())
                << ListQuery{Scope::AllInboxes, 0, sort, descending};
            QTest::newRow(("unread " + name).constData()) << ListQuery{Scope::Unread, 0, sort, descending};
            QTest::newRow(("starred " + name).constData()) << ListQuery{Scope::Starred, 0, sort, descending};
        }
    }
}

void ListRowsTest::anyQueryIsAnsweredAsByComparing()
{
    QFETCH(ListQuery, query);
    const auto rows = m_fixture.read()->rows(query).value();
    const auto wanted = expected(query);
    QVERIFY(!wanted.empty());
    QCOMPARE(rows.size(), wanted.size());
    for (size_t i = 0; i < rows.size(); ++i)
        QVERIFY2(rows[i] == wanted[i], qPrintable(QString::number(i)));
}

void ListRowsTest::theFirstRowsAreThoseOfTheWholeList()
{
    auto reader = m_fixture.read();
    for (const Sort sort : {Sort::Date, Sort::Subject}) {
        for (const int limit : {1, 7, 100, 5000}) {
            ListQuery query{ListQuery::Scope::Everything, 0, sort, true};
            auto wanted = expected(query);
            wanted.resize(std::min(wanted.size(), size_t(limit)));
            query.limit = limit;
            QVERIFY(reader->rows(query).value() == wanted);
        }
    }
}

void ListRowsTest::marksOfAnswersDoNotCountInSubjects_data()
{
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QString>("bare");
    const auto row = [](const char *subject, const char *bare) {
        QTest::newRow(subject) << QString::fromUtf8(subject) << QString::fromUtf8(bare);
    };
    row("Re: Plans", "Plans");
    row("RE:Plans", "Plans");
    row("  aw :  Re[2]: FWD: Plans", "Plans");
    row("Antw: WG: Plans", "Plans");
    row("Re(3): Re*2: Plans", "Plans");
    row("回复：Plans", "Plans");
    row("转发: 返信: Plans", "Plans");
    row("Regarding: Plans", "Regarding: Plans");
    row("Re Plans", "Re Plans");
    row("Re[x]: Plans", "Re[x]: Plans");
    row("Re: ", "");
    row("Re[", "Re[");
}

void ListRowsTest::marksOfAnswersDoNotCountInSubjects()
{
    QFETCH(QString, subject);
    QFETCH(QString, bare);
    const QByteArray utf8 = subject.toUtf8();
    QCOMPARE(QString::fromUtf8(baseSubject(utf8)), bare);
}

void ListRowsTest::keysCompareAsFoldedTexts()
{
    const QString letters = QStringLiteral("aAbBzZ@[`{ äÄßЖж漢\u0130");
    QRandomGenerator random(5);
    TextKeys keys;
    QByteArrayList folded;
    for (int i = 0; i < 400; ++i) {
        QString text;
        const qsizetype kinds = i % 2 == 0 ? 11 : letters.size(); // of the first kinds all are ASCII
        for (int length = random.bounded(20); length > 0; --length)
            text += letters[random.bounded(int(kinds))];
        keys.add(text.toUtf8());
        folded += text.toCaseFolded().toUtf8();
    }
    const auto sign = [](int compared) { return (compared > 0) - (compared < 0); };
    for (uint32_t a = 0; a < 400; ++a)
        for (uint32_t b = 0; b < 400; ++b)
            QCOMPARE(sign(keys.compare(a, b)), sign(folded[a].compare(folded[b])));
}

void ListRowsTest::sendersThatComeLaterAreSortedIn()
{
    StoreFixture fixture;
    auto store = fixture.open();
    auto reader = fixture.read();
    ListQuery query{ListQuery::Scope::Everything, 0, Sort::Sender, false};
    QStringList shown;
    int number = 0;
    for (const char *name : {"m", "c", "x", "a", "m", "n"}) {
        NewMessage message = fixture.message("text", "u" + QByteArray::number(++number));
        message.summary.from.name = QString::fromLatin1(name);
        StoreFixture::addAll(*store, batchOf(std::move(message)));
        shown.clear();
        if (number % 2 == 0)
            QVERIFY(reader->prepareLists());
        const auto rows = reader->rows(query).value();
        for (const MessageRow &row : rows)
            shown += reader->summaries({row.id})->front().from.name;
        QVERIFY(std::is_sorted(shown.begin(), shown.end()));
    }
    QCOMPARE(shown.join(QString()), QStringLiteral("acmmnx"));
}

void ListRowsTest::aListThatNobodyWaitsForIsGivenUp()
{
    auto reader = m_fixture.read();
    for (const Sort sort : {Sort::Date, Sort::Sender, Sort::Subject}) {
        const auto rows = reader->rows({ListQuery::Scope::Everything, 0, sort, true}, [] { return false; });
        QVERIFY(!rows);
        QVERIFY(rows.error().code == ErrorCode::Cancelled);
    }
    QVERIFY(reader->rows({})); // nothing of that is left
}

QTEST_GUILESS_MAIN(ListRowsTest)
#include "ListRowsTest.moc"
