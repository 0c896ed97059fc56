// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountSetup.h"
#include "AnswerOf.h"
#include "FakeClock.h"
#include "MailSession.h"
#include "MemorySecrets.h"
#include "NoKeychain.h"
#include "OAuthProvider.h"
#include "ScriptedPopServer.h"
#include "TestBrowser.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace
{
template <class T> QByteArray errorName(const Result<T> &result)
{
    return result ? "none" : errorCodeName(result.error().code).toLatin1();
}
} // namespace

// Permissions of providers as the window asks for them: by a session, never waiting, and kept with the
// account.
class AccountSignInTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_session.reset(); }
    void browserGivesARefreshToken();
    void newerSignInEndsTheOlder();
    void cancelIsAnswered();
    void deadAskerIsToldNothing();
    void sessionEndsWhileTheBrowserIsOpen();
    void savedAccountIsSignedInAgain();
    void withoutAKeychainTheTokenIsKnownUntilTheEnd();
    void refusedSignInKeepsWhatThereIs();
    void otherAccountsHaveNoBrowser();
    void signingOutTakesBackAndForgets();
    void signingOutForgetsNothingWhileTheProviderIsAway();
    void signingOutWithoutAnAddressSaysSo();
    void aRemovedAccountsPermissionIsTakenBack();
    void aPermissionThatCannotBeTakenBackIsSaid_data();
    void aPermissionThatCannotBeTakenBackIsSaid();
    void usersOwnClientComesFirstAndStays();

private:
    void open();
    OAuthSettings settings() const;
    static Account newAccount(const OAuthSettings &oauth);
    Account addAccount(const OAuthSettings &oauth);
    QString stored(const Account &account);
    Result<QString> signIn();
    Result<AccountRemoval> remove(const Account &account);
    AccountSetup &setup() { return m_session->setup(); }
    std::function<void(const QUrl &)> inBrowser()
    {
        return [this](const QUrl &page) { m_browser->visit(page); };
    }

    FakeClock m_clock;
    OAuthProvider m_provider{"mia"};
    std::unique_ptr<TestBrowser> m_browser;
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<MemorySecrets> m_secrets;
    std::unique_ptr<MailSession> m_session;
};

void AccountSignInTest::init()
{
    m_provider.reset();
    m_browser = std::make_unique<TestBrowser>();
    m_directory = std::make_unique<QTemporaryDir>();
    m_secrets = std::make_unique<MemorySecrets>();
    open();
}

void AccountSignInTest::open()
{
    m_session.reset();
    m_session = std::make_unique<MailSession>(m_directory->path(), *m_secrets, m_clock);
    QVERIFY(answerOf<void>([&](auto done) { m_session->open(this, done); }));
}

OAuthSettings AccountSignInTest::settings() const
{
    return {m_provider.tokenUrl(),
            m_provider.authorizationUrl(),
            m_provider.revocationUrl(),
            QStringLiteral("poplar"),
            {},
            QStringLiteral("mail")};
}

Account AccountSignInTest::newAccount(const OAuthSettings &oauth)
{
    Account account;
    account.name = QStringLiteral("Mia");
    account.email = QStringLiteral("mia@example.org");
    account.server.host = QStringLiteral("pop.example.org");
    account.server.user = account.email;
    account.server.signIn = SignIn::OAuth;
    account.server.oauth = oauth;
    account.schedule.minutes = 0;
    return account;
}

Account AccountSignInTest::addAccount(const OAuthSettings &oauth)
{
    const Account account = newAccount(oauth);
    const auto saved = answerOf<Account>(
        [&](auto done) { m_session->saveAccount(account, QStringLiteral("refresh-1"), this, done); });
    return saved.value_or(Account());
}

QString AccountSignInTest::stored(const Account &account)
{
    Cancellation cancellation;
    return m_secrets->read(account.uuid, cancellation).value_or(QString());
}

Result<QString> AccountSignInTest::signIn()
{
    return answerOf<QString>([&](auto done) {
        setup().signInByBrowser({settings(), {}}, this, inBrowser(), done);
    });
}

void AccountSignInTest::browserGivesARefreshToken()
{
    const auto token = signIn();
    QVERIFY2(token, qPrintable(m_provider.complaints().join(u'\n')));
    QCOMPARE(*token, m_provider.refreshToken());
    QCOMPARE(m_provider.complaints(), QStringList());
}

void AccountSignInTest::newerSignInEndsTheOlder()
{
    std::optional<Result<QString>> first;
    bool isOpen = false;
    setup().signInByBrowser(
        {settings(), {}}, this, [&](const QUrl &) { isOpen = true; },
        [&](Result<QString> result) { first.emplace(std::move(result)); });
    QTRY_VERIFY(isOpen);
    QVERIFY(signIn());
    QVERIFY(first.has_value());
    QCOMPARE(errorName(*first), QByteArray("Cancelled"));
}

