// SPDX-License-Identifier: GPL-3.0-or-later
#include "Retention.h"

#include <QTest>

#include <algorithm>

namespace
{
constexpr qint64 now = 1'800'000'000;

// "hours=24 newest=2 mb=1 download trash archive removed starred-too"
RetentionPolicy policyOf(const QString &words)
{
    RetentionPolicy policy;
    for (const QString &word : words.split(u' ', Qt::SkipEmptyParts)) {
        const QString name = word.section(u'=', 0, 0);
        const int value = word.section(u'=', 1).toInt();
        if (name == QLatin1String("hours"))
            policy.hours = value;
        else if (name == QLatin1String("newest"))
            policy.newest = value;
        else if (name == QLatin1String("mb"))
            policy.newestMegabytes = value;
        else if (name == QLatin1String("download"))
            policy.afterDownload = true;
        else if (name == QLatin1String("trash"))
            policy.whenInTrash = true;
        else if (name == QLatin1String("archive"))
            policy.whenArchived = true;
        else if (name == QLatin1String("removed"))
            policy.whenRemoved = true;
        else if (name == QLatin1String("starred-too"))
            policy.keepStarred = false;
        else
            qFatal("no rule: %s", qPrintable(word));
    }
    return policy;
}

// A place (I A T E R), the hours since it was first seen ("-": in the future, "?": unknown), the size in kB
// behind a slash, and marks: * starred, k keep, d delete, p only the beginning is here.
RetentionItem itemOf(const QString &word, qint64 position)
{
    RetentionItem item;
    item.position = position;
    const QString places = QStringLiteral("IATER");
    item.place = static_cast<RetentionItem::Place>(places.indexOf(word[0]));
    QString number, size;
    bool isSize = false;
    for (const QChar c : word.mid(1)) {
        if (c == u'*')
            item.starred = true;
        else if (c == u'k')
            item.choice = ServerChoice::Keep;
        else if (c == u'd')
            item.choice = ServerChoice::Delete;
        else if (c == u'p')
            item.isWhole = false;
        else if (c == u'/')
            isSize = true;
        else
            (isSize ? size : number) += c;
    }
    item.firstSeen = number == QLatin1String("?") ? 0 : now - number.toLongLong() * 3600;
    item.size = size.toLongLong() * 1000;
    return item;
}

std::vector<RetentionItem> itemsOf(const QString &words)
{
    std::vector<RetentionItem> items;
    for (const QString &word : words.split(u' ', Qt::SkipEmptyParts))
        items.push_back(itemOf(word, static_cast<qint64>(items.size())));
    return items;
}

// One letter for each item: . stays, c choice, l download, t trash, a archived, r removed, o old, n number,
// m megabytes.
QString lettersOf(const std::vector<QString> &reasons)
{
    QString letters;
    for (const QString &reason : reasons)
        letters += reason.isEmpty()                             ? u'.'
                   : reason == QLatin1String("your choice")     ? u'c'
                   : reason == QLatin1String("after download")  ? u'l'
                   : reason == QLatin1String("archived here")   ? u'a'
                   : reason == QLatin1String("removed here")    ? u'r'
                   : reason.startsWith(QLatin1String("moved"))  ? u't'
                   : reason.startsWith(QLatin1String("older"))  ? u'o'
                   : reason.endsWith(QLatin1String(" MB"))      ? u'm'
                   : reason.startsWith(QLatin1String("beyond")) ? u'n'
                                                                : u'?';
    return letters;
}
} // namespace

class RetentionTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rulesDecide_data();
    void rulesDecide();
    void reasonsSayWhichLimit_data();
    void reasonsSayWhichLimit();
    void muchNeedsConfirmation_data();
    void muchNeedsConfirmation();
    void aChangedPolicyIsHeldBack_data();
    void aChangedPolicyIsHeldBack();
    void ledgerRowsBecomeItems();
};

