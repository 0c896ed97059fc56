// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3SignInPlan.h"

#include <QTest>

using Method = Pop3Credentials::Method;

class Pop3SignInPlanTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void triesWhatIsAllowed_data();
    void triesWhatIsAllowed();
    void leavesOutWhatFailed();
    void charactersBeyondAscii_data();
    void charactersBeyondAscii();
};

void Pop3SignInPlanTest::triesWhatIsAllowed_data()
{
    QTest::addColumn<int>("method");
    QTest::addColumn<QByteArray>("capabilities"); // in CAPA, apart by "|"; "none": CAPA was refused
    QTest::addColumn<QByteArray>("has");          // tls, timestamp, password, certificate
    QTest::addColumn<QByteArray>("plan");         // or the error
    const auto row = [](Method method, const char *capabilities, const char *has, const char *plan) {
        QTest::addRow("%d %s (%s)", int(method), capabilities, has)
            << int(method) << QByteArray(capabilities) << QByteArray(has) << QByteArray(plan);
    };
    const auto automatic = Method::Automatic;
    const char *const all = "USER|SASL PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 EXTERNAL "
                            "GSSAPI NTLM OAUTHBEARER XOAUTH2";
    row(automatic, all, "tls password timestamp", "SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN USER");
    row(automatic, all, "tls password certificate", "EXTERNAL SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN USER");
    row(automatic, all, "tls certificate", "EXTERNAL");
    row(automatic, all, "tls", "CredentialsMissing");
    // In the clear, by the user's choice: nothing that shows the password stands beside what does not.
    row(automatic, all, "password timestamp", "SCRAM-SHA-256 SCRAM-SHA-1");
    row(automatic, "USER|SASL CRAM-MD5 PLAIN", "password timestamp", "USER");
    row(automatic, "SASL PLAIN", "password", "PLAIN");
    row(automatic, "SASL LOGIN CRAM-MD5", "password", "SignInNotOffered");
    row(automatic, "USER|SASL PLAIN", "tls password", "PLAIN USER");
    row(automatic, "SASL PLAIN", "tls password", "PLAIN");
    row(automatic, "USER", "tls password timestamp", "USER");
    row(automatic, "none", "tls password timestamp", "USER");
    row(automatic, "none", "password", "USER");
    row(automatic, "TOP", "tls password", "USER");
    row(automatic, "SASL CRAM-MD5 DIGEST-MD5 NTLM GSSAPI XOAUTH2", "tls password timestamp",
        "SignInNotOffered");
    // What the user has chosen is taken alone.
    row(Method::SaslPlain, all, "tls password", "PLAIN");
    row(Method::SaslPlain, "USER|SASL LOGIN", "tls password", "SignInNotOffered");
    row(Method::SaslPlain, "none", "tls password", "SignInNotOffered");
    row(Method::Login, all, "tls password", "LOGIN");
    row(Method::CramMd5, all, "tls password", "CRAM-MD5");
    row(Method::CramMd5, "USER|SASL PLAIN", "tls password", "SignInNotOffered");
    row(Method::DigestMd5, all, "tls password", "DIGEST-MD5");
    row(Method::ScramSha1, all, "tls password", "SCRAM-SHA-1");
    row(Method::ScramSha256, all, "password", "SCRAM-SHA-256");
    row(Method::ScramSha256, "USER|SASL PLAIN SCRAM-SHA-1", "tls password", "SignInNotOffered");
    row(Method::Gssapi, all, "tls", "GSSAPI");
    row(Method::Gssapi, all, "", "SignInNotOffered");
    row(Method::External, all, "tls certificate", "EXTERNAL");
    row(Method::External, "USER|SASL PLAIN", "tls certificate password", "SignInNotOffered");
    row(Method::External, all, "", "SignInNotOffered");
    row(Method::OAuth, all, "tls", "OAUTHBEARER XOAUTH2");
    row(Method::OAuth, "SASL PLAIN XOAUTH2", "tls password", "XOAUTH2");
    row(Method::OAuth, "USER|SASL PLAIN", "tls password", "SignInNotOffered");
    row(Method::OAuth, all, "password", "SignInNotOffered");
    row(Method::UserPass, all, "tls password", "USER");
    row(Method::UserPass, "SASL PLAIN", "password", "USER");
    row(Method::Apop, all, "tls password timestamp", "APOP");
    row(Method::Apop, all, "tls password", "SignInNotOffered");
    row(Method::Apop, all, "password timestamp", "SignInNotOffered");
}

