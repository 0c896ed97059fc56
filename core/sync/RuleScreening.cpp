// SPDX-License-Identifier: GPL-3.0-or-later
#include "RuleScreening.h"

#include "RuleIntake.h"
#include "Trouble.h"

#include <algorithm>

using Action = FetchPlan::Action;

namespace
{
// Whatever the user wants comes, and of what has come in part the rules have been asked.
bool isAsked(const FetchPlan::Row &row)
{
    return (row.action == Action::Fetch || row.action == Action::Top) &&
           row.ledger.state == LedgerState::New && !row.ledger.wanted;
}
} // namespace

void RuleScreening::forgetOldRules(Ledger &ledger) const
{
    for (LedgerEntry &entry : ledger) {
        if (!Trouble::isByRule(entry.trouble) || m_rules.isCurrent(entry.trouble))
            continue;
        entry.trouble.clear();
        entry.attempts = 0;
    }
}

std::vector<Pop3Listing::Entry> RuleScreening::judgeBySize(FetchPlan &plan)
{
    std::vector<Pop3Listing::Entry> wanted;
    if (m_rules.isEmpty())
        return wanted;
    for (const FetchPlan::Row &row : plan.rows) {
        if (!isAsked(row))
            continue;
        const auto known = m_check.judged.constFind(row.entry.uidl);
        if (const auto verdict = m_rules.bySize(row.entry.size))
            m_verdicts.insert(row.entry.number, *verdict);
        else if (!row.entry.uidl.isEmpty() && known != m_check.judged.cend())
            m_verdicts.insert(row.entry.number, *known);
        else if (m_check.hasNoTop || m_check.isolation.isHeaderSuspect(row.entry))
            m_verdicts.insert(row.entry.number, m_rules.withoutHeader(row.entry.size));
        else
            wanted.push_back(row.entry);
    }
    return wanted;
}

Result<void> RuleScreening::read(Pop3Mailbox &mailbox, const std::vector<Pop3Listing::Entry> &wanted,
                                 Pop3Mailbox::Marks marks)
{
    QHash<int, qint64> sizes;
    for (const auto &entry : wanted)
        sizes.insert(entry.number, entry.size);
    const int inAll = static_cast<int>(wanted.size());
    RuleIntake intake(m_rules, sizes,
                      [&](int done) { m_check.progressed(FetchProgress::Phase::Identifying, done, inAll); });
    auto read = mailbox.top(wanted, 0, intake, marks);
    m_answered = intake.answered();
    m_judged = static_cast<int>(intake.verdicts().size());
    m_verdicts.insert(intake.verdicts());
    for (const auto &entry : wanted)
        if (!entry.uidl.isEmpty() && intake.verdicts().contains(entry.number))
            m_check.judged.insert(entry.uidl, intake.verdicts().value(entry.number));
    if (!read && read.error().code == ErrorCode::Unsupported) {
        m_check.hasNoTop = true;
        for (const auto &entry : wanted)
            m_verdicts.insert(entry.number, m_rules.withoutHeader(entry.size));
        return {};
    }
    return read;
}

void RuleScreening::decide(FetchPlan::Row &row, const ReceiveRules::Verdict &verdict)
{
    switch (verdict.action) {
    case ReceiveRule::Action::Receive:
        break;
    case ReceiveRule::Action::OnlyHeader:
        if (!row.ledger.uidl.isEmpty() && !m_check.hasNoTop) { // the rest could not be asked for
            row.action = Action::Top;
            row.lines = 0;
        }
        break;
    case ReceiveRule::Action::DoNotReceive:
        row.action = Action::Skip;
        row.reason = row.ledger.trouble = m_rules.trouble(verdict.rule);
        row.ledger.attempts = FetchPlan::maxAttempts;
        m_check.reportSkipped(row.entry.uidl, row.entry.number, row.reason);
        m_left.push_back(row.ledger);
        break;
    }
}

Result<void> RuleScreening::apply(FetchPlan &plan)
{
    for (FetchPlan::Row &row : plan.rows) {
        const auto verdict = m_verdicts.constFind(row.entry.number);
        if (verdict != m_verdicts.cend() && isAsked(row))
            decide(row, *verdict);
    }
    return m_check.updateLedger(std::move(m_left));
}
