// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailJson.h"

#include "ErrorSentence.h"
#include "JsonText.h"
#include "ReceiveRuleText.h"
#include "RecentMode.h"
#include "Words.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

namespace
{

using jsonText::ofAddresses;
using jsonText::orNull;

QJsonArray fromMessages(const std::vector<FetchReport::Message> &messages)
{
    QJsonArray array;
    for (const auto &message : messages)
        array.append(QJsonObject{{QStringLiteral("uidl"), jsonText::of(message.uidl)},
                                 {QStringLiteral("number"), message.number},
                                 {QStringLiteral("reason"), message.reason}});
    return array;
}

} // namespace

namespace mailJson
{

namespace
{
QJsonValue fromProxy(const ProxySettings &proxy)
{
    if (proxy.kind == ProxySettings::Kind::None)
        return {};
    QUrl url;
    url.setScheme(proxy.kind == ProxySettings::Kind::Socks5 ? QStringLiteral("socks5")
                                                            : QStringLiteral("http"));
    url.setUserName(proxy.user);
    url.setHost(proxy.host);
    url.setPort(proxy.port);
    return url.toString(QUrl::FullyEncoded);
}

QJsonValue fromAccepted(const std::optional<AcceptedCertificate> &accepted)
{
    if (!accepted)
        return {};
    QJsonArray faults;
    for (const CertificateFault fault : accepted->faults)
        faults.append(certificateFaultWord(fault));
    return QJsonObject{{QStringLiteral("host"), accepted->host},
                       {QStringLiteral("port"), accepted->port},
                       {QStringLiteral("sha256"), jsonText::of(accepted->sha256.toHex())},
                       {QStringLiteral("faults"), faults}};
}

QJsonValue fromRecentMode(RecentMode mode)
{
    switch (mode) {
    case RecentMode::None:
        return {};
    case RecentMode::Possible:
        return QStringLiteral("possible");
    case RecentMode::On:
        return QStringLiteral("on");
    }
    return {};
}

QJsonArray fromRules(const std::vector<ReceiveRule> &rules)
{
    QJsonArray lines;
    for (const ReceiveRule &rule : rules)
        lines.append(receiveRuleText(rule));
    return lines;
}
} // namespace

QJsonValue fromError(const std::optional<Error> &error)
{
    if (!error)
        return {};
    return QJsonObject{{QStringLiteral("code"), errorCodeName(error->code)},
                       {QStringLiteral("message"), errorSentence(*error)},
                       {QStringLiteral("detail"), error->detail},
                       {QStringLiteral("server_text"), error->serverText}};
}

QJsonObject fromAccount(const Account &account)
{
    const OAuthSettings &oauth = account.server.oauth;
    return {{QStringLiteral("id"), qint64(account.id)},
            {QStringLiteral("name"), account.name},
            {QStringLiteral("email"), account.email},
            {QStringLiteral("server"), account.server.host},
            {QStringLiteral("port"), account.server.port},
            {QStringLiteral("security"), words::security(account.server.security)},
            {QStringLiteral("user"), account.server.user},
            {QStringLiteral("auth"), words::signIn(account.server.signIn)},
            {QStringLiteral("ca_file"),
             account.server.caFile.isEmpty() ? QJsonValue() : QJsonValue(account.server.caFile)},
            {QStringLiteral("client_certificate"), orNull(account.server.clientCertificate)},
            {QStringLiteral("accepted_certificate"), fromAccepted(account.server.accepted)},
            {QStringLiteral("proxy"), fromProxy(account.server.proxy)},
            {QStringLiteral("token_url"), orNull(oauth.tokenUrl)},
            {QStringLiteral("authorization_url"), orNull(oauth.authorizationUrl)},
            {QStringLiteral("revocation_url"), orNull(oauth.revocationUrl)},
            {QStringLiteral("client_id"), orNull(oauth.clientId)},
            {QStringLiteral("scope"), orNull(oauth.scope)},
            {QStringLiteral("recent_mode"), fromRecentMode(recentModeOf(account.server))},
            {QStringLiteral("keep"), words::keep(account.retention)},
            {QStringLiteral("keep_starred"), account.retention.keepStarred},
            {QStringLiteral("keep_confirmed"), account.retention == account.confirmedRetention},
            {QStringLiteral("headers_only"), account.download.headersOnly},
            {QStringLiteral("size_limit"), account.download.sizeLimit},
            {QStringLiteral("lines"), account.download.lines},
            {QStringLiteral("check_minutes"), account.schedule.minutes},
            {QStringLiteral("check_at_start"), account.schedule.atStart},
            {QStringLiteral("check_with_all"), account.schedule.withAll},
            {QStringLiteral("quiet_hours"), orNull(words::quiet(account.schedule))},
            {QStringLiteral("rules"), fromRules(account.receiveRules)},
            {QStringLiteral("target_folder"),
             account.targetFolder == 0 ? QJsonValue() : QJsonValue(qint64(account.targetFolder))},
            {QStringLiteral("colour"), orNull(account.colour)},
            {QStringLiteral("enabled"), account.enabled}};
}

QJsonObject fromFacts(const MailboxFacts &facts)
{
    const auto number = [](const std::optional<int> &value) {
        return value ? QJsonValue(*value) : QJsonValue();
    };
    return {{QStringLiteral("messages"), facts.messages},
            {QStringLiteral("bytes"), facts.bytes},
            {QStringLiteral("uidl"), facts.uidl},
            {QStringLiteral("top"), facts.top},
            {QStringLiteral("pipelining"), facts.pipelining},
            {QStringLiteral("tls"), facts.tlsVersion.isEmpty() ? QJsonValue() : QJsonValue(facts.tlsVersion)},
            {QStringLiteral("sign_in"), facts.signIn},
            {QStringLiteral("expire_days"), number(facts.expireDays)},
            {QStringLiteral("login_delay"), number(facts.loginDelay)}};
}

QJsonObject fromSummary(const MessageSummary &summary, const QString &account, const QString &folder)
{
    return {{QStringLiteral("id"), summary.id},
            {QStringLiteral("account"), account},
            {QStringLiteral("folder"), folder},
            {QStringLiteral("subject"), summary.subject},
            {QStringLiteral("from"), ofAddresses({summary.from})},
            {QStringLiteral("to"), ofAddresses(summary.to)},
            {QStringLiteral("date"), time(summary.date)},
            {QStringLiteral("received"), time(summary.received)},
            {QStringLiteral("size"), summary.size},
            {QStringLiteral("read"), summary.flags.testFlag(Flag::Read)},
            {QStringLiteral("starred"), summary.flags.testFlag(Flag::Starred)},
            {QStringLiteral("tags"), QJsonArray::fromStringList(summary.tags)},
            {QStringLiteral("attachments"), summary.flags.testFlag(Flag::HasAttachment)},
            {QStringLiteral("on_server"), summary.flags.testFlag(Flag::OnServer)},
            {QStringLiteral("uidl"), orNull(summary.uidl)},
            {QStringLiteral("sha256"), jsonText::of(summary.sha256.toHex())},
            {QStringLiteral("thread"), summary.thread}};
}

QJsonObject fromReport(const FetchReport &report)
{
    return {{QStringLiteral("account"), report.accountName},
            {QStringLiteral("fetched"), report.fetched},
            {QStringLiteral("bytes"), report.bytes},
            {QStringLiteral("deleted"), report.deleted},
            {QStringLiteral("unconfirmed"), report.unconfirmed},
            {QStringLiteral("kept"), report.kept},
            {QStringLiteral("partial"), report.partial},
            {QStringLiteral("held_back"), report.heldBack},
            {QStringLiteral("more_waiting"), report.moreWaiting},
            {QStringLiteral("not_before"),
             report.notBefore > 0 ? QJsonValue(time(report.notBefore)) : QJsonValue()},
            {QStringLiteral("skipped"), fromMessages(report.skipped)},
            {QStringLiteral("not_fetched"), fromMessages(report.notFetched)},
            {QStringLiteral("seconds"), report.seconds},
            {QStringLiteral("error"), fromError(report.error)}};
}

QJsonObject fromVerify(const VerifyReport &report)
{
    QJsonArray damaged;
    for (const MessageId id : report.damaged)
        damaged.append(id);
    QJsonArray described;
    for (size_t i = 0; i < report.damagedSummaries.size(); ++i) {
        const MessageSummary &message = report.damagedSummaries[i];
        described.append(QJsonObject{{QStringLiteral("id"), report.damaged[i]},
                                     {QStringLiteral("subject"), message.subject},
                                     {QStringLiteral("from"), ofAddresses({message.from})},
                                     {QStringLiteral("date"), time(message.date)},
                                     {QStringLiteral("on_server"), message.flags.testFlag(Flag::OnServer)}});
    }
    return {{QStringLiteral("messages"), report.messages},
            {QStringLiteral("bytes"), report.bytes},
            {QStringLiteral("damaged"), damaged},
            {QStringLiteral("damaged_messages"), described},
            {QStringLiteral("problems"), QJsonArray::fromStringList(report.problems)}};
}

QString time(qint64 seconds)
{
    return jsonText::ofTime(seconds);
}

QByteArray document(const QJsonObject &object)
{
    return QJsonDocument(object).toJson();
}

QByteArray document(const QJsonArray &array)
{
    return QJsonDocument(array).toJson();
}

QByteArray line(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace mailJson
