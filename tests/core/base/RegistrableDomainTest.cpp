// SPDX-License-Identifier: GPL-3.0-or-later
#include "RegistrableDomain.h"

#include <QTest>

class RegistrableDomainTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostsBelongToWhoRegisteredThem()
    {
        QCOMPARE(registrableDomain(QStringLiteral("Mail.Example.CO.UK.")), QStringLiteral("example.co.uk"));
        QCOMPARE(registrableDomain(QStringLiteral("example.org")), QStringLiteral("example.org"));
        QCOMPARE(registrableDomain(QStringLiteral("www.müller.de")), QStringLiteral("xn--mller-kva.de"));
        QCOMPARE(registrableDomain(QStringLiteral("localhost")), QStringLiteral("localhost"));
        QCOMPARE(registrableDomain(QString()), QString());
        QCOMPARE(domainOf(QStringLiteral("\"a@b\"@Example.org")), QStringLiteral("example.org"));
        QCOMPARE(unicodeHost(QStringLiteral("xn--mller-kva.de")), QStringLiteral("müller.de"));
    }

    void customersOfOneSuffixAreNotOneOwner()
    {
        QVERIFY(haveSameOwner(QStringLiteral("a.example.org"), QStringLiteral("B.example.org")));
        QVERIFY(!haveSameOwner(QStringLiteral("anna.github.io"), QStringLiteral("berta.github.io")));
        QVERIFY(!haveSameOwner(QStringLiteral("a.co.uk"), QStringLiteral("b.co.uk")));
        QVERIFY(!haveSameOwner(QString(), QString()));
    }

    void anAddressIsItsOwnOwner()
    {
        QVERIFY(!haveSameOwner(QStringLiteral("127.0.0.1"), QStringLiteral("10.0.0.1")));
        QVERIFY(haveSameOwner(QStringLiteral("192.0.2.7"), QStringLiteral("192.0.2.7")));
        QVERIFY(haveSameOwner(QStringLiteral("[2001:DB8::1]"), QStringLiteral("2001:db8::1")));
        QVERIFY(!haveSameOwner(QStringLiteral("[2001:db8::1]"), QStringLiteral("[2001:db8::2]")));
    }

    void aNameInBracketsIsNone()
    {
        QCOMPARE(asciiHost(QStringLiteral("[")), QString());
        QVERIFY(!haveSameOwner(QStringLiteral("[mx.example.org]"), QStringLiteral("mx.example.org")));
    }

    void wordsWithDotsAreHostsWhereTheirSuffixIsKnown()
    {
        QVERIFY(hasKnownSuffix(QStringLiteral("example.org")));
        QVERIFY(hasKnownSuffix(QStringLiteral("www.bank.co.uk")));
        QVERIFY(hasKnownSuffix(QStringLiteral("пример.рф")));
        QVERIFY(!hasKnownSuffix(QStringLiteral("Node.js")));
        QVERIFY(!hasKnownSuffix(QStringLiteral("org")));
        QVERIFY(!hasKnownSuffix(QString()));
    }
};

QTEST_GUILESS_MAIN(RegistrableDomainTest)
#include "RegistrableDomainTest.moc"
