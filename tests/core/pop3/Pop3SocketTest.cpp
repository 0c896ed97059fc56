// SPDX-License-Identifier: GPL-3.0-or-later
//
// The same engine over real sockets: what only TCP, TLS and threads can show.
#include "Pop3Connection.h"

#include "InWorker.h"
#include "Pop3Script.h"
#include "PopMailbox.h"
#include "SocketChannel.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>

using namespace std::chrono_literals;
using Peer = ScriptedPopServer::Peer;

namespace
{

// Far below any time-out, far above what a busy machine needs.
constexpr qint64 atOnce = 5000;

const Pop3Credentials credentials{QStringLiteral("user"), QStringLiteral("secret"),
                                  Pop3Credentials::Method::Automatic};

Result<Pop3Mailbox> openMailbox(const Endpoint &endpoint, Cancellation &cancellation)
{
    TRY(auto channel, SocketChannel::connect(endpoint, cancellation));
    TRY(auto connection, Pop3Connection::open(std::move(channel), endpoint.security));
    return std::move(connection).signIn(credentials);
}

struct Session {
    Result<void> result;
    RecordingSink sink;
    Pop3Listing listing;
    QString tlsVersion;
    QString method;
};

// Fetches everything, deletes it and quits.
Result<void> fetchAll(const Endpoint &endpoint, Cancellation &cancellation, Session &session)
{
    TRY(auto mailbox, openMailbox(endpoint, cancellation));
    session.tlsVersion = mailbox.tlsVersion();
    session.method = mailbox.signInMethod();
    TRY(session.listing, mailbox.listing());
    CHECK(mailbox.retr(session.listing.entries, session.sink));
    std::vector<int> numbers;
    for (const auto &entry : session.listing.entries)
        numbers.push_back(entry.number);
    CHECK(mailbox.dele(numbers));
    return std::move(mailbox).quit();
}

Session fetchAll(const Endpoint &endpoint)
{
    return inWorker([&] {
        Cancellation cancellation;
        Session session;
        session.result = fetchAll(endpoint, cancellation, session);
        return session;
    });
}

std::vector<PopMailbox::Message> someMessages(int count)
{
    std::vector<PopMailbox::Message> messages;
    for (int number = 1; number <= count; ++number) {
        const QByteArray name = QByteArray::number(number);
        messages.push_back({"uid-" + name, "Subject: " + name + "\r\n\r\n" +
                                               QByteArray(number * 37 % 5000, 'x') + "\r\n.\r\n..dots\r\n"});
    }
    return messages;
}

} // namespace

class Pop3SocketTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fetchesAndDeletesAll_data();
    void fetchesAndDeletesAll();
    void lostConnectionDeletesNothing();
    void injectionAfterStlsStopsTheSession();
    void wrongCertificateStopsTheSession_data();
    void wrongCertificateStopsTheSession();
    void stlsThatIsMissingStopsTheSession();
    void cutAnywhereKeepsOnlyWholeMessages();
    void pipeliningDoesNotDeadlockOnLargeMessages();
    void cancelReturnsAtOnce_data();
    void cancelReturnsAtOnce();

private:
    Endpoint endpoint(quint16 port, Security security) const
    {
        return {QStringLiteral("localhost"), port, security, {m_certificates.caFile(), {}}};
    }

    TestCertificates m_certificates;
};

void Pop3SocketTest::initTestCase()
{
    QVERIFY(m_certificates.isValid());
}

void Pop3SocketTest::fetchesAndDeletesAll_data()
{
    QTest::addColumn<int>("security");
    QTest::addColumn<int>("segment");
    QTest::addColumn<bool>("pipelining");
    QTest::addColumn<int>("count");
    QTest::newRow("TLS") << int(Security::Tls) << 0 << true << 1200;
    QTest::newRow("TLS lock-step") << int(Security::Tls) << 0 << false << 100;
    QTest::newRow("STLS") << int(Security::StartTls) << 0 << true << 100;
    QTest::newRow("plain, one byte each") << int(Security::None) << 1 << true << 5;
    QTest::newRow("TLS, seven bytes each") << int(Security::Tls) << 7 << true << 5;
}

