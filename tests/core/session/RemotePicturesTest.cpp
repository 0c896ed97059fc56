// SPDX-License-Identifier: GPL-3.0-or-later
//
// Pictures from a web server on loopback: what it is asked, what it is not, and what is taken from it.
#include "RemotePictures.h"

#include "Endpoint.h"
#include "PictureLoad.h"
#include "TestHttpServer.h"

#include <QSignalSpy>
#include <QTest>
#include <QtEndian>

#include <atomic>

namespace
{
// As much of a PNG as tells what it is and how large.
QByteArray png(quint32 width, quint32 height, qsizetype bytes = 100)
{
    QByteArray picture = QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
    for (const quint32 number : {width, height}) {
        char big[4];
        qToBigEndian(number, big);
        picture += QByteArray(big, 4);
    }
    return picture + QByteArray(qMax<qsizetype>(0, bytes - picture.size()), '\0');
}

QByteArray redirection(const QByteArray &to)
{
    return TestHttpServer::answer(302, {}, "Location: " + to + "\r\nSet-Cookie: seen=1\r\n");
}
} // namespace

class RemotePicturesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingIsAskedBeforeItIsStarted();
    void nothingOfThisComputerIsAskedForAStranger();
    void requestsCarryNoCookieAndNoReferrer();
    void eachPictureIsFetchedOnce();
    void whatIsNoPictureIsNotTaken_data();
    void whatIsNoPictureIsNotTaken();
    void picturesAreLimitedInNumberBytesAndPixels();
    void aMessageIsLimitedInBytes();
    void redirectionsAreFollowedAFewTimes();
    void aRedirectionLeadsOnlyToTheWeb_data();
    void aRedirectionLeadsOnlyToTheWeb();
    void aServerThatDoesNotAnswerIsLeft();
    void aLoadThatIsDestroyedAsksNothingMore();
    void theProxyOfTheAccountIsUsed();

