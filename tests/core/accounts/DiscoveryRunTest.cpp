// SPDX-License-Identifier: GPL-3.0-or-later
//
// Looking for the server of an address in an internet of the test's own: web servers over TLS, name servers,
// and servers of POP3 that note what they are told.
#include "DiscoveryRun.h"

#include "AutoconfigAnswers.h"
#include "InWorker.h"
#include "PopMailbox.h"
#include "TestHttpServer.h"
#include "TestInternet.h"
#include "TestProxy.h"

#include <QTest>

#include <algorithm>

using Source = DiscoverySource;
using State = DiscoveryStep::State;

class DiscoveryRunTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aKnownProviderIsFoundWithoutAskingAnybody();
    void aProviderWithoutPop3IsSaid();
    void theProvidersOwnSettingsWin();
    void theWellKnownPlaceIsAskedAsWell();
    void aServiceRecordNamesTheServer_data();
    void aServiceRecordNamesTheServer();
    void theExchangersNameTheProvider();
    void theThirdPartyIsAskedOnlyWhereItMayBe();
    void aServerAnswersAtAUsualName();
    void startTlsIsFoundWhereThereIsNoTls();
    void whatIsNoGoodServerIsNoFind_data();
    void whatIsNoGoodServerIsNoFind();
    void aServerInTheClearIsProposedLast();
    void nothingIsFoundWhereNothingIs();
    void whereNobodyCanBeAskedThatIsSaid();
    void allGoesThroughTheProxy_data();
    void allGoesThroughTheProxy();
    void aProxyThatLetsNothingPassIsNamed();
    void timeIsBounded();
    void aFindWaitsForBetterOnesButShortly();
    void aCancelKeepsWhatWasFound();

private:
    struct Outcome {
        std::vector<ServerProposal> proposals;
        std::optional<Error> error;
        std::vector<DiscoveryStep> steps;

        // The last word of a source.
        DiscoveryStep step(Source source) const
        {
            const auto last = std::find_if(steps.rbegin(), steps.rend(),
                                           [&](const DiscoveryStep &step) { return step.source == source; });
            return last == steps.rend() ? DiscoveryStep() : *last;
        }
    };
    Outcome discover(const QString &email = QStringLiteral("anna@example.org"), bool mayAskIspdb = false,
                     const std::function<void(const DiscoveryStep &, Cancellation &)> &stepped = {}) const;
    static bool sawNoCredential(const ScriptedPopServer &server);

    std::unique_ptr<TestInternet> m_internet;
};

void DiscoveryRunTest::init()
{
    m_internet = std::make_unique<TestInternet>(
        QStringList{QStringLiteral("autoconfig.example.org"), QStringLiteral("example.org"),
                    QStringLiteral("pop3.example.org"), QStringLiteral("ispdb.example")});
    QVERIFY(!m_internet->identity.isEmpty());
}

DiscoveryRunTest::Outcome
DiscoveryRunTest::discover(const QString &email, bool mayAskIspdb,
                           const std::function<void(const DiscoveryStep &, Cancellation &)> &stepped) const
{
    return inWorker([&] {
        Outcome outcome;
        Cancellation cancellation;
        DiscoveryRun run(*parseMailAddress(email), mayAskIspdb, m_internet->environment,
                         [&](const DiscoveryStep &step) {
                             outcome.steps.push_back(step);
                             if (stepped)
                                 stepped(step, cancellation);
                         });
        if (auto found = run.run(cancellation))
            outcome.proposals = std::move(*found);
        else
            outcome.error = std::move(found.error());
        return outcome;
    });
}

bool DiscoveryRunTest::sawNoCredential(const ScriptedPopServer &server)
{
    server.waitForDisconnect();
    const QByteArrayList lines = server.received();
    return std::all_of(lines.begin(), lines.end(),
                       [](const QByteArray &line) { return line == "CAPA" || line == "STLS"; });
}

