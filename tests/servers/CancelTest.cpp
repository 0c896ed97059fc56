// SPDX-License-Identifier: GPL-3.0-or-later
#include "BlackHole.h"
#include "CheckedSession.h"
#include "Clock.h"
#include "GeneratedMail.h"
#include "PopMailbox.h"
#include "ScriptedPopServer.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using Peer = ScriptedPopServer::Peer;

// A check ends within 200 ms of being cancelled, whatever it was waiting for. Each phase is tried three times
// and judged by the middle one, so that a moment in which the machine was busy elsewhere is no failure.
class CancelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void endsWhileConnecting();
    void endsWhileTheHandshakeStalls();
    void endsWhileTheGreetingIsAwaited();
    void endsWhileACommandIsUnanswered_data();
    void endsWhileACommandIsUnanswered();
    void endsInTheMiddleOfAMessage();
    void endsWhileStoring_data();
    void endsWhileStoring();

private:
    // How long it took from cancelCheck() to checkFinished(), in milliseconds; -1 when the check did not end
    // with Cancelled. `isThere` says that the phase is reached.
    qint64 millisecondsToEnd(const ServerSettings &server, const std::function<bool()> &isThere,
                             const RetentionPolicy &retention = {});
    void judge(std::vector<qint64> times);
    ServerSettings settings(quint16 port, ServerSecurity security = ServerSecurity::None) const;

    TestCertificates m_certificates;
    SystemClock m_clock;
    FetchProgress m_progress; // the latest
};

void CancelTest::initTestCase()
{
    QVERIFY(m_certificates.isValid());
}

ServerSettings CancelTest::settings(quint16 port, ServerSecurity security) const
{
    ServerSettings server;
    server.host = QStringLiteral("localhost");
    server.port = port;
    server.security = security;
    server.user = QStringLiteral("user");
    server.caFile = m_certificates.caFile();
    return server;
}

qint64 CancelTest::millisecondsToEnd(const ServerSettings &server, const std::function<bool()> &isThere,
                                     const RetentionPolicy &retention)
{
    const QTemporaryDir profile;
    CheckedSession checked(profile.path(), m_clock);
    MailSession &session = checked.session();
    if (!checked.open())
        return -1;
    const auto account = checked.add(server, QStringLiteral("secret"), retention);
    if (!account)
        return -1;
    std::optional<FetchReport> report;
    m_progress = FetchProgress();
    QElapsedTimer timer;
    qint64 elapsed = -1;
    connect(&session, &MailSession::checkProgressed, this,
            [this](const FetchProgress &p) { m_progress = p; });
    connect(&session, &MailSession::checkFinished, this, [&](const FetchReport &finished) {
        elapsed = timer.isValid() ? timer.elapsed() : -1;
        report = finished;
    });
    session.check(account->id);
    QTimer tick; // isThere() may look at what no event tells
    tick.start(2);
    if (!CheckedSession::waitFor([&] { return report || isThere(); }, std::chrono::seconds(30)) || report) {
        qWarning("the phase was not reached: %s",
                 report && report->error ? qPrintable(errorCodeName(report->error->code)) : "no error");
        return -1;
    }
    timer.start();
    session.cancelCheck(account->id);
    CheckedSession::waitFor([&] { return report.has_value(); }, std::chrono::seconds(30));
    disconnect(&session, nullptr, this, nullptr);
    const bool cancelled = report && report->error && report->error->code == ErrorCode::Cancelled;
    return cancelled && !session.isChecking(account->id) ? elapsed : -1;
}

void CancelTest::judge(std::vector<qint64> times)
{
    QCOMPARE(times.size(), size_t(3));
    std::sort(times.begin(), times.end());
    qInfo("ended after %lld, %lld and %lld ms", times[0], times[1], times[2]);
    QVERIFY2(times[0] >= 0, "a check did not end with Cancelled");
    QVERIFY2(times[1] <= 200, qPrintable(QStringLiteral("%1 ms").arg(times[1])));
}

void CancelTest::endsWhileConnecting()
{
    const BlackHole hole;
    QVERIFY(hole.port() != 0);
    std::vector<qint64> times;
    for (int i = 0; i < 3; ++i) {
        QElapsedTimer since;
        since.start();
        times.push_back(millisecondsToEnd(settings(hole.port()), [&] { return since.elapsed() > 300; }));
    }
    judge(times);
}

