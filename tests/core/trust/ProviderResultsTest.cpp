// SPDX-License-Identifier: GPL-3.0-or-later
#include "TrustFixture.h"

#include <QtTest>

using Kind = TrustReason::Kind;
using Verdict = MessageTrust::Verdict;

namespace
{
const QByteArray good = "Authentication-Results: mx1.example.org; dkim=pass header.d=shop.example;\r\n"
                        " spf=pass smtp.mailfrom=shop.example; dmarc=pass header.from=shop.example\r\n";
const QByteArray shop = "Shop <news@shop.example>";
} // namespace

class ProviderResultsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatTheProviderConfirmsIsBelieved();
    void aForgedFieldBelowTheProvidersReceivedIsIgnored();
    void aForgedFieldBelowAForgedReceivedIsIgnored();
    void theProvidersOwnWordStandsAgainstAForgedOne();
    void anotherServersFieldIsIgnored();
    void hopsWithinTheProviderAreHisOwn();
    void aNameThatTheOtherSideGivesMakesNoHopHisOwn();
    void gmailWritesBelowItsReceivedField();
    void onlyTheFirstFieldBelowCounts();
    void whatTheAuthorWroteIsNeverTheProviders();
    void withoutAnAccountNobodyConfirms();
    void severalFieldsOfTheProviderCountTogether();
    void whatEachMethodTells_data();
    void whatEachMethodTells();
};

void ProviderResultsTest::whatTheProviderConfirmsIsBelieved()
{
    const auto trust = judged(good + cameIn() + mailFrom(shop));
    QCOMPARE(trust.verdict, Verdict::Good);
    QCOMPARE(trust.reasons.front().kind, Kind::SenderAuthenticated);
    QCOMPARE(trust.reasons.front().subject, QStringLiteral("shop.example"));
}

void ProviderResultsTest::aForgedFieldBelowTheProvidersReceivedIsIgnored()
{
    const auto trust = judged(cameIn() + good + mailFrom(shop));
    QVERIFY(!find(trust, Kind::SenderAuthenticated));
    QVERIFY(find(trust, Kind::ProviderDoesNotCheck));
    QCOMPARE(trust.verdict, Verdict::Nothing);
}

void ProviderResultsTest::aForgedFieldBelowAForgedReceivedIsIgnored()
{
    const QByteArray forged =
        "Received: from localhost (localhost [127.0.0.1]) by mx1.example.org with LMTP;\r\n"
        "\tSat, 21 Nov 2026 09:59:59 +0000\r\n";
    QVERIFY(!find(judged(cameIn() + good + forged + mailFrom(shop)), Kind::SenderAuthenticated));
    QVERIFY(!find(judged(cameIn() + forged + good + mailFrom(shop)), Kind::SenderAuthenticated));
}

void ProviderResultsTest::theProvidersOwnWordStandsAgainstAForgedOne()
{
    const QByteArray bad = "Authentication-Results: mx1.example.org; dmarc=fail header.from=shop.example\r\n";
    const auto trust = judged(bad + cameIn() + good + mailFrom(shop));
    QCOMPARE(trust.verdict, Verdict::Warning);
    QCOMPARE(trust.reasons.front().kind, Kind::SenderNotAuthentic);
}

void ProviderResultsTest::anotherServersFieldIsIgnored()
{
    QByteArray other = good;
    other.replace("mx1.example.org", "mx1.example.net");
    QVERIFY(find(judged(other + cameIn() + mailFrom(shop)), Kind::ProviderDoesNotCheck));
    // Two customers of one public suffix are not one owner.
    other.replace("mx1.example.net", "berta.github.io");
    const TrustContext context{QStringLiteral("a@anna.github.io"), QStringLiteral("anna.github.io"), {}};
    QVERIFY(find(judged(other + cameIn() + mailFrom(shop), context), Kind::ProviderDoesNotCheck));
}

void ProviderResultsTest::hopsWithinTheProviderAreHisOwn()
{
    const QByteArray within =
        "Received: from mx1.example.org by store.example.org with LMTP id 1;\r\n"
        "\tSat, 21 Nov 2026 10:00:02 +0000\r\n"
        "Received: from mx1.example.org (mx1.example.org [10.1.2.3]) by filter.example.org;\r\n"
        "\tSat, 21 Nov 2026 10:00:01 +0000\r\n";
    QCOMPARE(judged("Return-Path: <x@shop.example>\r\n" + within + good + cameIn() + mailFrom(shop)).verdict,
             Verdict::Good);
}

void ProviderResultsTest::aNameThatTheOtherSideGivesMakesNoHopHisOwn()
{
    const QByteArray hello =
        "Received: from mx1.example.org[10.1.2.3] (unknown [198.51.100.9])\r\n"
        "\tby mx1.example.org (Postfix) with ESMTP id 4712; Sat, 21 Nov 2026 10:00:00 +0000\r\n";
    QVERIFY(!find(judged(hello + good + mailFrom(shop)), Kind::SenderAuthenticated));
}

