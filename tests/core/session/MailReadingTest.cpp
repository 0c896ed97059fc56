// SPDX-License-Identifier: GPL-3.0-or-later
//
// How the session keeps what the user says about reading, and heeds it.
#include "MailReading.h"

#include "PictureLoad.h"
#include "SessionFixture.h"
#include "TestHttpServer.h"

using Kind = ReadingConsent::Kind;

class MailReadingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void consentsAreThereAfterARestart();
    void aBodyHasPlacesForPicturesThatAreAllowed();
    void theTextEncodingIsRemembered();
    void anAddressThatIsNoneGetsNoConsent();
    void aPageForABrowserIsItsOwnersAlone();
    void picturesGoTheWayOfTheAccountsMail();

private:
    MailSession &session() { return *m_fixture->session; }
    MailReading &reading() { return session().reading(); }
    MessageId import(const QByteArray &bytes);
    MessageBody bodyOf(MessageId message, const RenderOptions &options = {});
    Result<void> allow(Kind kind, const QString &address)
    {
        return answerOf<void>([&](auto done) { reading().allowRemote(kind, address, this, done); });
    }

    std::unique_ptr<SessionFixture> m_fixture;
    QTemporaryDir m_files;
    int m_count = 0;
};

void MailReadingTest::init()
{
    m_fixture = std::make_unique<SessionFixture>();
    m_fixture->start();
}

MessageId MailReadingTest::import(const QByteArray &bytes)
{
    const QString path = m_files.filePath(QStringLiteral("%1.eml").arg(++m_count));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return 0;
    file.write(bytes);
    file.close();
    QSignalSpy added(&session(), &MailSession::messagesAdded);
    (void)answerOf<int>([&](auto done) { session().importFiles({path}, this, done); });
    if (!QTest::qWaitFor([&] { return added.count() > 0; }, SessionFixture::patience))
        return 0;
    return added.first().first().value<std::vector<MessageSummary>>().front().id;
}

MessageBody MailReadingTest::bodyOf(MessageId message, const RenderOptions &options)
{
    return answerOf<MessageBody>([&](auto done) { session().body(message, options, this, done); })
        .value_or(MessageBody());
}

void MailReadingTest::consentsAreThereAfterARestart()
{
    QSignalSpy changed(&reading(), &MailReading::consentsChanged);
    QVERIFY(allow(Kind::Sender, QStringLiteral("Anna@example.org")));
    QVERIFY(allow(Kind::Domain, QStringLiteral("bob@Example.com")));
    QCOMPARE(changed.count(), 2);
    m_fixture->start();
    const std::vector<ReadingConsent> consents = reading().consents();
    QCOMPARE(consents.size(), size_t(2));
    QCOMPARE(consents[0].value, QStringLiteral("anna@example.org"));
    QCOMPARE(consents[0].since, m_fixture->clock.now());
    QCOMPARE(consents[1].value, QStringLiteral("example.com"));
    QVERIFY(answerOf<void>([&](auto done) { reading().revokeRemote(consents[0], this, done); }));
    QCOMPARE(reading().consents().size(), size_t(1));
    m_fixture->start();
    QCOMPARE(reading().consents().size(), size_t(1));
}

void MailReadingTest::aBodyHasPlacesForPicturesThatAreAllowed()
{
    const MessageId message =
        import("From: anna@example.org\r\nSubject: x\r\nContent-Type: text/html\r\n\r\n"
               "<p>Hi<img width=50 height=40 src=\"http://pictures.example/a.png\"></p>\r\n");
    MessageBody body = bodyOf(message);
    QCOMPARE(body.remoteImages, 1);
    QVERIFY(body.remotePictures.isEmpty());
    RenderOptions once;
    once.remotePictures = true;
    QCOMPARE(bodyOf(message, once).remotePictures,
             QStringList{QStringLiteral("http://pictures.example/a.png")});
    QVERIFY(bodyOf(message).remotePictures.isEmpty());
    QVERIFY(allow(Kind::Domain, QStringLiteral("someone@example.org")));
    body = bodyOf(message);
    QCOMPARE(body.remotePictures, QStringList{QStringLiteral("http://pictures.example/a.png")});
    QVERIFY(body.safeHtml.contains(QStringLiteral("remote:0")));
    QVERIFY(!body.safeHtml.contains(QStringLiteral("pictures.example")));
    QVERIFY(
        answerOf<void>([&](auto done) { reading().revokeRemote(reading().consents().front(), this, done); }));
    QVERIFY(bodyOf(message).remotePictures.isEmpty());
}

