// SPDX-License-Identifier: GPL-3.0-or-later
#include "SaslMechanism.h"
#include "ScramChallenge.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>
#include <QPasswordDigestor>
#include <QTest>

using Hash = QCryptographicHash;

namespace
{

// The server's half of RFC 5802 §3, which shares no code with what is tested. The vectors of the RFCs show
// that it is right; the client's nonce is random, so that the client is then held against it.
struct ScramServer {
    Hash::Algorithm hash;
    QByteArray password, salt;
    int iterations;

    QByteArray mac(const QByteArray &key, const QByteArray &text) const
    {
        return QMessageAuthenticationCode::hash(text, key, hash);
    }
    QByteArray saltedPassword() const
    {
        return QPasswordDigestor::deriveKeyPbkdf2(hash, password, salt, iterations, Hash::hashLength(hash));
    }
    QByteArray clientProof(const QByteArray &authMessage) const
    {
        const QByteArray clientKey = mac(saltedPassword(), "Client Key");
        QByteArray proof = mac(Hash::hash(clientKey, hash), authMessage);
        for (qsizetype i = 0; i < proof.size(); ++i)
            proof[i] = char(proof[i] ^ clientKey[i]);
        return proof.toBase64();
    }
    QByteArray serverSignature(const QByteArray &authMessage) const
    {
        return mac(mac(saltedPassword(), "Server Key"), authMessage).toBase64();
    }
};

Hash::Algorithm hashOf(const QByteArray &mechanism)
{
    return mechanism == "SCRAM-SHA-1" ? Hash::Sha1 : Hash::Sha256;
}

Result<SaslMechanism> start(const QByteArray &name, const QString &user = QStringLiteral("user"),
                            const QString &password = QStringLiteral("pencil"))
{
    return SaslMechanism::start(name, {user, password});
}

QByteArray nonceOf(const QByteArray &message)
{
    const QByteArray rest = message.mid(message.indexOf("r=") + 2);
    return rest.left(rest.indexOf(',') < 0 ? rest.size() : rest.indexOf(','));
}

} // namespace

class ScramTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vectorsOfTheRfcs_data();
    void vectorsOfTheRfcs();
    void provesAndAsksForProof_data();
    void provesAndAsksForProof();
    void serverThatCannotProveItselfIsAnImpostor_data();
    void serverThatCannotProveItselfIsAnImpostor();
    void refusesBadFirstMessages_data();
    void refusesBadFirstMessages();
    void serverErrorIsAWrongPassword();
    void readsIterations_data();
    void readsIterations();
};

