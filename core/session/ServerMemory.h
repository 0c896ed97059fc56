// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerMemory remembers over a restart what the servers have taught us: before when one wants no further
// sign-in (LOGIN-DELAY, R66), and which one mixes up pipelined commands. A small file of the profile,
// replaced atomically. One thread; copies are values.
#pragma once

#include "Result.h"

#include <QHash>
#include <QString>

class ServerMemory
{
public:
    struct Lesson {
        qint64 notBefore = 0;  // seconds since 1970 UTC
        bool lockStep = false; // one command at a time

        bool operator==(const Lesson &) const = default;
    };

    // What cannot be read is forgotten: the worst that follows is to learn it again.
    static ServerMemory open(const QString &profileDirectory);

    Lesson lesson(const QString &accountUuid) const { return m_lessons.value(accountUuid); }
    Result<void> learn(const QString &accountUuid, const Lesson &lesson);

private:
    QString m_path;
    QHash<QString, Lesson> m_lessons;
};
