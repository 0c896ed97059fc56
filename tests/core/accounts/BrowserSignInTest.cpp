// SPDX-License-Identifier: GPL-3.0-or-later
#include "BrowserSignIn.h"

#include "FakeClock.h"
#include "OAuthProvider.h"
#include "OAuthTokens.h"
#include "TestBrowser.h"

#include <QTest>
#include <QThread>
#include <QTimer>
#include <QUrlQuery>

using namespace std::chrono_literals;

namespace
{
template <class T> QByteArray errorName(const Result<T> &result)
{
    return result ? "none" : errorCodeName(result.error().code).toLatin1();
}
} // namespace

// A whole permission: from the page in the browser to the refresh token, at an authorization server on
// loopback that checks every step.
class BrowserSignInTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void permissionGivesARefreshToken();
    void closingWordsAreTheUsers();
    void eachPermissionHasSecretsOfItsOwn();
    void refusalsAreTold_data();
    void refusalsAreTold();
    void codeOfAnotherPermissionIsWorthNothing();
    void unsafeAddressesAskNobody_data();
    void unsafeAddressesAskNobody();
    void nobodyComesBack();
    void cancelEndsTheWait();
    void permissionIsTakenBack();
    void permissionThatCannotBeTakenBackIsSaid();

private:
    BrowserSignIn question() const;
    // Signs in, in a worker; `visit` gets the page in this thread. Where there is none the browser goes
    // there.
    Result<QString> signIn(const BrowserSignIn &question, const std::function<void(QUrl)> &visit = {});

    OAuthProvider m_provider{"mia"};
    std::unique_ptr<TestBrowser> m_browser;
    std::unique_ptr<Cancellation> m_cancellation;
};

void BrowserSignInTest::init()
{
    m_provider.reset();
    m_browser = std::make_unique<TestBrowser>();
    m_cancellation = std::make_unique<Cancellation>();
}

BrowserSignIn BrowserSignInTest::question() const
{
    BrowserSignIn question;
    question.settings = {m_provider.tokenUrl(),      m_provider.authorizationUrl(),
                         m_provider.revocationUrl(), QStringLiteral("poplar"),
                         QStringLiteral("public"),   QStringLiteral("mail offline")};
    question.email = QStringLiteral("mia@example.org");
    question.patience = 60s;
    return question;
}

