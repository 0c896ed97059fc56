// SPDX-License-Identifier: GPL-3.0-or-later
//
// FrameLimit says how long the GUI thread may be held, on the machine that runs the test: a frame at 60 Hz is
// 16 ms on one that paints the yardstick in 0.7 ms, and on a slower one as much longer as it takes for that.
// Processor time of the calling thread, so that others do not count. GUI thread.
#pragma once

#include <QFont>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <array>
#include <ctime>

namespace FrameLimit
{
inline double threadMilliseconds()
{
#ifdef CLOCK_THREAD_CPUTIME_ID
    timespec time = {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
#else
    return 1000.0 * double(std::clock()) / CLOCKS_PER_SEC;
#endif
}

// A page of text in an image: what a window does all day. The median of fifteen.
inline double yardstickMilliseconds()
{
    QImage image(1280, 800, QImage::Format_ARGB32_Premultiplied);
    std::array<double, 15> times{};
    for (double &time : times) {
        const double before = threadMilliseconds();
        image.fill(Qt::white);
        QPainter painter(&image);
        for (int line = 0; line < 40; ++line)
            painter.drawText(10, 20 * (line + 1),
                             QStringLiteral("%1: the quick brown fox jumps over the lazy dog").arg(line));
        painter.end();
        time = threadMilliseconds() - before;
    }
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

inline double milliseconds()
{
    return 16.0 * std::max(1.0, yardstickMilliseconds() / 0.7);
}
} // namespace FrameLimit