void DiscoveryRunTest::aKnownProviderIsFoundWithoutAskingAnybody()
{
    const auto outcome = discover(QStringLiteral("anna@GMX.de"));
    QCOMPARE(outcome.proposals.size(), size_t(1));
    QCOMPARE(outcome.proposals[0].source, Source::ProviderTable);
    QCOMPARE(outcome.proposals[0].server.host, QStringLiteral("pop.gmx.net"));
    QCOMPARE(outcome.proposals[0].server.user, QStringLiteral("anna@GMX.de"));
    QCOMPARE(outcome.proposals[0].providerId, QStringLiteral("gmx"));
    QCOMPARE(outcome.step(Source::ProviderTable).state, State::Found);
    for (const auto source :
         {Source::Autoconfig, Source::Service, Source::Exchanger, Source::Ispdb, Source::Probe})
        QCOMPARE(outcome.step(source).state, State::Skipped);
    QVERIFY(m_internet->asked().isEmpty());
    // Whose server takes no password is signed in to by OAuth.
    const auto outlook = discover(QStringLiteral("anna@hotmail.com"));
    QCOMPARE(outlook.proposals[0].server.signIn, SignIn::OAuth);
    QVERIFY(outlook.proposals[0].server.oauth.scope.contains(QStringLiteral("POP")));
    QCOMPARE(discover(QStringLiteral("anna@free.fr")).proposals[0].server.user, QStringLiteral("anna"));
}

void DiscoveryRunTest::aProviderWithoutPop3IsSaid()
{
    const auto direct = discover(QStringLiteral("anna@icloud.com"));
    QCOMPARE(direct.proposals.size(), size_t(1));
    QVERIFY(direct.proposals[0].server.host.isEmpty());
    QCOMPARE(direct.proposals[0].providerId, QStringLiteral("icloud"));
    // Behind a domain of one's own it ends nothing: the domain may have another server.
    m_internet->records[QStringLiteral("example.org")] = {{QStringLiteral("mx01.mail.icloud.com"), 0, 10}};
    PopMailbox mailbox;
    const ScriptedPopServer server(mailbox.script(), ScriptedPopServer::Security::Tls, m_internet->identity);
    m_internet->environment.tlsPort = server.port();
    const auto behind = discover();
    QVERIFY(behind.proposals.size() >= 2);
    QCOMPARE(behind.proposals.front().server.host, QStringLiteral("pop3.example.org"));
    QCOMPARE(behind.proposals.back().providerId, QStringLiteral("icloud"));
}

void DiscoveryRunTest::theProvidersOwnSettingsWin()
{
    const TestHttpServer web(
        [](const auto &) {
            return TestHttpServer::answer(200,
                                          autoconfigOf(autoconfigServer("mail.example.net", 110, "STARTTLS") +
                                                       autoconfigServer("pop.example.net", 995)));
        },
        m_internet->identity);
    PopMailbox mailbox;
    const ScriptedPopServer server(mailbox.script(), ScriptedPopServer::Security::Tls, m_internet->identity);
    m_internet->environment.webPort = web.port();
    m_internet->environment.tlsPort = server.port();
    m_internet->records[QStringLiteral("_pop3s._tcp.example.org")] = {
        {QStringLiteral("pop.example.org"), 995, 0}};
    const auto outcome = discover();
    QCOMPARE(outcome.proposals[0].source, Source::Autoconfig);
    QCOMPARE(outcome.proposals[0].toldBy, QStringLiteral("autoconfig.example.org"));
    QCOMPARE(outcome.proposals[0].server.host, QStringLiteral("pop.example.net"));
    QCOMPARE(outcome.proposals[0].server.security, ServerSecurity::Tls);
    QCOMPARE(outcome.proposals[0].displayName, QStringLiteral("Example Mail"));
    QVERIFY(!outcome.proposals[0].needsConsent); // the provider says it of itself
    QCOMPARE(outcome.proposals[1].server.security, ServerSecurity::StartTls);
    QCOMPARE(outcome.step(Source::ProviderTable).state, State::Nothing);
    QCOMPARE(outcome.step(Source::Autoconfig).state, State::Found);
    QCOMPARE(outcome.step(Source::Autoconfig).place, QStringLiteral("autoconfig.example.org"));
    for (const auto &request : web.requests())
        QVERIFY(!request.head.contains("anna"));
    QVERIFY(sawNoCredential(server));
}