void Pop3SocketTest::fetchesAndDeletesAll()
{
    QFETCH(int, security);
    QFETCH(int, segment);
    QFETCH(bool, pipelining);
    QFETCH(int, count);
    PopMailbox mailbox(someMessages(count));
    if (!pipelining)
        mailbox.capabilitiesAfter.removeAll("PIPELINING");
    mailbox.offersStls = Security(security) == Security::StartTls;
    const auto expected = mailbox.messages();
    ScriptedPopServer server(
        [&](Peer &peer) {
            peer.setSegmentSize(segment);
            mailbox.serve(peer);
        },
        Security(security) == Security::Tls ? ScriptedPopServer::Security::Tls
                                            : ScriptedPopServer::Security::Plain,
        m_certificates.localhost());
    const auto session = fetchAll(endpoint(server.port(), Security(security)));
    QVERIFY2(session.result, session.result ? "" : qPrintable(errorCodeName(session.result.error().code)));
    QCOMPARE(session.tlsVersion.isEmpty(), Security(security) == Security::None);
    QCOMPARE(session.method,
             Security(security) == Security::None ? QStringLiteral("USER") : QStringLiteral("PLAIN"));
    QCOMPARE(session.sink.completeMessages(), count);
    for (int i = 0; i < count; ++i) {
        QCOMPARE(session.listing.entries[size_t(i)].uidl, expected[size_t(i)].uidl);
        QCOMPARE(session.sink.messages[size_t(i)].bytes, expected[size_t(i)].bytes);
    }
    QCOMPARE(mailbox.messages().size(), size_t(0));
}

void Pop3SocketTest::lostConnectionDeletesNothing()
{
    PopMailbox mailbox(someMessages(3));
    mailbox.interfere = [](Peer &peer, const QByteArray &command) -> bool {
        if (command == "QUIT")
            peer.drop();
        return false;
    };
    ScriptedPopServer server(mailbox.script());
    const auto session = fetchAll(endpoint(server.port(), Security::None));
    QCOMPARE(codeOf(session.result), ErrorCode::ConnectionLost);
    QCOMPARE(mailbox.messages().size(), size_t(3));
}

void Pop3SocketTest::injectionAfterStlsStopsTheSession()
{
    PopMailbox mailbox;
    mailbox.offersStls = true;
    mailbox.interfere = [](Peer &peer, const QByteArray &command) {
        if (command != "STLS")
            return false;
        peer.send("+OK Begin TLS\r\n+OK injected capa\r\nSASL PLAIN-EVIL\r\n.\r\n");
        peer.startTls();
        return true;
    };
    ScriptedPopServer server(mailbox.script(), ScriptedPopServer::Security::Plain,
                             m_certificates.localhost());
    const auto session = fetchAll(endpoint(server.port(), Security::StartTls));
    QCOMPARE(codeOf(session.result), ErrorCode::PlaintextInjected);
    server.waitForDisconnect();
    QCOMPARE(server.received(), (QByteArrayList{"CAPA", "STLS"}));
}

void Pop3SocketTest::wrongCertificateStopsTheSession_data()
{
    QTest::addColumn<int>("security");
    QTest::addColumn<int>("which");
    for (const auto security : {Security::Tls, Security::StartTls}) {
        for (int which = 0; which < 3; ++which)
            QTest::addRow("%d %d", int(security), which) << int(security) << which;
    }
}

void Pop3SocketTest::wrongCertificateStopsTheSession()
{
    QFETCH(int, security);
    QFETCH(int, which);
    const ServerIdentity identities[] = {m_certificates.wrongHost(), m_certificates.expired(),
                                         m_certificates.selfSigned()};
    PopMailbox mailbox(someMessages(1));
    mailbox.offersStls = true;
    ScriptedPopServer server(mailbox.script(),
                             Security(security) == Security::Tls ? ScriptedPopServer::Security::Tls
                                                                 : ScriptedPopServer::Security::Plain,
                             identities[which]);
    const auto session = fetchAll(endpoint(server.port(), Security(security)));
    QCOMPARE(codeOf(session.result), ErrorCode::CertificateUntrusted);
    QVERIFY(!session.result.error().chain.isEmpty());
    server.waitForDisconnect();
    QVERIFY(!server.hasReceived("USER") && !server.hasReceived("AUTH") && !server.hasReceived("PASS"));
}

