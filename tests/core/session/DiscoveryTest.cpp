// SPDX-License-Identifier: GPL-3.0-or-later
//
// Looking for an address's server as the window does it: asked and answered in its own thread.
#include "AccountSetup.h"

#include "AnswerOf.h"
#include "AutoconfigAnswers.h"
#include "OpenSession.h"
#include "PopMailbox.h"
#include "TestHttpServer.h"
#include "TestInternet.h"

class DiscoveryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsFoundCanBeSignedInTo();
    void stepsAreToldInTheAskersThread();
    void whatIsNoAddressIsAnsweredSo();
    void aCancelEndsItAtOnce();
    void aNewerQuestionEndsTheOlder();
    void aSessionThatEndsLeavesNothingBehind();
    void anAskerThatHasDiedIsToldNothing();

private:
    using Proposals = std::vector<ServerProposal>;

    static TestHttpServer::Responder silence()
    {
        return [](const auto &) { return QByteArray(); };
    }
    static const inline DiscoveryWish anna{QStringLiteral("anna@example.org")};

    TestInternet m_internet{{QStringLiteral("autoconfig.example.org"), QStringLiteral("pop.example.org"),
                             QStringLiteral("localhost")}};
};

void DiscoveryTest::whatIsFoundCanBeSignedInTo()
{
    PopMailbox mailbox(std::vector<PopMailbox::Message>{{"1", "Subject: hello\r\n\r\nhello\r\n"}});
    mailbox.user = "anna@example.org";
    const ScriptedPopServer pop(mailbox.script(), ScriptedPopServer::Security::Tls, m_internet.identity);
    const TestHttpServer web(
        [port = pop.port()](const auto &) {
            return TestHttpServer::answer(200, autoconfigOf(autoconfigServer("localhost", port)));
        },
        m_internet.identity);
    m_internet.environment.webPort = web.port();
    OpenSession open;
    open.session.setup().setDiscoveryEnvironment(m_internet.environment);
    const auto found =
        answerOf<Proposals>([&](auto done) { open.session.setup().discover(anna, this, {}, done); });
    QVERIFY(found.has_value());
    QCOMPARE(found->front().source, DiscoverySource::Autoconfig);
    pop.waitForDisconnect();
    QVERIFY(!pop.hasReceived("USER") && !pop.hasReceived("AUTH") && !pop.hasReceived("PASS"));

    ServerSettings server = found->front().server;
    server.caFile = m_internet.certificates.caFile();
    const auto facts = answerOf<MailboxFacts>(
        [&](auto done) { open.session.testServer(server, QStringLiteral("secret"), this, done); });
    QVERIFY2(facts.has_value(), facts ? "" : qPrintable(facts.error().detail));
    QCOMPARE(facts->messages, 1);
    QVERIFY(pop.receivedInClear().isEmpty());
}

void DiscoveryTest::stepsAreToldInTheAskersThread()
{
    OpenSession open;
    open.session.setup().setDiscoveryEnvironment(m_internet.environment);
    std::vector<DiscoveryStep> steps;
    bool inThisThread = true;
    const auto step = [&](const DiscoveryStep &step) {
        inThisThread = inThisThread && QThread::currentThread() == thread();
        steps.push_back(step);
    };
    const auto found = answerOf<Proposals>(
        [&](auto done) { open.session.setup().discover({QStringLiteral("anna@gmx.de")}, this, step, done); });
    QCOMPARE(found->size(), size_t(1));
    QVERIFY(inThisThread);
    QCOMPARE(steps.size(), size_t(6)); // all of them before the answer
    QCOMPARE(steps.front().state, DiscoveryStep::State::Found);
}

void DiscoveryTest::whatIsNoAddressIsAnsweredSo()
{
    OpenSession open;
    const auto found = answerOf<Proposals>([&](auto done) {
        open.session.setup().discover({QStringLiteral("anna at example")}, this, {}, done);
    });
    QVERIFY(!found);
    QCOMPARE(found.error().code, ErrorCode::InvalidArgument);
}

void DiscoveryTest::aCancelEndsItAtOnce()
{
    const TestHttpServer web(silence(), m_internet.identity);
    m_internet.environment.webPort = web.port();
    m_internet.environment.patience = std::chrono::hours(1);
    OpenSession open;
    open.session.setup().setDiscoveryEnvironment(m_internet.environment);
    const auto found = answerOf<Proposals>([&](auto done) {
        open.session.setup().discover(anna, this, {}, done);
        QVERIFY(QTest::qWaitFor([&] { return !web.requests().empty(); }, 60'000));
        open.session.setup().cancelDiscovery();
    });
    QVERIFY(found.has_value());
    QVERIFY(found->empty());
}

void DiscoveryTest::aNewerQuestionEndsTheOlder()
{
    const TestHttpServer web(silence(), m_internet.identity);
    m_internet.environment.webPort = web.port();
    m_internet.environment.patience = std::chrono::hours(1);
    OpenSession open;
    open.session.setup().setDiscoveryEnvironment(m_internet.environment);
    bool isOlderAnswered = false;
    open.session.setup().discover(anna, this, {}, [&](const auto &) { isOlderAnswered = true; });
    const auto found = answerOf<Proposals>(
        [&](auto done) { open.session.setup().discover({QStringLiteral("anna@gmx.de")}, this, {}, done); });
    QCOMPARE(found->size(), size_t(1));
    QVERIFY(!isOlderAnswered);
}

void DiscoveryTest::aSessionThatEndsLeavesNothingBehind()
{
    const TestHttpServer web(silence(), m_internet.identity);
    m_internet.environment.webPort = web.port();
    m_internet.environment.patience = std::chrono::hours(1);
    bool isAnswered = false;
    {
        OpenSession open;
        open.session.setup().setDiscoveryEnvironment(m_internet.environment);
        open.session.setup().discover(anna, this, {}, [&](const auto &) { isAnswered = true; });
        QVERIFY(QTest::qWaitFor([&] { return !web.requests().empty(); }, 60'000));
    }
    QCoreApplication::processEvents();
    QVERIFY(!isAnswered);
}

void DiscoveryTest::anAskerThatHasDiedIsToldNothing()
{
    OpenSession open;
    open.session.setup().setDiscoveryEnvironment(m_internet.environment);
    bool isAnswered = false;
    auto asker = std::make_unique<QObject>();
    open.session.setup().discover({QStringLiteral("anna@gmx.de")}, asker.get(), {},
                                  [&](const auto &) { isAnswered = true; });
    asker.reset();
    const auto found = answerOf<Proposals>(
        [&](auto done) { open.session.setup().discover({QStringLiteral("anna@gmx.de")}, this, {}, done); });
    QVERIFY(found.has_value());
    QVERIFY(!isAnswered);
}

QTEST_GUILESS_MAIN(DiscoveryTest)
#include "DiscoveryTest.moc"
