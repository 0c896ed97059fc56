// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreUpkeep.h"

#include "IndexThread.h"
#include "Log.h"
#include "MailSession.h"
#include "SessionThreads.h"
#include "StoreOptions.h"

namespace
{
// Changes come in bursts: what was marked in these seconds is one record.
constexpr int stateMilliseconds = 2000;
} // namespace

StoreUpkeep::StoreUpkeep(MailSession &session, const QString &profileDirectory, SessionThreads &threads,
                         IndexThread &index, const Clock &clock)
    : m_session(session), m_profileDirectory(profileDirectory), m_threads(threads), m_index(index),
      m_summaries(threads), m_idle(profileDirectory, threads, clock)
{
    m_stateTimer.setSingleShot(true);
    m_stateTimer.setInterval(stateMilliseconds);
    connect(&m_stateTimer, &QTimer::timeout, this, &StoreUpkeep::writeState);
    connect(&m_summaries, &SummaryRebuild::progressed, this, &StoreUpkeep::summariesProgressed);
    connect(&m_summaries, &SummaryRebuild::finished, this, &StoreUpkeep::summarised);
    connect(&m_idle, &IdleUpkeep::backupsFail, this, &StoreUpkeep::backupsFail);
    connect(&m_idle, &IdleUpkeep::checked, this, [this](const VerifyReport &report) {
        checkIndex(report, {}, [this, report](const Result<VerifyReport> &all) {
            const VerifyReport &found = all ? *all : report;
            if (!found.isWhole())
                Q_EMIT damageFound(found);
            Q_EMIT idlyChecked();
        });
    });
    followSession(session);
}

StoreUpkeep::~StoreUpkeep()
{
    cancel();
}

void StoreUpkeep::followSession(MailSession &session)
{
    const auto changed = [this](const std::vector<MessageId> &messages) {
        m_idle.changed(qsizetype(messages.size()));
        m_idle.used();
        stateChanged();
    };
    connect(&session, &MailSession::flagsChanged, this, changed);
    connect(&session, &MailSession::tagsChanged, this, changed);
    connect(&session, &MailSession::messagesMoved, this, changed);
    connect(&session, &MailSession::messagesRemoved, this, changed);
    connect(&session, &MailSession::foldersChanged, this, &StoreUpkeep::stateChanged);
    connect(&session, &MailSession::messagesAdded, this, [this](const std::vector<MessageSummary> &messages) {
        m_idle.changed(qsizetype(messages.size()));
        m_idle.used();
    });
    connect(&session, &MailSession::checkStarted, this, [this] { m_idle.used(); });
}

void StoreUpkeep::openStore(std::function<void(Result<void>)> done)
{
    StoreOptions options;
    options.cancellation = &m_end;
    options.progress = [this](qint64 bytes, qint64 inAll) {
        QMetaObject::invokeMethod(this, [=, this] { Q_EMIT openProgressed(bytes, inAll); });
    };
    m_threads.store.start(
        [directory = m_profileDirectory, options] { return MessageStore::open(directory, options); }, this,
        [this, done = std::move(done)](Result<void> opened) {
            if (!opened)
                return done(std::move(opened));
            m_threads.store.request(
                [](MessageStore &store) -> Result<CatalogueRecovery> { return store.catalogueRecovery(); },
                this,
                [this, done](Result<CatalogueRecovery> recovery) {
                    m_recovery = recovery.value_or(CatalogueRecovery());
                    if (m_recovery.cause != CatalogueRecovery::Cause::None)
                        Q_EMIT catalogueRecovered(m_recovery);
                    done({});
                });
        });
}

void StoreUpkeep::opened()
{
    m_summaries.start();
    m_idle.start();
    stateChanged(); // what a crash kept from the vault
}

void StoreUpkeep::shutDown()
{
    m_end.cancel();
    cancel();
    m_summaries.cancel();
    m_idle.shutDown();
}

void StoreUpkeep::stateChanged()
{
    if (!m_stateTimer.isActive())
        m_stateTimer.start();
}

