// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerMemory.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace
{
const QString notBeforeKey = QStringLiteral("notBefore"), lockStepKey = QStringLiteral("lockStep");
}

ServerMemory ServerMemory::open(const QString &profileDirectory)
{
    ServerMemory memory;
    memory.m_path = QDir(profileDirectory).filePath(QStringLiteral("servers.json"));
    QFile file(memory.m_path);
    if (!file.open(QIODevice::ReadOnly))
        return memory;
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    for (auto at = json.begin(); at != json.end(); ++at) {
        const QJsonObject lesson = at.value().toObject();
        memory.m_lessons.insert(at.key(), {lesson[notBeforeKey].toInteger(), lesson[lockStepKey].toBool()});
    }
    return memory;
}

Result<void> ServerMemory::learn(const QString &accountUuid, const Lesson &lesson)
{
    m_lessons.insert(accountUuid, lesson);
    QJsonObject json;
    for (auto at = m_lessons.cbegin(); at != m_lessons.cend(); ++at)
        json.insert(at.key(), QJsonObject{{notBeforeKey, at->notBefore}, {lockStepKey, at->lockStep}});
    const QByteArray bytes = QJsonDocument(json).toJson();
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return failure(ErrorCode::DiskFailed, m_path + QLatin1String(": ") + file.errorString());
    return {};
}
