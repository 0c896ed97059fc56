// SPDX-License-Identifier: GPL-3.0-or-later
#include "AnswerOf.h"
#include "Clock.h"
#include "DovecotServer.h"
#include "GeneratedMail.h"
#include "KeychainSecrets.h"
#include "MailSession.h"
#include "Reason.h"

#include <QDirIterator>
#include <QFile>
#include <QTest>

// Where no keychain answers: Poplar knows a password until it quits, and says so.
class NoKeychainTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void newAccountIsNotSavedHalf();
    void passwordIsKnownUntilTheProgramEnds();
    void knownAccountStaysAsItIs();

private:
    void open();
    Account newAccount() const;
    Result<Account> save(const Account &account, const std::optional<QString> &password);
    QByteArray check(AccountId account); // the error's name

    SystemClock m_clock;
    DovecotServer m_server;
    KeychainSecrets m_secrets;
    std::unique_ptr<QTemporaryDir> m_profile;
    std::unique_ptr<MailSession> m_session;
};

void NoKeychainTest::initTestCase()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent"); // there is no session to ask
    const auto started = m_server.start();
    QVERIFY2(started, reason(started));
    auto maildir = m_server.maildir(QStringLiteral("mia"));
    QVERIFY2(maildir, reason(maildir));
    QVERIFY(maildir->deliver(generatedMessages(0, 2)).has_value());
}

void NoKeychainTest::init()
{
    m_session.reset();
    m_profile = std::make_unique<QTemporaryDir>();
    open();
}

void NoKeychainTest::open()
{
    m_session.reset();
    m_session = std::make_unique<MailSession>(m_profile->path(), m_secrets, m_clock);
    const auto opened = answerOf<void>([&](auto done) { m_session->open(this, done); });
    QVERIFY2(opened, reason(opened));
}

Account NoKeychainTest::newAccount() const
{
    Account account;
    account.name = QStringLiteral("Mia");
    account.email = QStringLiteral("mia@example.net");
    account.server = m_server.settings(QStringLiteral("mia"));
    account.schedule.minutes = 0;
    return account;
}

Result<Account> NoKeychainTest::save(const Account &account, const std::optional<QString> &password)
{
    return answerOf<Account>([&](auto done) { m_session->saveAccount(account, password, this, done); });
}

QByteArray NoKeychainTest::check(AccountId account)
{
    std::optional<FetchReport> report;
    const auto connection = connect(m_session.get(), &MailSession::checkFinished, this,
                                    [&](const FetchReport &finished) { report = finished; });
    m_session->check(account);
    const bool isOver = QTest::qWaitFor([&] { return report.has_value(); }, 60'000);
    disconnect(connection);
    if (!isOver)
        return "the check did not end";
    return report->error ? errorCodeName(report->error->code).toLatin1() : QByteArray("none");
}

void NoKeychainTest::newAccountIsNotSavedHalf()
{
    const auto refused = save(newAccount(), DovecotServer::password());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unsupported);
    QVERIFY(m_session->accounts().empty());
}

void NoKeychainTest::passwordIsKnownUntilTheProgramEnds()
{
    const auto account = save(newAccount(), {});
    QVERIFY2(account, reason(account));
    QCOMPARE(check(account->id), QByteArray("CredentialsMissing"));
    m_session->usePassword(account->id, DovecotServer::password());
    QCOMPARE(check(account->id), QByteArray("none"));
    QCOMPARE(check(account->id), QByteArray("none"));
    open(); // the program has quit, and was started anew
    QCOMPARE(check(account->id), QByteArray("CredentialsMissing"));
    QDirIterator at(m_profile->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    int files = 0;
    while (at.hasNext()) {
        QFile file(at.next());
        if (!file.open(QIODevice::ReadOnly))
            continue;
        ++files;
        QVERIFY2(!file.readAll().contains(DovecotServer::password().toUtf8()), qPrintable(file.fileName()));
    }
    QVERIFY(files > 3);
}

void NoKeychainTest::knownAccountStaysAsItIs()
{
    auto account = save(newAccount(), {});
    QVERIFY2(account, reason(account));
    Account changed = *account;
    changed.retention.afterDownload = true;
    changed.server.user = QStringLiteral("somebody.else");
    QCOMPARE(save(changed, DovecotServer::password()).error().code, ErrorCode::Unsupported);
    QCOMPARE(m_session->accounts().size(), size_t(1));
    QVERIFY(m_session->accounts().front() == *account);
    const auto removed =
        answerOf<void>([&](auto done) { m_session->removeAccount(account->id, this, done); });
    QVERIFY2(removed, reason(removed));
    QVERIFY(m_session->accounts().empty());
}

QTEST_GUILESS_MAIN(NoKeychainTest)
#include "NoKeychainTest.moc"
