// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerMemory.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSaveFile>

#include <algorithm>

namespace
{
const QString notBeforeKey = QStringLiteral("notBefore"), lockStepKey = QStringLiteral("lockStep"),
              loginDelayKey = QStringLiteral("loginDelay"), retryAtKey = QStringLiteral("retryAt"),
              failuresKey = QStringLiteral("failures"), failingKey = QStringLiteral("failing"),
              stoppedKey = QStringLiteral("stopped"), moreWaitingKey = QStringLiteral("moreWaiting"),
              listingKey = QStringLiteral("listing"), allWord = QStringLiteral("all"),
              portionsWord = QStringLiteral("portions");

// An error's name in the file; one that this version does not know is none.
std::optional<ErrorCode> errorFrom(const QJsonValue &name)
{
    for (int code = 0; code <= static_cast<int>(ErrorCode::Unsupported); ++code)
        if (errorCodeName(static_cast<ErrorCode>(code)) == name.toString())
            return static_cast<ErrorCode>(code);
    return {};
}

QJsonValue nameOf(const std::optional<ErrorCode> &code)
{
    return code ? QJsonValue(errorCodeName(*code)) : QJsonValue();
}
} // namespace

ServerMemory ServerMemory::open(const QString &profileDirectory)
{
    ServerMemory memory;
    memory.m_path = QDir(profileDirectory).filePath(QStringLiteral("servers.json"));
    QFile file(memory.m_path);
    if (file.open(QIODevice::ReadOnly))
        memory.m_lessons = QJsonDocument::fromJson(file.readAll()).object();
    return memory;
}

ServerMemory::Lesson ServerMemory::lesson(const QString &accountUuid) const
{
    const QJsonObject json = m_lessons[accountUuid].toObject();
    Lesson lesson;
    lesson.notBefore = std::max<qint64>(json[notBeforeKey].toInteger(), 0);
    lesson.loginDelay = std::max(json[loginDelayKey].toInt(), 0);
    lesson.retryAt = std::max<qint64>(json[retryAtKey].toInteger(), 0);
    lesson.failures = std::max(json[failuresKey].toInt(), 0);
    lesson.failing = errorFrom(json[failingKey]);
    lesson.stopped = errorFrom(json[stoppedKey]);
    lesson.moreWaiting = json[moreWaitingKey].toBool();
    lesson.lockStep = json[lockStepKey].toBool();
    const QString listing = json[listingKey].toString();
    if (listing == allWord || listing == portionsWord)
        lesson.listsPortions = listing == portionsWord;
    return lesson;
}

Result<void> ServerMemory::learn(const QString &accountUuid, const Lesson &lesson)
{
    QJsonObject json = m_lessons[accountUuid].toObject();
    json[notBeforeKey] = lesson.notBefore;
    json[loginDelayKey] = lesson.loginDelay;
    json[retryAtKey] = lesson.retryAt;
    json[failuresKey] = lesson.failures;
    json[failingKey] = nameOf(lesson.failing);
    json[stoppedKey] = nameOf(lesson.stopped);
    json[moreWaitingKey] = lesson.moreWaiting;
    json[lockStepKey] = lesson.lockStep;
    if (lesson.listsPortions)
        json[listingKey] = *lesson.listsPortions ? portionsWord : allWord;
    else
        json.remove(listingKey);
    m_lessons[accountUuid] = json;
    return write();
}

Result<void> ServerMemory::forget(const QString &accountUuid)
{
    if (!m_lessons.contains(accountUuid))
        return {};
    m_lessons.remove(accountUuid);
    return write();
}

Result<void> ServerMemory::write() const
{
    const QByteArray bytes = QJsonDocument(m_lessons).toJson();
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return failure(ErrorCode::DiskFailed, m_path + QLatin1String(": ") + file.errorString());
    return {};
}