Result<QString> BrowserSignInTest::signIn(const BrowserSignIn &question,
                                          const std::function<void(QUrl)> &visit)
{
    std::optional<Result<QString>> result;
    const auto show = [&](const QUrl &page) {
        QMetaObject::invokeMethod(this, [=, this] { visit ? visit(page) : m_browser->visit(page); });
    };
    const std::unique_ptr<QThread> thread(
        QThread::create([&] { result.emplace(signInByBrowser(question, show, *m_cancellation)); }));
    thread->start();
    if (!QTest::qWaitFor([&] { return thread->isFinished(); }, 90'000))
        m_cancellation->cancel();
    thread->wait();
    return std::move(*result);
}

void BrowserSignInTest::permissionGivesARefreshToken()
{
    QUrl asked;
    const auto token = signIn(question(), [&](const QUrl &page) {
        asked = page;
        m_browser->visit(page);
    });
    QVERIFY2(token, qPrintable(m_provider.complaints().join(u'\n')));
    QCOMPARE(*token, m_provider.refreshToken());
    QCOMPARE(m_provider.complaints(), QStringList());
    QCOMPARE(QUrlQuery(asked).queryItemValue(QStringLiteral("login_hint"), QUrl::FullyDecoded),
             QStringLiteral("mia@example.org"));
    QTRY_COMPARE(m_browser->pages().size(), size_t(1));
    const TestBrowser::Page &page = m_browser->pages().front();
    QCOMPARE(page.status, 200);
    QVERIFY2(page.text.contains("You can close this window."), page.text);
    QCOMPARE(page.policy, QByteArray("default-src 'none'"));
    QCOMPARE(page.url.host(), QStringLiteral("127.0.0.1"));
    // It is what access tokens are got with.
    FakeClock clock;
    OAuthTokens tokens(clock);
    QVERIFY(tokens.accessToken({question().settings, *token}, false, *m_cancellation));
}

void BrowserSignInTest::closingWordsAreTheUsers()
{
    BrowserSignIn asked = question();
    asked.closingWords = QString::fromUtf8("Fenster schließen <b>");
    QVERIFY(signIn(asked));
    QTRY_COMPARE(m_browser->pages().size(), size_t(1));
    QVERIFY(m_browser->pages().front().text.contains("<p>Fenster schließen &lt;b&gt;</p>"));
}

void BrowserSignInTest::eachPermissionHasSecretsOfItsOwn()
{
    QStringList seen;
    for (int number = 0; number < 2; ++number)
        QVERIFY(signIn(question(), [&](const QUrl &page) {
            for (const char *name : {"state", "code_challenge"})
                seen.append(QUrlQuery(page).queryItemValue(QLatin1String(name)));
            m_browser->visit(page);
        }));
    QCOMPARE(seen.size(), 4);
    QCOMPARE(seen.removeDuplicates(), 0);
}

void BrowserSignInTest::refusalsAreTold_data()
{
    QTest::addColumn<OAuthProvider::User>("user");
    QTest::addColumn<OAuthProvider::Mood>("mood");
    QTest::addColumn<QByteArray>("error");
    QTest::addColumn<QString>("words");
    using User = OAuthProvider::User;
    using Mood = OAuthProvider::Mood;
    QTest::newRow("the user says no") << User::Declines << Mood::Grants << QByteArray("AuthRejected")
                                      << QStringLiteral("The user said no.");
    QTest::newRow("the code is refused")
        << User::Agrees << Mood::Refuses << QByteArray("AuthRejected") << QString();
    QTest::newRow("busy") << User::Agrees << Mood::IsBusy << QByteArray("ServerTemporary") << QString();
    QTest::newRow("no refresh token")
        << User::Agrees << Mood::GivesNoRefreshToken << QByteArray("Unsupported") << QString();
}

void BrowserSignInTest::refusalsAreTold()
{
    QFETCH(const OAuthProvider::User, user);
    QFETCH(const OAuthProvider::Mood, mood);
    QFETCH(const QByteArray, error);
    QFETCH(const QString, words);
    m_provider.setUser(user);
    m_provider.setMood(mood);
    const auto token = signIn(question());
    QCOMPARE(errorName(token), error);
    QCOMPARE(token.error().serverText, words);
    QVERIFY(!token.error().detail.contains(QStringLiteral("code.")));
    QTRY_COMPARE(m_browser->pages().size(), size_t(1)); // the browser is not left waiting
    QCOMPARE(m_browser->pages().front().status, 200);
}

// A page on the way gives the listener a code that its own browser got: without the proof it is no use, and
// without the state it is not even taken.
void BrowserSignInTest::codeOfAnotherPermissionIsWorthNothing()
{
    const auto token = signIn(question(), [&](const QUrl &page) {
        QUrlQuery query(page);
        query.removeQueryItem(QStringLiteral("code_challenge"));
        query.addQueryItem(QStringLiteral("code_challenge"), QString(43, u'A'));
        QUrl changed = page;
        changed.setQuery(query);
        m_browser->visit(changed);
    });
    QCOMPARE(errorName(token), QByteArray("AuthRejected"));
    QCOMPARE(m_provider.complaints(), QStringList{QStringLiteral("no proof of the challenge")});

    m_provider.reset();
    QTimer watch; // until the browser has been turned away
    connect(&watch, &QTimer::timeout, this, [this] {
        if (m_browser->pages().size() == 2)
            m_cancellation->cancel();
    });
    watch.start(20);
    const auto forged = signIn(question(), [&](const QUrl &page) {
        QUrlQuery query(page);
        query.removeQueryItem(QStringLiteral("state"));
        query.addQueryItem(QStringLiteral("state"), QString(43, u'A'));
        QUrl changed = page;
        changed.setQuery(query);
        m_browser->visit(changed);
    });
    QCOMPARE(errorName(forged), QByteArray("Cancelled"));
    QCOMPARE(m_browser->pages().back().status, 403);
    QVERIFY(m_provider.given().isEmpty());
}

void BrowserSignInTest::unsafeAddressesAskNobody_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("tokens");
    const QString safe = QStringLiteral("https://id.example.org/x");
    QTest::newRow("page without TLS") << QStringLiteral("http://id.example.org/x") << safe;
    QTest::newRow("tokens without TLS") << safe << QStringLiteral("http://id.example.org/x");
    QTest::newRow("no page") << QString() << safe;
    QTest::newRow("no address for tokens") << safe << QString();
}

void BrowserSignInTest::unsafeAddressesAskNobody()
{
    QFETCH(const QString, page);
    QFETCH(const QString, tokens);
    BrowserSignIn asked = question();
    asked.settings.authorizationUrl = page;
    asked.settings.tokenUrl = tokens;
    bool isOpened = false;
    QCOMPARE(errorName(signIn(asked, [&](const QUrl &) { isOpened = true; })), QByteArray("InvalidArgument"));
    QCoreApplication::processEvents();
    QVERIFY(!isOpened);
}

void BrowserSignInTest::nobodyComesBack()
{
    BrowserSignIn impatient = question();
    impatient.patience = 100ms;
    QCOMPARE(errorName(signIn(impatient, [](const QUrl &) {})), QByteArray("Timeout"));
}

void BrowserSignInTest::cancelEndsTheWait()
{
    QCOMPARE(errorName(signIn(question(), [&](const QUrl &) { m_cancellation->cancel(); })),
             QByteArray("Cancelled"));
}

void BrowserSignInTest::permissionIsTakenBack()
{
    const auto token = signIn(question());
    QVERIFY(token);
    const OAuthSettings settings = question().settings;
    m_provider.setMood(OAuthProvider::Mood::IsBusy);
    QCOMPARE(errorName(revokePermission(settings, *token, {}, *m_cancellation)),
             QByteArray("ServerTemporary"));
    m_provider.setMood(OAuthProvider::Mood::Grants);
    QVERIFY(revokePermission(settings, *token, {}, *m_cancellation));
    QCOMPARE(m_provider.revoked(), 1);
    QVERIFY(revokePermission(settings, QStringLiteral("no such token"), {}, *m_cancellation));
    m_provider.setMood(OAuthProvider::Mood::Refuses); // that it is good no more, with 400
    QVERIFY(revokePermission(settings, QStringLiteral("no such token"), {}, *m_cancellation));
    QCOMPARE(m_provider.revoked(), 1);
    m_provider.setMood(OAuthProvider::Mood::Grants);
    FakeClock clock;
    OAuthTokens tokens(clock);
    QCOMPARE(errorName(tokens.accessToken({settings, *token}, false, *m_cancellation)),
             QByteArray("AuthRejected"));
}

void BrowserSignInTest::permissionThatCannotBeTakenBackIsSaid()
{
    OAuthSettings settings = question().settings;
    settings.revocationUrl.clear();
    const QString token = QStringLiteral("refresh-1");
    QCOMPARE(errorName(revokePermission(settings, token, {}, *m_cancellation)), QByteArray("Unsupported"));
    settings.revocationUrl = QStringLiteral("http://id.example.org/revoke");
    QCOMPARE(errorName(revokePermission(settings, token, {}, *m_cancellation)),
             QByteArray("InvalidArgument"));
    settings = question().settings;
    settings.clientId.clear();
    QCOMPARE(errorName(revokePermission(settings, token, {}, *m_cancellation)), QByteArray("ServerRefused"));
}

QTEST_GUILESS_MAIN(BrowserSignInTest)
#include "BrowserSignInTest.moc"