void DiscoveryRunTest::theWellKnownPlaceIsAskedAsWell()
{
    const TestHttpServer web(
        [](const TestHttpServer::Request &request) {
            return request.path == "/.well-known/autoconfig/mail/config-v1.1.xml"
                       ? TestHttpServer::answer(200, autoconfigOf(autoconfigServer("pop.example.net", 995)))
                       : TestHttpServer::answer(404, {});
        },
        m_internet->identity);
    m_internet->environment.webPort = web.port();
    const auto outcome = discover();
    QCOMPARE(outcome.proposals.size(), size_t(1));
    QCOMPARE(outcome.proposals[0].toldBy, QStringLiteral("example.org"));
}

void DiscoveryRunTest::aServiceRecordNamesTheServer_data()
{
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("host");
    QTest::addColumn<ServerSecurity>("security");
    QTest::addColumn<bool>("needsConsent");
    QTest::addColumn<QString>("found");
    const auto row = [](const char *name, ServerSecurity security, const char *host, bool needsConsent,
                        const char *found = nullptr) {
        QTest::newRow(name) << QString::fromLatin1(security == ServerSecurity::Tls ? "_pop3s._tcp.example.org"
                                                                                   : "_pop3._tcp.example.org")
                            << QString::fromLatin1(host) << security << needsConsent
                            << QString::fromLatin1(found ? found : host);
    };
    row("TLS", ServerSecurity::Tls, "pop.example.org", false);
    row("STARTTLS", ServerSecurity::StartTls, "pop.example.org", false);
    row("the domain itself", ServerSecurity::Tls, "Example.org.", false, "example.org");
    row("another domain", ServerSecurity::Tls, "pop.example.net", true);
    row("a look-alike", ServerSecurity::Tls, "pop.evil-example.org", true);
    row("a known provider", ServerSecurity::Tls, "pop.gmail.com", false);
}

void DiscoveryRunTest::aServiceRecordNamesTheServer()
{
    QFETCH(QString, service);
    QFETCH(QString, host);
    m_internet->records[service] = {{QString(), 0, 0}, {host, 10995, 5}};
    const auto outcome = discover();
    QCOMPARE(outcome.proposals.size(), size_t(1));
    const ServerProposal &proposal = outcome.proposals[0];
    QCOMPARE(proposal.source, Source::Service);
    QCOMPARE(proposal.server.port, quint16(10995));
    QTEST(proposal.server.host, "found");
    QTEST(proposal.server.security, "security");
    QTEST(proposal.needsConsent, "needsConsent");
    QCOMPARE(outcome.step(Source::Service).state, State::Found);
    QVERIFY(m_internet->asked().contains(service));
}

void DiscoveryRunTest::theExchangersNameTheProvider()
{
    m_internet->records[QStringLiteral("example.org")] = {{QStringLiteral("mx.example.org"), 0, 1},
                                                          {QStringLiteral("aspmx.l.google.com"), 0, 5}};
    const auto outcome = discover();
    QCOMPARE(outcome.proposals.size(), size_t(1));
    QCOMPARE(outcome.proposals[0].source, Source::Exchanger);
    QCOMPARE(outcome.proposals[0].toldBy, QStringLiteral("aspmx.l.google.com"));
    QCOMPARE(outcome.proposals[0].providerId, QStringLiteral("google-workspace"));
    QCOMPARE(outcome.proposals[0].server.host, QStringLiteral("pop.gmail.com"));
    QCOMPARE(outcome.proposals[0].server.user, QStringLiteral("anna@example.org"));
    QCOMPARE(outcome.step(Source::Probe).state, State::Skipped);
}

