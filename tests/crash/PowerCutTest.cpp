// SPDX-License-Identifier: GPL-3.0-or-later
#include "PowerCut.h"
#include "StoreWorkload.h"

#include <QLoggingCategory>

namespace
{
using Opened = StorePromise::Opened;

struct Outcome {
    int images = 0;
    size_t messages = 0;
    QStringList violations;

    void add(const StoreFixture &profile, const StoreWorkload &workload, size_t count, Opened opened,
             const QString &name)
    {
        const StorePromise &promise = workload.promisedAfter(count);
        for (const QString &lack : promise.brokenIn(profile, workload.promisedNext(count), opened))
            violations += name + QStringLiteral(": ") + lack;
        messages += promise.present.size();
    }
};

void loseCatalogue(const StoreFixture &profile, Opened opened)
{
    const QString lost =
        opened == Opened::FromCopy ? QStringLiteral("catalogue.db*") : QStringLiteral("catalogue.*");
    for (const QString &name : QDir(profile.path()).entryList({lost}, QDir::Files))
        QFile::remove(profile.path(name));
}

// Each image is opened as it is, every third without its catalogue as well.
std::vector<Opened> waysToOpen(int cut)
{
    if (cut % 3 != 0)
        return {Opened::AsItIs};
    return {Opened::AsItIs, cut % 2 == 0 ? Opened::FromCopy : Opened::FromVault};
}

QString nameOf(Opened opened)
{
    if (opened == Opened::AsItIs)
        return {};
    return opened == Opened::FromCopy ? QStringLiteral(", from a copy") : QStringLiteral(", from the vault");
}

// Torn twice as often as the others.
PowerCut::Unsynced kindOf(int cut)
{
    constexpr PowerCut::Unsynced kinds[] = {PowerCut::Unsynced::Lost, PowerCut::Unsynced::Torn,
                                            PowerCut::Unsynced::Kept, PowerCut::Unsynced::Torn};
    return kinds[cut % 4];
}

// What the recovery of this profile does to its files, after what is there.
std::vector<LoggedOperation> operationsOfRecovery(const StoreFixture &profile)
{
    FileLog log(QFile::encodeName(profile.path()), StoreWorkload::passedOver());
    const auto store = profile.open();
    return log.operations();
}

// Cuts at random places, opens the images, and cuts a fifth of the recoveries again.
class Laboratory
{
public:
    Laboratory(const StoreWorkload &workload, PowerCut::Syncs syncs, quint32 seed)
        : m_workload(workload), m_syncs(syncs), m_seed(seed), m_random(seed)
    {
    }

    Outcome cut(int cuts)
    {
        for (int cut = 0; cut < cuts; ++cut) {
            const size_t count = m_random() % (m_workload.operations().size() + 1);
            const quint32 imageSeed = m_random();
            for (const Opened opened : waysToOpen(cut)) {
                const QString name = QStringLiteral("seed %1, cut %2 after %3 of %4 operations%5")
                                         .arg(m_seed)
                                         .arg(cut)
                                         .arg(count)
                                         .arg(m_workload.operations().size())
                                         .arg(nameOf(opened));
                StoreFixture profile;
                profile.options = m_workload.options();
                PowerCut(m_workload.operations(), m_syncs, imageSeed)
                    .write(count, kindOf(cut), profile.path());
                if (opened != Opened::AsItIs)
                    loseCatalogue(profile, opened);
                if (cut % 5 == 0)
                    cutAgain(profile, count, opened, name);
                else
                    m_outcome.add(profile, m_workload, count, opened, name);
            }
            ++m_outcome.images;
        }
        return m_outcome;
    }

private:
    // The power fails again while the store recovers.
    void cutAgain(const StoreFixture &profile, size_t count, Opened opened, const QString &name)
    {
        const auto before =
            FileLog(QFile::encodeName(profile.path()), StoreWorkload::passedOver()).operations();
        const auto all = operationsOfRecovery(profile);
        const size_t second = before.size() + m_random() % (all.size() - before.size() + 1);
        StoreFixture again;
        again.options = m_workload.options();
        PowerCut(all, m_syncs, m_random())
            .write(second, kindOf(static_cast<int>(m_random() % 4)), again.path());
        m_outcome.add(again, m_workload, count, opened,
                      name + QStringLiteral(", and after %1 of recovery").arg(second - before.size()));
    }

    const StoreWorkload &m_workload;
    const PowerCut::Syncs m_syncs;
    const quint32 m_seed;
    std::mt19937 m_random;
    Outcome m_outcome;
};
} // namespace

class PowerCutTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void syncedBytesAndNamesAreKept();
    void everythingPromisedSurvives_data();
    void everythingPromisedSurvives();
    void syncsThatLieAreFoundOut();
};

void PowerCutTest::initTestCase()
{
    // Of each image the store says what it recovers.
    QLoggingCategory::setFilterRules(QStringLiteral("*.warning=false"));
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
    const StoreWorkload workload(seed, 90);
    QVERIFY(workload.compactions() >= 5);
    const Outcome outcome = Laboratory(workload, PowerCut::Syncs::Honest, seed).cut(340);
    qInfo("%zu operations, %d segments removed, %d images, %zu messages looked for, %lld violations",
          workload.operations().size(), workload.compactions(), outcome.images, outcome.messages,
          static_cast<long long>(outcome.violations.size()));
    QVERIFY2(outcome.violations.isEmpty(), qPrintable(outcome.violations.mid(0, 20).join(QLatin1Char('\n'))));
}

// The negative control: were the laboratory blind, it would find nothing here either.
void PowerCutTest::syncsThatLieAreFoundOut()
{
    const StoreWorkload workload(1, 90);
    const Outcome outcome = Laboratory(workload, PowerCut::Syncs::Lying, 1).cut(40);
    qInfo("%d images, %lld violations", outcome.images, static_cast<long long>(outcome.violations.size()));
    QVERIFY(outcome.violations.size() > outcome.images);
}

QTEST_GUILESS_MAIN(PowerCutTest)
#include "PowerCutTest.moc"
