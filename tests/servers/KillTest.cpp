// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLine.h"
#include "CuttingProxy.h"
#include "DovecotServer.h"
#include "GeneratedMail.h"
#include "Reason.h"
#include "StoredMail.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

// poplar-cli is killed at random moments, and its connection cut at random bytes; when it has then run to the
// end, each message must be in the store exactly once and unchanged, whatever the moment was.
class KillTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void killedAtAnyMomentLosesAndDoublesNothing_data();
    void killedAtAnyMomentLosesAndDoublesNothing();
    void cutAtAnyByteLosesAndDoublesNothing_data();
    void cutAtAnyByteLosesAndDoublesNothing();

private:
    static constexpr int messages = 500;
    static constexpr int trials = 100;

    // One mailbox that nobody has seen yet, and a profile with an account for it.
    struct Trial {
        std::unique_ptr<QTemporaryDir> directory;
        std::unique_ptr<ServerMaildir> maildir;
        std::unique_ptr<CommandLine> poplar;
        QString profile;
    };
    Result<Trial> begin(const QString &keep, quint16 port = 0);
    // Runs the second fetch to its end. What is wrong afterwards, or nothing; counts what the first had
    // stored.
    QString finish(Trial &trial, const QString &keep);
    void report(const char *what) const;

    DovecotServer m_server;
    std::unique_ptr<ServerMaildir> m_template;
    std::vector<ServedMessage> m_served; // named by their own header
    int m_users = 0;
    int m_nothing = 0, m_part = 0, m_all = 0; // how much the disturbed runs had stored
};

namespace
{
// The mailboxes of two users have different unique-ids for the same message.
QByteArray nameOf(const QByteArray &bytes)
{
    return QByteArray::number(generatedNumber(bytes));
}

void addPolicies()
{
    QTest::addColumn<QString>("keep");
    QTest::newRow("keep") << QStringLiteral("forever");
    QTest::newRow("delete") << QStringLiteral("delete");
}
} // namespace

void KillTest::initTestCase()
{
    const auto started = m_server.start();
    QVERIFY2(started, reason(started));
    auto maildir = m_server.maildir(QStringLiteral("template"));
    QVERIFY2(maildir, reason(maildir));
    m_template = std::make_unique<ServerMaildir>(std::move(*maildir));
    QVERIFY(m_template->deliver(generatedMessages(1, messages, 1'000, 20'000)).has_value());
    auto served = readServedMailbox(m_server.tlsPort(), m_server.caFile(), QStringLiteral("template"),
                                    DovecotServer::password());
    QVERIFY2(served, reason(served));
    m_served = std::move(*served);
    QCOMPARE(int(m_served.size()), messages);
    for (ServedMessage &message : m_served)
        message.uidl = nameOf(message.bytes);
}

Result<KillTest::Trial> KillTest::begin(const QString &keep, quint16 port)
{
    Trial trial;
    const QString user = QStringLiteral("user%1").arg(++m_users);
    TRY(auto maildir, m_server.maildir(user));
    CHECK(maildir.linkFrom(*m_template));
    trial.maildir = std::make_unique<ServerMaildir>(std::move(maildir));
    trial.directory = std::make_unique<QTemporaryDir>();
    trial.profile = trial.directory->filePath(QStringLiteral("profile"));
    trial.poplar = std::make_unique<CommandLine>(trial.profile);
    ServerSettings settings = m_server.settings(user);
    if (port != 0)
        settings.port = port;
    CHECK(trial.poplar->addAccount(settings, DovecotServer::password(), keep));
    return trial;
}

QString KillTest::finish(Trial &trial, const QString &keep)
{
    const auto process = trial.poplar->start({QStringLiteral("--json"), QStringLiteral("fetch")});
    // The proxy of a cut connection works in this thread's event loop.
    QEventLoop loop;
    connect(process.get(), &QProcess::finished, &loop, &QEventLoop::quit);
    if (process->state() != QProcess::NotRunning)
        loop.exec();
    const QByteArray errors = process->readAllStandardError();
    if (process->exitStatus() != QProcess::NormalExit || process->exitCode() != 0)
        return QStringLiteral("the second fetch failed: ") + QString::fromUtf8(errors) +
               QString::fromUtf8(process->readAllStandardOutput());
    const QJsonArray reports = QJsonDocument::fromJson(process->readAllStandardOutput()).array();
    if (reports.size() != 1)
        return QStringLiteral("the second fetch printed no report: ") + QString::fromUtf8(errors);
    const int fetched = reports[0].toObject().value(QLatin1String("fetched")).toInt();
    ++(fetched == messages ? m_nothing : fetched == 0 ? m_all : m_part);

    auto stored = readStoredMail(trial.profile);
    if (!stored)
        return QStringLiteral("the store cannot be read: ") + stored.error().detail;
    for (StoredMessage &message : *stored)
        message.summary.uidl = nameOf(message.bytes);
    const int left = trial.maildir->messages();
    if (left != (keep == QLatin1String("delete") ? 0 : messages))
        return QStringLiteral("%1 messages are on the server").arg(left);
    return faults(m_served, *stored);
}

