// SPDX-License-Identifier: GPL-3.0-or-later
#include "OAuthClientBook.h"

#include "OAuthRequest.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

namespace
{
const QString clientIdKey = QStringLiteral("id"), clientSecretKey = QStringLiteral("secret");

Result<QJsonObject> readClients(const QString &path)
{
    constexpr qint64 longest = 64 * 1024;
    QFile file(path);
    if (!file.exists())
        return QJsonObject();
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::DiskFailed, path + QLatin1String(": ") + file.errorString());
    const QJsonDocument document = QJsonDocument::fromJson(file.read(longest));
    if (!document.isObject())
        return failure(ErrorCode::Damaged, path);
    return document.object();
}

bool isClient(const OAuthClient &client)
{
    return isOAuthWord(client.id) && (client.secret.isEmpty() || isOAuthWord(client.secret));
}
} // namespace

OAuthClientBook::OAuthClientBook(const QString &profileDirectory)
    : m_path(QDir(profileDirectory).filePath(QStringLiteral("oauth-clients.json")))
{
}

QHash<QString, OAuthClient> OAuthClientBook::clients() const
{
    QHash<QString, OAuthClient> clients;
    const QJsonObject json = readClients(m_path).value_or(QJsonObject());
    for (auto at = json.begin(); at != json.end(); ++at) {
        const QJsonObject fields = at.value().toObject();
        const OAuthClient client{fields[clientIdKey].toString(), fields[clientSecretKey].toString()};
        if (isClient(client))
            clients.insert(at.key(), client);
    }
    return clients;
}

Result<void> OAuthClientBook::set(const QString &server, const std::optional<OAuthClient> &client) const
{
    if (server.isEmpty() || (client && !isClient(*client)))
        return failure(ErrorCode::InvalidArgument, QStringLiteral("no id of a client"));
    TRY(QJsonObject json, readClients(m_path));
    if (client)
        json.insert(server, QJsonObject{{clientIdKey, client->id}, {clientSecretKey, client->secret}});
    else
        json.remove(server);
    const QByteArray bytes = QJsonDocument(json).toJson();
    QSaveFile file(m_path);
    // A client's secret is nobody else's. The permissions are set before the first byte is written.
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner) ||
        file.write(bytes) != bytes.size() || !file.commit())
        return failure(ErrorCode::DiskFailed, m_path + QLatin1String(": ") + file.errorString());
    return {};
}
