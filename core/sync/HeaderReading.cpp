// SPDX-License-Identifier: GPL-3.0-or-later
#include "HeaderReading.h"

#include "MimeMessage.h"

#include <algorithm>

namespace
{
constexpr qsizetype longestHeader = 256 * 1024;
} // namespace

Result<void> HeaderReading::begin(int)
{
    m_header.resize(0); // keeps the capacity
    m_octets = 0;
    return {};
}

Result<void> HeaderReading::append(QByteArrayView bytes)
{
    m_octets += bytes.size();
    if (isTooLarge())
        return failure(ErrorCode::Unsupported, QStringLiteral("TOP brings more than the header"));
    m_header.append(bytes.first(std::min(bytes.size(), longestHeader - m_header.size())));
    return {};
}

// What begins like an answer tells nothing: the server said +OK twice.
Result<void> HeaderReading::end(int number)
{
    if (m_header.startsWith("+OK"))
        return {};
    const MessageSummary summary = summarise(m_header, m_now);
    const QString sender = displayName(summary.from);
    m_doubtful.emplace_back(number,
                            ServerHeader{{}, 0, std::max<qint64>(summary.date, 1), sender, summary.subject});
    return {};
}

// Its header stays unknown; it is asked for again in the next session.
Result<void> HeaderReading::refused(int, const Error &)
{
    return {};
}

Result<void> HeaderReading::inStep()
{
    for (const auto &[number, header] : std::exchange(m_doubtful, {}))
        m_told(number, header);
    return {};
}
