// SPDX-License-Identifier: GPL-3.0-or-later
#include "ProxyEndpoint.h"

namespace
{
ProxyServer::Kind proxyKindOf(ProxySettings::Kind kind)
{
    switch (kind) {
    case ProxySettings::Kind::None:
        return ProxyServer::Kind::None;
    case ProxySettings::Kind::Socks5:
        return ProxyServer::Kind::Socks5;
    case ProxySettings::Kind::Http:
        return ProxyServer::Kind::Http;
    }
    Q_UNREACHABLE();
}
} // namespace

QString bareHost(const QString &host)
{
    const QString trimmed = host.trimmed();
    const bool bracketed = trimmed.startsWith(QLatin1Char('[')) && trimmed.endsWith(QLatin1Char(']'));
    return bracketed ? trimmed.mid(1, trimmed.size() - 2) : trimmed;
}

ProxyServer proxyServerOf(const ProxySettings &proxy, const QString &password)
{
    return {proxyKindOf(proxy.kind), bareHost(proxy.host), proxy.port, proxy.user, password};
}
