// SPDX-License-Identifier: GPL-3.0-or-later
#include "CardJson.h"

#include "JsonText.h"

#include <algorithm>

namespace
{

using jsonText::orNull;

QString word(MessageTrust::Verdict verdict)
{
    using Verdict = MessageTrust::Verdict;
    switch (verdict) {
    case Verdict::Nothing:
        return QStringLiteral("nothing");
    case Verdict::Good:
        return QStringLiteral("good");
    case Verdict::Caution:
        return QStringLiteral("caution");
    case Verdict::Warning:
        return QStringLiteral("warning");
    }
    return {};
}

QString word(TrustReason::Kind kind)
{
    using Kind = TrustReason::Kind;
    switch (kind) {
    case Kind::SenderAuthenticated:
        return QStringLiteral("sender_authenticated");
    case Kind::SenderNotAuthentic:
        return QStringLiteral("sender_not_authentic");
    case Kind::ProviderDoesNotCheck:
        return QStringLiteral("provider_does_not_check");
    case Kind::SentThrough:
        return QStringLiteral("sent_through");
    case Kind::SenderDiffers:
        return QStringLiteral("sender_differs");
    case Kind::ReplyGoesElsewhere:
        return QStringLiteral("reply_goes_elsewhere");
    case Kind::NameHoldsAddress:
        return QStringLiteral("name_holds_address");
    case Kind::LookAlikeDomain:
        return QStringLiteral("look_alike_domain");
    case Kind::MixedScripts:
        return QStringLiteral("mixed_scripts");
    case Kind::NameOfCorrespondent:
        return QStringLiteral("name_of_correspondent");
    case Kind::LooksLikeCorrespondent:
        return QStringLiteral("looks_like_correspondent");
    case Kind::LyingLinks:
        return QStringLiteral("lying_links");
    case Kind::SeveralSenders:
        return QStringLiteral("several_senders");
    case Kind::NoSender:
        return QStringLiteral("no_sender");
    case Kind::SignatureVerified:
        return QStringLiteral("signature_verified");
    case Kind::SignatureBroken:
        return QStringLiteral("signature_broken");
    case Kind::SignatureUnknownKey:
        return QStringLiteral("signature_unknown_key");
    case Kind::SignatureUnconfirmed:
        return QStringLiteral("signature_unconfirmed");
    case Kind::SignatureExpired:
        return QStringLiteral("signature_expired");
    case Kind::SignatureNotChecked:
        return QStringLiteral("signature_not_checked");
    case Kind::SignatureOfOther:
        return QStringLiteral("signature_of_other");
    case Kind::SignatureCoversAPart:
        return QStringLiteral("signature_covers_a_part");
    }
    return {};
}

QString word(TrustReason::Weight weight)
{
    using Weight = TrustReason::Weight;
    switch (weight) {
    case Weight::Note:
        return QStringLiteral("note");
    case Weight::Good:
        return QStringLiteral("good");
    case Weight::Caution:
        return QStringLiteral("caution");
    case Weight::Warning:
        return QStringLiteral("warning");
    }
    return {};
}

QString word(MessageSignature::State state)
{
    using State = MessageSignature::State;
    switch (state) {
    case State::NotChecked:
        return QStringLiteral("not_checked");
    case State::Verified:
        return QStringLiteral("verified");
    case State::Unconfirmed:
        return QStringLiteral("unconfirmed");
    case State::Broken:
        return QStringLiteral("broken");
    case State::UnknownKey:
        return QStringLiteral("unknown_key");
    case State::Expired:
        return QStringLiteral("expired");
    }
    return {};
}

QJsonObject fromSignature(const MessageSignature &signature)
{
    const bool isSmime = signature.kind == MessageSignature::Kind::Smime;
    return {{QStringLiteral("part"), signature.part},
            {QStringLiteral("method"), isSmime ? QStringLiteral("smime") : QStringLiteral("openpgp")},
            {QStringLiteral("state"), word(signature.state)},
            {QStringLiteral("signer"), orNull(signature.signer)},
            {QStringLiteral("key"), orNull(signature.keyId)},
            {QStringLiteral("covers_all"), signature.coversAll}};
}

bool hasPart(const MessagePart &part, const QByteArrayList &types)
{
    return types.contains(part.type) ||
           std::any_of(part.children.begin(), part.children.end(),
                       [&](const MessagePart &child) { return hasPart(child, types); });
}

// Null while nobody has looked at a signature: not the same as a bad one.
QJsonValue verified(const std::vector<MessageSignature> &signatures)
{
    using State = MessageSignature::State;
    const auto isNotChecked = [](const MessageSignature &s) { return s.state == State::NotChecked; };
    if (std::all_of(signatures.begin(), signatures.end(), isNotChecked))
        return {};
    return std::all_of(signatures.begin(), signatures.end(),
                       [](const MessageSignature &s) { return s.state == State::Verified; });
}

QJsonValue urlOrNull(const QUrl &url)
{
    return url.isEmpty() ? QJsonValue() : QJsonValue(url.toString(QUrl::FullyEncoded));
}

} // namespace

