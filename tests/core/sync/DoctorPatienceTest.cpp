// SPDX-License-Identifier: GPL-3.0-or-later
#include "DoctorSetups.h"
#include "FullListener.h"

#include <QRegularExpression>
#include <QTest>

#include <atomic>

// The doctor waits for each answer as long as a check does, and not when it is told to stop.
class DoctorPatienceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(DoctorFixture::certificates().isValid()); }
    void eachStepIsLimitedInTime_data() { addHangs(); }
    void eachStepIsLimitedInTime();
    void eachStepCanBeCancelled_data() { addHangs(); }
    void eachStepCanBeCancelled();
    void cancelledBeforehandConnectsNowhere();
    void silentFarewellIsNoFault();

private:
    static void addHangs();
};

void DoctorPatienceTest::addHangs()
{
    QTest::addColumn<Setup>("setup");
    QTest::addColumn<QString>("outcome");
    const auto row = [](const char *name, const char *outcome, const Setup &setup) {
        QTest::newRow(name) << setup << QString::fromLatin1(outcome);
    };
    row("name look-up", "dns! tcp- tls- hello- capa- auth- stat- uidl-", [](DoctorFixture &doctor) {
        doctor.options.lookup = [](const QString &, QObject *,
                                   const std::function<void(const QHostInfo &)> &) {};
    });
    row("connect", "dns+ tcp! tls- hello- capa- auth- stat- uidl-", [](DoctorFixture &doctor) {
        static const FullListener full;
        doctor.server.host = QStringLiteral("127.0.0.1");
        doctor.port = full.port();
    });
    row("TLS", "dns+ tcp+ tls! hello- capa- auth- stat- uidl-", [](DoctorFixture &doctor) {
        doctor.speaksPlain = true;
        doctor.script = listen;
    });
    row("greeting", "dns+ tcp+ tls+ hello! capa- auth- stat- uidl-", playing(listen));
    row("STLS", "dns+ tcp+ hello+ tls! capa- auth- stat- uidl-", answering("STLS", startTls, listen));
    row("handshake after STLS", "dns+ tcp+ hello+ tls! capa- auth- stat- uidl-",
        answering("STLS", startTls, [](Peer &peer) {
            peer.send("+OK begin\r\n");
            listen(peer);
        }));
    row("CAPA", "dns+ tcp+ tls+ hello+ capa! auth- stat- uidl-", answering("CAPA", {}, listen));
    row("sign-in", "dns+ tcp+ tls+ hello+ capa+ auth! stat- uidl-", answering("AUTH", {}, listen));
    row("STAT", "dns+ tcp+ tls+ hello+ capa+ auth+ stat! uidl-", answering("STAT", {}, listen));
    row("LIST", "dns+ tcp+ tls+ hello+ capa+ auth+ stat+ uidl!", answering("LIST", {}, listen));
    row("UIDL", "dns+ tcp+ tls+ hello+ capa+ auth+ stat+ uidl!", answering("UIDL", {}, [](Peer &peer) {
            peer.send("+OK\r\n1 uidl-one\r\n");
            listen(peer);
        }));
}

void DoctorPatienceTest::eachStepIsLimitedInTime()
{
    QFETCH(const Setup, setup);
    QFETCH(const QString, outcome);
    DoctorFixture doctor;
    setup(doctor);
    // What hangs ends after this; the rest has the time of real life, where it can.
    const QString hanging = outcome.section(QLatin1Char('!'), 0, 0).section(QLatin1Char(' '), -1);
    const bool isConnecting =
        QStringList{QStringLiteral("dns"), QStringLiteral("tcp"), QStringLiteral("tls")}.contains(hanging);
    (isConnecting ? doctor.options.patience.connect : doctor.options.patience.reply) = 1s;
    if (QByteArray(QTest::currentDataTag()) == "STLS")
        doctor.options.patience.reply = 1s;
    doctor.examine();
    QCOMPARE(doctor.outcome(), outcome);
    QCOMPARE(doctor.violations(), QString());
    QCOMPARE(doctor.error()->code, ErrorCode::Timeout);
    for (const DiagnosisStep &step : doctor.diagnosis.steps)
        if (step.error)
            QVERIFY2(step.milliseconds >= 900, qPrintable(QString::number(step.milliseconds)));
}

void DoctorPatienceTest::eachStepCanBeCancelled()
{
    QFETCH(const Setup, setup);
    QFETCH(const QString, outcome);
    DoctorFixture doctor;
    setup(doctor);
    std::atomic<size_t> begun{0};
    doctor.stepped = [&begun](const DiagnosisStep &step) {
        if (!step.ok)
            ++begun;
    };
    // In the step that hangs, and not before.
    const size_t at =
        size_t(outcome.split(QLatin1Char(' ')).indexOf(QRegularExpression(QStringLiteral(".*!")))) + 1;
    doctor.beside = [&begun, at](DoctorFixture &fixture) {
        while (begun < at)
            QThread::msleep(5);
        QThread::msleep(50);
        fixture.cancellation.cancel();
    };
    doctor.examine(); // the patience is that of real life
    QCOMPARE(doctor.outcome(), outcome);
    QCOMPARE(doctor.violations(), QString());
    QCOMPARE(doctor.error()->code, ErrorCode::Cancelled);
}

void DoctorPatienceTest::cancelledBeforehandConnectsNowhere()
{
    DoctorFixture doctor;
    doctor.cancellation.cancel();
    doctor.examine();
    QCOMPARE(doctor.outcome(), QStringLiteral("dns! tcp- tls- hello- capa- auth- stat- uidl-"));
    QCOMPARE(doctor.error()->code, ErrorCode::Cancelled);
    QCOMPARE(doctor.play->connections(), 0);
}

// Everything is known then.
void DoctorPatienceTest::silentFarewellIsNoFault()
{
    DoctorFixture doctor;
    doctor.options.patience.quit = 100ms;
    answering("QUIT", {}, [](Peer &peer) { peer.stall(); })(doctor);
    doctor.examine();
    QVERIFY(doctor.diagnosis.succeeded());
    QCOMPARE(doctor.violations(), QString());
    QVERIFY(doctor.diagnosis.wireLog.contains(QStringLiteral("no farewell: Timeout")));
}

QTEST_GUILESS_MAIN(DoctorPatienceTest)
#include "DoctorPatienceTest.moc"
