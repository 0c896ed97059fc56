// SPDX-License-Identifier: GPL-3.0-or-later
#include "LoopbackListener.h"

#include "InWorker.h"

#include <QFile>
#include <QNetworkInterface>
#include <QTcpSocket>
#include <QTest>
#include <QUrl>

#include <atomic>

using namespace std::chrono_literals;

namespace
{
constexpr auto state = "abcdefghijklmnopqrstuvwxyz-0123456789_ABCDE";

QByteArray requestOf(const QByteArray &query, quint16 port, const QByteArray &host = "127.0.0.1")
{
    return "GET /?" + query + " HTTP/1.1\r\nHost: " + host + ':' + QByteArray::number(port) + "\r\n\r\n";
}

QByteArray rightQuery(const QByteArray &code = "the-code")
{
    return "code=" + code + "&state=" + state;
}

// What comes back until the other side closes; "" when nobody is there.
QByteArray exchange(const QHostAddress &address, quint16 port, const QByteArray &bytes)
{
    QTcpSocket socket;
    socket.connectToHost(address, port);
    if (!socket.waitForConnected(5000))
        return {};
    socket.write(bytes);
    while (socket.state() != QAbstractSocket::UnconnectedState)
        if (!socket.waitForReadyRead(20000))
            break;
    return socket.readAll();
}

QByteArray errorName(const Result<RedirectAnswer> &result)
{
    return result ? "none" : errorCodeName(result.error().code).toLatin1();
}
} // namespace

// A real listener, and programs of this computer that speak to it.
class LoopbackListenerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void takesTheAnswerAndShowsThePage();
    void listensOnLoopbackAlone_data();
    void listensOnLoopbackAlone();
    void localhostIsBothAddresses();
    void waitsOnAfterWrongRequests();
    void takesOneAnswer();
    void silentAndEndlessConnectionsKeepNobodyOut();
    void nobodyComes();
    void cancelEndsTheWait();

private:
    using Name = LoopbackListener::Name;
    // Waits in a worker, `beside` meanwhile in this thread. It gets the port.
    Result<RedirectAnswer> listen(const std::function<void(quint16)> &beside, Name name = Name::Address,
                                  std::chrono::milliseconds patience = 60s);

    std::unique_ptr<Cancellation> m_cancellation;
    QString m_redirectUri;
};

void LoopbackListenerTest::init()
{
    m_redirectUri.clear();
    m_cancellation = std::make_unique<Cancellation>();
}

Result<RedirectAnswer> LoopbackListenerTest::listen(const std::function<void(quint16)> &beside, Name name,
                                                    std::chrono::milliseconds patience)
{
    std::atomic<int> port{0};
    return inWorker(
        [&]() -> Result<RedirectAnswer> {
            TRY(const auto listener, LoopbackListener::open(name));
            m_redirectUri = listener->redirectUri();
            port = QUrl(m_redirectUri).port();
            return listener->wait(QLatin1String(state), QStringLiteral("Close <this> & go."), patience,
                                  *m_cancellation);
        },
        [&] {
            QTRY_VERIFY(port != 0);
            beside(static_cast<quint16>(port));
        });
}

void LoopbackListenerTest::takesTheAnswerAndShowsThePage()
{
    QByteArray page;
    const auto answer = listen([&](quint16 port) {
        page = exchange(QHostAddress::LocalHost, port, requestOf(rightQuery("4%2Fx"), port));
    });
    QVERIFY(answer);
    QCOMPARE(answer->code, QStringLiteral("4/x"));
    QVERIFY(
        QRegularExpression(QStringLiteral("^http://127\\.0\\.0\\.1:\\d+/$")).match(m_redirectUri).hasMatch());
    QVERIFY2(page.startsWith("HTTP/1.1 200 "), page);
    QVERIFY2(page.contains("<p>Close &lt;this&gt; &amp; go.</p>"), page);
    for (const char *field : {"Cache-Control: no-store", "Referrer-Policy: no-referrer",
                              "Content-Security-Policy: default-src 'none'", "Connection: close"})
        QVERIFY2(page.contains(field), field);
    QVERIFY(!page.contains("4/x") && !page.contains(state));
}

void LoopbackListenerTest::listensOnLoopbackAlone_data()
{
    QTest::addColumn<LoopbackListener::Name>("name");
    QTest::newRow("address") << Name::Address;
    QTest::newRow("localhost") << Name::Localhost;
}

