// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProviderResults.h"

#include "Octets.h"
#include "RegistrableDomain.h"
#include "TrustLists.h"

#include <algorithm>

namespace
{

// Whose word counts for this account.
class Provider
{
public:
    explicit Provider(const TrustContext &context)
    {
        for (const QString &host : {asciiHost(context.server), domainOf(context.address)}) {
            if (host.isEmpty() || !host.contains(QLatin1Char('.')))
                continue;
            m_domains += registrableDomain(host);
            if (const AuthenticatingProvider *known = providerOf(host)) {
                m_domains += known->domains;
                m_writesBelow |= known->writesBelow;
            }
        }
    }

    bool owns(const QString &host) const
    {
        return host.contains(QLatin1Char('.')) && m_domains.contains(registrableDomain(host));
    }
    bool writesBelow() const { return m_writesBelow; }

private:
    QStringList m_domains;
    bool m_writesBelow = false;
};

// A Received field (RFC 5321 §4.4) as far as it tells one hop from another.
struct Hop {
    QString by;           // the server that wrote it; empty: it names none
    QString fromRaw;      // all that it says of where the message came from; empty: nothing
    bool isLocal = false; // handed over within one system: "with LMTP"
};

bool isStop(QByteArrayView word)
{
    return sameIgnoringCase(word, "by") || sameIgnoringCase(word, "with") || sameIgnoringCase(word, "id") ||
           sameIgnoringCase(word, "for") || sameIgnoringCase(word, "via");
}

Hop hopOf(QByteArrayView value)
{
    constexpr qsizetype most = 2000; // octets
    QByteArray text = value.first(qMin(value.size(), most)).toByteArray();
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\t' || c == '\r' || c == '\n'; }, ' ');
    Hop hop;
    QByteArray clause;
    for (const QByteArray &word : text.split(' ')) {
        if (word.isEmpty())
            continue;
        if (isStop(word) || sameIgnoringCase(word, "from")) {
            clause = word.toLower();
        } else if (clause == "by" && hop.by.isEmpty()) {
            hop.by = asciiHost(QString::fromLatin1(word).remove(QLatin1Char(';')));
        } else if (clause == "from") {
            hop.fromRaw += QString::fromLatin1(word) + QLatin1Char(' ');
        } else if (clause == "with") {
            hop.isLocal |= startsIgnoringCase(word, "lmtp") || sameIgnoringCase(word, "local");
            clause.clear();
        }
    }
    return hop;
}

// Of this machine or of a network that no mail from outside comes from (RFC 1918, 4193, 4291).
bool isInside(const QString &address)
{
    if (address.contains(QLatin1Char(':'))) {
        static constexpr const char *starts[] = {"fc", "fd", "fe8", "fe9", "fea", "feb"};
        return address == QLatin1String("::1") ||
               std::any_of(std::begin(starts), std::end(starts),
                           [&](const char *start) { return address.startsWith(QLatin1String(start)); });
    }
    const QStringList bytes = address.split(QLatin1Char('.'));
    if (bytes.size() != 4)
        return false;
    const int first = bytes[0].toInt();
    const int second = bytes[1].toInt();
    return first == 127 || first == 10 || (first == 192 && second == 168) ||
           (first == 172 && second >= 16 && second < 32);
}

// "mail.example.org (host.example.org [10.0.0.5])". The name before the bracket is whatever the other side
// claims, so it tells nothing, and neither does an address that stands there.
bool comesFromInside(const QString &from)
{
    const qsizetype comment = from.indexOf(QLatin1Char('('));
    const qsizetype open = from.indexOf(QLatin1Char('['), qMax<qsizetype>(comment, 0));
    const qsizetype close = from.indexOf(QLatin1Char(']'), open);
    if (comment < 0 || open < 0 || close < 0)
        return false;
    QString address = from.mid(open + 1, close - open - 1).toLower();
    if (address.startsWith(QLatin1String("ipv6:")))
        address.remove(0, 5);
    return isInside(address);
}

// True where the message did not come from outside over this hop: what stands below it is of the same system.
bool isWithin(const Hop &hop, const Provider &provider)
{
    if (hop.fromRaw.isEmpty())
        return true;
    return provider.owns(hop.by) && (hop.isLocal || comesFromInside(hop.fromRaw));
}

// Fields that the author of a message writes. A server puts its own above them.
bool isOfAuthor(QByteArrayView name)
{
    static constexpr const char *names[] = {"From",         "Sender",       "Reply-To",       "To",
                                            "Cc",           "Subject",      "Date",           "Message-ID",
                                            "MIME-Version", "Content-Type", "DKIM-Signature", "In-Reply-To"};
    return std::any_of(std::begin(names), std::end(names),
                       [name](const char *one) { return sameIgnoringCase(name, one); });
}

// What a provider wrote: everything above `end`, and perhaps something above `below`.
struct Region {
    size_t end = 0;
    size_t below = 0;
};

Region regionOf(const std::vector<HeaderField> &fields, const Provider &provider)
{
    Region region;
    bool hasCrossed = false; // the hop over which the message came to the provider
    for (size_t i = 0; i < fields.size() && !isOfAuthor(fields[i].name); ++i) {
        if (sameIgnoringCase(fields[i].name, "Received")) {
            const Hop hop = hopOf(fields[i].value);
            if (hasCrossed || !isWithin(hop, provider)) {
                if (hasCrossed || !provider.writesBelow() || !provider.owns(hop.by))
                    break;
                hasCrossed = true;
            }
        }
        region.below = i + 1;
        if (!hasCrossed)
            region.end = i + 1;
    }
    return region;
}

} // namespace

ProviderResults::ProviderResults(const HeaderBlock &header, const TrustContext &context)
{
    const Provider provider(context);
    const auto &fields = header.fields();
    const Region region = regionOf(fields, provider);
    bool found = false;
    for (size_t i = 0; i < region.below; ++i) {
        // Below its Received field only the provider's first one is certain to be no sender's.
        if (found && i >= region.end)
            break;
        if (!sameIgnoringCase(fields[i].name, "Authentication-Results"))
            continue;
        auto field = AuthenticationResults::parse(fields[i].value);
        if (!provider.owns(QString::fromLatin1(field.server)))
            continue;
        found = true;
        for (auto &result : field.results)
            if (qsizetype(m_results.size()) < AuthenticationResults::maxResults)
                m_results.push_back(std::move(result));
    }
}
