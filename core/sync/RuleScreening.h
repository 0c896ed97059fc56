// SPDX-License-Identifier: GPL-3.0-or-later
//
// RuleScreening asks the account's receive rules about the new mail of a plan, before anything of it is
// fetched. Rules about the size cost no command; for the others the headers are asked for with TOP n 0, once
// in a check. What is not to be received becomes Skip, and the ledger says by which rule, so that the next
// check asks for nothing. Mail whose header the server does not give is received: better than to miss it.
// Fetch thread; used once.
#pragma once

#include "CheckContext.h"
#include "ReceiveRules.h"

class RuleScreening
{
public:
    explicit RuleScreening(CheckContext &check) : m_check(check), m_rules(check.job.account.receiveRules) {}

    // Rows that other rules left on the server are as if they had never been looked at.
    void forgetOldRules(Ledger &ledger) const;
    // The messages whose headers have to be looked at; decides over those that have not.
    std::vector<Pop3Listing::Entry> judgeBySize(FetchPlan &plan);
    // What TOP has brought of `wanted`, which may break off.
    Result<void> read(Pop3Mailbox &mailbox, const std::vector<Pop3Listing::Entry> &wanted,
                      Pop3Mailbox::Marks marks);
    // Answers of read(), refusals among them, and headers among those.
    size_t answered() const { return m_answered; }
    int judged() const { return m_judged; }
    // Takes the verdicts into the plan and, of what stays on the server, into the ledger.
    Result<void> apply(FetchPlan &plan);

private:
    void decide(FetchPlan::Row &row, const ReceiveRules::Verdict &verdict);

    CheckContext &m_check;
    const ReceiveRules m_rules;
    QHash<int, ReceiveRules::Verdict> m_verdicts; // by message number
    std::vector<LedgerEntry> m_left;
    size_t m_answered = 0;
    int m_judged = 0;
};
