// SPDX-License-Identifier: GPL-3.0-or-later
#include "AuthenticationResults.h"

#include <QtTest>

class AuthenticationResultsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void serverMethodsAndPropertiesAreRead();
    void commentsAndFoldingAreNoPartOfAnything();
    void aQuotedValueCannotEndItsSection();
    void encodedWordsStayAsTheyAre();
    void aFieldWithoutServerNamesNone();
    void anAddressWithAQuotedLocalPartIsOneValue();
    void noneIsNoResult();
    void anyBytesAreReadInBoundedTime();
};

void AuthenticationResultsTest::serverMethodsAndPropertiesAreRead()
{
    const auto field = AuthenticationResults::parse(
        "MX.Example.org 1; dkim=pass header.d=Shop.Example header.s=k1 header.b=\"AbC/+1\"; "
        "spf/1=SoftFail smtp.mailfrom=news@shop.example");
    QCOMPARE(field.server, QByteArray("mx.example.org"));
    QCOMPARE(field.results.size(), size_t(2));
    QCOMPARE(field.results[0].method, QByteArray("dkim"));
    QCOMPARE(field.results[0].value, QByteArray("pass"));
    QCOMPARE(field.results[0].property("header.d"), QByteArray("Shop.Example"));
    QCOMPARE(field.results[0].property("header.b"), QByteArray("AbC/+1"));
    QCOMPARE(field.results[1].method, QByteArray("spf"));
    QCOMPARE(field.results[1].value, QByteArray("softfail"));
    QCOMPARE(field.results[1].property("smtp.mailfrom"), QByteArray("news@shop.example"));
}

void AuthenticationResultsTest::commentsAndFoldingAreNoPartOfAnything()
{
    const auto field = AuthenticationResults::parse("mx.example.org (we; dkim=pass (nested; spf=pass) "
                                                    "say);\r\n\tdmarc=fail\r\n (p=none; dmarc=pass \\) x) "
                                                    "header.from=shop.example");
    QCOMPARE(field.server, QByteArray("mx.example.org"));
    QCOMPARE(field.results.size(), size_t(1));
    QCOMPARE(field.results[0].value, QByteArray("fail"));
    QCOMPARE(field.results[0].property("header.from"), QByteArray("shop.example"));
}

void AuthenticationResultsTest::aQuotedValueCannotEndItsSection()
{
    const auto field =
        AuthenticationResults::parse("mx.example.org; spf=fail reason=\"no\\\"; dmarc=pass\" smtp.helo=x");
    QCOMPARE(field.results.size(), size_t(1));
    QCOMPARE(field.results[0].method, QByteArray("spf"));
    QCOMPARE(field.results[0].property("smtp.helo"), QByteArray("x"));
}

void AuthenticationResultsTest::encodedWordsStayAsTheyAre()
{
    const auto field =
        AuthenticationResults::parse("mx.example.org; spf=none smtp.mailfrom==?utf-8?q?;_dmarc=3Dpass?=");
    for (const auto &result : field.results)
        QVERIFY(result.method != "dmarc" || result.value != "pass");
}

void AuthenticationResultsTest::aFieldWithoutServerNamesNone()
{
    const auto field =
        AuthenticationResults::parse("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example; dkim=none");
    QCOMPARE(field.server, QByteArray());
    QCOMPARE(field.results.size(), size_t(2));
}

void AuthenticationResultsTest::anAddressWithAQuotedLocalPartIsOneValue()
{
    const auto field = AuthenticationResults::parse(
        "mx.example.org; spf=pass smtp.mailfrom=\"a b\"@shop.example; dkim=fail");
    QCOMPARE(field.results.size(), size_t(2));
    QCOMPARE(field.results[0].property("smtp.mailfrom"), QByteArray("a b@shop.example"));
}

void AuthenticationResultsTest::noneIsNoResult()
{
    QVERIFY(AuthenticationResults::parse("mx.example.org; none").results.empty());
    QVERIFY(AuthenticationResults::parse("").results.empty());
}

void AuthenticationResultsTest::anyBytesAreReadInBoundedTime()
{
    for (const char c : {'(', '"', ';', '=', '\\', '\0', ' ', '\xff'}) {
        const auto field = AuthenticationResults::parse(QByteArray(1 << 20, c));
        QVERIFY(field.results.size() <= size_t(AuthenticationResults::maxResults));
    }
    QByteArray many = "mx.example.org";
    for (int i = 0; i < 5000; ++i)
        many += "; dkim=pass header.d=a.example";
    QCOMPARE(AuthenticationResults::parse(many).results.size(), size_t(AuthenticationResults::maxResults));
}

QTEST_GUILESS_MAIN(AuthenticationResultsTest)
#include "AuthenticationResultsTest.moc"
