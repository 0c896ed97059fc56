// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailboxListing is a look at a mailbox over a session that is signed in: what is there by LIST and UIDL,
// held against the ledger and written into it as a check would; headers, and the beginning of single
// messages, by TOP. Nothing is fetched, nothing is deleted. Straight-line code for a worker thread with a
// stack of parseStackBytes; one object for one session, since message numbers mean nothing outside of it
// (R30).
#pragma once

#include "Account.h"
#include "Clock.h"
#include "Identifiers.h"
#include "Pop3Mailbox.h"
#include "ServerHeader.h"

#include <QHash>

#include <functional>
#include <vector>

class MessageSink;
struct FetchPlan;
struct LedgerEntry;

class MailboxListing
{
public:
    using Identity = QPair<QByteArray, int>; // the ledger's name for a message: UIDL and occurrence

    // All references must outlive it.
    MailboxListing(AccountId account, Pop3Mailbox &mailbox, MessageSink &sink, const Clock &clock)
        : m_account(account), m_mailbox(mailbox), m_sink(sink), m_clock(clock)
    {
    }

    // Once, before everything else. Messages that the ledger does not know are New in it from then on.
    // Errors of the session and of the store; nothing is written without a complete listing (R45).
    Result<void> list();

    // The number of each message that has a name in the ledger.
    const QHash<Identity, int> &numbers() const { return m_numbers; }
    int messages() const { return static_cast<int>(m_entries.size()); }
    bool hasUidl() const { return m_hasUidl; }

    using Told = std::function<void(const ServerHeader &)>;
    // The headers of these messages, in this order; those that are not there are passed over. `told` is
    // called for what has come and is certain, also when the session breaks after that. Unsupported where the
    // server has no TOP, or one that sends whole messages.
    Result<void> readHeaders(const std::vector<Identity> &messages, const Told &told);
    // The header and so many lines of the body, as far as they are of use. NotFound, Unsupported, and what
    // the server says to a single message.
    Result<QByteArray> beginning(const Identity &message, int lines);
    // An answer was left in its middle, because it was far too long: the session is of no use any more.
    bool isBrokenOff() const { return m_isBrokenOff; }

private:
    Result<void> identify(FetchPlan &plan, const Pop3Listing &listing,
                          const std::vector<LedgerEntry> &ledger);

    const AccountId m_account;
    Pop3Mailbox &m_mailbox;
    MessageSink &m_sink;
    const Clock &m_clock;
    QHash<int, Pop3Listing::Entry> m_entries; // by number
    QHash<Identity, int> m_numbers;
    bool m_hasUidl = false;
    bool m_isBrokenOff = false;
};
