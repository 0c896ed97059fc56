// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProxyTunnel.h"

#include "ChannelSession.h"
#include "ScriptedPopServer.h"
#include "TestProxy.h"

#include <QTest>

using Peer = ScriptedPopServer::Peer;

namespace
{
const QString mailHost = QStringLiteral("pop.example.org");

void greet(Peer &peer)
{
    peer.send("+OK " + peer.receiveLine() + "\r\n");
}

ProxyServer through(const TestProxy &proxy, TestProxy::Kind kind, const char *user = "",
                    const char *password = "")
{
    return {kind == TestProxy::Kind::Socks5 ? ProxyServer::Kind::Socks5 : ProxyServer::Kind::Http,
            QStringLiteral("127.0.0.1"), proxy.port(), QString::fromUtf8(user), QString::fromUtf8(password)};
}
} // namespace

class ProxyTunnelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_certificates.isValid()); }

    void bothKinds_data()
    {
        QTest::addColumn<TestProxy::Kind>("kind");
        QTest::newRow("SOCKS5") << TestProxy::Kind::Socks5;
        QTest::newRow("HTTP") << TestProxy::Kind::Http;
    }

    void proxyLooksTheNameUp_data() { bothKinds_data(); }
    void proxyLooksTheNameUp()
    {
        QFETCH(TestProxy::Kind, kind);
        ScriptedPopServer server(greet);
        const TestProxy proxy({kind, server.port()});
        KnownNames names;
        auto where = endpoint(995, Security::None, mailHost);
        where.proxy = through(proxy, kind);
        const auto outcome = session(where, "hello\r\n", false, 20s, names.lookup());
        QCOMPARE(outcome.bytes, QByteArray("+OK hello\r\n"));
        QCOMPARE(proxy.requests(), QByteArrayList{"pop.example.org:995"});
        QVERIFY2(names.asked.isEmpty(), "a name was looked up here");
        QCOMPARE(outcome.trace.connectedTo, QStringLiteral("127.0.0.1"));
    }

    void onlyTheProxysNameIsLookedUp()
    {
        ScriptedPopServer server(greet);
        const TestProxy proxy({TestProxy::Kind::Socks5, server.port()});
        KnownNames names{{QHostAddress(QHostAddress::LocalHost)}};
        auto where = endpoint(995, Security::None, mailHost);
        where.proxy = through(proxy, TestProxy::Kind::Socks5);
        where.proxy.host = QStringLiteral("proxy.example.org");
        QCOMPARE(session(where, "hello\r\n", false, 20s, names.lookup()).bytes, QByteArray("+OK hello\r\n"));
        QCOMPARE(names.asked, QStringList{QStringLiteral("proxy.example.org")});
    }

    void addressesGoInTheirForm_data()
    {
        QTest::addColumn<TestProxy::Kind>("kind");
        QTest::addColumn<QString>("host");
        QTest::addColumn<QByteArray>("asked");
        const auto row = [](const char *name, TestProxy::Kind kind, const char *host, const char *asked) {
            QTest::newRow(name) << kind << QString::fromUtf8(host) << QByteArray(asked);
        };
        row("SOCKS5, IPv4", TestProxy::Kind::Socks5, "192.0.2.7", "192.0.2.7:995");
        row("SOCKS5, IPv6", TestProxy::Kind::Socks5, "2001:db8::7", "2001:db8::7:995");
        row("SOCKS5, IDN", TestProxy::Kind::Socks5, "bücher.example", "xn--bcher-kva.example:995");
        row("HTTP, IPv4", TestProxy::Kind::Http, "192.0.2.7", "192.0.2.7:995");
        row("HTTP, IPv6", TestProxy::Kind::Http, "2001:db8::7", "[2001:db8::7]:995");
        row("HTTP, IDN", TestProxy::Kind::Http, "bücher.example", "xn--bcher-kva.example:995");
        row("a name with _", TestProxy::Kind::Http, "my_server.example", "my_server.example:995");
    }

    void addressesGoInTheirForm()
    {
        QFETCH(TestProxy::Kind, kind);
        QFETCH(QString, host);
        QFETCH(QByteArray, asked);
        ScriptedPopServer server(greet);
        const TestProxy proxy({kind, server.port()});
        auto where = endpoint(995, Security::None, host);
        where.proxy = through(proxy, kind);
        QCOMPARE(session(where, "hello\r\n").bytes, QByteArray("+OK hello\r\n"));
        QCOMPARE(proxy.requests(), QByteArrayList{asked});
    }

    void tlsIsBetweenHereAndTheServer_data() { bothKinds_data(); }
    void tlsIsBetweenHereAndTheServer()
    {
        QFETCH(TestProxy::Kind, kind);
        ScriptedPopServer server(greet, ScriptedPopServer::Security::Tls, m_certificates.localhost());
        const TestProxy proxy({kind, server.port()});
        auto where = endpoint(995, Security::Tls, QStringLiteral("localhost"));
        where.tls.caFile = m_certificates.caFile();
        where.proxy = through(proxy, kind);
        QCOMPARE(session(where, "hello\r\n").bytes, QByteArray("+OK hello\r\n"));
        // The certificate must be for the server, not for the proxy.
        where.host = mailHost;
        QCOMPARE(codeOf(session(where, "hello\r\n")), ErrorCode::CertificateUntrusted);
    }

    void signsInToTheProxy_data()
    {
        QTest::addColumn<TestProxy::Kind>("kind");
        QTest::addColumn<QByteArray>("user");
        QTest::addColumn<QByteArray>("password");
        QTest::addColumn<QString>("words"); // empty: gets through
        for (const auto kind : {TestProxy::Kind::Socks5, TestProxy::Kind::Http}) {
            const bool socks = kind == TestProxy::Kind::Socks5;
            const char *name = socks ? "SOCKS5" : "HTTP";
            const auto refused = QStringLiteral("407 Proxy Authentication Required");
            const auto wrong = socks ? QStringLiteral("user or password rejected") : refused;
            const auto none = socks ? QStringLiteral("no acceptable methods") : refused;
            QTest::addRow("%s, right", name)
                << kind << QByteArray("mia") << QByteArray("pr\xc3\xb6xy: word") << QString();
            QTest::addRow("%s, wrong", name) << kind << QByteArray("mia") << QByteArray("no") << wrong;
            QTest::addRow("%s, none", name) << kind << QByteArray() << QByteArray() << none;
        }
    }

    void signsInToTheProxy()
    {
        QFETCH(TestProxy::Kind, kind);
        QFETCH(QByteArray, user);
        QFETCH(QByteArray, password);
        QFETCH(QString, words);
        ScriptedPopServer server(greet);
        const TestProxy proxy({kind, server.port(), "mia", "pr\xc3\xb6xy: word"});
        auto where = endpoint(995, Security::None, mailHost);
        where.proxy = through(proxy, kind, user, password);
        const auto outcome = session(where, "hello\r\n");
        if (words.isEmpty()) {
            QCOMPARE(outcome.bytes, QByteArray("+OK hello\r\n"));
            return;
        }
        QCOMPARE(codeOf(outcome), ErrorCode::ProxyFailed);
        QCOMPARE(outcome.error->serverText, words);
        QVERIFY(!outcome.error->detail.contains(QStringLiteral("xy: word")));
        QCOMPARE(server.connections(), 0);
    }

    void refusalIsTold_data()
    {
        QTest::addColumn<TestProxy::Kind>("kind");
        QTest::addColumn<QByteArray>("refusal");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, TestProxy::Kind kind, const QByteArray &refusal,
                            const char *words) {
            QTest::newRow(name) << kind << refusal << QString::fromLatin1(words);
        };
        row("SOCKS5, ruleset", TestProxy::Kind::Socks5, QByteArray("\5\2\0\1\0\0\0\0\0\0", 10),
            "connection not allowed by ruleset");
        row("SOCKS5, host", TestProxy::Kind::Socks5, QByteArray("\5\4\0\1\0\0\0\0\0\0", 10),
            "host unreachable");
        row("SOCKS5, unknown reply", TestProxy::Kind::Socks5, QByteArray("\5\x63\0\1\0\0\0\0\0\0", 10),
            "reply 99");
        row("HTTP, forbidden", TestProxy::Kind::Http, "HTTP/1.1 403 Forbidden by policy\r\n\r\n<html>",
            "403 Forbidden by policy");
        row("HTTP, bad gateway", TestProxy::Kind::Http, "HTTP/1.0 502 Bad \x07gateway\n\n",
            "502 Bad ?gateway");
    }

    void refusalIsTold()
    {
        QFETCH(TestProxy::Kind, kind);
        QFETCH(QByteArray, refusal);
        QFETCH(QString, words);
        const TestProxy proxy({.kind = kind, .refusal = refusal});
        auto where = endpoint(995, Security::None, mailHost);
        where.proxy = through(proxy, kind);
        const auto outcome = session(where);
        QCOMPARE(codeOf(outcome), ErrorCode::ProxyFailed);
        QCOMPARE(outcome.error->serverText, words);
        QVERIFY(outcome.error->detail.contains(QStringLiteral("127.0.0.1:%1").arg(proxy.port())));
    }

    void nonsenseIsNoProxy_data()
    {
        QTest::addColumn<TestProxy::Kind>("kind");
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("HTTP where SOCKS5 was due")
            << TestProxy::Kind::Socks5 << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
        QTest::newRow("a method that was not offered") << TestProxy::Kind::Socks5 << QByteArray("\5\2");
        QTest::newRow("SOCKS5 where HTTP was due") << TestProxy::Kind::Http << QByteArray("\5\0\5\0\0", 5);
        QTest::newRow("a POP3 server") << TestProxy::Kind::Http << QByteArray("+OK ready\r\n");
        QTest::newRow("a head without end")
            << TestProxy::Kind::Http << "HTTP/1.1 200 OK\r\n" + QByteArray("X: y\r\n").repeated(10'000);
        QTest::newRow("interim answers without end")
            << TestProxy::Kind::Http << QByteArray("HTTP/1.1 100 Continue\r\n\r\n").repeated(50);
    }

    void nonsenseIsNoProxy()
    {
        QFETCH(TestProxy::Kind, kind);
        QFETCH(QByteArray, answer);
        const TestProxy proxy({.kind = kind, .firstAnswer = answer});
        auto where = endpoint(995, Security::None, mailHost);
        where.proxy = through(proxy, kind);
        QCOMPARE(codeOf(session(where)), ErrorCode::ProxyFailed);
    }

    // The proxy's answer in single bytes, and the server's greeting right behind it.
    void answersMayComeInAnyPieces_data() { bothKinds_data(); }
    void answersMayComeInAnyPieces()
    {
        QFETCH(TestProxy::Kind, kind);
        ScriptedPopServer server([](Peer &peer) {
            peer.send("+OK at once\r\n");
            peer.receiveLine();
        });
        const TestProxy proxy({.kind = kind, .target = server.port(), .answersBytewise = true});
        auto where = endpoint(995, Security::None, mailHost);
        where.proxy = through(proxy, kind);
        QCOMPARE(session(where, "QUIT\r\n").bytes, QByteArray("+OK at once\r\n"));
    }

    void silentProxyTimesOut_data() { bothKinds_data(); }
    void silentProxyTimesOut()
    {
        QFETCH(TestProxy::Kind, kind);
        const TestProxy proxy({.kind = kind, .hangs = true});
        auto where = endpoint(995, Security::None, mailHost);
        where.proxy = through(proxy, kind);
        where.patience.connect = 200ms;
        const auto outcome = session(where);
        QCOMPARE(codeOf(outcome), ErrorCode::ProxyFailed);
        QVERIFY(outcome.error->detail.contains(QStringLiteral("no answer")));
    }

    void absentProxyIsTheProxysFault()
    {
        QTcpServer unused;
        QVERIFY(unused.listen(QHostAddress::LocalHost));
        const quint16 port = unused.serverPort();
        unused.close();
        ScriptedPopServer server(greet);
        auto where = endpoint(server.port());
        where.proxy = {ProxyServer::Kind::Http, QStringLiteral("127.0.0.1"), port};
        QCOMPARE(codeOf(session(where)), ErrorCode::ProxyFailed);
        QCOMPARE(server.connections(), 0); // and nothing goes past it
        KnownNames names;
        where.proxy.host = QStringLiteral("no.such.proxy");
        QCOMPARE(codeOf(session(where, {}, false, 20s, names.lookup())), ErrorCode::ProxyFailed);
    }

    void whatDoesNotFitTheProtocolIsRefused_data()
    {
        QTest::addColumn<ProxyServer>("proxy");
        QTest::addColumn<QString>("host");
        const QString longText(256, QLatin1Char('x'));
        const ProxyServer socks{ProxyServer::Kind::Socks5, {}, 0, QStringLiteral("mia"), {}};
        ProxyServer http = socks;
        http.kind = ProxyServer::Kind::Http;
        QTest::newRow("a long name") << socks << longText;
        QTest::newRow("no name") << http << QString();
        QTest::newRow("a name with a line break") << http << QStringLiteral("a\r\nX: y");
        http.user = QStringLiteral("a:b");
        QTest::newRow("a colon in the user") << http << mailHost;
        ProxyServer wordy = socks;
        wordy.password = longText;
        QTest::newRow("a long password") << wordy << mailHost;
    }

    void whatDoesNotFitTheProtocolIsRefused()
    {
        QFETCH(ProxyServer, proxy);
        QFETCH(QString, host);
        ProxyStream stream;
        stream.write = [](QByteArrayView) { return Result<void>(); };
        stream.read = [](qsizetype) { return Result<QByteArray>(QByteArray("\5\2")); };
        const auto opened = openTunnel(proxy, host, 995, stream);
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::InvalidArgument);
    }

private:
    TestCertificates m_certificates;
};

QTEST_GUILESS_MAIN(ProxyTunnelTest)
#include "ProxyTunnelTest.moc"
