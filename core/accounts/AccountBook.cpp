// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountBook.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>
#include <QUuid>

#include <algorithm>

namespace
{
constexpr int formatVersion = 1;

// The words in the file. They are read back, so they never change.
const QString securityNames[] = {QStringLiteral("tls"), QStringLiteral("starttls"), QStringLiteral("none")};
const QString signInNames[] = {QStringLiteral("auto"), QStringLiteral("plain"), QStringLiteral("user")};
const QString retentionNames[] = {QStringLiteral("keep"), QStringLiteral("days"), QStringLiteral("delete")};

template <class Enum, size_t count> QString toWord(const QString (&names)[count], Enum value)
{
    return names[static_cast<size_t>(value)];
}

// An unknown word stands for a choice of a newer version: the first, safest one takes its place.
template <class Enum, size_t count> Enum fromWord(const QString (&names)[count], const QString &word)
{
    const auto at = std::find(std::begin(names), std::end(names), word);
    return at == std::end(names) ? Enum{} : static_cast<Enum>(at - std::begin(names));
}

QJsonObject toJson(const Account &account)
{
    const ServerSettings &server = account.server;
    return {
        {QStringLiteral("id"), static_cast<qint64>(account.id)},
        {QStringLiteral("uuid"), account.uuid},
        {QStringLiteral("name"), account.name},
        {QStringLiteral("email"), account.email},
        {QStringLiteral("host"), server.host},
        {QStringLiteral("port"), server.port},
        {QStringLiteral("security"), toWord(securityNames, server.security)},
        {QStringLiteral("user"), server.user},
        {QStringLiteral("signIn"), toWord(signInNames, server.signIn)},
        {QStringLiteral("caFile"), server.caFile},
        {QStringLiteral("retention"), toWord(retentionNames, account.retention.mode)},
        {QStringLiteral("retentionDays"), account.retention.days},
        {QStringLiteral("checkMinutes"), account.checkMinutes},
        {QStringLiteral("enabled"), account.enabled},
    };
}

Account fromJson(const QJsonObject &json)
{
    Account account;
    account.id = static_cast<quint32>(json[QStringLiteral("id")].toInteger());
    account.uuid = json[QStringLiteral("uuid")].toString();
    account.name = json[QStringLiteral("name")].toString();
    account.email = json[QStringLiteral("email")].toString();
    account.server.host = json[QStringLiteral("host")].toString();
    account.server.port = static_cast<quint16>(json[QStringLiteral("port")].toInt());
    account.server.security =
        fromWord<ServerSecurity>(securityNames, json[QStringLiteral("security")].toString());
    account.server.user = json[QStringLiteral("user")].toString();
    account.server.signIn = fromWord<SignIn>(signInNames, json[QStringLiteral("signIn")].toString());
    account.server.caFile = json[QStringLiteral("caFile")].toString();
    account.retention.mode =
        fromWord<RetentionPolicy::Mode>(retentionNames, json[QStringLiteral("retention")].toString());
    account.retention.days = json[QStringLiteral("retentionDays")].toInt(account.retention.days);
    account.checkMinutes = json[QStringLiteral("checkMinutes")].toInt(account.checkMinutes);
    account.enabled = json[QStringLiteral("enabled")].toBool(true);
    return account;
}

// A line break in a host or user name would smuggle a command into the session (R3).
bool breaksLines(const QString &text)
{
    return text.contains(u'\r') || text.contains(u'\n') || text.contains(QChar(0));
}

Result<void> validate(const Account &account)
{
    const ServerSettings &server = account.server;
    if (account.name.trimmed().isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("name is empty"));
    if (server.host.trimmed().isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("host is empty"));
    if (server.user.isEmpty())
        return failure(ErrorCode::InvalidArgument, QStringLiteral("user is empty"));
    if (server.port == 0)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("port is 0"));
    for (const QString &text : {account.name, account.email, server.host, server.user, server.caFile})
        if (breaksLines(text))
            return failure(ErrorCode::InvalidArgument, QStringLiteral("a field has a line break"));
    return {};
}
} // namespace

Result<AccountBook> AccountBook::open(const QString &profileDirectory)
{
    AccountBook book;
    book.m_path = QDir(profileDirectory).filePath(QStringLiteral("accounts.json"));
    QFile file(book.m_path);
    if (!file.exists())
        return book;
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::DiskFailed, book.m_path + QLatin1String(": ") + file.errorString());

    QJsonParseError parseError;
    const QJsonObject root = QJsonDocument::fromJson(file.readAll(), &parseError).object();
    const int version = root[QStringLiteral("version")].toInt();
    if (parseError.error != QJsonParseError::NoError || version < 1)
        return failure(ErrorCode::Damaged, book.m_path + QLatin1String(": ") + parseError.errorString());
    if (version > formatVersion)
        return failure(ErrorCode::NewerFormat, book.m_path);

    book.m_nextId = static_cast<quint32>(root[QStringLiteral("nextId")].toInteger());
    const QJsonArray accounts = root[QStringLiteral("accounts")].toArray();
    for (const QJsonValue &entry : accounts) {
        book.m_accounts.push_back(fromJson(entry.toObject()));
        book.m_nextId = std::max(book.m_nextId, book.m_accounts.back().id + 1);
    }
    return book;
}

const Account *AccountBook::byId(quint32 id) const
{
    const auto at = std::find_if(m_accounts.begin(), m_accounts.end(),
                                 [id](const Account &account) { return account.id == id; });
    return at == m_accounts.end() ? nullptr : &*at;
}

const Account *AccountBook::byName(const QString &name) const
{
    const auto at = std::find_if(m_accounts.begin(), m_accounts.end(),
                                 [&name](const Account &account) { return account.name == name; });
    return at == m_accounts.end() ? nullptr : &*at;
}

Result<Account> AccountBook::save(Account account)
{
    CHECK(validate(account));
    const Account *const sameName = byName(account.name);
    if (sameName && sameName->id != account.id)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("name is taken"));

    auto accounts = m_accounts;
    quint32 nextId = m_nextId;
    if (account.id == 0) {
        account.id = nextId++;
        account.uuid = QUuid::createUuid().toString(QUuid::WithoutBraces);
        accounts.push_back(account);
    } else {
        const auto at = std::find_if(accounts.begin(), accounts.end(),
                                     [&](const Account &other) { return other.id == account.id; });
        if (at == accounts.end())
            return failure(ErrorCode::NotFound, account.name);
        account.uuid = at->uuid;
        *at = account;
    }
    CHECK(write(accounts, nextId));
    return account;
}

Result<void> AccountBook::remove(quint32 id)
{
    auto accounts = m_accounts;
    if (std::erase_if(accounts, [id](const Account &account) { return account.id == id; }) == 0)
        return failure(ErrorCode::NotFound);
    return write(accounts, m_nextId);
}

Result<void> AccountBook::write(const std::vector<Account> &accounts, quint32 nextId)
{
    QJsonArray list;
    for (const Account &account : accounts)
        list.append(toJson(account));
    const QJsonObject root{{QStringLiteral("version"), formatVersion},
                           {QStringLiteral("nextId"), static_cast<qint64>(nextId)},
                           {QStringLiteral("accounts"), list}};
    const QByteArray bytes = QJsonDocument(root).toJson();

    // QSaveFile writes beside, syncs and renames: a crash leaves the old file or the new one.
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return failure(ErrorCode::DiskFailed, m_path + QLatin1String(": ") + file.errorString());
    m_accounts = accounts;
    m_nextId = nextId;
    return {};
}
