// SPDX-License-Identifier: GPL-3.0-or-later
//
// What keeps a session's store well, over real profiles.
#include "StoreUpkeep.h"
#include "AnswerOf.h"
#include "FakeClock.h"
#include "MailSession.h"
#include "MemorySecrets.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

class StoreUpkeepTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void stateIsInTheVaultSecondsAfterAChange();
    void aLostCatalogueComesBackWithSubjects();
    void theEndOfASessionMakesACopy();
    void theNextDayMakesAnother();
    void damageIsNamedAndRepairSaysWhatItDid();
    void theMonthlyCheckSpeaksUpOnlyWhenSomethingIsWrong();
    void theMonthlyCheckGivesWayToTheUser();
    void theListIsMadeAnewWhileTheProgramRuns();
    void aRebuildCanBeCancelled();
    void roomIsGivenBack();

private:
    bool start();
    void end() { m_session.reset(); }
    QString profile() const { return m_directory->path() + QStringLiteral("/profile"); }
    std::vector<MessageSummary> import(int count, const QByteArray &prefix = "mail");
    std::vector<MessageSummary> all();
    void loseCatalogue(bool withCopies);
    void damage(const QByteArray &searched);
    // Idle time goes on until the signal comes; a look while the last one's work still runs does nothing.
    bool idleUntil(const QSignalSpy &spy);

    std::unique_ptr<QTemporaryDir> m_directory;
    MemorySecrets m_secrets;
    FakeClock m_clock;
    std::unique_ptr<MailSession> m_session;
    QObject m_context;
};

void StoreUpkeepTest::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    m_clock.advance(QDateTime::currentSecsSinceEpoch() - m_clock.now());
    QVERIFY(start());
}

void StoreUpkeepTest::cleanup()
{
    end();
}

bool StoreUpkeepTest::start()
{
    m_session = std::make_unique<MailSession>(profile(), m_secrets, m_clock);
    const auto opened = answerOf<void>([&](auto done) { m_session->open(&m_context, done); });
    return opened && QTest::qWaitFor([&] { return !m_session->upkeep().isSummarising(); }, 30000);
}

