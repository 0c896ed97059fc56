// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreUpkeep keeps a session's store well. By itself it has the user's marks, tags and notes written into
// the vault soon after they change, gives messages that were recovered their subjects back, and in idle time
// copies the catalogue each day and checks all mail each month. On demand it checks, repairs and rebuilds. It
// belongs to a MailSession and lives in the GUI thread; the work is done in the session's threads. Of the
// works on demand one runs at a time; cancel() ends it.
#pragma once

#include "CatalogueRecovery.h"
#include "CompactionStep.h"
#include "IdleUpkeep.h"
#include "Result.h"
#include "SummaryRebuild.h"

#include <QPointer>

#include <functional>
#include <memory>
#include <set>

class IndexThread;
class MailSession;

class StoreUpkeep : public QObject
{
    Q_OBJECT
public:
    template <class T> using Done = std::function<void(Result<T>)>;
    using Progress = std::function<void(qint64 done, qint64 inAll)>;

    // All must outlive it, and it must outlive the threads' work.
    StoreUpkeep(MailSession &session, const QString &profileDirectory, SessionThreads &threads,
                IndexThread &index, const Clock &clock);
    ~StoreUpkeep() override; // cancels what runs

    // Holds every stored message against its hash, the catalogue against the vault and against itself, and
    // the search index against the catalogue. Progress is in bytes.
    void verify(QObject *context, Progress progress, Done<VerifyReport> done);
    // Mends what such a check found, as far as it can be mended. Where the catalogue itself is broken it is
    // made anew, with progress. After cancel() a part of it is mended.
    void repair(const VerifyReport &found, QObject *context, Progress progress, Done<RepairReport> done);
    // Makes the list of messages anew from the mail; the number of messages. Their subjects and senders come
    // after it: summarised().
    void rebuildCatalogue(QObject *context, Progress progress, Done<int> done);
    // Progress is in messages.
    void rebuildIndex(QObject *context, Progress progress, Done<void> done);
    // Gives the room of mail that is removed by now back to the disk, and erases its words from the search
    // index. `done` gets the sum of all steps; after cancel() it is what was done until then, with `left`
    // telling what was not.
    void reclaim(QObject *context, Progress progress, Done<CompactionStep> done);
    bool isWorking() const { return m_work != nullptr; }
    void cancel();

    // What opening the profile had to do.
    const CatalogueRecovery &recovery() const { return m_recovery; }
    // Whether recovered messages still lack their subjects and senders.
    bool isSummarising() const { return m_summaries.isRunning(); }
    IdleUpkeep &idle() { return m_idle; }

    // Something of the user's changed that no signal of the session tells: it is written soon.
    void stateChanged();
    // Opens or makes the profile's store; for MailSession.
    void openStore(std::function<void(Result<void>)> done);
    void opened(); // all of the session
    void shutDown();

Q_SIGNALS:
    void openProgressed(qint64 done, qint64 inAll); // in bytes, while a recovery makes opening take long
    void catalogueRecovered(const CatalogueRecovery &recovery);
    void summariesProgressed(qint64 done, qint64 inAll); // in messages; equal when it is done
    void summarised();                                   // nothing more is to be done
    // The check in idle time found something; or an asked-for one did.
    void damageFound(const VerifyReport &report);
    void idlyChecked(); // mail and index, whatever was found
    // The list of messages could not be copied for a day, which is tried on.
    void backupsFail(const Error &error);

private:
    void followSession(MailSession &session);
    void writeState();
    // Begins a work that can be cancelled, and reports to who asked for it as long as he lives.
    std::shared_ptr<Cancellation> begin();
    // The index has a cancellation of its own; lives as long as what is returned.
    std::shared_ptr<Cancellation::Listener> cancelIndexWith(Cancellation &work);
    template <class T> Done<T> ending(QObject *context, Done<T> done);
    Progress telling(QObject *context, Progress progress);
    struct Check {
        std::shared_ptr<Cancellation> work;
        Progress tell;
        Done<VerifyReport> end;
    };
    void verifyOn(const Check &check);
    // Adds what is wrong with the search index. `work` is null for the check in idle time.
    void checkIndex(VerifyReport found, const std::shared_ptr<Cancellation> &work, Done<VerifyReport> end);
    struct Reclaim {
        std::shared_ptr<Cancellation> work;
        std::set<int> segments; // that had something to give when it began
        Progress tell;
        Done<CompactionStep> end;
    };
    void reclaimOn(const Reclaim &reclaim, qint64 inAll, const CompactionStep &sum);
    void eraseWords(const Reclaim &reclaim, const CompactionStep &sum);

    MailSession &m_session;
    const QString m_profileDirectory;
    SessionThreads &m_threads;
    IndexThread &m_index;
    QTimer m_stateTimer;
    CatalogueRecovery m_recovery;
    SummaryRebuild m_summaries;
    IdleUpkeep m_idle;
    Cancellation m_end; // of the session
    std::shared_ptr<Cancellation> m_work;
};
