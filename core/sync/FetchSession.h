// SPDX-License-Identifier: GPL-3.0-or-later
//
// FetchSession is one session of a check, in a straight line: sign in, list, plan, fetch, make durable,
// delete, QUIT. When the connection ends in the middle of a message it says so, and leaves to FetchRun
// whether there is another session. Fetch thread; used once.
#pragma once

#include "CheckContext.h"
#include "MessageIntake.h"

#include <optional>

class FetchSession
{
public:
    explicit FetchSession(CheckContext &check) : m_check(check) {}

    Result<void> run();

    bool hasSignedIn() const { return m_hasSignedIn; }
    // run() failed because the connection ended, or was ended, in the middle of a message or its header.
    bool hasBrokenOff() const { return m_hasBrokenOff; }
    int listed() const { return m_listed; }
    int fetched() const { return m_fetched; }
    // Messages and headers that this session brought.
    int gained() const { return m_fetched + m_identified; }

private:
    using Row = FetchPlan::Row;
    using Rows = std::vector<Row *>;

    Result<FetchPlan> plan(Pop3Mailbox &mailbox);
    Result<FetchPlan> list(Pop3Mailbox &mailbox, const Ledger &ledger, Pop3Listing &listing);
    Result<Identification> identify(Pop3Mailbox &mailbox, const FetchPlan &plan);
    Result<void> screen(Pop3Mailbox &mailbox, FetchPlan &plan);
    void noteHeaderBreak(const Error &error, const std::vector<Pop3Listing::Entry> &wanted, size_t answered);
    void adjust(FetchPlan &plan);
    Result<void> fetch(Pop3Mailbox &mailbox, FetchPlan &plan);
    Result<void> retrieve(Pop3Mailbox &mailbox, FetchPlan &plan, MessageIntake &intake);
    Result<void> retrieveWhole(Pop3Mailbox &mailbox, const Rows &rows, MessageIntake &intake);
    Result<void> retrieveBeginnings(Pop3Mailbox &mailbox, int lines, const Rows &rows, MessageIntake &intake);
    Result<void> retrieveAlone(Pop3Mailbox &mailbox, Row *row, MessageIntake &intake);
    Result<void> withoutTop(Pop3Mailbox &mailbox, const Rows &rows, MessageIntake &intake);
    Result<void> noteTroubles(const MessageIntake &intake);
    void blame(const MessageIntake &intake, const Error &error, bool first);
    static bool isBreak(const Error &error);
    bool isClear(const Error &error);
    const Row *culprit(const MessageIntake &intake, const Error &error);
    Pop3Mailbox::Marks marks() const;
    bool isTrusted(const Error &error) const;

    CheckContext &m_check;
    bool m_hasSignedIn = false;
    bool m_hasBrokenOff = false;
    int m_listed = 0;
    int m_fetched = 0;
    int m_identified = 0;
    std::vector<const Row *> m_announced; // whose ledger rows say Fetching
    std::vector<LedgerEntry> m_givenUp;   // ledger rows of messages that are too large
    std::vector<MessageIntake::Received> m_received;
};
