// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailProvider.h"

#include "AuthorizationServer.h"
#include "MailAddress.h"
#include "RecentMode.h"

#include <QSet>
#include <QTest>
#include <QUrl>

class MailProviderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theTableIsSound();
    void aProviderIsFoundByDomain();
    void aProviderIsFoundByExchanger();
    void aProviderIsFoundByServer();
    void gmailIsExplained();
    void addressesAreTakenApart_data();
    void addressesAreTakenApart();
    void whatIsNoAddressIsRefused_data();
    void whatIsNoAddressIsRefused();
};

void MailProviderTest::theTableIsSound()
{
    QVERIFY(mailProviders().size() >= 40);
    QSet<QString> ids, domains, exchangers;
    for (const MailProvider &provider : mailProviders()) {
        const QByteArray id = provider.id.toLatin1();
        QVERIFY2(!provider.id.isEmpty() && !ids.contains(provider.id), id.constData());
        ids.insert(provider.id);
        QVERIFY2(!provider.name.isEmpty(), id.constData());
        QVERIFY2(!provider.domains.isEmpty() || !provider.mxDomains.isEmpty(), id.constData());
        for (const QString &domain : provider.domains) {
            QCOMPARE(networkName(domain), domain);
            QVERIFY2(!domains.contains(domain), qPrintable(domain));
            domains.insert(domain);
        }
        for (const QString &end : provider.mxDomains) {
            QCOMPARE(networkName(end), end);
            QVERIFY2(!exchangers.contains(end), qPrintable(end));
            exchangers.insert(end);
        }
        for (const QString &url : {provider.help, provider.switchOnUrl, provider.passwordUrl})
            QVERIFY2(url.isEmpty() || QUrl(url, QUrl::StrictMode).scheme() == QLatin1String("https"),
                     id.constData());
        for (const QString &sentence : provider.notes + QStringList{provider.switchOn})
            QVERIFY2(sentence.isEmpty() || sentence.endsWith(u'.'), id.constData());
        QCOMPARE(provider.hasPop3, !provider.host.isEmpty());
        QVERIFY2(provider.hasPop3 ? networkName(provider.host) == provider.host : !provider.notes.isEmpty(),
                 id.constData());
        QCOMPARE(provider.port, quint16(995));
        QCOMPARE(provider.security, ServerSecurity::Tls);
        QVERIFY2(provider.oauth.isEmpty() || authorizationServerById(provider.oauth), id.constData());
        // Who takes no password has another way in.
        QVERIFY2(provider.password != MailProvider::Password::None || !provider.oauth.isEmpty(),
                 id.constData());
    }
}

void MailProviderTest::aProviderIsFoundByDomain()
{
    QCOMPARE(providerOfDomain(QStringLiteral("GMX.de"))->host, QStringLiteral("pop.gmx.net"));
    QCOMPARE(providerOfDomain(QStringLiteral("web.de."))->host, QStringLiteral("pop3.web.de"));
    QVERIFY(!providerOfDomain(QStringLiteral("mail.gmx.de")));
    QVERIFY(!providerOfDomain(QStringLiteral("example.org")));
    QVERIFY(!providerOfDomain(QString()));
    QVERIFY(!providerOfDomain(QStringLiteral("gmaıl.com"))); // with a dotless i
    QCOMPARE(providerOfDomain(QStringLiteral("icloud.com"))->hasPop3, false);
    QCOMPARE(providerById(QStringLiteral("gmail"))->name, QStringLiteral("Gmail"));
    QVERIFY(!providerById(QStringLiteral("none")));
}

void MailProviderTest::aProviderIsFoundByExchanger()
{
    QCOMPARE(providerOfExchanger(QStringLiteral("ASPMX.L.Google.com."))->id,
             QStringLiteral("google-workspace"));
    QCOMPARE(providerOfExchanger(QStringLiteral("example-org.mail.protection.outlook.com"))->id,
             QStringLiteral("microsoft365"));
    QVERIFY(!providerOfExchanger(QStringLiteral("aspmx.l.notgoogle.com")));
    QVERIFY(!providerOfExchanger(QStringLiteral("google.com.example.org")));
    QVERIFY(!providerOfExchanger(QString()));
}

void MailProviderTest::aProviderIsFoundByServer()
{
    // Gmail's server serves domains of others as well; those are Workspace's.
    QCOMPARE(providerOfServer(QStringLiteral("pop.gmail.com"))->id, QStringLiteral("google-workspace"));
    QCOMPARE(providerOfServer(QStringLiteral("POP.gmx.net"))->id, QStringLiteral("gmx"));
    QVERIFY(!providerOfServer(QStringLiteral("pop.example.org")));
    QVERIFY(!providerOfServer(QString())); // nobody is the provider without a server
}

void MailProviderTest::gmailIsExplained()
{
    const MailProvider *const gmail = providerOfDomain(QStringLiteral("googlemail.com"));
    QVERIFY(gmail->isPopOffAtFirst);
    QCOMPARE(gmail->password, MailProvider::Password::AppPassword);
    QCOMPARE(gmail->oauth, QStringLiteral("google"));
    QVERIFY(gmail->notes.join(u' ').contains(QStringLiteral("250")));
    QVERIFY(gmail->notes.join(u' ').contains(QStringLiteral("recent:")));
    ServerSettings server;
    server.host = gmail->host;
    QCOMPARE(recentModeOf(server), RecentMode::Possible);
}

void MailProviderTest::addressesAreTakenApart_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("local");
    QTest::addColumn<QString>("domain");
    QTest::newRow("plain") << "anna@example.org"
                           << "anna"
                           << "example.org";
    QTest::newRow("blanks around") << "  anna@Example.ORG \n"
                                   << "anna"
                                   << "example.org";
    QTest::newRow("two at signs") << "\"a@b\"@example.org"
                                  << "\"a@b\""
                                  << "example.org";
    QTest::newRow("a dot at the end") << "anna@example.org."
                                      << "anna"
                                      << "example.org";
    QTest::newRow("own letters") << QStringLiteral("jörg@bücher.example") << QStringLiteral("jörg")
                                 << "xn--bcher-kva.example";
    QTest::newRow("a name of this network") << "anna@nas"
                                            << "anna"
                                            << "nas";
}

void MailProviderTest::addressesAreTakenApart()
{
    QFETCH(QString, text);
    const auto address = parseMailAddress(text);
    QVERIFY(address.has_value());
    QCOMPARE(address->whole, text.trimmed());
    QTEST(address->local, "local");
    QTEST(address->domain, "domain");
}

void MailProviderTest::whatIsNoAddressIsRefused_data()
{
    QTest::addColumn<QString>("text");
    for (const char *text :
         {"", "anna", "@example.org", "anna@", "anna@.", "anna@a..b", "anna@exa mple.org",
          "an na@example.org", "anna@192.0.2.1", "anna@[192.0.2.1]", "anna@-a.org", "anna@example.org/x",
          "anna@example.org:995", "anna@exa\tmple.org", "a\r\nb@c.de"})
        QTest::newRow(*text ? text : "nothing") << QString::fromLatin1(text);
    QTest::newRow("a long name") << QStringLiteral("a@") + QStringLiteral("b.").repeated(200) + u'c';
    QTest::newRow("a long label") << QStringLiteral("a@") + QString(64, u'b') + QStringLiteral(".org");
}

void MailProviderTest::whatIsNoAddressIsRefused()
{
    QFETCH(QString, text);
    const auto address = parseMailAddress(text);
    QVERIFY(!address);
    QCOMPARE(address.error().code, ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(MailProviderTest)
#include "MailProviderTest.moc"