void DiscoveryRunTest::theThirdPartyIsAskedOnlyWhereItMayBe()
{
    const TestHttpServer web(
        [](const auto &) {
            return TestHttpServer::answer(200, autoconfigOf(autoconfigServer("pop.example.net", 995)));
        },
        m_internet->identity);
    m_internet->environment.ispdb = QStringLiteral("https://ispdb.example:%1/v1.1/").arg(web.port());
    const auto unasked = discover();
    QVERIFY(unasked.proposals.empty());
    QCOMPARE(unasked.step(Source::Ispdb).state, State::Skipped);
    QVERIFY(web.requests().empty());

    const auto asked = discover(QStringLiteral("anna@example.org"), true);
    QCOMPARE(asked.proposals.size(), size_t(1));
    QCOMPARE(asked.proposals[0].source, Source::Ispdb);
    QCOMPARE(web.requests().size(), size_t(1));
    QCOMPARE(web.requests()[0].path, QByteArray("/v1.1/example.org"));
}

void DiscoveryRunTest::aServerAnswersAtAUsualName()
{
    PopMailbox mailbox;
    const ScriptedPopServer server(mailbox.script(), ScriptedPopServer::Security::Tls, m_internet->identity);
    m_internet->environment.tlsPort = server.port();
    const auto outcome = discover();
    QVERIFY(!outcome.proposals.empty());
    QCOMPARE(outcome.proposals[0].source, Source::Probe);
    QCOMPARE(outcome.proposals[0].server.host, QStringLiteral("pop3.example.org"));
    QCOMPARE(outcome.proposals[0].server.port, server.port());
    QCOMPARE(outcome.proposals[0].server.security, ServerSecurity::Tls);
    QCOMPARE(outcome.step(Source::Probe).state, State::Found);
    QCOMPARE(outcome.step(Source::Probe).place, QStringLiteral("pop3.example.org"));
    QVERIFY(sawNoCredential(server));
}

void DiscoveryRunTest::startTlsIsFoundWhereThereIsNoTls()
{
    PopMailbox mailbox;
    mailbox.offersStls = true;
    const ScriptedPopServer server(mailbox.script(), ScriptedPopServer::Security::Plain,
                                   m_internet->identity);
    m_internet->environment.startTlsPort = server.port();
    const auto outcome = discover();
    QVERIFY(!outcome.proposals.empty());
    QCOMPARE(outcome.proposals[0].server.host, QStringLiteral("pop3.example.org"));
    QCOMPARE(outcome.proposals[0].server.security, ServerSecurity::StartTls);
    QVERIFY(sawNoCredential(server));
}

void DiscoveryRunTest::whatIsNoGoodServerIsNoFind_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<ErrorCode>("error");
    QTest::newRow("certificate of another") << "wrong host" << ErrorCode::CertificateUntrusted;
    QTest::newRow("certificate of nobody") << "self-signed" << ErrorCode::CertificateUntrusted;
    QTest::newRow("no STLS") << "no STLS" << ErrorCode::TlsNotOffered;
    QTest::newRow("no POP3") << "no POP3" << ErrorCode::ProtocolViolation;
}

void DiscoveryRunTest::whatIsNoGoodServerIsNoFind()
{
    QFETCH(QString, kind);
    const TestCertificates &certificates = m_internet->certificates;
    PopMailbox mailbox;
    ScriptedPopServer::Script script = mailbox.script();
    if (kind == QLatin1String("no POP3"))
        script = [](ScriptedPopServer::Peer &peer) { peer.send("220 mail.example.org ESMTP\r\n"); };
    const bool isClear = kind == QLatin1String("no STLS");
    const ServerIdentity identity = kind == QLatin1String("wrong host")    ? certificates.wrongHost()
                                    : kind == QLatin1String("self-signed") ? certificates.selfSigned()
                                                                           : m_internet->identity;
    const ScriptedPopServer server(
        script, isClear ? ScriptedPopServer::Security::Plain : ScriptedPopServer::Security::Tls, identity);
    (isClear ? m_internet->environment.startTlsPort : m_internet->environment.tlsPort) = server.port();
    const auto outcome = discover();
    QVERIFY(outcome.proposals.empty());
    QCOMPARE(outcome.step(Source::Probe).state, State::Failed);
    QTEST(outcome.step(Source::Probe).error->code, "error");
    QVERIFY(sawNoCredential(server));
}

