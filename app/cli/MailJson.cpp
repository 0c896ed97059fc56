// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailJson.h"

#include "ErrorSentence.h"
#include "RecentMode.h"
#include "Words.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QUrl>

#include <algorithm>

namespace
{

// Bytes that should be ASCII and may be anything.
QString text(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes);
}

QJsonValue textOrNull(const QString &string)
{
    return string.isEmpty() ? QJsonValue() : QJsonValue(string);
}

QJsonValue textOrNull(const QByteArray &bytes)
{
    return bytes.isEmpty() ? QJsonValue() : QJsonValue(text(bytes));
}

QJsonArray textList(const QByteArrayList &list)
{
    QJsonArray array;
    for (const QByteArray &item : list)
        array.append(text(item));
    return array;
}

QJsonObject fromAddress(const Address &address)
{
    return {{QStringLiteral("name"), address.name}, {QStringLiteral("address"), address.address}};
}

QJsonArray fromAddresses(const Addresses &addresses)
{
    QJsonArray array;
    for (const Address &address : addresses)
        array.append(fromAddress(address));
    return array;
}

QString dateSourceWord(DateSource source)
{
    switch (source) {
    case DateSource::DateField:
        return QStringLiteral("date");
    case DateSource::Repaired:
        return QStringLiteral("repaired");
    case DateSource::Received:
        return QStringLiteral("received");
    case DateSource::Arrival:
        return QStringLiteral("arrival");
    }
    return {};
}

QJsonObject fromAttachment(const Attachment &attachment)
{
    return {{QStringLiteral("part"), attachment.part},
            {QStringLiteral("name"), attachment.name},
            {QStringLiteral("type"), text(attachment.type)},
            {QStringLiteral("size"), attachment.size},
            {QStringLiteral("sha256"), text(attachment.sha256.toHex())},
            {QStringLiteral("content_id"), textOrNull(attachment.contentId)},
            {QStringLiteral("inline"), attachment.isInline},
            {QStringLiteral("shown"), attachment.isShown}};
}

QJsonObject fromPart(const MessagePart &part)
{
    QJsonArray children;
    for (const MessagePart &child : part.children)
        children.append(fromPart(child));
    return {{QStringLiteral("type"), text(part.type)},
            {QStringLiteral("charset"), textOrNull(part.charset)},
            {QStringLiteral("encoding"), textOrNull(part.encoding)},
            {QStringLiteral("size"), part.size},
            {QStringLiteral("name"), part.name.isEmpty() ? QJsonValue() : QJsonValue(part.name)},
            {QStringLiteral("disposition"), textOrNull(part.disposition)},
            {QStringLiteral("children"), children}};
}

bool hasPart(const MessagePart &part, const QByteArrayList &types)
{
    return types.contains(part.type) ||
           std::any_of(part.children.begin(), part.children.end(),
                       [&](const MessagePart &child) { return hasPart(child, types); });
}

// What the form of the message tells. No signature is checked, which `verified` says.
QJsonObject security(const MessageBody &body)
{
    static const QByteArrayList signedTypes{"multipart/signed", "application/pkcs7-signature",
                                            "application/x-pkcs7-signature", "application/pgp-signature"};
    static const QByteArrayList encryptedTypes{"multipart/encrypted", "application/pgp-encrypted",
                                               "application/pkcs7-mime", "application/x-pkcs7-mime"};
    return {{QStringLiteral("signed"), hasPart(body.structure, signedTypes)},
            {QStringLiteral("encrypted"), hasPart(body.structure, encryptedTypes)},
            {QStringLiteral("verified"), QJsonValue()},
            {QStringLiteral("remote_images"), body.remoteImages}};
}

// What the header tells about its sender; nothing here is proof of who sent the message.
QJsonObject trust(const MessageHeader &header)
{
    const QString from = header.from.empty() ? QString() : header.from.front().address;
    const auto differs = [&](const Address &address) {
        return address.address.compare(from, Qt::CaseInsensitive) != 0;
    };
    return {
        {QStringLiteral("from_domain"), from.section(u'@', -1).toLower()},
        {QStringLiteral("reply_to_differs"),
         std::any_of(header.replyTo.begin(), header.replyTo.end(), differs)},
        {QStringLiteral("sender_differs"), std::any_of(header.sender.begin(), header.sender.end(), differs)}};
}

