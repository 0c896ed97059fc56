// SPDX-License-Identifier: GPL-3.0-or-later
#include "Scenario.h"

#include "Pop3ListingBuilder.h"

#include <ctime>

// What a server says is in the mailbox: cut off, contradictory, odd or missing (R14 to R16, R40 to R49).
class ListingFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oddListingLosesAndDoublesNothing_data();
    void oddListingLosesAndDoublesNothing() { QCOMPARE(playScenario(), QString()); }
    void incompleteListingForgetsNothing_data();
    void incompleteListingForgetsNothing();
    void listingOf200000IsReadInTwoSeconds();
};

namespace
{
using Peer = ScriptedPopServer::Peer;
using Interference = std::function<bool(Peer &, const QByteArray &)>;

Interference either(Interference first, Interference second)
{
    return [first = std::move(first), second = std::move(second)](Peer &peer, const QByteArray &line) {
        return first(peer, line) || second(peer, line);
    };
}

// LIST with the sizes that `size` makes of the true ones.
Interference sizes(FaultBench &bench, std::function<QByteArray(qint64)> size)
{
    return [&bench, size = std::move(size)](Peer &peer, const QByteArray &line) {
        if (line != "LIST")
            return false;
        QByteArray answer = "+OK\r\n";
        int number = 0;
        for (const auto &message : bench.mailbox.messages())
            answer += QByteArray::number(++number) + ' ' + size(message.bytes.size()) + "\r\n";
        peer.send(answer + ".\r\n");
        return true;
    };
}

Scenario wrongSizes(const char *name, std::function<QByteArray(qint64)> size)
{
    return {name,
            [size = std::move(size)](FaultBench &bench) { bench.mailbox.interfere = sizes(bench, size); },
            {.fetched = 50, .notFetched = 0},
            50};
}

Scenario wrongStat(const char *name, const char *answer, bool known)
{
    return {name,
            [answer](FaultBench &bench) {
                bench.mailbox.interfere = answering("STAT", QByteArray(answer) + "\r\n");
            },
            {.fetched = known ? 0 : 50, .notFetched = 0, .retr = known ? 0 : 50},
            50,
            known};
}

// Good and bad lines, in no order; 3 and 4 are left out of it.
void oddUidl(FaultBench &bench)
{
    bench.add({QByteArray(300, 'u'), "Subject: long unique-id\r\n\r\nbody\r\n"});
    bench.add({"\xe9\xff\x80-8bit", "Subject: unique-id that is not ASCII\r\n\r\nbody\r\n"});
    bench.add({"", "Subject: no unique-id\r\n\r\nbody\r\n"});
    bench.mailbox.interfere =
        answering("UIDL", "+OK\r\n2   uidl-2\r\n +OK 1 uidl-1\r\n\t5\t uidl-5  \r\n1099511627776 "
                          "huge\r\nabc\r\n-7 minus\r\n\r\n"
                          "6 " +
                              QByteArray(300, 'u') + "\r\n7 \xe9\xff\x80-8bit\r\n8 \r\n.\r\n");
}

std::vector<Scenario> scenarios()
{
    return {
        {"S33 UIDL oddities: spaces, +OK, blank, 300 characters, 8 bit, gaps, order, 2^40, abc",
         oddUidl,
         {.fetched = 6, .notFetched = 0}},
        {"R40 a control character in one unique-id",
         [](FaultBench &bench) {
             bench.mailbox.interfere = answering(
                 "UIDL", "+OK\r\n1 uidl-1\r\n2 uid\x01l-2\r\n3 uidl-3\r\n4 uidl-4\r\n5 uidl-5\r\n.\r\n");
         },
         {}},
        {"R42 one unique-id for two different messages",
         [](FaultBench &bench) {
             auto twin = FaultBench::message(6);
             twin.uidl = "uidl-2";
             bench.add(twin);
         },
         {.fetched = 6}},
        {"R42 one unique-id for two equal messages",
         [](FaultBench &bench) {
             auto twin = FaultBench::message(6);
             bench.add(twin);
             twin.bytes = "X-Copy: 2\r\n" + twin.bytes;
             twin.uidl = "uidl-6";
             bench.add(twin);
         },
         {.fetched = 7}},
        {"R44 a known unique-id names another message",
         [](FaultBench &bench) {
             bench.mailbox.remove("uidl-2");
             auto other = FaultBench::message(77, 5'000);
             other.uidl = "uidl-2";
             bench.add(other);
         },
         {.fetched = 1},
         5,
         true},
        {"R47 UIDL refused where CAPA lists it",
         [](FaultBench &bench) { bench.mailbox.interfere = answering("UIDL", "-ERR not today\r\n"); },
         {.errors = {ErrorCode::ServerTemporary}, .fetched = 0, .retr = 0}},
        {"R47 the same of known messages",
         [](FaultBench &bench) { bench.mailbox.interfere = answering("UIDL", "-ERR not today\r\n"); },
         {.errors = {ErrorCode::ServerTemporary}, .fetched = 0, .retr = 0, .dele = 0},
         5,
         true},
        {"R48 a message in UIDL that is not in LIST, and the reverse",
         [](FaultBench &bench) {
             bench.mailbox.interfere =
                 either(answering("UIDL", "+OK\r\n1 uidl-1\r\n2 uidl-2\r\n3 uidl-3\r\n4 uidl-4\r\n.\r\n"),
                        [](Peer &peer, const QByteArray &line) {
                            if (line == "LIST")
                                peer.send("+OK\r\n1 400\r\n2 400\r\n3 400\r\n5 400\r\n.\r\n");
                            return line == "LIST";
                        });
         },
         {.fetched = 3, .retr = 3}},
        {"R49 all unique-ids have changed",
         [](FaultBench &bench) {
             const auto messages = bench.mailbox.messages();
             bench.mailbox.clear();
             for (auto message : messages) {
                 message.uidl.prepend("migrated-");
                 bench.mailbox.add(message);
             }
         },
         {.fetched = 0, .retr = 0},
         120,
         true},
        {"S34 no CAPA, no UIDL, no TOP",
         [](FaultBench &bench) {
             bench.mailbox.capabilitiesBefore.clear();
             bench.mailbox.capabilitiesAfter.clear();
             bench.mailbox.hasUidl = bench.mailbox.hasTop = false;
         },
         {.fetched = 50},
         50},
        {"S34 no CAPA, no UIDL",
         [](FaultBench &bench) {
             bench.mailbox.capabilitiesBefore.clear();
             bench.mailbox.capabilitiesAfter.clear();
             bench.mailbox.hasUidl = false;
         },
         {.fetched = 50},
         50},
        wrongStat("S35 STAT 0 0", "+OK 0 0", false),
        wrongStat("S35 STAT 0 0, known", "+OK 0 0", true),
        wrongStat("S35 STAT +OK alone", "+OK", false),
        wrongStat("S35 STAT +OK alone, known", "+OK", true),
        wrongStat("S35 STAT x y", "+OK x y", false),
        wrongStat("S35 STAT NaN, known", "+OK NaN NaN", true),
        wrongStat("S35 STAT 50 -1", "+OK 50 -1", false),
        wrongStat("S35 STAT 50 -1, known", "+OK 50 -1", true),
        wrongStat("S35 STAT -ERR, known", "-ERR no such thing", true),
        wrongSizes("S35 LIST sizes 0", [](qint64) { return QByteArray("0"); }),
        wrongSizes("S35 LIST sizes -5", [](qint64) { return QByteArray("-5"); }),
        wrongSizes("S35 LIST sizes 2^63", [](qint64) { return QByteArray("9223372036854775808"); }),
        wrongSizes("S35 LIST sizes halved", [](qint64 size) { return QByteArray::number(size / 2); }),
        wrongSizes("S35 LIST sizes doubled", [](qint64 size) { return QByteArray::number(size * 2); }),
        wrongSizes("S35 LIST without sizes", [](qint64) { return QByteArray(); }),
    };
}
} // namespace

void ListingFaultsTest::oddListingLosesAndDoublesNothing_data()
{
    addScenarios(scenarios());
}

void ListingFaultsTest::incompleteListingForgetsNothing_data()
{
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<int>("lines"); // that arrive whole
    QTest::addColumn<bool>("news");
    QTest::newRow("S8 EOF in the middle of UIDL") << QByteArray("UIDL") << 100 << false;
    QTest::newRow("S8 EOF behind the status line of UIDL") << QByteArray("UIDL") << 0 << false;
    QTest::newRow("S8 EOF behind the last line of UIDL") << QByteArray("UIDL") << 200 << false;
    QTest::newRow("S8 EOF in the middle of UIDL, with new mail") << QByteArray("UIDL") << 100 << true;
    QTest::newRow("S8 EOF in the middle of LIST, with new mail") << QByteArray("LIST") << 100 << true;
}

// S8: 200 known messages are left on the server.
void ListingFaultsTest::incompleteListingForgetsNothing()
{
    QFETCH(const QByteArray, command);
    QFETCH(const int, lines);
    QFETCH(const bool, news);
    FaultBench bench(200);
    bench.check();
    QCOMPARE(bench.violationsWhenAllArrived(), QString());
    const Ledger before = bench.ledger();
    if (news)
        bench.add(FaultBench::message(201));
    bench.mailbox.interfere = answering(command, [&](Peer &peer) {
        QByteArray answer = "+OK\r\n";
        for (int number = 1; number <= lines; ++number)
            answer += QByteArray::number(number) + (command == "UIDL" ? " uidl-" : " ") +
                      QByteArray::number(number) + "\r\n";
        peer.send(answer + (lines < 200 ? "101 uid" : ""));
        peer.drop();
    });
    bench.check();
    QVERIFY(bench.report.error.has_value());
    QCOMPARE(bench.report.error->code, ErrorCode::ConnectionLost);
    QCOMPARE(bench.sent("RETR"), 0);
    QCOMPARE(bench.violations(), QString());
    QCOMPARE(bench.ledger(), before);
    bench.heal();
    bench.check();
    QCOMPARE(bench.report.fetched, news ? 1 : 0);
    QCOMPARE(bench.sent("RETR"), news ? 1 : 0);
    QCOMPARE(bench.violationsWhenAllArrived(), QString());
}

// Processor time, so that what else the machine does has no say.
void ListingFaultsTest::listingOf200000IsReadInTwoSeconds()
{
    constexpr int entries = 200'000;
    const std::clock_t start = std::clock();
    Pop3ListingBuilder builder;
    for (int number = entries; number >= 1; --number) {
        const QByteArray text = QByteArray::number(number);
        QVERIFY(builder.addSize(text + " 4711").has_value());
        QVERIFY(builder.addUidl(text + " 0000" + text + "5f3c0a1be2d4").has_value());
    }
    const Pop3Listing listing = std::move(builder).finish(true);
    const double seconds = double(std::clock() - start) / CLOCKS_PER_SEC;
    QCOMPARE(listing.entries.size(), size_t(entries));
    QCOMPARE(listing.entries.front().number, 1);
    QVERIFY2(seconds < 2.0, qPrintable(QStringLiteral("%1 s").arg(seconds)));
}

QTEST_GUILESS_MAIN(ListingFaultsTest)
#include "ListingFaultsTest.moc"
