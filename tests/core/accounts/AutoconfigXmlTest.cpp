// SPDX-License-Identifier: GPL-3.0-or-later
#include "AutoconfigXml.h"

#include "AutoconfigAnswers.h"

#include <QTest>

class AutoconfigXmlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aServerIsReadWithItsAddressFilledIn();
    void everyKindOfSecurityAndSignInIsRead_data();
    void everyKindOfSecurityAndSignInIsRead();
    void helpIsTakenFromSecurePagesAlone();
    void theWayOfOAuthIsRead();
    void whatIsNoUsableServerIsLeftOut_data();
    void whatIsNoUsableServerIsLeftOut();
    void otherProtocolsAreNoServersOfOurs();
    void hostileDocumentsAreRefused_data();
    void hostileDocumentsAreRefused();
    void manyServersAreBounded();

private:
    const MailAddress m_anna{QStringLiteral("anna@example.org"), QStringLiteral("anna"),
                             QStringLiteral("example.org")};
};

void AutoconfigXmlTest::aServerIsReadWithItsAddressFilledIn()
{
    const auto found =
        readAutoconfig(autoconfigOf("<incomingServer type=\"imap\"><hostname>imap.example.org</hostname>"
                                    "<port>993</port><socketType>SSL</socketType></incomingServer>"
                                    "<incomingServer type=\"pop3\"><hostname> POP.%EMAILDOMAIN% </hostname>"
                                    "<port>995</port><socketType>SSL</socketType>"
                                    "<username>%EMAILLOCALPART%/%EMAILADDRESS%</username>"
                                    "<authentication>password-cleartext</authentication>"
                                    "<pop3><leaveMessagesOnServer>true</leaveMessagesOnServer></pop3>"
                                    "</incomingServer>"),
                       m_anna);
    QVERIFY(found.has_value());
    QCOMPARE(found->size(), size_t(1));
    const ServerProposal &proposal = found->front();
    QCOMPARE(proposal.server.host, QStringLiteral("pop.example.org"));
    QCOMPARE(proposal.server.port, quint16(995));
    QCOMPARE(proposal.server.security, ServerSecurity::Tls);
    QCOMPARE(proposal.server.user, QStringLiteral("anna/anna@example.org"));
    QCOMPARE(proposal.server.signIn, SignIn::Automatic);
    QCOMPARE(proposal.displayName, QStringLiteral("Example Mail"));
    QVERIFY(!proposal.needsConsent);
}

void AutoconfigXmlTest::everyKindOfSecurityAndSignInIsRead_data()
{
    QTest::addColumn<QByteArray>("socketType");
    QTest::addColumn<QByteArray>("ways");
    QTest::addColumn<ServerSecurity>("security");
    QTest::addColumn<SignIn>("signIn");
    const auto way = [](const char *name) {
        return QByteArray("<authentication>") + name + "</authentication>";
    };
    QTest::newRow("TLS") << QByteArray("SSL") << way("password-cleartext") << ServerSecurity::Tls
                         << SignIn::Automatic;
    QTest::newRow("STARTTLS") << QByteArray("STARTTLS") << way("password-encrypted")
                              << ServerSecurity::StartTls << SignIn::Automatic;
    QTest::newRow("plain") << QByteArray("plain") << way("secure") << ServerSecurity::None
                           << SignIn::Automatic;
    QTest::newRow("no way said") << QByteArray("SSL") << QByteArray() << ServerSecurity::Tls
                                 << SignIn::Automatic;
    QTest::newRow("OAuth") << QByteArray("SSL") << way("OAuth2") << ServerSecurity::Tls << SignIn::OAuth;
    QTest::newRow("a password before OAuth") << QByteArray("SSL") << way("OAuth2") + way("password-cleartext")
                                             << ServerSecurity::Tls << SignIn::Automatic;
    QTest::newRow("Kerberos") << QByteArray("SSL") << way("GSSAPI") << ServerSecurity::Tls << SignIn::Gssapi;
    QTest::newRow("certificate") << QByteArray("SSL") << way("TLS-client-cert") << ServerSecurity::Tls
                                 << SignIn::External;
}

void AutoconfigXmlTest::everyKindOfSecurityAndSignInIsRead()
{
    QFETCH(QByteArray, socketType);
    QFETCH(QByteArray, ways);
    const auto found =
        readAutoconfig(autoconfigOf(autoconfigServer("pop.example.org", 110, socketType, ways)), m_anna);
    QVERIFY(found.has_value());
    QCOMPARE(found->size(), size_t(1));
    QTEST(found->front().server.security, "security");
    QTEST(found->front().server.signIn, "signIn");
    QCOMPARE(found->front().server.user, m_anna.whole);
}

void AutoconfigXmlTest::helpIsTakenFromSecurePagesAlone()
{
    const QByteArray documentation = "<documentation url=\"https://example.org/help\"><descr>x</descr>"
                                     "</documentation>";
    const QByteArray server = autoconfigServer("pop.example.org", 995);
    QCOMPARE(readAutoconfig(autoconfigOf(server + documentation), m_anna)->front().help,
             QStringLiteral("https://example.org/help"));
    QCOMPARE(readAutoconfig(autoconfigOf(documentation + server +
                                         "<enable visiturl=\"https://example.org/switch-on\"/>"),
                            m_anna)
                 ->front()
                 .help,
             QStringLiteral("https://example.org/switch-on"));
    for (const char *bad : {"http://example.org/", "javascript:alert(1)", "https://a:b@example.org/"})
        QCOMPARE(readAutoconfig(autoconfigOf(server + "<documentation url=\"" + bad + "\"/>"), m_anna)
                     ->front()
                     .help,
                 QString());
}

