// SPDX-License-Identifier: GPL-3.0-or-later
//
// A session gives the room of removed mail back while nobody uses it, over a store of small segments.
#include "AnswerOf.h"
#include "FakeClock.h"
#include "MailSession.h"
#include "MemorySecrets.h"
#include "MessageStore.h"
#include "StoreOptions.h"
#include "StoreUpkeep.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

class IdleCompactionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void idleTimeGivesRoomBack();
    void itStopsWhenSomebodyComesAndGoesOnLater();

private:
    static constexpr int messages = 120;
    QString profile() const { return m_directory->path() + QStringLiteral("/profile"); }
    qsizetype segments() const
    {
        return QDir(profile() + QStringLiteral("/vault")).entryList(QDir::Files).size();
    }
    IdleUpkeep &idle() { return m_session->upkeep().idle(); }
    // A backup comes first.
    bool work(QSignalSpy &compacted);

    std::unique_ptr<QTemporaryDir> m_directory;
    MemorySecrets m_secrets;
    FakeClock m_clock;
    std::unique_ptr<MailSession> m_session;
    std::vector<MessageId> m_ids;
    QObject m_context;
};

void IdleCompactionTest::init()
{
    m_session.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    m_ids.clear();
    StoreOptions options;
    options.segmentSize = 5000;
    {
        const auto store = MessageStore::open(profile(), options);
        QVERIFY(store);
        std::vector<NewMessage> batch;
        RecordEncoder encoder(MessageStore::spoolDirectory(profile()));
        for (int i = 0; i < messages; ++i) {
            const QByteArray name = QByteArray::number(i);
            NewMessage message;
            encoder.begin(1, {}, 1700000000, 0);
            QVERIFY(encoder.append("Subject: " + name + "\r\n\r\n"));
            for (int line = 0; line < 60; ++line)
                QVERIFY(encoder.append(QByteArray::number(qint64(i + 1) * line * 7919 * 104729) + "\r\n"));
            message.record = std::move(*encoder.finish());
            message.summary.subject = QString::fromLatin1(name);
            batch.push_back(std::move(message));
        }
        const auto stored = (*store)->add(std::move(batch));
        for (const MessageSummary &summary : stored.value())
            m_ids.push_back(summary.id);
        std::vector<MessageId> removed;
        for (size_t i = 0; i < m_ids.size(); i += 2)
            removed.push_back(m_ids[i]);
        QVERIFY((*store)->remove(removed));
    }
    m_session = std::make_unique<MailSession>(profile(), m_secrets, m_clock);
    QVERIFY(answerOf<void>([&](auto done) { m_session->open(&m_context, done); }));
}

bool IdleCompactionTest::work(QSignalSpy &compacted)
{
    return QTest::qWaitFor(
        [&] {
            idle().work();
            return !compacted.isEmpty();
        },
        60000);
}

void IdleCompactionTest::idleTimeGivesRoomBack()
{
    const qsizetype before = segments();
    QVERIFY(before > 10);
    QSignalSpy compacted(&idle(), &IdleUpkeep::compacted);
    QVERIFY(work(compacted));
    QVERIFY(segments() < before / 3); // new ones are of the usual size
    for (size_t i = 1; i < m_ids.size(); i += 2)
        QVERIFY(answerOf<QByteArray>([&](auto done) { m_session->raw(m_ids[i], &m_context, done); }));
    const auto report =
        answerOf<VerifyReport>([&](auto done) { m_session->upkeep().verify(&m_context, {}, done); });
    QVERIFY(report);
    QCOMPARE(report->messages, messages / 2);
    QVERIFY2(report->damaged.empty(), qPrintable(report->problems.join(QLatin1Char('\n'))));
}

void IdleCompactionTest::itStopsWhenSomebodyComesAndGoesOnLater()
{
    const qsizetype before = segments();
    QSignalSpy compacted(&idle(), &IdleUpkeep::compacted);
    // Somebody does something all the time.
    QTimer somebody;
    connect(&somebody, &QTimer::timeout, this, [&] { idle().used(); });
    somebody.start(0);
    QVERIFY(QTest::qWaitFor(
        [&] {
            idle().work();
            return segments() < before;
        },
        60000));
    QTest::qWait(50);
    QVERIFY(compacted.isEmpty());
    QVERIFY(segments() >= before / 3);
    somebody.stop();
    QVERIFY(work(compacted));
    QVERIFY(segments() < before / 3);
}

QTEST_GUILESS_MAIN(IdleCompactionTest)
#include "IdleCompactionTest.moc"
