// SPDX-License-Identifier: GPL-3.0-or-later
#include "Words.h"

#include <QTime>

#include <algorithm>

namespace words
{

namespace
{
// In the order of SignIn.
const QString signInWords[] = {
    QStringLiteral("auto"),   QStringLiteral("plain"),       QStringLiteral("user"),
    QStringLiteral("login"),  QStringLiteral("cram-md5"),    QStringLiteral("digest-md5"),
    QStringLiteral("apop"),   QStringLiteral("scram-sha-1"), QStringLiteral("scram-sha-256"),
    QStringLiteral("gssapi"), QStringLiteral("external"),    QStringLiteral("oauth"),
};
} // namespace

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
    return signInWords[static_cast<size_t>(signIn)];
}

QString keep(const RetentionPolicy &policy)
{
    QStringList words;
    if (policy.afterDownload)
        words.append(QStringLiteral("delete"));
    if (policy.hours)
        words.append(*policy.hours % 24 ? QStringLiteral("hours:%1").arg(*policy.hours)
                                        : QStringLiteral("days:%1").arg(*policy.hours / 24));
    if (policy.newest)
        words.append(QStringLiteral("newest:%1").arg(*policy.newest));
    if (policy.newestMegabytes)
        words.append(QStringLiteral("newest-mb:%1").arg(*policy.newestMegabytes));
    if (policy.whenInTrash)
        words.append(QStringLiteral("until-deleted"));
    if (policy.whenArchived)
        words.append(QStringLiteral("until-archived"));
    if (policy.whenRemoved)
        words.append(QStringLiteral("until-trash-emptied"));
    if (words.isEmpty())
        words.append(QStringLiteral("forever"));
    return words.join(u',');
}

QString quiet(const CheckSchedule &schedule)
{
    if (schedule.quietFrom == schedule.quietUntil)
        return {};
    const auto time = [](int minute) {
        return QTime(0, 0).addSecs(minute * 60).toString(QStringLiteral("hh:mm"));
    };
    return time(schedule.quietFrom) + u'-' + time(schedule.quietUntil);
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
    const auto at = std::find(std::begin(signInWords), std::end(signInWords), word);
    if (at == std::end(signInWords))
        return std::nullopt;
    return static_cast<SignIn>(at - std::begin(signInWords));
}

std::optional<RetentionPolicy> keepFrom(const QString &list)
{
    RetentionPolicy policy;
    for (const QString &word : list.split(u',')) {
        const QString name = word.section(u':', 0, 0);
        bool isNumber = false;
        const int number = word.section(u':', 1).toInt(&isNumber);
        const bool counts = isNumber && number >= 1 && number <= 36500 * 24;
        if (word == QLatin1String("delete"))
            policy.afterDownload = true;
        else if (word == QLatin1String("until-deleted"))
            policy.whenInTrash = true;
        else if (word == QLatin1String("until-archived"))
            policy.whenArchived = true;
        else if (word == QLatin1String("until-trash-emptied"))
            policy.whenRemoved = true;
        else if (name == QLatin1String("days") && counts && number <= 36500)
            policy.hours = number * 24;
        else if (name == QLatin1String("hours") && counts)
            policy.hours = number;
        else if (name == QLatin1String("newest") && counts)
            policy.newest = number;
        else if (name == QLatin1String("newest-mb") && counts)
            policy.newestMegabytes = number;
        else if (list != QLatin1String("forever"))
            return std::nullopt;
    }
    return policy;
}

std::optional<FolderKind> folderKindFrom(const QString &word)
{
    for (const auto kind : {FolderKind::Inbox, FolderKind::Archive, FolderKind::Junk, FolderKind::Trash}) {
        Folder standard;
        standard.kind = kind;
        if (folder(standard) == word)
            return kind;
    }
    return std::nullopt;
}

QString folderPath(const Folder &one, const std::vector<Account> &accounts)
{
    return account(one.account, accounts) + u'/' + folder(one);
}

std::vector<Folder> foldersNamed(const QString &name, const std::vector<Folder> &folders,
                                 const std::vector<Account> &accounts)
{
    std::vector<Folder> found;
    std::copy_if(folders.begin(), folders.end(), std::back_inserter(found), [&](const Folder &one) {
        return folderPath(one, accounts) == name || folder(one) == name || QString::number(one.id) == name;
    });
    return found;
}

} // namespace words
