// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLine.h"
#include "DovecotServer.h"
#include "GeneratedMail.h"
#include "Reason.h"
#include "StorePromise.h"
#include "WindowProgram.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <array>

using Kind = StoreOperation::Kind;

// The window program is killed again and again on one profile: while it starts, fetches, indexes and ends,
// new mail waiting each time. Often the next one is the window again, and has to make do with what is there.
// In between poplar-cli looks, and marks: what was stored stays, once, with every mark that was acknowledged.
class KillWindowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aWindowKilledAtAnyMomentLosesNothing();
    void afterACleanCheckEverythingIsThereOnce();

private:
    enum class Phase { Start, Fetch, Index, Exit };
    static constexpr std::array<const char *, 4> phaseNames{"start", "fetch", "index", "exit"};
    static constexpr quint32 seed = 20261128;
    static constexpr int kills = 25;
    // Of several batches where a kill is to come between them.
    static constexpr int messagesAtFirst = 300, manyMessages = 180, fewMessages = 40;
    static constexpr int patience = 20'000; // milliseconds, for what must come

    // A run that nobody disturbs: how long each of its parts takes.
    void measure();
    void deliver(int messages);
    // False when the program had ended before.
    bool runAndKill(Phase phase, QByteArray &when);
    void check(const QByteArray &when);
    void mark();

    DovecotServer m_server;
    QTemporaryDir m_directory;
    const QString m_user = QStringLiteral("user");
    const QString m_profile = m_directory.filePath(QStringLiteral("profile"));
    CommandLine m_poplar{m_profile};
    WindowProgram m_window{m_profile};
    StorePromise m_promise;
    QRandomGenerator m_random{seed};
    std::array<qint64, 4> m_microseconds{}; // how long each phase takes
    std::array<int, 4> m_killed{};
    int m_metStoring = 0;  // kills that left a part of the new mail on the server alone
    int m_metIndexing = 0; // that came when the index was begun and not written
    int m_nextMessage = 1;
    int m_marked = 0;
};

void KillWindowTest::initTestCase()
{
    QVERIFY2(!qEnvironmentVariableIsEmpty("POPLAR"), "POPLAR names no program");
    const auto started = m_server.start();
    QVERIFY2(started, reason(started));
    const auto added =
        m_poplar.addAccount(m_server.settings(m_user), DovecotServer::password(), QStringLiteral("forever"));
    QVERIFY2(added, reason(added));
    for (const int messages : {messagesAtFirst, manyMessages}) {
        deliver(messages);
        measure();
        if (QTest::currentTestFailed())
            return;
    }
    check("undisturbed");
    qInfo("seed %u; the start takes %lld us, the fetch %lld, the index %lld, the exit %lld", seed,
          m_microseconds[0], m_microseconds[1], m_microseconds[2], m_microseconds[3]);
}

void KillWindowTest::measure()
{
    QVERIFY(m_window.start());
    QVERIFY2(m_window.waitFor([this] { return m_window.hasStored(); }, patience), "it fetches nothing");
    m_microseconds[0] = m_window.microseconds();
    qint64 last = m_microseconds[0], size = 0;
    // What has not changed for a while is done.
    QVERIFY(m_window.waitFor(
        [&] {
            if (const qint64 now = m_window.vaultSize(); now != size) {
                size = now;
                last = m_window.microseconds();
            }
            return m_window.microseconds() - last > 300'000;
        },
        patience));
    m_microseconds[1] = last - m_microseconds[0];
    QVERIFY2(m_window.waitFor([this] { return m_window.isIndexing(); }, patience), "it begins no index");
    const qint64 begun = m_window.microseconds();
    QVERIFY2(m_window.waitFor([this] { return m_window.hasIndexed(); }, patience), "it indexes nothing");
    QDateTime change;
    QVERIFY(m_window.waitFor(
        [&] {
            if (const QDateTime now = m_window.indexChange(); now != change) {
                change = now;
                last = m_window.microseconds();
            }
            return m_window.microseconds() - last > 300'000;
        },
        patience));
    m_microseconds[2] = 2 * (last - begun); // more waits to be indexed where kills came before
    const qint64 asked = m_window.microseconds();
    m_window.process().terminate();
    QVERIFY(m_window.process().waitForFinished(patience));
    m_microseconds[3] = m_window.microseconds() - asked;
    QVERIFY2(m_window.process().exitStatus() == QProcess::NormalExit && m_window.process().exitCode() == 0,
             m_window.process().readAllStandardError());
}

