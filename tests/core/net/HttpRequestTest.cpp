// SPDX-License-Identifier: GPL-3.0-or-later
//
// Questions to a web server on loopback, and the answers that a hostile one gives.
#include "HttpRequest.h"

#include "InWorker.h"
#include "TestHttpServer.h"

#include <QElapsedTimer>
#include <QTest>

class HttpRequestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRequestTellsNothingButWhatIsWanted();
    void aFormIsPosted();
    void answersOfEveryShapeAreRead_data();
    void answersOfEveryShapeAreRead();
    void brokenAnswersAreRefused_data();
    void brokenAnswersAreRefused();
    void aSlowServerIsLeftInTime();
    void aCancelEndsTheWait();
    void placesThatAreNotOfTheInternetAreNotAsked_data();
    void placesThatAreNotOfTheInternetAreNotAsked();

private:
    static Result<HttpAnswer> ask(const HttpRequest &request,
                                  const std::function<void(Cancellation &)> &beside = {})
    {
        Cancellation cancellation;
        return inWorker([&] { return askWebServer(request, cancellation); },
                        [&] {
                            if (beside)
                                beside(cancellation);
                        });
    }
    static HttpRequest requestFor(const TestHttpServer &server, const QString &rest = QStringLiteral("/"))
    {
        HttpRequest request;
        request.url = QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(server.port()).arg(rest));
        request.mayBePrivate = true;
        return request;
    }
};

void HttpRequestTest::theRequestTellsNothingButWhatIsWanted()
{
    const TestHttpServer server([](const auto &) {
        return TestHttpServer::answer(200, "hello", "Set-Cookie: who=anna\r\nWWW-Authenticate: Basic\r\n");
    });
    HttpRequest request = requestFor(server, QStringLiteral("/a%20b?c=d%26e#secret"));
    request.url.setUserInfo(QStringLiteral("anna:secret"));
    request.accept = "image/png";
    QCOMPARE(ask(request)->body, QByteArray("hello"));
    QCOMPARE(ask(request)->body, QByteArray("hello"));
    const auto requests = server.requests();
    QCOMPARE(requests.size(), size_t(2));
    for (const auto &one : requests)
        QCOMPARE(one.head,
                 "GET /a%20b?c=d%26e HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(server.port()) +
                     "\r\nAccept: image/png\r\nAccept-Encoding: identity\r\nUser-Agent: Mozilla/5.0\r\n"
                     "Connection: close");
}

void HttpRequestTest::aFormIsPosted()
{
    const TestHttpServer server([](const auto &) { return TestHttpServer::answer(202, {}); });
    HttpRequest request = requestFor(server);
    request.form = "List-Unsubscribe=One-Click";
    QCOMPARE(ask(request)->status, 202);
    QVERIFY(server.requests().at(0).head.startsWith("POST / HTTP/1.1\r\n"));
    QCOMPARE(server.requests().at(0).body, request.form);
}

void HttpRequestTest::answersOfEveryShapeAreRead_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("counted") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    QTest::newRow("closed") << QByteArray("HTTP/1.0 200 OK\r\n\r\nhello");
    QTest::newRow("chunked") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                           "2;x=y\r\nhe\r\n3\r\nllo\r\n0\r\nA: b\r\n\r\n");
    QTest::newRow("after another") << QByteArray("HTTP/1.1 103 Early\r\nLink: x\r\n\r\n"
                                                 "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    QTest::newRow("bare LF") << QByteArray("HTTP/1.1 200 OK\nContent-Length: 5\n\nhello");
    QTest::newRow("more than counted")
        << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, you");
}

void HttpRequestTest::answersOfEveryShapeAreRead()
{
    QFETCH(QByteArray, answer);
    const TestHttpServer server([answer](const auto &) { return answer; });
    const auto got = ask(requestFor(server));
    QVERIFY2(got.has_value(), got ? "" : qPrintable(got.error().detail));
    QCOMPARE(got->status, 200);
    QCOMPARE(got->body, QByteArray("hello"));
    // The same byte by byte, as far as that reader needs no end of the stream.
    HttpAnswerReader reader(5);
    bool isWhole = false;
    for (const char byte : answer) {
        const auto taken = reader.take(QByteArray(1, byte));
        QVERIFY(taken.has_value());
        isWhole = isWhole || *taken;
    }
    QVERIFY(isWhole || reader.takeEnd());
    QCOMPARE(reader.answer().body, QByteArray("hello"));
}

