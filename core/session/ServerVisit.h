// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerVisit is one visit of the live view to a mailbox, in a thread of its own: it signs in, lists what is
// there, reads the headers that are not known yet, the preferred and then the newest first, shows beginnings
// when asked, and leaves with QUIT when it was not asked for anything for a while. It fetches and deletes
// nothing. Made, asked and destroyed in the GUI thread; the signals arrive there.
#pragma once

#include "Account.h"
#include "Cancellation.h"
#include "MailboxListing.h"
#include "ServerMessage.h"
#include "ServerPreview.h"
#include "ServerSignIn.h"
#include "StoreSink.h"

#include <QThread>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>

class OAuthTokens;
class SecretStore;

struct VisitJob {
    Account account;
    SignInSecrets secrets;
    bool lockStep = false;                       // this server mixed up pipelined commands before
    std::chrono::milliseconds lingering{30'000}; // with nothing to do, before it leaves
};

class ServerVisit final : public QThread
{
    Q_OBJECT
public:
    using Identity = MailboxListing::Identity;
    // What it found, for the window.
    struct Listed {
        std::shared_ptr<const QHash<Identity, int>> numbers;
        int messages = 0;
        bool hasUidl = false;
        int withoutHeader = 0; // that will be read now
    };
    enum class Stage { Connecting, SigningIn, Listing };

    // All references must outlive it; `secrets` may be shared. Secrets that the job lacks are looked up
    // there.
    ServerVisit(VisitJob job, StoreThread &store, SecretStore &secrets, OAuthTokens &tokens,
                const Clock &clock);
    ~ServerVisit() override; // ends it at once and waits

    AccountId account() const { return m_job.account.id; }
    // Reads the headers of these before those of others, in this order; replaces what was preferred before.
    void prefer(std::vector<Identity> messages);
    // A newer one takes the place of one that has not been begun. What it leaves undone it says nothing of.
    void preview(const ServerMessageKey &message);
    // Leaves with QUIT, as soon as what is under way is done.
    void leave();
    // Drops the connection.
    void cancel();

Q_SIGNALS:
    void reached(ServerVisit::Stage stage);
    void signedIn(int loginDelay); // in seconds; 0: the server wants no pause
    void listed(const ServerVisit::Listed &found);
    void headersRead(int count); // so many more were asked for; what came of it is in the store
    void lacksTop();
    void previewed(const ServerMessageKey &message, const Result<ServerPreview> &preview);
    // The last word. An error where it did not leave of its own accord.
    void ended(const Result<void> &how);

protected:
    void run() override;

private:
    enum class Task { Headers, Preview, Leave };

    Result<void> visit();
    Result<void> stay(MailboxListing &listing);
    Task nextTask();
    std::vector<Identity> nextHeaders();
    Result<void> readSomeHeaders(MailboxListing &listing);
    Result<void> showBeginning(MailboxListing &listing);
    Result<void> findMissing(const MailboxListing &listing);

    const VisitJob m_job;
    StoreThread &m_store;
    SecretStore &m_secrets;
    OAuthTokens &m_tokens;
    const Clock &m_clock;
    Cancellation m_cancellation;
    std::deque<Identity> m_missing; // without a header, in the order in which they are read; its own thread

    std::mutex m_mutex; // guards what follows
    std::condition_variable m_asked;
    std::vector<Identity> m_preferred;
    std::optional<ServerMessageKey> m_preview;
    bool m_leaves = false;
};
