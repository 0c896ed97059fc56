// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreUpkeep keeps a session's store well: it has the user's marks, tags and notes written into the vault
// soon after they change, and checks, on demand, that every message is what was received. It belongs to a
// MailSession and lives in the GUI thread; the work is done in the session's threads.
#pragma once

#include "Cancellation.h"
#include "Result.h"
#include "VerifyReport.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>

class MailSession;
struct SessionThreads;

class StoreUpkeep : public QObject
{
    Q_OBJECT
public:
    template <class T> using Done = std::function<void(Result<T>)>;
    using Progress = std::function<void(qint64 done, qint64 inAll)>;

    // Both must outlive it.
    StoreUpkeep(MailSession &session, SessionThreads &threads);
    ~StoreUpkeep() override; // cancels what runs

    // Holds every stored message against its hash, and the catalogue against the vault. Progress is in bytes.
    void verify(QObject *context, Progress progress, Done<VerifyReport> done);
    void cancelVerify();

    // Something of the user's changed that no signal of the session tells: it is written soon.
    void stateChanged();

private:
    void writeState();

    SessionThreads &m_threads;
    QTimer m_stateTimer;
    std::unique_ptr<Cancellation> m_verification;
};
