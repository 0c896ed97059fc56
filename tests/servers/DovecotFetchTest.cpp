// SPDX-License-Identifier: GPL-3.0-or-later
#include "CheckedSession.h"
#include "CommandLine.h"
#include "DovecotServer.h"
#include "FakeClock.h"
#include "GeneratedMail.h"
#include "Reason.h"
#include "StoredMail.h"

#include <QDirIterator>
#include <QTest>

#include <set>

// Poplar against Debian's Dovecot: what is stored is what the server serves, once, and only what should go
// from the server goes.
class DovecotFetchTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void fetchesEveryMessageOnceAndUnchanged_data();
    void fetchesEveryMessageOnceAndUnchanged();
    void commandLinePrintsTheServersBytes();
    void deleteAfterDownloadEmptiesTheServer();
    void keepFourteenDaysDeletesWhatIsOlder();

private:
    std::vector<ServedMessage> served(const QString &user) const;
    std::vector<StoredMessage> stored() const;
    std::set<int> numbersOnServer(const QString &user) const;

    DovecotServer m_server;
    std::unique_ptr<ServerMaildir> m_everything; // 1,000 generated messages and tests/data
    int m_count = 0;
    std::unique_ptr<QTemporaryDir> m_directory;
    QString m_profile;
    FakeClock m_clock;
};

