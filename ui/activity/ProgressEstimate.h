// SPDX-License-Identifier: GPL-3.0-or-later
//
// ProgressEstimate says how long a download still takes: by bytes, over the last ten seconds, and nothing at
// all before it knows enough. Pure: the caller hands in the time.
#pragma once

#include <QtGlobal>

#include <deque>
#include <optional>

class ProgressEstimate
{
public:
    // `milliseconds` grows from call to call.
    void add(qint64 bytes, qint64 milliseconds);
    std::optional<qint64> secondsLeft(qint64 bytesInAll) const;
    void clear() { m_points.clear(); }

private:
    struct Point {
        qint64 bytes, milliseconds;
    };
    std::deque<Point> m_points;
};
