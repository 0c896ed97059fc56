// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountBook.h"

#include "AccountJson.h"
#include "QuietHours.h"
#include "ReceiveRuleText.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSaveFile>
#include <QUrl>
#include <QUuid>

#include <algorithm>

namespace
{
// Version 1 had retention as a word and knew no proxy. What version 2 says must not be read by half: a
// program that does not know of the proxy would go past it.
constexpr int formatVersion = 2;

// A message is held against all of them.
constexpr size_t mostReceiveRules = 500;

// A line break in a host or user name would smuggle a command into the session (R3).
bool breaksLines(const QString &text)
{
    return text.contains(u'\r') || text.contains(u'\n') || text.contains(QChar(0));
}

// An access token buys the mailbox: it does not travel in the clear, but to this very machine.
bool isTokenUrl(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return false;
    const QString host = url.host();
    const bool isHere = host == QLatin1String("localhost") || host == QLatin1String("127.0.0.1") ||
                        host == QLatin1String("::1");
    return url.scheme() == QLatin1String("https") || (url.scheme() == QLatin1String("http") && isHere);
}

// What is wrong, or nothing.
QString problemOf(const ServerSettings &server)
{
    if (server.host.trimmed().isEmpty())
        return QStringLiteral("host is empty");
    if (server.user.isEmpty())
        return QStringLiteral("user is empty");
    if (server.port == 0)
        return QStringLiteral("port is 0");
    if (server.accepted && (server.accepted->sha256.size() != 32 || server.accepted->host.isEmpty() ||
                            server.accepted->port == 0))
        return QStringLiteral("the accepted certificate is incomplete");
    if (server.signIn == SignIn::External && server.clientCertificate.isEmpty())
        return QStringLiteral("sign-in by client certificate needs one");
    if (server.signIn == SignIn::External && server.security == ServerSecurity::None)
        return QStringLiteral("sign-in by client certificate needs TLS");
    if (server.proxy.kind != ProxySettings::Kind::None &&
        (server.proxy.host.trimmed().isEmpty() || server.proxy.port == 0))
        return QStringLiteral("the proxy's host or port is missing");
    if (server.signIn == SignIn::OAuth && server.oauth.clientId.isEmpty())
        return QStringLiteral("the OAuth client id is empty");
    if (server.signIn == SignIn::OAuth && !isTokenUrl(server.oauth.tokenUrl))
        return QStringLiteral("the OAuth token URL must begin with https://");
    return {};
}

QString problemOf(const RetentionPolicy &policy)
{
    for (const auto &limit : {policy.hours, policy.newest, policy.newestMegabytes})
        if (limit && *limit <= 0)
            return QStringLiteral("a limit of retention is not above 0");
    return {};
}

QString problemOf(const CheckSchedule &schedule)
{
    if (schedule.minutes < 0)
        return QStringLiteral("the interval is below 0");
    for (const int minute : {schedule.quietFrom, schedule.quietUntil})
        if (minute < 0 || minute >= minutesOfDay)
            return QStringLiteral("the quiet time is no time of day");
    return {};
}

QString problemOf(const std::vector<ReceiveRule> &rules)
{
    if (rules.size() > mostReceiveRules)
        return QStringLiteral("there are too many rules");
    for (const ReceiveRule &rule : rules)
        if (const QString problem = problemOf(rule); !problem.isEmpty())
            return problem;
    return {};
}

// "#rrggbb"
bool isColour(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("\\A#[0-9a-f]{6}\\z"));
    return form.match(text).hasMatch();
}