QJsonArray fromMessages(const std::vector<FetchReport::Message> &messages)
{
    QJsonArray array;
    for (const auto &message : messages)
        array.append(QJsonObject{{QStringLiteral("uidl"), text(message.uidl)},
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
    return QJsonObject{{QStringLiteral("host"), accepted->host},
                       {QStringLiteral("port"), accepted->port},
                       {QStringLiteral("sha256"), text(accepted->sha256.toHex())}};
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
            {QStringLiteral("client_certificate"), textOrNull(account.server.clientCertificate)},
            {QStringLiteral("accepted_certificate"), fromAccepted(account.server.accepted)},
            {QStringLiteral("proxy"), fromProxy(account.server.proxy)},
            {QStringLiteral("token_url"), textOrNull(oauth.tokenUrl)},
            {QStringLiteral("client_id"), textOrNull(oauth.clientId)},
            {QStringLiteral("scope"), textOrNull(oauth.scope)},
            {QStringLiteral("recent_mode"), fromRecentMode(recentModeOf(account.server))},
            {QStringLiteral("keep"), words::keep(account.retention)},
            {QStringLiteral("keep_starred"), account.retention.keepStarred},
            {QStringLiteral("keep_confirmed"), account.retention == account.confirmedRetention},
            {QStringLiteral("headers_only"), account.download.headersOnly},
            {QStringLiteral("size_limit"), account.download.sizeLimit},
            {QStringLiteral("lines"), account.download.lines},
            {QStringLiteral("check_minutes"), account.checkMinutes},
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
            {QStringLiteral("from"), fromAddresses({summary.from})},
            {QStringLiteral("to"), fromAddresses(summary.to)},
            {QStringLiteral("date"), time(summary.date)},
            {QStringLiteral("received"), time(summary.received)},
            {QStringLiteral("size"), summary.size},
            {QStringLiteral("read"), summary.flags.testFlag(Flag::Read)},
            {QStringLiteral("starred"), summary.flags.testFlag(Flag::Starred)},
            {QStringLiteral("tags"), QJsonArray::fromStringList(summary.tags)},
            {QStringLiteral("attachments"), summary.flags.testFlag(Flag::HasAttachment)},
            {QStringLiteral("on_server"), summary.flags.testFlag(Flag::OnServer)},
            {QStringLiteral("uidl"), textOrNull(summary.uidl)},
            {QStringLiteral("sha256"), text(summary.sha256.toHex())},
            {QStringLiteral("thread"), summary.thread}};
}

QJsonObject fromBody(const MessageBody &body)
{
    const MessageHeader &header = body.header;
    QJsonArray attachments;
    for (const Attachment &attachment : body.attachments)
        attachments.append(fromAttachment(attachment));
    const auto textOrNull = [](const QString &s) { return s.isNull() ? QJsonValue() : QJsonValue(s); };
    return {{QStringLiteral("subject"), header.subject},
            {QStringLiteral("from"), fromAddresses(header.from)},
            {QStringLiteral("to"), fromAddresses(header.to)},
            {QStringLiteral("cc"), fromAddresses(header.cc)},
            {QStringLiteral("bcc"), fromAddresses(header.bcc)},
            {QStringLiteral("reply_to"), fromAddresses(header.replyTo)},
            {QStringLiteral("date"), time(header.date)},
            {QStringLiteral("date_source"), dateSourceWord(header.dateSource)},
            {QStringLiteral("message_id"), ::textOrNull(header.messageId)},
            {QStringLiteral("in_reply_to"), ::textOrNull(header.inReplyTo)},
            {QStringLiteral("references"), textList(header.references)},
            {QStringLiteral("list_id"), header.listId.isEmpty() ? QJsonValue() : QJsonValue(header.listId)},
            {QStringLiteral("text"), body.text},
            {QStringLiteral("html"), textOrNull(body.html)},
            {QStringLiteral("safe_html"), textOrNull(body.safeHtml)},
            {QStringLiteral("preview"), body.preview},
            {QStringLiteral("attachments"), attachments},
            {QStringLiteral("parts"), fromPart(body.structure)},
            {QStringLiteral("cards"), QJsonArray()}, // no kind of card is recognised yet
            {QStringLiteral("security"), security(body)},
            {QStringLiteral("trust"), trust(header)},
            {QStringLiteral("defects"), QJsonArray::fromStringList(body.defects)}};
}

QJsonObject fromReport(const FetchReport &report)
{
    return {{QStringLiteral("account"), report.accountName},
            {QStringLiteral("fetched"), report.fetched},
            {QStringLiteral("bytes"), report.bytes},
            {QStringLiteral("deleted"), report.deleted},
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
                                     {QStringLiteral("from"), fromAddresses({message.from})},
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
    return QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(Qt::ISODate);
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
