// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountJson.h"

#include "QuietHours.h"
#include "ReceiveRuleText.h"

#include <QJsonArray>

#include <algorithm>
#include <limits>

namespace
{
// The words in the file. They are read back, so they never change.
const QString securityNames[] = {QStringLiteral("tls"), QStringLiteral("starttls"), QStringLiteral("none")};
const QString signInNames[] = {
    QStringLiteral("auto"),   QStringLiteral("plain"),       QStringLiteral("user"),
    QStringLiteral("login"),  QStringLiteral("cram-md5"),    QStringLiteral("digest-md5"),
    QStringLiteral("apop"),   QStringLiteral("scram-sha-1"), QStringLiteral("scram-sha-256"),
    QStringLiteral("gssapi"), QStringLiteral("external"),    QStringLiteral("oauth"),
};
const QString proxyNames[] = {QStringLiteral("none"), QStringLiteral("socks5"), QStringLiteral("http")};

template <class Enum, size_t count> QString toWord(const QString (&names)[count], Enum value)
{
    return names[static_cast<size_t>(value)];
}

// An unknown word stands for a choice of a newer version; `otherwise` takes its place.
template <class Enum, size_t count>
Enum fromWord(const QString (&names)[count], const QString &word, Enum otherwise = {})
{
    const auto at = std::find(std::begin(names), std::end(names), word);
    return at == std::end(names) ? otherwise : static_cast<Enum>(at - std::begin(names));
}

// A port, or 0, at which nothing can be reached.
quint16 portFrom(const QJsonValue &value)
{
    const int port = value.toInt();
    return port > 0 && port <= std::numeric_limits<quint16>::max() ? static_cast<quint16>(port) : quint16(0);
}

std::optional<int> positive(const QJsonValue &json)
{
    const int value = json.toInt(-1);
    return value > 0 ? std::optional(value) : std::nullopt;
}

QJsonObject toJson(const RetentionPolicy &policy)
{
    QJsonObject json{
        {QStringLiteral("afterDownload"), policy.afterDownload},
        {QStringLiteral("whenInTrash"), policy.whenInTrash},
        {QStringLiteral("whenArchived"), policy.whenArchived},
        {QStringLiteral("whenRemoved"), policy.whenRemoved},
        {QStringLiteral("keepStarred"), policy.keepStarred},
    };
    if (policy.hours)
        json.insert(QStringLiteral("hours"), *policy.hours);
    if (policy.newest)
        json.insert(QStringLiteral("newest"), *policy.newest);
    if (policy.newestMegabytes)
        json.insert(QStringLiteral("newestMegabytes"), *policy.newestMegabytes);
    return json;
}

RetentionPolicy retentionFrom(const QJsonObject &json)
{
    RetentionPolicy policy;
    policy.afterDownload = json[QStringLiteral("afterDownload")].toBool();
    policy.hours = positive(json[QStringLiteral("hours")]);
    policy.newest = positive(json[QStringLiteral("newest")]);
    policy.newestMegabytes = positive(json[QStringLiteral("newestMegabytes")]);
    policy.whenInTrash = json[QStringLiteral("whenInTrash")].toBool();
    policy.whenArchived = json[QStringLiteral("whenArchived")].toBool();
    policy.whenRemoved = json[QStringLiteral("whenRemoved")].toBool();
    policy.keepStarred = json[QStringLiteral("keepStarred")].toBool(true);
    return policy;
}

// The first version: "keep", "days" with a number beside it, or "delete".
RetentionPolicy retentionFromWord(const QString &word, const QJsonValue &days)
{
    RetentionPolicy policy;
    policy.afterDownload = word == QLatin1String("delete");
    if (word == QLatin1String("days")) {
        if (const auto number = positive(days))
            policy.hours = std::min(*number, std::numeric_limits<int>::max() / 24) * 24;
    }
    return policy;
}

void readRetention(const QJsonObject &json, Account &account)
{
    const QJsonValue retention = json[QStringLiteral("retention")];
    if (retention.isString()) {
        account.retention = retentionFromWord(retention.toString(), json[QStringLiteral("retentionDays")]);
        account.confirmedRetention = account.retention; // mail was deleted under it already
        return;
    }
    account.retention = retentionFrom(retention.toObject());
    account.confirmedRetention = retentionFrom(json[QStringLiteral("confirmedRetention")].toObject());
}

QJsonObject toJson(const DownloadPolicy &policy)
{
    return {{QStringLiteral("headersOnly"), policy.headersOnly},
            {QStringLiteral("sizeLimit"), policy.sizeLimit},
            {QStringLiteral("lines"), policy.lines}};
}

DownloadPolicy downloadFrom(const QJsonObject &json)
{
    DownloadPolicy policy;
    policy.headersOnly = json[QStringLiteral("headersOnly")].toBool();
    policy.sizeLimit = std::max<qint64>(json[QStringLiteral("sizeLimit")].toInteger(), 0);
    policy.lines = std::max(json[QStringLiteral("lines")].toInt(policy.lines), 0);
    return policy;
}

void writeSchedule(const CheckSchedule &schedule, QJsonObject &json)
{
    json.insert(QStringLiteral("checkMinutes"), schedule.minutes);
    json.insert(QStringLiteral("checkAtStart"), schedule.atStart);
    json.insert(QStringLiteral("checkWithAll"), schedule.withAll);
    if (schedule.quietFrom == schedule.quietUntil)
        return;
    json.insert(QStringLiteral("quietFrom"), schedule.quietFrom);
    json.insert(QStringLiteral("quietUntil"), schedule.quietUntil);
}

CheckSchedule scheduleFrom(const QJsonObject &json)
{
    CheckSchedule schedule;
    schedule.minutes = json[QStringLiteral("checkMinutes")].toInt(schedule.minutes);
    // Before there was a word for it, what was checked only when asked was left alone at the start, too.
    schedule.atStart = json[QStringLiteral("checkAtStart")].toBool(schedule.minutes > 0);
    schedule.withAll = json[QStringLiteral("checkWithAll")].toBool(true);
    schedule.quietFrom = std::clamp(json[QStringLiteral("quietFrom")].toInt(), 0, minutesOfDay - 1);
    schedule.quietUntil = std::clamp(json[QStringLiteral("quietUntil")].toInt(), 0, minutesOfDay - 1);
    return schedule;
}

QJsonArray toJson(const std::vector<ReceiveRule> &rules)
{
    QJsonArray json;
    for (const ReceiveRule &rule : rules)
        json.append(receiveRuleText(rule));
    return json;
}

// What is no rule is left out: mail comes rather than not.
std::vector<ReceiveRule> receiveRulesFrom(const QJsonArray &json)
{
    std::vector<ReceiveRule> rules;
    for (const QJsonValue &line : json)
        if (auto rule = receiveRuleFrom(line.toString()))
            rules.push_back(std::move(*rule));
    return rules;
}

QJsonObject toJson(const AcceptedCertificate &certificate)
{
    QJsonObject json{{QStringLiteral("host"), certificate.host},
                     {QStringLiteral("port"), certificate.port},
                     {QStringLiteral("sha256"), QString::fromLatin1(certificate.sha256.toHex())}};
    QJsonArray faults;
    for (const CertificateFault fault : certificate.faults)
        faults.append(certificateFaultWord(fault));
    if (!faults.isEmpty())
        json.insert(QStringLiteral("faults"), faults);
    return json;
}

std::optional<AcceptedCertificate> acceptedFrom(const QJsonValue &value)
{
    const QJsonObject json = value.toObject();
    AcceptedCertificate certificate;
    certificate.host = json[QStringLiteral("host")].toString();
    certificate.port = portFrom(json[QStringLiteral("port")]);
    certificate.sha256 = QByteArray::fromHex(json[QStringLiteral("sha256")].toString().toLatin1());
    const QJsonArray faults = json[QStringLiteral("faults")].toArray();
    for (const QJsonValue &word : faults)
        if (const auto fault = certificateFaultFrom(word.toString()))
            certificate.faults = together(certificate.faults, {*fault});
    // None of them known: they must not turn into all.
    if (!faults.isEmpty() && certificate.faults.empty())
        return {};
    if (certificate.host.isEmpty() || certificate.port == 0 || certificate.sha256.size() != 32)
        return {};
    return certificate;
}

QJsonObject toJson(const ProxySettings &proxy)
{
    return {{QStringLiteral("kind"), toWord(proxyNames, proxy.kind)},
            {QStringLiteral("host"), proxy.host},
            {QStringLiteral("port"), proxy.port},
            {QStringLiteral("user"), proxy.user}};
}

ProxySettings proxyFrom(const QJsonValue &value)
{
    if (!value.isObject())
        return {};
    const QJsonObject json = value.toObject();
    ProxySettings proxy;
    // A kind that this version does not know must not turn into a connection past the proxy.
    proxy.kind = fromWord(proxyNames, json[QStringLiteral("kind")].toString(), ProxySettings::Kind::Socks5);
    proxy.host = json[QStringLiteral("host")].toString();
    proxy.port = portFrom(json[QStringLiteral("port")]);
    proxy.user = json[QStringLiteral("user")].toString();
    return proxy;
}

QJsonObject toJson(const OAuthSettings &oauth)
{
    return {{QStringLiteral("tokenUrl"), oauth.tokenUrl},
            {QStringLiteral("authorizationUrl"), oauth.authorizationUrl},
            {QStringLiteral("revocationUrl"), oauth.revocationUrl},
            {QStringLiteral("clientId"), oauth.clientId},
            {QStringLiteral("clientSecret"), oauth.clientSecret},
            {QStringLiteral("scope"), oauth.scope}};
}

OAuthSettings oauthFrom(const QJsonObject &json)
{
    OAuthSettings oauth;
    oauth.tokenUrl = json[QStringLiteral("tokenUrl")].toString();
    oauth.authorizationUrl = json[QStringLiteral("authorizationUrl")].toString();
    oauth.revocationUrl = json[QStringLiteral("revocationUrl")].toString();
    oauth.clientId = json[QStringLiteral("clientId")].toString();
    oauth.clientSecret = json[QStringLiteral("clientSecret")].toString();
    oauth.scope = json[QStringLiteral("scope")].toString();
    return oauth;
}

void writeServer(const ServerSettings &server, QJsonObject &json)
{
    json.insert(QStringLiteral("host"), server.host);
    json.insert(QStringLiteral("port"), server.port);
    json.insert(QStringLiteral("security"), toWord(securityNames, server.security));
    json.insert(QStringLiteral("user"), server.user);
    json.insert(QStringLiteral("signIn"), toWord(signInNames, server.signIn));
    json.insert(QStringLiteral("caFile"), server.caFile);
    if (server.accepted)
        json.insert(QStringLiteral("accepted"), toJson(*server.accepted));
    if (!server.clientCertificate.isEmpty())
        json.insert(QStringLiteral("clientCertificate"), server.clientCertificate);
    if (server.proxy != ProxySettings())
        json.insert(QStringLiteral("proxy"), toJson(server.proxy));
    if (server.oauth != OAuthSettings())
        json.insert(QStringLiteral("oauth"), toJson(server.oauth));
}

ServerSettings serverFrom(const QJsonObject &json)
{
    ServerSettings server;
    server.host = json[QStringLiteral("host")].toString();
    server.port = portFrom(json[QStringLiteral("port")]);
    server.security = fromWord<ServerSecurity>(securityNames, json[QStringLiteral("security")].toString());
    server.user = json[QStringLiteral("user")].toString();
    server.signIn = fromWord<SignIn>(signInNames, json[QStringLiteral("signIn")].toString());
    server.caFile = json[QStringLiteral("caFile")].toString();
    server.accepted = acceptedFrom(json[QStringLiteral("accepted")]);
    server.clientCertificate = json[QStringLiteral("clientCertificate")].toString();
    server.proxy = proxyFrom(json[QStringLiteral("proxy")]);
    server.oauth = oauthFrom(json[QStringLiteral("oauth")].toObject());
    return server;
}
} // namespace