void RetentionTest::rulesDecide_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QString>("items");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const char *policy, const char *items, const char *expected) {
        QTest::newRow(name) << QString::fromLatin1(policy) << QString::fromLatin1(items)
                            << QString::fromLatin1(expected);
    };
    // Each rule alone
    row("no rule", "", "I0 A9999 T9999 E1 R1", ".....");
    row("nothing there", "download hours=1 newest=1 mb=1 trash archive removed", "", "");
    row("after download", "download", "I0 A1 T2 E3 R4", "lllll");
    row("age: one second short and reached", "hours=24", "I23 I24 I25", ".oo");
    row("age: days are 24 hours", "hours=336", "I335 I336", ".o");
    row("newest one", "newest=1", "I3 I2 I1", "nn.");
    row("newest: as many as there are", "newest=3", "I3 I2 I1", "...");
    row("newest: more than there are", "newest=9", "I3 I2 I1", "...");
    row("newest: the order of the list does not matter", "newest=2", "I1 I9 I2 I5", ".n.n");
    row("megabytes", "mb=1", "I3/400 I2/400 I1/400", "m..");
    row("megabytes: exactly full", "mb=1", "I2/500 I1/500", "..");
    row("megabytes: one octet-thousand too much", "mb=1", "I2/501 I1/500", "m.");
    row("trash", "trash", "I1 A1 T1 E1 R1", "..t..");
    row("archive", "archive", "I1 A1 T1 E1 R1", ".a...");
    row("removed", "removed", "I1 A1 T1 E1 R1", "....r");
    // Ties and odd values
    row("same second: the later in the mailbox is newer", "newest=1", "I5 I5 I5", "nn.");
    row("same second: for megabytes as well", "mb=1", "I5/900 I5/900", "m.");
    row("a message larger than the limit goes, older ones stay", "mb=1", "I3/300 I2/5000 I1/300", ".m.");
    row("a message larger than the limit, alone", "mb=1", "I1/5000", "m");
    row("unknown size counts as nothing", "mb=1", "I3 I2/1000 I1", "...");
    row("negative size counts as nothing", "mb=1", "I3/1000 I2/-400 I1/-9", "...");
    row("clock turned back: nothing is old", "hours=1", "I-5000 I-1 I0", "...");
    row("clock turned back: from the future is newest", "newest=1", "I-5 I0 I9", ".nn");
    row("unknown first sight has no age", "hours=1", "I? I2", ".o");
    row("unknown first sight is the oldest", "newest=1", "I? I2", "n.");
    row("limits below one are no rules", "hours=0 newest=0 mb=0", "I9999/9999 I1", "..");
    row("negative limits are no rules", "hours=-3 newest=-1 mb=-1", "I9999/9999 I1", "..");
    row("largest limits do not overflow", "hours=2147483647 newest=2147483647 mb=2147483647",
        "I9999/99999999 I1", "..");
    // Rules together: one is enough
    row("age and newest", "hours=24 newest=2", "I30 I20 I10 I5", "on..");
    row("age and newest: age is named first", "hours=24 newest=1", "I30 I1", "o.");
    row("age and megabytes", "hours=24 mb=1", "I30/1 I20/900 I1/900", "om.");
    row("newest and megabytes", "newest=3 mb=1", "I4/1 I3/900 I2/100 I1/800", "nm..");
    row("newest and megabytes: the number is named first", "newest=1 mb=1", "I2/900 I1/900", "n.");
    row("trash and age", "trash hours=24", "T1 T30 I30", "tto");
    row("archive and newest", "archive newest=1", "A2 I3 I1", "an.");
    row("removed and megabytes", "removed mb=1", "R3/1 I2/900 I1/900", "rm.");
    row("trash, archive and removed", "trash archive removed", "I1 A1 T1 E1 R1", ".at.r");
    row("after download and all others", "download hours=1 newest=1 mb=1 trash archive removed",
        "I9 A9 T9 R9", "llll");
    row("what one rule lets go counts for the others", "trash newest=2", "I3 T2 I1", "nt.");
    // Holds
    row("star against age", "hours=24", "I30* I30", ".o");
    row("star against newest", "newest=1", "I3* I2 I1", ".n.");
    row("star against megabytes", "mb=1", "I3/900* I2/900 I1/900", ".m.");
    row("star against trash and archive", "trash archive", "T1* A1* T1", "..t");
    row("star against after download", "download", "I1* I1", ".l");
    row("stars do not hold when told so", "hours=24 starred-too", "I30* I30", "oo");
    row("a starred message counts among the newest", "newest=2", "I3 I2* I1", "n..");
    row("a starred message that fits takes its room", "mb=1", "I3/500 I2/300* I1/300", "m..");
    // The user's word
    row("keep against every rule", "download hours=1 newest=1 mb=1 trash archive removed",
        "T9k A9k R9k I9k I9", "....l");
    row("keep against stars that do not hold", "hours=1 starred-too", "I9*k", ".");
    row("delete without any rule", "", "I0d I0", "c.");
    row("delete against a star", "", "I0*d", "c");
    row("delete is named before the rules", "download", "I0d I0", "cl");
    row("delete of a message that was removed here", "", "R1d", "c");
    row("delete of what was not fetched", "", "R1dp R1p", "c.");
    // The beginning only
    row("partial stays under every rule", "download hours=1 newest=1 mb=1 trash archive removed",
        "I9p T9p A9p R9p I9", "....l");
    row("partial counts among the newest", "newest=1", "I2 I1p", "n.");
    row("partial takes its room", "mb=1", "I2/900 I1/900p", "m.");
    row("partial beyond the newest stays", "newest=1", "I2p I1", "..");
}

