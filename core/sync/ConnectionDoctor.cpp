// SPDX-License-Identifier: GPL-3.0-or-later
#include "ConnectionDoctor.h"

#include "Pop3Connection.h"
#include "SignInCredentials.h"
#include "SocketChannel.h"
#include "TlsPolicy.h"

#include <algorithm>

using Kind = DiagnosisStep::Kind;

// The channel with its bytes written down.
class ConnectionDoctor::Listener final : public Channel
{
public:
    Listener(std::unique_ptr<Channel> channel, ConnectionDoctor &doctor)
        : m_channel(std::move(channel)), m_doctor(doctor)
    {
    }

    Result<void> write(QByteArrayView bytes) override
    {
        m_doctor.sentCommands(bytes, m_channel->isEncrypted());
        return m_channel->write(bytes);
    }
    Result<void> read(QByteArray &buffer, std::chrono::milliseconds timeout) override
    {
        const qsizetype before = buffer.size();
        auto result = m_channel->read(buffer, timeout);
        m_doctor.m_log.received(QByteArrayView(buffer).sliced(before));
        return result;
    }
    qint64 unreadBytes() const override { return m_channel->unreadBytes(); }
    Result<void> startTls() override
    {
        auto result = m_channel->startTls();
        if (result)
            m_doctor.m_log.tlsStarted(m_channel->tlsVersion());
        return result;
    }
    bool isEncrypted() const override { return m_channel->isEncrypted(); }
    QString tlsVersion() const override { return m_channel->tlsVersion(); }
    void close() override { m_channel->close(); }

private:
    const std::unique_ptr<Channel> m_channel;
    ConnectionDoctor &m_doctor;
};

ConnectionDoctor::ConnectionDoctor(const ServerSettings &server, const SignInSecrets &secrets,
                                   Cancellation &cancellation,
                                   std::function<void(const DiagnosisStep &)> step, Options options)
    : m_server(server), m_secrets(secrets), m_cancellation(cancellation), m_step(std::move(step)),
      m_options(std::move(options))
{
    std::vector<Kind> kinds{Kind::NameLookup, Kind::Connect};
    if (server.security == ServerSecurity::Tls)
        kinds.push_back(Kind::Tls);
    kinds.push_back(Kind::Greeting);
    if (server.security == ServerSecurity::StartTls)
        kinds.push_back(Kind::Tls);
    kinds.insert(kinds.end(), {Kind::Capabilities, Kind::SignIn, Kind::Status, Kind::Listing});
    for (const Kind kind : kinds) {
        DiagnosisStep one;
        one.kind = kind;
        m_diagnosis.steps.push_back(one);
    }
    m_log.setUser(server.user);
    for (const QString &secret :
         {secrets.password, secrets.proxyPassword, secrets.clientKeyPassphrase, server.oauth.clientSecret})
        m_log.hide(secret);
}

Diagnosis ConnectionDoctor::run()
{
    m_trace.entering = [this](ConnectionTrace::Phase phase) {
        if (phase == ConnectionTrace::Phase::Connect)
            enter(Kind::Connect);
        else if (phase == ConnectionTrace::Phase::Tls)
            enter(Kind::Tls);
    };
    const Endpoint endpoint = endpointOf(m_server, m_secrets, m_options.patience);
    const auto usable = tlsConfiguration(endpoint.tls);
    // Files that cannot be used are a matter of TLS, though nothing was tried.
    enter(usable || m_server.security == ServerSecurity::None ? Kind::NameLookup : Kind::Tls);
    const auto examined = usable ? examine(endpoint) : Result<void>(tl::unexpected<Error>(usable.error()));
    if (!examined)
        m_log.note(errorCodeName(examined.error().code) + QStringLiteral(": ") + examined.error().detail);
    finish(examined ? std::nullopt : std::optional(examined.error()));
    m_diagnosis.wireLog = m_log.text();
    return std::move(m_diagnosis);
}

Result<void> ConnectionDoctor::examine(const Endpoint &endpoint)
{
    // As a check does it: another way of signing in may take another connection (R102).
    std::optional<Pop3Credentials> credentials;
    for (int connections = 1;; ++connections) {
        TRY(auto connection, open(endpoint));
        enter(Kind::SignIn);
        if (!credentials) {
            TRY(credentials, credentialsOf(m_server, m_secrets));
            credentials->cancellation = &m_cancellation;
        }
        Pop3Retry retry;
        auto mailbox = std::move(connection).signIn(*credentials, &retry);
        if (mailbox) {
            m_facts = QStringLiteral("signed in by %1 as %2").arg(mailbox->signInMethod(), m_server.user);
            return examineMailbox(std::move(*mailbox));
        }
        if (!retry.isWorthwhile || connections == maxSignInConnections)
            return tl::unexpected<Error>(std::move(mailbox.error()));
        m_log.note(QStringLiteral("the server closed the connection; once more, in another way"));
        credentials->exclude += retry.exclude;
        credentials->tokenWasRefused = credentials->tokenWasRefused || retry.tokenWasRefused;
    }
}

Result<Pop3Connection> ConnectionDoctor::open(const Endpoint &endpoint)
{
    TRY(auto channel, connect(endpoint));
    enter(Kind::Greeting);
    return Pop3Connection::open(std::move(channel), endpoint.security, {endpoint.patience});
}

Result<std::unique_ptr<Channel>> ConnectionDoctor::connect(const Endpoint &endpoint)
{
    TRY(auto channel, SocketChannel::connect(endpoint, m_cancellation, {&m_trace, m_options.lookup}));
    m_log.connected(QStringLiteral("%1 %2")
                        .arg(placeName(endpoint.host, endpoint.port), channel->tlsVersion())
                        .trimmed());
    return std::unique_ptr<Channel>(std::make_unique<Listener>(std::move(channel), *this));
}

