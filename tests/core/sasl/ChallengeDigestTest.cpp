// SPDX-License-Identifier: GPL-3.0-or-later
#include "SaslMechanism.h"

#include <QCryptographicHash>
#include <QMap>
#include <QTest>

namespace
{

QByteArray md5(const QByteArray &text)
{
    return QCryptographicHash::hash(text, QCryptographicHash::Md5);
}

struct Digest {
    QByteArray user, realm, password, nonce, cnonce, uri;

    // RFC 2831 §2.1.2.1; `method` is "AUTHENTICATE" for the client's, empty for the server's proof.
    QByteArray response(const QByteArray &method) const
    {
        const QByteArray a1 = md5(user + ':' + realm + ':' + password) + ':' + nonce + ':' + cnonce;
        const QByteArray a2 = method + ':' + uri;
        return md5(md5(a1).toHex() + ':' + nonce + ":00000001:" + cnonce + ":auth:" + md5(a2).toHex())
            .toHex();
    }
};

QMap<QByteArray, QByteArray> directives(const QByteArray &text)
{
    QMap<QByteArray, QByteArray> result;
    for (const QByteArray &part : text.split(',')) {
        QByteArray value = part.mid(part.indexOf('=') + 1).trimmed();
        if (value.startsWith('"'))
            value = value.mid(1, value.size() - 2);
        result.insert(part.left(part.indexOf('=')).trimmed(), value);
    }
    return result;
}

const QByteArray challenge = "realm=\"elwood.innosoft.com\",nonce=\"OA6MG9tEQGm2hh\",qop=\"auth,auth-int\","
                             "algorithm=md5-sess,charset=utf-8";

Result<SaslMechanism> start(const char *name)
{
    SaslCredentials who{QStringLiteral("chris"), QStringLiteral("secret")};
    who.host = QStringLiteral("elwood.innosoft.com");
    return SaslMechanism::start(name, who);
}

} // namespace

// CRAM-MD5 (RFC 2195) and DIGEST-MD5 (RFC 2831).
class ChallengeDigestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cramVectorOfTheRfc();
    void digestVectorOfTheRfc();
    void digestProvesAndAsksForProof();
    void digestServerThatCannotProveItselfIsAnImpostor();
    void digestRefusesBadChallenges_data();
    void digestRefusesBadChallenges();
};

void ChallengeDigestTest::cramVectorOfTheRfc()
{
    auto cram = SaslMechanism::start("CRAM-MD5", {QStringLiteral("tim"), QStringLiteral("tanstaaftanstaaf")});
    if (!cram)
        QSKIP("this libgsasl was built without CRAM-MD5");
    const auto first = cram->initialResponse();
    QVERIFY(first && !*first); // the server speaks first
    const auto response = cram->respond("<1896.697170952@postoffice.reston.mci.net>");
    QVERIFY(response);
    QCOMPARE(*response, QByteArray("tim b913a602c7eda7a495b4e6e7334d3890"));
    QVERIFY(cram->isComplete());
}

void ChallengeDigestTest::digestVectorOfTheRfc()
{
    const Digest example{"chris",          "elwood.innosoft.com", "secret",
                         "OA6MG9tEQGm2hh", "OA6MHXh6VqTrRk",      "imap/elwood.innosoft.com"};
    QCOMPARE(example.response("AUTHENTICATE"), QByteArray("d388dad90d4bbd760a152321f2143af7"));
    QCOMPARE(example.response(""), QByteArray("ea40f60335c427b5527b84dbabcdfffd"));
}

void ChallengeDigestTest::digestProvesAndAsksForProof()
{
    auto digest = start("DIGEST-MD5");
    if (!digest)
        QSKIP("this libgsasl was built without DIGEST-MD5");
    const auto first = digest->initialResponse();
    QVERIFY(first && !*first);
    const auto response = digest->respond(challenge);
    QVERIFY2(response, qPrintable(response ? QString() : response.error().detail));
    const auto said = directives(*response);
    QCOMPARE(said["username"], QByteArray("chris"));
    QCOMPARE(said["realm"], QByteArray("elwood.innosoft.com"));
    QCOMPARE(said["digest-uri"], QByteArray("pop/elwood.innosoft.com"));
    QCOMPARE(said["nc"], QByteArray("00000001"));
    QVERIFY(said["qop"].isEmpty() || said["qop"] == "auth"); // no layer of its own under TLS
    const Digest expected{"chris",          "elwood.innosoft.com", "secret",
                          "OA6MG9tEQGm2hh", said["cnonce"],        "pop/elwood.innosoft.com"};
    QVERIFY(!said["cnonce"].isEmpty());
    QCOMPARE(said["response"], expected.response("AUTHENTICATE"));
    QVERIFY(!digest->isComplete());
    QCOMPARE(digest->respond("rspauth=" + expected.response("")).value_or("failed"), QByteArray());
    QVERIFY(digest->isComplete());
}

void ChallengeDigestTest::digestServerThatCannotProveItselfIsAnImpostor()
{
    auto digest = start("DIGEST-MD5");
    if (!digest)
        QSKIP("this libgsasl was built without DIGEST-MD5");
    QVERIFY(digest->initialResponse());
    QVERIFY(digest->respond(challenge));
    const auto last = digest->respond("rspauth=ea40f60335c427b5527b84dbabcdfffd");
    QVERIFY(!last);
    QCOMPARE(last.error().code, ErrorCode::ProtocolViolation);
    QVERIFY(digest->isImpostor());
    QVERIFY(!digest->isComplete());
}

void ChallengeDigestTest::digestRefusesBadChallenges_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("rubbish") << QByteArray("Rubbish");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no nonce") << QByteArray("realm=\"a\",qop=\"auth\",algorithm=md5-sess,charset=utf-8");
    QTest::newRow("two nonces") << QByteArray("nonce=\"a\",nonce=\"b\",qop=\"auth\",algorithm=md5-sess");
    QTest::newRow("another algorithm") << QByteArray("nonce=\"a\",qop=\"auth\",algorithm=none");
}

void ChallengeDigestTest::digestRefusesBadChallenges()
{
    QFETCH(QByteArray, text);
    auto digest = start("DIGEST-MD5");
    if (!digest)
        QSKIP("this libgsasl was built without DIGEST-MD5");
    QVERIFY(digest->initialResponse());
    const auto response = digest->respond(text);
    QVERIFY(!response);
    QCOMPARE(response.error().code, ErrorCode::ProtocolViolation);
    QVERIFY(!digest->isComplete());
}

QTEST_GUILESS_MAIN(ChallengeDigestTest)
#include "ChallengeDigestTest.moc"
