// SPDX-License-Identifier: GPL-3.0-or-later
//
// What MailSession keeps, and the steps of opening a profile and starting a check. GUI thread, but for
// `newestBody`, `newestRows` and what the two callbacks do.
#pragma once

#include "AccountSetup.h"
#include "BodyReader.h"
#include "Clock.h"
#include "DoctorThread.h"
#include "FetchPool.h"
#include "FileImport.h"
#include "IndexThread.h"
#include "MailReading.h"
#include "MailSearch.h"
#include "MailSession.h"
#include "MailTrust.h"
#include "MessageSave.h"
#include "OAuthTokens.h"
#include "ServerDesk.h"
#include "ServerTest.h"
#include "ServerView.h"
#include "SessionThreads.h"
#include "SharedSecrets.h"
#include "StoreUpkeep.h"

#include <QHash>
#include <QPointer>
#include <QSaveFile>
#include <QSet>
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

    // Checks (MailSessionChecks.cpp)
    void check(AccountId account, Occasion occasion);
    // Does what the user wants to be fetched and deleted, and nothing else; for the desk, when no visit of it
    // stands in the way.
    void doWanted(AccountId account);
    void start(AccountId account, Occasion occasion, bool onlyWanted);
    void startInto(FolderId folder, AccountId account, Occasion occasion, bool onlyWanted);
    // A check that begins from now on: after the one that runs, or when the server allows one.
    void checkAnew(const QSet<AccountId> &accounts);
    // What is known of the account's server, as it is to be taken now.
    ServerLesson lesson(const Account &account) const;
    void learn(const Account &account, const ServerLesson &lesson);
    // New settings, a new password: what failed may work now.
    void userActed(AccountId account);
    void finishCheck(FetchReport report);
    void refuse(const Account &account, const ServerLesson &lesson);
    const Account *find(AccountId account) const;

    // The accounts, and what removed ones were called.
    using AccountList = std::pair<std::vector<Account>, QHash<AccountId, QString>>;
    // Changes the accounts in their thread and says so; `done` after that.
    void changeAccounts(std::function<Result<void>(AccountDesk &)> change,
                        std::function<void(Result<void>)> done);

    // Mail on the server (MailSessionServer.cpp)
    std::unique_ptr<ServerDesk> makeDesk();
    void keepMarks(AccountId account, const ServerWork &marks);
    // The server wants so many seconds between two sign-ins, of which one was now; 0: it does not.
    void noteDelay(AccountId account, int seconds);
    // What `judge` makes of the server's mail. It runs in the reader's thread: rules over fifty thousand
    // messages take longer than a frame.
    template <class T>
    void serverView(AccountId account, QObject *context, std::function<T(ServerView)> judge, Done<T> done);
    // Writes into the ledger, tells it of the accounts, and checks them where it is asked to.
    void changeLedger(std::function<Result<void>(MessageStore &)> change, const QSet<AccountId> &changed,
                      bool checks, QObject *context, Done<void> done);

    // For work in the reader threads: whether the session goes on.
    std::function<bool()> isOpen() const;

    // Tells the window, from the store thread, what has become durable.
    std::function<void(std::vector<MessageSummary>)> storedCallback();
    std::function<void(std::vector<MessageId>)> removedCallback(); // and what has gone

    MailSession &q;
    const QString profileDirectory;
    SharedSecrets secrets;
    const Clock &clock;
    OAuthTokens tokens;

    // What is remembered of a check while it runs.
    struct Running {
        Occasion occasion = Occasion::Asked;
        RetentionPolicy policy; // that it deletes under
        bool again = false;     // another one is to follow
    };

    std::vector<Account> accounts;
    QHash<AccountId, QString> formerNames; // of removed accounts
    QHash<AccountId, FolderId> inboxes;
    QHash<QString, ServerLesson> lessons; // by account uuid
    QHash<AccountId, Running> running;
    QHash<AccountId, QString> sessionPasswords;
    QTimer foldersTimer; // many changes of counters are one signal
    std::atomic<quint64> newestBody{0};
    std::atomic<quint64> newestRows{0};
    Cancellation secretsCancellation;
    Cancellation importCancellation;

    IndexThread index;
    // What the threads do looks at it until they have ended.
    std::unique_ptr<StoreUpkeep> upkeep;
    std::unique_ptr<MailSearch> search;
    BodyReader bodies; // of the reader's thread
    // The pool hands work to the threads, so it goes first.
    SessionThreads threads;
    std::unique_ptr<MailReading> reading;
    std::unique_ptr<MailTrust> trust;
    std::unique_ptr<AccountSetup> setup;
    std::unique_ptr<FetchPool> pool;
    std::unique_ptr<ServerDesk> desk;
    std::unique_ptr<ServerTest> test;
    std::unique_ptr<MessageSave> save;
    std::unique_ptr<DoctorThread> doctor;

private:
    struct Loaded;
    void openAccounts(std::function<void(Result<void>)> done);
    std::vector<AccountId> takeLoaded(Loaded loaded);
    void openReaders(std::function<void(Result<void>)> done);
};

// Writes `path` as a whole: the old file stays until `fill` has succeeded.
Result<void> writeFile(const QString &path, const std::function<Result<void>(QSaveFile &)> &fill);

Result<void> moveToKind(MessageStore &store, const QHash<AccountId, std::vector<MessageId>> &messages,
                        FolderKind kind);
