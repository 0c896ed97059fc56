// SPDX-License-Identifier: GPL-3.0-or-later
#include "LookAlike.h"

#include "RegistrableDomain.h"
#include "TrustLists.h"

#include <QtTest>

class LookAlikeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lookAlikesAreSeen_data();
    void lookAlikesAreSeen();
    void otherNamesAreLeftAlone_data();
    void otherNamesAreLeftAlone();
    void theListsHaveTheFormThatTheirReadersExpect();
};

void LookAlikeTest::lookAlikesAreSeen_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("other");
    const auto row = [](const char *name, const char *host, const char *other) {
        QTest::newRow(name) << QString::fromUtf8(host) << QString::fromUtf8(other);
    };
    row("a digit for a letter", "paypa1.com", "paypal.com");
    row("a capital i in lower case", "paypai.com", "paypal.com");
    row("a Cyrillic letter", "pаypal.com", "paypal.com");
    row("the same as punycode", "xn--pypal-4ve.com", "paypal.com");
    row("a Greek letter", "micrοsoft.com", "microsoft.com");
    row("two letters for one", "rnicrosoft.com", "microsoft.com");
    row("an accent", "pâypal.com", "paypal.com");
    row("a hyphen", "pay-pal.com", "paypal.com");
    row("zeros", "faceb00k.com", "facebook.com");
    row("another suffix, too", "paypa1.example", "paypal.com");
    row("a word more", "paypal-security.com", "paypal.com");
    row("two words more", "login-paypa1-help.net", "paypal.com");
    row("the name below somebody's", "paypal.com.login.example.net", "paypal.com");
    row("of the user's own domain", "mail.berger-s0ehne.de", "berger-soehne.de");
    row("the user's own below somebody's", "berger-soehne.de.example.net", "berger-soehne.de");
}

void LookAlikeTest::lookAlikesAreSeen()
{
    QFETCH(QString, host);
    QFETCH(QString, other);
    QCOMPARE(lookAlikeOf(host, {QStringLiteral("berger-soehne.de")}), other);
}

void LookAlikeTest::otherNamesAreLeftAlone_data()
{
    QTest::addColumn<QString>("host");
    for (const char *host : {"paypal.com",
                             "mail.paypal.com",
                             "paypal.de",
                             "paypal.example",
                             "apple-pie.example",
                             "e.apple.com",
                             "example.org",
                             "berger-soehne.de",
                             "mail.berger-soehne.de",
                             "berger-soehne.at",
                             "amazon.co.uk",
                             "orange-fruit.example",
                             "localhost",
                             "192.0.2.1",
                             "",
                             "google.com",
                             "chase-holidays.example",
                             "münchen.de",
                             "пример.рф",
                             "ups-and-downs.example"})
        QTest::newRow(*host ? host : "empty") << QString::fromUtf8(host);
}

void LookAlikeTest::otherNamesAreLeftAlone()
{
    QFETCH(QString, host);
    QCOMPARE(lookAlikeOf(host, {QStringLiteral("berger-soehne.de")}), QString());
}

void LookAlikeTest::theListsHaveTheFormThatTheirReadersExpect()
{
    QVERIFY(authenticatingProviders().size() > 10);
    QVERIFY(brands().size() > 50);
    QSet<QString> seen;
    for (const AuthenticatingProvider &provider : authenticatingProviders()) {
        for (const QString &domain : provider.domains) {
            QCOMPARE(registrableDomain(domain), domain);
            QVERIFY2(!seen.contains(domain), qPrintable(domain));
            seen.insert(domain);
        }
    }
    for (const Brand &brand : brands()) {
        QVERIFY(!brand.label.isEmpty());
        for (const QString &domain : brand.domains)
            QCOMPARE(registrableDomain(domain), domain);
    }
    QVERIFY(providerOf(QStringLiteral("pop.gmail.com"))->domains.contains(QStringLiteral("google.com")));
    QVERIFY(!providerOf(QStringLiteral("example.org")));
}

QTEST_GUILESS_MAIN(LookAlikeTest)
#include "LookAlikeTest.moc"
