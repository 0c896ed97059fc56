// SPDX-License-Identifier: GPL-3.0-or-later
#include "SingleInstance.h"

#include <QLocalSocket>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <optional>

namespace
{

// A second start is another process; here another thread stands for it, while this one runs the first's loop.
SingleInstance::Role claimBeside(const QString &profile, const QStringList &files, int patience)
{
    std::optional<SingleInstance::Role> role;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        SingleInstance second(profile);
        role = second.claim(files, "token", patience);
    }));
    thread->start();
    while (!thread->isFinished())
        QTest::qWait(5);
    return role.value();
}

} // namespace

class SingleInstanceTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void theSecondHandsItsFilesToTheFirst();
    void profilesDoNotKnowEachOther();
    void theNextIsFirstWhenTheFirstHasEnded();
    void anInstanceThatDoesNotAnswerIsTold();
    void aSocketLeftBehindIsReplaced();
    void nonsenseOnTheSocketIsIgnored_data();
    void nonsenseOnTheSocketIsIgnored();
    void manyFilesArriveWhole();

private:
    std::optional<QTemporaryDir> m_runtime;
};

void SingleInstanceTest::init()
{
    m_runtime.emplace();
    QVERIFY(m_runtime->isValid());
    qputenv("XDG_RUNTIME_DIR", m_runtime->path().toLocal8Bit());
    QFile::setPermissions(m_runtime->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void SingleInstanceTest::cleanup()
{
    m_runtime.reset();
}

void SingleInstanceTest::theSecondHandsItsFilesToTheFirst()
{
    const QString profile = QStringLiteral("/profiles/a");
    SingleInstance first(profile);
    QSignalSpy called(&first, &SingleInstance::called);
    QCOMPARE(first.claim({}, {}), SingleInstance::Role::First);

    const QStringList files{QStringLiteral("/tmp/a.eml"), QStringLiteral("/tmp/Grüße\n.mbox")};
    QCOMPARE(claimBeside(profile, files, 5000), SingleInstance::Role::Second);
    QTRY_COMPARE(called.size(), 1);
    QCOMPARE(called[0][0].toStringList(), files);
    QCOMPARE(called[0][1].toByteArray(), QByteArray("token"));
}

void SingleInstanceTest::profilesDoNotKnowEachOther()
{
    SingleInstance one(QStringLiteral("/profiles/a"));
    SingleInstance other(QStringLiteral("/profiles/b"));
    QCOMPARE(one.claim({}, {}), SingleInstance::Role::First);
    QCOMPARE(other.claim({}, {}), SingleInstance::Role::First);
}

void SingleInstanceTest::theNextIsFirstWhenTheFirstHasEnded()
{
    const QString profile = QStringLiteral("/profiles/a");
    {
        SingleInstance first(profile);
        QCOMPARE(first.claim({}, {}), SingleInstance::Role::First);
    }
    SingleInstance next(profile);
    QCOMPARE(next.claim({}, {}), SingleInstance::Role::First);
}

void SingleInstanceTest::anInstanceThatDoesNotAnswerIsTold()
{
    // It holds the lock and its event loop stands still.
    const QString profile = QStringLiteral("/profiles/a");
    SingleInstance first(profile);
    QCOMPARE(first.claim({}, {}), SingleInstance::Role::First);
    SingleInstance second(profile);
    QCOMPARE(second.claim({}, {}, 200), SingleInstance::Role::Stuck);
}

void SingleInstanceTest::aSocketLeftBehindIsReplaced()
{
    const QString profile = QStringLiteral("/profiles/a");
    SingleInstance first(profile);
    QFile leftBehind(first.socketName());
    QVERIFY(leftBehind.open(QIODevice::WriteOnly));
    leftBehind.close();
    QCOMPARE(first.claim({}, {}), SingleInstance::Role::First);
    QCOMPARE(claimBeside(profile, {}, 5000), SingleInstance::Role::Second);
}

void SingleInstanceTest::nonsenseOnTheSocketIsIgnored_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("no JSON") << QByteArray("GET / HTTP/1.0\r\n\r\n");
    QTest::newRow("an array") << QByteArray("[1,2,3]\n");
    QTest::newRow("zeros") << QByteArray(100, '\0') + '\n';
    QTest::newRow("without an end") << QByteArray(2 * 1024 * 1024, 'x');
}

void SingleInstanceTest::nonsenseOnTheSocketIsIgnored()
{
    QFETCH(QByteArray, bytes);
    const QString profile = QStringLiteral("/profiles/a");
    SingleInstance first(profile);
    QSignalSpy called(&first, &SingleInstance::called);
    QCOMPARE(first.claim({}, {}), SingleInstance::Role::First);

    QLocalSocket stranger;
    stranger.connectToServer(first.socketName());
    stranger.write(bytes);
    QTRY_COMPARE(stranger.state(), QLocalSocket::UnconnectedState);
    QCOMPARE(called.size(), 0);
    QCOMPARE(claimBeside(profile, {}, 5000), SingleInstance::Role::Second);
}

void SingleInstanceTest::manyFilesArriveWhole()
{
    const QString profile = QStringLiteral("/profiles/a");
    SingleInstance first(profile);
    QSignalSpy called(&first, &SingleInstance::called);
    QCOMPARE(first.claim({}, {}), SingleInstance::Role::First);
    QStringList files;
    for (int i = 0; i < 5000; ++i)
        files.append(QStringLiteral("/home/somebody/Documents/mail/%1.eml").arg(i));
    QCOMPARE(claimBeside(profile, files, 5000), SingleInstance::Role::Second);
    QTRY_COMPARE(called.size(), 1);
    QCOMPARE(called[0][0].toStringList(), files);
}

QTEST_GUILESS_MAIN(SingleInstanceTest)
#include "SingleInstanceTest.moc"