void RetentionTest::rulesDecide()
{
    QFETCH(QString, policy);
    QFETCH(QString, items);
    QFETCH(QString, expected);
    QCOMPARE(lettersOf(retentionReasons(itemsOf(items), policyOf(policy), now)), expected);
}

void RetentionTest::reasonsSayWhichLimit_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QString>("items");
    QTest::addColumn<QString>("reason"); // of the first
    const auto row = [](const char *policy, const char *items, const char *reason) {
        QTest::newRow(reason) << QString::fromLatin1(policy) << QString::fromLatin1(items)
                              << QString::fromLatin1(reason);
    };
    row("hours=336", "I999", "older than 14 days");
    row("hours=24", "I999", "older than 1 day");
    row("hours=36", "I999", "older than 36 hours");
    row("hours=1", "I999", "older than 1 hour");
    row("newest=1", "I2 I1", "beyond the newest 1");
    row("mb=200", "I2/1 I1/200000", "beyond the newest 200 MB");
    row("trash", "T1", "moved to Trash here");
    row("archive", "A1", "archived here");
    row("removed", "R1", "removed here");
    row("download", "I1", "after download");
    row("", "I1d", "your choice");
}

void RetentionTest::reasonsSayWhichLimit()
{
    QFETCH(QString, policy);
    QFETCH(QString, items);
    QFETCH(QString, reason);
    QCOMPARE(retentionReasons(itemsOf(items), policyOf(policy), now).front(), reason);
}

void RetentionTest::muchNeedsConfirmation_data()
{
    QTest::addColumn<int>("deletions");
    QTest::addColumn<int>("onServer");
    QTest::addColumn<bool>("expected");
    QTest::newRow("none") << 0 << 0 << false;
    QTest::newRow("none of many") << 0 << 1000 << false;
    QTest::newRow("25 of many") << 25 << 10000 << false;
    QTest::newRow("26 of many") << 26 << 10000 << true;
    QTest::newRow("a fifth") << 20 << 100 << false;
    QTest::newRow("more than a fifth") << 21 << 100 << true;
    QTest::newRow("one of five") << 1 << 5 << false;
    QTest::newRow("one of four") << 1 << 4 << true;
    QTest::newRow("very many") << 2'000'000'000 << 2'000'000'000 << true;
}

