// SPDX-License-Identifier: GPL-3.0-or-later
#include "Scenario.h"

#include "Database.h"

#include <QThread>

#include <atomic>
#include <cerrno>

// What goes wrong between sign-in and farewell: connections that end, deletions that are not confirmed, disks
// that are full (R13, R20 to R26).
class SessionFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void faultLosesAndDoublesNothing_data();
    void faultLosesAndDoublesNothing() { QCOMPARE(playScenario(), QString()); }
    void lockedCatalogueLosesNothing();
    void twoClientsShareAMailbox();
    void twoClientsAtOnceBothGetEverything_data();
    void twoClientsAtOnceBothGetEverything();
    void networkThatIsDownIsWaitedFor();
};

namespace
{
using Peer = ScriptedPopServer::Peer;
using Farewell = PopMailbox::Farewell;

// Seventy of a hundred bytes of message 3 of 5.
Answer seventyPercent(void (*end)(Peer &))
{
    return [end](Peer &peer) {
        const QByteArray answer = "+OK\r\n" + PopMailbox::dotStuffed(FaultBench::message(3, 20'000).bytes);
        peer.send(answer.first(answer.size() * 7 / 10));
        end(peer);
    };
}

void reset(Peer &peer)
{
    peer.reset();
}

void drop(Peer &peer)
{
    peer.drop();
}

QString thirdIsNotHere(FaultBench &bench)
{
    return unless(!bench.isInStore(3), "message 3 is shown") +
           unless(bench.isInStore(1), "message 1 is lost") + unless(bench.isInStore(2), "message 2 is lost") +
           unless(bench.isInStore(4), "message 4 was not fetched") +
           unless(bench.isInStore(5), "message 5 was not fetched") +
           unless(bench.mailbox.messages().size() ==
                      (bench.job.account.retention.afterDownload ? size_t(1) : size_t(5)),
                  "not the right messages are on the server");
}

FileFaults fullFromWrite(int number)
{
    auto writes = std::make_shared<int>(0);
    return [writes, number](FileOperation operation) {
        return operation == FileOperation::Write && ++*writes >= number ? ENOSPC : 0;
    };
}

bool allAre(FaultBench &bench, LedgerState state)
{
    const Ledger rows = bench.ledger();
    return !rows.empty() && std::all_of(rows.begin(), rows.end(),
                                        [state](const LedgerEntry &row) { return row.state == state; });
}

std::vector<Scenario> cuts()
{
    return {
        {"S7 reset at 70 % of RETR 3 of 5, each time",
         [](FaultBench &bench) { bench.mailbox.interfere = answering("RETR 3", seventyPercent(reset)); },
         {.fetched = 4, .notFetched = 1, .also = thirdIsNotHere},
         5,
         false,
         true,
         20'000},
        {"S7 end of the stream at 70 % of RETR 3 of 5, each time",
         [](FaultBench &bench) { bench.mailbox.interfere = answering("RETR 3", seventyPercent(drop)); },
         {.fetched = 4, .notFetched = 1, .also = thirdIsNotHere},
         5,
         false,
         true,
         20'000},
        {"S7 reset at 70 % of RETR 3 of 5, once",
         [](FaultBench &bench) { bench.mailbox.interfere = answeringOnce("RETR 3", seventyPercent(reset)); },
         {.fetched = 5, .notFetched = 0},
         5,
         false,
         true,
         20'000},
        {"S7 the same over TLS",
         [](FaultBench &bench) {
             bench.useTls();
             bench.mailbox.interfere = answering("RETR 3", seventyPercent(drop));
         },
         {.fetched = 4, .notFetched = 1, .also = thirdIsNotHere},
         5,
         false,
         true,
         20'000},
        {"S7 the connection ends behind the greeting, each time",
         [](FaultBench &bench) {
             bench.script = [](Peer &peer) {
                 peer.send("+OK ready\r\n");
                 peer.drop();
             };
         },
         {.errors = {ErrorCode::ConnectionLost}, .fetched = 0}},
        {"R116 -ERR to RETR 3 of 5",
         [](FaultBench &bench) { bench.mailbox.interfere = answering("RETR 3", "-ERR no such luck\r\n"); },
         {.fetched = 4, .notFetched = 1, .retr = 5, .also = thirdIsNotHere}},
        {"R25 a full disk at the second write, where QUIT deletes what was retrieved",
         [](FaultBench &bench) {
             bench.mailbox.deletesWhatWasRetrieved = true;
             bench.storeOptions.faults = fullFromWrite(2);
             bench.openStore();
         },
         {.errors = {ErrorCode::DiskFull},
          .dele = 0,
          .quit = 0,
          .also =
              [](FaultBench &bench) {
                  return unless(bench.mailbox.messages().size() == 200,
                                "something was deleted on the server");
              }},
         200,
         false,
         true,
         20'000},
        {"S13 ENOSPC at the first write, where QUIT deletes what was retrieved",
         [](FaultBench &bench) {
             bench.mailbox.deletesWhatWasRetrieved = true;
             bench.storeOptions.faults = fullFromWrite(1);
             bench.openStore();
         },
         {.errors = {ErrorCode::DiskFull},
          .fetched = 0,
          .dele = 0,
          .quit = 0,
          .also =
              [](FaultBench &bench) {
                  return unless(bench.mailbox.messages().size() == 5, "something was deleted on the server");
              }}},
    };
}

// In mode Delete, with everything stored when the deletions begin.
std::vector<Scenario> farewells()
{
    const auto deleting = [](std::function<void(FaultBench &)> fault) {
        return [fault = std::move(fault)](FaultBench &bench) {
            bench.setMode(FaultBench::Mode::Delete);
            fault(bench);
        };
    };
    const auto unconfirmed = [](FaultBench &bench) {
        return unless(allAre(bench, LedgerState::DeleteSent),
                      "the ledger believes a deletion, or forgot it") +
               unless(bench.report.deleted == 0, "deletion is said before QUIT was answered");
    };
    std::vector<Scenario> rows{
        {"S9 drop after DELE +OK, before QUIT",
         deleting([](FaultBench &bench) { bench.mailbox.farewell = Farewell::ClosesBeforeUpdate; }),
         {.errors = {ErrorCode::ConnectionLost}, .fetched = 5, .dele = 5, .also = unconfirmed}},
        {"S10 QUIT closes without a reply, applied",
         deleting([](FaultBench &bench) { bench.mailbox.farewell = Farewell::ClosesAfterUpdate; }),
         {.errors = {ErrorCode::ConnectionLost}, .fetched = 5, .dele = 5, .also = unconfirmed}},
        {"S10 QUIT closes without a reply, not applied, of known messages",
         deleting([](FaultBench &bench) { bench.mailbox.farewell = Farewell::ClosesBeforeUpdate; }),
         {.errors = {ErrorCode::ConnectionLost}, .fetched = 0, .retr = 0, .dele = 5, .also = unconfirmed},
         5,
         true},
        {"S10 QUIT is never answered",
         deleting([](FaultBench &bench) {
             bench.job.patience.quit = std::chrono::milliseconds(100);
             bench.mailbox.interfere = answering("QUIT", [](Peer &peer) { peer.stall(); });
         }),
         {.errors = {ErrorCode::Timeout}, .fetched = 5, .dele = 5, .also = unconfirmed}},
        {"S11 QUIT -ERR some deleted messages not removed",
         deleting([](FaultBench &bench) { bench.mailbox.farewell = Farewell::RefusesSome; }),
         {.errors = {ErrorCode::ServerRefused}, .fetched = 5, .dele = 5, .also = unconfirmed}},
        {"S9 the connection ends behind the third DELE",
         deleting([](FaultBench &bench) {
             bench.mailbox.interfere = answering("DELE 3", [](Peer &peer) { peer.drop(); });
         }),
         {.errors = {ErrorCode::ConnectionLost}, .fetched = 5, .quit = 0, .also = unconfirmed}},
        {"R26 DELE 3 is refused",
         deleting([](FaultBench &bench) {
             bench.mailbox.interfere = answering("DELE 3", "-ERR not that one\r\n");
         }),
         {.fetched = 5,
          .dele = 5,
          .quit = 1,
          .also =
              [](FaultBench &bench) {
                  return unless(bench.report.deleted == 4, "not four messages are deleted") +
                         unless(bench.mailbox.messages().size() == 1, "not one message is left");
              }}},
    };
    for (Scenario &row : rows)
        row.bothModes = false;
    return rows;
}
} // namespace

void SessionFaultsTest::faultLosesAndDoublesNothing_data()
{
    auto rows = cuts();
    const auto more = farewells();
    rows.insert(rows.end(), more.begin(), more.end());
    addScenarios(rows);
}

// S13: another process holds the database for longer than the store waits.
void SessionFaultsTest::lockedCatalogueLosesNothing()
{
    FaultBench bench(5, FaultBench::Mode::Delete);
    bench.mailbox.deletesWhatWasRetrieved = true;
    {
        SQLite::Database other(bench.catalogue().toStdString(), SQLite::OPEN_READWRITE);
        other.exec("BEGIN IMMEDIATE");
        bench.check();
    }
    QVERIFY(bench.report.error.has_value());
    QCOMPARE(bench.sent("DELE"), 0);
    QCOMPARE(bench.sent("QUIT"), 0);
    QCOMPARE(bench.mailbox.messages().size(), size_t(5));
    QCOMPARE(bench.violations(), QString());
    bench.heal();
    bench.check();
    QCOMPARE(bench.violationsWhenAllArrived(), QString());
}

// The other client has deleted two messages since they were listed.
void SessionFaultsTest::twoClientsShareAMailbox()
{
    FaultBench bench(10, FaultBench::Mode::Delete);
    bench.mailbox.interfere = [&bench](Peer &peer, const QByteArray &line) {
        if (line != "RETR 4" && line != "RETR 7")
            return false;
        bench.takeAway("uidl-" + line.mid(5));
        peer.send("-ERR Message " + line.mid(5) + " expunged.\r\n");
        return true;
    };
    bench.check();
    QVERIFY(!bench.report.error);
    QCOMPARE(bench.report.fetched, 8);
    QCOMPARE(bench.sent("RETR"), 10);
    QCOMPARE(bench.violations(), QString());
    bench.heal();
    bench.check();
    QCOMPARE(bench.sent("RETR"), 0);
    QCOMPARE(bench.violationsWhenAllArrived(), QString());
}

void SessionFaultsTest::twoClientsAtOnceBothGetEverything_data()
{
    QTest::addColumn<FaultBench::Mode>("mode");
    QTest::newRow("keep") << FaultBench::Mode::Keep;
    QTest::newRow("delete") << FaultBench::Mode::Delete;
}

// Dovecot lets both in (Q28). The second one begins when the first has fetched half, and ends before it.
void SessionFaultsTest::twoClientsAtOnceBothGetEverything()
{
    QFETCH(const FaultBench::Mode, mode);
    FaultBench first(40, mode), second(40, mode);
    second.script = first.mailbox.script();
    first.mailbox.deleting = {}; // I2 asks one store about both clients
    first.mailbox.capabilitiesAfter.removeAll("PIPELINING");
    std::atomic<bool> halfWay{false}, goOn{false};
    first.mailbox.interfere = [&](Peer &peer, const QByteArray &line) {
        if (line == "RETR 20" && !halfWay.exchange(true))
            while (!goOn)
                peer.sleep(std::chrono::milliseconds(1));
        return false;
    };
    first.beside = [&](Cancellation &) {
        while (!halfWay)
            QThread::msleep(1);
        second.check();
        goOn = true;
    };
    first.check();
    for (FaultBench *bench : {&first, &second}) {
        QVERIFY(!bench->report.error);
        QCOMPARE(bench->report.fetched, 40);
        QCOMPARE(bench->stored(), 40);
        QCOMPARE(bench->violations(), QString());
    }
    QCOMPARE(first.mailbox.messages().size(), size_t(mode == FaultBench::Mode::Delete ? 0 : 40));
    first.heal();
    first.check();
    QCOMPARE(first.report.fetched, 0);
    QCOMPARE(first.violationsWhenAllArrived(), QString());
}

void SessionFaultsTest::networkThatIsDownIsWaitedFor()
{
    FaultBench bench(5);
    for (const ErrorCode code : {ErrorCode::HostNotFound, ErrorCode::ConnectionRefused, ErrorCode::Timeout}) {
        bench.connect = [code](const Endpoint &, Cancellation &) -> Result<std::unique_ptr<Channel>> {
            return failure(code, QStringLiteral("the network is down"));
        };
        bench.check();
        QVERIFY(bench.report.error && bench.report.error->code == code);
        QCOMPARE(bench.report.fetched, 0);
        QVERIFY(bench.ledger().empty());
    }
    bench.heal();
    bench.check();
    QCOMPARE(bench.violationsWhenAllArrived(), QString());
}

QTEST_GUILESS_MAIN(SessionFaultsTest)
#include "SessionFaultsTest.moc"
