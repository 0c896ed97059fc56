// SPDX-License-Identifier: GPL-3.0-or-later
#include "CompactionBench.h"

#include <QProcess>
#include <QStandardPaths>

// FORMAT.md promises that a stranger can read a profile by that page alone: tests/stranger/read_vault.py is
// one.
class StrangerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aStrangerFindsWhatIsThere();
    void zstdAloneGivesTheMailBack();

private:
    static QByteArray run(const QString &program, const QStringList &arguments);
    // Ids and hashes as the stranger prints them, of what our reader finds intact.
    static QByteArray ours(const CompactionBench &bench);
};

void StrangerTest::initTestCase()
{
    for (const char *program : {"python3", "zstd"})
        if (QStandardPaths::findExecutable(QLatin1String(program)).isEmpty())
            QSKIP("python3 and zstd are not both installed");
}

QByteArray StrangerTest::run(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    if (!process.waitForFinished(60000) || process.exitCode() != 0)
        return "failed";
    return process.readAllStandardOutput();
}

QByteArray StrangerTest::ours(const CompactionBench &bench)
{
    QByteArray lines;
    const auto reader = bench.fixture.read();
    for (const auto &entry : bench.present)
        if (const auto raw = reader->raw(entry.first))
            lines += QByteArray::number(entry.first) + ' ' + Sha256::of(*raw).toHex() + '\n';
    return lines;
}

void StrangerTest::aStrangerFindsWhatIsThere()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(14, "m");
    NewMessage beginning = bench.fixture.message("the beginning", "p");
    beginning.partial = true;
    const auto partial = StoreFixture::addAll(*bench.store, batchOf(std::move(beginning)));
    NewMessage other = bench.fixture.message("another beginning", "q");
    other.partial = true;
    bench.present[StoreFixture::addAll(*bench.store, batchOf(std::move(other))).at(0)] = "another beginning";
    NewMessage whole = bench.fixture.message("the beginning and the rest", "p");
    whole.replaces = partial.at(0);
    QCOMPARE(StoreFixture::addAll(*bench.store, batchOf(std::move(whole))), partial);
    bench.present[partial[0]] = "the beginning and the rest";
    QVERIFY(bench.store->setFlags({ids[1]}, Flag::Starred, {}));
    QVERIFY(bench.store->writeState());
    QVERIFY(bench.remove({ids[0], ids[2], ids[3]}));
    QVERIFY(bench.compactAll()->removed > 0);
    bench.add(6, "n", 3000);
    QVERIFY(bench.remove({ids[13]}));
    QCOMPARE(bench.complaint(), QString());
    QVERIFY(bench.store->checkpoint());
    const QString script = QStringLiteral(POPLAR_SOURCE "/tests/stranger/read_vault.py");
    QCOMPARE(run(QStringLiteral("python3"), {script, bench.fixture.vault()}), ours(bench));

    // One message with a damaged frame, one with a damaged header; an unfinished write at the end.
    for (const auto &[id, at] : {std::pair(ids[5], qint64(-40)), std::pair(ids[9], qint64(30))}) {
        const qint64 from = at < 0 ? bench.lengthOf(id) : 0;
        StoreFixture::flipBit(bench.fixture.segment(bench.segmentOf(id)), bench.positionOf(id) + from + at);
    }
    const QString last = bench.fixture.segment(Vault::segmentsIn(bench.fixture.vault()).back());
    StoreFixture::write(
        last, StoreFixture::contents(last) +
                  StoreFixture::contents(bench.fixture.segment(bench.segmentOf(ids[5]))).mid(200, 300));
    const QByteArray left = ours(bench);
    QCOMPARE(left.count('\n'), qsizetype(bench.present.size()) - 2);
    QCOMPARE(run(QStringLiteral("python3"), {script, bench.fixture.vault()}), left);
}

void StrangerTest::zstdAloneGivesTheMailBack()
{
    CompactionBench bench;
    bench.open();
    const auto ids = bench.add(10, "m");
    QVERIFY(bench.remove({ids[0], ids[4], ids[5]}));
    QVERIFY(bench.compactAll());
    bench.store.reset();
    QStringList arguments{QStringLiteral("-dc")};
    for (const int number : Vault::segmentsIn(bench.fixture.vault()))
        arguments += bench.fixture.segment(number);
    QByteArray mail = run(QStringLiteral("zstd"), arguments);
    qsizetype size = 0;
    for (const auto &[id, raw] : bench.present) {
        QCOMPARE(mail.count(raw), 1);
        size += raw.size();
    }
    QCOMPARE(mail.size(), size);
}

QTEST_GUILESS_MAIN(StrangerTest)
#include "StrangerTest.moc"
