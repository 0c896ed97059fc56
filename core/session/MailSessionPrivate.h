// SPDX-License-Identifier: GPL-3.0-or-later
//
// What MailSession keeps, and the steps of opening a profile and starting a check. GUI thread, but for
// `newestBody` and what storedCallback() returns.
#pragma once

#include "Clock.h"
#include "FetchPool.h"
#include "FileImport.h"
#include "MailSession.h"
#include "ServerTest.h"
#include "SessionThreads.h"

#include <QHash>
#include <QPointer>
#include <QSaveFile>
#include <QTimer>

#include <atomic>

class MailSession::Private
{
public:
    Private(MailSession &session, const QString &profileDirectory, SecretStore &secrets, const Clock &clock);

    void open(QObject *context, Done<void> done);
    void shutDown();
    // Makes the accounts' folders where there are none, and remembers their inboxes.
    void makeFolders(const std::vector<AccountId> &accountIds, std::function<void(Result<void>)> done);
    void check(AccountId account);
    // Tells the window, from the store thread, what has become durable.
    std::function<void(std::vector<MessageSummary>)> storedCallback();

    MailSession &q;
    const QString profileDirectory;
    SecretStore &secrets;
    const Clock &clock;

    std::vector<Account> accounts;
    QHash<AccountId, FolderId> inboxes;
    QHash<QString, ServerMemory::Lesson> lessons; // by account uuid
    QHash<AccountId, QString> sessionPasswords;
    QTimer foldersTimer; // many changes of counters are one signal
    std::atomic<quint64> newestBody{0};
    std::unique_ptr<Cancellation> verification;
    Cancellation secretsCancellation;
    Cancellation importCancellation;

    // The pool hands work to the threads, so it goes first.
    SessionThreads threads;
    std::unique_ptr<FetchPool> pool;
    std::unique_ptr<ServerTest> test;

private:
    void openAccounts(std::function<void(Result<void>)> done);
    void openReaders(std::function<void(Result<void>)> done);
    // Gives the list what a crash kept from it: summaries of messages that recovery took from the vault.
    void summariseRecovered();
    void finishCheck(const FetchReport &report);
};

// Writes `path` as a whole: the old file stays until `fill` has succeeded.
Result<void> writeFile(const QString &path, const std::function<Result<void>(QSaveFile &)> &fill);

Result<void> moveToKind(MessageStore &store, const QHash<AccountId, std::vector<MessageId>> &messages,
                        FolderKind kind);
