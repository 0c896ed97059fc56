// SPDX-License-Identifier: GPL-3.0-or-later
#include "TrustText.h"

#include "ShownText.h"

#include <QCoreApplication>

namespace
{

using Kind = TrustReason::Kind;

struct TrustWords {
    Q_DECLARE_TR_FUNCTIONS(TrustText)
};

QString aboutProvider(const TrustReason &reason, const QString &subject, const QString &other)
{
    switch (reason.kind) {
    case Kind::SenderAuthenticated:
        return TrustWords::tr("Your mail provider confirmed that this message comes from %1.").arg(subject);
    case Kind::SenderNotAuthentic:
        return reason.weight == TrustReason::Weight::Warning
                   ? TrustWords::tr("Your mail provider checked whether this message comes from %1, and it "
                                    "does not seem "
                                    "to.")
                         .arg(subject)
                   : TrustWords::tr("Your mail provider could not confirm that this message comes from %1.")
                         .arg(subject);
    case Kind::SentThrough:
        return TrustWords::tr(
                   "Your mail provider confirmed that %2 sent this message, not that it comes from %1.")
            .arg(subject, other);
    default:
        return TrustWords::tr("Your mail provider did not say whether this message comes from %1.")
            .arg(subject);
    }
}

QString aboutSender(Kind kind, const QString &subject, const QString &other)
{
    switch (kind) {
    case Kind::SenderDiffers:
        return TrustWords::tr("%2 sent this message in the name of %1.").arg(subject, other);
    case Kind::ReplyGoesElsewhere:
        return TrustWords::tr("A reply would go to %2, not to %1.").arg(subject, other);
    case Kind::NameHoldsAddress:
        return TrustWords::tr("The sender's name contains “%2”, but the message says it comes from %1.")
            .arg(subject, other);
    case Kind::LookAlikeDomain:
        return TrustWords::tr("The address %1 looks like %2, but is another one.").arg(subject, other);
    case Kind::MixedScripts:
        return TrustWords::tr("The address has letters that look like others. Written plainly it is %1.")
            .arg(other);
    case Kind::NameOfCorrespondent:
        return TrustWords::tr("You have had mail under the same name from %2. This message comes from another "
                              "address, %1, that is new to you.")
            .arg(subject, other);
    case Kind::LooksLikeCorrespondent:
        return TrustWords::tr("The address %1 is new to you. It looks like that of %2, from whom you have "
                              "had mail, but is another one.")
            .arg(subject, other);
    case Kind::LyingLinks:
        return TrustWords::tr("A link shows %1 but leads to %2.").arg(subject, other);
    case Kind::SeveralSenders:
        return TrustWords::tr("The message names several senders: %1, %2.").arg(subject, other);
    default:
        return TrustWords::tr("The message does not say who sent it.");
    }
}

QString aboutSignature(Kind kind, const QString &subject, const QString &other)
{
    const QString signer = subject.isEmpty() ? TrustWords::tr("somebody unknown") : subject;
    switch (kind) {
    case Kind::SignatureVerified:
        return TrustWords::tr("The signature of %1 fits: the signed text is as it was written.").arg(signer);
    case Kind::SignatureBroken:
        return TrustWords::tr(
            "The signature does not fit the text: it was changed after it was signed, or the signature "
            "is false.");
    case Kind::SignatureUnknownKey:
        return TrustWords::tr(
            "The message is signed, but with a key that is not on this computer, so nothing can be said "
            "about it.");
    case Kind::SignatureUnconfirmed:
        return TrustWords::
            tr("The signature fits a key that calls itself %1, but nobody you trust confirms whose key it "
               "is.")
                .arg(signer);
    case Kind::SignatureExpired:
        return TrustWords::tr("The signature, or the key of %1, is no longer valid.").arg(signer);
    case Kind::SignatureOfOther:
        return subject.isEmpty()
                   ? TrustWords::tr("The signature is that of %1.").arg(other)
                   : TrustWords::tr("The signature is that of %2, not of the sender %1.").arg(subject, other);
    case Kind::SignatureCoversAPart:
        return TrustWords::tr("Only a part of the message is signed. The rest could be from anybody.");
    default:
        return TrustWords::tr("The message is signed. The signature was not checked.");
    }
}

bool isAboutSignature(Kind kind)
{
    return kind >= Kind::SignatureVerified;
}

} // namespace

TrustSign trustSign(MessageTrust::Verdict verdict)
{
    switch (verdict) {
    case MessageTrust::Verdict::Good:
        return {QStringLiteral("shield-check"), TrustWords::tr("Sender confirmed")};
    case MessageTrust::Verdict::Caution:
        return {QStringLiteral("triangle-alert"), TrustWords::tr("Unusual")};
    case MessageTrust::Verdict::Warning:
        return {QStringLiteral("shield-alert"), TrustWords::tr("Warning")};
    case MessageTrust::Verdict::Nothing:
        break;
    }
    return {QStringLiteral("info"), TrustWords::tr("Sender not confirmed")};
}

TrustSign trustSign(TrustReason::Weight weight)
{
    switch (weight) {
    case TrustReason::Weight::Good:
        return {QStringLiteral("circle-check"), TrustWords::tr("Good")};
    case TrustReason::Weight::Caution:
        return {QStringLiteral("triangle-alert"), TrustWords::tr("Unusual")};
    case TrustReason::Weight::Warning:
        return {QStringLiteral("shield-alert"), TrustWords::tr("Warning")};
    case TrustReason::Weight::Note:
        break;
    }
    return {QStringLiteral("info"), TrustWords::tr("Note")};
}

QString reasonSentence(const TrustReason &reason)
{
    const QString subject = ShownText::line(reason.subject);
    const QString other = ShownText::line(reason.other);
    switch (reason.kind) {
    case Kind::SenderAuthenticated:
    case Kind::SenderNotAuthentic:
    case Kind::ProviderDoesNotCheck:
    case Kind::SentThrough:
        return aboutProvider(reason, subject, other);
    default:
        return isAboutSignature(reason.kind) ? aboutSignature(reason.kind, subject, other)
                                             : aboutSender(reason.kind, subject, other);
    }
}

QString verdictSentence(const MessageTrust &trust)
{
    if (trust.reasons.empty())
        return TrustWords::tr("Nothing is known about who really sent this message.");
    return reasonSentence(trust.reasons.front());
}