void KillWindowTest::deliver(int messages)
{
    auto maildir = m_server.maildir(m_user);
    QVERIFY2(maildir, reason(maildir));
    QVERIFY(maildir->deliver(generatedMessages(m_nextMessage, messages, 500, 12'000)));
    m_nextMessage += messages;
}

bool KillWindowTest::runAndKill(Phase phase, QByteArray &when)
{
    if (!m_window.start())
        return false;
    qint64 &length = m_microseconds[size_t(phase)];
    if (phase == Phase::Fetch) {
        // Dovecot may see the new mail only later, when this window has looked already.
        m_window.waitFor([this] { return m_window.hasStored(); }, 2 * int(m_microseconds[0] / 1'000) + 500);
    } else if (phase == Phase::Index) {
        m_window.waitFor([this] { return m_window.isIndexing(); }, patience);
    } else if (phase == Phase::Exit) {
        const qint64 running = m_microseconds[0] + m_microseconds[1];
        QThread::usleep(static_cast<unsigned long>(m_random.bounded(1.5 * double(running))));
        m_window.process().terminate();
    }
    const qint64 moment = qint64(m_random.bounded(double(length)));
    QThread::usleep(static_cast<unsigned long>(moment));
    const qint64 age = m_window.microseconds();
    m_window.process().kill();
    m_window.process().waitForFinished();
    const bool isKilled = m_window.process().exitStatus() == QProcess::CrashExit;
    when = QStringLiteral("%1 %2 us after its start, %3 us into its %4\n")
               .arg(isKilled ? QStringLiteral("killed") : QStringLiteral("ended before"))
               .arg(age)
               .arg(moment)
               .arg(QLatin1String(phaseNames[size_t(phase)]))
               .toUtf8() +
           m_window.process().readAllStandardError();
    m_killed[size_t(phase)] += isKilled ? 1 : 0;
    if (!isKilled) // it is quicker than it was
        length = (length + moment) / 2;
    m_metIndexing += isKilled && phase == Phase::Index && !m_window.hasIndexed() ? 1 : 0;
    return isKilled;
}

void KillWindowTest::check(const QByteArray &when)
{
    const auto served = m_server.served(m_user);
    QVERIFY2(served, reason(served));
    QCOMPARE(int(served->size()), m_nextMessage - 1);
    QCOMPARE(m_promise.lost(*served).join(u'\n'), QString());
    const size_t before = m_promise.messages().size();
    const auto verified = m_poplar.run({QStringLiteral("verify"), QStringLiteral("--json")});
    QVERIFY2(verified.exitCode == 0, when + verified.output + verified.errors);
    const QStringList wrong = m_promise.check(m_profile, StorePromise::Catalogue::Kept);
    QVERIFY2(wrong.isEmpty(), when + wrong.mid(0, 20).join(u'\n').toUtf8());
    const size_t now = m_promise.messages().size();
    m_metStoring += now > before && now < served->size() ? 1 : 0;
}

// As a user would between two windows.
void KillWindowTest::mark()
{
    static constexpr std::array<Kind, 4> kinds{Kind::Read, Kind::Star, Kind::Unread, Kind::Unstar};
    StoreOperation operation;
    operation.kind = kinds[size_t(m_marked) % kinds.size()];
    for (const MessageId id : m_promise.messages())
        if (m_random.bounded(4) == 0)
            operation.messages.push_back(id);
    m_promise.begin(m_marked, operation);
    const auto marked = m_poplar.run(operation.verb());
    QVERIFY2(marked.exitCode == 0, marked.errors);
    m_promise.done(m_marked++);
}

void KillWindowTest::aWindowKilledAtAnyMomentLosesNothing()
{
    QByteArray history; // since the last look
    int killed = 0;
    for (int run = 0; killed < kills && run < 2 * kills; ++run) {
        const auto phase = Phase(run % 4);
        deliver(phase == Phase::Fetch || phase == Phase::Index ? manyMessages : fewMessages);
        QByteArray when;
        killed += runAndKill(phase, when) ? 1 : 0;
        qInfo("run %d: %s", run, when.constData());
        history += when;
        if (run % 3 != 2)
            continue;
        check(history);
        if (QTest::currentTestFailed())
            return;
        mark();
        history.clear();
    }
    qInfo("killed %d times while it started, %d while it fetched, %d while it indexed, %d while it ended; "
          "a part of the new mail was stored %d times, the index begun and not written %d times",
          m_killed[0], m_killed[1], m_killed[2], m_killed[3], m_metStoring, m_metIndexing);
    QCOMPARE(killed, kills);
    for (const int met : m_killed)
        QVERIFY(met > 0);
    QVERIFY2(m_metStoring > 0, "no kill met the storing: the moments show little");
}

void KillWindowTest::afterACleanCheckEverythingIsThereOnce()
{
    check("before the last check");
    const auto fetched = m_poplar.run({QStringLiteral("fetch")});
    QVERIFY2(fetched.exitCode == 0, fetched.output + fetched.errors);
    check("after the last check");
    const auto served = m_server.served(m_user);
    QVERIFY2(served, reason(served));
    const auto stored = readStoredMail(m_profile);
    QVERIFY2(stored, reason(stored));
    QCOMPARE(int(stored->size()), m_nextMessage - 1);
    QCOMPARE(faults(*served, *stored), QString());
    qInfo("%zu messages are here, each once, with the marks of %d rounds", stored->size(), m_marked);
}

QTEST_GUILESS_MAIN(KillWindowTest)
#include "KillWindowTest.moc"
