// SPDX-License-Identifier: GPL-3.0-or-later
#include "HostName.h"

#include <QTest>

class HostNameTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyNamesThatCannotMisleadKeepTheirLetters_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, const char *host, const char *shown) {
            QTest::newRow(name) << QString::fromUtf8(host) << QString::fromUtf8(shown);
        };
        row("plain", "Example.ORG", "example.org");
        row("German", "xn--bcher-kva.example", "bücher.example");
        row("already in its letters", "bücher.example", "bücher.example");
        row("Russian", "почта.рф", "почта.рф");
        row("Japanese", "お名前テスト.jp", "お名前テスト.jp");
        row("Korean with Latin", "한국shop.kr", "한국shop.kr");
        row("Greek", "ελλάδα.gr", "ελλάδα.gr");
        row("Hebrew", "דוגמה.example", "דוגמה.example");
        row("Cyrillic among Latin", "\u0430pple.com", "xn--pple-43d.com");
        row("all of it looks Latin", "\u0430\u0440\u0440\u04cf\u0435.com", "xn--80ak6aa92e.com");
        row("Latin and Greek", "micr\u03bfsoft.example", "xn--micrsoft-2dg.example");
        row("phonetic letter", "\u0261oogle.example", "xn--oogle-qmc.example");
        row("dotless i", "pa\u0131.example", "xn--pa-ipa.example");
        row("number", "192.0.2.1", "192.0.2.1");
    }

    void onlyNamesThatCannotMisleadKeepTheirLetters()
    {
        QFETCH(QString, host);
        QTEST(shownHost(host), "shown");
    }

    void whatIsNoHostComesBackWithoutControls()
    {
        QCOMPARE(shownHost(QStringLiteral("a b\u202Ec\x07")), QStringLiteral("a bc"));
        QCOMPARE(shownHost(QString()), QString());
        QVERIFY(!shownHost(QStringLiteral("bank\u2044login.example")).contains(QChar(0x2044)));
    }
};

QTEST_GUILESS_MAIN(HostNameTest)
#include "HostNameTest.moc"
