// SPDX-License-Identifier: GPL-3.0-or-later
//
// Clock is where Poplar asks for the time of day, so that tests can turn it. Any thread.
#pragma once

#include <QtGlobal>

class Clock
{
public:
    virtual ~Clock() = default;
    // Seconds since 1970-01-01 UTC.
    virtual qint64 now() const = 0;
};

class SystemClock final : public Clock
{
public:
    qint64 now() const override;
};
