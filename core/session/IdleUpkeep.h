// SPDX-License-Identifier: GPL-3.0-or-later
//
// IdleUpkeep does what a store needs now and then, while nobody uses the program: a copy of the catalogue
// each day, the room of removed mail given back where that is worth while, a check of all mail each month; a
// part at a time, so that it stops at once when somebody comes
// back and goes on later. Belongs to StoreUpkeep; GUI thread.
#pragma once

#include "Cancellation.h"
#include "Result.h"
#include "VerifyReport.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

class Clock;
struct SessionThreads;

class IdleUpkeep : public QObject
{
    Q_OBJECT
public:
    static constexpr qint64 hour = 60 * 60, day = 24 * hour, backupEvery = day,
                            checkEvery = 30 * day; // seconds

    // All must outlive it, and its thread's work.
    IdleUpkeep(const QString &profileDirectory, SessionThreads &threads, const Clock &clock);
    ~IdleUpkeep() override;

    // The profile is open; from now on it looks every minute whether there is something to do.
    void start();
    // Somebody uses the program: what runs stops, and waits for some minutes without use.
    void used();
    // So many messages changed since the last copy.
    void changed(qsizetype messages)
    {
        m_changes += messages;
        m_mayCompact = true;
    }
    // Somebody else checks all mail now: what was begun of it is of no use any more.
    void giveUpCheck();
    // Does what is due although somebody may be there.
    void work();
    bool isWorking() const { return m_isWorking; }
    // The session ends: makes the copy that is due, in the long reader's thread.
    void shutDown();

Q_SIGNALS:
    void backedUp();
    void backupsFail(const Error &error);     // for a day now; told once, until one succeeds
    void compacted();                         // as far as it was worth while
    void checked(const VerifyReport &report); // all of the mail, not the search index

private:
    bool isBackupDue(bool atEnd) const;
    void backUp();
    void noteBackup(const Result<void> &written);
    void checkFailed(const Error &error);
    void compactOn();
    void beginCheck();
    void checkOn();
    void finishCheck();
    void noteChecked(const VerifyReport &report);

    const QString m_profileDirectory;
    SessionThreads &m_threads;
    const Clock &m_clock;
    QTimer m_timer;
    QElapsedTimer m_sinceUse;
    qsizetype m_changes = 0;
    bool m_isStarted = false;
    bool m_isWorking = false;  // a request is on its way
    bool m_mayCompact = true;  // something may have been removed since
    bool m_isChecking = false; // begun, and perhaps interrupted
    int m_checkNumber = 0;     // of the check that counts
    // Seconds; what failed is not tried before.
    qint64 m_nextBackup = 0, m_nextCheck = 0;
    qint64 m_backupsFailSince = 0; // 0: they do not
    bool m_isFailureTold = false;
    Cancellation m_cancellation;
};
