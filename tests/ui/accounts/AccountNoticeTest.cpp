// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountNotice.h"
#include "OAuthProvider.h"
#include "OpenSession.h"
#include "TestBrowser.h"

#include <QApplication>
#include <QDesktopServices>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

class AccountNoticeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void onlyARefusedPasswordIsAskedFor();
    void aChangedCertificateIsShownAndNeverAcceptedHere();
    void whatCuresItselfAsksForNothing();
    void theNextAccountWaitsItsTurn();
    void theProviderIsAskedInTheBrowser();
    void withoutABrowserItSaysSo();

protected Q_SLOTS:
    void openPage(const QUrl &page) { m_browser.visit(page); }

private:
    static QStringList buttons(const AccountNotice &notice);
    void finish(AccountId account, const std::optional<Error> &error, bool passing = false);

    // An account that signs in by OAuth, refused, in a notice.
    Account refused(const QString &name, const OAuthProvider &provider);
    static void click(const AccountNotice &notice, const QString &button);

    TestBrowser m_browser;
    std::unique_ptr<OpenSession> m_open;
    AccountId m_first = 0;
    AccountId m_second = 0;
};

void AccountNoticeTest::initTestCase()
{
    m_open = std::make_unique<OpenSession>();
    m_first = m_open->add(1).id;
    Account other;
    other.name = QStringLiteral("Other");
    m_second = m_open->add(2, QStringLiteral("secret"), other).id;
}

QStringList AccountNoticeTest::buttons(const AccountNotice &notice)
{
    QStringList texts;
    for (const QPushButton *one : notice.findChildren<QPushButton *>()) {
        if (!one->isHidden())
            texts += one->text();
    }
    return texts;
}

void AccountNoticeTest::finish(AccountId account, const std::optional<Error> &error, bool passing)
{
    FetchReport report;
    report.account = account;
    report.error = error;
    report.passing = passing;
    Q_EMIT m_open->session.checkFinished(report);
}

void AccountNoticeTest::onlyARefusedPasswordIsAskedFor()
{
    AccountNotice notice(m_open->session);
    for (int code = 0; !errorCodeName(ErrorCode(code)).isEmpty(); ++code) {
        finish(m_first, Error{ErrorCode(code), {}, QStringLiteral("words of the server"), {}, {}});
        const bool password =
            ErrorCode(code) == ErrorCode::AuthRejected || ErrorCode(code) == ErrorCode::CredentialsMissing;
        QCOMPARE(buttons(notice).contains(QStringLiteral("Enter password…")) && !notice.isHidden(), password);
        QVERIFY(!QApplication::activeModalWidget());
        if (!notice.isHidden())
            QVERIFY(notice.text().contains(QStringLiteral("words of the server")));
    }
    finish(m_first, std::nullopt);
    QVERIFY(notice.isHidden());
}

void AccountNoticeTest::aChangedCertificateIsShownAndNeverAcceptedHere()
{
    AccountNotice notice(m_open->session);
    QSignalSpy settings(&notice, &AccountNotice::settingsRequested);
    QSignalSpy certificate(&notice, &AccountNotice::certificateRequested);
    finish(m_first, Error{ErrorCode::CertificateChanged, {}, {}, {"der"}, {}});
    QCOMPARE(buttons(notice),
             (QStringList{QStringLiteral("Show the certificate…"), QStringLiteral("Account settings…")}));
    for (QPushButton *one : notice.findChildren<QPushButton *>())
        one->click();
    QCOMPARE(settings.count(), 1);
    QCOMPARE(certificate.count(), 1);
    QVERIFY(!m_open->session.accounts().front().server.accepted);
}

void AccountNoticeTest::whatCuresItselfAsksForNothing()
{
    AccountNotice notice(m_open->session);
    finish(m_first, Error{ErrorCode::ConnectionRefused, {}, {}, {}, {}}, true);
    QVERIFY(notice.isHidden());
    finish(m_first, Error{ErrorCode::ConnectionRefused, {}, {}, {}, {}});
    QVERIFY(!notice.isHidden());
}

