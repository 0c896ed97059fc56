// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Window.h"

#include <algorithm>

namespace
{

// LIST's figure is a hint and may be anything (R14): one answer fills the window at most.
qint64 bounded(qint64 expectedBytes)
{
    return std::clamp<qint64>(expectedBytes, 0, Pop3Window::maxExpectedBytes);
}

} // namespace

bool Pop3Window::wantsMore() const
{
    return isEmpty() || (m_pipelining && qsizetype(m_commands.size()) <= maxCommands / 2 &&
                         m_commandBytes <= maxCommandBytes / 2 && m_expectedBytes <= maxExpectedBytes / 2);
}

bool Pop3Window::admits(qsizetype commandBytes, qint64 expectedBytes) const
{
    if (isEmpty())
        return true;
    return m_pipelining && qsizetype(m_commands.size()) < maxCommands &&
           m_commandBytes + commandBytes <= maxCommandBytes &&
           m_expectedBytes + bounded(expectedBytes) <= maxExpectedBytes;
}

void Pop3Window::sent(qsizetype commandBytes, qint64 expectedBytes)
{
    m_commands.push_back({commandBytes, bounded(expectedBytes)});
    m_commandBytes += commandBytes;
    m_expectedBytes += bounded(expectedBytes);
}

void Pop3Window::answered()
{
    Q_ASSERT(!isEmpty());
    m_commandBytes -= m_commands.front().bytes;
    m_expectedBytes -= m_commands.front().expected;
    m_commands.pop_front();
}