void ScramTest::vectorsOfTheRfcs_data()
{
    QTest::addColumn<QByteArray>("mechanism");
    QTest::addColumn<QByteArray>("salt");
    QTest::addColumn<QByteArray>("first");  // client-first-message-bare
    QTest::addColumn<QByteArray>("server"); // server-first-message
    QTest::addColumn<QByteArray>("proof");
    QTest::addColumn<QByteArray>("signature");
    QTest::newRow("RFC 5802, section 5")
        << QByteArray("SCRAM-SHA-1") << QByteArray("QSXCR+Q6sek8bf92")
        << QByteArray("n=user,r=fyko+d2lbbFgONRv9qkxdawL")
        << QByteArray("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096")
        << QByteArray("v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=") << QByteArray("rmF9pqV8S7suAoZWja4dJRkFsKQ=");
    QTest::newRow("RFC 7677, section 3")
        << QByteArray("SCRAM-SHA-256") << QByteArray("W22ZaJ0SNY7soEsUEjb6gQ==")
        << QByteArray("n=user,r=rOprNGfwEbeRWgbNEkqO")
        << QByteArray(
               "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
        << QByteArray("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")
        << QByteArray("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
}

void ScramTest::vectorsOfTheRfcs()
{
    QFETCH(QByteArray, mechanism);
    QFETCH(QByteArray, salt);
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, server);
    const ScramServer reference{hashOf(mechanism), "pencil", QByteArray::fromBase64(salt), 4096};
    const QByteArray authMessage = first + ',' + server + ",c=biws,r=" + nonceOf(server);
    QTEST(reference.clientProof(authMessage), "proof");
    QTEST(reference.serverSignature(authMessage), "signature");
}

void ScramTest::provesAndAsksForProof_data()
{
    QTest::addColumn<QByteArray>("mechanism");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QByteArray>("sentUser");
    QTest::addColumn<QByteArray>("prepared"); // password after SASLprep
    QTest::addColumn<int>("iterations");
    for (const char *name : {"SCRAM-SHA-1", "SCRAM-SHA-256"}) {
        QTest::addRow("%s", name) << QByteArray(name) << "user"
                                  << "pencil" << QByteArray("user") << QByteArray("pencil") << 4096;
        QTest::addRow("%s separators in the name", name)
            << QByteArray(name) << "a=b,c"
            << "p=,w" << QByteArray("a=3Db=2Cc") << QByteArray("p=,w") << 4096;
        // RFC 4013 §3: SOFT HYPHEN goes, ROMAN NUMERAL NINE becomes IX.
        QTest::addRow("%s SASLprep", name)
            << QByteArray(name) << QString::fromUtf8("I\xC2\xADX") << QString::fromUtf8("\xE2\x85\xA8")
            << QByteArray("IX") << QByteArray("IX") << 4096;
        QTest::addRow("%s umlauts", name)
            << QByteArray(name) << QString::fromUtf8("jürgen") << QString::fromUtf8("pässwörd")
            << QByteArray("j\xC3\xBCrgen") << QByteArray("p\xC3\xA4ssw\xC3\xB6rd") << 1;
    }
}

void ScramTest::provesAndAsksForProof()
{
    QFETCH(QByteArray, mechanism);
    QFETCH(QString, user);
    QFETCH(QString, password);
    QFETCH(QByteArray, sentUser);
    QFETCH(QByteArray, prepared);
    QFETCH(int, iterations);
    auto scram = start(mechanism, user, password);
    QVERIFY(scram);
    const auto first = scram->initialResponse();
    QVERIFY(first && *first);
    // "n": no channel binding, and none that we would have used either.
    QVERIFY2((*first)->startsWith("n,,n=" + sentUser + ",r="), (*first)->constData());
    const QByteArray bare = (*first)->mid(3);

    const ScramServer server{hashOf(mechanism), prepared, "some salt", iterations};
    const QByteArray nonce = nonceOf(bare) + "3rfcNHYJY1ZVvWVs7j";
    const QByteArray serverFirst =
        "r=" + nonce + ",s=" + server.salt.toBase64() + ",i=" + QByteArray::number(server.iterations);
    const auto second = scram->respond(serverFirst);
    QVERIFY(second);
    const QByteArray withoutProof = "c=biws,r=" + nonce;
    const QByteArray authMessage = bare + ',' + serverFirst + ',' + withoutProof;
    QCOMPARE(*second, withoutProof + ",p=" + server.clientProof(authMessage));
    QVERIFY(!scram->isComplete());
    QCOMPARE(scram->respond("v=" + server.serverSignature(authMessage)).value_or("failed"), QByteArray());
    QVERIFY(scram->isComplete());
    QVERIFY(!scram->isImpostor());
}

void ScramTest::serverThatCannotProveItselfIsAnImpostor_data()
{
    QTest::addColumn<QByteArray>("final");
    QTest::addColumn<bool>("impostor");
    QTest::newRow("another signature") << QByteArray("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=") << true;
    QTest::newRow("no signature") << QByteArray() << false;
    QTest::newRow("rubbish") << QByteArray("x=y") << false;
    QTest::newRow("the first message again") << QByteArray("r=x,s=eA==,i=4096") << false;
}

void ScramTest::serverThatCannotProveItselfIsAnImpostor()
{
    QFETCH(QByteArray, final);
    QFETCH(bool, impostor);
    auto scram = start("SCRAM-SHA-1");
    QVERIFY(scram);
    const auto first = scram->initialResponse();
    QVERIFY(first && *first);
    QVERIFY(scram->respond("r=" + nonceOf(**first) + "xyz,s=QSXCR+Q6sek8bf92,i=4096"));
    const auto last = scram->respond(final);
    QVERIFY(!last);
    QCOMPARE(last.error().code, ErrorCode::ProtocolViolation);
    QCOMPARE(scram->isImpostor(), impostor);
    QVERIFY(!scram->isComplete());
    QVERIFY(!scram->respond(final)); // and there is no way back
    QVERIFY(!scram->isComplete());
}

void ScramTest::refusesBadFirstMessages_data()
{
    QTest::addColumn<QByteArray>("challenge"); // NONCE stands for the client's
    const auto row = [](const char *name, const char *challenge) {
        QTest::newRow(name) << QByteArray(challenge);
    };
    row("nonce of someone else", "r=fyko+d2lbbFgONRv9qkxdawL3rfc,s=QSXCR+Q6sek8bf92,i=4096");
    row("mandatory extension", "m=x,r=NONCExyz,s=QSXCR+Q6sek8bf92,i=4096");
    row("too many iterations", "r=NONCExyz,s=QSXCR+Q6sek8bf92,i=1000001");
    row("iterations that overflow", "r=NONCExyz,s=QSXCR+Q6sek8bf92,i=18446744073709551617");
    row("no iterations", "r=NONCExyz,s=QSXCR+Q6sek8bf92");
    row("zero iterations", "r=NONCExyz,s=QSXCR+Q6sek8bf92,i=0");
    row("negative iterations", "r=NONCExyz,s=QSXCR+Q6sek8bf92,i=-1");
    row("iterations that are none", "r=NONCExyz,s=QSXCR+Q6sek8bf92,i=many");
    row("no salt", "r=NONCExyz,i=4096");
    row("rubbish", "Rubbish");
    row("empty", "");
    row("its end already", "v=rmF9pqV8S7suAoZWja4dJRkFsKQ=");
}

void ScramTest::refusesBadFirstMessages()
{
    QFETCH(QByteArray, challenge);
    auto scram = start("SCRAM-SHA-256");
    QVERIFY(scram);
    const auto first = scram->initialResponse();
    QVERIFY(first && *first);
    const auto response = scram->respond(challenge.replace("NONCE", nonceOf(**first)));
    QVERIFY(!response);
    QCOMPARE(response.error().code, ErrorCode::ProtocolViolation);
    QVERIFY(!scram->isComplete());
}

void ScramTest::serverErrorIsAWrongPassword()
{
    auto scram = start("SCRAM-SHA-256");
    QVERIFY(scram);
    const auto first = scram->initialResponse();
    QVERIFY(first && *first);
    QVERIFY(scram->respond("r=" + nonceOf(**first) + "xyz,s=QSXCR+Q6sek8bf92,i=4096"));
    const auto last = scram->respond("e=invalid-proof");
    QVERIFY(!last);
    QCOMPARE(last.error().code, ErrorCode::AuthRejected);
    QVERIFY(last.error().detail.contains(QStringLiteral("invalid-proof")));
    QVERIFY(!scram->isImpostor());
}

void ScramTest::readsIterations_data()
{
    QTest::addColumn<QByteArray>("challenge");
    QTest::addColumn<qint64>("iterations"); // -1: none
    QTest::newRow("usual") << QByteArray("r=a,s=b,i=4096") << qint64(4096);
    QTest::newRow("not last") << QByteArray("r=a,i=7,s=b") << qint64(7);
    QTest::newRow("none") << QByteArray("r=a,s=b") << qint64(-1);
    QTest::newRow("empty") << QByteArray("i=") << qint64(-1);
    QTest::newRow("sign") << QByteArray("i=+1") << qint64(-1);
    QTest::newRow("space") << QByteArray("i= 1") << qint64(-1);
    QTest::newRow("19 digits") << QByteArray("i=1000000000000000000") << qint64(-1);
    QTest::newRow("within another") << QByteArray("r=xi=4096,s=b") << qint64(-1);
}

void ScramTest::readsIterations()
{
    QFETCH(QByteArray, challenge);
    QTEST(scramIterations(challenge).value_or(-1), "iterations");
}

QTEST_GUILESS_MAIN(ScramTest)
#include "ScramTest.moc"