Result<void> ConnectionDoctor::examineMailbox(Pop3Mailbox mailbox)
{
    enter(Kind::Status);
    TRY(const auto status, mailbox.stat());
    m_facts = status ? QStringLiteral("%1 messages, %2 octets").arg(status->messages).arg(status->octets)
                     : QStringLiteral("the answer makes no sense");
    enter(Kind::Listing);
    TRY(const auto listing, mailbox.listing());
    m_facts = listing.hasUidl
                  ? QStringLiteral("%1 messages with unique-ids").arg(listing.entries.size())
                  : QStringLiteral("%1 messages; the server knows no unique-ids").arg(listing.entries.size());
    if (const auto left = std::move(mailbox).quit(); !left)
        m_log.note(QStringLiteral("no farewell: ") + errorCodeName(left.error().code));
    return {};
}

// What is asked in the clear where STLS has to follow, is asked for TLS' sake.
void ConnectionDoctor::sentCommands(QByteArrayView bytes, bool isEncrypted)
{
    m_log.sent(bytes);
    if (bytes.startsWith("CAPA"))
        enter(m_server.security == ServerSecurity::StartTls && !isEncrypted ? Kind::Tls : Kind::Capabilities);
}

DiagnosisStep *ConnectionDoctor::current()
{
    return m_current ? &m_diagnosis.steps[*m_current] : nullptr;
}

bool ConnectionDoctor::hasBegun(Kind kind) const
{
    return std::find(m_begun.begin(), m_begun.end(), kind) != m_begun.end();
}

void ConnectionDoctor::enter(Kind kind)
{
    const auto at = std::find_if(m_diagnosis.steps.begin(), m_diagnosis.steps.end(),
                                 [kind](const DiagnosisStep &step) { return step.kind == kind; });
    if (hasBegun(kind) || at == m_diagnosis.steps.end())
        return;
    finish();
    m_begun.push_back(kind);
    m_current = size_t(at - m_diagnosis.steps.begin());
    m_timer.start();
    if (m_step)
        m_step(*at);
}

void ConnectionDoctor::finish(std::optional<Error> error)
{
    DiagnosisStep *const step = current();
    if (!step)
        return;
    step->ok = !error;
    step->milliseconds = m_timer.elapsed();
    step->detail = m_log.harmless(m_facts.isEmpty() ? factsOf(step->kind) : m_facts);
    if (error) {
        error->detail = m_log.harmless(error->detail);
        error->serverText = m_log.harmless(error->serverText);
    }
    step->error = std::move(error);
    m_facts.clear();
    m_current.reset();
    if (m_step)
        m_step(*step);
}

QString ConnectionDoctor::factsOf(Kind kind) const
{
    switch (kind) {
    case Kind::NameLookup:
        return lookupFacts();
    case Kind::Connect:
        return connectionFacts();
    case Kind::Tls:
        return tlsFacts();
    case Kind::Greeting:
        return m_log.greeting();
    case Kind::Capabilities:
        return m_log.capabilities().isEmpty() ? QStringLiteral("the server announces nothing")
                                              : m_log.capabilities().join(QLatin1Char('\n'));
    case Kind::SignIn:
    case Kind::Status:
    case Kind::Listing:
        break;
    }
    return {};
}

// Where there is a proxy, its name is looked up here, and the server's there.
QString ConnectionDoctor::lookupFacts() const
{
    const bool isProxied = m_server.proxy.kind != ProxySettings::Kind::None;
    const QString name = isProxied ? m_server.proxy.host : m_server.host;
    if (m_trace.addresses.isEmpty())
        return {};
    if (m_trace.addresses == QStringList{name})
        return QStringLiteral("%1 is an address, there is nothing to look up").arg(name);
    return QStringLiteral("%1 is at\n%2").arg(name, m_trace.addresses.join(QLatin1Char('\n')));
}

QString ConnectionDoctor::connectionFacts() const
{
    QStringList facts;
    if (m_server.proxy.kind != ProxySettings::Kind::None)
        facts.append(QStringLiteral("through the %1 proxy %2, which looks the server's name up")
                         .arg(m_server.proxy.kind == ProxySettings::Kind::Socks5 ? QStringLiteral("SOCKS5")
                                                                                 : QStringLiteral("HTTP"),
                              placeName(m_server.proxy.host, m_server.proxy.port)));
    for (const ConnectionTrace::Attempt &attempt : m_trace.attempts)
        if (!attempt.error.isEmpty())
            facts.append(attempt.address + QStringLiteral(": ") + attempt.error);
    if (!m_trace.connectedTo.isEmpty())
        facts.append(QStringLiteral("connected to ") + m_trace.connectedTo);
    return facts.join(QLatin1Char('\n'));
}

QString ConnectionDoctor::tlsFacts() const
{
    QStringList facts;
    if (!m_trace.tlsVersion.isEmpty())
        facts.append(m_trace.tlsVersion + QStringLiteral(", ") + m_trace.cipher);
    if (m_trace.isPinned)
        facts.append(QStringLiteral("the certificate does not verify; the user accepted it"));
    for (const CertificateFacts &certificate : m_trace.chain)
        facts.append(QStringLiteral("%1, issued by %2, valid from %3 to %4")
                         .arg(certificate.subject, certificate.issuer,
                              certificate.validFrom.toString(Qt::ISODate),
                              certificate.validUntil.toString(Qt::ISODate)));
    if (!m_trace.chain.empty() && !m_trace.chain.front().names.isEmpty())
        facts.append(QStringLiteral("for ") + m_trace.chain.front().names.join(QStringLiteral(", ")));
    return facts.join(QLatin1Char('\n'));
}
