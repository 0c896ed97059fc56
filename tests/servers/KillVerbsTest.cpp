// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLine.h"
#include "DovecotServer.h"
#include "GeneratedMail.h"
#include "Reason.h"
#include "StorePromise.h"

#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <map>

using Kind = StoreOperation::Kind;

// The verbs of poplar-cli one after the other on one profile, each killed at a random moment. What a verb
// acknowledged by its exit code must hold, and what it did not either be done or not; nothing else may
// change.
class KillVerbsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aVerbKilledAtAnyMomentLosesNothing();

private:
    static constexpr int kills = 200;
    static constexpr int messagesAtOnce = 80;

    void deliver();
    StoreOperation nextOperation(int round);
    // Runs the verb and kills it. Its exit code when it had ended before.
    std::optional<int> runAndKill(const StoreOperation &operation, QByteArray &errors);

    DovecotServer m_server;
    QTemporaryDir m_directory;
    const QString m_user = QStringLiteral("user");
    std::unique_ptr<CommandLine> m_poplar;
    StorePromise m_promise;
    QRandomGenerator m_random{20261127};
    std::map<Kind, qint64> m_microseconds; // how long a verb takes
    int m_nextMessage = 1;
};

namespace
{
// In the order in which the verbs come again and again.
constexpr Kind rounds[] = {Kind::Check,  Kind::Read, Kind::Tag,    Kind::Move,    Kind::Check, Kind::Remove,
                           Kind::Unread, Kind::Star, Kind::Remove, Kind::Compact, Kind::Untag, Kind::Compact};
} // namespace

void KillVerbsTest::initTestCase()
{
    const auto started = m_server.start();
    QVERIFY2(started, reason(started));
    m_poplar = std::make_unique<CommandLine>(m_directory.filePath(QStringLiteral("profile")));
    const auto added =
        m_poplar->addAccount(m_server.settings(m_user), DovecotServer::password(), QStringLiteral("delete"));
    QVERIFY2(added, reason(added));
}

// New mail; what is then neither on the server nor here is lost.
void KillVerbsTest::deliver()
{
    auto maildir = m_server.maildir(m_user);
    QVERIFY2(maildir, reason(maildir));
    if (maildir->messages() == 0) { // else what is there is to be fetched first
        QVERIFY(maildir->deliver(generatedMessages(m_nextMessage, messagesAtOnce, 500, 12'000)));
        m_nextMessage += messagesAtOnce;
    }
    const auto served = m_server.served(m_user);
    QVERIFY2(served, reason(served));
    QCOMPARE(m_promise.lost(*served).join(u'\n'), QString());
}

StoreOperation KillVerbsTest::nextOperation(int round)
{
    StoreOperation operation;
    operation.kind = rounds[size_t(round) % std::size(rounds)];
    if (operation.kind == Kind::Check || operation.kind == Kind::Compact)
        return operation;
    if (operation.kind == Kind::Move)
        operation.argument = QByteArray::number(1 + m_random.bounded(4));
    if (operation.kind == Kind::Tag || operation.kind == Kind::Untag)
        operation.argument = "tag" + QByteArray::number(m_random.bounded(2));
    for (const MessageId id : m_promise.messages())
        if (m_random.bounded(operation.kind == Kind::Remove ? 5 : 3) == 0)
            operation.messages.push_back(id);
    return operation;
}

std::optional<int> KillVerbsTest::runAndKill(const StoreOperation &operation, QByteArray &errors)
{
    const bool isFirst = !m_microseconds.contains(operation.kind); // it comes through, and is measured
    qint64 &duration = m_microseconds[operation.kind];
    QElapsedTimer timer;
    timer.start();
    const auto process = m_poplar->start(operation.verb());
    if (!isFirst) {
        QThread::usleep(static_cast<unsigned long>(m_random.bounded(1.2 * double(duration))));
        process->kill();
    }
    process->waitForFinished();
    errors = process->readAllStandardError();
    if (process->exitStatus() == QProcess::CrashExit)
        return std::nullopt;
    if (isFirst)
        duration = timer.nsecsElapsed() / 1'000;
    return process->exitCode();
}

void KillVerbsTest::aVerbKilledAtAnyMomentLosesNothing()
{
    int ended = 0, killed = 0;
    for (int round = 0; killed < kills && round < 4 * kills; ++round) {
        const StoreOperation operation = nextOperation(round);
        if (operation.kind == Kind::Check)
            deliver();
        else if (operation.messages.empty() && operation.kind != Kind::Compact)
            continue;
        if (QTest::currentTestFailed())
            return;
        m_promise.begin(round, operation);
        QByteArray errors;
        const auto exitCode = runAndKill(operation, errors);
        const QByteArray when =
            "round " + QByteArray::number(round) + ", " + operation.line() + '\n' + errors;
        QVERIFY2(exitCode.value_or(0) == 0, when);
        if (exitCode)
            m_promise.done(round);
        ++(exitCode ? ended : killed);
        const auto verified = m_poplar->run({QStringLiteral("verify"), QStringLiteral("--json")});
        QVERIFY2(verified.exitCode == 0, when + verified.output + verified.errors);
        const QStringList wrong =
            m_promise.check(m_directory.filePath(QStringLiteral("profile")), StorePromise::Catalogue::Kept);
        QVERIFY2(wrong.isEmpty(), when + wrong.mid(0, 20).join(u'\n').toUtf8());
    }
    qInfo(
        "%d verbs were killed, %d had ended before; %zu messages here, %zu removed for good, none lost, none "
        "back",
        killed, ended, m_promise.messages().size(), m_promise.removed());
    QCOMPARE(killed, kills);
    QVERIFY2(ended > kills / 20 && m_promise.removed() > 0,
             "no verb came to its end: the moments show little");
}

QTEST_GUILESS_MAIN(KillVerbsTest)
#include "KillVerbsTest.moc"
