// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the session says of who sent a message, and what the user can ask about it. The list's server is one
// of the test's own on loopback.
#include "MailTrust.h"

#include "SessionFixture.h"
#include "TestHttpServer.h"

using namespace std::chrono_literals;
using Verdict = MessageTrust::Verdict;

namespace
{

const QByteArray confirmed =
    "Authentication-Results: mx.example.org; dmarc=pass header.from=shop.example\r\n"
    "Received: from a (a [192.0.2.7]) by mx.example.org; Sat, 21 Nov 2026 10:00:00 +0000\r\n"
    "From: Shop <news@shop.example>\r\nSubject: News\r\nMessage-ID: <1@shop.example>\r\n\r\nNews\r\n";

const QByteArray unchecked =
    "From: Anna <anna@example.org>\r\nSubject: Keys\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b\r\n"
    "\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b\r\n"
    "Content-Type: application/pgp-signature\r\n\r\nno signature\r\n--b--\r\n";

} // namespace

class MailTrustTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aMessageIsJudgedForTheAccountThatReceivedIt();
    void aStrangerUnderTheNameOfACorrespondentIsSaid();
    void whatIsInspectedIsNobodysMail();
    void leavingAListIsOnePostThatTellsNothingElse();
    void aRefusalIsAnError_data();
    void aRefusalIsAnError();
    void onlyServersOfTheInternetAreAskedAndOverTls();
    void aServerThatDoesNotAnswerIsLeft();
    void theEndOfTheSessionEndsARequest();
    void aSignatureThatIsNoneIsNotVerified();

private:
    static MailTrust::Limits loopback()
    {
        MailTrust::Limits limits;
        limits.mayBePrivate = true;
        return limits;
    }
    static QUrl urlOf(const TestHttpServer &server, const QString &path)
    {
        return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(server.port()).arg(path));
    }
    // Puts these into the profile, and returns the id of the last.
    static MessageId import(SessionFixture &fixture, const QByteArrayList &messages);
    static MessageTrust trustOf(SessionFixture &fixture, MessageId message)
    {
        const auto body = answerOf<MessageBody>(
            [&](auto done) { fixture.session->body(message, {}, &fixture.context, done); });
        return body ? body->trust : MessageTrust();
    }
    Result<void> unsubscribe(SessionFixture &fixture, const QUrl &url)
    {
        return answerOf<void>(
            [&](auto done) { fixture.session->trust().unsubscribe(1, url, &fixture.context, done); });
    }
};

void MailTrustTest::aMessageIsJudgedForTheAccountThatReceivedIt()
{
    PopMailbox mailbox({{"one", confirmed}});
    ScriptedPopServer server(mailbox.script());
    SessionFixture fixture;
    fixture.start();
    Account account = SessionFixture::accountFor(server.port());
    account.email = QStringLiteral("anna@example.org");
    fixture.save(account, QStringLiteral("secret"));
    (void)fixture.check();
    const MessageId message = fixture.serverMessage("one").message;
    const auto body =
        answerOf<MessageBody>([&](auto done) { fixture.session->body(message, {}, &fixture.context, done); });
    QVERIFY(body);
    QCOMPARE(body->trust.verdict, Verdict::Good);
    QCOMPARE(body->trust.reasons.front().kind, TrustReason::Kind::SenderAuthenticated);

    // The same bytes say nothing to somebody else.
    account = fixture.account;
    account.email = QStringLiteral("anna@example.net");
    fixture.save(account);
    const auto other =
        answerOf<MessageBody>([&](auto done) { fixture.session->body(message, {}, &fixture.context, done); });
    QVERIFY(other);
    QCOMPARE(other->trust.verdict, Verdict::Nothing);
}