void KillTest::report(const char *what) const
{
    qInfo("%s: the first run had stored nothing %d times, a part %d times, everything %d times", what,
          m_nothing, m_part, m_all);
}

void KillTest::killedAtAnyMomentLosesAndDoublesNothing_data()
{
    addPolicies();
}

void KillTest::killedAtAnyMomentLosesAndDoublesNothing()
{
    QFETCH(const QString, keep);
    qint64 duration = 0;
    for (int i = 0; i < 2; ++i) {
        auto undisturbed = begin(keep);
        QVERIFY2(undisturbed, reason(undisturbed));
        QElapsedTimer timer;
        timer.start();
        QCOMPARE(finish(*undisturbed, keep), QString());
        duration = std::max(duration, timer.nsecsElapsed() / 1'000);
    }
    m_nothing = m_part = m_all = 0;
    QRandomGenerator random(keep == QLatin1String("delete") ? 20261121 : 20261122);
    int killed = 0;
    for (int attempt = 0; attempt < 3 * trials && killed < trials; ++attempt) {
        auto trial = begin(keep);
        QVERIFY2(trial, reason(trial));
        const auto process = trial->poplar->start({QStringLiteral("fetch")});
        const qint64 moment = qint64(random.bounded(double(duration)));
        QThread::usleep(static_cast<unsigned long>(moment));
        process->kill();
        QVERIFY(process->waitForFinished());
        if (process->exitStatus() == QProcess::CrashExit)
            ++killed;
        else // it had ended: the machine has become quicker
            duration -= duration / 20;
        const QString wrong = finish(*trial, keep);
        QVERIFY2(
            wrong.isEmpty(),
            qPrintable(QStringLiteral("killed after %1 us of %2: %3").arg(moment).arg(duration).arg(wrong)));
    }
    report("killed");
    QCOMPARE(killed, trials);
    QVERIFY2(m_part > 0, "no run was killed while it stored: the moments show nothing");
}

void KillTest::cutAtAnyByteLosesAndDoublesNothing_data()
{
    addPolicies();
}

void KillTest::cutAtAnyByteLosesAndDoublesNothing()
{
    QFETCH(const QString, keep);
    CuttingProxy proxy(m_server.tlsPort());
    auto undisturbed = begin(keep, proxy.port());
    QVERIFY2(undisturbed, reason(undisturbed));
    QCOMPARE(finish(*undisturbed, keep), QString());
    const qint64 bytes = proxy.bytesToClient();
    QVERIFY(bytes > 0);
    m_nothing = m_part = m_all = 0;
    QRandomGenerator random(keep == QLatin1String("delete") ? 20261123 : 20261124);
    for (int number = 0; number < trials; ++number) {
        auto trial = begin(keep, proxy.port());
        QVERIFY2(trial, reason(trial));
        const qint64 position = 1 + qint64(random.bounded(double(bytes - 1)));
        // Every second time the network stays down, so that this check cannot make up for it.
        proxy.cutAfter(position, number % 2 == 0 ? CuttingProxy::Cut::Close : CuttingProxy::Cut::Reset,
                       number % 4 < 2);
        const auto process = trial->poplar->start({QStringLiteral("fetch")});
        QEventLoop loop;
        connect(process.get(), &QProcess::finished, &loop, &QEventLoop::quit);
        if (process->state() != QProcess::NotRunning)
            loop.exec();
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        proxy.cutAfter(-1, CuttingProxy::Cut::Close);
        const QString wrong = finish(*trial, keep);
        QVERIFY2(
            wrong.isEmpty(),
            qPrintable(QStringLiteral("cut after %1 bytes of %2: %3").arg(position).arg(bytes).arg(wrong)));
    }
    report("cut");
    // The bytes of two handshakes differ a little in number.
    QVERIFY2(proxy.cuts() >= trials - 2, qPrintable(QString::number(proxy.cuts())));
    QVERIFY2(m_part > 0, "no connection was cut in the middle: the positions show nothing");
}

QTEST_GUILESS_MAIN(KillTest)
#include "KillTest.moc"
