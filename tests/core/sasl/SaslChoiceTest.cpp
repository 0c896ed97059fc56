// SPDX-License-Identifier: GPL-3.0-or-later
#include "SaslChoice.h"

#include <QTest>

class SaslChoiceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choosesAmongTheOffered_data();
    void choosesAmongTheOffered();
    void tokensGoByTheirOwnMechanisms_data();
    void tokensGoByTheirOwnMechanisms();
};

void SaslChoiceTest::choosesAmongTheOffered_data()
{
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<bool>("encrypted");
    QTest::addColumn<bool>("password");
    QTest::addColumn<bool>("certificate");
    QTest::addColumn<QByteArray>("order");
    const auto row = [](const char *name, const char *offered, bool encrypted, bool password,
                        bool certificate, const char *order) {
        QTest::newRow(name) << QByteArray(offered) << encrypted << password << certificate
                            << QByteArray(order);
    };
    const char *const everything = "NTLM ANONYMOUS DIGEST-MD5 CRAM-MD5 LOGIN PLAIN SCRAM-SHA-1 SCRAM-SHA-256 "
                                   "SCRAM-SHA-256-PLUS EXTERNAL GSSAPI GS2-KRB5 OAUTHBEARER XOAUTH2";
    row("everything over TLS", everything, true, true, true,
        "EXTERNAL SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN");
    row("everything, no certificate", everything, true, true, false, "SCRAM-SHA-256 SCRAM-SHA-1 PLAIN LOGIN");
    row("everything, certificate alone", everything, true, false, true, "EXTERNAL");
    row("everything, neither", everything, true, false, false, "");
    row("everything in the clear", everything, false, true, true, "SCRAM-SHA-256 SCRAM-SHA-1");
    row("PLAIN over TLS", "XOAUTH2 PLAIN", true, true, false, "PLAIN");
    row("any case", "plain Scram-Sha-1", true, true, false, "SCRAM-SHA-1 PLAIN");
    row("the server's order does not count", "LOGIN PLAIN SCRAM-SHA-1", true, true, false,
        "SCRAM-SHA-1 PLAIN LOGIN");
    row("never in the clear", "PLAIN LOGIN", false, true, false, "");
    row("weak digests are not taken", "CRAM-MD5 DIGEST-MD5", true, true, false, "");
    row("weak digests are not taken in the clear", "CRAM-MD5 DIGEST-MD5", false, true, false, "");
    row("NTLM never", "NTLM", true, true, true, "");
    row("no ticket is looked for", "GSSAPI GS2-KRB5", true, true, true, "");
    row("no token is asked for", "OAUTHBEARER XOAUTH2", true, true, true, "");
    row("not part of a name", "PLAIN-EVIL XPLAIN SCRAM-SHA-256-PLUS", true, true, false, "");
    row("nothing offered", "", true, true, true, "");
}

void SaslChoiceTest::choosesAmongTheOffered()
{
    QFETCH(QByteArray, offered);
    QFETCH(bool, encrypted);
    QFETCH(bool, password);
    QFETCH(bool, certificate);
    const auto order = automaticMechanisms({offered.split(' '), encrypted, password, certificate});
    QTEST(order.join(' '), "order");
}

void SaslChoiceTest::tokensGoByTheirOwnMechanisms_data()
{
    QTest::addColumn<QByteArray>("offered");
    QTest::addColumn<bool>("encrypted");
    QTest::addColumn<QByteArray>("order");
    QTest::newRow("both") << QByteArray("PLAIN XOAUTH2 oauthbearer") << true
                          << QByteArray("OAUTHBEARER XOAUTH2");
    QTest::newRow("one") << QByteArray("PLAIN XOAUTH2") << true << QByteArray("XOAUTH2");
    QTest::newRow("none") << QByteArray("PLAIN LOGIN") << true << QByteArray();
    QTest::newRow("in the clear") << QByteArray("XOAUTH2 OAUTHBEARER") << false << QByteArray();
}

void SaslChoiceTest::tokensGoByTheirOwnMechanisms()
{
    QFETCH(QByteArray, offered);
    QFETCH(bool, encrypted);
    QTEST(tokenMechanisms({offered.split(' '), encrypted}).join(' '), "order");
}

QTEST_GUILESS_MAIN(SaslChoiceTest)
#include "SaslChoiceTest.moc"
