// SPDX-License-Identifier: GPL-3.0-or-later
//
// A real web server over TLS, asked for a domain's settings: what it is told, and where it may lead.
#include "AutoconfigRequest.h"

#include "AutoconfigAnswers.h"
#include "InWorker.h"
#include "TestHttpServer.h"
#include "TestInternet.h"

#include <QTest>

class AutoconfigRequestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_internet.environment.patience = std::chrono::minutes(1); }
    void theServerLearnsNothingButTheDomain();
    void threeRedirectionsAreFollowed_data();
    void threeRedirectionsAreFollowed();
    void aWayOutOfHttpsIsNotTaken_data();
    void aWayOutOfHttpsIsNotTaken();
    void whatIsNotThereIsNoError_data();
    void whatIsNotThereIsNoError();
    void answersAreBounded();
    void certificatesMustBeGood();
    void placesOutsideOfTheInternetAreNotAsked();
    void aCancelEndsTheWait();

private:
    using Found = Result<std::vector<ServerProposal>>;

    Found fetch(quint16 port, const QString &host = QStringLiteral("autoconfig.example.org"),
                const std::function<void(Cancellation &)> &beside = {})
    {
        const QUrl url(QStringLiteral("https://%1:%2/mail/config-v1.1.xml").arg(host).arg(port));
        Cancellation cancellation;
        return inWorker([&] { return fetchAutoconfig(url, m_anna, m_internet.environment, cancellation); },
                        [&] {
                            if (beside)
                                beside(cancellation);
                        });
    }

    TestInternet m_internet{{QStringLiteral("autoconfig.example.org"), QStringLiteral("mail.example.net")}};
    const MailAddress m_anna{QStringLiteral("anna@example.org"), QStringLiteral("anna"),
                             QStringLiteral("example.org")};
    const QByteArray m_good = autoconfigOf(autoconfigServer("pop.example.org", 995));
};

void AutoconfigRequestTest::theServerLearnsNothingButTheDomain()
{
    const TestHttpServer server([this](const auto &) { return TestHttpServer::answer(200, m_good); },
                                m_internet.identity);
    const auto found = fetch(server.port());
    QVERIFY2(found.has_value(), found ? "" : qPrintable(found.error().detail));
    QCOMPARE(found->size(), size_t(1));
    QCOMPARE(server.requests().size(), size_t(1));
    const auto request = server.requests().front();
    QCOMPARE(request.path, QByteArray("/mail/config-v1.1.xml"));
    QVERIFY(!request.head.contains("anna"));
    QVERIFY(!request.head.toLower().contains("poplar"));
    QVERIFY(request.body.isEmpty());
}

void AutoconfigRequestTest::threeRedirectionsAreFollowed_data()
{
    QTest::addColumn<int>("redirections");
    QTest::addColumn<bool>("arrives");
    QTest::newRow("one") << 1 << true;
    QTest::newRow("three") << 3 << true;
    QTest::newRow("four") << 4 << false;
}

void AutoconfigRequestTest::threeRedirectionsAreFollowed()
{
    QFETCH(int, redirections);
    QFETCH(bool, arrives);
    std::atomic<int> left{redirections};
    quint16 port = 0;
    const TestHttpServer server(
        [&](const auto &) {
            if (left.fetch_sub(1) <= 0)
                return TestHttpServer::answer(200, m_good);
            return TestHttpServer::answer(
                302, {}, "Location: https://mail.example.net:" + QByteArray::number(port) + "/x\r\n");
        },
        m_internet.identity);
    port = server.port();
    const auto found = fetch(port);
    QCOMPARE(found.has_value(), arrives);
    if (!arrives)
        QCOMPARE(found.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(int(server.requests().size()), arrives ? redirections + 1 : 4);
}

void AutoconfigRequestTest::aWayOutOfHttpsIsNotTaken_data()
{
    QTest::addColumn<QByteArray>("location");
    QTest::newRow("http") << QByteArray("http://mail.example.net/x");
    QTest::newRow("a file") << QByteArray("file:///etc/passwd");
    QTest::newRow("nowhere") << QByteArray();
}

void AutoconfigRequestTest::aWayOutOfHttpsIsNotTaken()
{
    QFETCH(QByteArray, location);
    const TestHttpServer server(
        [&](const auto &) { return TestHttpServer::answer(301, {}, "Location: " + location + "\r\n"); },
        m_internet.identity);
    const auto found = fetch(server.port());
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(server.requests().size(), size_t(1));
}

void AutoconfigRequestTest::whatIsNotThereIsNoError_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("404") << TestHttpServer::answer(404, m_good);
    QTest::newRow("403") << TestHttpServer::answer(403, {});
    QTest::newRow("500") << TestHttpServer::answer(500, m_good);
    QTest::newRow("a page for people") << TestHttpServer::answer(200, "<!DOCTYPE html><html></html>",
                                                                 "Content-Type: text/html; charset=x\r\n");
}

void AutoconfigRequestTest::whatIsNotThereIsNoError()
{
    QFETCH(QByteArray, answer);
    const TestHttpServer server([&](const auto &) { return answer; }, m_internet.identity);
    const auto found = fetch(server.port());
    QVERIFY(found.has_value());
    QVERIFY(found->empty());
}

void AutoconfigRequestTest::answersAreBounded()
{
    const QByteArray padded = m_good + QByteArray(longestAutoconfig + 1 - m_good.size(), ' ');
    QByteArray answer = TestHttpServer::answer(200, padded);
    const TestHttpServer server([&](const auto &) { return answer; }, m_internet.identity);
    const auto tooLong = fetch(server.port());
    QVERIFY(!tooLong);
    QCOMPARE(tooLong.error().code, ErrorCode::ProtocolViolation);
    answer = TestHttpServer::answer(200, padded.chopped(1));
    QVERIFY(fetch(server.port()).has_value());
}

void AutoconfigRequestTest::certificatesMustBeGood()
{
    const auto serve = [this](const auto &) { return TestHttpServer::answer(200, m_good); };
    for (const ServerIdentity &identity :
         {m_internet.certificates.wrongHost(), m_internet.certificates.selfSigned()}) {
        const TestHttpServer server(serve, identity);
        const auto found = fetch(server.port());
        QVERIFY(!found);
        QCOMPARE(found.error().code, ErrorCode::CertificateUntrusted);
        QVERIFY(server.requests().empty());
    }
    const TestHttpServer plain(serve); // waits for a request, and never sees one
    m_internet.environment.patience = std::chrono::milliseconds(300);
    QVERIFY(!fetch(plain.port()));
    QVERIFY(plain.requests().empty());
}

void AutoconfigRequestTest::placesOutsideOfTheInternetAreNotAsked()
{
    const TestHttpServer server([this](const auto &) { return TestHttpServer::answer(200, m_good); },
                                m_internet.identity);
    m_internet.environment.mayBePrivate = false;
    const auto found = fetch(server.port());
    m_internet.environment.mayBePrivate = true;
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::HostNotFound);
    QVERIFY(server.requests().empty());
}

void AutoconfigRequestTest::aCancelEndsTheWait()
{
    const TestHttpServer server([](const auto &) { return QByteArray(); }, m_internet.identity);
    m_internet.environment.patience = std::chrono::minutes(10);
    const auto found =
        fetch(server.port(), QStringLiteral("autoconfig.example.org"), [&](auto &cancellation) {
            QVERIFY(QTest::qWaitFor([&] { return !server.requests().empty(); }, 60'000));
            cancellation.cancel();
        });
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(AutoconfigRequestTest)
#include "AutoconfigRequestTest.moc"