void AutoconfigXmlTest::theWayOfOAuthIsRead()
{
    const QByteArray server =
        autoconfigServer("pop.example.org", 995, "SSL", "<authentication>OAuth2</authentication>");
    const auto with = [&](const QByteArray &tokenUrl) {
        return readAutoconfig(
                   autoconfigOf(server, "<oAuth2><issuer>example.org</issuer><scope>pop offline</scope>"
                                        "<authURL>https://login.example.org/auth</authURL><tokenURL>" +
                                            tokenUrl + "</tokenURL></oAuth2>"),
                   m_anna)
            ->front()
            .server.oauth;
    };
    QCOMPARE(with("https://login.example.org/token").tokenUrl,
             QStringLiteral("https://login.example.org/token"));
    QCOMPARE(with("https://login.example.org/token").authorizationUrl,
             QStringLiteral("https://login.example.org/auth"));
    QCOMPARE(with("https://login.example.org/token").scope, QStringLiteral("pop offline"));
    QCOMPARE(with("http://login.example.org/token").tokenUrl, QString());
}

void AutoconfigXmlTest::whatIsNoUsableServerIsLeftOut_data()
{
    QTest::addColumn<QByteArray>("server");
    QTest::newRow("no host") << autoconfigServer("", 995);
    QTest::newRow("an address of IP") << autoconfigServer("192.0.2.1", 995);
    QTest::newRow("a host with a blank") << autoconfigServer("pop example.org", 995);
    QTest::newRow("a host with a slash") << autoconfigServer("pop.example.org/x", 995);
    QTest::newRow("an unknown placeholder") << autoconfigServer("%MAILHOST%", 995);
    QTest::newRow("port 0") << autoconfigServer("pop.example.org", 0);
    QTest::newRow("port of five figures") << autoconfigServer("pop.example.org", 995).replace("995", "99500");
    QTest::newRow("unknown security") << autoconfigServer("pop.example.org", 995, "TLS if available");
    QTest::newRow("unknown way") << autoconfigServer("pop.example.org", 995, "SSL",
                                                     "<authentication>client-IP-address</authentication>");
    QTest::newRow("very long host") << autoconfigServer(QByteArray("a.").repeated(600) + "org", 995);
}

void AutoconfigXmlTest::whatIsNoUsableServerIsLeftOut()
{
    QFETCH(QByteArray, server);
    const auto found =
        readAutoconfig(autoconfigOf(server + autoconfigServer("good.example.org", 995)), m_anna);
    QVERIFY(found.has_value());
    QCOMPARE(found->size(), size_t(1));
    QCOMPARE(found->front().server.host, QStringLiteral("good.example.org"));
}

void AutoconfigXmlTest::otherProtocolsAreNoServersOfOurs()
{
    const auto found =
        readAutoconfig(autoconfigOf("<incomingServer type=\"imap\"><hostname>imap.example.org</hostname>"
                                    "<port>993</port><socketType>SSL</socketType></incomingServer>"),
                       m_anna);
    QVERIFY(found.has_value());
    QVERIFY(found->empty());
}

void AutoconfigXmlTest::hostileDocumentsAreRefused_data()
{
    QTest::addColumn<QByteArray>("xml");
    const QByteArray good = autoconfigOf(autoconfigServer("pop.example.org", 995));
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a page") << QByteArray("<!DOCTYPE html><html><body>Not found</body></html>");
    QTest::newRow("another root") << QByteArray("<config/>");
    QTest::newRow("a document type") << QByteArray(good).replace("<clientConfig",
                                                                 "<!DOCTYPE x><clientConfig");
    QTest::newRow("a billion laughs")
        << QByteArray(good)
               .replace("<clientConfig", "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;\">]>"
                                         "<clientConfig")
               .replace("pop.example", "&b;.example");
    QTest::newRow("a file of this computer")
        << QByteArray(good)
               .replace("<clientConfig",
                        "<!DOCTYPE x [<!ENTITY f SYSTEM \"file:///etc/passwd\">]><clientConfig")
               .replace("pop.example", "&f;.example");
    QTest::newRow("an unknown entity") << QByteArray(good).replace("pop.example", "&x;.example");
    QTest::newRow("cut short") << good.left(good.size() / 2);
    QTest::newRow("too long") << QByteArray(good).replace("<emailProvider",
                                                          QByteArray(65536, ' ') + "<emailProvider");
    QTest::newRow("nested without end") << QByteArray("<clientConfig>") + QByteArray("<a>").repeated(20000);
    QTest::newRow("bytes") << QByteArray("\x00\xff\xfe\x01<clientConfig", 17);
}

void AutoconfigXmlTest::hostileDocumentsAreRefused()
{
    QFETCH(QByteArray, xml);
    const auto found = readAutoconfig(xml, m_anna);
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::ProtocolViolation);
}

void AutoconfigXmlTest::manyServersAreBounded()
{
    const auto found = readAutoconfig(autoconfigOf(autoconfigServer("a.org", 995).repeated(300)), m_anna);
    QVERIFY(found.has_value());
    QCOMPARE(found->size(), size_t(16));
}

QTEST_GUILESS_MAIN(AutoconfigXmlTest)
#include "AutoconfigXmlTest.moc"