std::vector<MessageSummary> StoreUpkeepTest::import(int count, const QByteArray &prefix)
{
    QByteArray mbox;
    for (int i = 0; i < count; ++i) {
        const QByteArray name = prefix + QByteArray::number(i);
        mbox += "From x@example.org Thu Jan  1 00:00:00 2026\nFrom: Anna <anna@example.org>\n"
                "Date: Thu, 1 Jan 2026 00:00:00 +0000\nMessage-ID: <" +
                name + "@example.org>\nSubject: Subject of " + name + "\n\nBody of " +
                QByteArray(name + ' ').repeated(40) + "\n\n";
    }
    const QString path = m_directory->filePath(QString::fromLatin1(prefix) + QStringLiteral(".mbox"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(mbox) != mbox.size())
        qFatal("the mbox could not be written");
    file.close();
    const auto added = answerOf<int>([&](auto done) { m_session->importFiles({path}, &m_context, done); });
    if (!added || *added != count)
        qFatal("the mail could not be imported");
    return all();
}

std::vector<MessageSummary> StoreUpkeepTest::all()
{
    ListQuery query;
    query.scope = ListQuery::Scope::Everything;
    const auto rows =
        answerOf<std::vector<MessageRow>>([&](auto done) { m_session->rows(query, &m_context, done); });
    std::vector<MessageId> ids;
    for (const MessageRow &row : rows.value_or(std::vector<MessageRow>()))
        ids.push_back(row.id);
    std::sort(ids.begin(), ids.end());
    auto summaries = answerOf<std::vector<MessageSummary>>(
        [&](auto done) { m_session->summaries(ids, &m_context, done); });
    return summaries.value_or(std::vector<MessageSummary>());
}

void StoreUpkeepTest::loseCatalogue(bool withCopies)
{
    for (const QString &name :
         QDir(profile()).entryList({QStringLiteral("catalogue.db*"), QStringLiteral("search.db*")}))
        QVERIFY(QFile::remove(profile() + QLatin1Char('/') + name));
    if (withCopies)
        for (const QString &name : QDir(profile()).entryList({QStringLiteral("catalogue.bak*")}))
            QVERIFY(QFile::remove(profile() + QLatin1Char('/') + name));
}

// Flips a bit in the record whose header has these bytes behind it.
void StoreUpkeepTest::damage(const QByteArray &sha256)
{
    QFile file(profile() + QStringLiteral("/vault/000001.seg"));
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    const qsizetype at = bytes.indexOf(sha256);
    QVERIFY(at > 0);
    QVERIFY(file.seek(at + 100)); // in the frame behind the header
    const char flipped = static_cast<char>(bytes[at + 100] ^ 4);
    QCOMPARE(file.write(&flipped, 1), 1);
}

bool StoreUpkeepTest::idleUntil(const QSignalSpy &spy)
{
    const auto look = [&] {
        if (spy.isEmpty())
            m_session->upkeep().idle().work();
        return !spy.isEmpty();
    };
    return QTest::qWaitFor(look, 60000);
}

void StoreUpkeepTest::stateIsInTheVaultSecondsAfterAChange()
{
    const auto mail = import(3);
    QVERIFY(answerOf<void>([&](auto done) {
        m_session->setTags({mail[1].id}, {QStringLiteral("urgent")}, {}, &m_context, done);
    }));
    QVERIFY(answerOf<void>(
        [&](auto done) { m_session->setNote(mail[2].id, QStringLiteral("a note"), &m_context, done); }));
    const QString segment = profile() + QStringLiteral("/vault/000001.seg");
    const auto hasState = [&] {
        QFile file(segment);
        return file.open(QIODevice::ReadOnly) && file.readAll().contains("urgent");
    };
    QVERIFY(QTest::qWaitFor(hasState, 10000));
    // Another profile from the vault alone, while the first one is in use.
    QTemporaryDir other;
    QVERIFY(QDir().mkpath(other.filePath(QStringLiteral("vault"))));
    QVERIFY(QFile::copy(segment, other.filePath(QStringLiteral("vault/000001.seg"))));
    MailSession copy(other.path(), m_secrets, m_clock);
    QVERIFY(answerOf<void>([&](auto done) { copy.open(&m_context, done); }));
    const auto summaries = answerOf<std::vector<MessageSummary>>(
        [&](auto done) { copy.summaries({mail[1].id}, &m_context, done); });
    QCOMPARE(summaries->at(0).tags, QStringList(QStringLiteral("urgent")));
    QCOMPARE(answerOf<QString>([&](auto done) { copy.note(mail[2].id, &m_context, done); }).value(),
             QStringLiteral("a note"));
}

void StoreUpkeepTest::aLostCatalogueComesBackWithSubjects()
{
    for (const bool withCopies : {false, true}) {
        auto before = import(450, withCopies ? "second" : "first");
        QVERIFY(answerOf<void>([&](auto done) {
            m_session->setFlags({before[5].id, before[400].id}, Flag::Starred, Flag::Read, &m_context, done);
        }));
        QVERIFY(answerOf<void>([&](auto done) {
            m_session->setTags({before[7].id}, {QStringLiteral("tag")}, {}, &m_context, done);
        }));
        before = all();
        end();
        loseCatalogue(withCopies);
        m_session = std::make_unique<MailSession>(profile(), m_secrets, m_clock);
        QSignalSpy told(&m_session->upkeep(), &StoreUpkeep::catalogueRecovered);
        QSignalSpy progressed(&m_session->upkeep(), &StoreUpkeep::summariesProgressed);
        QVERIFY(answerOf<void>([&](auto done) { m_session->open(&m_context, done); }));
        QVERIFY(QTest::qWaitFor([&] { return !m_session->upkeep().isSummarising(); }, 60000));
        QCOMPARE(told.size(), 1);
        QVERIFY(m_session->upkeep().recovery().cause == CatalogueRecovery::Cause::Missing);
        QVERIFY(m_session->upkeep().recovery().source ==
                (withCopies ? CatalogueRecovery::Source::Vault : CatalogueRecovery::Source::Backup));
        if (withCopies) {
            QVERIFY(progressed.size() >= 4); // in batches
            QCOMPARE(progressed.back()[0], progressed.back()[1]);
        }
        const auto after = all();
        QCOMPARE(after.size(), before.size());
        for (size_t i = 0; i < after.size(); ++i) {
            QCOMPARE(after[i].subject, before[i].subject);
            QVERIFY(after[i].from == before[i].from);
            QVERIFY(after[i].flags == before[i].flags);
            QCOMPARE(after[i].tags, before[i].tags);
            QCOMPARE(after[i].preview, before[i].preview);
            QCOMPARE(after[i].folder, before[i].folder);
            QCOMPARE(after[i].date, before[i].date);
        }
    }
}

void StoreUpkeepTest::theEndOfASessionMakesACopy()
{
    import(3);
    const QString copy = profile() + QStringLiteral("/catalogue.bak.1");
    QVERIFY(!QFile::exists(copy));
    end();
    QVERIFY(QFile::exists(copy));
    // Not each time.
    const QDateTime made = QFileInfo(copy).lastModified();
    QVERIFY(start());
    end();
    QCOMPARE(QFileInfo(copy).lastModified(), made);
    QVERIFY(!QFile::exists(profile() + QStringLiteral("/catalogue.bak.2")));
}

void StoreUpkeepTest::theNextDayMakesAnother()
{
    const auto mail = import(3);
    end();
    QVERIFY(start());
    QSignalSpy backedUp(&m_session->upkeep().idle(), &IdleUpkeep::backedUp);
    m_session->upkeep().idle().work();
    QVERIFY(!backedUp.wait(300)); // nothing has changed
    QVERIFY(answerOf<void>(
        [&](auto done) { m_session->setFlags({mail[0].id}, Flag::Starred, {}, &m_context, done); }));
    m_clock.advance(IdleUpkeep::backupEvery + 1);
    QVERIFY(idleUntil(backedUp));
    QVERIFY(QFile::exists(profile() + QStringLiteral("/catalogue.bak.2")));
}

void StoreUpkeepTest::damageIsNamedAndRepairSaysWhatItDid()
{
    const auto mail = import(5);
    damage(mail[2].sha256);
    qint64 told = 0;
    const auto found = answerOf<VerifyReport>([&](auto done) {
        m_session->upkeep().verify(
            &m_context, [&](qint64 bytes, qint64) { told = bytes; }, done);
    });
    QVERIFY(found);
    QCOMPARE(found->damaged, std::vector<MessageId>{mail[2].id});
    QCOMPARE(found->damagedSummaries.at(0).subject, mail[2].subject);
    QVERIFY(told > 0);
    QCOMPARE(found->findings.size(), 1u);
    QVERIFY(found->findings[0].kind == StoreFinding::Kind::HashWrong);
    QCOMPARE(found->findings[0].message, mail[2].id);
    QCOMPARE(found->findings[0].file, QStringLiteral("000001.seg"));
    QCOMPARE(found->problems, QStringList{found->findings[0].english});
    const auto repaired =
        answerOf<RepairReport>([&](auto done) { m_session->upkeep().repair(*found, &m_context, {}, done); });
    QVERIFY(repaired);
    QCOMPARE(repaired->left.size(), 1); // it came from a file: there is no server to ask
    QVERIFY(repaired->left[0].contains(mail[2].subject));
    QCOMPARE(repaired->remaining.size(), 1u);
    QVERIFY(repaired->remaining[0].kind == StoreFinding::Kind::NotOnServer);
    QCOMPARE(repaired->remaining[0].detail, mail[2].subject);
    QCOMPARE(all().size(), 5u);
    for (const MessageSummary &message : mail) {
        const auto raw =
            answerOf<QByteArray>([&](auto done) { m_session->raw(message.id, &m_context, done); });
        QCOMPARE(raw.has_value(), message.id != mail[2].id);
    }
}

void StoreUpkeepTest::theMonthlyCheckSpeaksUpOnlyWhenSomethingIsWrong()
{
    const auto mail = import(5);
    end(); // with a copy: nothing else is due
    QVERIFY(start());
    for (const bool damaged : {false, true}) {
        if (damaged)
            damage(mail[3].sha256);
        IdleUpkeep &idle = m_session->upkeep().idle();
        QSignalSpy checked(&idle, &IdleUpkeep::checked);
        QSignalSpy spoke(&m_session->upkeep(), &StoreUpkeep::damageFound);
        QSignalSpy ended(&m_session->upkeep(), &StoreUpkeep::idlyChecked);
        m_clock.advance(IdleUpkeep::checkEvery + 1);
        QVERIFY(idleUntil(checked));
        QVERIFY(!ended.isEmpty() || ended.wait(20000));
        QCOMPARE(spoke.size(), damaged ? 1 : 0);
        if (damaged)
            QCOMPARE(qvariant_cast<VerifyReport>(spoke[0][0]).damaged, std::vector<MessageId>{mail[3].id});
        // Not again before a month has gone.
        idle.work();
        QVERIFY(!checked.wait(300));
    }
}

void StoreUpkeepTest::theMonthlyCheckGivesWayToTheUser()
{
    import(5);
    end();
    QVERIFY(start());
    IdleUpkeep &idle = m_session->upkeep().idle();
    QSignalSpy checked(&idle, &IdleUpkeep::checked);
    idle.work();
    idle.used(); // whether it had more than one segment to go or not, it ends well
    QVERIFY(idleUntil(checked));
    QVERIFY(qvariant_cast<VerifyReport>(checked[0][0]).isWhole());
    QCOMPARE(qvariant_cast<VerifyReport>(checked[0][0]).messages, 5);
}

void StoreUpkeepTest::theListIsMadeAnewWhileTheProgramRuns()
{
    const auto before = import(300);
    QVERIFY(answerOf<void>([&](auto done) {
        m_session->setTags({before[7].id}, {QStringLiteral("tag")}, {}, &m_context, done);
    }));
    QSignalSpy summarised(&m_session->upkeep(), &StoreUpkeep::summarised);
    const auto messages =
        answerOf<int>([&](auto done) { m_session->upkeep().rebuildCatalogue(&m_context, {}, done); });
    QVERIFY(messages);
    QCOMPARE(*messages, 300);
    QVERIFY(!summarised.isEmpty() || summarised.wait(30000));
    const auto after = all();
    QCOMPARE(after.size(), 300u);
    for (size_t i = 0; i < after.size(); ++i)
        QCOMPARE(after[i].subject, before[i].subject);
    QCOMPARE(after[7].tags, QStringList(QStringLiteral("tag")));
    QVERIFY(answerOf<VerifyReport>([&](auto done) {
                m_session->upkeep().verify(&m_context, {}, done);
            })->isWhole());
    QCOMPARE(import(2, "later").size(), 302u);
}

void StoreUpkeepTest::aRebuildCanBeCancelled()
{
    import(50);
    std::optional<Result<int>> answer;
    m_session->upkeep().rebuildCatalogue(&m_context, {},
                                         [&](Result<int> result) { answer = std::move(result); });
    QVERIFY(m_session->upkeep().isWorking());
    m_session->upkeep().cancel();
    QVERIFY(QTest::qWaitFor([&] { return answer.has_value(); }, 20000));
    QVERIFY(*answer || answer->error().code == ErrorCode::Cancelled); // it may have been quicker
    QVERIFY(!m_session->upkeep().isWorking());
    QVERIFY(QTest::qWaitFor([&] { return !m_session->upkeep().isSummarising(); }, 20000));
    QCOMPARE(all().size(), 50u);
    QVERIFY(all()[0].subject.startsWith(QStringLiteral("Subject of")));
}

void StoreUpkeepTest::roomIsGivenBack()
{
    const auto mail = import(100);
    std::vector<MessageId> removed;
    for (size_t i = 0; i < mail.size(); i += 2)
        removed.push_back(mail[i].id);
    QVERIFY(answerOf<void>([&](auto done) { m_session->removeForGood(removed, &m_context, done); }));
    const auto step =
        answerOf<CompactionStep>([&](auto done) { m_session->upkeep().reclaim(&m_context, {}, done); });
    QVERIFY2(step, step ? "" : qPrintable(step.error().detail));
    QVERIFY(step->removed > step->written);
    QCOMPARE(step->left, 0);
    QVERIFY(step->leftAlone.isEmpty());
    QVERIFY(!QFile::exists(profile() + QStringLiteral("/vault/000001.seg")));
    QCOMPARE(all().size(), 50u);
}

QTEST_GUILESS_MAIN(StoreUpkeepTest)
#include "StoreUpkeepTest.moc"
