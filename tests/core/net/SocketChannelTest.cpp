// SPDX-License-Identifier: GPL-3.0-or-later
#include "SocketChannel.h"

#include "ChannelSession.h"
#include "FullListener.h"
#include "ScriptedPopServer.h"
#include "TestProxy.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTest>

#include <atomic>

using Peer = ScriptedPopServer::Peer;

namespace
{

// Far below any time-out of the channel, far above what a busy machine needs.
constexpr qint64 atOnce = 5000;

} // namespace

class SocketChannelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void carriesBytesBothWays_data();
    void carriesBytesBothWays();
    void reportsRefusedConnection();
    void reportsUnknownHost();
    void aServerOfNamesThatIsSilentTimesOut();
    void aDeadHostTimesOut();
    void timesOutWhenNothingArrives();
    void anyByteRenewsTheTimeout();
    void keepsWhatArrivedBeforeTheEnd();
    void readsAtMostAQuarterMebibyte();
    void slowReaderStopsTheSender_data();
    void slowReaderStopsTheSender();
    void largeWriteGoesOutWhileReading();
    void cancelEndsEveryWait_data();
    void cancelEndsEveryWait();
    void cancelledBeforehandConnectsNowhere();

private:
    TestCertificates m_certificates;
};

void SocketChannelTest::initTestCase()
{
    QVERIFY(m_certificates.isValid());
}

void SocketChannelTest::carriesBytesBothWays_data()
{
    QTest::addColumn<bool>("tls");
    QTest::newRow("plain") << false;
    QTest::newRow("TLS") << true;
}

void SocketChannelTest::carriesBytesBothWays()
{
    QFETCH(bool, tls);
    ScriptedPopServer server([](Peer &peer) { peer.send("you said " + peer.receiveLine()); },
                             tls ? ScriptedPopServer::Security::Tls : ScriptedPopServer::Security::Plain,
                             m_certificates.localhost());
    auto where = endpoint(server.port(), tls ? Security::Tls : Security::None, QStringLiteral("localhost"));
    where.tls.caFile = m_certificates.caFile();
    const auto outcome = session(where, "hello\r\n");
    QCOMPARE(outcome.bytes, QByteArray("you said hello"));
    QCOMPARE(codeOf(outcome), ErrorCode::ConnectionLost);
    QCOMPARE(outcome.tlsVersion, tls ? QStringLiteral("TLS 1.3") : QString());
}

void SocketChannelTest::reportsRefusedConnection()
{
    QTcpServer unused;
    QVERIFY(unused.listen(QHostAddress::LocalHost));
    const quint16 port = unused.serverPort();
    unused.close();
    QCOMPARE(codeOf(session(endpoint(port))), ErrorCode::ConnectionRefused);
}

void SocketChannelTest::reportsUnknownHost()
{
    // An empty label makes the name invalid, so that no name server is asked.
    const auto outcome = session(endpoint(110, Security::None, QStringLiteral("no..such..host")));
    QCOMPARE(codeOf(outcome), ErrorCode::HostNotFound);
}

void SocketChannelTest::aServerOfNamesThatIsSilentTimesOut()
{
    auto where = endpoint(110, Security::None, QStringLiteral("pop.example.org"));
    where.patience.connect = 100ms;
    const auto outcome =
        session(where, {}, false, 20s,
                [](const QString &, QObject *, const std::function<void(const QHostInfo &)> &) {});
    QCOMPARE(codeOf(outcome), ErrorCode::Timeout);
}

void SocketChannelTest::aDeadHostTimesOut()
{
    const FullListener full;
    auto where = endpoint(full.port());
    where.patience.connect = 100ms;
    const auto outcome = session(where);
    QCOMPARE(codeOf(outcome), ErrorCode::Timeout);
    QCOMPARE(outcome.trace.attempts.size(), size_t(1));
    QVERIFY(outcome.trace.connectedTo.isEmpty());
}

void SocketChannelTest::timesOutWhenNothingArrives()
{
    ScriptedPopServer server([](Peer &peer) { peer.stall(); });
    QCOMPARE(codeOf(session(endpoint(server.port()), {}, false, 50ms)), ErrorCode::Timeout);
}

void SocketChannelTest::anyByteRenewsTheTimeout()
{
    ScriptedPopServer server([](Peer &peer) {
        for (int i = 0; i < 25; ++i) {
            peer.send("x");
            peer.sleep(150ms);
        }
    });
    // Longer in all than the time-out, and each pause far below it.
    const auto outcome = session(endpoint(server.port()), {}, false, 3s);
    QCOMPARE(outcome.bytes, QByteArray(25, 'x'));
    QCOMPARE(codeOf(outcome), ErrorCode::ConnectionLost);
}

void SocketChannelTest::keepsWhatArrivedBeforeTheEnd()
{
    const QByteArray body(5'000'000, 'm');
    ScriptedPopServer server([&](Peer &peer) { peer.send(body); }, ScriptedPopServer::Security::Tls,
                             m_certificates.localhost());
    auto where = endpoint(server.port(), Security::Tls);
    where.tls.caFile = m_certificates.caFile();
    const auto outcome = session(where);
    QCOMPARE(outcome.bytes.size(), body.size());
    QCOMPARE(codeOf(outcome), ErrorCode::ConnectionLost);
}