void MailReadingTest::theTextEncodingIsRemembered()
{
    const MessageId message = import("From: anna@example.org\r\nSubject: x\r\n"
                                     "Content-Type: text/plain; charset=iso-8859-1\r\n"
                                     "Content-Transfer-Encoding: 8bit\r\n\r\n\xf0\xd2\xc9\xd7\xc5\xd4\r\n");
    const QString russian = QString::fromUtf8("\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82");
    QVERIFY(!bodyOf(message).text.contains(russian));
    QSignalSpy changed(&reading(), &MailReading::textEncodingChanged);
    QVERIFY(answerOf<void>([&](auto done) { reading().setTextEncoding(message, "koi8-r", this, done); }));
    QCOMPARE(changed.count(), 1);
    QVERIFY(bodyOf(message).text.contains(russian));
    m_fixture->start();
    QVERIFY(bodyOf(message).text.contains(russian));
    QCOMPARE(answerOf<QByteArray>([&](auto done) { reading().textEncoding(message, this, done); }).value(),
             QByteArray("koi8-r"));
    RenderOptions other; // what is asked for goes before what is remembered
    other.charset = "windows-1252";
    QVERIFY(!bodyOf(message, other).text.contains(russian));
    QVERIFY(answerOf<void>([&](auto done) { reading().setTextEncoding(message, {}, this, done); }));
    QVERIFY(!bodyOf(message).text.contains(russian));
}

void MailReadingTest::anAddressThatIsNoneGetsNoConsent()
{
    for (const char *address : {"", "anna", "@example.org", "anna@"}) {
        const auto allowed = allow(Kind::Domain, QString::fromLatin1(address));
        QVERIFY(!allowed);
        QVERIFY(allowed.error().code == ErrorCode::InvalidArgument);
    }
    QVERIFY(reading().consents().empty());
}

void MailReadingTest::aPageForABrowserIsItsOwnersAlone()
{
    const MessageId message =
        import("From: anna@example.org\r\nSubject: Offer\r\nContent-Type: text/html\r\n\r\n"
               "<p>Buy <script>evil()</script>now</p>\r\n");
    const QString path = m_files.filePath(QStringLiteral("page.html"));
    const auto save = [&] {
        return answerOf<void>([&](auto done) { reading().saveWebPage(message, path, this, done); });
    };
    QVERIFY(save());
    QFile page(path);
    QVERIFY(page.open(QIODevice::ReadOnly));
    const QByteArray html = page.readAll();
    QVERIFY(html.contains("Content-Security-Policy"));
    QVERIFY(html.contains("Buy"));
    QVERIFY(!html.contains("evil"));
#ifdef Q_OS_UNIX
    const auto others =
        QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther | QFileDevice::WriteOther;
    QCOMPARE(page.permissions() & others, QFileDevice::Permissions());
#endif
    QVERIFY(!save()); // a file that is there is not written over
}

void MailReadingTest::picturesGoTheWayOfTheAccountsMail()
{
    const TestHttpServer proxy([](const auto &) { return TestHttpServer::answer(403, {}); });
    PopMailbox mailbox(SessionFixture::mails(1));
    ScriptedPopServer server(mailbox.script());
    Account account = SessionFixture::accountFor(server.port());
    account = answerOf<Account>([&](auto done) {
                  session().saveAccount(account, QStringLiteral("secret"), this, done);
              }).value();
    QSignalSpy added(&session(), &MailSession::messagesAdded);
    session().check(account.id);
    QTRY_VERIFY_WITH_TIMEOUT(added.count() > 0, SessionFixture::patience);
    const MessageId message = added.first().first().value<std::vector<MessageSummary>>().front().id;
    account.server.proxy = {ProxySettings::Kind::Http, QStringLiteral("127.0.0.1"), proxy.port(), {}};
    account = answerOf<Account>([&](auto done) { session().saveAccount(account, {}, this, done); }).value();
    const auto load = reading().load(message, {QStringLiteral("http://pictures.example/a.png")});
    QSignalSpy finished(load.get(), &PictureLoad::finished);
    QTRY_VERIFY_WITH_TIMEOUT(finished.count() > 0, SessionFixture::patience);
    QCOMPARE(load->failed(), 1);
    QCOMPARE(proxy.requests().size(), size_t(1));
    QVERIFY(proxy.requests().front().head.startsWith("CONNECT pictures.example:80 "));
}

QTEST_GUILESS_MAIN(MailReadingTest)
#include "MailReadingTest.moc"