private:
    using Responder = TestHttpServer::Responder;
    void serve(const Responder &responder) { m_server = std::make_unique<TestHttpServer>(responder); }
    QString url(const QString &path) const
    {
        return QStringLiteral("http://127.0.0.1:%1/%2").arg(m_server->port()).arg(path);
    }
    // Returns how many could not be had.
    int load(const QStringList &urls, const ProxyServer &proxy = {})
    {
        const auto load = m_pictures->load(urls);
        QSignalSpy finished(load.get(), &PictureLoad::finished);
        load->start(proxy);
        if (!QTest::qWaitFor([&] { return finished.count() > 0; }, 30'000))
            return -1;
        return load->failed();
    }

    RemotePictures::Limits m_limits;
    std::unique_ptr<TestHttpServer> m_server;
    std::unique_ptr<RemotePictures> m_pictures;
};

void RemotePicturesTest::init()
{
    serve([](const auto &) { return TestHttpServer::answer(200, png(30, 20)); });
    m_pictures = std::make_unique<RemotePictures>();
    m_limits = {};
    m_limits.mayBePrivate = true;
    m_pictures->setLimits(m_limits);
}

void RemotePicturesTest::nothingIsAskedBeforeItIsStarted()
{
    {
        const auto load = m_pictures->load({url(QStringLiteral("a"))});
        QCOMPARE(load->count(), 1);
        QTest::qWait(50);
    }
    QVERIFY(m_server->requests().empty());
    QVERIFY(!m_pictures->has(url(QStringLiteral("a"))));
}

void RemotePicturesTest::nothingOfThisComputerIsAskedForAStranger()
{
    m_pictures->setLimits({});
    const QString port = QString::number(m_server->port());
    const QStringList urls{QStringLiteral("http://127.0.0.1:%1/").arg(port),
                           QStringLiteral("http://localhost:%1/").arg(port),
                           QStringLiteral("http://[::1]:%1/").arg(port),
                           QStringLiteral("http://[::ffff:7f00:1]:%1/").arg(port),
                           QStringLiteral("file:///etc/passwd"),
                           QStringLiteral("ftp://127.0.0.1:%1/").arg(port)};
    QCOMPARE(load(urls), int(urls.size()));
    QVERIFY(m_server->requests().empty());
}

void RemotePicturesTest::requestsCarryNoCookieAndNoReferrer()
{
    serve([](const auto &) { return TestHttpServer::answer(200, png(30, 20), "Set-Cookie: id=anna\r\n"); });
    QCOMPARE(load({url(QStringLiteral("a?id=1"))}), 0);
    QCOMPARE(load({url(QStringLiteral("b"))}), 0);
    const auto requests = m_server->requests();
    QCOMPARE(requests.size(), size_t(2));
    for (const auto &request : requests) {
        const QByteArray head = request.head.toLower();
        QVERIFY(head.startsWith("get /"));
        for (const char *field :
             {"cookie", "referer", "authorization", "accept-language", "origin", "if-", "poplar"})
            QVERIFY2(!head.contains(QByteArray("\r\n") + field), head.constData());
        QVERIFY(!head.contains("poplar"));
        QVERIFY(!head.contains("linux"));
    }
}

void RemotePicturesTest::eachPictureIsFetchedOnce()
{
    const QString a = url(QStringLiteral("a")), b = url(QStringLiteral("b"));
    QCOMPARE(load({a, b, a}), 0);
    QCOMPARE(load({b, a}), 0);
    QCOMPARE(m_server->requests().size(), size_t(2));
    QCOMPARE(m_pictures->sizes().value(a), QSize(30, 20));
    MessageBody body;
    body.remotePictures = {QStringLiteral("http://example.org/missing"), b};
    m_pictures->addTo(body);
    QCOMPARE(body.images.keys(), QStringList{QStringLiteral("remote:1")});
    QCOMPARE(body.images.value(QStringLiteral("remote:1")), png(30, 20));
}

void RemotePicturesTest::whatIsNoPictureIsNotTaken_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("page") << QByteArray("<html><img src=x></html>") << 200;
    QTest::newRow("svg") << QByteArray("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>")
                         << 200;
    QTest::newRow("pdf") << QByteArray("%PDF-1.4") << 200;
    QTest::newRow("bmp") << "BM" + QByteArray(60, '\1') << 200;
    QTest::newRow("half a png") << png(3, 3).left(20) << 200;
    QTest::newRow("no size") << png(0, 3) << 200;
    QTest::newRow("nothing") << QByteArray() << 200;
    QTest::newRow("not found") << png(3, 3) << 404;
    QTest::newRow("sign in") << png(3, 3) << 401;
}

void RemotePicturesTest::whatIsNoPictureIsNotTaken()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    serve([=](const auto &) { return TestHttpServer::answer(status, body, "WWW-Authenticate: Basic\r\n"); });
    const QString a = url(QStringLiteral("a.png"));
    QCOMPARE(load({a}), 1);
    QVERIFY(!m_pictures->has(a));
    QCOMPARE(m_server->requests().size(), size_t(1));
}

void RemotePicturesTest::picturesAreLimitedInNumberBytesAndPixels()
{
    m_limits.pictures = 3;
    m_limits.bytes = 1000;
    m_limits.pixels = 100 * 100;
    m_pictures->setLimits(m_limits);
    QStringList many;
    for (int i = 0; i < 10; ++i)
        many += url(QString::number(i));
    QCOMPARE(load(many), 7);
    QCOMPARE(m_server->requests().size(), size_t(3));
    serve([](const auto &request) {
        if (request.path == "/heavy")
            return TestHttpServer::answer(200, png(10, 10, 1001));
        return TestHttpServer::answer(200,
                                      request.path == "/wide" ? png(100'000, 1'000) : png(100, 100, 1000));
    });
    QCOMPARE(load({url(QStringLiteral("heavy")), url(QStringLiteral("wide")), url(QStringLiteral("fits"))}),
             2);
    QVERIFY(m_pictures->has(url(QStringLiteral("fits"))));
}

