// SPDX-License-Identifier: GPL-3.0-or-later
#include "TrustFixture.h"

#include <QtTest>

using Kind = TrustReason::Kind;
using Verdict = MessageTrust::Verdict;
using Weight = TrustReason::Weight;

namespace
{
QByteArray confirmed(const QByteArray &domain)
{
    return "Authentication-Results: mx1.example.org; dmarc=pass header.from=" + domain + "\r\n" + cameIn();
}
} // namespace

class JudgementTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aNameThatHoldsAnotherAddressIsAWarning();
    void aNameThatHoldsItsOwnAddressIsNothing();
    void aNameThatIsAFamousHostIsAWarning();
    void aLookAlikeIsAWarningEvenWhereItIsAuthentic();
    void aLookAlikeOfAnotherAccountIsSeen();
    void theNameOfACorrespondentIsUnusual();
    void aDomainThatLooksLikeACorrespondentsIsAWarningThatNamesHim();
    void aSenderOfAnotherDomainIsUnusual();
    void aReplyToAnotherDomainIsUnusual();
    void severalSendersAreUnusual();
    void noSenderIsUnusual();
    void listsMayDoWhatOthersMayNot();
    void lyingLinksAreUnusualButForOnesOwnClickCounter();
    void theWeightiestReasonComesFirst();
    void oneClickNeedsASignatureOverItsFields_data();
    void oneClickNeedsASignatureOverItsFields();
    void withoutOneClickTheLinkIsShown();
    void addressesThatNobodyShouldAskAreLeftOut();
    void hugeHeadersAreJudgedInBoundedTime();
};

void JudgementTest::aNameThatHoldsAnotherAddressIsAWarning()
{
    const auto trust = judged(cameIn() + mailFrom("\"service@paypal.com\" <x@evil.example>"));
    QCOMPARE(trust.verdict, Verdict::Warning);
    QCOMPARE(trust.reasons.front().kind, Kind::NameHoldsAddress);
    QCOMPARE(trust.reasons.front().subject, QStringLiteral("x@evil.example"));
    QCOMPARE(trust.reasons.front().other, QStringLiteral("service@paypal.com"));
    // Also when the name is encoded.
    QVERIFY(find(judged(cameIn() + mailFrom("=?utf-8?q?boss=40example=2Eorg?= <x@evil.example>")),
                 Kind::NameHoldsAddress));
}

void JudgementTest::aNameThatHoldsItsOwnAddressIsNothing()
{
    QVERIFY(
        !find(judged(mailFrom("\"news@shop.example\" <news@mail.shop.example>")), Kind::NameHoldsAddress));
    QVERIFY(!find(judged(mailFrom("\"Dr. A. Berger, Shop.example\" <a@berger.example>")),
                  Kind::NameHoldsAddress));
}

void JudgementTest::aNameThatIsAFamousHostIsAWarning()
{
    QVERIFY(find(judged(mailFrom("\"PayPal.com\" <x@evil.example>")), Kind::NameHoldsAddress));
    QVERIFY(!find(judged(mailFrom("\"PayPal.com\" <x@paypal.com>")), Kind::NameHoldsAddress));
}

void JudgementTest::aLookAlikeIsAWarningEvenWhereItIsAuthentic()
{
    const auto trust = judged(confirmed("paypa1.com") + mailFrom("PayPal <service@paypa1.com>"));
    QCOMPARE(trust.verdict, Verdict::Warning);
    QCOMPARE(trust.reasons.front().kind, Kind::LookAlikeDomain);
    QCOMPARE(trust.reasons.front().other, QStringLiteral("paypal.com"));
    QVERIFY(find(trust, Kind::SenderAuthenticated));
    const auto mixed = judged(mailFrom("PayPal <service@xn--pypal-4ve.com>"));
    QVERIFY(find(mixed, Kind::MixedScripts));
    QCOMPARE(find(mixed, Kind::MixedScripts)->other, QStringLiteral("xn--pypal-4ve.com"));
    QCOMPARE(judged(mailFrom("Boss <boss@examp1e.org>")).reasons.front().kind, Kind::LookAlikeDomain);
}

