// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProgressEstimate.h"

namespace
{
constexpr qint64 window = 10'000; // ms
constexpr qint64 enough = 1'000;
constexpr size_t mostPoints = 200;
} // namespace

void ProgressEstimate::add(qint64 bytes, qint64 milliseconds)
{
    if (!m_points.empty() && bytes < m_points.back().bytes)
        m_points.clear(); // another download
    m_points.push_back({bytes, milliseconds});
    while (m_points.size() > 2 &&
           (m_points.front().milliseconds < milliseconds - window || m_points.size() > mostPoints))
        m_points.pop_front();
}

std::optional<qint64> ProgressEstimate::secondsLeft(qint64 bytesInAll) const
{
    if (m_points.size() < 2)
        return std::nullopt;
    const qint64 bytes = m_points.back().bytes - m_points.front().bytes;
    const qint64 milliseconds = m_points.back().milliseconds - m_points.front().milliseconds;
    if (bytes <= 0 || milliseconds < enough)
        return std::nullopt;
    const qint64 rest = qMax<qint64>(0, bytesInAll - m_points.back().bytes);
    return qint64(double(rest) * double(milliseconds) / double(bytes) / 1000.0 + 0.5);
}
