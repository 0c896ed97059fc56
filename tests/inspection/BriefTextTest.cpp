// SPDX-License-Identifier: GPL-3.0-or-later
#include "BriefText.h"

#include <QTest>

class BriefTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cardsSayWhatTheyAre();
    void senderIsJudgedInWords();
    void partsAreATree();
    void whatSaysNothingIsLeftOut();
    void aLotIsCutShort();
};

void BriefTextTest::cardsSayWhatTheyAre()
{
    MessageBody body;
    InviteCard invite;
    invite.part = QStringLiteral("1.2");
    invite.method = "REQUEST";
    invite.events.emplace_back();
    invite.events[0].summary = QStringLiteral("Lantern\nreview");
    invite.events[0].organizer = {QStringLiteral("Mara"), QStringLiteral("mara@okafor.example"), {}, false};
    body.cards = {invite, BounceCard{QStringLiteral("2"), QStringLiteral("mx.example"), {{}}}};
    const QString text = briefText::fromBody(body);
    QVERIFY2(
        text.contains(QStringLiteral("\nCards:\n  invite (part 1.2): method REQUEST, summary Lantern review, "
                                     "component event, organizer (Mara <mara@okafor.example>)\n")),
        qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral(
                 "  bounce (part 2): recipients action unknown, reporting server mx.example\n")),
             qPrintable(text));
}

void BriefTextTest::senderIsJudgedInWords()
{
    MessageBody body;
    body.trust.verdict = MessageTrust::Verdict::Caution;
    TrustReason reason;
    reason.kind = TrustReason::Kind::ReplyGoesElsewhere;
    reason.weight = TrustReason::Weight::Caution;
    reason.other = QStringLiteral("example.net");
    body.trust.reasons.push_back(reason);
    body.trust.signatures.emplace_back();
    body.trust.signatures[0].state = MessageSignature::State::Broken;
    body.lyingLinks.push_back({QStringLiteral("bank.example"), QStringLiteral("evil.example")});
    const QString text = briefText::fromBody(body);
    QVERIFY2(text.contains(QStringLiteral("\nTrust:\n  verdict: caution\n"
                                          "  reply goes elsewhere: other example.net, weight caution\n")),
             qPrintable(text));
    QVERIFY(text.contains(QStringLiteral("\n  not verified\n")));
    QVERIFY(text.contains(QStringLiteral("a link says bank.example and leads to evil.example\n")));
}

void BriefTextTest::partsAreATree()
{
    MessageBody body;
    body.structure.type = "multipart/mixed";
    body.structure.children.resize(1);
    body.structure.children[0].type = "text/plain";
    body.structure.children[0].charset = "utf-8";
    body.structure.children[0].size = 12;
    body.defects = {QStringLiteral("cut: something")};
    const QString text = briefText::fromBody(body);
    QVERIFY2(text.contains(
                 QStringLiteral("\nParts:\n  multipart/mixed\n    text/plain: charset utf-8, size 12\n")),
             qPrintable(text));
    QVERIFY(text.endsWith(QStringLiteral("\nRepaired or cut:\n  cut: something\n")));
}

void BriefTextTest::whatSaysNothingIsLeftOut()
{
    const QString text = briefText::fromBody(MessageBody());
    for (const char *absent : {"Cards:", "Security:", "Repaired", "html:", "automatic reply"})
        QVERIFY2(!text.contains(QLatin1String(absent)), absent);
}

void BriefTextTest::aLotIsCutShort()
{
    MessageBody body;
    body.header.references = QByteArrayList(5000, QByteArray(5000, 'r'));
    for (int i = 0; i < 5000; ++i)
        body.defects.append(QString(5000, u'd'));
    const QString text = briefText::fromBody(body);
    QVERIFY(text.contains(QStringLiteral("and 4990 more")));
    QVERIFY(text.endsWith(QStringLiteral("  and 4900 more\n")));
    QVERIFY(text.size() < 30000);
}

QTEST_GUILESS_MAIN(BriefTextTest)
#include "BriefTextTest.moc"