void Pop3SocketTest::stlsThatIsMissingStopsTheSession()
{
    PopMailbox mailbox;
    ScriptedPopServer server(mailbox.script());
    const auto session = fetchAll(endpoint(server.port(), Security::StartTls));
    QCOMPARE(codeOf(session.result), ErrorCode::TlsNotOffered);
    server.waitForDisconnect();
    QCOMPARE(server.received(), QByteArrayList{"CAPA"});
}

// Wherever the stream ends, what is complete is right, and nothing is deleted.
void Pop3SocketTest::cutAnywhereKeepsOnlyWholeMessages()
{
    const auto messages = someMessages(4);
    bool cut = true;
    for (qint64 at = 1; cut; at += 23) {
        PopMailbox mailbox(messages);
        ScriptedPopServer server([&](Peer &peer) {
            peer.cutAfter(at);
            mailbox.serve(peer);
        });
        const auto session = fetchAll(endpoint(server.port(), Security::None));
        cut = !session.result;
        if (cut) {
            QCOMPARE(session.result.error().code, ErrorCode::ConnectionLost);
            server.waitForDisconnect();
            QVERIFY(mailbox.messages() == messages || server.hasReceived("QUIT"));
        }
        for (size_t i = 0; i < session.sink.messages.size(); ++i) {
            const auto &message = session.sink.messages[i];
            QVERIFY(!message.complete || message.bytes == messages[i].bytes);
        }
    }
}

void Pop3SocketTest::pipeliningDoesNotDeadlockOnLargeMessages()
{
    std::vector<PopMailbox::Message> messages;
    for (int number = 0; number < 40; ++number)
        messages.push_back(
            {"uid-" + QByteArray::number(number), QByteArray(1'000'000, char('a' + number % 26)) + "\r\n"});
    PopMailbox mailbox(messages);
    ScriptedPopServer server(mailbox.script(), ScriptedPopServer::Security::Tls, m_certificates.localhost());
    const auto session = fetchAll(endpoint(server.port(), Security::Tls));
    QVERIFY(session.result);
    QCOMPARE(session.sink.completeMessages(), 40);
    QCOMPARE(session.sink.messages[39].bytes, messages[39].bytes);
}

void Pop3SocketTest::cancelReturnsAtOnce_data()
{
    QTest::addColumn<QByteArray>("at"); // the command at which the server stalls
    QTest::newRow("greeting") << QByteArray();
    for (const auto *command : {"CAPA", "STLS", "AUTH", "UIDL", "RETR", "QUIT"})
        QTest::newRow(command) << QByteArray(command);
}

void Pop3SocketTest::cancelReturnsAtOnce()
{
    QFETCH(QByteArray, at);
    std::atomic<bool> stalled{false};
    PopMailbox mailbox(someMessages(2));
    mailbox.offersStls = true;
    mailbox.interfere = [&](Peer &peer, const QByteArray &command) -> bool {
        if (!command.startsWith(at))
            return false;
        if (at == "STLS")
            peer.send("+OK begin\r\n");
        if (at == "RETR")
            peer.send("+OK\r\nSubject: half a mess");
        stalled = true;
        peer.stall();
        return true;
    };
    ScriptedPopServer server(
        [&](Peer &peer) {
            if (at.isEmpty()) {
                stalled = true;
                peer.stall();
            }
            mailbox.serve(peer);
        },
        ScriptedPopServer::Security::Plain, m_certificates.localhost());
    Cancellation cancellation;
    QElapsedTimer time;
    Session session;
    session.result =
        inWorker([&] { return fetchAll(endpoint(server.port(), Security::StartTls), cancellation, session); },
                 [&] {
                     while (!stalled)
                         QThread::msleep(1);
                     QThread::msleep(50);
                     time.start();
                     cancellation.cancel();
                 });
    const qint64 elapsed = time.elapsed();
    QCOMPARE(codeOf(session.result), ErrorCode::Cancelled);
    QCOMPARE(session.sink.completeMessages(), at == "QUIT" ? 2 : 0);
    qInfo("cancelled after %lld ms", elapsed);
    QVERIFY(elapsed < atOnce);
}

QTEST_GUILESS_MAIN(Pop3SocketTest)
#include "Pop3SocketTest.moc"