void JudgementTest::aLookAlikeOfAnotherAccountIsSeen()
{
    TrustContext context = annasAccount();
    context.familiar = {QStringLiteral("berger-soehne.example"), QStringLiteral("shop.example")};
    QCOMPARE(judged(mailFrom("B <b@berger-s0ehne.example>"), context).verdict, Verdict::Warning);
    QCOMPARE(judged(mailFrom("B <b@berger-soehne.example>"), context).verdict, Verdict::Nothing);
}

void JudgementTest::theNameOfACorrespondentIsUnusual()
{
    TrustContext context = annasAccount();
    context.namesake = QStringLiteral("bob@berger.example");
    const QByteArray from = "Bob Berger <bob@evil.example>";
    const auto trust = judged(confirmed("evil.example") + mailFrom(from), context);
    QCOMPARE(trust.verdict, Verdict::Caution);
    QCOMPARE(trust.reasons.front().kind, Kind::NameOfCorrespondent);
    QCOMPARE(trust.reasons.front().subject, QStringLiteral("bob@evil.example"));
    QCOMPARE(trust.reasons.front().other, QStringLiteral("bob@berger.example"));
    // Over a list people write from wherever they are.
    const auto list = judged(mailFrom(from, "List-Id: <talk.lists.example>\r\n"), context);
    QCOMPARE(find(list, Kind::NameOfCorrespondent)->weight, Weight::Note);
}

void JudgementTest::aDomainThatLooksLikeACorrespondentsIsAWarningThatNamesHim()
{
    TrustContext context = annasAccount();
    context.familiar = {QStringLiteral("berger-soehne.example")};
    context.lookAlike = QStringLiteral("bob@berger-soehne.example");
    const auto trust = judged(mailFrom("B <b@berger-s0ehne.example>"), context);
    QCOMPARE(trust.verdict, Verdict::Warning);
    QCOMPARE(trust.reasons.front().kind, Kind::LooksLikeCorrespondent);
    QCOMPARE(trust.reasons.front().other, QStringLiteral("bob@berger-soehne.example"));
    QVERIFY(!find(trust, Kind::LookAlikeDomain)); // the same, said once
}

void JudgementTest::aSenderOfAnotherDomainIsUnusual()
{
    const QByteArray sender = "Sender: robot@mailer.example\r\n";
    QCOMPARE(judged(cameIn() + mailFrom("News <news@shop.example>", sender)).verdict, Verdict::Caution);
    const auto authentic = judged(confirmed("shop.example") + mailFrom("News <news@shop.example>", sender));
    QCOMPARE(authentic.verdict, Verdict::Good);
    QCOMPARE(find(authentic, Kind::SenderDiffers)->other, QStringLiteral("robot@mailer.example"));
    QVERIFY(!find(judged(mailFrom("N <news@shop.example>", "Sender: robot@mail.shop.example\r\n")),
                  Kind::SenderDiffers));
}

void JudgementTest::aReplyToAnotherDomainIsUnusual()
{
    const QByteArray reply = "Reply-To: boss@gmail.com\r\n";
    // A company that has itself answered at a free mailbox: the usual start of a fraud.
    const auto trust = judged(confirmed("shop.example") + mailFrom("Boss <boss@shop.example>", reply));
    QCOMPARE(trust.verdict, Verdict::Caution);
    QCOMPARE(trust.reasons.front().kind, Kind::ReplyGoesElsewhere);
    QCOMPARE(trust.reasons.front().other, QStringLiteral("gmail.com"));
    QVERIFY(!find(judged(mailFrom("B <boss@shop.example>", "Reply-To: b@mail.shop.example\r\n")),
                  Kind::ReplyGoesElsewhere));
}