void DovecotFetchTest::initTestCase()
{
    const auto started = m_server.start();
    QVERIFY2(started, reason(started));
    auto maildir = m_server.maildir(QStringLiteral("everything"));
    QVERIFY2(maildir, reason(maildir));
    m_everything = std::make_unique<ServerMaildir>(std::move(*maildir));
    QVERIFY(m_everything->deliver(generatedMessages(0, 1'000)).has_value());
    QDirIterator files(QStringLiteral(POPLAR_TEST_DATA), {QStringLiteral("*.eml")}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(m_everything->deliver(file.readAll()).has_value());
    }
    m_count = m_everything->messages();
    QVERIFY(m_count >= 1'000);
}

void DovecotFetchTest::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(m_directory->isValid());
    m_profile = m_directory->filePath(QStringLiteral("profile"));
}

std::vector<ServedMessage> DovecotFetchTest::served(const QString &user) const
{
    auto messages = readServedMailbox(m_server.tlsPort(), m_server.caFile(), user, DovecotServer::password());
    if (!messages)
        qFatal("%s\n%s", qPrintable(messages.error().detail), m_server.log().constData());
    return std::move(*messages);
}

std::vector<StoredMessage> DovecotFetchTest::stored() const
{
    auto messages = readStoredMail(m_profile);
    if (!messages)
        qFatal("the store cannot be read: %s", qPrintable(messages.error().detail));
    return std::move(*messages);
}

std::set<int> DovecotFetchTest::numbersOnServer(const QString &user) const
{
    std::set<int> numbers;
    for (const ServedMessage &message : served(user))
        numbers.insert(generatedNumber(message.bytes));
    return numbers;
}

void DovecotFetchTest::fetchesEveryMessageOnceAndUnchanged_data()
{
    QTest::addColumn<ServerSecurity>("security");
    QTest::newRow("tls") << ServerSecurity::Tls;
    QTest::newRow("starttls") << ServerSecurity::StartTls;
}

void DovecotFetchTest::fetchesEveryMessageOnceAndUnchanged()
{
    QFETCH(const ServerSecurity, security);
    const QString user = QLatin1String("keep-") + QLatin1String(QTest::currentDataTag());
    auto maildir = m_server.maildir(user);
    QVERIFY2(maildir, reason(maildir));
    QVERIFY(maildir->linkFrom(*m_everything).has_value());
    CheckedSession session(m_profile, m_clock);
    QVERIFY(session.open().has_value());
    const auto account = session.add(m_server.settings(user, security), DovecotServer::password());
    QVERIFY2(account, reason(account));

    const FetchReport first = session.check(account->id);
    QVERIFY2(!first.error, m_server.log() + reason(first));
    QCOMPARE(first.fetched, m_count);
    QCOMPARE(first.notFetched.size(), size_t(0));
    QCOMPARE(faults(served(user), stored()), QString());

    const FetchReport second = session.check(account->id);
    QVERIFY(!second.error);
    QCOMPARE(second.fetched, 0);
    QCOMPARE(second.deleted, 0);
    QCOMPARE(second.kept, m_count);

    QVERIFY(maildir->deliver(generatedMessages(5'000, 10)).has_value());
    const FetchReport third = session.check(account->id);
    QVERIFY(!third.error);
    QCOMPARE(third.fetched, 10);
    QCOMPARE(faults(served(user), stored()), QString());
    QCOMPARE(maildir->messages(), m_count + 10);
}

void DovecotFetchTest::commandLinePrintsTheServersBytes()
{
    const QString user = QStringLiteral("command-line");
    auto maildir = m_server.maildir(user);
    QVERIFY2(maildir, reason(maildir));
    QVERIFY(maildir->linkFrom(*m_everything).has_value());
    CommandLine poplar(m_profile);
    const auto added =
        poplar.addAccount(m_server.settings(user), DovecotServer::password(), QStringLiteral("forever"));
    QVERIFY2(added, reason(added));
    const auto fetched = poplar.run({QStringLiteral("fetch")});
    QVERIFY2(fetched.exitCode == 0, fetched.output + fetched.errors);
    QHash<QByteArray, QByteArray> bytesByUidl;
    for (const ServedMessage &message : served(user))
        bytesByUidl.insert(message.uidl, message.bytes);
    const std::vector<StoredMessage> all = stored();
    QCOMPARE(int(all.size()), m_count);
    for (size_t at = 0; at < all.size(); at += 41) {
        const MessageSummary &summary = all[at].summary;
        const auto shown =
            poplar.run({QStringLiteral("show"), QString::number(summary.id), QStringLiteral("--raw")});
        QCOMPARE(shown.exitCode, 0);
        QVERIFY2(shown.output == bytesByUidl.value(summary.uidl), summary.uidl);
    }
    const auto verified = poplar.run({QStringLiteral("verify")});
    QVERIFY2(verified.exitCode == 0, verified.output + verified.errors);
}

void DovecotFetchTest::deleteAfterDownloadEmptiesTheServer()
{
    const QString user = QStringLiteral("delete");
    auto maildir = m_server.maildir(user);
    QVERIFY2(maildir, reason(maildir));
    QVERIFY(maildir->linkFrom(*m_everything).has_value());
    const std::vector<ServedMessage> before = served(user);
    CheckedSession session(m_profile, m_clock);
    QVERIFY(session.open().has_value());
    RetentionPolicy retention;
    retention.afterDownload = true;
    const auto account = session.add(m_server.settings(user), DovecotServer::password(), retention);
    QVERIFY2(account, reason(account));

    const FetchReport report = session.check(account->id);
    QVERIFY2(!report.error, m_server.log() + reason(report));
    QCOMPARE(report.fetched, m_count);
    QCOMPARE(report.deleted, m_count);
    QCOMPARE(report.kept, 0);
    QCOMPARE(maildir->messages(), 0);
    QCOMPARE(faults(before, stored()), QString());
    const FetchReport again = session.check(account->id);
    QVERIFY(!again.error);
    QCOMPARE(again.fetched, 0);
}

void DovecotFetchTest::keepFourteenDaysDeletesWhatIsOlder()
{
    constexpr qint64 minute = 60;
    const QString user = QStringLiteral("fortnight");
    auto maildir = m_server.maildir(user);
    QVERIFY2(maildir, reason(maildir));
    CheckedSession session(m_profile, m_clock);
    QVERIFY(session.open().has_value());
    RetentionPolicy retention;
    retention.hours = 14 * 24;
    const auto account = session.add(m_server.settings(user), DovecotServer::password(), retention);
    QVERIFY2(account, reason(account));
    // Twenty messages on each of the days 0, 5 and 9; each is to go 14 days after it was seen here first.
    std::vector<ServedMessage> everything;
    int first = 0;
    for (const qint64 daysToNext : {5, 4, 0}) {
        QVERIFY(maildir->deliver(generatedMessages(first, 20)).has_value());
        first += 20;
        const FetchReport report = session.check(account->id);
        QVERIFY(!report.error);
        QCOMPARE(report.fetched, 20);
        QCOMPARE(report.deleted, 0);
        m_clock.advanceDays(daysToNext);
    }
    everything = served(user);
    QCOMPARE(everything.size(), size_t(60));

    const auto range = [](int from, int to) {
        std::set<int> numbers;
        while (from < to)
            numbers.insert(from++);
        return numbers;
    };
    m_clock.advanceDays(5);
    m_clock.advance(-minute); // one minute before the first twenty are 14 days old
    QCOMPARE(session.check(account->id).deleted, 0);
    m_clock.advance(2 * minute);
    QCOMPARE(session.check(account->id).deleted, 20);
    QCOMPARE(numbersOnServer(user), range(20, 60));
    m_clock.advanceDays(5);
    QCOMPARE(session.check(account->id).deleted, 20);
    QCOMPARE(numbersOnServer(user), range(40, 60));
    m_clock.advanceDays(4);
    const FetchReport last = session.check(account->id);
    QVERIFY(!last.error);
    QCOMPARE(last.deleted, 20);
    QCOMPARE(last.fetched, 0);
    QCOMPARE(maildir->messages(), 0);
    QCOMPARE(faults(everything, stored()), QString());
}

QTEST_GUILESS_MAIN(DovecotFetchTest)
#include "DovecotFetchTest.moc"
