// SPDX-License-Identifier: GPL-3.0-or-later
#include "CheckedSession.h"
#include "CommandTap.h"
#include "DovecotServer.h"
#include "FakeClock.h"
#include "Reason.h"
#include "ServerDesk.h"

#include <QTest>

namespace
{
constexpr int messages = 20'000;
} // namespace

// The live view of a large mailbox of a real Dovecot, seen from the wire. The test functions are the days of
// one profile: each goes on where the one before ended.
class ServerViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanup() { m_session.reset(); }
    void rowsAreThereBeforeTheFirstHeader();
    void afterARestartAllIsThereAtOnceAndOnlyNewMailIsAskedFor();
    void fiveAreFetchedAndThreeDeletedByExactlyThatManyCommands();

private:
    void open();
    std::vector<ServerMessage> rows();
    ServerDesk &desk() { return m_session->session().serverDesk(); }
    bool waitUntilRead();
    ServerMessageKey numbered(const std::vector<ServerMessage> &rows, int number) const;

    DovecotServer m_server;
    std::unique_ptr<CommandTap> m_tap;
    std::unique_ptr<ServerMaildir> m_maildir;
    QTemporaryDir m_directory;
    FakeClock m_clock;
    std::unique_ptr<CheckedSession> m_session;
    AccountId m_account = 0;
};

static QByteArray mail(int number)
{
    const QByteArray name = QByteArray::number(number);
    return "From: Sender " + name + " <sender@example.org>\r\nSubject: number " + name +
           "\r\nDate: Thu, 1 Jan 2026 00:00:00 +0000\r\nMessage-ID: <" + name +
           "@example.org>\r\n\r\nText of " + name + "\r\n";
}

void ServerViewTest::initTestCase()
{
    const auto started = m_server.start();
    QVERIFY2(started, reason(started));
    auto maildir = m_server.maildir(QStringLiteral("large"));
    QVERIFY2(maildir, reason(maildir));
    m_maildir = std::make_unique<ServerMaildir>(std::move(*maildir));
    std::vector<QByteArray> mails;
    for (int number = 1; number <= messages; ++number)
        mails.push_back(mail(number));
    QVERIFY(m_maildir->deliver(mails).has_value());
    m_tap = std::make_unique<CommandTap>(m_server.port());
}

// The account's server is the tap.
void ServerViewTest::open()
{
    m_session = std::make_unique<CheckedSession>(m_directory.filePath(QStringLiteral("profile")), m_clock);
    QVERIFY(m_session->open().has_value());
    if (m_account != 0) // whose password was in the memory of the session before
        return m_session->session().usePassword(m_account, DovecotServer::password());
    ServerSettings settings = m_server.settings(QStringLiteral("large"), ServerSecurity::None);
    settings.host = QStringLiteral("127.0.0.1");
    settings.port = m_tap->port();
    const auto account = m_session->add(settings, DovecotServer::password());
    QVERIFY2(account, reason(account));
    m_account = account->id;
}

std::vector<ServerMessage> ServerViewTest::rows()
{
    std::optional<std::vector<ServerMessage>> rows;
    m_session->session().serverMessages(m_account, this, [&](Result<std::vector<ServerMessage>> answer) {
        rows = answer ? std::move(*answer) : std::vector<ServerMessage>();
    });
    (void)CheckedSession::waitFor([&] { return rows.has_value(); });
    return std::move(*rows);
}

bool ServerViewTest::waitUntilRead()
{
    return CheckedSession::waitFor([this] {
               const ServerLook look = desk().look(m_account);
               return look.error || (look.listedAt > 0 && !look.isUnderWay());
           }) &&
           !desk().look(m_account).error;
}

ServerMessageKey ServerViewTest::numbered(const std::vector<ServerMessage> &rows, int number) const
{
    for (const ServerMessage &row : rows)
        if (row.number == number)
            return row.key;
    return {};
}

