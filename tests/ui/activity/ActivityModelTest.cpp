// SPDX-License-Identifier: GPL-3.0-or-later
#include "ActivityModel.h"
#include "ActivityPanel.h"
#include "ProgressEstimate.h"
#include "StatusLine.h"

#include "EnglishPlurals.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QProgressBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

static Account account(quint32 id, const char *name)
{
    Account account;
    account.id = id;
    account.name = QString::fromLatin1(name);
    account.server.host = QStringLiteral("pop.example.org");
    return account;
}

static FetchProgress fetching(AccountId account, int messages, int inAll, qint64 bytes, qint64 bytesInAll)
{
    return {account, FetchProgress::Phase::Fetching, messages, inAll, bytes, bytesInAll};
}

class ActivityModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { EnglishPlurals::installFor(*qApp); }
    void everyPhaseHasWords();
    void progressCountsBytes();
    void reportsAreTold();
    void errorsAreToldWithTheServersWords();
    void pausesAreTold();
    void whatCuresItselfIsNoFailure();
    void manyStepsAreToldTogether();
    void statusLineShowsProgressAndStops();
    void statusLineSumsUpSeveralAccounts();
    void panelShowsEveryAccount();
    void estimateNeedsASecondOfData();
    void estimateFollowsTheRecentSpeed();
};

void ActivityModelTest::everyPhaseHasWords()
{
    QSet<QString> texts;
    for (int phase = 0; phase <= int(FetchProgress::Phase::Finishing); ++phase) {
        FetchProgress progress;
        progress.phase = FetchProgress::Phase(phase);
        texts.insert(ActivityModel::phaseText(progress));
    }
    QCOMPARE(texts.size(), int(FetchProgress::Phase::Finishing) + 1);
    QVERIFY(!texts.contains(QString()));
}

void ActivityModelTest::progressCountsBytes()
{
    ActivityModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.setAccounts({account(2, "work"), account(3, "home")});
    QVERIFY(!model.overall());
    model.start(2);
    QVERIFY(model.anyRunning());
    QCOMPARE(model.percentAt(0), -1);
    model.progress(fetching(2, 9, 10, 100, 1000));
    QCOMPARE(model.percentAt(0), 10); // by bytes, not by count
    model.start(3);
    model.progress(fetching(3, 1, 20, 5000, 3000)); // the server's sizes were too small
    QCOMPARE(model.percentAt(1), 100);
    QCOMPARE(model.overall()->messagesInAll, 30);
    QCOMPARE(model.overall()->bytes, qint64(5100));
    model.progress(fetching(99, 1, 1, 1, 1)); // of an account that is gone
    QCOMPARE(model.overall()->messagesInAll, 30);
}

void ActivityModelTest::reportsAreTold()
{
    ActivityModel model;
    model.setAccounts({account(2, "work")});
    QVERIFY(model.stateAt(0).contains(QStringLiteral("Not checked yet")));
    FetchReport report;
    report.account = 2;
    report.finishedAt = QDateTime::currentSecsSinceEpoch();
    report.fetched = 3;
    report.deleted = 2;
    model.start(2);
    model.finish(report);
    QVERIFY(!model.anyRunning());
    QVERIFY(model.stateAt(0).startsWith(QStringLiteral("3 new message")));
    QVERIFY(model.index(0).data(ActivityModel::DetailRole).toString().contains(QStringLiteral("2 deleted")));
    model.setAccounts({account(2, "renamed"), account(4, "new")});
    QCOMPARE(model.lastReport(2)->fetched, 3);
    QVERIFY(!model.lastReport(4));
}

void ActivityModelTest::errorsAreToldWithTheServersWords()
{
    ActivityModel model;
    model.setAccounts({account(2, "work")});
    FetchReport report;
    report.account = 2;
    report.error = Error{ErrorCode::MailboxBusy, {}, QStringLiteral("mailbox locked"), {}, {}};
    model.finish(report);
    QVERIFY(model.anyFailed());
    QVERIFY(model.stateAt(0).contains(QStringLiteral("pop.example.org")));
    QVERIFY(model.index(0)
                .data(ActivityModel::ServerWordsRole)
                .toString()
                .contains(QStringLiteral("mailbox locked")));
    model.start(2);
    QVERIFY(!model.anyFailed());
    // That nothing was deleted is said where it is so.
    const auto detail = [&](const FetchReport &one) {
        model.finish(one);
        return model.index(0).data(ActivityModel::DetailRole).toString();
    };
    const QString nothing = QStringLiteral("Nothing was deleted on the server.");
    report.error = Error{ErrorCode::DiskFull, {}, {}, {}, {}};
    QVERIFY2(detail(report).endsWith(nothing), qPrintable(detail(report)));
    report.unconfirmed = 1;
    QVERIFY(!detail(report).contains(nothing));
    report.unconfirmed = 0;
    report.deleted = 2;
    QVERIFY(!detail(report).contains(nothing));
}

