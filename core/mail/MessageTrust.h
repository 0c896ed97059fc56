// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageTrust is what can be said of who sent a message: one verdict, and why. Values, made by core/trust in
// a worker thread. None of it is proof of honesty, and no verdict is about more than the part that it names.
#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>

#include <optional>
#include <vector>

// One finding; the window words it. `subject` and `other` are what it is about, and may be hostile.
struct TrustReason {
    enum class Kind {
        SenderAuthenticated,  // the provider checked that `subject`, a domain, sent it
        SenderNotAuthentic,   // the provider checked, and it did not
        ProviderDoesNotCheck, // no Authentication-Results of the account's own provider
        SentThrough,          // the provider checked that `other`, a domain, sent it for `subject`
        SenderDiffers,        // Sender: `other` wrote in the name of `subject`
        ReplyGoesElsewhere,   // Reply-To has the domain `other`, From `subject`
        NameHoldsAddress,     // the display name contains the address `other`, which is not `subject`
        LookAlikeDomain,      // `subject` looks like `other`
        MixedScripts, // the domain `subject` has letters of alphabets that look alike; `other`: its punycode
        NameOfCorrespondent,    // mail under the same name has come from `other`; `subject` is a new address
        LooksLikeCorrespondent, // the domain `subject` is new and looks like that of the address `other`
        LyingLinks,             // a link shows `subject` and goes to `other`
        SeveralSenders,         // more than one From field or address
        NoSender,               // no From that names an address
        SignatureVerified,      // by `subject`
        SignatureBroken,
        SignatureUnknownKey,
        SignatureUnconfirmed, // fits, but nobody whom the user trusts says that the key is that of `subject`
        SignatureExpired,     // it, or its key, that of `subject`
        SignatureNotChecked,
        SignatureOfOther,     // verified, but by `other`, not by the sender `subject`
        SignatureCoversAPart, // there is text that it does not cover
    };
    enum class Weight {
        Note,    // good to know
        Good,    // speaks for the sender
        Caution, // unusual
        Warning, // what deceivers do
    };

    Kind kind = Kind::ProviderDoesNotCheck;
    Weight weight = Weight::Note;
    QString subject, other;

    bool operator==(const TrustReason &) const = default;
};

// A signature on one part of the message and what is in it.
struct MessageSignature {
    enum class Kind { OpenPgp, Smime };
    enum class State {
        NotChecked,
        Verified,
        Unconfirmed, // fits the text; that the key is the signer's nobody says whom the user trusts
        Broken,
        UnknownKey,
        Expired, // it, or its key
    };

    QString part; // that was signed, as Attachment::part
    Kind kind = Kind::OpenPgp;
    State state = State::NotChecked;
    QString signer; // address or name as the key has it; empty: unknown
    QString keyId;
    bool coversAll = false; // everything that the reader shows of the message

    bool operator==(const MessageSignature &) const = default;
};

// How to leave a mailing list (RFC 2369, 8058).
struct Unsubscription {
    QUrl oneClick; // may be asked by POST; empty: it may not
    QUrl link;     // https or http page
    QUrl mail;     // mailto:

    bool operator==(const Unsubscription &) const = default;
};

struct MessageTrust {
    enum class Verdict {
        Nothing, // nothing speaks for it or against it
        Good,    // the sender is who the message says
        Caution, // something is unusual
        Warning, // looks like deceit
    };

    Verdict verdict = Verdict::Nothing;
    std::vector<TrustReason> reasons; // the weightiest first
    std::vector<MessageSignature> signatures;
    std::optional<Unsubscription> unsubscription;

    bool operator==(const MessageTrust &) const = default;
};
