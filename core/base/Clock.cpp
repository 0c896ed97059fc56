// SPDX-License-Identifier: GPL-3.0-or-later
#include "Clock.h"

#include <QDateTime>

qint64 SystemClock::now() const
{
    return QDateTime::currentSecsSinceEpoch();
}
