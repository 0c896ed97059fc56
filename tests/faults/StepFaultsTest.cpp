// SPDX-License-Identifier: GPL-3.0-or-later
#include "Scenario.h"

#include <atomic>
#include <cstdlib>

// Servers that answer twice, or not at all, so that an answer comes to stand where that to another command is
// expected (Q32): no message may come under another's name, or the one whose name it has is lost.
class StepFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersOutOfStepLoseAndDoubleNothing_data();
    void answersOutOfStepLoseAndDoubleNothing() { QCOMPARE(playScenario(), QString()); }
    void marksInOtherWordsAreUnderstood_data();
    void marksInOtherWordsAreUnderstood();
    void messageThatBeginsLikeAnAnswerArrives_data();
    void messageThatBeginsLikeAnAnswerArrives();
};

namespace
{
using Peer = ScriptedPopServer::Peer;
using Disturb = std::function<void(Peer &, const QByteArray &answer)>;

constexpr int messages = 70;

// The answer to RETR of one of the messages; `each`: whenever it is asked for, else once.
Scenario disturbed(const char *name, int number, bool pipelining, bool each, bool isSilent, Disturb disturb)
{
    const auto fault = [=](FaultBench &bench) {
        if (isSilent)
            bench.job.patience.reply = std::chrono::milliseconds(600);
        if (!pipelining)
            bench.mailbox.capabilitiesAfter.removeAll("PIPELINING");
        const QByteArray command = "RETR " + QByteArray::number(number);
        const auto done = std::make_shared<std::atomic<bool>>(false);
        bench.mailbox.interfere = [=](Peer &peer, const QByteArray &line) {
            if (line != command || (done->exchange(true) && !each))
                return false;
            disturb(peer, "+OK\r\n" + PopMailbox::dotStuffed(FaultBench::message(number).bytes));
            return true;
        };
    };
    const auto others = [each](FaultBench &bench) {
        return unless(bench.stored() >= messages - each, "not all the others are here");
    };
    return {name, fault, {.also = others}, messages};
}

void twice(Peer &peer, const QByteArray &answer)
{
    peer.send(answer + answer);
}

void twiceAndLate(Peer &peer, const QByteArray &answer)
{
    peer.send(answer);
    peer.sleep(std::chrono::milliseconds(30));
    peer.send(answer);
}

void lineBehind(Peer &peer, const QByteArray &answer)
{
    peer.send(answer + "+OK twice\r\n");
}

void lineBehindAndLate(Peer &peer, const QByteArray &answer)
{
    peer.send(answer);
    peer.sleep(std::chrono::milliseconds(30));
    peer.send("+OK twice\r\n");
}

void refusalBehind(Peer &peer, const QByteArray &answer)
{
    peer.send(answer + "-ERR what else?\r\n");
}

void refusalBefore(Peer &peer, const QByteArray &answer)
{
    peer.send("-ERR one moment\r\n" + answer);
}

void nothing(Peer &, const QByteArray &) {}

struct Named {
    const char *name;
    Disturb disturb;
    bool isSilent = false; // the client must lose its patience
};
const Named disturbances[] = {
    {"Q32 the whole answer twice", twice},
    {"Q32 the whole answer twice, the second one late", twiceAndLate},
    {"Q32 +OK once more", lineBehind},
    {"Q32 +OK once more, late", lineBehindAndLate},
    {"-ERR behind the answer", refusalBehind},
    {"-ERR before the answer", refusalBefore},
    {"no answer, as if it had not been asked", nothing, true},
};
} // namespace

void StepFaultsTest::answersOutOfStepLoseAndDoubleNothing_data()
{
    std::vector<Scenario> rows;
    QByteArrayList names;
    for (const Named &one : disturbances)
        for (const bool pipelining : {true, false})
            for (const int number : {1, 40, messages, -40}) {
                names << QByteArray(one.name) + (number < 0 ? ", each time, message " : ", message ") +
                             QByteArray::number(std::abs(number)) + (pipelining ? ", pipelined" : "");
                rows.push_back(disturbed(names.last().constData(), std::abs(number), pipelining, number < 0,
                                         one.isSilent, one.disturb));
            }
    addScenarios(rows);
}

void StepFaultsTest::marksInOtherWordsAreUnderstood_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("pipelining");
    for (const char *answer : {"+OK there it is", "+OK", "-ERR no such command"})
        for (const bool pipelining : {true, false})
            QTest::addRow("%s%s", answer, pipelining ? ", pipelined" : "")
                << QByteArray(answer) << pipelining;
}

// LIST n is answered in a way of the server's own, and yet each answer is where it belongs.
void StepFaultsTest::marksInOtherWordsAreUnderstood()
{
    QFETCH(const QByteArray, answer);
    QFETCH(const bool, pipelining);
    FaultBench bench(messages * 3, FaultBench::Mode::Delete);
    bench.job.listsPortions = false;
    if (!pipelining)
        bench.mailbox.capabilitiesAfter.removeAll("PIPELINING");
    bench.mailbox.interfere = answering("LIST ", answer + "\r\n");
    bench.check();
    QVERIFY(!bench.report.error);
    QCOMPARE(bench.report.rounds, 1);
    QCOMPARE(bench.report.fetched, messages * 3);
    QCOMPARE(bench.violationsWhenAllArrived(), QString());
}

// It costs connections, since nobody can tell it from a second +OK before it is asked for alone.
void StepFaultsTest::messageThatBeginsLikeAnAnswerArrives_data()
{
    QTest::addColumn<bool>("pipelining");
    QTest::addColumn<FaultBench::Mode>("mode");
    for (const bool pipelining : {true, false}) {
        const char *name = pipelining ? "pipelined" : "one command at a time";
        QTest::addRow("%s, keep", name) << pipelining << FaultBench::Mode::Keep;
        QTest::addRow("%s, delete", name) << pipelining << FaultBench::Mode::Delete;
    }
}

void StepFaultsTest::messageThatBeginsLikeAnAnswerArrives()
{
    QFETCH(const bool, pipelining);
    QFETCH(const FaultBench::Mode, mode);
    FaultBench bench(5, mode);
    bench.add({"odd", "+OK this is mail\r\n\r\nand no answer\r\n"});
    bench.add({"odder", "-ERR\r\nso is this\r\n"});
    for (int number = 6; number <= 10; ++number)
        bench.add(FaultBench::message(number));
    if (!pipelining)
        bench.mailbox.capabilitiesAfter.removeAll("PIPELINING");
    bench.check();
    QVERIFY(!bench.report.error);
    QCOMPARE(bench.report.fetched, 12);
    QCOMPARE(bench.report.pipeliningFailed, pipelining);
    QCOMPARE(bench.violationsWhenAllArrived(), QString());
}

QTEST_GUILESS_MAIN(StepFaultsTest)
#include "StepFaultsTest.moc"
