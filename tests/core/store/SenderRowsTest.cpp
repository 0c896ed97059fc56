// SPDX-License-Identifier: GPL-3.0-or-later
#include "SenderRows.h"

#include "StoreFixture.h"

namespace
{
constexpr qint64 day = 24 * 3600;
constexpr qint64 noon = 1600000000;

NewMessage sent(const StoreFixture &fixture, const char *name, const char *address, qint64 date)
{
    NewMessage message = fixture.message(QByteArray(address) + QByteArray::number(date) + name,
                                         QByteArray(name) + QByteArray::number(date));
    message.summary.from = {QString::fromUtf8(name), QString::fromUtf8(address)};
    message.summary.date = date;
    return message;
}

std::vector<MessageId> idsOf(const Result<std::vector<MessageRow>> &rows)
{
    std::vector<MessageId> ids;
    for (const MessageRow &row : rows.value())
        ids.push_back(row.id);
    return ids;
}
} // namespace

class SenderRowsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nearestOfTheAddressComeFirst();
    void folderMakesNoDifference();
    void listIndexAnswersAlone();
};

void SenderRowsTest::nearestOfTheAddressComeFirst()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids =
        StoreFixture::addAll(*store, batchOf(sent(fixture, "Anna", "anna@example.org", noon - 2 * day),
                                             sent(fixture, "Anna B.", "anna@example.org", noon + day),
                                             sent(fixture, "Anna", "anna@example.com", noon),
                                             sent(fixture, "Anna", "anna@example.org", noon + 9 * day),
                                             sent(fixture, "Anna", "anna@example.org", noon)));
    QCOMPARE(ids.size(), size_t(5));
    const auto reader = fixture.read();
    const auto around = [&](qint64 within, int most) {
        return idsOf(reader->rowsOfSender(QStringLiteral("anna@example.org"), noon, within, most));
    };
    QCOMPARE(around(5 * day, 10), (std::vector<MessageId>{ids[4], ids[1], ids[0]}));
    QCOMPARE(around(5 * day, 2), (std::vector<MessageId>{ids[4], ids[1]}));
    QCOMPARE(around(9 * day, 10).size(), size_t(4));
    QVERIFY(idsOf(reader->rowsOfSender(QStringLiteral("nobody@example.org"), noon, day, 10)).empty());
}

void SenderRowsTest::folderMakesNoDifference()
{
    StoreFixture fixture;
    auto store = fixture.open();
    const auto ids =
        StoreFixture::addAll(*store, batchOf(sent(fixture, "Anna", "anna@example.org", noon),
                                             sent(fixture, "Anna", "anna@example.org", noon + day)));
    const auto folders = store->ensureFolders(2).value();
    const auto trash = std::find_if(folders.begin(), folders.end(),
                                    [](const Folder &one) { return one.kind == FolderKind::Trash; });
    QVERIFY(store->move({ids[1]}, trash->id));
    const auto rows = fixture.read()->rowsOfSender(QStringLiteral("anna@example.org"), noon, day, 10);
    QCOMPARE(idsOf(rows), ids);
}

// Else a million messages would have to be read for a few.
void SenderRowsTest::listIndexAnswersAlone()
{
    StoreFixture fixture;
    QVERIFY(fixture.open());
    auto database = Database::openForReading(fixture.catalogue()).value();
    SQLite::Statement plan(database->connection(), std::string("EXPLAIN QUERY PLAN ") + SenderRows::query);
    QStringList steps;
    while (plan.executeStep())
        steps += QString::fromUtf8(plan.getColumn(3).getText());
    const QString all = steps.join(u'\n');
    QVERIFY2(all.contains(QStringLiteral(
                 "message USING COVERING INDEX message_list (folder=? AND date>? AND date<?)")),
             qPrintable(all));
    QVERIFY2(!all.contains(QStringLiteral("SCAN message")), qPrintable(all));
}

QTEST_GUILESS_MAIN(SenderRowsTest)
#include "SenderRowsTest.moc"