MessageId MailTrustTest::import(SessionFixture &fixture, const QByteArrayList &messages)
{
    QTemporaryDir files;
    QStringList paths;
    for (const QByteArray &bytes : messages) {
        paths += files.filePath(QStringLiteral("%1.eml").arg(paths.size()));
        QFile file(paths.last());
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            return 0;
    }
    MessageId newest = 0;
    qsizetype added = 0;
    const auto connection =
        QObject::connect(fixture.session.get(), &MailSession::messagesAdded, &fixture.context,
                         [&](const std::vector<MessageSummary> &summaries) {
                             added += qsizetype(summaries.size());
                             for (const MessageSummary &summary : summaries)
                                 newest = qMax(newest, summary.id);
                         });
    (void)answerOf<int>([&](auto done) { fixture.session->importFiles(paths, &fixture.context, done); });
    const bool areThere = QTest::qWaitFor([&] { return added == messages.size(); }, SessionFixture::patience);
    QObject::disconnect(connection);
    return areThere ? newest : 0;
}

void MailTrustTest::aStrangerUnderTheNameOfACorrespondentIsSaid()
{
    const auto mail = [](const char *from, const char *date) {
        return QByteArray("From: ") + from + "\r\nSubject: Hello\r\nDate: " + date + "\r\nMessage-ID: <" +
               QByteArray::number(qHash(QByteArray(from) + date)) + "@x.example>\r\n\r\nHello\r\n";
    };
    const char *bob = "Bob Berger <bob@berger-soehne.example>";
    SessionFixture fixture;
    fixture.start();
    MessageTrust trust = trustOf(
        fixture, import(fixture, {mail(bob, "Mon, 1 Jun 2026 10:00:00 +0000"),
                                  mail(bob, "Mon, 8 Jun 2026 10:00:00 +0000"),
                                  mail("Berger, Bob <bob@evil.example>", "Mon, 2 Nov 2026 10:00:00 +0000")}));
    QCOMPARE(trust.verdict, Verdict::Nothing); // twice is not often

    const MessageId known = import(fixture, {mail(bob, "Mon, 9 Nov 2026 10:00:00 +0000")});
    QCOMPARE(trustOf(fixture, known).verdict, Verdict::Nothing);
    trust =
        trustOf(fixture,
                import(fixture, {mail("Berger, Bob <bob@evil.example>", "Tue, 10 Nov 2026 10:00:00 +0000")}));
    QCOMPARE(trust.verdict, Verdict::Caution);
    QCOMPARE(trust.reasons.front().kind, TrustReason::Kind::NameOfCorrespondent);
    QCOMPARE(trust.reasons.front().other, QStringLiteral("bob@berger-soehne.example"));

    const MessageId copy =
        import(fixture, {mail("B <b@berger-s0ehne.example>", "Tue, 10 Nov 2026 10:00:00 +0000")});
    fixture.start(); // it is all read from the profile again
    trust = trustOf(fixture, copy);
    QCOMPARE(trust.verdict, Verdict::Warning);
    QCOMPARE(trust.reasons.front().kind, TrustReason::Kind::LooksLikeCorrespondent);
    QCOMPARE(trust.reasons.front().other, QStringLiteral("bob@berger-soehne.example"));
    QCOMPARE(trustOf(fixture, known).verdict, Verdict::Nothing);

    // Who goes on writing under it for long is somebody of that name.
    trust =
        trustOf(fixture,
                import(fixture, {mail("Berger, Bob <bob@evil.example>", "Thu, 31 Dec 2026 10:00:00 +0000")}));
    QCOMPARE(trust.verdict, Verdict::Nothing);
}

void MailTrustTest::whatIsInspectedIsNobodysMail()
{
    SessionFixture fixture;
    fixture.start();
    const auto body = answerOf<MessageBody>(
        [&](auto done) { fixture.session->inspect(confirmed, {}, &fixture.context, done); });
    QVERIFY(body);
    QCOMPARE(body->trust.verdict, Verdict::Nothing);
}