void JudgementTest::severalSendersAreUnusual()
{
    const auto trust = judged(confirmed("shop.example") + mailFrom("A <a@shop.example>, B <b@evil.example>"));
    QCOMPARE(trust.verdict, Verdict::Caution);
    QVERIFY(find(trust, Kind::SeveralSenders));
    QVERIFY(!find(trust, Kind::SenderAuthenticated));
    QVERIFY(find(judged(cameIn() + "From: a@shop.example\r\n" + mailFrom("b@evil.example")),
                 Kind::SeveralSenders));
}

void JudgementTest::noSenderIsUnusual()
{
    QVERIFY(find(judged(cameIn() + "Subject: x\r\n\r\nx\r\n"), Kind::NoSender));
    QVERIFY(find(judged(cameIn() + mailFrom("PayPal")), Kind::NoSender));
}

void JudgementTest::listsMayDoWhatOthersMayNot()
{
    const QByteArray list = "List-Id: <talk.lists.example>\r\nReply-To: talk@lists.example\r\n"
                            "Sender: talk-bounces@lists.example\r\n";
    const QByteArray results =
        "Authentication-Results: mx1.example.org; dkim=pass header.d=lists.example;\r\n"
        "\tdmarc=fail header.from=shop.example\r\n";
    const auto trust = judged(results + cameIn() + mailFrom("B <b@shop.example>", list));
    QCOMPARE(trust.verdict, Verdict::Caution);
    QCOMPARE(trust.reasons.front().kind, Kind::SentThrough);
    QCOMPARE(trust.reasons.front().other, QStringLiteral("lists.example"));
    // Who calls himself a list without being authentic as one is none.
    QByteArray other = results;
    other.replace("lists.example", "evil.example");
    QCOMPARE(judged(other + cameIn() + mailFrom("B <b@shop.example>", list)).verdict, Verdict::Warning);
}

void JudgementTest::lyingLinksAreUnusualButForOnesOwnClickCounter()
{
    const QByteArray message = confirmed("shop.example") + mailFrom("S <s@shop.example>");
    MessageBody body = MimeMessage(message).body(RenderOptions(), 0);
    body.lyingLinks = {
        {QStringLiteral("www.shop.example"), QStringLiteral("https://click.mailer.example/1")}};
    const auto own = judge(message, body, annasAccount());
    QCOMPARE(own.verdict, Verdict::Good);
    QCOMPARE(find(own, Kind::LyingLinks)->weight, Weight::Note);
    body.lyingLinks.push_back(
        {QStringLiteral("bank.example"), QStringLiteral("https://xn--pypal-4ve.com/login")});
    const auto trust = judge(message, body, annasAccount());
    QCOMPARE(trust.verdict, Verdict::Caution);
    QCOMPARE(trust.reasons.front().subject, QStringLiteral("bank.example"));
}

void JudgementTest::theWeightiestReasonComesFirst()
{
    const auto trust = judged(confirmed("paypa1.com") +
                              mailFrom("\"boss@example.org\" <x@paypa1.com>", "Reply-To: x@gmail.com\r\n"));
    QVERIFY(trust.reasons.size() >= 4);
    for (size_t i = 1; i < trust.reasons.size(); ++i)
        QVERIFY(trust.reasons[i - 1].weight >= trust.reasons[i].weight);
}

