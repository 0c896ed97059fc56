// SPDX-License-Identifier: GPL-3.0-or-later
#include "CmsWriter.h"
#include "GnupgHome.h"
#include "SignatureCheck.h"
#include "TrustFixture.h"

#include <QTcpServer>
#include <QtTest>

using namespace std::chrono_literals;
using Kind = TrustReason::Kind;
using State = MessageSignature::State;
using Verdict = MessageTrust::Verdict;

namespace
{

const QByteArray text = "Content-Type: text/plain; charset=utf-8\r\n\r\nThe keys are under the mat.\r\n";

QByteArray detached(const QByteArray &content, const QByteArray &proof, const QByteArray &type,
                    const QByteArray &after = {})
{
    return "From: Anna <anna@example.org>\r\nTo: b@example.org\r\nSubject: Keys\r\nMIME-Version: 1.0\r\n"
           "Content-Type: multipart/signed; protocol=\"" +
           type + "\"; boundary=\"=b\"\r\n\r\n--=b\r\n" + content + "\r\n--=b\r\nContent-Type: " + type +
           "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + proof.toBase64() + "\r\n" + after + "--=b--\r\n";
}

QByteArray pgp(const QByteArray &content, const QByteArray &proof, const QByteArray &after = {})
{
    return detached(content, proof, "application/pgp-signature", after);
}

QByteArray smime(const QByteArray &content, const QByteArray &proof)
{
    return detached(content, proof, "application/pkcs7-signature");
}

MessageTrust checked(const QByteArray &message)
{
    Cancellation cancellation;
    const MessageTrust trust = judged(message, {});
    const auto signatures = checkSignatures(signedParts(message), 60s, cancellation);
    if (!signatures)
        return {};
    return withSignatures(trust, *signatures, MimeMessage(message).header());
}

State onlyState(const MessageTrust &trust)
{
    return trust.signatures.size() == 1 ? trust.signatures.front().state : State::NotChecked;
}

} // namespace

class SignaturesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void nothingIsCheckedByAJudgementAlone();
    void aGoodSignatureOfTheSenderIsVerified();
    void lineEndsOfTheStoreAreNoChange();
    void alteredTextIsBroken();
    void aKeyThatNobodyHasIsUnknownAndNotAskedFor();
    void aKeyThatNobodyVouchesForIsUnconfirmed();
    void anExpiredKeyIsExpired();
    void aSignatureOfSomebodyElseSaysNothingForTheSender();
    void whatStandsBesideTheSignedPartIsNotCovered();
    void aThirdPartWithinIsNotCovered();
    void textSignedWithinItselfIsFound();
    void textBesideSignedTextIsNotCovered();
    void aCertificateOfATrustedAuthorityVerifies();
    void anAlteredTextUnderACertificateIsBroken();
    void whatACertificateWrapsIsFoundAndVerified();
    void whatIsSignedAndThenCompressedIsCovered();
    void revocationListsAreNotFetched();
    void aSignatureThatIsNoneIsNotVerified();
    void aCancelledCheckEndsAtOnce();

private:
    GnupgHome m_home;
};

void SignaturesTest::initTestCase()
{
    if (!m_home.isUsable())
        QSKIP("gpg, gpgsm or openssl are not installed");
    QVERIFY(m_home.makeKey("Anna <anna@example.org>"));
    QVERIFY(m_home.makeKey("Berta <berta@example.net>"));
    QVERIFY(m_home.makeCertificate("anna@example.org"));
}

void SignaturesTest::nothingIsCheckedByAJudgementAlone()
{
    const auto trust = judged(pgp(text, m_home.signPgp("anna@example.org", text)), {});
    QCOMPARE(trust.signatures.size(), size_t(1));
    QCOMPARE(trust.signatures.front().state, State::NotChecked);
    QCOMPARE(trust.signatures.front().part, QStringLiteral("0"));
    QCOMPARE(trust.verdict, Verdict::Nothing);
    QVERIFY(find(trust, Kind::SignatureNotChecked));
}

void SignaturesTest::aGoodSignatureOfTheSenderIsVerified()
{
    const auto trust = checked(pgp(text, m_home.signPgp("anna@example.org", text)));
    QCOMPARE(onlyState(trust), State::Verified);
    QCOMPARE(trust.signatures.front().signer, QStringLiteral("anna@example.org"));
    QVERIFY(trust.signatures.front().coversAll);
    QVERIFY(!trust.signatures.front().keyId.isEmpty());
    QCOMPARE(trust.verdict, Verdict::Good);
    QCOMPARE(trust.reasons.front().kind, Kind::SignatureVerified);
}

