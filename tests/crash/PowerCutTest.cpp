// SPDX-License-Identifier: GPL-3.0-or-later
#include "PowerCut.h"
#include "StoreWorkload.h"

#include <QLoggingCategory>

class PowerCutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void syncedBytesAndNamesAreKept();
    void everythingPromisedSurvives_data();
    void everythingPromisedSurvives();
    void syncsThatLieAreFoundOut();

private:
    struct Outcome {
        int images = 0;
        size_t messages = 0;
        QStringList violations;
    };
    // Cuts at `cuts` random places; opens each image with its catalogue and without.
    static Outcome cutAndCheck(const StoreWorkload &workload, PowerCut::Syncs syncs, quint32 seed, int cuts);
};

void PowerCutTest::initTestCase()
{
    // Of each image the store says what it recovers.
    QLoggingCategory::setFilterRules(QStringLiteral("*.warning=false"));
}

PowerCutTest::Outcome PowerCutTest::cutAndCheck(const StoreWorkload &workload, PowerCut::Syncs syncs,
                                                quint32 seed, int cuts)
{
    Outcome outcome;
    std::mt19937 random(seed);
    const size_t operations = workload.operations().size();
    for (int cut = 0; cut < cuts; ++cut) {
        const size_t count = random() % (operations + 1);
        // Torn twice as often as the others.
        constexpr PowerCut::Unsynced kinds[] = {PowerCut::Unsynced::Lost, PowerCut::Unsynced::Torn,
                                                PowerCut::Unsynced::Kept, PowerCut::Unsynced::Torn};
        const quint32 imageSeed = random();
        for (const bool rebuilt : {false, true}) {
            StoreFixture profile;
            PowerCut(workload.operations(), syncs, imageSeed).write(count, kinds[cut % 4], profile.path());
            if (rebuilt)
                for (const char *name : {"catalogue.db", "catalogue.db-wal", "catalogue.db-journal"})
                    QFile::remove(profile.path(QLatin1String(name)));
            const QStringList violations = workload.check(profile, count, rebuilt);
            for (const QString &violation : violations)
                outcome.violations += QStringLiteral("seed %1, cut %2 after %3 of %4 operations%5: %6")
                                          .arg(seed)
                                          .arg(cut)
                                          .arg(count)
                                          .arg(operations)
                                          .arg(rebuilt ? QStringLiteral(", rebuilt") : QString(), violation);
            outcome.messages += workload.promised(count);
        }
        ++outcome.images;
    }
    return outcome;
}

void PowerCutTest::syncedBytesAndNamesAreKept()
{
    using Kind = LoggedOperation::Kind;
    const QByteArray first(700, 'a'), second(2000, 'b');
    const std::vector<LoggedOperation> operations{
        {Kind::Create, 0, "kept", {}, 0, {}},  {Kind::Write, 0, {}, {}, 0, first},
        {Kind::Sync, 0, {}, {}, 0, {}},        {Kind::SyncDirectory, -1, "", {}, 0, {}},
        {Kind::Write, 0, {}, {}, 700, second}, {Kind::Create, 1, "new", {}, 0, {}},
        {Kind::Unlink, -1, "kept", {}, 0, {}},
    };
    StoreFixture lost, kept, lying;
    PowerCut(operations, PowerCut::Syncs::Honest, 1).write(7, PowerCut::Unsynced::Lost, lost.path());
    QCOMPARE(StoreFixture::contents(lost.path(QStringLiteral("kept"))), first);
    QVERIFY(!QFile::exists(lost.path(QStringLiteral("new"))));
    PowerCut(operations, PowerCut::Syncs::Honest, 1).write(6, PowerCut::Unsynced::Kept, kept.path());
    QCOMPARE(StoreFixture::contents(kept.path(QStringLiteral("kept"))), first + second);
    QVERIFY(QFile::exists(kept.path(QStringLiteral("new"))));
    PowerCut(operations, PowerCut::Syncs::Lying, 1).write(7, PowerCut::Unsynced::Lost, lying.path());
    QVERIFY(!QFile::exists(lying.path(QStringLiteral("kept"))));
    for (quint32 seed = 0; seed < 20; ++seed) {
        StoreFixture torn;
        PowerCut(operations, PowerCut::Syncs::Honest, seed).write(5, PowerCut::Unsynced::Torn, torn.path());
        const QByteArray content = StoreFixture::contents(torn.path(QStringLiteral("kept")));
        QVERIFY(content.startsWith(first));
        for (qsizetype at = first.size(); at < content.size(); ++at)
            QVERIFY(content[at] == content[std::max(at / 512 * 512, first.size())]);
    }
}

void PowerCutTest::everythingPromisedSurvives_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 6; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void PowerCutTest::everythingPromisedSurvives()
{
    QFETCH(quint32, seed);
    const StoreWorkload workload(seed, 60);
    const Outcome outcome = cutAndCheck(workload, PowerCut::Syncs::Honest, seed, 340);
    qInfo("%zu operations, %d images, %zu messages looked for, %lld violations", workload.operations().size(),
          outcome.images, outcome.messages, static_cast<long long>(outcome.violations.size()));
    QVERIFY2(outcome.violations.isEmpty(), qPrintable(outcome.violations.mid(0, 20).join(QLatin1Char('\n'))));
}

// The negative control: were the laboratory blind, it would find nothing here either.
void PowerCutTest::syncsThatLieAreFoundOut()
{
    const StoreWorkload workload(1, 60);
    const Outcome outcome = cutAndCheck(workload, PowerCut::Syncs::Lying, 1, 40);
    qInfo("%d images, %lld violations", outcome.images, static_cast<long long>(outcome.violations.size()));
    QVERIFY(outcome.violations.size() > outcome.images);
}

QTEST_GUILESS_MAIN(PowerCutTest)
#include "PowerCutTest.moc"
