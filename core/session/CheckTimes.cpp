// SPDX-License-Identifier: GPL-3.0-or-later
#include "CheckTimes.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

CheckTimes CheckTimes::open(const QString &profileDirectory)
{
    CheckTimes times;
    times.m_path = QDir(profileDirectory).filePath(QStringLiteral("check-times.json"));
    QFile file(times.m_path);
    if (!file.open(QIODevice::ReadOnly))
        return times;
    const QJsonObject json = QJsonDocument::fromJson(file.readAll()).object();
    for (auto at = json.begin(); at != json.end(); ++at)
        times.m_notBefore.insert(at.key(), at.value().toInteger());
    return times;
}

Result<void> CheckTimes::setNotBefore(const QString &accountUuid, qint64 time)
{
    m_notBefore.insert(accountUuid, time);
    QJsonObject json;
    for (auto at = m_notBefore.cbegin(); at != m_notBefore.cend(); ++at)
        json.insert(at.key(), at.value());
    const QByteArray bytes = QJsonDocument(json).toJson();
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return failure(ErrorCode::DiskFailed, m_path + QLatin1String(": ") + file.errorString());
    return {};
}
