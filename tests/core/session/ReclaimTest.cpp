// SPDX-License-Identifier: GPL-3.0-or-later
//
// The room of removed mail is given back, and its words leave the index with it.
#include "SessionFixture.h"
#include "StoreUpkeep.h"

#include <QRandomGenerator>

class ReclaimTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void removalsThatGoOnDoNotKeepItGoing();
    void wordsOfRemovedMailLeaveTheIndexWithIt();
    void cancelledBeforeItBeganItEnds();

private:
    // One message for each body.
    std::vector<MessageId> import(const QByteArrayList &bodies);
    bool remove(MessageId message);
    bool isInIndex(const QByteArray &letters) const;
    bool hasSegment(int number) const
    {
        return QFile::exists(
            m_fixture->profile.filePath(QStringLiteral("vault/%1.seg").arg(number, 6, 10, QLatin1Char('0'))));
    }

    std::unique_ptr<SessionFixture> m_fixture;
};

void ReclaimTest::init()
{
    m_fixture = std::make_unique<SessionFixture>();
    m_fixture->start();
}

std::vector<MessageId> ReclaimTest::import(const QByteArrayList &bodies)
{
    QTemporaryDir directory;
    QStringList names;
    for (const QByteArray &body : bodies) {
        QFile file(directory.filePath(QStringLiteral("%1.eml").arg(names.size(), 3, 10, QLatin1Char('0'))));
        names.append(file.fileName());
        if (!file.open(QIODevice::WriteOnly) || file.write("Subject: mail\r\n\r\n" + body) < body.size())
            qFatal("the mail could not be written");
    }
    const auto added =
        answerOf<int>([&](auto done) { m_fixture->session->importFiles(names, &m_fixture->context, done); });
    if (!added || *added != bodies.size())
        qFatal("the mail could not be imported");
    ListQuery query;
    query.scope = ListQuery::Scope::Everything;
    const auto rows = answerOf<std::vector<MessageRow>>(
        [&](auto done) { m_fixture->session->rows(query, &m_fixture->context, done); });
    std::vector<MessageId> ids;
    for (const MessageRow &row : rows.value_or(std::vector<MessageRow>()))
        ids.push_back(row.id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

bool ReclaimTest::remove(MessageId message)
{
    return answerOf<void>(
               [&](auto done) { m_fixture->session->removeForGood({message}, &m_fixture->context, done); })
        .has_value();
}

bool ReclaimTest::isInIndex(const QByteArray &letters) const
{
    const QDir directory(m_fixture->profile.path());
    QByteArray bytes;
    for (const QString &name : directory.entryList({QStringLiteral("search.db*")})) {
        QFile file(directory.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            qFatal("the index cannot be read");
        bytes += file.readAll();
    }
    return bytes.contains(letters);
}

// More than one step copies, so that something can be removed between two.
void ReclaimTest::removalsThatGoOnDoNotKeepItGoing()
{
    QRandomGenerator random(1);
    QByteArrayList bodies;
    for (int i = 0; i < 9; ++i) {
        std::vector<quint32> noise(600000);
        random.fillRange(noise.data(), qsizetype(noise.size()));
        const QByteArray text =
            QByteArray::fromRawData(reinterpret_cast<const char *>(noise.data()), 2400000).toBase64();
        QByteArray body;
        for (qsizetype at = 0; at < text.size(); at += 76)
            body += text.sliced(at, qMin<qsizetype>(76, text.size() - at)) + "\r\n";
        bodies.append(body);
    }
    const auto ids = import(bodies);
    QCOMPARE(ids.size(), 9U);
    QVERIFY(remove(ids[0]));
    size_t removed = 0;
    const auto step = answerOf<CompactionStep>([&](auto done) {
        const auto removeAnother = [&](qint64, qint64) { // a message that was copied by then
            m_fixture->session->removeForGood({ids[++removed]}, &m_fixture->context,
                                              [](const Result<void> &) {});
        };
        m_fixture->session->upkeep().reclaim(&m_fixture->context, removeAnother, done);
    });
    QVERIFY(step);
    QCOMPARE(step->left, 0);
    QVERIFY(removed >= 2);
    QVERIFY(!hasSegment(1));
    QVERIFY(hasSegment(2)); // for the next time
}

void ReclaimTest::wordsOfRemovedMailLeaveTheIndexWithIt()
{
    QByteArrayList bodies;
    for (int i = 0; i < 20; ++i)
        bodies.append("something about number " + QByteArray::number(i) + "\r\n");
    bodies.append("something about a xylophone\r\n");
    const auto ids = import(bodies);
    const auto update = [&] {
        return answerOf<void>(
            [&](auto done) { m_fixture->session->updateIndex(&m_fixture->context, {}, done); });
    };
    QVERIFY(update());
    const QByteArray letters = "lophone"; // tokens lack those that they share with the one before
    QVERIFY(isInIndex(letters));
    QVERIFY(remove(ids.back()));
    QVERIFY(isInIndex(letters));
    const auto step = answerOf<CompactionStep>(
        [&](auto done) { m_fixture->session->upkeep().reclaim(&m_fixture->context, {}, done); });
    QVERIFY(step && step->removed > 0);
    QVERIFY(!isInIndex(letters));
    QVERIFY(update());
    QVERIFY(!isInIndex(letters));
    QVERIFY(isInIndex("omething"));
}

void ReclaimTest::cancelledBeforeItBeganItEnds()
{
    const auto ids = import({"one\r\n", "two\r\n"});
    QVERIFY(remove(ids[0]));
    StoreUpkeep &upkeep = m_fixture->session->upkeep();
    std::optional<Result<CompactionStep>> first;
    upkeep.reclaim(&m_fixture->context, {}, [&](Result<CompactionStep> step) { first = std::move(step); });
    upkeep.cancel();
    // Another work begins before the store has answered.
    QVERIFY(answerOf<VerifyReport>([&](auto done) { upkeep.verify(&m_fixture->context, {}, done); }));
    QVERIFY(QTest::qWaitFor([&] { return first.has_value(); }, SessionFixture::patience));
    QVERIFY(!upkeep.isWorking());
}

QTEST_GUILESS_MAIN(ReclaimTest)
#include "ReclaimTest.moc"