void AccountNoticeTest::theNextAccountWaitsItsTurn()
{
    AccountNotice notice(m_open->session);
    QSignalSpy diagnosis(&notice, &AccountNotice::diagnosisRequested);
    finish(m_first, Error{ErrorCode::AuthRejected, {}, {}, {}, {}});
    finish(m_second, Error{ErrorCode::TlsFailed, {}, {}, {}, {}});
    QVERIFY(notice.text().startsWith(QStringLiteral("Work")));
    finish(m_first, std::nullopt);
    QVERIFY(notice.text().startsWith(QStringLiteral("Other")));
    QCOMPARE(buttons(notice).size(), 2);
    QVERIFY(buttons(notice).front().contains(QStringLiteral("connection")));
    for (QPushButton *one : notice.findChildren<QPushButton *>()) {
        if (!one->isHidden() && one->text().contains(QStringLiteral("connection")))
            one->click();
    }
    QCOMPARE(diagnosis.count(), 1);
    QCOMPARE(diagnosis.front().front().value<AccountId>(), m_second);
}

Account AccountNoticeTest::refused(const QString &name, const OAuthProvider &provider)
{
    Account account;
    account.name = name;
    account = m_open->add(1, QStringLiteral("refresh-1"), account);
    account.server.signIn = SignIn::OAuth;
    account.server.oauth = {
        provider.tokenUrl(),   provider.authorizationUrl(), {}, QStringLiteral("poplar"), {},
        QStringLiteral("mail")};
    return m_open->save(account);
}

void AccountNoticeTest::click(const AccountNotice &notice, const QString &button)
{
    for (QPushButton *one : notice.findChildren<QPushButton *>())
        if (!one->isHidden() && one->text() == button)
            return one->click();
    QFAIL(qPrintable(button));
}

void AccountNoticeTest::theProviderIsAskedInTheBrowser()
{
    OAuthProvider provider("mia");
    provider.setUser(OAuthProvider::User::Declines);
    QDesktopServices::setUrlHandler(QStringLiteral("http"), this, "openPage");
    AccountNotice notice(m_open->session);
    const Account account = refused(QStringLiteral("Asked"), provider);
    finish(account.id, Error{ErrorCode::AuthRejected, {}, {}, {}, {}});
    const QStringList usual{QStringLiteral("Sign in in the browser…"), QStringLiteral("Account settings…")};
    QCOMPARE(buttons(notice), usual);
    click(notice, usual.front());
    QCOMPARE(buttons(notice), QStringList{QStringLiteral("Stop")});
    QTRY_VERIFY(notice.text().contains(QStringLiteral("The user said no.")));
    provider.setUser(OAuthProvider::User::Agrees);
    QSignalSpy checked(&m_open->session, &MailSession::checkFinished);
    click(notice, QStringLiteral("Try again…"));
    const auto stored = [&] {
        Cancellation cancellation;
        return m_open->secrets.read(account.uuid, cancellation).value_or(QString());
    };
    QTRY_COMPARE(stored(), QStringLiteral("refresh-2"));
    QCOMPARE(provider.complaints(), QStringList());
    QTRY_VERIFY(!checked.isEmpty()); // it goes on by itself
    QDesktopServices::unsetUrlHandler(QStringLiteral("http"));
}

void AccountNoticeTest::withoutABrowserItSaysSo()
{
    OAuthProvider provider("mia");
    // There is no program that could be one.
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", "/nonexistent");
    for (const char *name : {"BROWSER", "DEFAULT_BROWSER"})
        qunsetenv(name);
    AccountNotice notice(m_open->session);
    const Account account = refused(QStringLiteral("Alone"), provider);
    finish(account.id, Error{ErrorCode::AuthRejected, {}, {}, {}, {}});
    click(notice, QStringLiteral("Sign in in the browser…"));
    QTRY_VERIFY(notice.text().startsWith(QStringLiteral("No browser")));
    QVERIFY(buttons(notice).contains(QStringLiteral("Try again…")));
    qputenv("PATH", path);
}

QTEST_MAIN(AccountNoticeTest)
#include "AccountNoticeTest.moc"