void AccountSignInTest::cancelIsAnswered()
{
    const auto cancelled = answerOf<QString>([&](auto done) {
        setup().signInByBrowser(
            {settings(), {}}, this, [this](const QUrl &) { setup().cancelSignIn(); }, done);
    });
    QCOMPARE(errorName(cancelled), QByteArray("Cancelled"));
    setup().cancelSignIn(); // nothing runs: nothing happens
}

void AccountSignInTest::deadAskerIsToldNothing()
{
    auto dialog = std::make_unique<QObject>();
    QUrl page;
    bool isTold = false;
    setup().signInByBrowser(
        {settings(), {}}, dialog.get(), [&](const QUrl &asked) { page = asked; },
        [&](const Result<QString> &) { isTold = true; });
    QTRY_VERIFY(!page.isEmpty());
    dialog.reset();
    // The listener has gone with who asked: the browser finds nobody.
    m_browser->visit(page);
    QTRY_COMPARE(m_browser->pages().size(), size_t(1));
    QVERIFY(!isTold);
    QVERIFY(m_provider.given().isEmpty());
}

void AccountSignInTest::sessionEndsWhileTheBrowserIsOpen()
{
    bool isOpen = false, isTold = false;
    setup().signInByBrowser(
        {settings(), {}}, this, [&](const QUrl &) { isOpen = true; },
        [&](const Result<QString> &) { isTold = true; });
    QTRY_VERIFY(isOpen);
    m_session.reset();
    QCoreApplication::processEvents();
    QVERIFY(!isTold);
}

void AccountSignInTest::savedAccountIsSignedInAgain()
{
    const Account account = addAccount(settings());
    QCOMPARE(stored(account), QStringLiteral("refresh-1"));
    m_provider.revoke();
    QVERIFY(answerOf<void>([&](auto done) {
        setup().signInAgain(account.id, this, inBrowser(), done, QStringLiteral("Bye."));
    }));
    QCOMPARE(stored(account), QStringLiteral("refresh-2"));
    QCOMPARE(stored(account), m_provider.refreshToken());
    QTRY_COMPARE(m_browser->pages().size(), size_t(1));
    QVERIFY(m_browser->pages().front().text.contains("<p>Bye.</p>"));
    QCOMPARE(m_session->accounts().front(), account);
}

void AccountSignInTest::withoutAKeychainTheTokenIsKnownUntilTheEnd()
{
    TestCertificates certificates;
    ScriptedPopServer server(
        [](ScriptedPopServer::Peer &peer) {
            peer.send("+OK ready\r\n");
            peer.receiveLine();
            peer.send("+OK\r\nSASL XOAUTH2\r\n.\r\n");
            peer.receiveLine();
            peer.send("+ \r\n");
            peer.receiveLine();
            peer.send("-ERR [SYS/TEMP] later\r\n");
            peer.receiveLine();
        },
        ScriptedPopServer::Security::Tls, certificates.localhost());
    NoKeychain nowhere;
    m_session = std::make_unique<MailSession>(m_directory->path(), nowhere, m_clock);
    QVERIFY(answerOf<void>([&](auto done) { m_session->open(this, done); }));
    Account account = newAccount(settings());
    account.server.host = QStringLiteral("localhost");
    account.server.port = server.port();
    account.server.caFile = certificates.caFile();
    const auto saved = answerOf<Account>([&](auto done) { m_session->saveAccount(account, {}, this, done); });
    QVERIFY(saved);
    QCOMPARE(errorName(
                 answerOf<void>([&](auto done) { setup().signInAgain(saved->id, this, inBrowser(), done); })),
             QByteArray("Unsupported"));
    QSignalSpy finished(m_session.get(), &MailSession::checkFinished);
    m_session->check(saved->id);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60'000);
    QCOMPARE(m_provider.asked(), 1); // with the token that nothing could keep
    QCOMPARE(m_provider.given().size(), 2);
    m_session.reset();
}

void AccountSignInTest::refusedSignInKeepsWhatThereIs()
{
    const Account account = addAccount(settings());
    m_provider.setUser(OAuthProvider::User::Declines);
    const auto refused =
        answerOf<void>([&](auto done) { setup().signInAgain(account.id, this, inBrowser(), done); });
    QCOMPARE(errorName(refused), QByteArray("AuthRejected"));
    QCOMPARE(refused.error().serverText, QStringLiteral("The user said no."));
    QCOMPARE(stored(account), QStringLiteral("refresh-1"));
}

void AccountSignInTest::otherAccountsHaveNoBrowser()
{
    Account account = addAccount(settings());
    account.server.signIn = SignIn::Automatic;
    QVERIFY(answerOf<Account>([&](auto done) { m_session->saveAccount(account, {}, this, done); }));
    for (const AccountId id : {account.id, AccountId(4711)}) {
        QCOMPARE(
            errorName(answerOf<void>([&](auto done) { setup().signInAgain(id, this, inBrowser(), done); })),
            QByteArray("InvalidArgument"));
        QCOMPARE(errorName(answerOf<void>([&](auto done) { setup().signOut(id, this, done); })),
                 QByteArray("InvalidArgument"));
    }
    QVERIFY(m_browser->pages().empty());
}