void DiscoveryRunTest::aServerInTheClearIsProposedLast()
{
    const TestHttpServer web(
        [](const auto &) {
            return TestHttpServer::answer(200,
                                          autoconfigOf(autoconfigServer("pop.example.net", 110, "plain")));
        },
        m_internet->identity);
    PopMailbox mailbox;
    const ScriptedPopServer server(mailbox.script(), ScriptedPopServer::Security::Tls, m_internet->identity);
    m_internet->environment.webPort = web.port();
    m_internet->environment.tlsPort = server.port();
    const auto outcome = discover();
    QVERIFY(outcome.proposals.size() >= 2);
    QCOMPARE(outcome.proposals.front().source, Source::Probe);
    QCOMPARE(outcome.proposals.back().source, Source::Autoconfig);
    QCOMPARE(outcome.proposals.back().server.security, ServerSecurity::None);
}

void DiscoveryRunTest::nothingIsFoundWhereNothingIs()
{
    const auto outcome = discover(QStringLiteral("anna@sub.example.org"));
    QVERIFY(outcome.proposals.empty());
    for (const auto source :
         {Source::ProviderTable, Source::Autoconfig, Source::Service, Source::Exchanger, Source::Probe}) {
        const DiscoveryStep step = outcome.step(source);
        QCOMPARE(step.state, State::Nothing);
        QVERIFY(!step.error);
    }
    // Each was said to begin and to end, once.
    QCOMPARE(outcome.steps.size(), size_t(1 + 4 * 2 + 1));
}

void DiscoveryRunTest::whereNobodyCanBeAskedThatIsSaid()
{
    m_internet->environment.resolver = [](const DnsQuestion &, std::chrono::milliseconds,
                                          Cancellation &) -> Result<std::vector<DnsRecord>> {
        return failure(ErrorCode::ConnectionLost, QStringLiteral("no name server"));
    };
    const auto outcome = discover(QStringLiteral("anna@sub.example.org"));
    QVERIFY(outcome.error);
    QCOMPARE(outcome.error->code, ErrorCode::ConnectionLost);
    for (const auto source : {Source::Autoconfig, Source::Service, Source::Exchanger, Source::Probe}) {
        QCOMPARE(outcome.step(source).state, State::Failed); // and not "nothing there"
        QVERIFY(!outcome.step(source).error);
    }
}

void DiscoveryRunTest::allGoesThroughTheProxy_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("isSystems");
    QTest::newRow("the account's, SOCKS") << int(ProxySettings::Kind::Socks5) << false;
    QTest::newRow("the account's, HTTP") << int(ProxySettings::Kind::Http) << false;
    QTest::newRow("the system's") << int(ProxySettings::Kind::Socks5) << true;
}

// Names are looked up behind the proxy, where they are known; here they are not.
void DiscoveryRunTest::allGoesThroughTheProxy()
{
    QFETCH(int, kind);
    QFETCH(bool, isSystems);
    PopMailbox mailbox;
    const ScriptedPopServer server(mailbox.script(), ScriptedPopServer::Security::Tls, m_internet->identity);
    const ProxySettings settings{ProxySettings::Kind(kind), QStringLiteral("127.0.0.1"), 0, {}};
    const TestProxy proxy(
        {settings.kind == ProxySettings::Kind::Socks5 ? TestProxy::Kind::Socks5 : TestProxy::Kind::Http,
         server.port()});
    DiscoveryEnvironment &environment = m_internet->environment;
    environment.addresses = {{QStringLiteral("elsewhere.invalid"), QString()}};
    ProxySettings set = settings;
    set.port = proxy.port();
    if (isSystems)
        environment.systemProxy = [set](const QString &, quint16) { return set; };
    else
        environment.proxy = set;
    const auto outcome = discover();
    QVERIFY(!outcome.proposals.empty());
    QCOMPARE(outcome.proposals.front().server.host, QStringLiteral("pop3.example.org"));
    QCOMPARE(outcome.proposals.front().server.proxy, set); // the sign-in goes the same way
    QVERIFY(m_internet->asked().isEmpty());
    for (const auto source : {Source::Service, Source::Exchanger})
        QCOMPARE(outcome.step(source).state, State::Withheld);
    const QByteArrayList requests = proxy.requests();
    QVERIFY(requests.contains("pop3.example.org:1"));
    QVERIFY(requests.contains("autoconfig.example.org:1"));
}

