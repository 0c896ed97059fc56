// SPDX-License-Identifier: GPL-3.0-or-later
#include "SaslMechanism.h"

#include <QTest>

namespace
{

SaslCredentials credentials(const QString &user, const QString &password)
{
    SaslCredentials result;
    result.user = user;
    result.password = password;
    result.host = QStringLiteral("localhost");
    return result;
}

} // namespace

class SaslMechanismTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void plainSaysEverythingAtOnce_data();
    void plainSaysEverythingAtOnce();
    void plainCarriesTheAuthorizationIdentity();
    void plainAnswersNoChallengeAfterItsEnd();
    void serverFirstMechanismWaitsForItsChallenge();
    void wrongServerProofIsNotBelieved();
    void refusesNul();
    void refusesUnknownMechanism();
    void canBeMoved();
};

void SaslMechanismTest::plainSaysEverythingAtOnce_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QByteArray>("response");
    // RFC 4616, section 4
    QTest::newRow("RFC 4616") << "tim"
                              << "tanstaaftanstaaf" << QByteArray("\0tim\0tanstaaftanstaaf", 21);
    QTest::newRow("spaces") << "a b"
                            << " p w " << QByteArray("\0a b\0 p w ", 10);
    QTest::newRow("UTF-8") << QString::fromUtf8("jürgen") << QString::fromUtf8("pässwörd")
                           << QByteArray("\0j\xC3\xBCrgen\0p\xC3\xA4ssw\xC3\xB6rd", 19);
}

void SaslMechanismTest::plainSaysEverythingAtOnce()
{
    QFETCH(QString, user);
    QFETCH(QString, password);
    auto plain = SaslMechanism::start("PLAIN", credentials(user, password));
    QVERIFY(plain);
    QCOMPARE(plain->name(), QByteArray("PLAIN"));
    QVERIFY(!plain->isComplete());
    const auto response = plain->initialResponse();
    QVERIFY(response && *response);
    QTEST(**response, "response");
    QVERIFY(plain->isComplete());
}

void SaslMechanismTest::plainCarriesTheAuthorizationIdentity()
{
    auto who = credentials(QStringLiteral("Kurt"), QStringLiteral("xipj3plmq"));
    who.authorization = QStringLiteral("Ursel");
    auto plain = SaslMechanism::start("PLAIN", who);
    QVERIFY(plain);
    QCOMPARE(plain->initialResponse()->value(), QByteArray("Ursel\0Kurt\0xipj3plmq", 20));
}

void SaslMechanismTest::plainAnswersNoChallengeAfterItsEnd()
{
    auto plain = SaslMechanism::start("PLAIN", credentials(QStringLiteral("u"), QStringLiteral("p")));
    QVERIFY(plain && plain->initialResponse());
    const auto again = plain->respond("");
    QVERIFY(!again);
    QCOMPARE(again.error().code, ErrorCode::AuthRejected);
}

// RFC 2195, section 2: the shape of the class must also fit mechanisms where the server speaks first.
void SaslMechanismTest::serverFirstMechanismWaitsForItsChallenge()
{
    auto cram = SaslMechanism::start("CRAM-MD5",
                                     credentials(QStringLiteral("tim"), QStringLiteral("tanstaaftanstaaf")));
    if (!cram)
        QSKIP("this libgsasl was built without CRAM-MD5");
    const auto first = cram->initialResponse();
    QVERIFY(first && !*first);
    const auto response = cram->respond("<1896.697170952@postoffice.reston.mci.net>");
    QVERIFY(response);
    QCOMPARE(*response, QByteArray("tim b913a602c7eda7a495b4e6e7334d3890"));
    QVERIFY(cram->isComplete());
}

void SaslMechanismTest::wrongServerProofIsNotBelieved()
{
    auto scram =
        SaslMechanism::start("SCRAM-SHA-1", credentials(QStringLiteral("user"), QStringLiteral("pencil")));
    if (!scram)
        QSKIP("this libgsasl was built without SCRAM");
    const auto first = scram->initialResponse();
    QVERIFY(first && *first);
    const QByteArray nonce = (*first)->mid((*first)->indexOf("r=") + 2);
    const auto second = scram->respond("r=" + nonce + "3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096");
    QVERIFY(second);
    QVERIFY(!scram->isComplete());
    QVERIFY(!scram->respond("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
    QVERIFY(!scram->isComplete());
}

void SaslMechanismTest::refusesNul()
{
    const auto mechanism =
        SaslMechanism::start("PLAIN", credentials(QStringLiteral("u"), QString::fromUtf16(u"a\0b", 3)));
    QVERIFY(!mechanism);
    QCOMPARE(mechanism.error().code, ErrorCode::InvalidArgument);
}

void SaslMechanismTest::refusesUnknownMechanism()
{
    const auto mechanism = SaslMechanism::start("X-NONE", {});
    QVERIFY(!mechanism);
    QCOMPARE(mechanism.error().code, ErrorCode::Unsupported);
}

void SaslMechanismTest::canBeMoved()
{
    auto first = SaslMechanism::start("PLAIN", credentials(QStringLiteral("u"), QStringLiteral("p")));
    QVERIFY(first);
    SaslMechanism second = std::move(*first);
    QCOMPARE(second.initialResponse()->value(), QByteArray("\0u\0p", 4));
}

QTEST_GUILESS_MAIN(SaslMechanismTest)
#include "SaslMechanismTest.moc"
