// SPDX-License-Identifier: GPL-3.0-or-later
#include "AccountNotice.h"
#include "OpenSession.h"

#include <QApplication>
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

private:
    static QStringList buttons(const AccountNotice &notice);
    void finish(AccountId account, const std::optional<Error> &error, bool passing = false);

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

QTEST_MAIN(AccountNoticeTest)
#include "AccountNoticeTest.moc"
