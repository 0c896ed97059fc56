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
    void refusesNul();
    void refusesWhatIsNotUsed_data();
    void refusesWhatIsNotUsed();
    void loginAnswersTwoPrompts();
    void externalSaysNothing();
    void ticketThatIsMissingIsSaid();
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
    QCOMPARE(again.error().code, ErrorCode::ProtocolViolation);
}

void SaslMechanismTest::refusesNul()
{
    const auto mechanism =
        SaslMechanism::start("PLAIN", credentials(QStringLiteral("u"), QString::fromUtf16(u"a\0b", 3)));
    QVERIFY(!mechanism);
    QCOMPARE(mechanism.error().code, ErrorCode::InvalidArgument);
}

void SaslMechanismTest::refusesWhatIsNotUsed_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name :
         {"X-NONE", "NTLM", "ANONYMOUS", "SECURID", "SCRAM-SHA-256-PLUS", "GS2-KRB5", "plain", ""})
        QTest::addRow("'%s'", name) << QByteArray(name);
}

void SaslMechanismTest::refusesWhatIsNotUsed()
{
    QFETCH(QByteArray, name);
    QVERIFY(!SaslMechanism::isSupported(name));
    const auto mechanism = SaslMechanism::start(name, credentials(QStringLiteral("u"), QStringLiteral("p")));
    QVERIFY(!mechanism);
    QCOMPARE(mechanism.error().code, ErrorCode::Unsupported);
}

void SaslMechanismTest::loginAnswersTwoPrompts()
{
    auto login =
        SaslMechanism::start("LOGIN", credentials(QString::fromUtf8("jürgen"), QStringLiteral(" p w ")));
    QVERIFY(login);
    const auto first = login->initialResponse();
    QVERIFY(first && !*first);
    // The prompts' words differ from server to server.
    QCOMPARE(login->respond("User Name\0").value_or("failed"), QByteArray("j\xC3\xBCrgen"));
    QVERIFY(!login->isComplete());
    QCOMPARE(login->respond("anything").value_or("failed"), QByteArray(" p w "));
    QVERIFY(login->isComplete());
    QVERIFY(!login->respond("one more"));
}

// RFC 4422, appendix A: the identity is the certificate's. The user's name is not sent, so that a certificate
// for another one is not refused for it.
void SaslMechanismTest::externalSaysNothing()
{
    auto external = SaslMechanism::start("EXTERNAL", credentials(QStringLiteral("mia"), QString()));
    QVERIFY(external);
    const auto first = external->initialResponse();
    QVERIFY(first && *first);
    QCOMPARE(**first, QByteArray());
    QVERIFY(external->isComplete());
}

void SaslMechanismTest::ticketThatIsMissingIsSaid()
{
    if (!SaslMechanism::isSupported("GSSAPI"))
        QSKIP("this libgsasl was built without GSSAPI");
    qputenv("KRB5CCNAME", "FILE:/nonexistent/ticket");
    qputenv("KRB5_CONFIG", "/dev/null");
    auto kerberos = SaslMechanism::start("GSSAPI", credentials(QStringLiteral("mia"), QString()));
    QVERIFY(kerberos);
    const auto first = kerberos->initialResponse();
    QVERIFY(!first);
    QCOMPARE(first.error().code, ErrorCode::TicketMissing);
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
