// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountExport.h"

#include "AccountJson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace
{
constexpr int exportVersion = 1;
constexpr qsizetype mostAccounts = 1000;
constexpr qsizetype largestFile = 4 * 1024 * 1024;
const QString formatName = QStringLiteral("poplar-accounts");

Account withoutProfile(Account account)
{
    account.id = 0;
    account.uuid.clear();
    account.confirmedRetention = account.retention;
    account.targetFolder = 0;
    account.server.accepted.reset();
    account.server.oauth.clientSecret.clear();
    return account;
}
} // namespace

QByteArray exportAccounts(const std::vector<Account> &accounts)
{
    QJsonArray list;
    for (const Account &account : accounts) {
        QJsonObject json = toJson(withoutProfile(account));
        for (const char *own : {"id", "uuid", "confirmedRetention"})
            json.remove(QLatin1String(own));
        list.append(json);
    }
    return QJsonDocument(QJsonObject{{QStringLiteral("format"), formatName},
                                     {QStringLiteral("version"), exportVersion},
                                     {QStringLiteral("accounts"), list}})
        .toJson();
}

Result<std::vector<Account>> importAccounts(const QByteArray &bytes)
{
    if (bytes.size() > largestFile)
        return failure(ErrorCode::Damaged, QStringLiteral("too large for a file of settings"));
    QJsonParseError error;
    const QJsonObject root = QJsonDocument::fromJson(bytes, &error).object();
    if (error.error != QJsonParseError::NoError)
        return failure(ErrorCode::Damaged, error.errorString());
    const QJsonArray list = root[QStringLiteral("accounts")].toArray();
    const int version = root[QStringLiteral("version")].toInt();
    if (root[QStringLiteral("format")].toString() != formatName || version < 1 || list.size() > mostAccounts)
        return failure(ErrorCode::Damaged, QStringLiteral("no file of Poplar's settings"));
    if (version > exportVersion)
        return failure(ErrorCode::NewerFormat);
    std::vector<Account> accounts;
    for (const QJsonValue &entry : list)
        accounts.push_back(withoutProfile(accountFrom(entry.toObject())));
    return accounts;
}

QString freeAccountName(const QString &name, const std::vector<Account> &accounts)
{
    const auto isTaken = [&accounts](const QString &wanted) {
        return std::any_of(accounts.begin(), accounts.end(),
                           [&wanted](const Account &one) { return one.name == wanted; });
    };
    QString free = name;
    for (int number = 2; isTaken(free); ++number)
        free = QStringLiteral("%1 %2").arg(name).arg(number);
    return free;
}

bool isSameMailbox(const Account &a, const Account &b)
{
    return a.server.user == b.server.user && a.server.host.compare(b.server.host, Qt::CaseInsensitive) == 0 &&
           a.server.port == b.server.port;
}
