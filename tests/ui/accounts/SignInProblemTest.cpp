// SPDX-License-Identifier: GPL-3.0-or-later
#include "SignInProblem.h"

#include "ErrorText.h"
#include "MailProvider.h"

#include <QTest>

using Step = SignInProblem::Step;

class SignInProblemTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyErrorHasASentenceAndAWayOn();
    void anUnknownClientLeadsToItsId();
    void switchedOffLeadsToTheProvidersSettings();
    void aRefusedPasswordLeadsToTheRightOne();
    void withoutAProviderTheServersWordsDecide();
    void onlySecurePagesAreLinked();
    void theBrowsersRefusalIsNotTheServers();
};

static Error error(ErrorCode code, const char *said = "")
{
    return {code, {}, QString::fromLatin1(said), {}, {}};
}

static ServerSettings serverOf(const MailProvider *provider)
{
    ServerSettings server;
    server.host = provider ? provider->host : QStringLiteral("pop.example.org");
    return server;
}

void SignInProblemTest::everyErrorHasASentenceAndAWayOn()
{
    for (int code = 0; !errorCodeName(ErrorCode(code)).isEmpty(); ++code) {
        const auto problem = SignInProblem::of(error(ErrorCode(code)), serverOf(nullptr), nullptr);
        QVERIFY2(!problem.sentence.isEmpty(), qPrintable(errorCodeName(ErrorCode(code))));
        QVERIFY(problem.page.isEmpty() == problem.pageText.isEmpty());
        // There is nothing to be downloaded yet.
        QVERIFY2(!problem.nextStep.contains(QStringLiteral("Get mail again")), qPrintable(problem.nextStep));
        const auto byBrowser = SignInProblem::ofBrowser(error(ErrorCode(code)));
        QVERIFY2(byBrowser.sentence.front().isUpper() && !byBrowser.nextStep.isEmpty(),
                 qPrintable(byBrowser.sentence));
        QVERIFY2(!byBrowser.sentence.contains(QStringLiteral(" The provider")),
                 qPrintable(byBrowser.sentence));
        QVERIFY2(!byBrowser.nextStep.contains(QStringLiteral("Get mail again")),
                 qPrintable(byBrowser.nextStep));
        QVERIFY2(!errorWords(error(ErrorCode(code))).sentence.contains(QStringLiteral(" The server")),
                 qPrintable(errorWords(error(ErrorCode(code))).sentence));
    }
}

void SignInProblemTest::anUnknownClientLeadsToItsId()
{
    Error unknown = error(ErrorCode::AuthRejected);
    unknown.detail = QStringLiteral("token server: HTTP 401 invalid_client");
    QVERIFY(SignInProblem::ofBrowser(unknown).nextStep.contains(QStringLiteral("client id")));
    QVERIFY(!SignInProblem::ofBrowser(error(ErrorCode::AuthRejected))
                 .nextStep.contains(QStringLiteral("client id")));
}

void SignInProblemTest::switchedOffLeadsToTheProvidersSettings()
{
    const MailProvider *gmail = providerById(QStringLiteral("gmail"));
    const auto problem =
        SignInProblem::of(error(ErrorCode::ServerPermanent, "Your account is not enabled for POP access."),
                          serverOf(gmail), gmail);
    QVERIFY(problem.sentence.contains(QStringLiteral("switched off")));
    QVERIFY(problem.nextStep.contains(gmail->switchOn));
    QCOMPARE(problem.page, QUrl(gmail->switchOnUrl));
    QCOMPARE(problem.step, Step::TryAgain); // the password may be right
}

void SignInProblemTest::aRefusedPasswordLeadsToTheRightOne()
{
    int appPasswords = 0;
    for (const MailProvider &provider : mailProviders()) {
        if (!provider.hasPop3)
            continue;
        const auto problem =
            SignInProblem::of(error(ErrorCode::AuthRejected, "no"), serverOf(&provider), &provider);
        QCOMPARE(problem.step, Step::Password);
        if (provider.password != MailProvider::Password::AppPassword)
            continue;
        ++appPasswords;
        QVERIFY2(problem.nextStep.contains(QStringLiteral("app password")), qPrintable(provider.id));
    }
    QVERIFY(appPasswords > 0);
}

void SignInProblemTest::withoutAProviderTheServersWordsDecide()
{
    const auto wrong = SignInProblem::of(error(ErrorCode::AuthRejected, "Authentication failed."),
                                         serverOf(nullptr), nullptr);
    QCOMPARE(wrong.step, Step::Password);
    QVERIFY(wrong.serverWords.contains(QStringLiteral("Authentication failed.")));
    const auto wanted = SignInProblem::of(
        error(ErrorCode::AuthRejected, "Application-specific password required"), serverOf(nullptr), nullptr);
    QVERIFY(wanted.nextStep.contains(QStringLiteral("app password")) && wanted.nextStep != wrong.nextStep);
}

void SignInProblemTest::onlySecurePagesAreLinked()
{
    MailProvider provider;
    provider.name = QStringLiteral("Example");
    provider.password = MailProvider::Password::AppPassword;
    for (const char *page :
         {"http://example.org", "file:///etc/passwd", "javascript:alert(1)", "example.org", ""}) {
        provider.passwordUrl = QString::fromLatin1(page);
        QVERIFY2(
            SignInProblem::of(error(ErrorCode::AuthRejected), serverOf(nullptr), &provider).page.isEmpty(),
            page);
    }
    provider.passwordUrl = QStringLiteral("https://example.org/passwords");
    QVERIFY(!SignInProblem::of(error(ErrorCode::AuthRejected), serverOf(nullptr), &provider).page.isEmpty());
}

void SignInProblemTest::theBrowsersRefusalIsNotTheServers()
{
    ServerSettings server = serverOf(nullptr);
    server.signIn = SignIn::OAuth;
    const auto byServer = SignInProblem::of(error(ErrorCode::AuthRejected), server, nullptr);
    const auto byProvider = SignInProblem::ofBrowser(error(ErrorCode::AuthRejected));
    QVERIFY(byServer.sentence.contains(server.host) && !byProvider.sentence.contains(server.host));
    QCOMPARE(byServer.step, Step::TryAgain); // there is no password to be entered
    QCOMPARE(byProvider.step, Step::TryAgain);
}

QTEST_MAIN(SignInProblemTest)
#include "SignInProblemTest.moc"