void AccountSignInTest::signingOutTakesBackAndForgets()
{
    const Account account = addAccount(settings());
    QVERIFY(answerOf<void>([&](auto done) { setup().signOut(account.id, this, done); }));
    QCOMPARE(m_provider.revoked(), 1);
    QCOMPARE(stored(account), QString());
    // A second time there is nothing to take back.
    QVERIFY(answerOf<void>([&](auto done) { setup().signOut(account.id, this, done); }));
    QCOMPARE(m_provider.revoked(), 1);
    QCOMPARE(m_provider.complaints(), QStringList());
}

void AccountSignInTest::signingOutForgetsNothingWhileTheProviderIsAway()
{
    const Account account = addAccount(settings());
    m_provider.setMood(OAuthProvider::Mood::IsBusy);
    QCOMPARE(errorName(answerOf<void>([&](auto done) { setup().signOut(account.id, this, done); })),
             QByteArray("ServerTemporary"));
    QCOMPARE(stored(account), QStringLiteral("refresh-1"));
}

void AccountSignInTest::signingOutWithoutAnAddressSaysSo()
{
    OAuthSettings oauth = settings();
    oauth.revocationUrl.clear();
    const Account account = addAccount(oauth);
    QCOMPARE(errorName(answerOf<void>([&](auto done) { setup().signOut(account.id, this, done); })),
             QByteArray("Unsupported"));
    QCOMPARE(stored(account), QString());
}

Result<AccountRemoval> AccountSignInTest::remove(const Account &account)
{
    return answerOf<AccountRemoval>(
        [&](auto done) { setup().removeAccount(account.id, AccountSetup::Mail::Keep, this, done); });
}

void AccountSignInTest::aRemovedAccountsPermissionIsTakenBack()
{
    const Account account = addAccount(settings());
    const auto removal = remove(account);
    QVERIFY(removal && removal->hadPermission && !removal->permissionError);
    QCOMPARE(m_provider.revoked(), 1);
    QCOMPARE(m_provider.complaints(), QStringList());
    QVERIFY(m_session->accounts().empty());
    QCOMPARE(stored(account), QString());
}

void AccountSignInTest::aPermissionThatCannotBeTakenBackIsSaid_data()
{
    QTest::addColumn<bool>("hasAddress");
    QTest::addColumn<bool>("hasToken");
    QTest::addColumn<ErrorCode>("error");
    QTest::newRow("the provider is away") << true << true << ErrorCode::ServerTemporary;
    QTest::newRow("the provider has no address for it") << false << true << ErrorCode::Unsupported;
    QTest::newRow("nobody knows the token any more") << true << false << ErrorCode::NotFound;
}

// The account goes all the same.
void AccountSignInTest::aPermissionThatCannotBeTakenBackIsSaid()
{
    QFETCH(bool, hasAddress);
    QFETCH(bool, hasToken);
    OAuthSettings oauth = settings();
    if (!hasAddress)
        oauth.revocationUrl.clear();
    const Account account = addAccount(oauth);
    Cancellation never;
    if (!hasToken)
        QVERIFY(m_secrets->remove(account.uuid, never));
    m_provider.setMood(OAuthProvider::Mood::IsBusy);
    const auto removal = remove(account);
    QVERIFY(removal && removal->hadPermission && removal->permissionError);
    QTEST(removal->permissionError->code, "error");
    QVERIFY(m_session->accounts().empty());
    QCOMPARE(stored(account), QString());
}

void AccountSignInTest::usersOwnClientComesFirstAndStays()
{
    const QString google = QStringLiteral("google");
    const OAuthClient own{QStringLiteral("own-id"), {}};
    QCOMPARE(setup().client(google), builtInOAuthClient(google));
    QVERIFY(answerOf<void>([&](auto done) { setup().setClient(google, own, this, done); }));
    QCOMPARE(setup().client(google), std::optional(own));
    open();
    QCOMPARE(setup().client(google), std::optional(own));
    QCOMPARE(setup().client(QStringLiteral("fastmail")), builtInOAuthClient(QStringLiteral("fastmail")));
    QCOMPARE(errorName(answerOf<void>([&](auto done) {
                 setup().setClient(google, OAuthClient{QStringLiteral("no id"), {}}, this, done);
             })),
             QByteArray("InvalidArgument"));
    QCOMPARE(setup().client(google), std::optional(own));
    QVERIFY(answerOf<void>([&](auto done) { setup().setClient(google, {}, this, done); }));
    QCOMPARE(setup().client(google), builtInOAuthClient(google));
}

QTEST_GUILESS_MAIN(AccountSignInTest)
#include "AccountSignInTest.moc"
