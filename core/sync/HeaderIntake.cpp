// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderIntake.h"

#include "HeaderFingerprint.h"

#include <utility>

namespace
{
constexpr qsizetype enough = 256 * 1024; // a server may send the whole message (R68)
} // namespace

Result<void> HeaderIntake::begin(int)
{
    m_header.resize(0); // keeps the capacity
    return {};
}

Result<void> HeaderIntake::append(QByteArrayView bytes)
{
    if (m_header.size() < enough)
        m_header.append(bytes.first(std::min(bytes.size(), enough - m_header.size())));
    return {};
}

// A header that begins like an answer tells nothing: the server said +OK twice.
Result<void> HeaderIntake::end(int number)
{
    const QByteArray fingerprint = m_header.startsWith("+OK") ? QByteArray() : headerFingerprint(m_header);
    if (!fingerprint.isEmpty())
        m_doubtful.insert(number, fingerprint);
    m_arrived(static_cast<int>(++m_answered));
    return {};
}

Result<void> HeaderIntake::refused(int, const Error &)
{
    ++m_answered;
    return {};
}

Result<void> HeaderIntake::inStep()
{
    m_fingerprints.insert(std::exchange(m_doubtful, {}));
    return {};
}
