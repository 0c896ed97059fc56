// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailSession is the mail of one profile as a user interface sees it: accounts, folders, lists, messages,
// checks. It lives in the GUI thread (or the command line's main thread), never blocks and reads nothing from
// disk there: work runs in the store, reader and fetch threads, and `done` is called later in this thread,
// unless `context` has died. Facts are signals in the past tense.
#pragma once

#include "Account.h"
#include "CheckPause.h"
#include "FetchReport.h"
#include "Folder.h"
#include "ListQuery.h"
#include "MailboxFacts.h"
#include "MessageBody.h"
#include "MessageSummary.h"
#include "Result.h"
#include "ServerMessage.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>

class AccountSetup;
class Clock;
class MailReading;
class MailSearch;
class MailTrust;
class SecretStore;
class ServerDesk;
class StoreUpkeep;
struct Diagnosis;
struct DiagnosisStep;

class MailSession : public QObject
{
    Q_OBJECT
public:
    template <class T> using Done = std::function<void(Result<T>)>;

    // `secrets` and `clock` must outlive the session; `secrets` is used from worker threads, one at a time.
    MailSession(const QString &profileDirectory, SecretStore &secrets, const Clock &clock,
                QObject *parent = nullptr);
    // Cancels what runs, waits for the threads; what was durable stays durable.
    ~MailSession() override;

    // Opens or makes the profile. Call once, before everything else.
    void open(QObject *context, Done<void> done);
    QString profileDirectory() const;

    const std::vector<Account> &accounts() const;
    // What removed accounts were called whose mail may still be here.
    const QHash<AccountId, QString> &formerAccounts() const;
    // id 0 adds. Passwords go to the secret store; with OAuth the password is the refresh token.
    void saveAccount(const Account &account, const std::optional<QString> &password, QObject *context,
                     Done<Account> done, const std::optional<QString> &proxyPassword = {});
    // Removes the account; its mail stays.
    void removeAccount(AccountId account, QObject *context, Done<void> done);
    // Signs in for real and says what is there. One at a time; cancelTest() ends it with Cancelled.
    void testServer(const ServerSettings &server, const QString &password, QObject *context,
                    Done<MailboxFacts> done, const QString &proxyPassword = {});
    void cancelTest();

    // Starts a check unless one runs for this account; at most four run at once, others wait their turn. What
    // the timer starts heeds pauseOf(); what the user asks for heeds only the server's LOGIN-DELAY.
    enum class Occasion { Asked, Timer };
    void check(AccountId account, Occasion occasion = Occasion::Asked);
    void checkAll(); // every enabled account, as asked
    // Why and until when the account is not checked by itself.
    CheckPause pauseOf(AccountId account) const;
    void cancelCheck(AccountId account);
    bool isChecking(AccountId account) const;
    // Signs in with this password instead of the stored one until the session ends.
    void usePassword(AccountId account, const QString &password);

    void folders(QObject *context, Done<std::vector<Folder>> done);
    // Rows of a list, sorted, newest first by default. A newer request ends older ones, which are answered
    // Cancelled.
    void rows(const ListQuery &query, QObject *context, Done<std::vector<MessageRow>> done);
    // The summaries that exist, in the order asked for.
    void summaries(const std::vector<MessageId> &messages, QObject *context,
                   Done<std::vector<MessageSummary>> done);
    // In the encoding that reading() remembers, and with remotePictures where it has a consent; those that
    // are here are among the images.
    void body(MessageId message, const RenderOptions &options, QObject *context, Done<MessageBody> done);
    void raw(MessageId message, QObject *context, Done<QByteArray> done);
    void saveRaw(MessageId message, const QString &path, QObject *context, Done<void> done);
    // The decoded bytes of a part. `part` is Attachment::part; within a nested message it goes on after a
    // slash: "2/1.2" is part 1.2 of the message that part 2 is. "2+" is the message of which part 2 is a
    // piece, put together from all of them: NotFound while some are missing.
    void attachment(MessageId message, const QString &part, QObject *context, Done<QByteArray> done);
    // Writes the decoded attachment to `path`, replacing a file that is there.
    void saveAttachment(MessageId message, const QString &part, const QString &path, QObject *context,
                        Done<void> done);
    // A message that is not in the store: bytes of a file.
    void inspect(const QByteArray &bytes, const RenderOptions &options, QObject *context,
                 Done<MessageBody> done);

    void setFlags(const std::vector<MessageId> &messages, Flags set, Flags clear, QObject *context,
                  Done<void> done);
    // Each into the folder of this kind of its own account, or all into one folder, of whichever account.
    void moveTo(const std::vector<MessageId> &messages, FolderKind kind, QObject *context, Done<void> done);
    void moveToFolder(const std::vector<MessageId> &messages, FolderId folder, QObject *context,
                      Done<void> done);