void RemotePicturesTest::aMessageIsLimitedInBytes()
{
    m_limits.bytesInAll = 2500;
    m_pictures->setLimits(m_limits);
    std::atomic<int> at = 0;
    serve([&at](const auto &) {
        ++at;
        return TestHttpServer::answer(200, png(10, 10, 1000));
    });
    QStringList many;
    for (int i = 0; i < 40; ++i)
        many += url(QString::number(i));
    // Those that are on their way at once may each take what was left when they set out.
    const int failed = load(many);
    QVERIFY2(failed >= 40 - 3 - 6 && failed <= 40 - 2, qPrintable(QString::number(failed)));
    QVERIFY(at < 40);
}

void RemotePicturesTest::redirectionsAreFollowedAFewTimes()
{
    serve([](const auto &request) {
        const int left = request.path.mid(1).toInt();
        return left == 0 ? TestHttpServer::answer(200, png(3, 3))
                         : redirection("/" + QByteArray::number(left - 1));
    });
    QCOMPARE(load({url(QStringLiteral("5"))}), 0);
    QCOMPARE(m_server->requests().size(), size_t(6));
    for (const auto &request : m_server->requests())
        QVERIFY(!request.head.toLower().contains("cookie"));
    QCOMPARE(load({url(QStringLiteral("600"))}), 1);
    QCOMPARE(m_server->requests().size(), size_t(12));
}

void RemotePicturesTest::aRedirectionLeadsOnlyToTheWeb_data()
{
    QTest::addColumn<QByteArray>("to");
    for (const char *to : {"file:///etc/passwd", "ftp://127.0.0.1/", "data:image/png;base64,AAAA", "",
                           "http://", "javascript:1", "cid:x"})
        QTest::newRow(to) << QByteArray(to);
}

void RemotePicturesTest::aRedirectionLeadsOnlyToTheWeb()
{
    QFETCH(QByteArray, to);
    serve([to](const auto &) { return redirection(to); });
    QCOMPARE(load({url(QStringLiteral("a"))}), 1);
    QCOMPARE(m_server->requests().size(), size_t(1));
}

void RemotePicturesTest::aServerThatDoesNotAnswerIsLeft()
{
    serve([](const auto &) { return QByteArray(); });
    m_limits.time = std::chrono::milliseconds(150);
    m_limits.timeInAll = std::chrono::milliseconds(400);
    m_pictures->setLimits(m_limits);
    QStringList many;
    for (int i = 0; i < 60; ++i)
        many += url(QString::number(i));
    QCOMPARE(load(many), 60);
    QVERIFY(m_server->requests().size() < 60);
}

void RemotePicturesTest::aLoadThatIsDestroyedAsksNothingMore()
{
    serve([](const auto &) { return QByteArray(); });
    QStringList many;
    for (int i = 0; i < 60; ++i)
        many += url(QString::number(i));
    auto load = m_pictures->load(many);
    load->start({});
    QTRY_VERIFY(m_server->requests().size() >= 6);
    load.reset();
    m_pictures.reset(); // waits for the threads
    QVERIFY(m_server->requests().size() < 20);
}

void RemotePicturesTest::theProxyOfTheAccountIsUsed()
{
    ProxyServer proxy;
    proxy.kind = ProxyServer::Kind::Http;
    proxy.host = QStringLiteral("127.0.0.1");
    proxy.port = m_server->port();
    m_pictures->setLimits({}); // the proxy may be here, what is asked for may not
    QCOMPARE(load({QStringLiteral("http://pictures.example/a.png"), QStringLiteral("http://127.0.0.1/b.png")},
                  proxy),
             2); // this server opens no tunnels
    const auto requests = m_server->requests();
    QCOMPARE(requests.size(), size_t(1));
    QVERIFY2(requests.front().head.startsWith("CONNECT pictures.example:80 HTTP/1.1"),
             requests.front().head.constData());
}

QTEST_GUILESS_MAIN(RemotePicturesTest)
#include "RemotePicturesTest.moc"
