// SPDX-License-Identifier: GPL-3.0-or-later
//
// Deletions are what one session removes from the server: by the account's rules, by the user's word, and
// what an earlier session could not confirm. DELE is sent only for a message whose copy is durable and was
// read back with the right hash (R22), or that the user told to go; "deleted" is said only after QUIT's +OK
// (R21). Fetch thread; used once.
#pragma once

#include "CheckContext.h"
#include "MessageIntake.h"

class Deletions
{
public:
    explicit Deletions(CheckContext &check) : m_check(check) {}

    // Decides, writes it down, and sends DELE. `received`: what this session fetched of `plan`.
    Result<void> send(Pop3Mailbox &mailbox, const FetchPlan &plan,
                      const std::vector<MessageIntake::Received> &received);
    // `quit` is the answer to QUIT.
    Result<void> settle(const Result<void> &quit);

private:
    // A message of this session that the ledger names.
    struct OnServer {
        int number = 0;
        LedgerEntry entry;
        bool isFresh = false; // fetched in this session
        QString reason;       // why it goes; empty: it stays
        bool removedHere = false;
    };

    bool mayDelete(const FetchPlan &plan) const;
    Result<std::vector<OnServer>> onServer(const FetchPlan &plan,
                                           const std::vector<MessageIntake::Received> &received) const;
    Result<void> decide(std::vector<OnServer> &messages);
    static void spareTwins(std::vector<OnServer> &messages);
    Result<void> verify(Pop3Mailbox &mailbox, std::vector<OnServer> &messages);
    Result<void> sendDele(Pop3Mailbox &mailbox, std::vector<OnServer> messages);

    CheckContext &m_check;
    std::vector<LedgerEntry> m_accepted; // DELE was answered with +OK
};
