// SPDX-License-Identifier: GPL-3.0-or-later
#include "Judgement.h"

#include "ListUnsubscribe.h"
#include "ProviderReasons.h"
#include "ProviderResults.h"
#include "SenderChecks.h"
#include "SignedParts.h"

#include "Prescan.h"

#include <algorithm>

namespace
{

using Kind = TrustReason::Kind;
using Weight = TrustReason::Weight;
using State = MessageSignature::State;

bool isOfSignature(const TrustReason &reason)
{
    switch (reason.kind) {
    case Kind::SignatureVerified:
    case Kind::SignatureBroken:
    case Kind::SignatureUnknownKey:
    case Kind::SignatureUnconfirmed:
    case Kind::SignatureExpired:
    case Kind::SignatureNotChecked:
    case Kind::SignatureOfOther:
    case Kind::SignatureCoversAPart:
        return true;
    default:
        return false;
    }
}

MessageTrust::Verdict verdictOf(const std::vector<TrustReason> &reasons)
{
    Weight heaviest = Weight::Note;
    for (const TrustReason &reason : reasons)
        heaviest = qMax(heaviest, reason.weight);
    switch (heaviest) {
    case Weight::Note:
        return MessageTrust::Verdict::Nothing;
    case Weight::Good:
        return MessageTrust::Verdict::Good;
    case Weight::Caution:
        return MessageTrust::Verdict::Caution;
    case Weight::Warning:
        return MessageTrust::Verdict::Warning;
    }
    return MessageTrust::Verdict::Nothing;
}

void conclude(MessageTrust &trust)
{
    std::stable_sort(trust.reasons.begin(), trust.reasons.end(),
                     [](const TrustReason &a, const TrustReason &b) { return a.weight > b.weight; });
    trust.verdict = verdictOf(trust.reasons);
}

void addVerified(std::vector<TrustReason> &reasons, const MessageSignature &signature, const QString &from)
{
    // A good signature of somebody else says nothing for the sender; one on a part of the text, nothing for
    // the rest.
    const bool isOfSender = signature.signer.compare(from, Qt::CaseInsensitive) == 0 && !from.isEmpty();
    if (!isOfSender)
        reasons.push_back({Kind::SignatureOfOther, Weight::Caution, from, signature.signer});
    else
        reasons.push_back({Kind::SignatureVerified,
                           signature.coversAll ? Weight::Good : Weight::Note,
                           signature.signer,
                           {}});
    if (!signature.coversAll)
        reasons.push_back({Kind::SignatureCoversAPart, Weight::Caution, signature.signer, {}});
}

void addSignature(std::vector<TrustReason> &reasons, const MessageSignature &signature, const QString &from)
{
    const QString &signer = signature.signer;
    switch (signature.state) {
    case State::NotChecked:
        reasons.push_back({Kind::SignatureNotChecked, Weight::Note, signer, {}});
        break;
    case State::Verified:
        addVerified(reasons, signature, from);
        break;
    case State::Unconfirmed:
        reasons.push_back({Kind::SignatureUnconfirmed, Weight::Note, signer, {}});
        break;
    case State::Broken:
        reasons.push_back({Kind::SignatureBroken, Weight::Warning, signer, {}});
        break;
    case State::UnknownKey:
        reasons.push_back({Kind::SignatureUnknownKey, Weight::Note, signature.keyId, {}});
        break;
    case State::Expired:
        reasons.push_back({Kind::SignatureExpired, Weight::Caution, signer, {}});
        break;
    }
}

bool mayBeSigned(const MessagePart &part)
{
    return part.type == "multipart/signed" || part.type.contains("pkcs7-mime") ||
           part.name.endsWith(QLatin1String(".p7m"), Qt::CaseInsensitive) ||
           std::any_of(part.children.begin(), part.children.end(), mayBeSigned);
}

std::vector<MessageSignature> signaturesOf(QByteArrayView message, const MessageBody &body)
{
    // To take every message apart once more would cost as much as to show it.
    const QByteArrayView beginning = message.first(qMin(message.size(), maxJudgedHeader));
    if (!mayBeSigned(body.structure) && beginning.indexOf("-----BEGIN PGP SIGNED MESSAGE-----") < 0)
        return {};
    std::vector<MessageSignature> found;
    for (SignedPart &part : signedParts(message))
        found.push_back(std::move(part.signature));
    return found;
}

} // namespace

MessageTrust judge(QByteArrayView message, const MessageBody &body, const TrustContext &context)
{
    const Prescan scan = prescan(message.first(qMin(message.size(), maxJudgedHeader)));
    const HeaderBlock header = scan.hasHeader ? HeaderBlock(scan.bytes) : HeaderBlock();
    const ProviderResults provider(header, context);
    SenderFacts facts = senderFacts(body.header);

    MessageTrust trust;
    if (!context.isEmpty()) {
        if (auto reason = providerReason(provider.results(), facts)) {
            facts.isAuthentic = reason->kind == Kind::SenderAuthenticated;
            trust.reasons.push_back(std::move(*reason));
        }
    }
    for (auto &reason : senderReasons(body.header, facts, context))
        trust.reasons.push_back(std::move(reason));
    for (auto &reason : linkReasons(body.lyingLinks, facts))
        trust.reasons.push_back(std::move(reason));
    trust.unsubscription = listUnsubscription(header, provider.results());
    return withSignatures(std::move(trust), signaturesOf(message, body), body.header);
}

MessageTrust withSignatures(MessageTrust trust, std::vector<MessageSignature> signatures,
                            const MessageHeader &header)
{
    std::erase_if(trust.reasons, isOfSignature);
    const QString from = header.from.size() == 1 ? header.from.front().address : QString();
    for (const MessageSignature &signature : signatures)
        addSignature(trust.reasons, signature, from);
    trust.signatures = std::move(signatures);
    conclude(trust);
    return trust;
}
