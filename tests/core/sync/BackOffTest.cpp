// SPDX-License-Identifier: GPL-3.0-or-later
#include "BackOff.h"

#include <QTest>

#include <optional>

namespace
{
constexpr qint64 now = 1'800'000'000;
constexpr double middle = 0.5; // no spread

FetchReport reportOf(std::optional<ErrorCode> code, qint64 at = now)
{
    FetchReport report;
    report.finishedAt = at;
    if (code)
        report.error = Error{*code, {}, {}, {}, {}};
    return report;
}

// After so many checks in a row with this outcome.
ServerLesson lessonOf(ErrorCode code, int checks, double random = middle)
{
    ServerLesson lesson;
    for (int check = 0; check < checks; ++check)
        lesson = lessonAfter(lesson, reportOf(code), random);
    return lesson;
}
} // namespace

class BackOffTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pausesGrow_data();
    void pausesGrow();
    void pausesAreSpreadByATenth();
    void someErrorsWaitForTheUser_data();
    void someErrorsWaitForTheUser();
    void successResets();
    void anotherKindOfErrorStartsAnew();
    void cancellingChangesNothing();
    void loginDelayIsHeeded();
    void loginTooSoonWaitsForTheDelayOrFiveMinutes();
    void portionsAreFollowedUp();
    void theUserResetsFailuresAndNotTheServersDemand();
    void aClockTurnedBackMakesNoLongPause();
    void passingFailuresAreQuietThreeTimes_data();
    void passingFailuresAreQuietThreeTimes();
    void lockStepIsKept();
};

void BackOffTest::pausesGrow_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QList<int>>("minutes");
    const QList<int> busy{1, 2, 5, 10, 10, 10}, network{1, 2, 5, 10, 15, 15};
    QTest::newRow("MailboxBusy") << ErrorCode::MailboxBusy << busy;
    QTest::newRow("ServerTemporary") << ErrorCode::ServerTemporary << busy;
    QTest::newRow("ServerRefused") << ErrorCode::ServerRefused << busy;
    QTest::newRow("ConnectionLost") << ErrorCode::ConnectionLost << network;
    QTest::newRow("ConnectionRefused") << ErrorCode::ConnectionRefused << network;
    QTest::newRow("HostNotFound") << ErrorCode::HostNotFound << network;
    QTest::newRow("Timeout") << ErrorCode::Timeout << network;
    QTest::newRow("CertificateUntrusted") << ErrorCode::CertificateUntrusted << network;
    QTest::newRow("ProtocolViolation") << ErrorCode::ProtocolViolation << network;
    QTest::newRow("DiskFull") << ErrorCode::DiskFull << network;
}

void BackOffTest::pausesGrow()
{
    QFETCH(ErrorCode, code);
    QFETCH(QList<int>, minutes);
    for (int checks = 1; checks <= minutes.size(); ++checks) {
        const ServerLesson lesson = lessonOf(code, checks);
        QCOMPARE(lesson.retryAt - now, qint64(minutes[checks - 1]) * 60);
        QCOMPARE(lesson.notBefore, qint64(0)); // the user may
        QVERIFY(!lesson.stopped);
        QCOMPARE(pauseOf(lesson), (CheckPause{lesson.retryAt, true, false, {}}));
    }
}

void BackOffTest::pausesAreSpreadByATenth()
{
    QCOMPARE(lessonOf(ErrorCode::MailboxBusy, 4, 0.0).retryAt - now, qint64(540));
    QCOMPARE(lessonOf(ErrorCode::MailboxBusy, 4, 0.5).retryAt - now, qint64(600));
    QCOMPARE(lessonOf(ErrorCode::MailboxBusy, 4, 0.9999999).retryAt - now, qint64(660));
    QVERIFY(lessonOf(ErrorCode::Timeout, 1, 0.1).retryAt != lessonOf(ErrorCode::Timeout, 1, 0.9).retryAt);
}

void BackOffTest::someErrorsWaitForTheUser_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("ServerPermanent") << ErrorCode::ServerPermanent;
    QTest::newRow("AuthRejected") << ErrorCode::AuthRejected;
    QTest::newRow("CredentialsMissing") << ErrorCode::CredentialsMissing;
}

void BackOffTest::someErrorsWaitForTheUser()
{
    QFETCH(ErrorCode, code);
    const ServerLesson lesson = lessonOf(code, 1);
    QCOMPARE(lesson.stopped, std::optional(code));
    QCOMPARE(pauseOf(lesson).stopped, std::optional(code));
    QCOMPARE(lesson.retryAt, qint64(0));
    // The check that the user started failed for another reason: it is no question for the user any more.
    const ServerLesson after = lessonAfter(lesson, reportOf(ErrorCode::Timeout), middle);
    QVERIFY(!after.stopped);
    QCOMPARE(after.retryAt, now + 60);
}

void BackOffTest::successResets()
{
    for (const ErrorCode code : {ErrorCode::MailboxBusy, ErrorCode::Timeout, ErrorCode::AuthRejected}) {
        const ServerLesson lesson = lessonAfter(lessonOf(code, 3), reportOf({}), middle);
        QCOMPARE(lesson, ServerLesson());
    }
}

void BackOffTest::anotherKindOfErrorStartsAnew()
{
    ServerLesson lesson = lessonOf(ErrorCode::MailboxBusy, 3);
    lesson = lessonAfter(lesson, reportOf(ErrorCode::Timeout), middle);
    QCOMPARE(lesson.failures, 1);
    lesson = lessonAfter(lesson, reportOf(ErrorCode::ConnectionRefused), middle); // the network still
    QCOMPARE(lesson.failures, 2);
}