void SignaturesTest::lineEndsOfTheStoreAreNoChange()
{
    QByteArray message = pgp(text, m_home.signPgp("anna@example.org", text));
    message.replace("\r\n", "\n");
    QCOMPARE(checked(message).verdict, Verdict::Good);
}

void SignaturesTest::alteredTextIsBroken()
{
    QByteArray altered = text;
    altered.replace("under", "above");
    const auto trust = checked(pgp(altered, m_home.signPgp("anna@example.org", text)));
    QCOMPARE(onlyState(trust), State::Broken);
    QCOMPARE(trust.verdict, Verdict::Warning);
}

void SignaturesTest::aKeyThatNobodyHasIsUnknownAndNotAskedFor()
{
    QTcpServer keyserver;
    QVERIFY(keyserver.listen(QHostAddress::LocalHost));
    GnupgHome other;
    QVERIFY(other.makeKey("Carl <carl@example.org>"));
    const QByteArray proof = other.signPgp("carl@example.org", text);
    m_home.use();
    // The user's own settings ask for keys by themselves; for us they do not.
    QVERIFY(m_home.configure("gpg.conf", "auto-key-retrieve\n"));
    QVERIFY(m_home.configure(
        "dirmngr.conf", "keyserver hkp://127.0.0.1:" + QByteArray::number(keyserver.serverPort()) + "\n"));
    const auto trust = checked(pgp(text, proof));
    QCOMPARE(onlyState(trust), State::UnknownKey);
    QVERIFY(!trust.signatures.front().keyId.isEmpty());
    QCOMPARE(trust.verdict, Verdict::Nothing);
    QVERIFY(!keyserver.waitForNewConnection(1000));
    QVERIFY(!m_home.hasDirmngr());
    QVERIFY(m_home.configure("gpg.conf", ""));
}

void SignaturesTest::aKeyThatNobodyVouchesForIsUnconfirmed()
{
    GnupgHome other;
    QVERIFY(other.makeKey("Dora <dora@example.org>"));
    const QByteArray key = other.exportKey("dora@example.org");
    const QByteArray proof = other.signPgp("dora@example.org", text);
    m_home.use();
    QVERIFY(m_home.importKey(key));
    const auto trust = checked(pgp(text, proof));
    QCOMPARE(onlyState(trust), State::Unconfirmed);
    QCOMPARE(trust.signatures.front().signer, QStringLiteral("dora@example.org"));
    QCOMPARE(trust.verdict, Verdict::Nothing);
}

void SignaturesTest::anExpiredKeyIsExpired()
{
    QVERIFY(m_home.makeExpiredKey("Emil <emil@example.org>"));
    const auto trust = checked(pgp(text, m_home.signPgp("emil@example.org", text, true)));
    QCOMPARE(onlyState(trust), State::Expired);
    QCOMPARE(trust.verdict, Verdict::Caution);
}

void SignaturesTest::aSignatureOfSomebodyElseSaysNothingForTheSender()
{
    const auto trust = checked(pgp(text, m_home.signPgp("berta@example.net", text)));
    QCOMPARE(onlyState(trust), State::Verified);
    QCOMPARE(trust.verdict, Verdict::Caution);
    QCOMPARE(trust.reasons.front().kind, Kind::SignatureOfOther);
    QCOMPARE(trust.reasons.front().other, QStringLiteral("berta@example.net"));
    QVERIFY(!find(trust, Kind::SignatureVerified));
}

void SignaturesTest::whatStandsBesideTheSignedPartIsNotCovered()
{
    QByteArray whole = pgp(text, m_home.signPgp("anna@example.org", text));
    const qsizetype body = whole.indexOf("Content-Type: multipart/signed");
    const QByteArray message =
        whole.left(body) + "Content-Type: multipart/mixed; boundary=\"out\"\r\n\r\n--out\r\n" +
        whole.mid(body) +
        "\r\n--out\r\nContent-Type: text/plain\r\n\r\nThe keys are at Mallory's.\r\n--out--\r\n";
    const auto trust = checked(message);
    QCOMPARE(onlyState(trust), State::Verified);
    QVERIFY(!trust.signatures.front().coversAll);
    QCOMPARE(trust.signatures.front().part, QStringLiteral("1"));
    QCOMPARE(trust.verdict, Verdict::Caution);
    QVERIFY(find(trust, Kind::SignatureCoversAPart));
}

void SignaturesTest::aThirdPartWithinIsNotCovered()
{
    const QByteArray third = "--=b\r\nContent-Type: text/plain\r\n\r\nThe keys are at Mallory's.\r\n";
    const auto trust = checked(pgp(text, m_home.signPgp("anna@example.org", text), third));
    QCOMPARE(onlyState(trust), State::Verified);
    QVERIFY(trust.verdict != Verdict::Good);
}

