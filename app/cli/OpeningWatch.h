// SPDX-License-Identifier: GPL-3.0-or-later
//
// OpeningWatch tells, on standard error, how far a recovery is that makes opening a profile take long, and
// what it had to do; and it waits until recovered messages have their subjects again. Main thread.
#pragma once

#include <QObject>

#include <functional>

class StoreUpkeep;

class OpeningWatch : public QObject
{
    Q_OBJECT
public:
    OpeningWatch(StoreUpkeep &upkeep, bool isQuiet, QObject *parent);

    // Calls `next` once, now or when all summaries are there.
    void afterSummaries(const std::function<void()> &next);

private:
    StoreUpkeep &m_upkeep;
    const bool m_isProgressShown;
};
