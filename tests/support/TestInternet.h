// SPDX-License-Identifier: GPL-3.0-or-later
//
// TestInternet is the DiscoveryEnvironment of a test: what it does not name does not exist. Names lead to
// this computer, ports to the test's own servers, and what the name servers are asked is remembered.
#pragma once

#include "DiscoveryEnvironment.h"
#include "TestCertificates.h"

#include <QMap>

#include <mutex>

class TestInternet
{
public:
    // `hosts` exist, and `identity` is good for all of them; the domain is example.org.
    explicit TestInternet(const QStringList &hosts)
    {
        identity = certificates.forHosts(hosts);
        environment.addresses.insert(QStringLiteral("elsewhere.invalid"), QString());
        for (const QString &host : hosts)
            environment.addresses.insert(host, QStringLiteral("127.0.0.1"));
        environment.caFile = certificates.caFile();
        environment.mayBePrivate = true;
        environment.systemProxy = {};
        environment.webPort = environment.tlsPort = environment.startTlsPort = refusingPort;
        environment.ispdb = QStringLiteral("https://ispdb.invalid/");
        environment.patience = environment.patienceAfterFind = std::chrono::minutes(1); // for slow computers
        environment.resolver = [this](const DnsQuestion &question, std::chrono::milliseconds,
                                      Cancellation &) -> Result<std::vector<DnsRecord>> {
            const std::lock_guard lock(m_mutex);
            m_asked.append(question.name);
            return records.value(question.name);
        };
    }
    TestInternet(const TestInternet &) = delete;
    TestInternet &operator=(const TestInternet &) = delete;

    // The names that name servers were asked for.
    QStringList asked() const
    {
        const std::lock_guard lock(m_mutex);
        return m_asked;
    }

    static constexpr quint16 refusingPort = 1;

    TestCertificates certificates;
    ServerIdentity identity;
    QMap<QString, std::vector<DnsRecord>> records; // by name; before anything is asked
    DiscoveryEnvironment environment;              // refers to this

private:
    mutable std::mutex m_mutex;
    QStringList m_asked;
};
