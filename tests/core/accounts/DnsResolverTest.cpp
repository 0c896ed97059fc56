// SPDX-License-Identifier: GPL-3.0-or-later
//
// The system's way of asking name servers, in a network of its own with a name server that the test plays.
#include "DnsResolver.h"

#include "InWorker.h"
#include "PrivateNetwork.h"

#include <QTest>

using namespace std::chrono_literals;

class DnsResolverTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void servicesAreReadInTheOrderOfTheirPriority();
    void aServiceThatIsNotOfferedHasNoHost();
    void exchangersAreReadInTheOrderOfTheirPreference();
    void aNameThatDoesNotExistHasNoRecords();
    void aNameServerThatFailsIsAnError();
    void timeIsBounded();
    void aCancelEndsTheWait();

private:
    using Answer = Result<std::vector<DnsRecord>>;
    using Kind = DnsQuestion::Kind;

    static Answer ask(Kind kind, const char *name, std::chrono::milliseconds patience = 1min,
                      const std::function<void(Cancellation &)> &beside = {})
    {
        Cancellation cancellation;
        return inWorker(
            [&] {
                return systemResolver()({kind, QLatin1String(name)}, patience, cancellation);
            },
            [&] {
                if (beside)
                    beside(cancellation);
            });
    }

    PrivateNetwork m_network{{{{"_pop3s._tcp.example.org", PrivateNetwork::Srv},
                               {{20, 1995, "second.example.org"}, {10, 995, "pop.example.org"}}},
                              {{"_pop3._tcp.example.org", PrivateNetwork::Srv}, {{0, 0, ""}}},
                              {{"example.org", PrivateNetwork::Mx},
                               {{50, 0, "backup.example.net"}, {5, 0, "aspmx.l.google.com"}}}}};
};

void DnsResolverTest::initTestCase()
{
    if (!m_network.enter())
        QSKIP("A network of one's own takes Linux, and root.");
}

void DnsResolverTest::servicesAreReadInTheOrderOfTheirPriority()
{
    const Answer answer = ask(Kind::Service, "_pop3s._tcp.example.org");
    QVERIFY2(answer.has_value(), answer ? "" : qPrintable(answer.error().detail));
    const std::vector<DnsRecord> expected{{QStringLiteral("pop.example.org"), 995, 10},
                                          {QStringLiteral("second.example.org"), 1995, 20}};
    QCOMPARE(*answer, expected);
}

void DnsResolverTest::aServiceThatIsNotOfferedHasNoHost()
{
    const Answer answer = ask(Kind::Service, "_pop3._tcp.example.org");
    QVERIFY(answer.has_value());
    QCOMPARE(answer->size(), size_t(1));
    QVERIFY(answer->front().host.isEmpty());
}

void DnsResolverTest::exchangersAreReadInTheOrderOfTheirPreference()
{
    const Answer answer = ask(Kind::MailExchange, "example.org");
    QVERIFY(answer.has_value());
    const std::vector<DnsRecord> expected{{QStringLiteral("aspmx.l.google.com"), 0, 5},
                                          {QStringLiteral("backup.example.net"), 0, 50}};
    QCOMPARE(*answer, expected);
}

void DnsResolverTest::aNameThatDoesNotExistHasNoRecords()
{
    const Answer answer = ask(Kind::MailExchange, "nowhere.example.org");
    QVERIFY(answer.has_value());
    QVERIFY(answer->empty());
}

void DnsResolverTest::aNameServerThatFailsIsAnError()
{
    const Answer answer = ask(Kind::MailExchange, "failing.example.org");
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::ConnectionLost);
}

void DnsResolverTest::timeIsBounded()
{
    const Answer answer = ask(Kind::MailExchange, "silent.example.org", 10ms);
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Timeout);
}

void DnsResolverTest::aCancelEndsTheWait()
{
    const Answer answer = ask(Kind::MailExchange, "silent.example.org", 1min,
                              [](Cancellation &cancellation) { cancellation.cancel(); });
    QVERIFY(!answer);
    QCOMPARE(answer.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(DnsResolverTest)
#include "DnsResolverTest.moc"