void StoreUpkeep::writeState()
{
    m_threads.store.request([](MessageStore &store) { return store.writeState(); }, this,
                            [this](Result<bool> more) {
                                if (more && *more)
                                    return writeState();
                                if (!more)
                                    qCWarning(logStore)
                                        << "state could not be written yet:"
                                        << errorCodeName(more.error().code) << more.error().detail;
                            });
}

std::shared_ptr<Cancellation> StoreUpkeep::begin()
{
    cancel();
    m_idle.used();
    m_work = std::make_shared<Cancellation>();
    return m_work;
}

void StoreUpkeep::cancel()
{
    if (m_work)
        m_work->cancel();
}

std::shared_ptr<Cancellation::Listener> StoreUpkeep::cancelIndexWith(Cancellation &work)
{
    return std::make_shared<Cancellation::Listener>(
        work, [this] { QMetaObject::invokeMethod(this, [this] { m_index.cancel(); }); });
}

template <class T> StoreUpkeep::Done<T> StoreUpkeep::ending(QObject *context, Done<T> done)
{
    return
        [this, work = m_work, asker = QPointer<QObject>(context), done = std::move(done)](Result<T> result) {
            if (m_work == work)
                m_work.reset();
            if (asker)
                done(std::move(result));
        };
}

StoreUpkeep::Progress StoreUpkeep::telling(QObject *context, Progress progress)
{
    return [this, asker = QPointer<QObject>(context), progress = std::move(progress)](qint64 done,
                                                                                      qint64 inAll) {
        QMetaObject::invokeMethod(this, [=, this] {
            m_idle.used();
            if (asker && progress)
                progress(done, inAll);
        });
    };
}

void StoreUpkeep::verify(QObject *context, Progress progress, Done<VerifyReport> done)
{
    Check check;
    check.work = begin();
    check.tell = telling(context, std::move(progress));
    check.end = ending<VerifyReport>(context, std::move(done));
    m_idle.giveUpCheck(); // the reader has one at a time
    m_threads.longReader.request([](StoreReader &store) { return store.beginVerify(); }, this,
                                 [this, check](Result<void> begun) {
                                     if (!begun)
                                         return check.end(std::move(begun.error()));
                                     verifyOn(check);
                                 });
}

// A segment at a time: what else is to be read gets in between.
void StoreUpkeep::verifyOn(const Check &check)
{
    if (check.work->isCancelled())
        return check.end(Error{ErrorCode::Cancelled, {}, {}, {}, {}});
    const auto step = [work = check.work, tell = check.tell](StoreReader &store) {
        return store.verifyStep(*work, tell);
    };
    m_threads.longReader.request(step, this, [this, check](Result<bool> more) {
        if (!more)
            return check.end(std::move(more.error()));
        if (*more || check.work->isCancelled())
            return verifyOn(check);
        m_threads.longReader.request(
            [work = check.work](StoreReader &store) { return store.finishVerify(*work); }, this,
            [this, check](Result<VerifyReport> report) {
                if (!report || check.work->isCancelled())
                    return check.end(report
                                         ? Result<VerifyReport>(Error{ErrorCode::Cancelled, {}, {}, {}, {}})
                                         : std::move(report));
                checkIndex(std::move(*report), check.work, check.end);
            });
    });
}

void StoreUpkeep::checkIndex(VerifyReport found, const std::shared_ptr<Cancellation> &work,
                             Done<VerifyReport> end)
{
    m_index.check(
        this, {},
        [found = std::move(found), end = std::move(end), listener = work ? cancelIndexWith(*work) : nullptr,
         work](Result<SearchIndexer::Report> index) mutable {
            if (!index && index.error().code == ErrorCode::Cancelled)
                return end(std::move(index.error()));
            if (!index) {
                const QString &detail = index.error().detail;
                found.add({StoreFinding::Kind::IndexUnchecked,
                           QStringLiteral("The search index could not be checked: ") + detail, 0, 0, detail});
            } else {
                for (const StoreFinding &finding : index->findings)
                    found.add(finding);
            }
            end(std::move(found));
        });
}