void SignaturesTest::textSignedWithinItselfIsFound()
{
    const QByteArray head = "From: Anna <anna@example.org>\r\nSubject: Keys\r\n\r\n";
    const QByteArray clear =
        m_home.clearSign("anna@example.org", "The keys are under the mat.\n- -- \nAnna\n");
    QVERIFY(clear.contains("BEGIN PGP SIGNED"));
    QCOMPARE(checked(head + clear).verdict, Verdict::Good);
    QByteArray altered = clear;
    altered.replace("under", "above");
    QCOMPARE(onlyState(checked(head + altered)), State::Broken);
}

void SignaturesTest::textBesideSignedTextIsNotCovered()
{
    const QByteArray head = "From: Anna <anna@example.org>\r\nSubject: Keys\r\n\r\n";
    const QByteArray clear = m_home.clearSign("anna@example.org", "The keys are under the mat.\n");
    for (const QByteArray &message : {head + "Not so:\r\n" + clear, head + clear + "Or at Mallory's.\r\n"}) {
        const auto trust = checked(message);
        QCOMPARE(onlyState(trust), State::Verified);
        QCOMPARE(trust.verdict, Verdict::Caution);
    }
}

void SignaturesTest::aCertificateOfATrustedAuthorityVerifies()
{
    const auto trust = checked(smime(text, m_home.signSmime(text, false)));
    QCOMPARE(onlyState(trust), State::Verified);
    QCOMPARE(trust.signatures.front().kind, MessageSignature::Kind::Smime);
    QCOMPARE(trust.signatures.front().signer, QStringLiteral("anna@example.org"));
    QCOMPARE(trust.verdict, Verdict::Good);
}

void SignaturesTest::anAlteredTextUnderACertificateIsBroken()
{
    QByteArray altered = text;
    altered.replace("under", "above");
    QCOMPARE(onlyState(checked(smime(altered, m_home.signSmime(text, false)))), State::Broken);
}

void SignaturesTest::whatACertificateWrapsIsFoundAndVerified()
{
    const QByteArray message =
        "From: Anna <anna@example.org>\r\nSubject: Keys\r\nMIME-Version: 1.0\r\n"
        "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n" +
        m_home.signSmime(text, true).toBase64() + "\r\n";
    const auto trust = checked(message);
    QCOMPARE(onlyState(trust), State::Verified);
    QVERIFY(trust.signatures.front().coversAll);
    QCOMPARE(trust.verdict, Verdict::Good);
}

void SignaturesTest::whatIsSignedAndThenCompressedIsCovered()
{
    const QByteArray head = "From: Anna <anna@example.org>\r\nSubject: Keys\r\nMIME-Version: 1.0\r\n";
    const QByteArray entity = smime(text, m_home.signSmime(text, false));
    const QByteArray type = "Content-Type: multipart/signed";
    const QByteArray packed = cmsWriter::compressedData(entity.sliced(entity.indexOf(type)));
    const QByteArray header = "Content-Type: application/pkcs7-mime; smime-type=compressed-data\r\n"
                              "Content-Transfer-Encoding: base64\r\n\r\n";
    const auto trust = checked(head + header + packed.toBase64() + "\r\n");
    QCOMPARE(onlyState(trust), State::Verified);
    QVERIFY(trust.signatures.front().coversAll);
    const auto beside =
        checked(head + "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\n\r\nNot signed.\r\n--m\r\n" +
                header + packed.toBase64() + "\r\n--m--\r\n");
    QVERIFY(!beside.signatures.front().coversAll);
}

void SignaturesTest::revocationListsAreNotFetched()
{
    QTcpServer web;
    QVERIFY(web.listen(QHostAddress::LocalHost));
    QVERIFY(m_home.makeCertificate("anna@example.org", web.serverPort()));
    QCOMPARE(onlyState(checked(smime(text, m_home.signSmime(text, false)))), State::Verified);
    QVERIFY(!web.waitForNewConnection(1000));
}

void SignaturesTest::aSignatureThatIsNoneIsNotVerified()
{
    for (const QByteArray &proof : {QByteArray("nonsense"), QByteArray(), QByteArray(1 << 16, '\xff')}) {
        QVERIFY(checked(pgp(text, proof)).verdict != Verdict::Good);
        QVERIFY(checked(smime(text, proof)).verdict != Verdict::Good);
        QVERIFY(onlyState(checked(pgp(text, proof))) != State::Verified);
    }
}

void SignaturesTest::aCancelledCheckEndsAtOnce()
{
    Cancellation cancellation;
    cancellation.cancel();
    const auto result =
        checkSignatures(signedParts(pgp(text, m_home.signPgp("anna@example.org", text))), 60s, cancellation);
    QVERIFY(result || result.error().code == ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(SignaturesTest)
#include "SignaturesTest.moc"
