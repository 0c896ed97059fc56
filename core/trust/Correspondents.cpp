// SPDX-License-Identifier: GPL-3.0-or-later
#include "Correspondents.h"

#include "LookAlike.h"
#include "RegistrableDomain.h"
#include "TrustLists.h"

#include <algorithm>

namespace
{

constexpr qsizetype longestName = 200; // characters
constexpr qsizetype shortestName = 3;
constexpr size_t mostNamesakes = 3; // a name that more people have says nothing
constexpr int mostNames = 3;        // an address under more names is a machine that writes for others
constexpr size_t mostOfOneLabel = 8;
constexpr qsizetype mostLabels = 10;

// Names that say what somebody does, not who he is.
bool isRole(const QString &name)
{
    static const QStringList roles{
        QStringLiteral("account"),       QStringLiteral("accounts"),      QStringLiteral("admin"),
        QStringLiteral("administrator"), QStringLiteral("alert"),         QStringLiteral("alerts"),
        QStringLiteral("billing"),       QStringLiteral("contact"),       QStringLiteral("customer"),
        QStringLiteral("care"),          QStringLiteral("daemon"),        QStringLiteral("delivery"),
        QStringLiteral("desk"),          QStringLiteral("email"),         QStringLiteral("help"),
        QStringLiteral("helpdesk"),      QStringLiteral("info"),          QStringLiteral("it"),
        QStringLiteral("kontakt"),       QStringLiteral("kundenservice"), QStringLiteral("mail"),
        QStringLiteral("mailer"),        QStringLiteral("mailer-daemon"), QStringLiteral("marketing"),
        QStringLiteral("news"),          QStringLiteral("newsletter"),    QStringLiteral("no"),
        QStringLiteral("no-reply"),      QStringLiteral("noreply"),       QStringLiteral("notification"),
        QStringLiteral("notifications"), QStringLiteral("office"),        QStringLiteral("orders"),
        QStringLiteral("postmaster"),    QStringLiteral("reply"),         QStringLiteral("sales"),
        QStringLiteral("security"),      QStringLiteral("service"),       QStringLiteral("shop"),
        QStringLiteral("subsystem"),     QStringLiteral("support"),       QStringLiteral("system"),
        QStringLiteral("team"),          QStringLiteral("the"),           QStringLiteral("webmaster")};
    const QStringList words = name.toLower().split(QLatin1Char(' '));
    return std::all_of(words.begin(), words.end(), [](const QString &word) { return roles.contains(word); });
}

// "Berger, Anna" and "Anna Berger", with whatever letters that look alike, are one; empty: says nothing.
QString nameKey(const QString &name)
{
    QString plain = name.left(longestName).remove(QLatin1Char('"')).simplified();
    if (plain.contains(QLatin1Char('@')) || isRole(plain))
        return {};
    if (plain.count(QLatin1Char(',')) == 1)
        plain =
            (plain.section(QLatin1Char(','), 1) + QLatin1Char(' ') + plain.section(QLatin1Char(','), 0, 0))
                .simplified();
    const QString key = skeleton(plain);
    return key.size() < shortestName ? QString() : key;
}

QString localPart(const QString &address)
{
    return address.left(address.lastIndexOf(QLatin1Char('@')));
}

bool areSame(const QString &address, const QString &other)
{
    return address.compare(other, Qt::CaseInsensitive) == 0;
}

// Two addresses that may well be one sender's: of one company, or of one customer of a provider.
bool mayBeOne(const QString &address, const QString &other)
{
    const QString host = domainOf(address), otherHost = domainOf(other);
    const AuthenticatingProvider *provider = providerOf(host);
    if (provider && provider == providerOf(otherHost))
        return areSame(localPart(address), localPart(other));
    const Brand *brand = brandOf(host);
    return haveSameOwner(host, otherHost) || (brand && brand->domains.contains(registrableDomain(otherHost)));
}

} // namespace

bool Correspondents::isNew(const SenderCount &sender, qint64 date)
{
    return sender.messages < often || date - sender.since < longTime;
}

void Correspondents::add(const SenderCount &correspondent)
{
    const QString &address = correspondent.sender.address;
    const QString domain = registrableDomain(domainOf(address));
    if (domain.isEmpty())
        return;
    const Known known{address, correspondent.since};
    if (const QString key = nameKey(correspondent.sender.name); !key.isEmpty()) {
        auto &namesakes = m_byName[key];
        const bool isThere = std::any_of(namesakes.begin(), namesakes.end(),
                                         [&](const Known &one) { return areSame(one.address, address); });
        if (!isThere && namesakes.size() <= mostNamesakes) {
            namesakes.push_back(known);
            ++m_names[address.toLower()];
        }
    }
    auto &others = m_byLabel[skeleton(ownLabel(domain))];
    const auto same = std::find_if(others.begin(), others.end(), [&](const Known &other) {
        return registrableDomain(domainOf(other.address)) == domain;
    });
    if (same == others.end() && others.size() < mostOfOneLabel)
        others.push_back(known);
    else if (same != others.end() && known.since < same->since)
        *same = known;
}

QString Correspondents::namesakeOf(const SenderCount &newcomer) const
{
    const auto namesakes = m_byName.constFind(nameKey(newcomer.sender.name));
    if (namesakes == m_byName.cend() || namesakes->size() > mostNamesakes)
        return {};
    const Known *oldest = nullptr;
    for (const Known &known : *namesakes) {
        if (mayBeOne(known.address, newcomer.sender.address))
            return {}; // the name is his own
        const bool isMachine = m_names.value(known.address.toLower()) > mostNames;
        if (known.since < newcomer.since && !isMachine && (!oldest || known.since < oldest->since))
            oldest = &known;
    }
    return oldest ? oldest->address : QString();
}

QString Correspondents::lookAlikeOf(const SenderCount &newcomer) const
{
    const QString host = domainOf(newcomer.sender.address);
    const QString domain = registrableDomain(host);
    if (brandOf(host)) // who owns the name himself imitates nobody
        return {};
    QString found;
    for (const QString &label : unicodeHost(host).split(QLatin1Char('.')).mid(0, mostLabels)) {
        const auto others = m_byLabel.constFind(skeleton(label));
        if (others == m_byLabel.cend())
            continue;
        for (const Known &other : *others) {
            const QString otherDomain = registrableDomain(domainOf(other.address));
            if (other.since >= newcomer.since)
                continue;
            if (otherDomain == domain)
                return {}; // colleagues of his have written before
            if (found.isEmpty() && looksLike(host, otherDomain))
                found = other.address;
        }
    }
    return found;
}
