// SPDX-License-Identifier: GPL-3.0-or-later
//
// `poplar-cli account discover` for addresses of which it asks nobody: those of known providers, and those
// that are none.
#include "CliProcess.h"

#include <QFileInfo>

class CliDiscoverTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aKnownProviderIsExplained();
    void theSameAsJson();
    void aProviderWithoutPop3IsAFailureWithAReason();
    void mistakesInUsageAreCode2_data();
    void mistakesInUsageAreCode2();

private:
    CliProcess m_cli;
};

void CliDiscoverTest::aKnownProviderIsExplained()
{
    const auto outcome = m_cli.run(QStringLiteral("account|discover|anna@gmail.com"));
    QCOMPARE(outcome.code, 0);
    QVERIFY2(outcome.out.contains("pop.gmail.com:995 tls, user anna@gmail.com"), outcome.out);
    QVERIFY(outcome.out.contains("POP3 has to be switched on first."));
    QVERIFY(outcome.out.contains("recent:"));
    QVERIFY(outcome.err.isEmpty());
    QVERIFY(!QFileInfo::exists(m_cli.profile())); // nothing is saved
}

void CliDiscoverTest::theSameAsJson()
{
    const auto outcome = m_cli.run(QStringLiteral("account|discover|anna@hotmail.com|--json"));
    QCOMPARE(outcome.code, 0);
    const QJsonObject object = outcome.object();
    QCOMPARE(object.value(QStringLiteral("address")).toString(), QStringLiteral("anna@hotmail.com"));
    const QJsonArray steps = object.value(QStringLiteral("steps")).toArray();
    QCOMPARE(steps.size(), 6);
    QCOMPARE(steps[0].toObject().value(QStringLiteral("source")).toString(), QStringLiteral("providers"));
    QCOMPARE(steps[0].toObject().value(QStringLiteral("state")).toString(), QStringLiteral("found"));
    QCOMPARE(steps[1].toObject().value(QStringLiteral("state")).toString(), QStringLiteral("skipped"));
    const QJsonObject proposal = object.value(QStringLiteral("proposals")).toArray().first().toObject();
    QCOMPARE(proposal.value(QStringLiteral("server")).toString(), QStringLiteral("outlook.office365.com"));
    QCOMPARE(proposal.value(QStringLiteral("port")).toInt(), 995);
    QCOMPARE(proposal.value(QStringLiteral("security")).toString(), QStringLiteral("tls"));
    QCOMPARE(proposal.value(QStringLiteral("auth")).toString(), QStringLiteral("oauth"));
    QCOMPARE(proposal.value(QStringLiteral("needs_consent")).toBool(true), false);
    QVERIFY(proposal.value(QStringLiteral("switch_on")).toString().contains(QStringLiteral("POP")));
}

void CliDiscoverTest::aProviderWithoutPop3IsAFailureWithAReason()
{
    const auto outcome = m_cli.run(QStringLiteral("account|discover|anna@icloud.com"));
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.out.contains("iCloud Mail has no POP3"), outcome.out);
    QVERIFY2(outcome.err.startsWith("poplar-cli: iCloud Mail has no POP3"), outcome.err);
}

void CliDiscoverTest::mistakesInUsageAreCode2_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::newRow("no address") << "account|discover";
    QTest::newRow("two") << "account|discover|a@gmx.de|b@gmx.de";
    QTest::newRow("none at all") << "account|discover|anna";
    QTest::newRow("unknown option") << "account|discover|a@gmx.de|--password|x";
}

void CliDiscoverTest::mistakesInUsageAreCode2()
{
    QFETCH(QString, arguments);
    const auto outcome = m_cli.run(arguments);
    QCOMPARE(outcome.code, 2);
    QVERIFY2(outcome.err.startsWith("poplar-cli: "), outcome.err);
}

QTEST_GUILESS_MAIN(CliDiscoverTest)
#include "CliDiscoverTest.moc"