void LoopbackListenerTest::listensOnLoopbackAlone()
{
    QFETCH(const LoopbackListener::Name, name);
    int others = 0;
    (void)listen(
        [&](quint16 port) {
            for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
                if (address.isLoopback())
                    continue;
                ++others;
                QTcpSocket socket;
                socket.connectToHost(address, port);
                QVERIFY2(!socket.waitForConnected(2000), qPrintable(address.toString()));
            }
            // The system's own word for it, since there may be no other address here.
            const QByteArray place =
                ':' + QByteArray::number(port, 16).rightJustified(4, '0').toUpper() + ' ';
            for (const char *table : {"/proc/net/tcp", "/proc/net/tcp6"}) {
                QFile file(QLatin1String{table});
                if (!file.open(QIODevice::ReadOnly))
                    continue;
                for (const QByteArray &line : file.readAll().split('\n')) {
                    const qsizetype at = line.indexOf(place);
                    const bool listens = line.contains(" 0A "); // TCP_LISTEN
                    if (at < 0 || !listens || line.indexOf(place) > 48)
                        continue;
                    const QByteArray address = line.left(at).trimmed().split(' ').last();
                    QVERIFY2(address == "0100007F" || address == "00000000000000000000000001000000", line);
                    ++others;
                }
            }
            m_cancellation->cancel();
        },
        name);
    QVERIFY(others > 0);
}

void LoopbackListenerTest::localhostIsBothAddresses()
{
    for (const QHostAddress &address :
         {QHostAddress(QHostAddress::LocalHost), QHostAddress(QHostAddress::LocalHostIPv6)}) {
        QTcpServer probe;
        if (!probe.listen(address)) // a computer without ::1
            continue;
        QByteArray page;
        const auto answer = listen(
            [&](quint16 port) { page = exchange(address, port, requestOf(rightQuery(), port, "localhost")); },
            Name::Localhost);
        QVERIFY2(page.startsWith("HTTP/1.1 200 "), page);
        QVERIFY(answer);
        QVERIFY(
            QRegularExpression(QStringLiteral("^http://localhost:\\d+$")).match(m_redirectUri).hasMatch());
    }
}

void LoopbackListenerTest::waitsOnAfterWrongRequests()
{
    const auto answer = listen([&](quint16 port) {
        const auto say = [&](const QByteArray &bytes) {
            return exchange(QHostAddress::LocalHost, port, bytes).left(12);
        };
        QCOMPARE(say(requestOf("code=evil&state=guessed", port)), QByteArray("HTTP/1.1 403"));
        QCOMPARE(say(requestOf(rightQuery("evil"), port, "evil.example.org")), QByteArray("HTTP/1.1 403"));
        QCOMPARE(say("GET /favicon.ico HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port) + "\r\n\r\n"),
                 QByteArray("HTTP/1.1 404"));
        // Cut off; what it is told may not arrive, since it did not stop.
        QVERIFY(!say(QByteArray(200'000, 'x')).contains(" 200"));
        QCOMPARE(say(requestOf(rightQuery("good"), port)), QByteArray("HTTP/1.1 200"));
    });
    QVERIFY(answer);
    QCOMPARE(answer->code, QStringLiteral("good"));
}

void LoopbackListenerTest::takesOneAnswer()
{
    QTcpSocket second;
    quint16 where = 0;
    const auto answer = listen([&](quint16 port) {
        where = port;
        second.connectToHost(QHostAddress::LocalHost, port);
        QVERIFY(second.waitForConnected(5000));
        QVERIFY(
            exchange(QHostAddress::LocalHost, port, requestOf(rightQuery("first"), port)).contains(" 200 "));
        second.write(requestOf(rightQuery("second"), port));
        second.waitForBytesWritten(5000);
        QVERIFY(!second.waitForReadyRead(5000) || !second.readAll().contains(" 200 "));
    });
    QVERIFY(answer);
    QCOMPARE(answer->code, QStringLiteral("first"));
    QCOMPARE(exchange(QHostAddress::LocalHost, where, requestOf(rightQuery(), where)), QByteArray());
}

// As browsers open connections before they need them, and as somebody would who wants to keep them out.
void LoopbackListenerTest::silentAndEndlessConnectionsKeepNobodyOut()
{
    std::vector<std::unique_ptr<QTcpSocket>> silent;
    const auto answer = listen([&](quint16 port) {
        for (int number = 0; number < 12; ++number) {
            silent.push_back(std::make_unique<QTcpSocket>());
            silent.back()->connectToHost(QHostAddress::LocalHost, port);
            QVERIFY(silent.back()->waitForConnected(5000));
            if (number % 2)
                silent.back()->write("GET /?code=");
        }
        QVERIFY(exchange(QHostAddress::LocalHost, port, requestOf(rightQuery(), port)).contains(" 200 "));
    });
    QVERIFY(answer);
}

void LoopbackListenerTest::nobodyComes()
{
    QCOMPARE(errorName(listen([](quint16) {}, Name::Address, 50ms)), QByteArray("Timeout"));
}

void LoopbackListenerTest::cancelEndsTheWait()
{
    QCOMPARE(errorName(listen([&](quint16) { m_cancellation->cancel(); })), QByteArray("Cancelled"));
}

QTEST_GUILESS_MAIN(LoopbackListenerTest)
#include "LoopbackListenerTest.moc"
