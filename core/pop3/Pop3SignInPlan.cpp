// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3SignInPlan.h"

#include "SaslChoice.h"

#include <algorithm>

namespace
{

using Method = Pop3Credentials::Method;

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

// RFC 6856 §2.2: outside of SASL, other characters are for servers that say so.
bool fitsOutsideSasl(const Pop3Credentials &credentials, const Pop3Capabilities &offered)
{
    return offered.utf8User || (isAscii(credentials.user) && isAscii(credentials.password));
}

// The one mechanism of a method that is one.
const char *mechanismOf(Method method)
{
    switch (method) {
    case Method::SaslPlain:
        return "PLAIN";
    case Method::Login:
        return "LOGIN";
    case Method::CramMd5:
        return "CRAM-MD5";
    case Method::DigestMd5:
        return "DIGEST-MD5";
    case Method::ScramSha1:
        return "SCRAM-SHA-1";
    case Method::ScramSha256:
        return "SCRAM-SHA-256";
    case Method::Gssapi:
        return "GSSAPI";
    case Method::External:
        return "EXTERNAL";
    case Method::Automatic:
    case Method::UserPass:
    case Method::Apop:
    case Method::OAuth:
        break;
    }
    return nullptr;
}

QByteArrayList automaticPlan(const SaslSituation &situation, const Pop3Credentials &credentials,
                             const Pop3Capabilities &offered)
{
    QByteArrayList plan = automaticMechanisms(situation);
    if (!situation.hasPassword)
        return plan;
    // In the clear nothing that shows the password comes after a mechanism that does not.
    if (!situation.encrypted && !plan.isEmpty())
        return plan;
    // USER is also tried where nothing at all is announced about signing in: old servers have no CAPA, or a
    // sparse one (R60, R64).
    const bool takesUser = offered.user || offered.sasl.isEmpty();
    if (takesUser && fitsOutsideSasl(credentials, offered))
        plan.append("USER");
    else if (!situation.encrypted && offered.sasl.contains("PLAIN"))
        plan.append("PLAIN"); // in the clear by the user's own choice, on a server that knows no USER
    return plan;
}

tl::unexpected<Error> notOffered(const QString &detail)
{
    return failure(ErrorCode::SignInNotOffered, detail);
}

Result<QByteArrayList> chosenPlan(const SaslSituation &situation, const Pop3Credentials &credentials,
                                  const Pop3Capabilities &offered, bool hasTimestamp)
{
    const Method method = credentials.method;
    if (const char *mechanism = mechanismOf(method)) {
        if (!offered.sasl.contains(mechanism))
            return notOffered(QStringLiteral("SASL %1").arg(QLatin1String(mechanism)));
        const bool needsEncryption = method == Method::Gssapi || method == Method::External;
        if (needsEncryption && !situation.encrypted)
            return notOffered(QStringLiteral("%1 without TLS").arg(QLatin1String(mechanism)));
        return QByteArrayList{mechanism};
    }
    if (method == Method::OAuth) {
        auto plan = tokenMechanisms(situation);
        if (plan.isEmpty())
            return notOffered(situation.encrypted ? QStringLiteral("SASL OAUTHBEARER, XOAUTH2")
                                                  : QStringLiteral("an access token without TLS"));
        return plan;
    }
    if (!fitsOutsideSasl(credentials, offered))
        return notOffered(QStringLiteral("characters beyond ASCII without SASL"));
    if (method == Method::Apop) {
        if (!situation.encrypted || !hasTimestamp)
            return notOffered(situation.encrypted ? QStringLiteral("APOP: no timestamp in the greeting")
                                                  : QStringLiteral("APOP without TLS"));
        return QByteArrayList{"APOP"};
    }
    return QByteArrayList{"USER"};
}

} // namespace

Result<QByteArrayList> signInPlan(const Pop3Credentials &credentials, const Pop3Capabilities &offered,
                                  bool encrypted, bool hasTimestamp)
{
    const SaslSituation situation{offered.sasl, encrypted, !credentials.password.isEmpty(),
                                  credentials.hasClientCertificate};
    QByteArrayList plan;
    if (credentials.method == Method::Automatic) {
        plan = automaticPlan(situation, credentials, offered);
        if (plan.isEmpty() && !situation.hasPassword)
            return failure(ErrorCode::CredentialsMissing, credentials.user);
        if (plan.isEmpty())
            return notOffered(QString::fromLatin1(offered.sasl.join(' ')));
    } else {
        TRY(plan, chosenPlan(situation, credentials, offered, hasTimestamp));
    }
    plan.removeIf([&](const QByteArray &way) { return credentials.exclude.contains(way); });
    if (plan.isEmpty())
        return notOffered(QString::fromLatin1(credentials.exclude.join(' ')));
    return plan;
}
