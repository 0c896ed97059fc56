// SPDX-License-Identifier: GPL-3.0-or-later
#include "Scenario.h"

// How the bytes of answers arrive, and what they may consist of (R6 to R12).
class FramingFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyByteArrivesWhereItBelongs_data();
    void everyByteArrivesWhereItBelongs() { QCOMPARE(playScenario(), QString()); }
};

namespace
{
// A script that serves the mailbox over a peer that was prepared for it.
void prepared(FaultBench &bench, std::function<void(ScriptedPopServer::Peer &)> prepare)
{
    bench.script = [&bench, prepare = std::move(prepare)](ScriptedPopServer::Peer &peer) {
        prepare(peer);
        bench.mailbox.serve(peer);
    };
}

void lockStep(FaultBench &bench)
{
    bench.mailbox.capabilitiesAfter.removeAll("PIPELINING");
}

void addBody(FaultBench &bench, const QByteArray &name, const QByteArray &body)
{
    bench.add({name, "Subject: " + name + "\r\n\r\n" + body});
}

// The answer to RETR is "+OK", the body and the terminator; of each of these messages the terminator begins
// at another place around the edge.
void addAround(FaultBench &bench, int edge)
{
    for (int offset = -6; offset <= 2; ++offset) {
        const QByteArray name = "edge" + QByteArray::number(edge) + '.' + QByteArray::number(offset);
        const QByteArray header = "Subject: " + name + "\r\n\r\n";
        const qsizetype body = edge + offset - qsizetype(qstrlen("+OK\r\n")) - header.size() - 2;
        bench.add({name, header + QByteArray(body, 'e') + "\r\n"});
    }
}

QByteArray allBytes()
{
    QByteArray bytes;
    for (int value = 0; value < 256; ++value)
        bytes += char(value);
    return bytes;
}

std::vector<Scenario> scenarios()
{
    using Peer = ScriptedPopServer::Peer;
    return {
        {"S1 every reply in 1-byte segments",
         [](FaultBench &bench) { prepared(bench, [](Peer &peer) { peer.setSegmentSize(1); }); },
         {.fetched = 5}},
        {"S1 every reply in 1-byte segments, one command at a time",
         [](FaultBench &bench) {
             lockStep(bench);
             prepared(bench, [](Peer &peer) { peer.setSegmentSize(1); });
         },
         {.fetched = 5}},
        {"S1 every reply in 3-byte segments over TLS",
         [](FaultBench &bench) {
             bench.useTls();
             prepared(bench, [](Peer &peer) { peer.setSegmentSize(3); });
         },
         {.fetched = 5}},
        {"S2 terminator and next replies in one segment",
         [](FaultBench &bench) { prepared(bench, [](Peer &peer) { peer.setCoalescing(true); }); },
         {.fetched = 40},
         40},
        {"S2 the same in segments that end anywhere",
         [](FaultBench &bench) {
             prepared(bench, [](Peer &peer) {
                 peer.setCoalescing(true);
                 peer.setSegmentSize(1021);
             });
         },
         {.fetched = 40},
         40},
        {"S3 lines of dots, first and last line too",
         [](FaultBench &bench) {
             addBody(bench, "dots", ".\r\n..\r\n.x\r\n...\r\n.\r\n");
             addBody(bench, "dot alone", ".\r\n");
             bench.add({"no header", ".\r\n.a\r\n.\r\n"});
             bench.add({"dots first", "..first: line\r\n\r\n...\r\n"});
         },
         {.fetched = 5},
         1},
        {"S3 terminator around 4096", [](FaultBench &bench) { addAround(bench, 4096); }, {.fetched = 9}, 0},
        {"S3 terminator around 8192", [](FaultBench &bench) { addAround(bench, 8192); }, {.fetched = 9}, 0},
        {"S3 terminator around 16384 in segments of 4096",
         [](FaultBench &bench) {
             addAround(bench, 16384);
             prepared(bench, [](Peer &peer) { peer.setSegmentSize(4096); });
         },
         {.fetched = 9},
         0},
        {"S5 NUL, lone CR, bare LF, LF.LF and all 256 bytes",
         [](FaultBench &bench) {
             addBody(bench, "nul", QByteArray(5000, '\0') + "\r\n");
             addBody(bench, "ends", "a\rb\nc\n.\nd\n..\n\r.\r.\n\n\r\r\r\n");
             addBody(bench, "all", allBytes() + "\r\n" + allBytes().repeated(64) + "\r\n");
         },
         {.fetched = 4},
         1},
        {"S5 one line of 20 MiB",
         [](FaultBench &bench) {
             addBody(bench, "long", QByteArray(20 * 1024 * 1024, 'l') + "\r\n");
             addBody(bench, "after", "after it\r\n");
         },
         {.fetched = 3},
         1},
    };
}
} // namespace

void FramingFaultsTest::everyByteArrivesWhereItBelongs_data()
{
    addScenarios(scenarios());
}

QTEST_GUILESS_MAIN(FramingFaultsTest)
#include "FramingFaultsTest.moc"
