// SPDX-License-Identifier: GPL-3.0-or-later
#include "SenderChecks.h"

#include "HostName.h"
#include "LookAlike.h"
#include "RegistrableDomain.h"
#include "TrustLists.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace
{

using Kind = TrustReason::Kind;
using Weight = TrustReason::Weight;

constexpr qsizetype maxName = 1000; // characters of a display name that are looked at
constexpr size_t maxLinks = 1000;

// Addresses and hosts within a display name. Possessive, so that no name takes more than linear time.
QStringList namesWithin(const QString &text)
{
    static const QRegularExpression pattern(QStringLiteral("(?:[\\w.+%=-]++@)?(?:[\\w-]++\\.)++[\\w-]{2,}+"),
                                            QRegularExpression::UseUnicodePropertiesOption);
    QStringList found;
    auto matches = pattern.globalMatch(text.left(maxName));
    while (matches.hasNext() && found.size() < 10)
        found += matches.next().captured();
    return found;
}

bool isOfBrandOrOwn(const QString &host, const TrustContext &context)
{
    return haveSameOwner(host, domainOf(context.address)) || brandOf(host);
}

std::optional<TrustReason> nameReason(const Address &from, const SenderFacts &facts,
                                      const TrustContext &context)
{
    for (const QString &name : namesWithin(from.name)) {
        const bool isAddress = name.contains(QLatin1Char('@'));
        const QString host = isAddress ? domainOf(name) : asciiHost(name);
        if (haveSameOwner(host, facts.fromDomain))
            continue;
        // "Booking.com" is a name; "paypal.com" is the name of somebody else.
        if (!isAddress && !isOfBrandOrOwn(host, context))
            continue;
        return TrustReason{Kind::NameHoldsAddress, facts.isList ? Weight::Caution : Weight::Warning,
                           from.address, name};
    }
    return {};
}

// Domains that the user has to do with, his own first.
QStringList familiarDomains(const TrustContext &context)
{
    QStringList domains;
    for (const QString &host : QStringList{domainOf(context.address), context.server} + context.familiar)
        if (const QString domain = registrableDomain(host); domain.contains(QLatin1Char('.')))
            domains += domain;
    return domains;
}

void addDomainReasons(std::vector<TrustReason> &reasons, const QString &domain, const QStringList &familiar)
{
    if (domain.isEmpty())
        return;
    // Letters that cannot be shown without misleading.
    if (shownHost(domain) != unicodeHost(domain))
        reasons.push_back({Kind::MixedScripts, Weight::Warning, unicodeHost(domain), asciiHost(domain)});
    if (const QString other = lookAlikeOf(domain, familiar); !other.isEmpty())
        reasons.push_back({Kind::LookAlikeDomain, Weight::Warning, shownHost(domain), shownHost(other)});
}

void addCorrespondentReasons(std::vector<TrustReason> &reasons, const QString &from, const SenderFacts &facts,
                             const TrustContext &context)
{
    if (!context.lookAlike.isEmpty()) {
        // The same said of the domain alone would be less.
        std::erase_if(reasons, [&](const TrustReason &reason) {
            return reason.kind == Kind::LookAlikeDomain &&
                   haveSameOwner(reason.other, domainOf(context.lookAlike));
        });
        reasons.push_back(
            {Kind::LooksLikeCorrespondent, Weight::Warning, shownHost(facts.fromDomain), context.lookAlike});
    }
    // Over a list people write from wherever they are.
    if (!context.namesake.isEmpty())
        reasons.push_back({Kind::NameOfCorrespondent, facts.isList ? Weight::Note : Weight::Caution, from,
                           context.namesake});
}

} // namespace

SenderFacts senderFacts(const MessageHeader &header)
{
    SenderFacts facts;
    if (header.from.size() == 1)
        facts.fromDomain = domainOf(header.from.front().address);
    facts.isList = !header.listId.isEmpty();
    QString listId = header.listId.section(QLatin1Char('<'), -1);
    facts.listDomain = registrableDomain(listId.remove(QLatin1Char('>')));
    return facts;
}

std::vector<TrustReason> senderReasons(const MessageHeader &header, const SenderFacts &facts,
                                       const TrustContext &context)
{
    std::vector<TrustReason> reasons;
    if (header.from.size() > 1)
        reasons.push_back(
            {Kind::SeveralSenders, Weight::Caution, header.from[0].address, header.from[1].address});
    else if (facts.fromDomain.isEmpty())
        reasons.push_back({Kind::NoSender, Weight::Caution, {}, {}});
    if (facts.fromDomain.isEmpty())
        return reasons;

    const Address &from = header.from.front();
    const QStringList familiar = familiarDomains(context);
    addDomainReasons(reasons, facts.fromDomain, familiar);
    addCorrespondentReasons(reasons, from.address, facts, context);
    if (auto reason = nameReason(from, facts, context))
        reasons.push_back(std::move(*reason));
    for (const Address &sender : header.sender) {
        if (sender.address.isEmpty() || haveSameOwner(domainOf(sender.address), facts.fromDomain))
            continue;
        const bool isOrdinary = facts.isList || facts.isAuthentic;
        reasons.push_back(
            {Kind::SenderDiffers, isOrdinary ? Weight::Note : Weight::Caution, from.address, sender.address});
        break;
    }
    for (const Address &reply : header.replyTo) {
        const QString domain = domainOf(reply.address);
        if (domain.isEmpty() || haveSameOwner(domain, facts.fromDomain))
            continue;
        const bool isOrdinary =
            facts.isList || (facts.isAuthentic && (!providerOf(domain) || providerOf(facts.fromDomain)));
        reasons.push_back({Kind::ReplyGoesElsewhere, isOrdinary ? Weight::Note : Weight::Caution,
                           shownHost(facts.fromDomain), shownHost(domain)});
        addDomainReasons(reasons, domain, familiar);
        break;
    }
    return reasons;
}

std::vector<TrustReason> linkReasons(const std::vector<LyingLink> &links, const SenderFacts &facts)
{
    // A newsletter counts clicks: it shows its own host and links to that of its service. Everybody does.
    std::optional<TrustReason> worst;
    for (size_t i = 0; i < qMin(links.size(), maxLinks); ++i) {
        const QString shown = shownHost(links[i].shown);
        const bool isOwn = facts.isAuthentic && haveSameOwner(links[i].shown, facts.fromDomain);
        const Weight weight = isOwn ? Weight::Note : Weight::Caution;
        const QString target = shownHost(QUrl(links[i].target).host());
        if (!worst || weight > worst->weight)
            worst = TrustReason{Kind::LyingLinks, weight, shown.isEmpty() ? links[i].shown : shown,
                                target.isEmpty() ? links[i].target : target};
    }
    return worst ? std::vector<TrustReason>{*worst} : std::vector<TrustReason>{};
}
