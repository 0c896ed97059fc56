// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the tests of a judgement have in common: a message as it came, judged for an account.
#pragma once

#include "Judgement.h"
#include "MimeMessage.h"

#include <algorithm>

inline TrustContext annasAccount()
{
    return {QStringLiteral("anna@example.org"), QStringLiteral("pop.example.org"), {}};
}

inline MessageTrust judged(const QByteArray &message, const TrustContext &context = annasAccount())
{
    return judge(message, MimeMessage(message).body(RenderOptions(), 0), context);
}

inline const TrustReason *find(const MessageTrust &trust, TrustReason::Kind kind)
{
    const auto found = std::find_if(trust.reasons.begin(), trust.reasons.end(),
                                    [kind](const TrustReason &reason) { return reason.kind == kind; });
    return found == trust.reasons.end() ? nullptr : &*found;
}

// How the provider's border server writes a Received field.
inline QByteArray cameIn()
{
    return "Received: from mx.shop.example (mx.shop.example [192.0.2.7])\r\n"
           "\tby mx1.example.org (Postfix) with ESMTPS id 4711 for <anna@example.org>;\r\n"
           "\tSat, 21 Nov 2026 10:00:00 +0000\r\n";
}

inline QByteArray mailFrom(const QByteArray &from, const QByteArray &moreFields = {})
{
    return "From: " + from + "\r\nTo: anna@example.org\r\nSubject: Hello\r\n" +
           "Date: Sat, 21 Nov 2026 10:00:00 +0000\r\n" + moreFields + "\r\nHello Anna\r\n";
}
