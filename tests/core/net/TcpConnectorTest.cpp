// SPDX-License-Identifier: GPL-3.0-or-later
#include "TcpConnector.h"

#include "ChannelSession.h"
#include "FullListener.h"
#include "ScriptedPopServer.h"
#include "TlsListener.h"

#include <QElapsedTimer>
#include <QSslKey>
#include <QTest>

using Peer = ScriptedPopServer::Peer;

namespace
{
const QHostAddress four(QHostAddress::LocalHost);
const QHostAddress six(QHostAddress::LocalHostIPv6);

Endpoint named(quint16 port)
{
    return endpoint(port, Security::None, QStringLiteral("pop.example.org"));
}

void greet(Peer &peer)
{
    peer.send("+OK\r\n");
}
} // namespace

class TcpConnectorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void familiesAlternate_data()
    {
        QTest::addColumn<QStringList>("found");
        QTest::addColumn<QStringList>("order");
        const auto row = [](const char *name, const char *found, const char *order) {
            QTest::newRow(name) << QString::fromLatin1(found).split(QLatin1Char(' '), Qt::SkipEmptyParts)
                                << QString::fromLatin1(order).split(QLatin1Char(' '), Qt::SkipEmptyParts);
        };
        row("nothing", "", "");
        row("one", "192.0.2.1", "192.0.2.1");
        row("six first", "2001:db8::1 2001:db8::2 192.0.2.1 192.0.2.2",
            "2001:db8::1 192.0.2.1 2001:db8::2 192.0.2.2");
        row("four first", "192.0.2.1 192.0.2.2 192.0.2.3 2001:db8::1",
            "192.0.2.1 2001:db8::1 192.0.2.2 192.0.2.3");
        row("each once", "192.0.2.1 192.0.2.1 2001:db8::1 192.0.2.1 2001:db8::1", "192.0.2.1 2001:db8::1");
    }

    void familiesAlternate()
    {
        QFETCH(QStringList, found);
        QFETCH(QStringList, order);
        QList<QHostAddress> addresses;
        for (const QString &address : found)
            addresses.append(QHostAddress(address));
        QStringList result;
        for (const QHostAddress &address : inConnectionOrder(addresses))
            result.append(address.toString());
        QCOMPARE(result, order);
    }

    void deadAddressCostsNoTimeout()
    {
        if (!hasIpv6())
            QSKIP("this machine has no IPv6");
        ScriptedPopServer server(greet);
        const FullListener dead(six, server.port());
        QVERIFY(dead.isListening());
        KnownNames names{{six, four}};
        auto where = named(server.port());
        where.patience.connect = 60s;
        QElapsedTimer time;
        time.start();
        const auto outcome = session(where, {}, false, 20s, names.lookup());
        QCOMPARE(outcome.bytes, QByteArray("+OK\r\n"));
        QVERIFY(time.elapsed() < 30'000);
        QCOMPARE(names.asked, QStringList{QStringLiteral("pop.example.org")});
        QCOMPARE(outcome.trace.addresses, (QStringList{six.toString(), four.toString()}));
        QCOMPARE(outcome.trace.connectedTo, four.toString());
        QCOMPARE(outcome.trace.attempts.size(), size_t(2));
    }

    void refusedAddressIsFollowedByTheNext()
    {
        if (!hasIpv6())
            QSKIP("this machine has no IPv6");
        ScriptedPopServer server(greet);
        KnownNames names{{six, four}}; // nobody listens there with IPv6
        const auto outcome = session(named(server.port()), {}, false, 20s, names.lookup());
        QCOMPARE(outcome.bytes, QByteArray("+OK\r\n"));
        QCOMPARE(outcome.trace.attempts.size(), size_t(2));
        QVERIFY(!outcome.trace.attempts.front().error.isEmpty());
    }

    // The first address is the system's choice, and is not passed over where it works.
    void firstAddressIsTakenWhereItAnswers()
    {
        ScriptedPopServer server(greet);
        KnownNames names{{four, QHostAddress(QStringLiteral("192.0.2.1"))}};
        const auto outcome = session(named(server.port()), {}, false, 20s, names.lookup());
        QCOMPARE(outcome.bytes, QByteArray("+OK\r\n"));
        QCOMPARE(outcome.trace.connectedTo, four.toString());
    }

    void allRefusedIsRefused()
    {
        QTcpServer unused;
        QVERIFY(unused.listen(four));
        const quint16 port = unused.serverPort();
        unused.close();
        KnownNames names{{six, four}};
        const auto outcome = session(named(port), {}, false, 20s, names.lookup());
        QCOMPARE(codeOf(outcome), ErrorCode::ConnectionRefused);
        QCOMPARE(outcome.trace.attempts.size(), size_t(2));
    }

    void allDeadTimesOut()
    {
        const FullListener dead;
        KnownNames names{{four, QHostAddress(QStringLiteral("127.0.0.1"))}};
        auto where = named(dead.port());
        where.patience.connect = 400ms;
        QCOMPARE(codeOf(session(where, {}, false, 20s, names.lookup())), ErrorCode::Timeout);
    }

    void nameWithoutAddressIsNotFound()
    {
        KnownNames names;
        const auto outcome = session(named(110), {}, false, 20s, names.lookup());
        QCOMPARE(codeOf(outcome), ErrorCode::HostNotFound);
        QVERIFY(outcome.error->detail.contains(QStringLiteral("no such host")));
        QVERIFY(outcome.trace.attempts.empty());
    }

    void addressIsNotLookedUp()
    {
        if (!hasIpv6())
            QSKIP("this machine has no IPv6");
        TestCertificates certificates;
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificateChain(certificates.localhost().certificates());
        configuration.setPrivateKey(certificates.localhost().key());
        const TlsListener server(configuration, six);
        KnownNames names;
        auto where = endpoint(server.port(), Security::Tls, QStringLiteral("::1"));
        where.tls.caFile = certificates.caFile();
        const auto outcome = session(where, {}, false, 500ms, names.lookup());
        QCOMPARE(outcome.bytes, QByteArray("+OK ready\r\n"));
        QVERIFY(names.asked.isEmpty());
        QCOMPARE(outcome.trace.connectedTo, QStringLiteral("::1"));
        QCOMPARE(outcome.tlsVersion, QStringLiteral("TLS 1.3"));
    }

    void placesAreWrittenAsInUrls()
    {
        QCOMPARE(placeName(QStringLiteral("::1"), 995), QStringLiteral("[::1]:995"));
        QCOMPARE(placeName(QStringLiteral("pop.example.org"), 110), QStringLiteral("pop.example.org:110"));
    }
};

QTEST_GUILESS_MAIN(TcpConnectorTest)
#include "TcpConnectorTest.moc"