void MailTrustTest::leavingAListIsOnePostThatTellsNothingElse()
{
    TestHttpServer server(
        [](const TestHttpServer::Request &) { return TestHttpServer::answer(200, "done"); });
    SessionFixture fixture;
    fixture.start();
    fixture.session->trust().setLimits(loopback());
    QVERIFY(unsubscribe(fixture, urlOf(server, QStringLiteral("/off?u=1"))));
    const auto requests = server.requests();
    QCOMPARE(requests.size(), size_t(1));
    QVERIFY(requests.front().head.startsWith("POST /off?u=1 HTTP/1.1\r\n"));
    QCOMPARE(requests.front().body, QByteArray("List-Unsubscribe=One-Click"));
    const QByteArray head = requests.front().head.toLower();
    QVERIFY(head.contains("content-type: application/x-www-form-urlencoded"));
    for (const char *field : {"cookie:", "referer:", "authorization:", "accept-language:", "from:"})
        QVERIFY2(!head.contains(field), field);
}

void MailTrustTest::aRefusalIsAnError_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("not there") << TestHttpServer::answer(404, "no");
    QTest::newRow("broken") << TestHttpServer::answer(500, "no");
    QTest::newRow("a redirection") << TestHttpServer::answer(302, "",
                                                             "Location: /elsewhere\r\nSet-Cookie: a=b\r\n");
}

void MailTrustTest::aRefusalIsAnError()
{
    QFETCH(QByteArray, answer);
    TestHttpServer server([answer](const TestHttpServer::Request &) { return answer; });
    SessionFixture fixture;
    fixture.start();
    fixture.session->trust().setLimits(loopback());
    const auto result = unsubscribe(fixture, urlOf(server, QStringLiteral("/off")));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::ServerRefused);
    QCOMPARE(server.requests().size(), size_t(1));
}

void MailTrustTest::onlyServersOfTheInternetAreAskedAndOverTls()
{
    TestHttpServer server(
        [](const TestHttpServer::Request &) { return TestHttpServer::answer(200, "done"); });
    SessionFixture fixture;
    fixture.start();
    QUrl url = urlOf(server, QStringLiteral("/off"));
    QCOMPARE(unsubscribe(fixture, url).error().code, ErrorCode::InvalidArgument);
    url.setScheme(QStringLiteral("https"));
    QCOMPARE(unsubscribe(fixture, url).error().code, ErrorCode::HostNotFound);
    QVERIFY(server.requests().empty());
}

void MailTrustTest::aServerThatDoesNotAnswerIsLeft()
{
    TestHttpServer server([](const TestHttpServer::Request &) { return QByteArray(); });
    SessionFixture fixture;
    fixture.start();
    MailTrust::Limits limits = loopback();
    limits.unsubscribing = 300ms;
    fixture.session->trust().setLimits(limits);
    const auto result = unsubscribe(fixture, urlOf(server, QStringLiteral("/off")));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Timeout);
}

void MailTrustTest::theEndOfTheSessionEndsARequest()
{
    TestHttpServer server([](const TestHttpServer::Request &) { return QByteArray(); });
    SessionFixture fixture;
    fixture.start();
    fixture.session->trust().setLimits(loopback());
    fixture.session->trust().unsubscribe(1, urlOf(server, QStringLiteral("/off")), &fixture.context,
                                         [](const Result<void> &) {});
    QVERIFY(QTest::qWaitFor([&] { return !server.requests().empty(); }, SessionFixture::patience));
    QElapsedTimer timer;
    timer.start();
    fixture.session.reset();
    QVERIFY(timer.elapsed() < 25'000); // not the patience of the request
}

void MailTrustTest::aSignatureThatIsNoneIsNotVerified()
{
    SessionFixture fixture;
    fixture.start();
    const auto body = answerOf<MessageBody>(
        [&](auto done) { fixture.session->inspect(unchecked, {}, &fixture.context, done); });
    QVERIFY(body);
    QCOMPARE(body->trust.signatures.size(), size_t(1));
    const auto trust = answerOf<MessageTrust>([&](auto done) {
        fixture.session->trust().checkSignatures(unchecked, *body, &fixture.context, done);
    });
    QVERIFY(trust);
    QVERIFY(trust->signatures.front().state != MessageSignature::State::Verified);
    QVERIFY(trust->verdict != Verdict::Good);
}

QTEST_GUILESS_MAIN(MailTrustTest)
#include "MailTrustTest.moc"
