// SPDX-License-Identifier: GPL-3.0-or-later
#include "Scenario.h"

#include <QThread>

// Servers that are slow or silent, or take their leave unasked (R117, R120 to R123); and a user who cancels
// (R27).
class TimeFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void slowServerIsNotWaitedForForEver_data();
    void slowServerIsNotWaitedForForEver() { QCOMPARE(playScenario(), QString()); }
    void anyByteOfABodyIsASignOfLife();
    void cancelledCheckKeepsWhatHasArrived_data();
    void cancelledCheckKeepsWhatHasArrived();
};

namespace
{
using namespace std::chrono_literals;
using Peer = ScriptedPopServer::Peer;

void stall(Peer &peer)
{
    peer.stall();
}

std::function<void(FaultBench &)> impatient(QByteArray command, Answer answer)
{
    return [command = std::move(command), answer = std::move(answer)](FaultBench &bench) {
        bench.job.patience = {300ms, 300ms, 300ms};
        bench.mailbox.interfere = answering(command, answer);
    };
}

Answer halfOfThird(Answer end)
{
    return [end = std::move(end)](Peer &peer) {
        const QByteArray answer = "+OK\r\n" + PopMailbox::dotStuffed(FaultBench::message(3).bytes);
        peer.send(answer.first(answer.size() / 2));
        end(peer);
    };
}

QString thirdIsMissing(FaultBench &bench)
{
    QString wrong = unless(!bench.isInStore(3), "message 3 is shown. ");
    for (const int number : {1, 2, 4, 5})
        wrong += unless(bench.isInStore(number), "another message is not here. ");
    return wrong;
}

// Once; the message itself is in order, and arrives over the next connection.
Scenario farewell(const char *name, QByteArray command, QByteArray words)
{
    return {name,
            [command, words](FaultBench &bench) {
                bench.mailbox.interfere = answeringOnce(command, [words](Peer &peer) {
                    peer.send("-ERR " + words + "\r\n");
                    peer.drop();
                });
            },
            {.fetched = 5, .notFetched = 0}};
}

QString noPasswordWasAsked(FaultBench &bench)
{
    return unless(bench.report.error && bench.report.error->code != ErrorCode::AuthRejected,
                  "the password is called wrong");
}

std::vector<Scenario> scenarios()
{
    return {
        {"S39 no greeting",
         [](FaultBench &bench) {
             bench.job.patience = {300ms, 300ms, 300ms};
             bench.script = stall;
         },
         {.errors = {ErrorCode::Timeout}, .fetched = 0}},
        {"S39 no TLS handshake",
         [](FaultBench &bench) {
             bench.useTls();
             bench.job.patience = {300ms, 300ms, 300ms};
             bench.serverSecurity = ScriptedPopServer::Security::Plain;
             bench.script = stall;
         },
         {.errors = {ErrorCode::Timeout}, .fetched = 0}},
        {"S39 no reply to PASS",
         impatient("PASS", stall),
         {.errors = {ErrorCode::Timeout}, .fetched = 0, .also = noPasswordWasAsked}},
        {"S39 no reply to LIST",
         impatient("LIST", stall),
         {.errors = {ErrorCode::Timeout}, .fetched = 0, .retr = 0}},
        {"S39 no reply to UIDL of known messages",
         impatient("UIDL", stall),
         {.errors = {ErrorCode::Timeout}, .fetched = 0, .retr = 0, .dele = 0},
         5,
         true},
        {"S39 one byte of a status line at a time, for ever",
         impatient("LIST",
                   [](Peer &peer) {
                       peer.send("+OK");
                       for (;;) {
                           peer.send(" ");
                           peer.sleep(50ms);
                       }
                   }),
         {.errors = {ErrorCode::Timeout, ErrorCode::ProtocolViolation}, .fetched = 0}},
        {"S39 stall inside the body of RETR 3 of 5, each time",
         impatient("RETR 3", halfOfThird(stall)),
         {.fetched = 4, .notFetched = 1, .also = thirdIsMissing}},
        {"S39 no reply to RETR 3 of 5, each time",
         impatient("RETR 3", stall),
         {.fetched = 4, .notFetched = 1, .also = thirdIsMissing}},
        {"Q7 no line end before the terminator of RETR 3 of 5",
         impatient("RETR 3",
                   [](Peer &peer) {
                       peer.send("+OK\r\nSubject: broken\r\n\r\nno line end.\r\n");
                       peer.stall();
                   }),
         {.fetched = 4, .notFetched = 1, .also = thirdIsMissing}},
        farewell("S39 unsolicited -ERR Disconnected for inactivity behind LIST", "RETR 1",
                 "Disconnected for inactivity."),
        farewell("R117 -ERR in other words and the end, instead of an answer to RETR 3", "RETR 3",
                 "Service shutting down."),
        farewell("R117 the same instead of an answer to the last RETR", "RETR 5", "Service shutting down."),
        // Who is told farewell each time it asks for a message is refused that message.
        {"R117 farewell for each RETR 3",
         [](FaultBench &bench) {
             bench.mailbox.interfere = answering("RETR 3", [](Peer &peer) {
                 peer.send("-ERR Out of memory, goodbye.\r\n");
                 peer.drop();
             });
         },
         {.fetched = 4, .notFetched = 1, .also = thirdIsMissing}},
        {"S39 unsolicited -ERR Disconnected for inactivity instead of an answer to UIDL",
         [](FaultBench &bench) {
             bench.mailbox.interfere = answering("UIDL", [](Peer &peer) {
                 peer.send("-ERR Disconnected for inactivity.\r\n");
                 peer.drop();
             });
         },
         {.errors = {ErrorCode::ConnectionLost, ErrorCode::ServerTemporary}, .fetched = 0, .retr = 0},
         5,
         true},
    };
}
} // namespace

