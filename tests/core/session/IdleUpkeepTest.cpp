// SPDX-License-Identifier: GPL-3.0-or-later
//
// Checks and copies of a store that go wrong or meet others, over real profiles.
#include "AnswerOf.h"
#include "FakeClock.h"
#include "MailSession.h"
#include "MemorySecrets.h"
#include "StoreUpkeep.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

class IdleUpkeepTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void theMonthlyCheckLooksAtTheIndex();
    void anIndexThatCannotBeCheckedIsSaidToBe();
    void aCheckOnDemandTakesThePlaceOfTheMonthlyOne();
    void aCheckThatIsStoppedSaysSo();
    void aFailingCopyKeepsNothingElseWaiting();
    void aSecondRebuildHasAllSubjects();

private:
    bool start();
    void spoilIndex();
    std::vector<MessageSummary> all();
    void import(int count);
    bool idleUntil(const QSignalSpy &spy);
    Result<VerifyReport> verify();
    QString profile() const { return m_directory->path() + QStringLiteral("/profile"); }
    StoreUpkeep &upkeep() { return m_session->upkeep(); }

    std::unique_ptr<QTemporaryDir> m_directory;
    MemorySecrets m_secrets;
    FakeClock m_clock;
    std::unique_ptr<MailSession> m_session;
    QObject m_context;
};

namespace
{
bool has(const VerifyReport &report, std::initializer_list<StoreFinding::Kind> kinds)
{
    return std::any_of(report.findings.begin(), report.findings.end(), [kinds](const StoreFinding &finding) {
        return std::find(kinds.begin(), kinds.end(), finding.kind) != kinds.end();
    });
}
} // namespace

void IdleUpkeepTest::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_clock.advance(QDateTime::currentSecsSinceEpoch() - m_clock.now());
    QVERIFY(start());
}

void IdleUpkeepTest::cleanup()
{
    m_session.reset();
}

bool IdleUpkeepTest::start()
{
    m_session.reset();
    m_session = std::make_unique<MailSession>(profile(), m_secrets, m_clock);
    const auto opened = answerOf<void>([&](auto done) { m_session->open(&m_context, done); });
    return opened && QTest::qWaitFor([&] { return !upkeep().isSummarising(); }, 30000);
}