QJsonObject toJson(const Account &account)
{
    QJsonObject json{
        {QStringLiteral("id"), static_cast<qint64>(account.id)},
        {QStringLiteral("uuid"), account.uuid},
        {QStringLiteral("name"), account.name},
        {QStringLiteral("email"), account.email},
        {QStringLiteral("retention"), toJson(account.retention)},
        {QStringLiteral("confirmedRetention"), toJson(account.confirmedRetention)},
        {QStringLiteral("download"), toJson(account.download)},
        {QStringLiteral("enabled"), account.enabled},
    };
    writeSchedule(account.schedule, json);
    if (!account.receiveRules.empty())
        json.insert(QStringLiteral("receiveRules"), toJson(account.receiveRules));
    if (account.targetFolder != 0)
        json.insert(QStringLiteral("targetFolder"), static_cast<qint64>(account.targetFolder));
    if (!account.colour.isEmpty())
        json.insert(QStringLiteral("colour"), account.colour);
    if (account.quota > 0)
        json.insert(QStringLiteral("quota"), account.quota);
    writeServer(account.server, json);
    return json;
}

Account accountFrom(const QJsonObject &json)
{
    Account account;
    account.id = static_cast<quint32>(json[QStringLiteral("id")].toInteger());
    account.uuid = json[QStringLiteral("uuid")].toString();
    account.name = json[QStringLiteral("name")].toString();
    account.email = json[QStringLiteral("email")].toString();
    account.server = serverFrom(json);
    readRetention(json, account);
    account.download = downloadFrom(json[QStringLiteral("download")].toObject());
    account.schedule = scheduleFrom(json);
    account.receiveRules = receiveRulesFrom(json[QStringLiteral("receiveRules")].toArray());
    account.targetFolder = static_cast<quint32>(json[QStringLiteral("targetFolder")].toInteger());
    account.colour = json[QStringLiteral("colour")].toString();
    account.quota = std::max<qint64>(json[QStringLiteral("quota")].toInteger(), 0);
    account.enabled = json[QStringLiteral("enabled")].toBool(true);
    return account;
}
