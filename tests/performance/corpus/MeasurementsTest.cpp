// SPDX-License-Identifier: GPL-3.0-or-later
//
// The measurements run through, and judge everything they announce. At this size their figures mean nothing.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

class MeasurementsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachMeasurementRunsThrough_data();
    void eachMeasurementRunsThrough();
    void thePageIsPutBetweenItsMarks();
};

void MeasurementsTest::eachMeasurementRunsThrough_data()
{
    QTest::addColumn<QString>("scale");
    QTest::addColumn<int>("goals");
    const bool hasNotmuch = !QStandardPaths::findExecutable(QStringLiteral("notmuch")).isEmpty();
    QTest::newRow("ingest") << QStringLiteral("100") << (hasNotmuch ? 7 : 6);
    QTest::newRow("search") << QStringLiteral("1000") << 11;
    QTest::newRow("list") << QStringLiteral("200") << 10;
}

void MeasurementsTest::eachMeasurementRunsThrough()
{
    QFETCH(const QString, scale);
    QFETCH(const int, goals);
    const QTemporaryDir directory;
    const QString page = directory.filePath(QStringLiteral("page.md"));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("POPLAR_PERFORMANCE_SCALE"), scale);
    environment.insert(QStringLiteral("POPLAR_PERFORMANCE_PAGE"), page);
    environment.remove(QStringLiteral("TMPDIR")); // /var/tmp is a disk
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    const QString build = QFileInfo(qEnvironmentVariable("POPLAR_CLI")).dir().filePath(QStringLiteral(".."));
    process.start(QStringLiteral("bash"), {QStringLiteral(POPLAR_SOURCE "/tests/performance/%1.sh")
                                               .arg(QString::fromLatin1(QTest::currentDataTag())),
                                           build, QStringLiteral("1")});
    QVERIFY(process.waitForFinished(100'000));
    const QByteArray output = process.readAll();
    QVERIFY2(process.exitCode() == 0 || process.exitCode() == 1, output.constData());
    int judged = 0;
    for (const QByteArray &line : output.split('\n'))
        judged += line.startsWith("PASS ") || line.startsWith("FAIL ");
    QVERIFY2(judged == goals, output.constData());
    QFile file(page);
    QVERIFY(file.open(QIODevice::ReadOnly));
    int rows = 0;
    for (const QByteArray &line : file.readAll().split('\n'))
        rows += line.startsWith("| ") && !line.startsWith("| what") && line.count('|') == 6;
    QCOMPARE(rows, goals);
}

void MeasurementsTest::thePageIsPutBetweenItsMarks()
{
    const QTemporaryDir directory;
    const QString readme = directory.filePath(QStringLiteral("README.md"));
    const QString page = directory.filePath(QStringLiteral("page.md"));
    const auto write = [](const QString &path, const QByteArray &text) {
        QFile file(path);
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
    };
    QVERIFY(write(readme, "before\n<!-- performance: begin -->\nold\n<!-- performance: end -->\nafter\n"));
    QVERIFY(write(page, "new & \\1\n"));
    const QString script = QStringLiteral(POPLAR_SOURCE "/tests/performance/page.sh");
    QCOMPARE(QProcess::execute(QStringLiteral("bash"), {script, QStringLiteral("--insert"), page, readme}),
             0);
    QFile file(readme);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(),
             "before\n<!-- performance: begin -->\nnew & \\1\n<!-- performance: end -->\nafter\n");
    QVERIFY(write(readme, "no marks\n"));
    QVERIFY(QProcess::execute(QStringLiteral("bash"), {script, QStringLiteral("--insert"), page, readme}) !=
            0);
}

QTEST_GUILESS_MAIN(MeasurementsTest)
#include "MeasurementsTest.moc"
