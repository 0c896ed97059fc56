// SPDX-License-Identifier: GPL-3.0-or-later
#include "CheckedSession.h"
#include "CourierServer.h"
#include "DovecotServer.h"
#include "FakeClock.h"
#include "GeneratedMail.h"
#include "MailutilsServer.h"
#include "Reason.h"
#include "StoredMail.h"

#include <QFileInfo>
#include <QTest>

// Poplar against three POP3 servers of Debian, the same 300 messages in each, all in Maildirs, which know no
// quoting of "From ". What is stored is byte for byte what an independent client reads, and what was put into
// the mailbox but for what the servers are known to change: line ends become CR LF, a last line without an
// end gets one, and Mailutils keeps its unique-id in a field X-UIDL. Each message has a body: of one that is
// a header alone, without the empty line behind it, Mailutils serves not a byte (Dovecot does, and the tests
// against it alone have such messages).
class OtherServersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void fetchesTheSameMailFromEachServer_data() { addServers(); }
    void fetchesTheSameMailFromEachServer();
    void deleteAfterDownloadEmptiesEachServer_data() { addServers(); }
    void deleteAfterDownloadEmptiesEachServer();

private:
    static constexpr int messages = 300;
    struct Server {
        Result<void> started = failure(ErrorCode::NotFound);
        std::function<Result<ServerMaildir>(const QString &user)> maildir;
        std::function<ServerSettings(const QString &user)> settings;
        QString password;
        bool addsUidlField = false; // X-UIDL in the header
    };

    void addServers();
    static bool isDebian() { return QFileInfo::exists(QStringLiteral("/etc/debian_version")); }
    std::vector<ServedMessage> served(const Server &server, const QString &user) const;
    // What is wrong with what the server serves, held against what was put into it.
    QString changes(const Server &server, const std::vector<ServedMessage> &messages) const;

    DovecotServer m_dovecot;
    CourierServer m_courier;
    MailutilsServer m_mailutils{{QStringLiteral("keep"), QStringLiteral("delete")}};
    QHash<QString, Server> m_servers;
    std::vector<QByteArray> m_mail; // as all three keep it, with LF for line ends
    FakeClock m_clock;
};

void OtherServersTest::initTestCase()
{
    m_servers[QStringLiteral("Dovecot")] = {
        m_dovecot.start(), [this](const QString &user) { return m_dovecot.maildir(user); },
        [this](const QString &user) { return m_dovecot.settings(user); }, DovecotServer::password(), false};
    m_servers[QStringLiteral("Courier")] = {
        m_courier.start(), [this](const QString &user) { return m_courier.maildir(user); },
        [this](const QString &user) { return m_courier.settings(user); }, CourierServer::password(), false};
    m_servers[QStringLiteral("Mailutils")] = {
        m_mailutils.start(), [this](const QString &user) { return m_mailutils.maildir(user); },
        [this](const QString &user) { return m_mailutils.settings(user); }, MailutilsServer::password(),
        true};
    m_mail = generatedMessages(0, messages, 600, 48 * 1024);
    for (QByteArray &message : m_mail)
        message.replace("\r\n", "\n");
}

void OtherServersTest::addServers()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"Dovecot", "Courier", "Mailutils"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

std::vector<ServedMessage> OtherServersTest::served(const Server &server, const QString &user) const
{
    const ServerSettings settings = server.settings(user);
    auto read = readServedMailbox(settings.port, settings.caFile, settings.user, server.password);
    if (!read)
        qFatal("%s", reason(read).constData());
    return std::move(*read);
}

