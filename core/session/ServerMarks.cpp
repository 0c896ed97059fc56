// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerMarks.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

namespace
{
const QString getKey = QStringLiteral("get"), removeKey = QStringLiteral("remove");
constexpr qint64 largestMarks = 64 * 1024 * 1024;

// A unique-id may be any octets: [base64, occurrence].
QJsonArray markedNames(const std::vector<ServerMessageKey> &messages)
{
    QJsonArray names;
    for (const ServerMessageKey &message : messages)
        names.append(QJsonArray{QString::fromLatin1(message.uidl.toBase64()), message.occurrence});
    return names;
}

std::vector<ServerMessageKey> markedMessages(AccountId account, const QJsonValue &names)
{
    std::vector<ServerMessageKey> messages;
    const QJsonArray array = names.toArray();
    for (const QJsonValue &name : array) {
        const QByteArray uidl = QByteArray::fromBase64(name[0].toString().toLatin1());
        if (!uidl.isEmpty())
            messages.push_back({account, uidl, name[1].toInt()});
    }
    return messages;
}
} // namespace

ServerMarks::ServerMarks(const QString &profileDirectory)
    : m_path(QDir(profileDirectory).filePath(QStringLiteral("server-marks.json")))
{
    QFile file(m_path);
    if (file.open(QIODevice::ReadOnly) && file.size() <= largestMarks)
        m_marks = QJsonDocument::fromJson(file.readAll()).object();
}

QHash<AccountId, ServerWork> ServerMarks::all() const
{
    QHash<AccountId, ServerWork> all;
    for (auto one = m_marks.begin(); one != m_marks.end(); ++one) {
        const AccountId account = one.key().toUInt();
        const ServerWork marks{markedMessages(account, one.value()[getKey]),
                               markedMessages(account, one.value()[removeKey])};
        if (account != 0 && !marks.isEmpty())
            all.insert(account, marks);
    }
    return all;
}

Result<void> ServerMarks::set(AccountId account, const ServerWork &marks)
{
    const QString key = QString::number(account);
    if (marks.isEmpty() && !m_marks.contains(key))
        return {};
    QJsonObject changed = m_marks;
    if (marks.isEmpty())
        changed.remove(key);
    else
        changed.insert(key,
                       QJsonObject{{getKey, markedNames(marks.get)}, {removeKey, markedNames(marks.remove)}});
    const QByteArray bytes = QJsonDocument(changed).toJson(QJsonDocument::Compact);
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return failure(ErrorCode::DiskFailed, m_path + QLatin1String(": ") + file.errorString());
    m_marks = changed;
    return {};
}
