// SPDX-License-Identifier: GPL-3.0-or-later
#include "Scenario.h"

#include <QRandomGenerator>

// Servers that make a client need memory (I6); a sanitizer would keep what was freed, so this is for
// optimised builds. A message of 200 MiB is in servers.LargeMessage.
class MemoryFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void memoryStaysBounded_data();
    void memoryStaysBounded() { QCOMPARE(playScenario(), QString()); }
};

namespace
{
using Peer = ScriptedPopServer::Peer;

// Text that does not become smaller.
QByteArray noise(qsizetype size)
{
    QByteArray octets(size * 3 / 4, Qt::Uninitialized);
    QRandomGenerator random(5);
    for (char &octet : octets)
        octet = static_cast<char>(random.bounded(256));
    QByteArray text;
    for (qsizetype at = 0; at < octets.size(); at += 57)
        text += octets.mid(at, 57).toBase64() + "\r\n";
    return text;
}

// LIST knows nothing of how large they are, so that marks are far apart.
Scenario largerThanListed(const char *name, int count, qsizetype size, QByteArray listed)
{
    return {name,
            [=](FaultBench &bench) {
                const QByteArray body = noise(size);
                for (int number = 1; number <= count; ++number)
                    bench.add({"large-" + QByteArray::number(number),
                               "Subject: " + QByteArray::number(number) + "\r\n\r\n" + body});
                bench.mailbox.interfere = [=](Peer &peer, const QByteArray &line) {
                    if (line != "LIST")
                        return false;
                    QByteArray answer = "+OK\r\n";
                    for (int number = 1; number <= count; ++number)
                        answer += QByteArray::number(number) + ' ' + listed + "\r\n";
                    peer.send(answer + ".\r\n");
                    return true;
                };
            },
            {.fetched = count},
            0};
}
} // namespace

void MemoryFaultsTest::memoryStaysBounded_data()
{
    constexpr qsizetype mebibyte = 1024 * 1024;
    addScenarios({
        largerThanListed("S5 40 messages of 3 MiB that LIST gives 100 octets", 40, 3 * mebibyte, "100"),
        largerThanListed("S5 40 messages of 3 MiB of which LIST does not know the size", 40, 3 * mebibyte,
                         "0"),
        largerThanListed("S5 100 messages of 900 KiB that LIST gives 100 octets", 100, 900 * 1024, "100"),
    });
}

QTEST_GUILESS_MAIN(MemoryFaultsTest)
#include "MemoryFaultsTest.moc"