void IdleUpkeepTest::import(int count)
{
    QByteArray mbox;
    for (int i = 0; i < count; ++i)
        mbox += "From x@example.org Thu Jan  1 00:00:00 2026\nFrom: Anna <anna@example.org>\nSubject: mail " +
                QByteArray::number(i) + "\n\nBody " + QByteArray::number(i) + "\n\n";
    QFile file(m_directory->filePath(QStringLiteral("in.mbox")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(mbox) == mbox.size());
    file.close();
    const auto added =
        answerOf<int>([&](auto done) { m_session->importFiles({file.fileName()}, &m_context, done); });
    QCOMPARE(added.value_or(-1), count);
}

std::vector<MessageSummary> IdleUpkeepTest::all()
{
    ListQuery query;
    query.scope = ListQuery::Scope::Everything;
    const auto rows =
        answerOf<std::vector<MessageRow>>([&](auto done) { m_session->rows(query, &m_context, done); });
    std::vector<MessageId> ids;
    for (const MessageRow &row : rows.value_or(std::vector<MessageRow>()))
        ids.push_back(row.id);
    return answerOf<std::vector<MessageSummary>>(
               [&](auto done) { m_session->summaries(ids, &m_context, done); })
        .value_or(std::vector<MessageSummary>());
}

// While it is closed: every table of the index that holds entries has a page of nonsense.
void IdleUpkeepTest::spoilIndex()
{
    m_session.reset();
    QFile file(profile() + QStringLiteral("/search.db"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray bytes = file.readAll();
    const int page = (uchar(bytes[16]) << 8) | uchar(bytes[17]); // SQLite's file format, 1.3.2
    QVERIFY(page >= 512 && bytes.size() > 4 * page);
    const qsizetype at = bytes.size() / page / 2 * page;
    QVERIFY(file.seek(at));
    QCOMPARE(file.write(QByteArray(bytes.size() - at, '\x5a')), bytes.size() - at);
    file.close();
    QVERIFY(start());
}

bool IdleUpkeepTest::idleUntil(const QSignalSpy &spy)
{
    const auto look = [&] {
        if (spy.isEmpty())
            upkeep().idle().work();
        return !spy.isEmpty();
    };
    return QTest::qWaitFor(look, 60000);
}

Result<VerifyReport> IdleUpkeepTest::verify()
{
    return answerOf<VerifyReport>([&](auto done) { upkeep().verify(&m_context, {}, done); });
}

void IdleUpkeepTest::theMonthlyCheckLooksAtTheIndex()
{
    import(5);
    QVERIFY(answerOf<void>([&](auto done) { upkeep().rebuildIndex(&m_context, {}, done); }));
    spoilIndex();
    QSignalSpy spoke(&upkeep(), &StoreUpkeep::damageFound);
    QSignalSpy ended(&upkeep(), &StoreUpkeep::idlyChecked);
    QVERIFY(idleUntil(ended));
    QCOMPARE(spoke.size(), 1);
    QVERIFY(has(qvariant_cast<VerifyReport>(spoke[0][0]),
                {StoreFinding::Kind::IndexDamaged, StoreFinding::Kind::IndexIncomplete}));
}

void IdleUpkeepTest::anIndexThatCannotBeCheckedIsSaidToBe()
{
    import(2);
    m_session.reset();
    for (const QString &name : QDir(profile()).entryList({QStringLiteral("search.db*")}))
        QVERIFY(QFile::remove(profile() + QLatin1Char('/') + name));
    QVERIFY(QDir().mkpath(profile() + QStringLiteral("/search.db/in/the/way")));
    QVERIFY(start());
    const auto found = verify();
    QVERIFY2(found, found ? "" : qPrintable(found.error().detail));
    QCOMPARE(found->messages, 2);
    QVERIFY2(has(*found, {StoreFinding::Kind::IndexUnchecked}), qPrintable(found->problems.join(u'\n')));
}

void IdleUpkeepTest::aCheckOnDemandTakesThePlaceOfTheMonthlyOne()
{
    import(5);
    QVERIFY(start()); // with a copy: nothing else is due
    QSignalSpy compacted(&upkeep().idle(), &IdleUpkeep::compacted);
    QVERIFY(idleUntil(compacted));
    for (int time = 0; time < 20; ++time) {
        upkeep().idle().work(); // begins, or goes on
        const auto found = verify();
        QVERIFY2(found, found ? "" : qPrintable(found.error().detail));
        QCOMPARE(found->messages, 5);
    }
    QSignalSpy checked(&upkeep().idle(), &IdleUpkeep::checked);
    m_clock.advance(IdleUpkeep::checkEvery + 1);
    QVERIFY(idleUntil(checked));
    QCOMPARE(qvariant_cast<VerifyReport>(checked[0][0]).messages, 5);
}

void IdleUpkeepTest::aCheckThatIsStoppedSaysSo()
{
    import(5);
    std::optional<Result<VerifyReport>> answer;
    upkeep().verify(&m_context, {}, [&](Result<VerifyReport> result) { answer = std::move(result); });
    upkeep().cancel();
    QVERIFY(QTest::qWaitFor([&] { return answer.has_value(); }, 20000));
    QVERIFY(!*answer && answer->error().code == ErrorCode::Cancelled);
    QVERIFY(!upkeep().isWorking());
}

void IdleUpkeepTest::aFailingCopyKeepsNothingElseWaiting()
{
    import(3);
    const QString inTheWay = profile() + QStringLiteral("/catalogue.bak.new");
    QVERIFY(QDir().mkpath(inTheWay + QStringLiteral("/in/the/way")));
    QSignalSpy backedUp(&upkeep().idle(), &IdleUpkeep::backedUp);
    QSignalSpy checked(&upkeep().idle(), &IdleUpkeep::checked);
    QSignalSpy failing(&upkeep(), &StoreUpkeep::backupsFail);
    QVERIFY(idleUntil(checked));
    QVERIFY(failing.isEmpty()); // it may pass
    for (int hours = 0; hours < 26; ++hours) {
        m_clock.advance(IdleUpkeep::hour + 1);
        QTest::qWait(0);
        upkeep().idle().work();
        QVERIFY(QTest::qWaitFor([&] { return !upkeep().idle().isWorking(); }, 20000));
    }
    QCOMPARE(failing.size(), 1);
    QVERIFY(backedUp.isEmpty());
    QVERIFY(QDir(inTheWay).removeRecursively());
    m_clock.advance(IdleUpkeep::hour + 1);
    QVERIFY(idleUntil(backedUp));
    QVERIFY(QFile::exists(profile() + QStringLiteral("/catalogue.bak.1")));
}

void IdleUpkeepTest::aSecondRebuildHasAllSubjects()
{
    import(450); // three batches
    const auto rebuild = [&] {
        return answerOf<int>([&](auto done) { upkeep().rebuildCatalogue(&m_context, {}, done); });
    };
    QSignalSpy progressed(&upkeep(), &StoreUpkeep::summariesProgressed);
    QCOMPARE(rebuild().value_or(-1), 450);
    QVERIFY(QTest::qWaitFor([&] { return !progressed.isEmpty() && progressed.back()[0].toLongLong() > 0; },
                            30000));
    QCOMPARE(rebuild().value_or(-1), 450); // while the second batch is read
    QVERIFY(QTest::qWaitFor([&] { return !upkeep().isSummarising(); }, 30000));
    const auto mail = all();
    QCOMPARE(mail.size(), 450u);
    for (const MessageSummary &message : mail)
        QVERIFY2(message.subject.startsWith(u"mail "), qPrintable(QString::number(message.id)));
}

QTEST_GUILESS_MAIN(IdleUpkeepTest)
#include "IdleUpkeepTest.moc"
