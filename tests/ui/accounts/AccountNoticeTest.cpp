// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountNotice.h"

#include "Clock.h"
#include "MailSession.h"
#include "MemorySecrets.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

// What a failed check asks for depends on the way of signing in.
class AccountNoticeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void asksForWhatHelps_data();
    void asksForWhatHelps();
};

void AccountNoticeTest::asksForWhatHelps_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<SignIn>("way");
    QTest::addColumn<QString>("button"); // empty: the strip does not show
    const QString password = QStringLiteral("Enter password…"),
                  check = QStringLiteral("Check the connection…"),
                  look = QStringLiteral("Show the certificate…");
    const auto row = [](const char *name, ErrorCode code, SignIn way, const QString &button) {
        QTest::newRow(name) << code << way << button;
    };
    row("wrong password", ErrorCode::AuthRejected, SignIn::Automatic, password);
    row("no password", ErrorCode::CredentialsMissing, SignIn::ScramSha256, password);
    row("refused refresh token", ErrorCode::AuthRejected, SignIn::OAuth,
        QStringLiteral("Enter refresh token…"));
    row("no refresh token", ErrorCode::CredentialsMissing, SignIn::OAuth,
        QStringLiteral("Enter refresh token…"));
    row("no ticket", ErrorCode::TicketMissing, SignIn::Gssapi, check);
    row("ticket of another", ErrorCode::AuthRejected, SignIn::Gssapi, check);
    row("refused client certificate", ErrorCode::AuthRejected, SignIn::External, check);
    row("unusable client certificate", ErrorCode::InvalidArgument, SignIn::External, check);
    row("nothing that is allowed", ErrorCode::SignInNotOffered, SignIn::CramMd5, check);
    row("certificate of the server", ErrorCode::CertificateUntrusted, SignIn::External, look);
    row("no network", ErrorCode::HostNotFound, SignIn::Automatic, QString());
    row("busy", ErrorCode::MailboxBusy, SignIn::OAuth, QString());
}

void AccountNoticeTest::asksForWhatHelps()
{
    QFETCH(const ErrorCode, code);
    QFETCH(const SignIn, way);
    QFETCH(const QString, button);
    const QTemporaryDir directory;
    MemorySecrets secrets;
    const SystemClock clock;
    MailSession session(directory.path(), secrets, clock);
    bool opened = false, saved = false;
    session.open(this, [&](const Result<void> &result) { opened = result.has_value(); });
    QTRY_VERIFY(opened);
    Account account;
    account.name = account.email = account.server.user = QStringLiteral("me@example.org");
    account.server.host = QStringLiteral("mail.example.org");
    account.server.signIn = way;
    if (way == SignIn::External)
        account.server.clientCertificate = QStringLiteral("/mine.p12");
    if (way == SignIn::OAuth)
        account.server.oauth = {
            QStringLiteral("https://example.org/token"), QStringLiteral("poplar"), {}, {}};
    session.saveAccount(account, std::nullopt, this,
                        [&](const Result<Account> &result) { saved = result.has_value(); });
    QTRY_VERIFY(saved);

    QWidget window;
    AccountNotice notice(session, &window);
    window.show();
    FetchReport report;
    report.account = session.accounts().front().id;
    report.error = Error{code, {}, {}, {}, {}};
    Q_EMIT session.checkFinished(report);
    QCOMPARE(notice.isVisible(), !button.isEmpty());
    if (button.isEmpty())
        return;
    const auto buttons = notice.findChildren<QPushButton *>();
    QVERIFY(!buttons.isEmpty());
    QCOMPARE(buttons.first()->text(), button);
    QVERIFY(notice.text().contains(QStringLiteral("mail.example.org")) || way == SignIn::External);
    QVERIFY(way != SignIn::OAuth || !notice.text().contains(QStringLiteral("password")));
    // A click never asks for a password where none is of use.
    if (button == QStringLiteral("Check the connection…")) {
        QSignalSpy diagnosis(&notice, &AccountNotice::diagnosisRequested);
        buttons.first()->click();
        QCOMPARE(diagnosis.count(), 1);
    }
    report.error.reset();
    Q_EMIT session.checkFinished(report);
    QVERIFY(!notice.isVisible());
}

QTEST_MAIN(AccountNoticeTest)
#include "AccountNoticeTest.moc"
