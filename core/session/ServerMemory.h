// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerMemory remembers over a restart what the servers have taught us: when one may be asked again, and how
// it lists and takes commands. A small file of the profile, replaced atomically. What a newer version wrote
// into it stays in it. One thread; copies are values.
#pragma once

#include "BackOff.h"
#include "Result.h"

#include <QJsonObject>
#include <QString>

class ServerMemory
{
public:
    using Lesson = ServerLesson;

    // What cannot be read is forgotten: the worst that follows is to learn it again.
    static ServerMemory open(const QString &profileDirectory);

    Lesson lesson(const QString &accountUuid) const;
    Result<void> learn(const QString &accountUuid, const Lesson &lesson);
    Result<void> forget(const QString &accountUuid);

private:
    Result<void> write() const;

    QString m_path;
    QJsonObject m_lessons; // by account uuid
};