void TimeFaultsTest::slowServerIsNotWaitedForForEver_data()
{
    addScenarios(scenarios());
}

// R120: the whole body takes longer than the engine waits for one byte.
void TimeFaultsTest::anyByteOfABodyIsASignOfLife()
{
    FaultBench bench(3);
    bench.job.patience.reply = 2s;
    bench.mailbox.interfere = answering("RETR 2", [](Peer &peer) {
        const QByteArray answer = "+OK\r\n" + PopMailbox::dotStuffed(FaultBench::message(2).bytes);
        peer.send(answer.chopped(30));
        for (const char byte : answer.last(30)) {
            peer.send(QByteArray(1, byte));
            peer.sleep(100ms);
        }
    });
    bench.check();
    QCOMPARE(bench.report.fetched, 3);
    QCOMPARE(bench.violationsWhenAllArrived(), QString());
}

void TimeFaultsTest::cancelledCheckKeepsWhatHasArrived_data()
{
    QTest::addColumn<QByteArray>("at");
    QTest::addColumn<bool>("deleting");
    for (const char *at : {"CAPA", "PASS", "UIDL", "RETR 3", "DELE 2", "QUIT"})
        for (const bool deleting : {false, true})
            if (deleting || !QByteArray(at).startsWith("DELE"))
                QTest::addRow("R27 cancel at %s%s", at, deleting ? ", deleting" : "")
                    << QByteArray(at) << deleting;
}

void TimeFaultsTest::cancelledCheckKeepsWhatHasArrived()
{
    QFETCH(const QByteArray, at);
    QFETCH(const bool, deleting);
    FaultBench bench(5, deleting ? FaultBench::Mode::Delete : FaultBench::Mode::Keep);
    // In lock-step, what was asked for before has been read; pipelined, it may be on its way.
    bench.mailbox.capabilitiesAfter.removeAll("PIPELINING");
    std::atomic<bool> reached{false};
    bench.mailbox.interfere = answering(at, [&reached](Peer &peer) {
        peer.send("+OK half an answ");
        reached = true;
        peer.stall();
    });
    bench.beside = [&reached](Cancellation &cancellation) {
        while (!reached)
            QThread::msleep(1);
        cancellation.cancel();
    };
    bench.check();
    QVERIFY(bench.report.error.has_value());
    QCOMPARE(bench.report.error->code, ErrorCode::Cancelled);
    QVERIFY(at != "RETR 3" || (bench.isInStore(1) && bench.isInStore(2) && !bench.isInStore(3)));
    QCOMPARE(bench.violations(), QString());
    bench.heal();
    bench.check();
    QCOMPARE(bench.violationsWhenAllArrived(), QString());
}

QTEST_GUILESS_MAIN(TimeFaultsTest)
#include "TimeFaultsTest.moc"
