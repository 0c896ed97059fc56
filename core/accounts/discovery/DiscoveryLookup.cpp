// SPDX-License-Identifier: GPL-3.0-or-later
#include "DiscoveryLookup.h"

NameLookup nameLookupOf(const DiscoveryEnvironment &environment)
{
    if (environment.addresses.isEmpty())
        return systemNameLookup();
    return [addresses = environment.addresses](const QString &name, QObject *,
                                               const std::function<void(const QHostInfo &)> &found) {
        QHostInfo info;
        if (const QString address = addresses.value(name); !address.isEmpty())
            info.setAddresses({QHostAddress(address)});
        else
            info.setError(QHostInfo::HostNotFound);
        found(info);
    };
}
