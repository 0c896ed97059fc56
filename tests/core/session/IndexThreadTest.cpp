// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailSearch.h"
#include "SearchQuery.h"
#include "SessionFixture.h"

// The search index behind a session: made in the background, never in the way.
class IndexThreadTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void storedMailIsIndexedByItself();
    void mailIsIndexedOnDemand();
    void cancellingLeavesTheRestForLater();
    void aSessionEndsWhileItIndexes();
    void aLostIndexIsMadeAnewAtTheNextStart();

private:
    void import(int count);
    SearchOutcome search(const QString &text);
    Result<void> update()
    {
        return answerOf<void>(
            [&](auto done) { m_session->session->updateIndex(&m_session->context, {}, done); });
    }
    QString indexPath() const { return m_session->profile.path() + QStringLiteral("/search.db"); }

    std::unique_ptr<SessionFixture> m_session;
    QTemporaryDir m_files;
};

void IndexThreadTest::init()
{
    m_session = std::make_unique<SessionFixture>();
    m_session->start();
}

void IndexThreadTest::import(int count)
{
    const QString path = m_files.filePath(QStringLiteral("mail.mbox"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write");
    for (int number = 1; number <= count; ++number)
        file.write("From a@example.org Mon Feb  5 10:00:00 2024\n" +
                   SessionFixture::mail(number).bytes.replace("\r\n", "\n") + "\n");
    file.close();
    const auto added =
        answerOf<int>([&](auto done) { m_session->session->importFiles({path}, &m_session->context, done); });
    QVERIFY(added);
    QCOMPARE(*added, count);
}

SearchOutcome IndexThreadTest::search(const QString &text)
{
    const auto outcome = answerOf<SearchOutcome>([&](auto done) {
        m_session->session->search().start(
            *SearchQuery::parse(text), &m_session->context,
            {[](const std::vector<MessageRow> &) {}, [](const SearchProgress &) {}, done});
    });
    if (!outcome)
        qFatal("the search failed: %s", qPrintable(outcome.error().detail));
    return *outcome;
}

void IndexThreadTest::storedMailIsIndexedByItself()
{
    import(30);
    QSignalSpy told(m_session->session.get(), &MailSession::indexProgressed);
    m_session->session->keepIndex();
    const auto isComplete = [&](qint64 messages) {
        return !told.isEmpty() && told.last()[0] == told.last()[1] && told.last()[1].toLongLong() >= messages;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isComplete(30), SessionFixture::patience);
    QCOMPARE(search(QStringLiteral("number")).read, 0);
    m_session->session->removeForGood({1}, &m_session->context, [](const Result<void> &) {});
    QTRY_COMPARE_WITH_TIMEOUT(search(QStringLiteral("number")).found, 29, SessionFixture::patience);
}

void IndexThreadTest::mailIsIndexedOnDemand()
{
    import(30);
    QCOMPARE(search(QStringLiteral("number")).read, 30);
    QVERIFY(update());
    const SearchOutcome outcome = search(QStringLiteral("number"));
    QCOMPARE(outcome.found, 30);
    QCOMPARE(outcome.read, 0);
}

void IndexThreadTest::cancellingLeavesTheRestForLater()
{
    import(30);
    std::optional<Result<void>> ended;
    m_session->session->updateIndex(&m_session->context, {}, [&](Result<void> result) { ended = result; });
    m_session->session->cancelIndexUpdate();
    QTRY_VERIFY_WITH_TIMEOUT(ended.has_value(), SessionFixture::patience);
    QVERIFY(!*ended && ended->error().code == ErrorCode::Cancelled);
    QCOMPARE(search(QStringLiteral("number")).found, 30);
    QVERIFY(update());
    QCOMPARE(search(QStringLiteral("number")).read, 0);
}

void IndexThreadTest::aSessionEndsWhileItIndexes()
{
    import(1200);
    m_session->session->keepIndex();
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(indexPath()), SessionFixture::patience);
    m_session->start(); // ends the one before
    QCOMPARE(search(QStringLiteral("number")).found, 1200);
    QVERIFY(update());
    const SearchOutcome outcome = search(QStringLiteral("number"));
    QCOMPARE(outcome.found, 1200);
    QCOMPARE(outcome.read, 0);
}

void IndexThreadTest::aLostIndexIsMadeAnewAtTheNextStart()
{
    import(30);
    QVERIFY(update());
    m_session->session.reset();
    for (const auto &suffix : {"", "-wal", "-shm"})
        QFile::remove(indexPath() + QLatin1String(suffix));
    m_session->start();
    QCOMPARE(search(QStringLiteral("number")).read, 30); // complete meanwhile
    QVERIFY(update());
    QCOMPARE(search(QStringLiteral("number")).found, 30);
    QCOMPARE(search(QStringLiteral("number")).read, 0);
}

QTEST_GUILESS_MAIN(IndexThreadTest)
#include "IndexThreadTest.moc"