void JudgementTest::oneClickNeedsASignatureOverItsFields_data()
{
    QTest::addColumn<QByteArray>("results");
    QTest::addColumn<QByteArray>("signature");
    QTest::addColumn<QByteArray>("post");
    QTest::addColumn<bool>("isOffered");
    const QByteArray pass = "dkim=pass header.d=shop.example header.s=k1 header.b=AbCd";
    const QByteArray signature = "v=1; a=rsa-sha256; d=shop.example; s=k1;\r\n h=From:List-Unsubscribe:\r\n "
                                 "List-Unsubscribe-Post; bh=xyz=; b=AbCdEf\r\n gh==";
    const QByteArray post = "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
    const auto changed = [](QByteArray text, const char *before, const char *after) {
        return text.replace(before, after);
    };
    QTest::newRow("all is there") << pass << signature << post << true;
    QTest::newRow("without a signature") << pass << QByteArray() << post << false;
    QTest::newRow("with one that is not good")
        << QByteArray("dkim=fail header.d=shop.example") << signature << post << false;
    QTest::newRow("with one of another domain")
        << pass << changed(signature, "d=shop", "d=other") << post << false;
    QTest::newRow("with another of its domain")
        << pass << changed(signature, "b=AbCd", "b=Zzzz") << post << false;
    QTest::newRow("not over the field")
        << pass << changed(signature, "List-Unsubscribe-Post", "Subject") << post << false;
    QTest::newRow("not announced") << pass << signature << QByteArray() << false;
    QTest::newRow("announced twice") << pass << signature << post + post << false;
    QTest::newRow("announced otherwise")
        << pass << signature << changed(post, "One-Click", "Ten-Clicks") << false;
}

void JudgementTest::oneClickNeedsASignatureOverItsFields()
{
    QFETCH(QByteArray, results);
    QFETCH(QByteArray, signature);
    QFETCH(QByteArray, post);
    QFETCH(bool, isOffered);
    const QByteArray signatureField =
        signature.isEmpty() ? QByteArray() : "DKIM-Signature: " + signature + "\r\n";
    const auto trust =
        judged("Authentication-Results: mx1.example.org; " + results + "\r\n" + cameIn() + signatureField +
               mailFrom("S <s@shop.example>", "List-Unsubscribe: <mailto:off@shop.example?subject=off>,\r\n "
                                              "<https://shop.example/off?u=1>\r\n" +
                                                  post));
    QVERIFY(trust.unsubscription.has_value());
    QCOMPARE(trust.unsubscription->oneClick,
             isOffered ? QUrl(QStringLiteral("https://shop.example/off?u=1")) : QUrl());
    QCOMPARE(trust.unsubscription->link, QUrl(QStringLiteral("https://shop.example/off?u=1")));
    QCOMPARE(trust.unsubscription->mail, QUrl(QStringLiteral("mailto:off@shop.example?subject=off")));
}

void JudgementTest::withoutOneClickTheLinkIsShown()
{
    const auto trust =
        judged(mailFrom("S <s@shop.example>", "List-Unsubscribe: <http://shop.example/off>\r\n"));
    QCOMPARE(trust.unsubscription->link, QUrl(QStringLiteral("http://shop.example/off")));
    QVERIFY(trust.unsubscription->oneClick.isEmpty());
    QVERIFY(!judged(mailFrom("S <s@shop.example>")).unsubscription);
}

void JudgementTest::addressesThatNobodyShouldAskAreLeftOut()
{
    for (const char *uri : {"javascript:alert(1)", "file:///etc/passwd", "ftp://shop.example/x", "https:///x",
                            "https://user:secret@shop.example/x", "data:text/html,x", "no uri at all", ""})
        QVERIFY2(!judged(mailFrom("S <s@shop.example>", QByteArray("List-Unsubscribe: <") + uri + ">\r\n"))
                      .unsubscription,
                 uri);
}

void JudgementTest::hugeHeadersAreJudgedInBoundedTime()
{
    QByteArray many;
    for (int i = 0; i < 100000; ++i)
        many += "Authentication-Results: mx" + QByteArray::number(i) +
                ".example.org; dkim=pass header.d=a.example\r\n";
    QByteArray name = "\"" + QByteArray("a.").repeated(20000) + "\" <x@evil.example>";
    MessageBody body = MimeMessage(many + mailFrom(name)).body(RenderOptions(), 0);
    QElapsedTimer timer;
    timer.start();
    (void)judge(many + mailFrom(name), body, annasAccount());
    QVERIFY2(timer.elapsed() < 20000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(JudgementTest)
#include "JudgementTest.moc"