void ProviderResultsTest::gmailWritesBelowItsReceivedField()
{
    const TrustContext gmail{QStringLiteral("anna@gmail.com"), QStringLiteral("pop.gmail.com"), {}};
    const QByteArray message =
        "Delivered-To: anna@gmail.com\r\n"
        "Received: by 2002:a05:6a10:1a2b:0:0:0:0 with SMTP id a1csp12; Sat, 21 Nov 2026 02:00:01 -0800 "
        "(PST)\r\n"
        "Return-Path: <news@shop.example>\r\n"
        "Received: from mx.shop.example (mx.shop.example. [192.0.2.7])\r\n"
        "        by mx.google.com with ESMTPS id b2si3 for <anna@gmail.com>; Sat, 21 Nov 2026 02:00:00 "
        "-0800\r\n"
        "Received-SPF: pass (google.com: domain of news@shop.example) client-ip=192.0.2.7;\r\n"
        "Authentication-Results: mx.google.com; dkim=pass header.i=@shop.example header.s=k1;\r\n"
        "       dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=shop.example\r\n" +
        mailFrom(shop);
    QCOMPARE(judged(message, gmail).verdict, Verdict::Good);
    QVERIFY(!find(judged(message), Kind::SenderAuthenticated)); // in another mailbox it is nobody's word
}

void ProviderResultsTest::onlyTheFirstFieldBelowCounts()
{
    const TrustContext gmail{QStringLiteral("anna@gmail.com"), QStringLiteral("pop.gmail.com"), {}};
    const QByteArray message =
        "Received: from x (x. [192.0.2.7]) by mx.google.com with ESMTPS id b2si3; Sat, 21 Nov 2026 02:00:00 "
        "-0800\r\n"
        "Authentication-Results: mx.google.com; spf=none smtp.mailfrom=x.example\r\n"
        "Authentication-Results: mx.google.com; dmarc=pass header.from=shop.example\r\n" +
        mailFrom(shop);
    QVERIFY(!find(judged(message, gmail), Kind::SenderAuthenticated));
}

void ProviderResultsTest::whatTheAuthorWroteIsNeverTheProviders()
{
    QVERIFY(find(judged(good + mailFrom(shop)), Kind::SenderAuthenticated));
    QVERIFY(find(judged(mailFrom(shop, good)), Kind::ProviderDoesNotCheck));
}

void ProviderResultsTest::withoutAnAccountNobodyConfirms()
{
    const auto trust = judged(good + cameIn() + mailFrom(shop), {});
    QCOMPARE(trust.verdict, Verdict::Nothing);
    QVERIFY(trust.reasons.empty());
}

void ProviderResultsTest::severalFieldsOfTheProviderCountTogether()
{
    const QByteArray fields =
        "Authentication-Results: spf.example.org; spf=fail smtp.mailfrom=list.example\r\n"
        "Authentication-Results: antispam.example.net; dmarc=fail header.from=shop.example\r\n"
        "Authentication-Results: dkim.example.org; dkim=pass header.d=mail.shop.example\r\n";
    QCOMPARE(judged(fields + cameIn() + mailFrom(shop)).verdict, Verdict::Good);
}

void ProviderResultsTest::whatEachMethodTells_data()
{
    QTest::addColumn<QByteArray>("results");
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("verdict");
    const auto row = [](const char *results, Kind kind, Verdict verdict) {
        QTest::newRow(results) << QByteArray(results) << int(kind) << int(verdict);
    };
    row("dkim=pass header.d=shop.example", Kind::SenderAuthenticated, Verdict::Good);
    row("dkim=pass header.i=@news.shop.example", Kind::SenderAuthenticated, Verdict::Good);
    row("spf=pass smtp.mailfrom=bounce@shop.example", Kind::SenderAuthenticated, Verdict::Good);
    row("spf=fail smtp.mailfrom=shop.example; dkim=pass header.d=shop.example", Kind::SenderAuthenticated,
        Verdict::Good);
    row("dkim=pass header.d=sender.example", Kind::SentThrough, Verdict::Nothing);
    row("dkim=pass header.d=evilshop.example", Kind::SentThrough, Verdict::Nothing);
    row("spf=pass smtp.mailfrom=sender.example; dmarc=fail header.from=shop.example",
        Kind::SenderNotAuthentic, Verdict::Warning);
    row("dmarc=fail (p=reject)", Kind::SenderNotAuthentic, Verdict::Warning);
    row("dkim=pass header.d=shop.example; dmarc=fail header.from=shop.example", Kind::SenderNotAuthentic,
        Verdict::Warning);
    row("dmarc=pass header.from=other.example", Kind::ProviderDoesNotCheck, Verdict::Nothing);
    row("dkim=fail header.d=shop.example; spf=softfail smtp.mailfrom=shop.example", Kind::SenderNotAuthentic,
        Verdict::Caution);
    row("dkim=none; spf=none; dmarc=none", Kind::ProviderDoesNotCheck, Verdict::Nothing);
    row("spf=temperror smtp.mailfrom=shop.example", Kind::ProviderDoesNotCheck, Verdict::Nothing);
    row("auth=pass smtp.auth=shop", Kind::ProviderDoesNotCheck, Verdict::Nothing);
}

void ProviderResultsTest::whatEachMethodTells()
{
    QFETCH(QByteArray, results);
    QFETCH(int, kind);
    QFETCH(int, verdict);
    const auto trust =
        judged("Authentication-Results: mx1.example.org; " + results + "\r\n" + cameIn() + mailFrom(shop));
    QCOMPARE(int(trust.reasons.front().kind), kind);
    QCOMPARE(int(trust.verdict), verdict);
}

QTEST_GUILESS_MAIN(ProviderResultsTest)
#include "ProviderResultsTest.moc"
