// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerDesk is the live view of mail on servers. Its rows are those of MailSession::serverMessages(): at
// once by what is known here, then by what the server says, and headers that it reads in the background come
// into them; MailSession::serverMessagesChanged() tells of all of that. It holds at most one session for an
// account, and no longer than it needs one: a check of the account takes precedence, and a mailbox that
// nobody looks into is left with QUIT. It belongs to a MailSession, lives in the GUI thread and never blocks.
#pragma once

#include "FetchReport.h"
#include "Result.h"
#include "ServerMessage.h"
#include "ServerPreview.h"

#include <QHash>
#include <QObject>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

class MailSession;
struct ServerDeskTools;

// Where the look at one mailbox is.
struct ServerLook {
    enum class Phase {
        Away,    // not asked, or left again; `error` says where it failed
        Waiting, // for a check of the account to end
        Connecting,
        SigningIn,
        Listing,
        There, // signed in; headers are being read while headersRead < headers
    };
    Phase phase = Phase::Away;
    qint64 listedAt = 0; // what the rows say was true then, seconds since 1970 UTC; 0: not asked yet
    int headers = 0;     // that were missing when it was listed
    int headersRead = 0;
    bool hasUidl = true;        // without, messages have names by their headers, or none
    bool hasTop = true;         // without, there are no headers and no previews of what is not here
    std::optional<Error> error; // of the latest look, or of its sign-in

    bool isUnderWay() const
    {
        return phase != Phase::Away && (phase != Phase::There || headersRead < headers);
    }
    bool operator==(const ServerLook &) const = default;
};

class ServerDesk : public QObject
{
    Q_OBJECT
public:
    template <class T> using Done = std::function<void(Result<T>)>;

    ServerDesk(MailSession &session, const ServerDeskTools &tools);
    ~ServerDesk() override; // ends what runs

    // From now on somebody looks: the mailbox is listed, and its headers are read. Listed again by refresh().
    void open(AccountId account);
    void refresh(AccountId account);
    // Nobody looks any more.
    void close(AccountId account);
    // Drops the connection; what was read stays. Work that has not begun is taken back, is answered Cancelled
    // and is wished again.
    void stop(AccountId account);
    ServerLook look(AccountId account) const;
    // Their headers are read before others: they are to be seen.
    void prefer(AccountId account, const std::vector<ServerMessageKey> &messages);
    // The number of each message in the latest listing, by UIDL and occurrence; null before one.
    std::shared_ptr<const QHash<QPair<QByteArray, int>, int>> numbers(AccountId account) const;

    // The beginning of a message that is not here, by TOP; it stays on the server. A newer one ends an older
    // one of the account, which is answered Cancelled. Unsupported where the server has no TOP.
    void preview(const ServerMessageKey &message, QObject *context, Done<ServerPreview> done);

    // What the user has marked to be done, until it is carried out or he takes it back, over a restart too.
    // Nothing comes of it before: a message that is marked to be deleted is deleted by nobody.
    const ServerWork &wishes(AccountId account) const;
    enum class Wish { Get, Remove };
    void setWish(const std::vector<ServerMessageKey> &messages, Wish wish, bool isWished);
    // Writes the work down, and does it in one session that does nothing else: RETR of what is to be fetched,
    // DELE when that is safely here, QUIT. What of it was wished is wished no more. `done` gets the report
    // when it has ended: without an error all of it was done that the report does not name. Where the
    // connection breaks before QUIT nothing was deleted, and the next check goes on with it.
    void carryOut(AccountId account, const ServerWork &work, QObject *context, Done<FetchReport> done);

    // For MailSession: what was marked before the restart and is still there.
    void restore(const QHash<AccountId, ServerWork> &wishes);
    // For MailSession: calls `then` when no visit stands in the way of another session of this account.
    void whenFree(AccountId account, std::function<void()> then);
    // For tests: how long it stays in a mailbox where it has nothing to do.
    void setLingering(std::chrono::milliseconds lingering);

Q_SIGNALS:
    void lookChanged(AccountId account);
    void wishesChanged(AccountId account);

private:
    class Private;
    std::unique_ptr<Private> d;
};
