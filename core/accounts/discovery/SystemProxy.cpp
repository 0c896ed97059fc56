// SPDX-License-Identifier: GPL-3.0-or-later
#include "SystemProxy.h"

#include <QNetworkProxy>

ProxySettings systemProxy(const QString &host, quint16 port)
{
    const auto proxies = QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(host, port));
    for (const QNetworkProxy &proxy : proxies) {
        if (proxy.type() == QNetworkProxy::NoProxy)
            return {};
        const bool isSocks = proxy.type() == QNetworkProxy::Socks5Proxy;
        if (isSocks || proxy.type() == QNetworkProxy::HttpProxy)
            return {isSocks ? ProxySettings::Kind::Socks5 : ProxySettings::Kind::Http, proxy.hostName(),
                    proxy.port(), proxy.user()};
    }
    return {};
}
