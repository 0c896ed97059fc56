// SPDX-License-Identifier: GPL-3.0-or-later
#include "Formatting.h"

#include <QLocale>
#include <QTest>
#include <QTimeZone>

class FormattingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates)); }
    void sizes_data();
    void sizes();
    void progressUsesOneUnit();
    void durations_data();
    void durations();
    void listDates_data();
    void listDates();
    void readerDates();
    void addressesAndNames();
    void foldersHaveNames();
};

void FormattingTest::sizes_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("negative") << qint64(-5) << QStringLiteral("0 B");
    QTest::newRow("zero") << qint64(0) << QStringLiteral("0 B");
    QTest::newRow("999") << qint64(999) << QStringLiteral("999 B");
    QTest::newRow("1000") << qint64(1000) << QStringLiteral("1.0 KB");
    QTest::newRow("6.4 KB") << qint64(6400) << QStringLiteral("6.4 KB");
    QTest::newRow("40 KB") << qint64(40'123) << QStringLiteral("40 KB");
    QTest::newRow("no 1,000 KB") << qint64(999'600) << QStringLiteral("1.0 MB");
    QTest::newRow("214 MB") << qint64(214'000'000) << QStringLiteral("214 MB");
    QTest::newRow("1.2 GB") << qint64(1'200'000'000) << QStringLiteral("1.2 GB");
    QTest::newRow("5,000 TB") << qint64(5'000'000'000'000'000) << QStringLiteral("5,000 TB");
}

void FormattingTest::sizes()
{
    QFETCH(qint64, bytes);
    QTEST(Formatting::size(bytes), "text");
}

void FormattingTest::progressUsesOneUnit()
{
    QCOMPARE(Formatting::sizeOf(3'100'000, 22'000'000), QStringLiteral("3.1 of 22 MB"));
    QCOMPARE(Formatting::sizeOf(500, 22'000'000), QStringLiteral("0.0 of 22 MB"));
    // More than the server announced.
    QCOMPARE(Formatting::sizeOf(30'000'000, 22'000'000), QStringLiteral("30 of 30 MB"));
}

void FormattingTest::durations_data()
{
    QTest::addColumn<qint64>("seconds");
    QTest::addColumn<QString>("text");
    QTest::newRow("negative") << qint64(-1) << QStringLiteral("0:00");
    QTest::newRow("40 s") << qint64(40) << QStringLiteral("0:40");
    QTest::newRow("12 min") << qint64(725) << QStringLiteral("12:05");
    QTest::newRow("3 h") << qint64(10'810) << QStringLiteral("3:00:10");
}

void FormattingTest::durations()
{
    QFETCH(qint64, seconds);
    QTEST(Formatting::duration(seconds), "text");
}

void FormattingTest::listDates_data()
{
    QTest::addColumn<QDateTime>("when");
    QTest::addColumn<QString>("text");
    const auto at = [](int year, int month, int day, int hour, int minute) {
        return QDateTime(QDate(year, month, day), QTime(hour, minute));
    };
    QTest::newRow("today") << at(2026, 11, 18, 9, 10) << QStringLiteral("09:10");
    QTest::newRow("today, midnight") << at(2026, 11, 18, 0, 0) << QStringLiteral("00:00");
    QTest::newRow("yesterday") << at(2026, 11, 17, 14, 4) << QStringLiteral("Tue 14:04");
    QTest::newRow("six days ago") << at(2026, 11, 12, 8, 0) << QStringLiteral("Thu 08:00");
    QTest::newRow("a week ago") << at(2026, 11, 11, 8, 0) << QStringLiteral("11 Nov");
    QTest::newRow("this year") << at(2026, 1, 2, 8, 0) << QStringLiteral("2 Jan");
    QTest::newRow("last year") << at(2025, 11, 18, 8, 0) << QStringLiteral("2025-11-18");
    QTest::newRow("tomorrow") << at(2026, 11, 19, 8, 0) << QStringLiteral("2026-11-19");
    QTest::newRow("1970") << at(1970, 1, 1, 0, 0) << QStringLiteral("1970-01-01");
}

void FormattingTest::listDates()
{
    QFETCH(QDateTime, when);
    const QDateTime now(QDate(2026, 11, 18), QTime(9, 12)); // a Wednesday
    QTEST(Formatting::listDate(when.toSecsSinceEpoch(), now), "text");
}

void FormattingTest::readerDates()
{
    const QDateTime now(QDate(2026, 11, 18), QTime(9, 12));
    const auto text = [&](const QDateTime &when) {
        return Formatting::readerDate(when.toSecsSinceEpoch(), now);
    };
    QCOMPARE(text(now.addSecs(-120)), QStringLiteral("Today 09:10"));
    QCOMPARE(text(now.addDays(-1)), QStringLiteral("Yesterday 09:12"));
    QCOMPARE(text(now.addDays(-2)), QStringLiteral("Mon 16 Nov 2026, 09:12"));
}

void FormattingTest::addressesAndNames()
{
    const Address anna{QStringLiteral("Anna Berger"), QStringLiteral("anna@example.org")};
    const Address bare{{}, QStringLiteral("bob@example.org")};
    QCOMPARE(Formatting::address(anna), QStringLiteral("Anna Berger <anna@example.org>"));
    QCOMPARE(Formatting::address(bare), QStringLiteral("bob@example.org"));
    QCOMPARE(Formatting::address({QStringLiteral("Nobody"), {}}), QStringLiteral("Nobody"));
    QCOMPARE(Formatting::names({anna, bare}, 5), QStringLiteral("Anna Berger, bob@example.org"));
    QCOMPARE(Formatting::names({anna, bare, bare}, 1), QStringLiteral("Anna Berger and 2 more"));
    QCOMPARE(Formatting::names({}, 3), QString());
}

void FormattingTest::foldersHaveNames()
{
    Folder folder;
    for (const FolderKind kind :
         {FolderKind::Inbox, FolderKind::Archive, FolderKind::Junk, FolderKind::Trash}) {
        folder.kind = kind;
        QVERIFY(!Formatting::folderName(folder).isEmpty());
    }
    folder.kind = FolderKind::Custom;
    folder.name = QStringLiteral("Bills");
    QCOMPARE(Formatting::folderName(folder), QStringLiteral("Bills"));
}

QTEST_MAIN(FormattingTest)
#include "FormattingTest.moc"
