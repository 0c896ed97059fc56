// SPDX-License-Identifier: GPL-3.0-or-later
//
// DiscoveryEnvironment is the internet as DiscoveryRun sees it: the way there, name servers, ports,
// authorities, patience. As it is made it is the real one; tests put their own in its place. Value.
#pragma once

#include "DnsResolver.h"
#include "SystemProxy.h"

#include <QHash>
#include <QString>

#include <chrono>

struct DiscoveryEnvironment {
    DnsResolver resolver = systemResolver();
    QHash<QString, QString> addresses = {}; // of names; where there are some, no other name has one
    // Everything goes through it. Name servers are asked past a proxy and would learn the domain, so they are
    // not asked.
    ProxySettings proxy = {};
    QString proxyPassword = {};
    // Where no proxy is set: what the system has for a mail server. Empty: nobody is asked.
    std::function<ProxySettings(const QString &host, quint16 port)> systemProxy = ::systemProxy;
    QString caFile = {};       // PEM with additional authorities; empty: the system's alone
    bool mayBePrivate = false; // asks web servers on addresses that are not of the internet, too
    quint16 webPort = 443;
    quint16 tlsPort = 995;
    quint16 startTlsPort = 110;
    QString ispdb = QStringLiteral("https://live.thunderbird.net/autoconfig/v1.1/"); // and the domain
    std::chrono::milliseconds patience{10'000};                                      // for all of it
    std::chrono::milliseconds patienceAfterFind{3'000}; // for what would be better than what was found
};
