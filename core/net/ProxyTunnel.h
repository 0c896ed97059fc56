// SPDX-License-Identifier: GPL-3.0-or-later
//
// openTunnel() asks a proxy for a connection to a host: SOCKS5 (RFC 1928, with user and password by RFC 1929)
// or HTTP CONNECT (RFC 9110 §9.3.6, with Basic by RFC 7617). The host's name goes to the proxy as it is, so
// that no name server learns of it from here. It reads not one byte beyond the proxy's answer. Knows no
// socket and keeps no state.
#pragma once

#include "Endpoint.h"
#include "Result.h"

#include <QByteArrayView>

#include <functional>

struct ProxyStream {
    std::function<Result<void>(QByteArrayView bytes)> write;
    std::function<Result<QByteArray>(qsizetype size)> read; // exactly so many bytes
};

// ProxyFailed with the proxy's words in serverText where it has any; InvalidArgument when host, user or
// password do not fit the protocol; whatever `stream` fails with.
Result<void> openTunnel(const ProxyServer &proxy, const QString &host, quint16 port,
                        const ProxyStream &stream);