void HttpRequestTest::brokenAnswersAreRefused_data()
{
    QTest::addColumn<QByteArray>("answer");
    const QByteArray head = "HTTP/1.1 200 OK\r\n";
    QTest::newRow("no HTTP") << QByteArray("+OK ready\r\n\r\n");
    QTest::newRow("no status") << QByteArray("HTTP/1.1 xyz OK\r\n\r\n");
    QTest::newRow("endless head") << head + QByteArray(100'000, 'x');
    QTest::newRow("endless fields") << head + QByteArray("A: b\r\n").repeated(20'000);
    QTest::newRow("too long by count") << head + "Content-Length: 6\r\n\r\nhello!";
    QTest::newRow("too long by bytes") << head + "\r\nhello!";
    QTest::newRow("too long by chunks")
        << head + "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n3\r\nlo!\r\n0\r\n\r\n";
    QTest::newRow("negative length") << head + "Content-Length: -1\r\n\r\n";
    QTest::newRow("two lengths") << head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx";
    QTest::newRow("negative chunk") << head + "Transfer-Encoding: chunked\r\n\r\n-1\r\n";
    QTest::newRow("huge chunk") << head + "Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n";
    QTest::newRow("no end of chunk") << head + "Transfer-Encoding: chunked\r\n\r\n1\r\nxyyyyyy";
    QTest::newRow("compressed") << head + "Content-Encoding: gzip\r\n\r\nx";
    QTest::newRow("cut short") << head + "Content-Length: 4\r\n\r\nabc";
    QTest::newRow("nothing") << QByteArray("\r\n");
}

void HttpRequestTest::brokenAnswersAreRefused()
{
    QFETCH(QByteArray, answer);
    const TestHttpServer server([answer](const auto &) { return answer; });
    HttpRequest request = requestFor(server);
    request.longestBody = 5;
    const auto got = ask(request);
    QVERIFY(!got);
    QVERIFY2(got.error().code == ErrorCode::ProtocolViolation ||
                 got.error().code == ErrorCode::ConnectionLost,
             qPrintable(errorCodeName(got.error().code)));
}

void HttpRequestTest::aSlowServerIsLeftInTime()
{
    const TestHttpServer server([](const auto &) { return QByteArray(); }); // no answer at all
    HttpRequest request = requestFor(server);
    request.patience = std::chrono::milliseconds(200);
    const auto got = ask(request);
    QVERIFY(!got);
    QVERIFY(got.error().code == ErrorCode::Timeout);
}

void HttpRequestTest::aCancelEndsTheWait()
{
    const TestHttpServer server([](const auto &) { return QByteArray(); });
    const auto got = ask(requestFor(server), [&server](Cancellation &cancellation) {
        while (server.requests().empty())
            QThread::msleep(5);
        cancellation.cancel();
    });
    QVERIFY(!got);
    QVERIFY(got.error().code == ErrorCode::Cancelled);
}

void HttpRequestTest::placesThatAreNotOfTheInternetAreNotAsked_data()
{
    QTest::addColumn<QString>("url");
    for (const char *url :
         {"http://127.0.0.1:%1/", "http://localhost:%1/", "http://[::1]:%1/", "http://127.1:%1/",
          "http://2130706433:%1/", "http://0x7f000001:%1/", "http://[::ffff:127.0.0.1]:%1/",
          "http://localhost.:%1/", "http://x.localhost:%1/", "ftp://127.0.0.1:%1/", "http://example.org:25/",
          "https://example.org:110/", "file:///etc/passwd", "//x/y", "http://", "data:image/png,x"})
        QTest::newRow(url) << QString::fromLatin1(url);
}

void HttpRequestTest::placesThatAreNotOfTheInternetAreNotAsked()
{
    QFETCH(QString, url);
    const TestHttpServer server([](const auto &) { return TestHttpServer::answer(200, "hello"); });
    HttpRequest request;
    request.url = QUrl(url.contains(QLatin1String("%1")) ? url.arg(server.port()) : url);
    const auto got = ask(request);
    QVERIFY(!got);
    QVERIFY2(got.error().code == ErrorCode::HostNotFound || got.error().code == ErrorCode::InvalidArgument,
             qPrintable(errorCodeName(got.error().code)));
    QVERIFY(server.requests().empty());
}

QTEST_GUILESS_MAIN(HttpRequestTest)
#include "HttpRequestTest.moc"