void DiscoveryRunTest::aProxyThatLetsNothingPassIsNamed()
{
    const TestProxy proxy({TestProxy::Kind::Http, 1, {}, {}, "HTTP/1.1 403 Forbidden\r\n\r\n"});
    m_internet->environment.proxy = {
        ProxySettings::Kind::Http, QStringLiteral("127.0.0.1"), proxy.port(), {}};
    const auto outcome = discover();
    QVERIFY(outcome.error);
    QCOMPARE(outcome.error->code, ErrorCode::ProxyFailed);
    QVERIFY(m_internet->asked().isEmpty());
}

void DiscoveryRunTest::timeIsBounded()
{
    const TestHttpServer web([](const auto &) { return QByteArray(); }, m_internet->identity);
    const ScriptedPopServer server([](ScriptedPopServer::Peer &peer) { peer.stall(); });
    m_internet->environment.webPort = web.port();
    m_internet->environment.tlsPort = m_internet->environment.startTlsPort = server.port();
    m_internet->environment.resolver = [](const DnsQuestion &, std::chrono::milliseconds,
                                          Cancellation &) -> Result<std::vector<DnsRecord>> {
        return failure(ErrorCode::ConnectionLost, QStringLiteral("no name server"));
    };
    m_internet->environment.patience = std::chrono::seconds(3);
    QVERIFY(DiscoveryEnvironment().patience <= std::chrono::seconds(10)); // in the real one
    const auto outcome = discover();
    QVERIFY(outcome.proposals.empty());
    QCOMPARE(outcome.step(Source::Autoconfig).state, State::Failed);
    QCOMPARE(outcome.step(Source::Autoconfig).error->code, ErrorCode::Timeout);
    QCOMPARE(outcome.step(Source::Probe).error->code, ErrorCode::Timeout);
    QCOMPARE(outcome.step(Source::Service).error->code, ErrorCode::ConnectionLost);
}

void DiscoveryRunTest::aFindWaitsForBetterOnesButShortly()
{
    const TestHttpServer web([](const auto &) { return QByteArray(); }, m_internet->identity);
    m_internet->environment.webPort = web.port();
    m_internet->environment.patience = std::chrono::hours(1); // the test would not live so long
    m_internet->environment.patienceAfterFind = std::chrono::milliseconds(100);
    m_internet->records[QStringLiteral("_pop3s._tcp.example.org")] = {
        {QStringLiteral("pop.example.org"), 995, 0}};
    const auto outcome = discover();
    QCOMPARE(outcome.proposals.size(), size_t(1));
    QCOMPARE(outcome.proposals[0].source, Source::Service);
    QCOMPARE(outcome.step(Source::Autoconfig).state, State::Failed);
    QCOMPARE(outcome.step(Source::Probe).state, State::Skipped);
}

void DiscoveryRunTest::aCancelKeepsWhatWasFound()
{
    const TestHttpServer web([](const auto &) { return QByteArray(); }, m_internet->identity);
    m_internet->environment.webPort = web.port();
    m_internet->environment.patience = std::chrono::hours(1);
    m_internet->environment.patienceAfterFind = std::chrono::hours(1);
    m_internet->records[QStringLiteral("_pop3s._tcp.example.org")] = {
        {QStringLiteral("pop.example.org"), 995, 0}};
    const auto outcome = discover(QStringLiteral("anna@example.org"), false,
                                  [](const DiscoveryStep &step, Cancellation &cancellation) {
                                      if (step.source == Source::Service && step.state == State::Found)
                                          cancellation.cancel();
                                  });
    QCOMPARE(outcome.proposals.size(), size_t(1));
    QCOMPARE(outcome.step(Source::Autoconfig).state, State::Cancelled);
    QCOMPARE(outcome.step(Source::Service).state, State::Found);
}

QTEST_GUILESS_MAIN(DiscoveryRunTest)
#include "DiscoveryRunTest.moc"
