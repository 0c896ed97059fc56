// SPDX-License-Identifier: GPL-3.0-or-later
//
// How often and since when somebody has written, as a reader tells it.
#include "SenderHistory.h"
#include "StoreFixture.h"

class SenderHistoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void whoWritesOftenIsToldOnce();
    void whatComesLaterIsAdded();
    void junkDoesNotCount();
    void anAddressHasAllItsNames();
    void anEmptyProfileKnowsNobody();
    void partsAreAsTheWhole_data();
    void partsAreAsTheWhole();

private:
    void add(const char *name, const char *address, qint64 date, FolderKind kind = FolderKind::Inbox);

    // Counts what is there, and tells of whom it is enough.
    static std::vector<SenderCount> frequent(StoreReader &reader)
    {
        while (reader.countSenders().value())
            ;
        std::vector<SenderCount> all, some;
        while (!(some = reader.newFrequentSenders(2).value()).empty())
            all.insert(all.end(), some.begin(), some.end());
        return all;
    }

    std::unique_ptr<StoreFixture> m_fixture;
    std::unique_ptr<MessageStore> m_store;
    std::vector<Folder> m_folders;
    int m_count = 0;
};

void SenderHistoryTest::init()
{
    m_store.reset();
    m_fixture = std::make_unique<StoreFixture>();
    m_store = m_fixture->open();
    m_folders = m_store->ensureFolders(2).value();
}

void SenderHistoryTest::add(const char *name, const char *address, qint64 date, FolderKind kind)
{
    const QByteArray number = QByteArray::number(++m_count);
    NewMessage message = m_fixture->message(number, number);
    message.summary.from = {QString::fromUtf8(name), QString::fromUtf8(address)};
    message.summary.date = date;
    for (const Folder &folder : m_folders)
        if (folder.kind == kind)
            message.folder = folder.id;
    QCOMPARE(StoreFixture::addAll(*m_store, batchOf(std::move(message))).size(), size_t(1));
}

void SenderHistoryTest::whoWritesOftenIsToldOnce()
{
    add("Anna", "anna@example.org", 300);
    add("Bob", "bob@example.org", 50);
    add("Anna", "anna@example.org", 100);
    const auto reader = m_fixture->read();
    QVERIFY(frequent(*reader).empty());
    QCOMPARE(reader->senderCount(QStringLiteral("anna@example.org")).value().messages, 2);
    add("Anna", "anna@example.org", 200);
    const SenderCount anna{{QStringLiteral("Anna"), QStringLiteral("anna@example.org")}, 3, 100};
    QCOMPARE(frequent(*reader), std::vector<SenderCount>{anna});
    QVERIFY(frequent(*reader).empty());
    add("Anna", "anna@example.org", 400);
    QVERIFY(frequent(*reader).empty());
    // Who reads for the first time is told all.
    QCOMPARE(frequent(*m_fixture->read()).size(), size_t(1));
}

void SenderHistoryTest::whatComesLaterIsAdded()
{
    add("Anna", "anna@example.org", 300);
    const auto reader = m_fixture->read();
    (void)frequent(*reader);
    add("Anna", "anna@example.org", 200);
    QCOMPARE(reader->senderCount(QStringLiteral("anna@example.org")).value().messages, 1);
    (void)frequent(*reader);
    const SenderCount both = reader->senderCount(QStringLiteral("anna@example.org")).value();
    QCOMPARE(both.messages, 2);
    QCOMPARE(both.since, 200);
}

void SenderHistoryTest::junkDoesNotCount()
{
    for (int i = 0; i < 4; ++i)
        add("Prince", "prince@example.net", 100 + i, FolderKind::Junk);
    const auto reader = m_fixture->read();
    QVERIFY(frequent(*reader).empty());
    QCOMPARE(reader->senderCount(QStringLiteral("prince@example.net")).value().messages, 0);
    for (int i = 0; i < 4; ++i)
        add("Prince", "prince@example.net", 200 + i, FolderKind::Junk);
    QVERIFY(frequent(*reader).empty());
    for (int i = 0; i < 3; ++i)
        add("Prince", "prince@example.net", 300 + i, FolderKind::Trash);
    QCOMPARE(frequent(*reader).size(), size_t(1));
    QCOMPARE(reader->senderCount(QStringLiteral("prince@example.net")).value().since, 300);
}

void SenderHistoryTest::anAddressHasAllItsNames()
{
    add("Anna", "anna@example.org", 300);
    add("Anna Berger", "anna@example.org", 200);
    add("", "anna@example.org", 400);
    const auto reader = m_fixture->read();
    QVERIFY(frequent(*reader).empty()); // none of the names often
    const SenderCount all = reader->senderCount(QStringLiteral("anna@example.org")).value();
    QCOMPARE(all.messages, 3);
    QCOMPARE(all.since, 200);
    QCOMPARE(reader->senderCount(QStringLiteral("nobody@example.org")).value().messages, 0);
}

void SenderHistoryTest::anEmptyProfileKnowsNobody()
{
    const auto reader = m_fixture->read();
    QVERIFY(frequent(*reader).empty());
    QCOMPARE(reader->senderCount(QString()).value().messages, 0);
}

void SenderHistoryTest::partsAreAsTheWhole_data()
{
    QTest::addColumn<int>("rowsAtOnce");
    for (const int rows : {1, 2, 3, 1000})
        QTest::addRow("%d", rows) << rows;
}

void SenderHistoryTest::partsAreAsTheWhole()
{
    QFETCH(int, rowsAtOnce);
    // Several of one second, in several folders, and some that come while it is read.
    for (const qint64 date : {100, 200, 200, 200, 300, -5})
        add("Anna", "anna@example.org", date);
    for (const qint64 date : {200, 50})
        add("Anna", "anna@example.org", date, FolderKind::Trash);
    add("Bob", "bob@example.org", 200);
    const auto database = Database::openForReading(m_fixture->catalogue()).value();
    SenderHistory history(database->connection(), rowsAtOnce);
    QVERIFY(history.readOn());
    for (const qint64 date : {150, 200, 900})
        add("Bob", "bob@example.org", date);
    int parts = 1;
    while (history.readOn())
        ++parts;
    QVERIFY(rowsAtOnce > 3 || parts > 3); // that many folders count
    const SenderCount anna = history.ofAddress(QStringLiteral("anna@example.org"));
    QCOMPARE(anna.messages, 8);
    QCOMPARE(anna.since, -5);
    const SenderCount bob = history.ofAddress(QStringLiteral("bob@example.org"));
    QCOMPARE(bob.messages, 4);
    QCOMPARE(bob.since, 150);
    QCOMPARE(history.newFrequent(9).size(), size_t(2));
}

QTEST_GUILESS_MAIN(SenderHistoryTest)
#include "SenderHistoryTest.moc"
