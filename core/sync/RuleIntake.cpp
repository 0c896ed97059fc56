// SPDX-License-Identifier: GPL-3.0-or-later
#include "RuleIntake.h"

#include <algorithm>
#include <utility>

namespace
{
constexpr qsizetype longestJudged = 256 * 1024; // a server may send the whole message (R68)
}

Result<void> RuleIntake::begin(int)
{
    m_header.resize(0); // keeps the capacity
    return {};
}

Result<void> RuleIntake::append(QByteArrayView bytes)
{
    if (m_header.size() < longestJudged)
        m_header.append(bytes.first(std::min(bytes.size(), longestJudged - m_header.size())));
    return {};
}

// A header that begins like an answer tells nothing: the server said +OK twice.
Result<void> RuleIntake::end(int number)
{
    if (!m_header.startsWith("+OK"))
        m_doubtful.insert(number, m_rules.byHeader(m_header, m_sizes.value(number)));
    m_arrived(static_cast<int>(++m_answered));
    return {};
}

Result<void> RuleIntake::refused(int, const Error &)
{
    ++m_answered;
    return {};
}

Result<void> RuleIntake::inStep()
{
    m_verdicts.insert(std::exchange(m_doubtful, {}));
    return {};
}
