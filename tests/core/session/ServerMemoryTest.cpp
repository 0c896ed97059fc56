// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerMemory.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

class ServerMemoryTest : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_profile;
    const QString m_uuid = QStringLiteral("a-uuid");

    QString path() const { return QDir(m_profile.path()).filePath(QStringLiteral("servers.json")); }
    void write(const QByteArray &bytes)
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    }

private Q_SLOTS:
    void everythingIsReadBack()
    {
        ServerLesson lesson;
        lesson.notBefore = 1'800'000'300;
        lesson.loginDelay = 300;
        lesson.retryAt = 1'800'000'060;
        lesson.failures = 2;
        lesson.failing = ErrorCode::MailboxBusy;
        lesson.stopped = ErrorCode::ServerPermanent;
        lesson.moreWaiting = true;
        lesson.lockStep = true;
        lesson.listsPortions = true;
        QVERIFY(ServerMemory::open(m_profile.path()).learn(m_uuid, lesson));
        QCOMPARE(ServerMemory::open(m_profile.path()).lesson(m_uuid), lesson);
        lesson.listsPortions = false;
        lesson.stopped.reset();
        QVERIFY(ServerMemory::open(m_profile.path()).learn(m_uuid, lesson));
        QCOMPARE(ServerMemory::open(m_profile.path()).lesson(m_uuid), lesson);
    }

    void theFirstVersionIsRead()
    {
        write(R"({"a-uuid": {"notBefore": 1800000300, "lockStep": true}})");
        ServerLesson expected;
        expected.notBefore = 1'800'000'300;
        expected.lockStep = true;
        QCOMPARE(ServerMemory::open(m_profile.path()).lesson(m_uuid), expected);
    }

    void whatANewerVersionWroteStays()
    {
        write(
            R"({"a-uuid": {"notBefore": 5, "colour": "blue", "stopped": "Strike"}, "other": {"lockStep": true}})");
        ServerMemory memory = ServerMemory::open(m_profile.path());
        ServerLesson lesson = memory.lesson(m_uuid);
        QVERIFY(!lesson.stopped);
        lesson.failures = 1;
        QVERIFY(memory.learn(m_uuid, lesson));
        QFile file(path());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readAll().contains("\"colour\": \"blue\""));
        QVERIFY(ServerMemory::open(m_profile.path()).lesson(QStringLiteral("other")).lockStep);
    }

    void nonsenseIsForgotten()
    {
        write(R"({"a-uuid": {"notBefore": -7, "failures": "x", "loginDelay": -1}})");
        QCOMPARE(ServerMemory::open(m_profile.path()).lesson(m_uuid), ServerLesson());
        write("{ no json");
        QCOMPARE(ServerMemory::open(m_profile.path()).lesson(m_uuid), ServerLesson());
    }
};

QTEST_GUILESS_MAIN(ServerMemoryTest)
#include "ServerMemoryTest.moc"
