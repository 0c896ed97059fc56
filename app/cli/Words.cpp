// SPDX-License-Identifier: GPL-3.0-or-later
#include "Words.h"

#include <algorithm>

namespace words
{

QString security(ServerSecurity security)
{
    switch (security) {
    case ServerSecurity::Tls:
        return QStringLiteral("tls");
    case ServerSecurity::StartTls:
        return QStringLiteral("starttls");
    case ServerSecurity::None:
        return QStringLiteral("none");
    }
    return {};
}

QString signIn(SignIn signIn)
{
    switch (signIn) {
    case SignIn::Automatic:
        return QStringLiteral("auto");
    case SignIn::SaslPlain:
        return QStringLiteral("plain");
    case SignIn::UserPass:
        return QStringLiteral("user");
    }
    return {};
}

QString keep(const RetentionPolicy &policy)
{
    switch (policy.mode) {
    case RetentionPolicy::Mode::Keep:
        return QStringLiteral("forever");
    case RetentionPolicy::Mode::Delete:
        return QStringLiteral("delete");
    case RetentionPolicy::Mode::KeepDays:
        return QStringLiteral("days:%1").arg(policy.days);
    }
    return {};
}

QString folder(const Folder &folder)
{
    switch (folder.kind) {
    case FolderKind::Inbox:
        return QStringLiteral("inbox");
    case FolderKind::Archive:
        return QStringLiteral("archive");
    case FolderKind::Junk:
        return QStringLiteral("junk");
    case FolderKind::Trash:
        return QStringLiteral("trash");
    case FolderKind::Custom:
        return folder.name;
    }
    return {};
}

QString account(AccountId id, const std::vector<Account> &accounts)
{
    if (id == localAccount)
        return QStringLiteral("local");
    const auto found = std::find_if(accounts.begin(), accounts.end(),
                                    [&](const Account &account) { return account.id == id; });
    return found != accounts.end() ? found->name : QString::number(id);
}

std::optional<ServerSecurity> securityFrom(const QString &word)
{
    for (const auto value : {ServerSecurity::Tls, ServerSecurity::StartTls, ServerSecurity::None}) {
        if (security(value) == word)
            return value;
    }
    return std::nullopt;
}

std::optional<SignIn> signInFrom(const QString &word)
{
    for (const auto value : {SignIn::Automatic, SignIn::SaslPlain, SignIn::UserPass}) {
        if (signIn(value) == word)
            return value;
    }
    return std::nullopt;
}

std::optional<RetentionPolicy> keepFrom(const QString &word)
{
    if (word == QLatin1String("forever"))
        return RetentionPolicy{RetentionPolicy::Mode::Keep, {}};
    if (word == QLatin1String("delete"))
        return RetentionPolicy{RetentionPolicy::Mode::Delete, {}};
    constexpr QLatin1String daysPrefix("days:");
    bool isNumber = false;
    const int days = word.startsWith(daysPrefix) ? word.mid(daysPrefix.size()).toInt(&isNumber) : 0;
    if (!isNumber || days < 1 || days > 36500)
        return std::nullopt;
    return RetentionPolicy{RetentionPolicy::Mode::KeepDays, days};
}

} // namespace words