void CancelTest::endsWhileTheHandshakeStalls()
{
    ScriptedPopServer server([](Peer &peer) { peer.stall(); });
    std::vector<qint64> times;
    for (int i = 0; i < 3; ++i)
        times.push_back(millisecondsToEnd(settings(server.port(), ServerSecurity::Tls),
                                          [&] { return server.connections() == i + 1; }));
    judge(times);
}

void CancelTest::endsWhileTheGreetingIsAwaited()
{
    std::atomic<int> reached{0};
    ScriptedPopServer server(
        [&reached](Peer &peer) {
            ++reached;
            peer.stall();
        },
        ScriptedPopServer::Security::Tls, m_certificates.localhost());
    std::vector<qint64> times;
    for (int i = 0; i < 3; ++i)
        times.push_back(millisecondsToEnd(settings(server.port(), ServerSecurity::Tls),
                                          [&] { return reached == i + 1; }));
    judge(times);
}

void CancelTest::endsWhileACommandIsUnanswered_data()
{
    QTest::addColumn<QByteArray>("command");
    for (const char *command : {"CAPA", "AUTH", "USER", "PASS", "LIST", "UIDL", "RETR", "DELE", "QUIT"})
        QTest::newRow(command) << QByteArray(command);
}

void CancelTest::endsWhileACommandIsUnanswered()
{
    QFETCH(const QByteArray, command);
    std::atomic<int> reached{0};
    std::vector<PopMailbox::Message> messages;
    for (int number = 0; number < 5; ++number)
        messages.push_back({"uid" + QByteArray::number(number), generatedMessage(number, 1'000) + "\r\n"});
    std::vector<qint64> times;
    for (int i = 0; i < 3; ++i) {
        PopMailbox mailbox(messages);
        mailbox.interfere = [&reached, command](Peer &peer, const QByteArray &line) {
            if (line.startsWith(command)) {
                ++reached;
                peer.stall();
            }
            return false;
        };
        ScriptedPopServer server(mailbox.script());
        ServerSettings account = settings(server.port());
        if (command == "USER" || command == "PASS")
            account.signIn = SignIn::UserPass;
        else if (command == "AUTH")
            account.signIn = SignIn::SaslPlain;
        RetentionPolicy retention;
        retention.afterDownload = true;
        times.push_back(millisecondsToEnd(
            account, [&] { return reached > i; }, retention));
        reached = i + 1;
    }
    judge(times);
}

void CancelTest::endsInTheMiddleOfAMessage()
{
    std::vector<qint64> times;
    for (int i = 0; i < 3; ++i) {
        std::atomic<bool> reached{false};
        PopMailbox mailbox({{"one", generatedMessage(1, 100'000) + "\r\n"}});
        mailbox.interfere = [&reached](Peer &peer, const QByteArray &line) {
            if (line.startsWith("RETR")) {
                peer.send("+OK\r\nSubject: half\r\n\r\n" + QByteArray(10'000, 'x'));
                reached = true;
                peer.stall();
            }
            return false;
        };
        ScriptedPopServer server(mailbox.script());
        times.push_back(millisecondsToEnd(settings(server.port()), [&] { return reached.load(); }));
    }
    judge(times);
}

void CancelTest::endsWhileStoring_data()
{
    QTest::addColumn<int>("after"); // messages
    QTest::newRow("early") << 10;
    QTest::newRow("later") << 1'500;
}

void CancelTest::endsWhileStoring()
{
    QFETCH(const int, after);
    std::vector<PopMailbox::Message> messages;
    for (int number = 0; number < 8'000; ++number)
        messages.push_back({"uid" + QByteArray::number(number), generatedMessage(number, 4'000) + "\r\n"});
    std::vector<qint64> times;
    for (int i = 0; i < 3; ++i) {
        PopMailbox mailbox(messages);
        ScriptedPopServer server(mailbox.script());
        times.push_back(millisecondsToEnd(settings(server.port()), [&] {
            return m_progress.phase == FetchProgress::Phase::Fetching && m_progress.messages >= after;
        }));
    }
    judge(times);
}

QTEST_GUILESS_MAIN(CancelTest)
#include "CancelTest.moc"
