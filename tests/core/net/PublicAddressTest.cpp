// SPDX-License-Identifier: GPL-3.0-or-later
#include "PublicAddress.h"

#include <QTest>

class PublicAddressTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void onlyAddressesOfTheInternetArePublic_data();
    void onlyAddressesOfTheInternetArePublic();
    void localNamesSayThatTheyAre_data();
    void localNamesSayThatTheyAre();
    void aNameThatLeadsHomeIsNotFound();
};

void PublicAddressTest::onlyAddressesOfTheInternetArePublic_data()
{
    QTest::addColumn<bool>("isOne");
    for (const char *address : {"8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111",
                                "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"})
        QTest::newRow(address) << true;
    for (const char *address : {"127.0.0.1",
                                "127.255.1.1",
                                "10.1.2.3",
                                "172.16.0.1",
                                "172.31.255.255",
                                "192.168.1.1",
                                "169.254.169.254",
                                "100.64.0.1",
                                "0.0.0.0",
                                "0.1.2.3",
                                "224.0.0.1",
                                "255.255.255.255",
                                "192.0.2.1",
                                "198.18.0.1",
                                "240.0.0.1",
                                "::1",
                                "::",
                                "fe80::1",
                                "fc00::1",
                                "fd12::1",
                                "fec0::1",
                                "ff02::1",
                                "2001:db8::1",
                                "2001::1",
                                "::ffff:127.0.0.1",
                                "::ffff:10.0.0.1",
                                "64:ff9b::7f00:1",
                                "64:ff9b::a00:1",
                                "2002:7f00:1::1",
                                "2002:c0a8:101::1",
                                "64:ff9b:1::1"})
        QTest::newRow(address) << false;
}

void PublicAddressTest::onlyAddressesOfTheInternetArePublic()
{
    QFETCH(bool, isOne);
    const QHostAddress address(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(!address.isNull());
    QCOMPARE(isPublic(address), isOne);
}

void PublicAddressTest::localNamesSayThatTheyAre_data()
{
    QTest::addColumn<bool>("isOne");
    for (const char *name : {"localhost", "LOCALHOST.", "a.localhost", "router", "nas.local", "printer.lan",
                             "box.home.arpa", "metadata.internal", ""})
        QTest::newRow(name) << true;
    for (const char *name : {"example.org", "local.example", "lan.example.org", "mylocal.example"})
        QTest::newRow(name) << false;
}

void PublicAddressTest::localNamesSayThatTheyAre()
{
    QFETCH(bool, isOne);
    QCOMPARE(isLocalName(QString::fromLatin1(QTest::currentDataTag())), isOne);
}

void PublicAddressTest::aNameThatLeadsHomeIsNotFound()
{
    QList<QHostAddress> known;
    const NameLookup lookup = publicNameLookup(
        [&known](const QString &, QObject *, const std::function<void(const QHostInfo &)> &found) {
            QHostInfo info;
            info.setAddresses(known);
            found(info);
        });
    QHostInfo found;
    const auto ask = [&](const QList<QHostAddress> &addresses) {
        known = addresses;
        lookup(QStringLiteral("rebind.example"), this, [&found](const QHostInfo &info) { found = info; });
    };
    const QHostAddress home(QHostAddress::LocalHost);
    const QHostAddress far(QStringLiteral("93.184.216.34"));
    ask({home, QHostAddress(QHostAddress::LocalHostIPv6), QHostAddress(QStringLiteral("10.0.0.1"))});
    QCOMPARE(found.error(), QHostInfo::HostNotFound);
    QVERIFY(found.addresses().isEmpty());
    ask({home, far});
    QCOMPARE(found.error(), QHostInfo::NoError);
    QCOMPARE(found.addresses(), QList<QHostAddress>{far});
}

QTEST_GUILESS_MAIN(PublicAddressTest)
#include "PublicAddressTest.moc"
