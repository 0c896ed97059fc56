// SPDX-License-Identifier: GPL-3.0-or-later
//
// RuleIntake holds the headers that TOP n 0 brings against the account's rules, one after the other; none is
// kept. Those since the last mark do not count. Fetch thread; used once.
#pragma once

#include "Pop3BodySink.h"
#include "ReceiveRules.h"

#include <QHash>

#include <functional>

class RuleIntake final : public Pop3BodySink
{
public:
    // `sizes` by message number, octets. Both must outlive it.
    RuleIntake(const ReceiveRules &rules, const QHash<int, qint64> &sizes,
               std::function<void(int answered)> arrived)
        : m_rules(rules), m_sizes(sizes), m_arrived(std::move(arrived))
    {
    }

    Result<void> begin(int number) override;
    Result<void> append(QByteArrayView bytes) override;
    Result<void> end(int number) override;
    Result<void> refused(int number, const Error &error) override;
    Result<void> inStep() override;

    const QHash<int, ReceiveRules::Verdict> &verdicts() const { return m_verdicts; } // by message number
    size_t answered() const { return m_answered; }                                   // of those asked for

private:
    const ReceiveRules &m_rules;
    const QHash<int, qint64> &m_sizes;
    const std::function<void(int)> m_arrived;
    QByteArray m_header;
    QHash<int, ReceiveRules::Verdict> m_verdicts;
    QHash<int, ReceiveRules::Verdict> m_doubtful; // since the last mark
    size_t m_answered = 0;
};
