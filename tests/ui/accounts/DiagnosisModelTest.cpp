// SPDX-License-Identifier: GPL-3.0-or-later
#include "DiagnosisModel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using Kind = DiagnosisStep::Kind;

class DiagnosisModelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyStepIsThereFromTheBeginning();
    void stepsStandInTheirOrder();
    void stepsAppearAsTheyHappen();
    void whatWasNotReachedIsSaid();

private:
    static DiagnosisModel::State stateOf(const DiagnosisModel &model, int row)
    {
        return DiagnosisModel::State(model.index(row).data(DiagnosisModel::StateRole).toInt());
    }
};

void DiagnosisModelTest::everyStepIsThereFromTheBeginning()
{
    DiagnosisModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.begin(QStringLiteral("pop.example.org"), ServerSecurity::Tls);
    QCOMPARE(model.rowCount(), int(Kind::Listing) + 1);
    QSet<QString> names;
    for (int row = 0; row < model.rowCount(); ++row) {
        names.insert(model.index(row).data().toString());
        QCOMPARE(stateOf(model, row), DiagnosisModel::State::Waiting);
    }
    QCOMPARE(names.size(), model.rowCount());
    model.begin(QStringLiteral("pop.example.org"), ServerSecurity::None); // nothing to encrypt
    QCOMPARE(model.rowCount(), int(Kind::Listing));
}

void DiagnosisModelTest::stepsStandInTheirOrder()
{
    DiagnosisModel model;
    const auto third = [&model](ServerSecurity security) {
        model.begin(QStringLiteral("pop.example.org"), security);
        return model.index(2).data().toString();
    };
    QCOMPARE(third(ServerSecurity::Tls), DiagnosisModel::nameOf(Kind::Tls));
    QCOMPARE(third(ServerSecurity::StartTls), DiagnosisModel::nameOf(Kind::Greeting)); // STLS comes after it
    QCOMPARE(model.index(3).data().toString(), DiagnosisModel::nameOf(Kind::Tls));
    QCOMPARE(third(ServerSecurity::None), DiagnosisModel::nameOf(Kind::Greeting));
}

void DiagnosisModelTest::stepsAppearAsTheyHappen()
{
    DiagnosisModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    model.begin(QStringLiteral("pop.example.org"), ServerSecurity::Tls);
    DiagnosisStep step;
    model.take(step);
    QCOMPARE(stateOf(model, 0), DiagnosisModel::State::Running);
    step.ok = true;
    step.milliseconds = 1204;
    step.detail = QStringLiteral("127.0.0.1");
    model.take(step);
    QCOMPARE(stateOf(model, 0), DiagnosisModel::State::Done);
    QCOMPARE(model.index(0).data(DiagnosisModel::TimeRole).toString(), QStringLiteral("1,204 ms"));
    QVERIFY(model.asText().contains(QStringLiteral("127.0.0.1")));
}

void DiagnosisModelTest::whatWasNotReachedIsSaid()
{
    DiagnosisModel model;
    model.begin(QStringLiteral("pop.example.org"), ServerSecurity::Tls);
    Diagnosis diagnosis;
    diagnosis.steps.resize(2);
    diagnosis.steps[0].ok = true;
    diagnosis.steps[1].kind = Kind::Connect;
    diagnosis.steps[1].ok = false;
    diagnosis.steps[1].error = Error{ErrorCode::ConnectionRefused, {}, {}, {}, {}};
    model.finish(diagnosis);
    QVERIFY(model.hasFailed());
    QCOMPARE(stateOf(model, 1), DiagnosisModel::State::Failed);
    QVERIFY(model.index(1)
                .data(DiagnosisModel::WordsRole)
                .toString()
                .contains(QStringLiteral("pop.example.org")));
    for (int row = 2; row < model.rowCount(); ++row)
        QCOMPARE(stateOf(model, row), DiagnosisModel::State::Skipped);
}

QTEST_MAIN(DiagnosisModelTest)
#include "DiagnosisModelTest.moc"
