// SPDX-License-Identifier: GPL-3.0-or-later
#include "BusySession.h"
#include "CommandLine.h"
#include "DovecotServer.h"
#include "GeneratedMail.h"
#include "Reason.h"
#include "StorePromise.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <algorithm>
#include <map>

using Kind = StoreOperation::Kind;

// SIGKILL at random moments, while one process fetches (and deletes on the server), marks, moves, tags,
// removes and compacts, all at once. Afterwards every message that was acknowledged must be there, unchanged
// and once, no removed one back, and every acknowledged mark set; also when the catalogue is lost on top of
// it.
class KillLaboratoryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void killedInTheMiddleOfEverythingLosesNothing_data();
    void killedInTheMiddleOfEverythingLosesNothing();
    void killsMetEverything();

private:
    static constexpr int killsOfASeed = 50;
    static constexpr int messagesOfATrial = 120;

    BusySession::Setup setupFor(const QString &user, const QString &profile, bool isEndless) const;
    // New mail, and what the server has then.
    Result<std::vector<ServedMessage>> deliver(const QString &user);
    static std::unique_ptr<QProcess> start(const BusySession::Setup &setup, const QString &output);
    // How long a session takes until it has done a little of everything.
    Result<qint64> measure(const QString &user);
    static QByteArray read(const QString &path);
    // Whether verify found nothing. The beginning of a record that a kill cut off stays when there is no
    // catalogue to say that nobody was promised it; verify tells of these bytes then.
    static bool isWhole(const CommandLine::Outcome &verified, bool mayHaveTornTails);
    static void loseCatalogue(const QString &profile, bool withCopies);

    DovecotServer m_server;
    QTemporaryDir m_directory;
    int m_nextMessage = 1;
    qint64 m_microseconds = 0; // until a session has done everything once
    int m_kills = 0;
    std::map<Kind, int> m_met; // kills while this was under way
    size_t m_removed = 0;
};

