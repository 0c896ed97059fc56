// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProviderReasons.h"

#include "HostName.h"
#include "RegistrableDomain.h"

namespace
{

using Kind = TrustReason::Kind;
using Weight = TrustReason::Weight;
using CheckResult = AuthenticationResults::Result;

// A value that is a domain, or an address or "@domain" that ends in one.
QString domainIn(const QByteArray &value)
{
    return asciiHost(QString::fromLatin1(value.mid(value.lastIndexOf('@') + 1)));
}

// In whose name a check was passed.
QString domainOfResult(const CheckResult &result)
{
    for (const char *name : {result.method == "dkim" ? "header.d" : "smtp.mailfrom",
                             result.method == "dkim" ? "header.i" : "smtp.mail"})
        if (const QString domain = domainIn(result.property(name)); !domain.isEmpty())
            return domain;
    return {};
}

struct Outcome {
    bool dmarcPassed = false;
    bool dmarcFailed = false;
    bool alignedPass = false;
    bool anyFailure = false;
    QString other; // a domain in whose name something was passed
};

Outcome outcomeOf(const std::vector<CheckResult> &results, const QString &from)
{
    Outcome outcome;
    for (const CheckResult &result : results) {
        const bool passed = result.value == "pass";
        const bool failed = result.value == "fail" || result.value == "hardfail" ||
                            result.value == "permerror" || result.value == "softfail";
        if (result.method == "dmarc") {
            // Some servers leave out what they checked; there is one From then, and this is it.
            const QString checked = domainIn(result.property("header.from"));
            if (!checked.isEmpty() && checked != from)
                continue;
            outcome.dmarcPassed |= passed;
            outcome.dmarcFailed |= result.value == "fail";
        } else if (result.method == "dkim" || result.method == "spf") {
            const QString domain = domainOfResult(result);
            outcome.anyFailure |= failed;
            if (!passed || domain.isEmpty())
                continue;
            if (haveSameOwner(domain, from))
                outcome.alignedPass = true;
            else if (outcome.other.isEmpty() || result.method == "dkim")
                outcome.other = domain;
        }
    }
    return outcome;
}

} // namespace

std::optional<TrustReason> providerReason(const std::vector<CheckResult> &results, const SenderFacts &facts)
{
    if (facts.fromDomain.isEmpty())
        return {};
    const QString shown = shownHost(facts.fromDomain);
    const Outcome outcome = outcomeOf(results, facts.fromDomain);
    if (outcome.dmarcFailed) {
        // A list changes what goes through it, which breaks the author's signature: that it came over the
        // list is then all that is known.
        if (facts.isList && haveSameOwner(outcome.other, facts.listDomain))
            return TrustReason{Kind::SentThrough, Weight::Caution, shown, shownHost(outcome.other)};
        return TrustReason{Kind::SenderNotAuthentic, Weight::Warning, shown, {}};
    }
    if (outcome.dmarcPassed || outcome.alignedPass)
        return TrustReason{Kind::SenderAuthenticated, Weight::Good, shown, {}};
    if (!outcome.other.isEmpty())
        return TrustReason{Kind::SentThrough, Weight::Note, shown, shownHost(outcome.other)};
    if (outcome.anyFailure)
        return TrustReason{Kind::SenderNotAuthentic, Weight::Caution, shown, {}};
    return TrustReason{Kind::ProviderDoesNotCheck, Weight::Note, shown, {}};
}