QString problemOf(const Account &account)
{
    const ServerSettings &server = account.server;
    if (account.name.trimmed().isEmpty())
        return QStringLiteral("name is empty");
    for (const QString &text :
         {account.name, account.email, server.host, server.user, server.caFile, server.clientCertificate,
          server.accepted ? server.accepted->host : QString(), server.proxy.host, server.proxy.user,
          server.oauth.tokenUrl, server.oauth.clientId, server.oauth.clientSecret, server.oauth.scope})
        if (breaksLines(text))
            return QStringLiteral("a field has a line break");
    if (account.download.sizeLimit < 0 || account.download.lines < 0)
        return QStringLiteral("a limit of download is below 0");
    if (!account.colour.isEmpty() && !isColour(account.colour))
        return QStringLiteral("the colour is not of the form #rrggbb");
    for (const QString &problem : {problemOf(server), problemOf(account.retention),
                                   problemOf(account.schedule), problemOf(account.receiveRules)})
        if (!problem.isEmpty())
            return problem;
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
        book.m_accounts.push_back(accountFrom(entry.toObject()));
        book.m_nextId = std::max(book.m_nextId, book.m_accounts.back().id + 1);
    }
    const QJsonObject former = root[QStringLiteral("former")].toObject();
    for (auto one = former.begin(); one != former.end(); ++one)
        book.m_former.insert(one.key().toUInt(), one.value().toString());
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
    if (const QString problem = problemOf(account); !problem.isEmpty())
        return failure(ErrorCode::InvalidArgument, problem);
    const Account *const sameName = byName(account.name);
    if (sameName && sameName->id != account.id)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("name is taken"));

    auto accounts = m_accounts;
    quint32 nextId = m_nextId;
    if (account.id == 0) {
        account.id = nextId++;
        account.uuid = QUuid::createUuid().toString(QUuid::WithoutBraces);
        account.confirmedRetention = account.retention; // with a new account nothing changes
        accounts.push_back(account);
    } else {
        const auto at = std::find_if(accounts.begin(), accounts.end(),
                                     [&](const Account &other) { return other.id == account.id; });
        if (at == accounts.end())
            return failure(ErrorCode::NotFound, account.name);
        account.uuid = at->uuid;
        *at = account;
    }
    CHECK(write(accounts, nextId, m_former));
    return account;
}

Result<void> AccountBook::remove(quint32 id)
{
    const Account *const known = byId(id);
    if (!known)
        return failure(ErrorCode::NotFound);
    auto former = m_former;
    former.insert(id, known->name);
    auto accounts = m_accounts;
    std::erase_if(accounts, [id](const Account &account) { return account.id == id; });
    return write(accounts, m_nextId, former);
}

Result<void> AccountBook::forgetName(quint32 id)
{
    auto former = m_former;
    return former.remove(id) > 0 ? write(m_accounts, m_nextId, former) : Result<void>();
}

Result<void> AccountBook::arrange(const std::vector<quint32> &order)
{
    auto accounts = m_accounts;
    const auto placeOf = [&order](const Account &account) {
        return std::find(order.begin(), order.end(), account.id) - order.begin();
    };
    std::stable_sort(accounts.begin(), accounts.end(),
                     [&](const Account &a, const Account &b) { return placeOf(a) < placeOf(b); });
    return write(accounts, m_nextId, m_former);
}

Result<void> AccountBook::write(const std::vector<Account> &accounts, quint32 nextId,
                                const QHash<quint32, QString> &former)
{
    QJsonObject names;
    for (auto one = former.cbegin(); one != former.cend(); ++one)
        names.insert(QString::number(one.key()), one.value());
    QJsonArray list;
    for (const Account &account : accounts)
        list.append(toJson(account));
    QJsonObject root{{QStringLiteral("version"), formatVersion},
                     {QStringLiteral("nextId"), static_cast<qint64>(nextId)},
                     {QStringLiteral("accounts"), list}};
    if (!names.isEmpty())
        root.insert(QStringLiteral("former"), names);
    const QByteArray bytes = QJsonDocument(root).toJson();

    // QSaveFile writes beside, syncs and renames: a crash leaves the old file or the new one.
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return failure(ErrorCode::DiskFailed, m_path + QLatin1String(": ") + file.errorString());
    m_accounts = accounts;
    m_former = former;
    m_nextId = nextId;
    return {};
}