void ActivityModelTest::pausesAreTold()
{
    const QDateTime now(QDate(2026, 11, 16), QTime(14, 0), Qt::UTC);
    const qint64 seconds = now.toSecsSinceEpoch();
    const auto text = [seconds](const CheckPause &pause, ErrorCode code) {
        return ActivityModel::pauseText(pause, Error{code, {}, {}, {}, {}}, seconds);
    };
    QCOMPARE(text({seconds + 300, false, false, {}}, ErrorCode::LoginTooSoon),
             QStringLiteral("Next check at 14:05: the server asks for 5 minutes."));
    QCOMPARE(text({seconds + 60, true, false, {}}, ErrorCode::MailboxBusy),
             QStringLiteral("Next try at 14:01."));
    QVERIFY(text({0, false, false, ErrorCode::AuthRejected}, ErrorCode::AuthRejected)
                .contains(QStringLiteral("password")));
    QVERIFY(text({0, false, false, ErrorCode::ServerPermanent}, ErrorCode::ServerPermanent)
                .contains(QStringLiteral("ask")));
    QVERIFY(text({}, ErrorCode::Timeout).isEmpty());

    ActivityModel model;
    model.setPauses([seconds](AccountId) { return CheckPause{seconds + 60, true, false, {}}; });
    Account work = account(2, "work");
    model.setAccounts({work});
    FetchReport report;
    report.account = 2;
    report.finishedAt = seconds;
    report.error = Error{ErrorCode::Timeout, {}, {}, {}, {}};
    model.finish(report);
    QVERIFY2(model.stateAt(0).endsWith(QStringLiteral("Next try at 14:01.")), qPrintable(model.stateAt(0)));
    work.schedule.minutes = 0; // is not checked by itself
    model.setAccounts({work});
    QVERIFY(!model.stateAt(0).contains(QStringLiteral("14:01")));
    report.error->code = ErrorCode::LoginTooSoon;
    model.finish(report);
    QVERIFY2(model.stateAt(0).contains(QStringLiteral("pause until 14:01")), qPrintable(model.stateAt(0)));
}

void ActivityModelTest::whatCuresItselfIsNoFailure()
{
    ActivityModel model;
    model.setAccounts({account(2, "work")});
    FetchReport report;
    report.account = 2;
    report.error = Error{ErrorCode::MailboxBusy, {}, {}, {}, {}};
    report.passing = true;
    model.finish(report);
    QVERIFY(!model.anyFailed());
    QVERIFY(!model.index(0).data(ActivityModel::FailedRole).toBool());
    QVERIFY(model.stateAt(0).contains(QStringLiteral("Another program"))); // but no secret either
    report.passing = false;
    model.finish(report);
    QVERIFY(model.anyFailed());
}

void ActivityModelTest::manyStepsAreToldTogether()
{
    ActivityModel model;
    model.setAccounts({account(2, "work")});
    model.start(2);
    QSignalSpy changes(&model, &ActivityModel::changed);
    for (int i = 1; i <= 5000; ++i)
        model.progress(fetching(2, i, 5000, i, 5000));
    QTRY_VERIFY(changes.count() > 0);
    QVERIFY(changes.count() < 50);
    QCOMPARE(model.overall()->messages, 5000);
}

void ActivityModelTest::statusLineShowsProgressAndStops()
{
    ActivityModel model;
    StatusLine line(model);
    line.show();
    QCOMPARE(line.stateText(), QStringLiteral("No account"));
    model.setAccounts({account(2, "work")});
    auto *bar = line.findChild<QProgressBar *>();
    QVERIFY(!bar->isVisible());
    model.start(2);
    model.progress(fetching(2, 14, 120, 3'100'000, 22'000'000));
    QTRY_COMPARE(line.progressText(), QStringLiteral("14 of 120 · 3.1 of 22 MB"));
    QVERIFY(bar->isVisible());
    QCOMPARE(bar->value(), 140);
    QSignalSpy cancelled(&line, &StatusLine::cancelRequested);
    for (QToolButton *button : line.findChildren<QToolButton *>()) {
        if (button->accessibleName() == QLatin1String("Stop getting mail"))
            button->click();
    }
    QCOMPARE(cancelled.count(), 1);
    FetchReport report;
    report.account = 2;
    model.finish(report);
    QVERIFY(!bar->isVisible());
}

void ActivityModelTest::statusLineSumsUpSeveralAccounts()
{
    ActivityModel model;
    StatusLine line(model);
    model.setAccounts({account(2, "work"), account(3, "home")});
    QVERIFY(line.stateText().startsWith(QStringLiteral("2 account")));
    FetchReport report;
    report.account = 3;
    report.error = Error{ErrorCode::Timeout, {}, {}, {}, {}};
    model.finish(report);
    QVERIFY(line.stateText().startsWith(QStringLiteral("home: ")));
    model.start(2);
    QVERIFY(line.stateText().startsWith(QStringLiteral("work: ")));
}

void ActivityModelTest::panelShowsEveryAccount()
{
    ActivityModel model;
    model.setAccounts({account(2, "work")});
    ActivityPanel panel(model);
    panel.show();
    const QImage before = panel.grab().toImage();
    FetchReport report;
    report.account = 2;
    report.error = Error{ErrorCode::AuthRejected, {}, QStringLiteral("bad password"), {}, {}};
    model.finish(report);
    QVERIFY(panel.grab().toImage() != before);
}

void ActivityModelTest::estimateNeedsASecondOfData()
{
    ProgressEstimate estimate;
    QVERIFY(!estimate.secondsLeft(1000));
    estimate.add(0, 0);
    estimate.add(100, 500);
    QVERIFY(!estimate.secondsLeft(1000));
    estimate.add(200, 1000);
    QCOMPARE(*estimate.secondsLeft(1000), qint64(4));
    QCOMPARE(*estimate.secondsLeft(100), qint64(0)); // more came than was announced
}

void ActivityModelTest::estimateFollowsTheRecentSpeed()
{
    ProgressEstimate estimate;
    for (int second = 0; second <= 60; ++second)
        estimate.add(second < 30 ? second * 1000 : 30'000 + (second - 30) * 100, second * 1000);
    QCOMPARE(*estimate.secondsLeft(34'000), qint64(10));
    estimate.add(5, 61'000); // another download begins
    QVERIFY(!estimate.secondsLeft(100));
}

QTEST_MAIN(ActivityModelTest)
#include "ActivityModelTest.moc"