void StoreUpkeep::repair(const VerifyReport &found, QObject *context, Progress progress,
                         Done<RepairReport> done)
{
    if (found.isCatalogueBroken)
        return rebuildCatalogue(
            context, std::move(progress), [done = std::move(done)](const Result<int> &messages) {
                if (!messages)
                    return done(messages.error());
                RepairReport report;
                report.messagesFound = *messages;
                const QString english =
                    QStringLiteral("The list of messages was made anew: %1 messages.").arg(*messages);
                report.addRepaired({StoreFinding::Kind::ListRemade, english, *messages});
                done(std::move(report));
            });
    const auto work = begin();
    const auto end = ending<RepairReport>(context, std::move(done));
    m_threads.store.request([found, work](MessageStore &store) { return store.repair(found, *work); }, this,
                            [this, end](Result<RepairReport> report) {
                                m_summaries.start();
                                Q_EMIT m_session.foldersChanged();
                                end(std::move(report));
                            });
}

void StoreUpkeep::rebuildCatalogue(QObject *context, Progress progress, Done<int> done)
{
    const auto work = begin();
    const auto end = ending<int>(context, std::move(done));
    const auto rebuild = [work, tell = telling(context, std::move(progress))](MessageStore &store) {
        StoreOptions options;
        options.cancellation = work.get();
        options.progress = tell;
        return store.rebuildCatalogue(options);
    };
    m_threads.store.request(rebuild, this, [this, end](Result<int> messages) {
        if (messages)
            m_summaries.start();
        Q_EMIT m_session.foldersChanged();
        end(std::move(messages));
    });
}

void StoreUpkeep::rebuildIndex(QObject *context, Progress progress, Done<void> done)
{
    const auto work = begin();
    const auto end = ending<void>(context, std::move(done));
    m_index.rebuild(
        this, telling(context, std::move(progress)),
        [end, work, listener = cancelIndexWith(*work)](Result<void> rebuilt) { end(std::move(rebuilt)); });
}

void StoreUpkeep::reclaim(QObject *context, Progress progress, Done<CompactionStep> done)
{
    Reclaim reclaim;
    reclaim.work = begin();
    reclaim.tell = telling(context, std::move(progress));
    reclaim.end = ending<CompactionStep>(context, std::move(done));
    m_threads.store.request([](MessageStore &store) { return store.compactable(); }, this,
                            [this, reclaim](Result<std::set<int>> segments) mutable {
                                if (!segments)
                                    return reclaim.end(std::move(segments.error()));
                                reclaim.segments = std::move(*segments);
                                reclaimOn(reclaim, 0, {});
                            });
}

// A step at a time: what else the store is asked for gets in between.
void StoreUpkeep::reclaimOn(const Reclaim &reclaim, qint64 inAll, const CompactionStep &sum)
{
    const auto compact = [segments = reclaim.segments](MessageStore &store) {
        return store.compact(CompactionWish::Everything, segments);
    };
    m_threads.store.request(compact, this, [this, reclaim, inAll, sum](Result<CompactionStep> step) {
        if (!step)
            return reclaim.end(std::move(step));
        if (step->removed > 0)
            m_threads.closeVaultFiles();
        const qint64 all = std::max(inAll, step->left + step->written);
        step->removed += sum.removed;
        step->written += sum.written;
        step->leftAlone = sum.leftAlone + step->leftAlone;
        step->findings.insert(step->findings.begin(), sum.findings.begin(), sum.findings.end());
        reclaim.tell(all - std::min(all, step->left), all);
        if (reclaim.work->isCancelled())
            return reclaim.end(std::move(step));
        if (step->left == 0)
            return eraseWords(reclaim, *step);
        reclaimOn(reclaim, all, *step);
    });
}

// The room is given back by then, whatever becomes of the index.
void StoreUpkeep::eraseWords(const Reclaim &reclaim, const CompactionStep &sum)
{
    m_index.eraseRemoved(this, [sum, end = reclaim.end, work = reclaim.work,
                                listener = cancelIndexWith(*reclaim.work)](const Result<void> &erased) {
        if (!erased && erased.error().code != ErrorCode::Cancelled)
            qCWarning(logStore).noquote()
                << "words of removed mail are left in the search index:" << errorCodeName(erased.error().code)
                << erased.error().detail;
        end(sum);
    });
}
