// SPDX-License-Identifier: GPL-3.0-or-later
//
// CheckTimes remembers, also over a restart, before when a server wants no further sign-in (LOGIN-DELAY,
// R66). It is a small file of the profile, replaced atomically. One thread.
#pragma once

#include "Result.h"

#include <QHash>
#include <QString>

class CheckTimes
{
public:
    // What cannot be read is forgotten: the worst that follows is a sign-in that the server refuses.
    static CheckTimes open(const QString &profileDirectory);

    qint64 notBefore(const QString &accountUuid) const { return m_notBefore.value(accountUuid); }
    // Seconds since 1970 UTC.
    Result<void> setNotBefore(const QString &accountUuid, qint64 time);

private:
    QString m_path;
    QHash<QString, qint64> m_notBefore;
};