void Pop3SignInPlanTest::triesWhatIsAllowed()
{
    QFETCH(int, method);
    QFETCH(QByteArray, capabilities);
    QFETCH(QByteArray, has);
    Pop3Credentials who{QStringLiteral("mia"), {}, Method(method)};
    who.password = has.contains("password") ? QStringLiteral("secret") : QString();
    who.hasClientCertificate = has.contains("certificate");
    const auto offered =
        capabilities == "none" ? Pop3Capabilities() : Pop3Capabilities::parse(capabilities.split('|'));
    const auto plan = signInPlan(who, offered, has.contains("tls"), has.contains("timestamp"));
    QTEST(plan ? plan->join(' ') : errorCodeName(plan.error().code).toLatin1(), "plan");
}

void Pop3SignInPlanTest::leavesOutWhatFailed()
{
    const auto offered = Pop3Capabilities::parse({"USER", "SASL SCRAM-SHA-256 PLAIN"});
    Pop3Credentials who{QStringLiteral("mia"), QStringLiteral("secret")};
    who.exclude = {"SCRAM-SHA-256"};
    QCOMPARE(signInPlan(who, offered, true, false)->join(' '), QByteArray("PLAIN USER"));
    // In the clear the better mechanism still forbids the weaker.
    const auto clear = signInPlan(who, offered, false, false);
    QVERIFY(!clear);
    QCOMPARE(clear.error().code, ErrorCode::SignInNotOffered);
    who.method = Method::ScramSha256;
    QVERIFY(!signInPlan(who, offered, true, false));
}

void Pop3SignInPlanTest::charactersBeyondAscii_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<QByteArray>("capabilities");
    QTest::addColumn<int>("method");
    QTest::addColumn<QByteArray>("plan");
    const QString plain = QStringLiteral("mia"), other = QString::fromUtf8("jürgen");
    const auto row = [](const char *name, const QString &user, const QString &password,
                        const char *capabilities, Method method, const char *plan) {
        QTest::newRow(name) << user << password << QByteArray(capabilities) << int(method)
                            << QByteArray(plan);
    };
    row("user", other, plain, "USER|UTF8", Method::UserPass, "SignInNotOffered");
    row("password", plain, other, "USER", Method::UserPass, "SignInNotOffered");
    row("APOP", plain, other, "USER", Method::Apop, "SignInNotOffered");
    row("APOP where it may", plain, other, "UTF8 USER", Method::Apop, "APOP");
    row("where it may", other, other, "USER|UTF8 USER", Method::UserPass, "USER");
    row("by SASL", other, other, "USER|SASL PLAIN", Method::Automatic, "PLAIN");
    row("by SASL or where it may", other, other, "USER|UTF8 USER|SASL PLAIN", Method::Automatic,
        "PLAIN USER");
    row("nothing left", other, plain, "USER", Method::Automatic, "SignInNotOffered");
}

void Pop3SignInPlanTest::charactersBeyondAscii()
{
    QFETCH(QString, user);
    QFETCH(QString, password);
    QFETCH(QByteArray, capabilities);
    QFETCH(int, method);
    const auto plan = signInPlan({user, password, Method(method)},
                                 Pop3Capabilities::parse(capabilities.split('|')), true, true);
    QTEST(plan ? plan->join(' ') : errorCodeName(plan.error().code).toLatin1(), "plan");
}

QTEST_GUILESS_MAIN(Pop3SignInPlanTest)
#include "Pop3SignInPlanTest.moc"