void BackOffTest::cancellingChangesNothing()
{
    const ServerLesson busy = lessonOf(ErrorCode::MailboxBusy, 3);
    QCOMPARE(lessonAfter(busy, reportOf(ErrorCode::Cancelled), middle), busy);
    const ServerLesson stopped = lessonOf(ErrorCode::AuthRejected, 1);
    QCOMPARE(lessonAfter(stopped, reportOf(ErrorCode::Cancelled), middle), stopped);
}

void BackOffTest::loginDelayIsHeeded()
{
    FetchReport report = reportOf({});
    report.seconds = 4.0;
    report.notBefore = now + 296; // 300 from the sign-in
    const ServerLesson lesson = lessonAfter({}, report, middle);
    QCOMPARE(lesson.notBefore, now + 296);
    QCOMPARE(lesson.loginDelay, 300);
    QCOMPARE(pauseOf(lesson), (CheckPause{now + 296, false, false, {}}));
    // A failure that came after the sign-in has learned it as well.
    report.error = Error{ErrorCode::ConnectionLost, {}, {}, {}, {}};
    QCOMPARE(lessonAfter({}, report, middle).notBefore, now + 296);
    // No demand is taken beyond a day.
    report.notBefore = now + 1'000'000'000;
    QCOMPARE(lessonAfter({}, report, middle).notBefore, now + 24 * 3600);
}

void BackOffTest::loginTooSoonWaitsForTheDelayOrFiveMinutes()
{
    const ServerLesson lesson = lessonOf(ErrorCode::LoginTooSoon, 1);
    QCOMPARE(lesson.notBefore, now + 300);
    QCOMPARE(pauseOf(lesson), (CheckPause{now + 300, true, false, {}}));
    ServerLesson known;
    known.loginDelay = 900;
    QCOMPARE(lessonAfter(known, reportOf(ErrorCode::LoginTooSoon), middle).notBefore, now + 900);
}

void BackOffTest::portionsAreFollowedUp()
{
    FetchReport report = reportOf({});
    report.moreWaiting = true;
    report.notBefore = now + 300;
    const ServerLesson lesson = lessonAfter({}, report, middle);
    QCOMPARE(pauseOf(lesson), (CheckPause{now + 300, false, true, {}}));
    // A failure in between does not make us forget it; a check that brought the rest does.
    const ServerLesson failed = lessonAfter(lesson, reportOf(ErrorCode::Timeout), middle);
    QVERIFY(pauseOf(failed).moreWaiting);
    QVERIFY(!pauseOf(lessonAfter(failed, reportOf({}), middle)).moreWaiting);
}

void BackOffTest::theUserResetsFailuresAndNotTheServersDemand()
{
    ServerLesson lesson = lessonOf(ErrorCode::AuthRejected, 1);
    lesson.notBefore = now + 300;
    lesson.lockStep = true;
    const ServerLesson after = lessonAfterUserActed(lesson);
    QVERIFY(!after.stopped);
    QCOMPARE(after.failures, 0);
    QCOMPARE(after.notBefore, now + 300);
    QVERIFY(after.lockStep);
}

void BackOffTest::aClockTurnedBackMakesNoLongPause()
{
    const qint64 yearsAgo = now - 100'000'000;
    const ServerLesson busy = lessonAt(lessonOf(ErrorCode::MailboxBusy, 4), yearsAgo);
    QVERIFY(busy.retryAt <= yearsAgo + 17 * 60);
    const ServerLesson soon = lessonAt(lessonOf(ErrorCode::LoginTooSoon, 1), yearsAgo);
    QCOMPARE(soon.notBefore, yearsAgo + 300);
    QCOMPARE(soon.retryAt, yearsAgo + 300);
    // A regular clock changes nothing.
    for (const ErrorCode code : {ErrorCode::MailboxBusy, ErrorCode::Timeout, ErrorCode::LoginTooSoon}) {
        const ServerLesson lesson = lessonOf(code, 5, 0.99);
        QCOMPARE(lessonAt(lesson, now), lesson);
    }
}

void BackOffTest::passingFailuresAreQuietThreeTimes_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QList<bool>>("passing"); // at the first check, the second …
    QTest::newRow("ServerTemporary") << ErrorCode::ServerTemporary << QList<bool>{true, true, false, false};
    QTest::newRow("MailboxBusy") << ErrorCode::MailboxBusy << QList<bool>{true, true, false, false};
    QTest::newRow("LoginTooSoon") << ErrorCode::LoginTooSoon << QList<bool>{true, true, true, true};
    QTest::newRow("ServerPermanent") << ErrorCode::ServerPermanent << QList<bool>{false};
    QTest::newRow("AuthRejected") << ErrorCode::AuthRejected << QList<bool>{false};
    QTest::newRow("Timeout") << ErrorCode::Timeout << QList<bool>{false};
}

void BackOffTest::passingFailuresAreQuietThreeTimes()
{
    QFETCH(ErrorCode, code);
    QFETCH(QList<bool>, passing);
    for (int checks = 1; checks <= passing.size(); ++checks)
        QCOMPARE(isPassing(lessonOf(code, checks), *reportOf(code).error), passing[checks - 1]);
}

void BackOffTest::lockStepIsKept()
{
    FetchReport report = reportOf(ErrorCode::ProtocolViolation);
    report.pipeliningFailed = true;
    ServerLesson lesson = lessonAfter({}, report, middle);
    lesson = lessonAfter(lesson, reportOf({}), middle);
    QVERIFY(lesson.lockStep);
}

QTEST_GUILESS_MAIN(BackOffTest)
#include "BackOffTest.moc"
