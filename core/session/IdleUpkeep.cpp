// SPDX-License-Identifier: GPL-3.0-or-later
#include "IdleUpkeep.h"

#include "CatalogueBackup.h"
#include "Clock.h"
#include "Log.h"
#include "SessionThreads.h"

namespace
{
constexpr int lookMilliseconds = 60 * 1000;
constexpr qint64 idleMilliseconds = 5 * 60 * 1000;
// At the end of a session these are worth a copy, however new the last one is.
constexpr qsizetype manyChanges = 1000;
} // namespace

IdleUpkeep::IdleUpkeep(const QString &profileDirectory, SessionThreads &threads, const Clock &clock)
    : m_profileDirectory(profileDirectory), m_threads(threads), m_clock(clock)
{
    m_timer.setInterval(lookMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (m_sinceUse.hasExpired(idleMilliseconds))
            work();
    });
}

IdleUpkeep::~IdleUpkeep()
{
    m_cancellation.cancel();
}

void IdleUpkeep::start()
{
    m_isStarted = true;
    m_sinceUse.start();
    m_timer.start();
}

void IdleUpkeep::used()
{
    m_sinceUse.start();
}

bool IdleUpkeep::isBackupDue(bool atEnd) const
{
    const qint64 newest = CatalogueBackup(m_profileDirectory).newest();
    if (newest == 0)
        return true;
    if (atEnd && m_changes >= manyChanges)
        return true;
    return m_changes > 0 && m_clock.now() - newest >= backupEvery;
}

void IdleUpkeep::work()
{
    if (!m_isStarted || m_isWorking || m_cancellation.isCancelled())
        return;
    if (m_clock.now() >= m_nextBackup && isBackupDue(false))
        return backUp();
    if (m_isChecking)
        return checkOn();
    if (m_mayCompact)
        return compactOn();
    beginCheck();
}

// A step of a quarter of a second; then the next, unless somebody came.
void IdleUpkeep::compactOn()
{
    m_isWorking = true;
    m_threads.store.request(
        [](MessageStore &store) { return store.compact(CompactionWish::Worthwhile); }, this,
        [this, use = m_sinceUse.msecsSinceReference()](const Result<CompactionStep> &step) {
            m_isWorking = false;
            if (!step)
                qCWarning(logStore) << "no room could be given back:" << step.error().detail;
            else if (step->removed > 0)
                m_threads.closeVaultFiles();
            m_mayCompact = step && step->left > 0;
            if (!m_mayCompact)
                Q_EMIT compacted();
            if (m_sinceUse.msecsSinceReference() == use)
                work();
        });
}

void IdleUpkeep::backUp()
{
    m_isWorking = true;
    m_threads.longReader.run(
        [directory = m_profileDirectory, &cancellation = m_cancellation] {
            return CatalogueBackup(directory).write(cancellation);
        },
        this,
        [this, use = m_sinceUse.msecsSinceReference()](const Result<void> &written) {
            m_isWorking = false;
            noteBackup(written);
            if (m_sinceUse.msecsSinceReference() == use)
                work();
        });
}

// One that fails is tried again after an hour; the other works go on meanwhile.
void IdleUpkeep::noteBackup(const Result<void> &written)
{
    if (written) {
        m_changes = 0;
        m_backupsFailSince = 0;
        m_isFailureTold = false;
        Q_EMIT backedUp();
        return;
    }
    if (written.error().code == ErrorCode::Cancelled)
        return;
    qCWarning(logStore) << "the catalogue could not be copied:" << written.error().detail;
    const qint64 now = m_clock.now();
    m_nextBackup = now + hour;
    if (m_backupsFailSince == 0)
        m_backupsFailSince = now;
    if (now - m_backupsFailSince >= day && !std::exchange(m_isFailureTold, true))
        Q_EMIT backupsFail(written.error());
}

void IdleUpkeep::giveUpCheck()
{
    ++m_checkNumber;
    m_isChecking = false;
}

void IdleUpkeep::checkFailed(const Error &error)
{
    if (error.code == ErrorCode::Cancelled)
        return;
    qCWarning(logStore) << "the stored mail could not be checked:" << error.detail;
    m_nextCheck = m_clock.now() + day;
}

void IdleUpkeep::beginCheck()
{
    if (m_clock.now() < m_nextCheck)
        return;
    m_isWorking = true;
    const auto begin = [now = m_clock.now()](StoreReader &store) -> Result<bool> {
        TRY(const qint64 verified, store.verifiedAt());
        if (now - verified < checkEvery)
            return false;
        CHECK(store.beginVerify());
        return true;
    };
    m_threads.longReader.request(begin, this, [this, number = ++m_checkNumber](const Result<bool> &begun) {
        m_isWorking = false;
        if (!begun)
            checkFailed(begun.error());
        m_isChecking = begun && *begun && number == m_checkNumber;
        if (m_isChecking)
            checkOn();
    });
}

// One segment, some tenths of a second; then the next, unless somebody came.
void IdleUpkeep::checkOn()
{
    m_isWorking = true;
    m_threads.longReader.request(
        [&cancellation = m_cancellation](StoreReader &store) { return store.verifyStep(cancellation); }, this,
        [this, number = m_checkNumber, use = m_sinceUse.msecsSinceReference()](const Result<bool> &more) {
            m_isWorking = false;
            if (number != m_checkNumber)
                return; // given up
            if (!more) {
                m_isChecking = false;
                checkFailed(more.error());
            } else if (!*more) {
                finishCheck();
            } else if (m_sinceUse.msecsSinceReference() == use) {
                checkOn();
            }
        });
}

void IdleUpkeep::finishCheck()
{
    m_isWorking = true;
    m_isChecking = false;
    m_threads.longReader.request(
        [&cancellation = m_cancellation](StoreReader &store) { return store.finishVerify(cancellation); },
        this,
        [this](const Result<VerifyReport> &report) {
            m_isWorking = report.has_value();
            if (report)
                noteChecked(*report);
            else
                checkFailed(report.error());
        });
}

// The next look must find that it was done.
void IdleUpkeep::noteChecked(const VerifyReport &report)
{
    m_threads.store.request(
        [now = m_clock.now()](MessageStore &store) { return store.noteVerified(now); }, this,
        [this, report](const Result<void> &noted) {
            m_isWorking = false;
            if (!noted)
                qCWarning(logStore) << "the check could not be noted:" << noted.error().detail;
            Q_EMIT checked(report);
        });
}

void IdleUpkeep::shutDown()
{
    m_timer.stop();
    m_cancellation.cancel();
    if (!m_isStarted || !isBackupDue(true))
        return;
    m_isStarted = false;
    m_threads.longReader.post([directory = m_profileDirectory](StoreReader *store) {
        Cancellation never;
        if (!store)
            return;
        if (const auto written = CatalogueBackup(directory).write(never); !written)
            qCWarning(logStore) << "the catalogue could not be copied:" << written.error().detail;
    });
}