QString OtherServersTest::changes(const Server &server, const std::vector<ServedMessage> &served) const
{
    QStringList lines;
    QHash<int, QByteArray> byNumber;
    for (const ServedMessage &message : served) {
        QByteArray bytes = message.bytes;
        const qsizetype field = bytes.indexOf("\r\nX-UIDL: ") + 2;
        if (server.addsUidlField && field > 2)
            bytes.remove(field, bytes.indexOf("\r\n", field) + 2 - field);
        byNumber.insert(generatedNumber(bytes), bytes);
    }
    for (int number = 0; number < messages; ++number) {
        QByteArray expected = m_mail[size_t(number)];
        if (!expected.endsWith('\n'))
            expected += '\n';
        expected.replace("\n", "\r\n");
        if (byNumber.take(number) != expected)
            lines << QStringLiteral("message %1 is not what was put into the mailbox").arg(number);
    }
    if (!byNumber.isEmpty())
        lines << QStringLiteral("%1 unknown messages").arg(byNumber.size());
    return lines.join(QLatin1Char('\n'));
}

// The servers but Dovecot are to be had on Debian alone, and one of them for root alone.
#define NEED(server)                                                                                         \
    if (!(server).started && ((server).started.error().code == ErrorCode::Unsupported ||                     \
                              (!isDebian() && (server).started.error().code == ErrorCode::NotFound)))        \
        QSKIP(reason((server).started).constData());                                                         \
    QVERIFY2((server).started, reason((server).started))

void OtherServersTest::fetchesTheSameMailFromEachServer()
{
    QFETCH(const QString, name);
    const Server &server = m_servers[name];
    NEED(server);
    const QString user = QStringLiteral("keep");
    auto maildir = server.maildir(user);
    QVERIFY2(maildir, reason(maildir));
    QVERIFY(maildir->deliver(m_mail).has_value());
    QTemporaryDir profile;
    CheckedSession session(profile.path(), m_clock);
    QVERIFY(session.open().has_value());
    const auto account = session.add(server.settings(user), server.password);
    QVERIFY2(account, reason(account));

    const FetchReport first = session.check(account->id);
    QVERIFY2(!first.error, reason(first));
    QCOMPARE(first.fetched, messages);
    const auto mail = served(server, user);
    QCOMPARE(changes(server, mail), QString());
    QCOMPARE(faults(mail, readStoredMail(profile.path()).value()), QString());

    m_clock.advance(60); // Courier wants ten seconds between two sign-ins
    const FetchReport second = session.check(account->id);
    QVERIFY2(!second.error, reason(second));
    QCOMPARE(second.fetched, 0);
    QCOMPARE(second.deleted, 0);
    QCOMPARE(second.kept, messages);
    QCOMPARE(maildir->messages(), messages);
    QCOMPARE(faults(mail, readStoredMail(profile.path()).value()), QString());
}

void OtherServersTest::deleteAfterDownloadEmptiesEachServer()
{
    QFETCH(const QString, name);
    const Server &server = m_servers[name];
    NEED(server);
    const QString user = QStringLiteral("delete");
    auto maildir = server.maildir(user);
    QVERIFY2(maildir, reason(maildir));
    QVERIFY(maildir->deliver(m_mail).has_value());
    QTemporaryDir profile;
    CheckedSession session(profile.path(), m_clock);
    QVERIFY(session.open().has_value());
    RetentionPolicy retention;
    retention.afterDownload = true;
    const auto account = session.add(server.settings(user), server.password, retention);
    QVERIFY2(account, reason(account));

    const FetchReport report = session.check(account->id);
    QVERIFY2(!report.error, reason(report));
    QCOMPARE(report.fetched, messages);
    QCOMPARE(report.deleted, messages);
    QTRY_COMPARE(maildir->messages(), 0); // Courier answers QUIT before it has removed them all
    std::vector<ServedMessage> stored;
    const auto all = readStoredMail(profile.path());
    QVERIFY2(all, reason(all));
    for (const StoredMessage &message : *all)
        stored.push_back({message.summary.uidl, message.bytes});
    QCOMPARE(changes(server, stored), QString());
    m_clock.advance(60);
    const FetchReport again = session.check(account->id);
    QVERIFY2(!again.error, reason(again));
    QCOMPARE(again.fetched, 0);
}

QTEST_GUILESS_MAIN(OtherServersTest)
#include "OtherServersTest.moc"
