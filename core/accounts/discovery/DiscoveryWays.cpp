// SPDX-License-Identifier: GPL-3.0-or-later
#include "DiscoveryWays.h"

#include "AutoconfigRequest.h"
#include "DnsDiscovery.h"
#include "PopProbe.h"
#include "ProviderProposal.h"

namespace
{
constexpr quint16 httpsPort = 443;

class Ways
{
public:
    Ways(const MailAddress &address, const DiscoveryEnvironment &environment)
        : m_address(address), m_environment(environment)
    {
    }

    void addAutoconfig();
    void addNameServers();
    void addIspdb();
    void addProbes(ServerSecurity security, quint16 port);
    std::vector<DiscoveryWay> take() { return std::move(m_ways); }

private:
    void addWebServer(DiscoverySource source, const QUrl &url);
    QUrl webAddress(const QString &host, const QString &path) const;

    const MailAddress m_address;
    const DiscoveryEnvironment &m_environment;
    std::vector<DiscoveryWay> m_ways;
};

QUrl Ways::webAddress(const QString &host, const QString &path) const
{
    QUrl url;
    url.setScheme(QStringLiteral("https"));
    url.setHost(host);
    url.setPath(path);
    if (m_environment.webPort != httpsPort)
        url.setPort(m_environment.webPort);
    return url;
}

void Ways::addWebServer(DiscoverySource source, const QUrl &url)
{
    const QString host = url.host(QUrl::FullyEncoded);
    const auto look = [=, address = m_address, &environment = m_environment](
                          Cancellation &cancellation) -> Result<std::vector<ServerProposal>> {
        TRY(auto proposals, fetchAutoconfig(url, address, environment, cancellation));
        for (ServerProposal &proposal : proposals) {
            proposal.source = source;
            proposal.toldBy = host;
            addWhatIsKnown(proposal);
        }
        return bestFirst(std::move(proposals));
    };
    m_ways.push_back({source, host, look});
}

// The provider answers for the domain by the certificate, also where it sends us on. It learns the domain
// that it is, and not whose address it is.
void Ways::addAutoconfig()
{
    const QString path = QStringLiteral("/mail/config-v1.1.xml");
    const QString &domain = m_address.domain;
    addWebServer(DiscoverySource::Autoconfig, webAddress(QStringLiteral("autoconfig.") + domain, path));
    addWebServer(DiscoverySource::Autoconfig,
                 webAddress(domain, QStringLiteral("/.well-known/autoconfig") + path));
}

void Ways::addNameServers()
{
    for (const auto security : {ServerSecurity::Tls, ServerSecurity::StartTls})
        m_ways.push_back({DiscoverySource::Service, m_address.domain,
                          [=, address = m_address, &environment = m_environment](Cancellation &cancellation) {
                              return lookUpService(security, address, environment, cancellation);
                          }});
    m_ways.push_back({DiscoverySource::Exchanger, m_address.domain,
                      [address = m_address, &environment = m_environment](Cancellation &cancellation) {
                          return lookUpExchanger(address, environment, cancellation);
                      }});
}

void Ways::addIspdb()
{
    addWebServer(DiscoverySource::Ispdb, QUrl(m_environment.ispdb + m_address.domain));
}

void Ways::addProbes(ServerSecurity security, quint16 port)
{
    for (const char *name : {"pop.", "pop3.", "mail.", ""}) {
        const PopPlace place{QLatin1String(name) + m_address.domain, port, security};
        m_ways.push_back({DiscoverySource::Probe, place.host,
                          [=, address = m_address, &environment = m_environment](
                              Cancellation &cancellation) -> Result<std::vector<ServerProposal>> {
                              TRY(const auto found, probePop(place, address, environment, cancellation));
                              return std::vector{found};
                          }});
    }
}
} // namespace

std::vector<DiscoveryWay> discoveryWays(const MailAddress &address, bool mayAskIspdb,
                                        const DiscoveryEnvironment &environment)
{
    Ways ways(address, environment);
    ways.addAutoconfig();
    if (environment.proxy.kind == ProxySettings::Kind::None)
        ways.addNameServers();
    if (mayAskIspdb)
        ways.addIspdb();
    ways.addProbes(ServerSecurity::Tls, environment.tlsPort);
    ways.addProbes(ServerSecurity::StartTls, environment.startTlsPort);
    return ways.take();
}