void SocketChannelTest::readsAtMostAQuarterMebibyte()
{
    ScriptedPopServer server([](Peer &peer) { peer.send(QByteArray(4'000'000, 'm')); });
    const auto largest = inWorker([&]() -> qsizetype {
        Cancellation cancellation;
        auto channel = SocketChannel::connect(endpoint(server.port()), cancellation);
        qsizetype most = 0;
        QByteArray buffer;
        while (channel && (*channel)->read(buffer, 20s)) {
            most = std::max(most, buffer.size());
            buffer.clear();
            QThread::msleep(2);
        }
        return most;
    });
    QVERIFY(largest > 0);
    QVERIFY(largest <= 256 * 1024);
}

void SocketChannelTest::slowReaderStopsTheSender_data()
{
    carriesBytesBothWays_data();
}

void SocketChannelTest::slowReaderStopsTheSender()
{
    QFETCH(bool, tls);
    std::atomic<qint64> sent{0};
    std::atomic<bool> over{false};
    ScriptedPopServer server(
        [&](Peer &peer) {
            const QByteArray block(1024 * 1024, 'm');
            for (int i = 0; i < 200; ++i) {
                peer.send(block);
                sent = peer.sentBytes();
            }
            over = true;
        },
        tls ? ScriptedPopServer::Security::Tls : ScriptedPopServer::Security::Plain,
        m_certificates.localhost());
    auto where = endpoint(server.port(), tls ? Security::Tls : Security::None);
    where.tls.caFile = m_certificates.caFile();
    const auto total = inWorker([&]() -> qint64 {
        Cancellation cancellation;
        auto channel = SocketChannel::connect(where, cancellation);
        if (!channel)
            return -1;
        // The event loop turns, nothing is read: what arrives must stay in bounded buffers.
        qint64 before = -1;
        while (before != sent || sent == 0) {
            before = sent;
            for (int i = 0; i < 30; ++i) {
                if ((*channel)->unreadBytes() > 8 * 1024 * 1024)
                    return -2;
                QThread::msleep(10);
            }
        }
        if (over)
            return -3;
        qint64 sum = 0;
        QByteArray buffer;
        while ((*channel)->read(buffer, 20s)) {
            sum += buffer.size();
            buffer.resize(0);
        }
        return sum;
    });
    QCOMPARE(total, qint64(200) * 1024 * 1024);
}

void SocketChannelTest::largeWriteGoesOutWhileReading()
{
    constexpr int lines = 200'000;
    ScriptedPopServer server([](Peer &peer) {
        for (int i = 0; i < lines; ++i)
            peer.receiveLine();
        peer.send("all");
    });
    const auto outcome = session(endpoint(server.port()), QByteArray("0123456789abcdef\r\n").repeated(lines));
    QCOMPARE(outcome.bytes, QByteArray("all"));
}

void SocketChannelTest::cancelEndsEveryWait_data()
{
    QTest::addColumn<QString>("phase");
    for (const auto *phase : {"name look-up", "connect", "proxy", "handshake", "STLS", "greeting", "body"})
        QTest::newRow(phase) << phase;
}

void SocketChannelTest::cancelEndsEveryWait()
{
    QFETCH(QString, phase);
    FullListener full;
    ScriptedPopServer server([&](Peer &peer) {
        if (phase == QLatin1String("body"))
            peer.send("+OK\r\nhalf a");
        peer.stall();
    });
    const TestProxy proxy({.hangs = true});
    const bool tls = phase == QLatin1String("handshake");
    auto where = endpoint(phase == QLatin1String("connect") ? full.port() : server.port(),
                          tls ? Security::Tls : Security::None);
    if (phase == QLatin1String("proxy"))
        where.proxy = {ProxyServer::Kind::Socks5, QStringLiteral("127.0.0.1"), proxy.port()};
    SocketChannel::Options options;
    if (phase == QLatin1String("name look-up")) {
        where.host = QStringLiteral("pop.example.org");
        // A name server that never answers.
        options.lookup = [](const QString &, QObject *, const std::function<void(const QHostInfo &)> &) {};
    }
    Cancellation cancellation;
    QElapsedTimer time;
    const auto result = inWorker(
        [&]() -> Result<void> {
            QByteArray buffer;
            TRY(const auto channel, SocketChannel::connect(where, cancellation, options));
            if (phase == QLatin1String("STLS"))
                return channel->startTls();
            while (true)
                CHECK(channel->read(buffer, 100s));
        },
        [&] {
            QThread::msleep(200);
            time.start();
            cancellation.cancel();
        });
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
    qInfo("cancelled after %lld ms", time.elapsed());
    QVERIFY(time.elapsed() < atOnce);
}

void SocketChannelTest::cancelledBeforehandConnectsNowhere()
{
    ScriptedPopServer server([](Peer &peer) { peer.stall(); });
    Cancellation cancellation;
    cancellation.cancel();
    const auto result = inWorker([&]() -> Result<void> {
        TRY(const auto channel, SocketChannel::connect(endpoint(server.port()), cancellation));
        return {};
    });
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
    QCOMPARE(server.connections(), 0);
}

QTEST_GUILESS_MAIN(SocketChannelTest)
#include "SocketChannelTest.moc"
