// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3Capabilities.h"

#include <QTest>

#include <climits>

class Pop3CapabilitiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatIsAnnounced();
    void toleratesOddLines();
    void readsExpire_data();
    void readsExpire();
    void emptyListIsKnown();
};

void Pop3CapabilitiesTest::readsWhatIsAnnounced()
{
    const auto capabilities = Pop3Capabilities::parse(
        {"TOP", "UIDL", "USER", "STLS", "PIPELINING", "RESP-CODES", "AUTH-RESP-CODE", "UTF8 USER", "LANG",
         "SASL PLAIN XOAUTH2", "EXPIRE 60", "LOGIN-DELAY 900 USER", "IMPLEMENTATION Some Server v1"});
    Pop3Capabilities expected;
    expected.known = expected.top = expected.uidl = expected.user = expected.stls = true;
    expected.pipelining = expected.respCodes = expected.authRespCode = expected.utf8 = true;
    expected.utf8User = expected.lang = true;
    expected.sasl = {"PLAIN", "XOAUTH2"};
    expected.expireDays = 60;
    expected.loginDelay = 900;
    expected.implementation = "Some Server v1";
    QVERIFY(capabilities == expected);
}

void Pop3CapabilitiesTest::toleratesOddLines()
{
    const auto capabilities =
        Pop3Capabilities::parse({"CAPA", "", "top", "X-UNKNOWN a b", " Uidl ", "sasl\tplain  login",
                                 "SASL EXTERNAL", "LOGIN-DELAY soon", "STLSX", QByteArray("\xFF\x00", 2)});
    QVERIFY(capabilities.known && capabilities.top && capabilities.uidl);
    QVERIFY(!capabilities.stls && !capabilities.user && !capabilities.pipelining);
    QCOMPARE(capabilities.sasl, (QByteArrayList{"PLAIN", "LOGIN", "EXTERNAL"}));
    QCOMPARE(capabilities.loginDelay, std::optional<int>());
}

void Pop3CapabilitiesTest::readsExpire_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<int>("days"); // -1: nothing
    QTest::newRow("never") << QByteArray("EXPIRE never") << INT_MAX;
    QTest::newRow("zero") << QByteArray("EXPIRE 0") << 0;
    QTest::newRow("user") << QByteArray("EXPIRE 31 USER") << 31;
    QTest::newRow("nothing") << QByteArray("EXPIRE") << -1;
    QTest::newRow("negative") << QByteArray("EXPIRE -3") << -1;
    QTest::newRow("huge") << QByteArray("EXPIRE 99999999999") << -1;
}

void Pop3CapabilitiesTest::readsExpire()
{
    QFETCH(QByteArray, line);
    QTEST(Pop3Capabilities::parse({line}).expireDays.value_or(-1), "days");
}

void Pop3CapabilitiesTest::emptyListIsKnown()
{
    QVERIFY(Pop3Capabilities::parse({}).known);
    QVERIFY(!Pop3Capabilities().known);
}

QTEST_GUILESS_MAIN(Pop3CapabilitiesTest)
#include "Pop3CapabilitiesTest.moc"