void RetentionTest::muchNeedsConfirmation()
{
    QFETCH(int, deletions);
    QFETCH(int, onServer);
    QTEST(needsConfirmation(deletions, onServer), "expected");
}

void RetentionTest::aChangedPolicyIsHeldBack_data()
{
    QTest::addColumn<QString>("confirmed");
    QTest::addColumn<QString>("policy");
    QTest::addColumn<int>("inTrash"); // of 100 messages that are 100 hours old
    QTest::addColumn<int>("deleted");
    QTest::addColumn<int>("caused");
    QTest::addColumn<int>("heldBack");
    const auto row = [](const char *name, const char *confirmed, const char *policy, int inTrash, int deleted,
                        int caused, int heldBack) {
        QTest::newRow(name) << QString::fromLatin1(confirmed) << QString::fromLatin1(policy) << inTrash
                            << deleted << caused << heldBack;
    };
    row("unchanged: however many", "hours=24", "hours=24", 0, 100, 0, 0);
    row("changed, few", "", "newest=90", 0, 10, 10, 0);
    row("changed, a fifth", "", "newest=80", 0, 20, 20, 0);
    row("changed, more", "", "newest=79", 0, 0, 21, 21);
    row("changed, everything", "", "download", 0, 0, 100, 100);
    row("what was allowed before still goes", "trash", "trash hours=24", 30, 30, 70, 70);
    row("only what is new in it counts", "newest=60", "newest=50", 0, 50, 10, 0);
    row("a policy that lets less go", "download", "newest=10", 0, 90, 0, 0);
}

void RetentionTest::aChangedPolicyIsHeldBack()
{
    QFETCH(QString, confirmed);
    QFETCH(QString, policy);
    QFETCH(int, inTrash);
    std::vector<RetentionItem> items;
    for (int number = 0; number < 100; ++number)
        items.push_back(itemOf(number < inTrash ? QStringLiteral("T100") : QStringLiteral("I100"), number));
    const RetentionVerdict verdict = retentionVerdict(items, policyOf(policy), policyOf(confirmed), now);
    const auto deleted = std::count_if(verdict.reasons.begin(), verdict.reasons.end(),
                                       [](const QString &reason) { return !reason.isEmpty(); });
    QTEST(static_cast<int>(deleted), "deleted");
    QTEST(verdict.causedByChange, "caused");
    QTEST(verdict.heldBack, "heldBack");
}

void RetentionTest::ledgerRowsBecomeItems()
{
    const auto rowOf = [](MessageId message, LedgerState state) {
        LedgerEntry entry;
        entry.message = message;
        entry.state = state;
        entry.firstSeen = now - 3600;
        entry.listedSize = 500;
        return entry;
    };
    Ledger rows{rowOf(7, LedgerState::Stored), rowOf(8, LedgerState::Stored), rowOf(9, LedgerState::Partial),
                rowOf(0, LedgerState::New)};
    rows[0].choice = ServerChoice::Keep;
    const std::vector<LocalPlace> places{{9, false, FolderKind::Inbox}, {7, true, FolderKind::Trash}};
    const auto items = retentionItems(rows, places);
    QCOMPARE(items.size(), size_t(4));
    QCOMPARE(items[0].place, RetentionItem::Place::Trash);
    QVERIFY(items[0].starred && items[0].isWhole);
    QCOMPARE(items[0].choice, ServerChoice::Keep);
    QCOMPARE(items[0].size, qint64(500));
    QCOMPARE(items[1].place, RetentionItem::Place::Removed);
    QVERIFY(!items[1].starred && items[1].isWhole);
    QCOMPARE(items[2].place, RetentionItem::Place::Inbox);
    QVERIFY(!items[2].isWhole);
    QVERIFY(!items[3].isWhole);
    // What is not fetched yet is the newest.
    QVERIFY(items[3].position > items[2].position && items[2].position > items[0].position);
}

QTEST_GUILESS_MAIN(RetentionTest)
#include "RetentionTest.moc"
