// SPDX-License-Identifier: GPL-3.0-or-later
#include "SaslChoice.h"

#include <QTest>

class SaslChoiceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choosesAmongTheOffered_data();
    void choosesAmongTheOffered();
};

void SaslChoiceTest::choosesAmongTheOffered_data()
{
    QTest::addColumn<QByteArrayList>("offered");
    QTest::addColumn<bool>("encrypted");
    QTest::addColumn<QByteArray>("choice");
    QTest::newRow("PLAIN over TLS") << QByteArrayList{"XOAUTH2", "PLAIN"} << true << QByteArray("PLAIN");
    QTest::newRow("any case") << QByteArrayList{"plain"} << true << QByteArray("PLAIN");
    QTest::newRow("never in the clear") << QByteArrayList{"PLAIN"} << false << QByteArray();
    QTest::newRow("none that we speak") << QByteArrayList{"XOAUTH2", "NTLM"} << true << QByteArray();
    QTest::newRow("not part of a name") << QByteArrayList{"PLAIN-EVIL"} << true << QByteArray();
    QTest::newRow("nothing offered") << QByteArrayList{} << true << QByteArray();
}

void SaslChoiceTest::choosesAmongTheOffered()
{
    QFETCH(QByteArrayList, offered);
    QFETCH(bool, encrypted);
    QTEST(chooseSaslMechanism(offered, encrypted), "choice");
}

QTEST_GUILESS_MAIN(SaslChoiceTest)
#include "SaslChoiceTest.moc"
