// SPDX-License-Identifier: GPL-3.0-or-later
#include "PublicAddress.h"

#include <QtEndian>

#include <algorithm>

namespace
{
struct Block {
    const char *address;
    int prefix;
};

// The special-purpose registries of IANA (RFC 6890), and multicast.
constexpr Block notPublic4[] = {
    {"0.0.0.0", 8},     {"10.0.0.0", 8},      {"100.64.0.0", 10},  {"127.0.0.0", 8},    {"169.254.0.0", 16},
    {"172.16.0.0", 12}, {"192.0.0.0", 24},    {"192.0.2.0", 24},   {"192.88.99.0", 24}, {"192.168.0.0", 16},
    {"198.18.0.0", 15}, {"198.51.100.0", 24}, {"203.0.113.0", 24}, {"224.0.0.0", 4},    {"240.0.0.0", 4},
};
constexpr Block public6{"2000::", 3}; // the only unicast that is given out; the rest is local or nobody's
constexpr Block notPublic6[] = {{"2001::", 23}, {"2001:db8::", 32}, {"3fff::", 20}};
constexpr Block nat64{"64:ff9b::", 96}; // RFC 6052
constexpr Block sixToFour{"2002::", 16};

bool isIn(const QHostAddress &address, const Block &block)
{
    return address.isInSubnet(QHostAddress(QLatin1String(block.address)), block.prefix);
}

bool isPublic4(const QHostAddress &address)
{
    return std::none_of(std::begin(notPublic4), std::end(notPublic4),
                        [&](const Block &block) { return isIn(address, block); });
}
} // namespace

bool isPublic(const QHostAddress &address)
{
    bool isMapped = false;
    const quint32 four = address.toIPv4Address(&isMapped);
    if (isMapped)
        return isPublic4(QHostAddress(four));
    if (address.protocol() != QAbstractSocket::IPv6Protocol)
        return false;
    const Q_IPV6ADDR six = address.toIPv6Address();
    if (isIn(address, nat64))
        return isPublic4(QHostAddress(qFromBigEndian<quint32>(six.c + 12)));
    if (isIn(address, sixToFour))
        return isPublic4(QHostAddress(qFromBigEndian<quint32>(six.c + 2)));
    return isIn(address, public6) && std::none_of(std::begin(notPublic6), std::end(notPublic6),
                                                  [&](const Block &block) { return isIn(address, block); });
}

bool isLocalName(const QString &host)
{
    QString name = host.toLower();
    while (name.endsWith(u'.'))
        name.chop(1);
    static const QStringList ends{QStringLiteral("localhost"),   QStringLiteral("local"),
                                  QStringLiteral("localdomain"), QStringLiteral("internal"),
                                  QStringLiteral("home.arpa"),   QStringLiteral("lan")};
    // A name of one label is looked for in the network around.
    return !name.contains(u'.') || std::any_of(ends.begin(), ends.end(),
                                               [&](const QString &end) { return name.endsWith(u'.' + end); });
}

NameLookup publicNameLookup(NameLookup lookup)
{
    return [lookup = std::move(lookup)](const QString &name, QObject *context,
                                        const std::function<void(const QHostInfo &)> &found) {
        lookup(name, context, [found](QHostInfo info) {
            QList<QHostAddress> addresses = info.addresses();
            addresses.removeIf([](const QHostAddress &address) { return !isPublic(address); });
            if (addresses.isEmpty() && info.error() == QHostInfo::NoError) {
                info.setError(QHostInfo::HostNotFound);
                info.setErrorString(QStringLiteral("no address of the internet"));
            }
            info.setAddresses(addresses);
            found(info);
        });
    };
}