void KillLaboratoryTest::initTestCase()
{
    const auto started = m_server.start();
    QVERIFY2(started, reason(started));
    for (int i = 0; i < 2; ++i) {
        const auto duration = measure(QStringLiteral("measured%1").arg(i));
        QVERIFY2(duration, reason(duration));
        m_microseconds = std::max(m_microseconds, *duration);
    }
    qInfo("a session has done everything after %lld ms", m_microseconds / 1'000);
}

BusySession::Setup KillLaboratoryTest::setupFor(const QString &user, const QString &profile,
                                                bool isEndless) const
{
    BusySession::Setup setup;
    setup.profile = profile;
    setup.server = m_server.settings(user);
    setup.isEndless = isEndless;
    return setup;
}

Result<std::vector<ServedMessage>> KillLaboratoryTest::deliver(const QString &user)
{
    TRY(auto maildir, m_server.maildir(user));
    CHECK(maildir.deliver(generatedMessages(m_nextMessage, messagesOfATrial, 500, 12'000)));
    m_nextMessage += messagesOfATrial;
    return m_server.served(user);
}

std::unique_ptr<QProcess> KillLaboratoryTest::start(const BusySession::Setup &setup, const QString &output)
{
    auto process = std::make_unique<QProcess>();
    process->setStandardOutputFile(output); // a pipe would fill while nobody reads it
    process->start(QCoreApplication::applicationFilePath(), setup.arguments());
    process->waitForStarted();
    return process;
}

QByteArray KillLaboratoryTest::read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Result<qint64> KillLaboratoryTest::measure(const QString &user)
{
    TRY(const auto served, deliver(user));
    const QString profile = m_directory.filePath(user);
    QElapsedTimer timer;
    timer.start();
    const auto process = start(setupFor(user, profile, false), profile + QStringLiteral(".out"));
    if (!process->waitForFinished(60'000) || process->exitStatus() != QProcess::NormalExit ||
        process->exitCode() != 0)
        return failure(ErrorCode::InvalidArgument, QString::fromUtf8(process->readAllStandardError()));
    const qint64 duration = timer.nsecsElapsed() / 1'000;
    // The bench itself: undisturbed, everything is as it was acknowledged.
    StorePromise promise;
    QStringList wrong = promise.lost(served);
    promise.take(read(profile + QStringLiteral(".out")));
    wrong += promise.check(profile, StorePromise::Catalogue::Kept);
    if (promise.messages().empty() || promise.removed() == 0)
        wrong += QStringLiteral("nothing was stored, or nothing removed");
    if (!wrong.isEmpty())
        return failure(ErrorCode::Damaged, wrong.join(u'\n'));
    return duration;
}

bool KillLaboratoryTest::isWhole(const CommandLine::Outcome &verified, bool mayHaveTornTails)
{
    if (verified.exitCode == 0 || !mayHaveTornTails)
        return verified.exitCode == 0;
    const QJsonObject report = QJsonDocument::fromJson(verified.output).object();
    const QJsonArray problems = report[QLatin1String("problems")].toArray();
    return verified.exitCode == 1 && report[QLatin1String("damaged")].toArray().isEmpty() &&
           std::all_of(problems.begin(), problems.end(), [](const QJsonValue &problem) {
               return problem.toString().endsWith(QLatin1String("bytes that are no record"));
           });
}

void KillLaboratoryTest::loseCatalogue(const QString &profile, bool withCopies)
{
    QStringList names{QStringLiteral("catalogue.db"), QStringLiteral("catalogue.db-wal"),
                      QStringLiteral("catalogue.db-shm")};
    if (withCopies)
        names += {QStringLiteral("catalogue.bak.1"), QStringLiteral("catalogue.bak.2")};
    for (const QString &name : names)
        QFile::remove(profile + u'/' + name);
}

void KillLaboratoryTest::killedInTheMiddleOfEverythingLosesNothing_data()
{
    QTest::addColumn<quint32>("seed");
    for (const quint32 seed : {41, 42, 43, 44})
        QTest::addRow("seed %u", seed) << seed;
}

void KillLaboratoryTest::killedInTheMiddleOfEverythingLosesNothing()
{
    QFETCH(const quint32, seed);
    const QString user = QStringLiteral("user%1").arg(seed);
    const QString profile = m_directory.filePath(user);
    const QString output = profile + QStringLiteral(".out");
    const CommandLine poplar(profile);
    QRandomGenerator random(seed);
    StorePromise promise;
    BusySession::Setup setup = setupFor(user, profile, true);
    for (int kill = 1; kill <= killsOfASeed; ++kill) {
        const auto served = deliver(user);
        QVERIFY2(served, reason(served));
        QCOMPARE(promise.lost(*served).join(u'\n'), QString());
        setup.seed = seed * 1'000 + quint32(kill);
        QFile::remove(output);
        const auto process = start(setup, output);
        const qint64 moment = qint64(random.bounded(1.3 * double(m_microseconds)));
        QThread::usleep(static_cast<unsigned long>(moment));
        process->kill();
        QVERIFY(process->waitForFinished());
        const QByteArray errors = process->readAllStandardError();
        QVERIFY2(process->exitStatus() == QProcess::CrashExit, errors);
        ++m_kills;
        promise.take(read(output));
        for (const Kind kind : {Kind::Check, Kind::Compact, Kind::Remove, Kind::Read, Kind::Unread,
                                Kind::Star, Kind::Unstar, Kind::Move, Kind::Tag, Kind::Untag})
            m_met[kind] += promise.isUnderWay(kind) ? 1 : 0;

        const bool isLost = kill % 5 == 0;
        if (isLost)
            loseCatalogue(profile, kill % 10 == 0);
        const QByteArray when =
            QStringLiteral("seed %1, kill %2 after %3 us\n").arg(seed).arg(kill).arg(moment).toUtf8();
        if (!QFileInfo::exists(profile)) { // killed before it was made
            QVERIFY2(promise.messages().empty(), when);
            continue;
        }
        const auto verified = poplar.run({QStringLiteral("verify"), QStringLiteral("--json")});
        QVERIFY2(isWhole(verified, kill >= 5), when + verified.output + verified.errors);
        const QStringList wrong =
            promise.check(profile, isLost ? StorePromise::Catalogue::Lost : StorePromise::Catalogue::Kept);
        QVERIFY2(wrong.isEmpty(), when + wrong.mid(0, 20).join(u'\n').toUtf8());
    }
    m_removed += promise.removed();
    qInfo(
        "%zu messages here, %zu removed for good, none lost, none back; %d had older marks after the loss of "
        "the catalogue",
        promise.messages().size(), promise.removed(), promise.olderMarks());
}

// Kills that met nothing would show nothing.
void KillLaboratoryTest::killsMetEverything()
{
    const int marks = m_met[Kind::Read] + m_met[Kind::Unread] + m_met[Kind::Star] + m_met[Kind::Unstar];
    const int tags = m_met[Kind::Tag] + m_met[Kind::Untag];
    qInfo("%d kills: %d in a check, %d in a compaction, %d while messages were removed, %d marked, %d moved, "
          "%d tagged",
          m_kills, m_met[Kind::Check], m_met[Kind::Compact], m_met[Kind::Remove], marks, m_met[Kind::Move],
          tags);
    QCOMPARE(m_kills, 4 * killsOfASeed);
    QVERIFY(m_removed > 0);
    for (const int met :
         {m_met[Kind::Check], m_met[Kind::Compact], m_met[Kind::Remove], marks, m_met[Kind::Move], tags})
        QVERIFY(met >= m_kills / 20);
}

// The program that is killed is this one, started with arguments that BusySession knows.
int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (const auto setup = BusySession::Setup::fromArguments(QCoreApplication::arguments()))
        return BusySession::run(*setup);
    KillLaboratoryTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "KillLaboratoryTest.moc"