    // Stores the messages of .eml and .mbox files under the account "on this computer"; a message that is
    // there already is not stored again. Returns how many were new.
    void importFiles(const QStringList &paths, QObject *context, Done<int> done);

    // The mail on the server, by what is known here (MailSessionServer.cpp); no server is asked.
    void serverMessages(AccountId account, QObject *context, Done<std::vector<ServerMessage>> done);
    void forecast(AccountId account, const RetentionPolicy &policy, QObject *context,
                  Done<RetentionForecast> done);
    // The user has seen the forecast of the account's policy: from the next check on it deletes.
    void confirmRetention(AccountId account, QObject *context, Done<void> done);
    void chooseOnServer(const std::vector<ServerMessageKey> &messages, ServerMessage::Choice choice,
                        QObject *context, Done<void> done);
    // The rest of messages of which the beginning is here. Notes it and starts checks of their accounts.
    void fetchWhole(const std::vector<MessageId> &messages, QObject *context, Done<void> done);
    // Messages that could not be fetched: tries again, at once.
    void retry(const std::vector<ServerMessageKey> &messages, QObject *context, Done<void> done);
    // Deletes messages on the server that are not here. Notes it and starts checks of their accounts.
    void removeUnfetched(const std::vector<ServerMessageKey> &messages, QObject *context, Done<void> done);
    // Writes what the server sends for a message, byte for byte, into `path`, and returns its length. Where
    // it breaks off the error says so, and the beginning is in `path` with ".partial" behind it. One at a
    // time.
    void saveFromServer(const ServerMessageKey &message, const QString &path, QObject *context,
                        Done<qint64> done);
    void cancelSaveFromServer();
    void deletions(const DeletionQuery &query, QObject *context, Done<std::vector<DeletionLogEntry>> done);
    // Removes messages from this computer for good; the ledger knows them still.
    void removeForGood(const std::vector<MessageId> &messages, QObject *context, Done<void> done);
    void acceptCertificate(AccountId account, const AcceptedCertificate &certificate, QObject *context,
                           Done<void> done);
    // Tries everything that a check needs, step by step. `step` is called when one begins and when it ends.
    // An empty password means the stored one of `account`. One at a time.
    void diagnose(const ServerSettings &server, const QString &password, AccountId account, QObject *context,
                  std::function<void(const DiagnosisStep &)> step, Done<Diagnosis> done,
                  const QString &proxyPassword = {});
    void cancelDiagnosis();

    // Words at the user's choice, made by their first use. A note is plain text; empty takes it away.
    void setTags(const std::vector<MessageId> &messages, const QStringList &add, const QStringList &remove,
                 QObject *context, Done<void> done);
    void setNote(MessageId message, const QString &note, QObject *context, Done<void> done);
    void note(MessageId message, QObject *context, Done<QString> done);

    // How accounts come to be, the live view of what is on their servers, what the profile's mail says, how
    // it is read, who sent it, and what keeps it well; all live as long as the session.
    AccountSetup &setup();
    ServerDesk &serverDesk();
    MailSearch &search();
    MailReading &reading();
    MailTrust &trust();
    StoreUpkeep &upkeep();

    // From now on the search index is brought up to date in the background. What is not in it is found by
    // scanning, so that nobody has to wait for it.
    void keepIndex();
    // Indexes what is not, and answers when it is done; progress is in messages.
    void updateIndex(QObject *context, std::function<void(qint64 done, qint64 inAll)> progress,
                     Done<void> done);
    void cancelIndexUpdate();

Q_SIGNALS:
    void accountsChanged();
    void foldersChanged(); // counters or folders
    // Also a message of which only the beginning was here, under its id, when the rest has come.
    void messagesAdded(const std::vector<MessageSummary> &messages);
    void flagsChanged(const std::vector<MessageId> &messages, Flags set, Flags clear);
    void tagsChanged(const std::vector<MessageId> &messages);
    void messagesMoved(const std::vector<MessageId> &messages);
    void messagesRemoved(const std::vector<MessageId> &messages);
    void serverMessagesChanged(AccountId account);   // the ledger, or the user's word on some of them
    void indexProgressed(qint64 done, qint64 inAll); // in messages; equal when none is missing
    void checkStarted(AccountId account);
    void checkProgressed(const FetchProgress &progress);
    void checkFinished(const FetchReport &report);

private:
    class Private;
    std::unique_ptr<Private> d;
};