void ServerViewTest::rowsAreThereBeforeTheFirstHeader()
{
    open();
    m_tap->holdBack("TOP"); // the server has not been asked for a header yet
    desk().open(m_account);
    QVERIFY(CheckedSession::waitFor([this] { return desk().look(m_account).listedAt > 0; }));
    const auto listed = rows();
    QCOMPARE(listed.size(), size_t(messages));
    QCOMPARE(desk().look(m_account).headersRead, 0);
    for (const ServerMessage &row : listed)
        QVERIFY(row.size > 0 && row.number > 0 && row.date == 0);

    m_tap->letPass();
    QVERIFY2(waitUntilRead(), m_server.log());
    QCOMPARE(m_tap->connections(), 1);
    const QByteArrayList tops = m_tap->linesWith("TOP");
    QCOMPARE(tops.size(), messages);
    QCOMPARE(tops.first(), QByteArray("TOP 20000 0")); // newest first
    QCOMPARE(tops.last(), QByteArray("TOP 1 0"));
    QVERIFY(m_tap->linesWith("RETR").isEmpty() && m_tap->linesWith("DELE").isEmpty());
    for (const ServerMessage &row : rows())
        QCOMPARE(row.subject, QStringLiteral("number %1").arg(row.number));
}

void ServerViewTest::afterARestartAllIsThereAtOnceAndOnlyNewMailIsAskedFor()
{
    open();
    const int before = m_tap->connections();
    const qsizetype topsBefore = m_tap->linesWith("TOP").size();
    const auto known = rows();
    QCOMPARE(m_tap->connections(), before); // nobody was asked
    QCOMPARE(known.size(), size_t(messages));
    for (const ServerMessage &row : known)
        QVERIFY(row.subject.startsWith(QStringLiteral("number ")));

    for (int number = messages + 1; number <= messages + 3; ++number)
        QVERIFY(m_maildir->deliver(mail(number)).has_value());
    QVERIFY(m_server.served(QStringLiteral("large"))->size() == messages + 3); // Dovecot sees them
    desk().open(m_account);
    QVERIFY2(waitUntilRead(), m_server.log());
    const QByteArrayList tops = m_tap->linesWith("TOP").mid(topsBefore);
    QCOMPARE(tops, (QByteArrayList{"TOP 20003 0", "TOP 20002 0", "TOP 20001 0"}));
}

void ServerViewTest::fiveAreFetchedAndThreeDeletedByExactlyThatManyCommands()
{
    open();
    desk().open(m_account);
    QVERIFY2(waitUntilRead(), m_server.log());
    const auto listed = rows();
    ServerWork work;
    for (const int number : {1, 777, 9'999, 12'345, 20'003})
        work.get.push_back(numbered(listed, number));
    for (const int number : {2, 10'000, 20'001})
        work.remove.push_back(numbered(listed, number));
    const qsizetype before = m_tap->lines().size();
    std::optional<Result<FetchReport>> done;
    desk().carryOut(m_account, work, this, [&](Result<FetchReport> report) { done = std::move(report); });
    QVERIFY(CheckedSession::waitFor([&] { return done.has_value(); }));
    QVERIFY2(*done && !(*done)->error, m_server.log());
    QCOMPARE((*done)->fetched, 5);
    QCOMPARE((*done)->deleted, 3);

    // The live view leaves first, and then there is one session. LIST 20003 is the mark that tells that the
    // answers belonged to their commands.
    QByteArrayList lines = m_tap->lines().mid(before);
    QCOMPARE(lines.takeFirst(), QByteArray("QUIT"));
    while (!lines.isEmpty() && lines.first() != "STAT")
        lines.removeFirst(); // signs in
    QCOMPARE(lines,
             (QByteArrayList{"STAT", "UIDL", "RETR 1", "RETR 777", "RETR 9999", "RETR 12345", "RETR 20003",
                             "LIST 20003", "DELE 2", "DELE 10000", "DELE 20001", "QUIT"}));
    QCOMPARE(m_maildir->messages(), messages); // 20,003 less 3
}

QTEST_GUILESS_MAIN(ServerViewTest)
#include "ServerViewTest.moc"
