// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Course.h"

#include <algorithm>

namespace
{
// So much lies between two marks at most. A message of unknown size counts as the third.
constexpr int messagesPerMark = 32;
constexpr qint64 octetsPerMark = 4 * 1024 * 1024;
constexpr qint64 unknownOctets = 256 * 1024;

std::optional<qint64> decimal(const QString &word)
{
    bool ok = false;
    const qint64 value = word.toLongLong(&ok);
    return ok && word.front().isDigit() ? std::optional(value) : std::nullopt;
}
} // namespace

Pop3Course::Pop3Course(const std::vector<Pop3Listing::Entry> &entries, size_t first, Marks marks,
                       const std::function<qint64(const Pop3Listing::Entry &)> &expected)
{
    if (entries.empty())
        return;
    m_steps.reserve(entries.size() + entries.size() / messagesPerMark + 2);
    if (marks == Marks::Around)
        m_steps.push_back({entries.front().number, true, 0});
    int messages = 0;
    qint64 octets = 0;
    for (size_t at = first; at < entries.size(); ++at) {
        const qint64 size = expected(entries[at]);
        m_steps.push_back({entries[at].number, false, size});
        octets += size > 0 ? std::min(size, octetsPerMark) : unknownOctets;
        const bool isFull =
            marks == Marks::Each || ++messages == messagesPerMark || octets >= octetsPerMark;
        if (!isFull || marks == Marks::None || at + 1 == entries.size())
            continue;
        m_steps.push_back({entries[at].number, true, 0});
        messages = 0;
        octets = 0;
    }
    if (marks != Marks::None)
        m_steps.push_back({entries.back().number, true, 0});
}

std::optional<qint64> Pop3Course::namedBy(const Pop3Reply &reply)
{
    const QStringList words = reply.text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (!reply.ok || words.size() < 2 || !decimal(words[1]))
        return {};
    return decimal(words[0]);
}