namespace cardJson
{

QJsonObject fromSecurity(const MessageBody &body)
{
    static const QByteArrayList signedTypes{"multipart/signed", "application/pkcs7-signature",
                                            "application/x-pkcs7-signature", "application/pgp-signature"};
    static const QByteArrayList encryptedTypes{"multipart/encrypted", "application/pgp-encrypted"};
    const bool isEncrypted = std::any_of(body.cards.begin(), body.cards.end(), [](const MessageCard &card) {
        return std::holds_alternative<EncryptedCard>(card);
    });
    QJsonArray signatures, links;
    for (const MessageSignature &signature : body.trust.signatures)
        signatures.append(fromSignature(signature));
    for (const LyingLink &link : body.lyingLinks)
        links.append(
            QJsonObject{{QStringLiteral("shown"), link.shown}, {QStringLiteral("target"), link.target}});
    return {{QStringLiteral("signed"), !signatures.isEmpty() || hasPart(body.structure, signedTypes)},
            {QStringLiteral("encrypted"), isEncrypted || hasPart(body.structure, encryptedTypes)},
            {QStringLiteral("verified"), verified(body.trust.signatures)},
            {QStringLiteral("signatures"), signatures},
            {QStringLiteral("remote_images"), body.remoteImages},
            {QStringLiteral("tracking_pixels"), body.trackingPixels},
            {QStringLiteral("lying_links"), links}};
}

QJsonObject fromTrust(const MessageBody &body)
{
    const MessageHeader &header = body.header;
    const QString from = header.from.empty() ? QString() : header.from.front().address;
    const auto differs = [&](const Address &address) {
        return address.address.compare(from, Qt::CaseInsensitive) != 0;
    };
    QJsonArray reasons;
    for (const TrustReason &reason : body.trust.reasons)
        reasons.append(QJsonObject{{QStringLiteral("kind"), word(reason.kind)},
                                   {QStringLiteral("weight"), word(reason.weight)},
                                   {QStringLiteral("subject"), orNull(reason.subject)},
                                   {QStringLiteral("other"), orNull(reason.other)}});
    QJsonValue unsubscribe;
    if (const auto &leaving = body.trust.unsubscription)
        unsubscribe = QJsonObject{{QStringLiteral("one_click"), urlOrNull(leaving->oneClick)},
                                  {QStringLiteral("link"), urlOrNull(leaving->link)},
                                  {QStringLiteral("mail"), urlOrNull(leaving->mail)}};
    return {
        {QStringLiteral("verdict"), word(body.trust.verdict)},
        {QStringLiteral("reasons"), reasons},
        {QStringLiteral("from_domain"), from.section(u'@', -1).toLower()},
        {QStringLiteral("reply_to_differs"),
         std::any_of(header.replyTo.begin(), header.replyTo.end(), differs)},
        {QStringLiteral("sender_differs"), std::any_of(header.sender.begin(), header.sender.end(), differs)},
        {QStringLiteral("unsubscribe"), unsubscribe}};
}

} // namespace cardJson
