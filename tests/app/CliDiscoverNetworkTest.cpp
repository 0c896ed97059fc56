// SPDX-License-Identifier: GPL-3.0-or-later
//
// `poplar-cli account discover` in a network whose name server the test plays: the whole way from the command
// line to the system's resolver and back.
#include "CliProcess.h"
#include "PrivateNetwork.h"

class CliDiscoverNetworkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aServiceRecordIsFound();
    void aServerElsewhereIsWarnedOf();
    void theExchangerNamesTheProvider();
    void nothingFoundIsAFailureWithANextStep();

private:
    // The first proposal, and the state of each source.
    QJsonObject discover(const QString &address)
    {
        const auto outcome = m_cli.run(QStringLiteral("account|discover|%1|--json").arg(address));
        m_states.clear();
        for (const QJsonValue &step : outcome.object().value(QStringLiteral("steps")).toArray())
            m_states.insert(step.toObject().value(QStringLiteral("source")).toString(),
                            step.toObject().value(QStringLiteral("state")).toString());
        return outcome.object().value(QStringLiteral("proposals")).toArray().first().toObject();
    }

    PrivateNetwork m_network{
        {{{"_pop3s._tcp.example.org", PrivateNetwork::Srv}, {{0, 995, "pop.example.org"}}},
         {{"_pop3s._tcp.example.net", PrivateNetwork::Srv}, {{0, 995, "pop.elsewhere.example"}}},
         {{"example.com", PrivateNetwork::Mx}, {{5, 0, "aspmx.l.google.com"}}}}};
    CliProcess m_cli;
    QMap<QString, QString> m_states;
};

void CliDiscoverNetworkTest::initTestCase()
{
    if (!m_network.enter())
        QSKIP("A network of one's own takes Linux, and root.");
}

void CliDiscoverNetworkTest::aServiceRecordIsFound()
{
    const QJsonObject found = discover(QStringLiteral("anna@example.org"));
    QCOMPARE(found.value(QStringLiteral("source")).toString(), QStringLiteral("srv"));
    QCOMPARE(found.value(QStringLiteral("server")).toString(), QStringLiteral("pop.example.org"));
    QCOMPARE(found.value(QStringLiteral("port")).toInt(), 995);
    QCOMPARE(found.value(QStringLiteral("user")).toString(), QStringLiteral("anna@example.org"));
    QCOMPARE(found.value(QStringLiteral("needs_consent")).toBool(true), false);
    QCOMPARE(m_states.value(QStringLiteral("srv")), QStringLiteral("found"));
    QCOMPARE(m_states.value(QStringLiteral("ispdb")), QStringLiteral("skipped"));
}

void CliDiscoverNetworkTest::aServerElsewhereIsWarnedOf()
{
    QCOMPARE(discover(QStringLiteral("anna@example.net")).value(QStringLiteral("needs_consent")).toBool(),
             true);
    const auto outcome = m_cli.run(QStringLiteral("account|discover|anna@example.net"));
    QCOMPARE(outcome.code, 0);
    QVERIFY2(outcome.out.contains("ask the provider before your password goes there"), outcome.out);
}

void CliDiscoverNetworkTest::theExchangerNamesTheProvider()
{
    const QJsonObject found = discover(QStringLiteral("anna@example.com"));
    QCOMPARE(found.value(QStringLiteral("source")).toString(), QStringLiteral("mx"));
    QCOMPARE(found.value(QStringLiteral("told_by")).toString(), QStringLiteral("aspmx.l.google.com"));
    QCOMPARE(found.value(QStringLiteral("provider")).toString(), QStringLiteral("google-workspace"));
}

void CliDiscoverNetworkTest::nothingFoundIsAFailureWithANextStep()
{
    const auto outcome = m_cli.run(QStringLiteral("account|discover|anna@nowhere.example"));
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains("No POP3 server was found for anna@nowhere.example."), outcome.err);
    QVERIFY2(outcome.err.contains("account add --server"), outcome.err);
}

QTEST_GUILESS_MAIN(CliDiscoverNetworkTest)
#include "CliDiscoverNetworkTest.moc"
