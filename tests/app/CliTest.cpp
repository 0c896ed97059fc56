// SPDX-License-Identifier: GPL-3.0-or-later
#include "CliProcess.h"
#include "DemoServer.h"
#include "SampleMailbox.h"

#include <QCryptographicHash>
#include <QDirIterator>

namespace
{

constexpr qint64 someDay = 1'790'000'000;

QByteArrayList samples()
{
    return sampleMessages(someDay);
}

QStringList keys(const QJsonObject &object)
{
    QStringList keys = object.keys();
    keys.sort();
    return keys;
}

QStringList sorted(const char *words)
{
    QStringList list = QString::fromLatin1(words).split(u' ');
    list.sort();
    return list;
}

} // namespace

// The verbs that work on a profile, against a server on loopback.
class CliTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void fetchBringsEveryMessageOnce();
    void listHasTheStableNames();
    void listGoesByPieces();
    void listKnowsFolders();
    void showPrintsTheStoredBytes();
    void showPrintsEachForm();
    void showJsonIsWhatInspectPrints();
    void verifyFindsEveryMessageWhole();
    void verifyNamesADamagedMessage();
    void demoPrintsSampleMailAndForgetsIt();

private:
    CliProcess m_cli;
    QByteArrayList m_messages = samples();
    DemoServer m_server{m_messages};
    std::vector<QJsonObject> m_rows;
};

void CliTest::initTestCase()
{
    QVERIFY2(!CliProcess::program().isEmpty(), "POPLAR_CLI must name the program; ctest sets it");
    QVERIFY(m_messages.size() >= 50);
    const quint16 port = m_server.start();
    QVERIFY(port != 0);
    const auto added = m_cli.addAccount(QStringLiteral("Work"), port);
    QVERIFY2(added.code == 0, added.err);
}

void CliTest::fetchBringsEveryMessageOnce()
{
    const auto first = m_cli.run(QStringLiteral("fetch|--json"));
    QVERIFY2(first.code == 0, first.err);
    QCOMPARE(first.err, QByteArray()); // no terminal: no progress
    QCOMPARE(first.array().size(), 1);
    const QJsonObject report = first.array()[0].toObject();
    QCOMPARE(keys(report),
             sorted("account fetched bytes deleted kept skipped not_fetched seconds error partial "
                    "held_back more_waiting not_before unconfirmed"));
    QCOMPARE(report[QLatin1String("account")].toString(), QStringLiteral("Work"));
    QCOMPARE(report[QLatin1String("fetched")].toInt(), int(m_messages.size()));
    qint64 bytes = 0;
    for (const QByteArray &message : m_messages)
        bytes += message.size();
    QCOMPARE(report[QLatin1String("bytes")].toInteger(), bytes);
    QCOMPARE(report[QLatin1String("deleted")].toInt(-1), 0);
    QVERIFY(report[QLatin1String("error")].isNull());

    const auto second = m_cli.run(QStringLiteral("--json|fetch|--account|Work"));
    QVERIFY2(second.code == 0, second.err);
    QCOMPARE(second.array()[0][QLatin1String("fetched")].toInt(-1), 0);
    QVERIFY(second.array()[0][QLatin1String("error")].isNull());
}

void CliTest::listHasTheStableNames()
{
    const auto list = m_cli.run(QStringLiteral("list|--json"));
    QVERIFY2(list.code == 0, list.err);
    m_rows = list.lines();
    QCOMPARE(m_rows.size(), size_t(m_messages.size()));
    QStringList hashes;
    QStringList expected;
    QString lastDate = QStringLiteral("9");
    for (const QJsonObject &row : m_rows) {
        QCOMPARE(keys(row), sorted("id account folder subject from to date received size read starred tags "
                                   "attachments on_server uidl sha256 thread"));
        hashes.append(row[QLatin1String("sha256")].toString());
        QCOMPARE(row[QLatin1String("account")].toString(), QStringLiteral("Work"));
        QCOMPARE(row[QLatin1String("folder")].toString(), QStringLiteral("inbox"));
        QVERIFY(row[QLatin1String("on_server")].toBool());
        QVERIFY(!row[QLatin1String("uidl")].toString().isEmpty());
        const QString date = row[QLatin1String("date")].toString();
        QVERIFY2(date <= lastDate, "newest first");
        lastDate = date;
    }
    for (const QByteArray &message : m_messages)
        expected.append(
            QString::fromLatin1(QCryptographicHash::hash(message, QCryptographicHash::Sha256).toHex()));
    hashes.sort();
    expected.sort();
    QCOMPARE(hashes, expected);
}

void CliTest::listGoesByPieces()
{
    const auto piece = m_cli.run(QStringLiteral("list|--json|--limit|3|--offset|2"));
    QVERIFY2(piece.code == 0, piece.err);
    QCOMPARE(piece.lines(), std::vector<QJsonObject>(m_rows.begin() + 2, m_rows.begin() + 5));
    QCOMPARE(m_cli.run(QStringLiteral("list|--limit|0")).out, QByteArray());
    QCOMPARE(m_cli.run(QStringLiteral("list|--offset|100000")).out, QByteArray());
    QCOMPARE(m_cli.run(QStringLiteral("list")).out.count('\n'), m_messages.size());
}

void CliTest::listKnowsFolders()
{
    for (const char *name : {"inbox", "Work/inbox"}) {
        const auto list = m_cli.run(QStringLiteral("list|--json|--folder|") + QLatin1String(name));
        QVERIFY2(list.code == 0, list.err);
        QCOMPARE(list.lines().size(), m_rows.size());
    }
    QCOMPARE(m_cli.run(QStringLiteral("list|--folder|trash")).out, QByteArray());
    const auto none = m_cli.run(QStringLiteral("list|--folder|nowhere"));
    QCOMPARE(none.code, 1);
    QVERIFY(none.err.contains("nowhere"));
}

void CliTest::showPrintsTheStoredBytes()
{
    for (const QJsonObject &row : m_rows) {
        const auto raw = m_cli.run(QStringLiteral("show|%1|--raw").arg(row[QLatin1String("id")].toInteger()));
        QVERIFY2(raw.code == 0, raw.err);
        QVERIFY(m_messages.contains(raw.out));
        QCOMPARE(raw.out.size(), row[QLatin1String("size")].toInteger());
    }
}

void CliTest::showPrintsEachForm()
{
    const QString id = QString::number(m_rows.front()[QLatin1String("id")].toInteger());
    const QByteArray subject = m_rows.front()[QLatin1String("subject")].toString().toUtf8();
    const auto readable = m_cli.run(QStringLiteral("show|") + id);
    QVERIFY2(readable.code == 0, readable.err);
    QVERIFY(readable.out.contains("Subject: " + subject));
    const auto headers = m_cli.run(QStringLiteral("show|%1|--headers").arg(id));
    QVERIFY(headers.out.contains("Message-ID: "));
    const QJsonObject body = m_cli.run(QStringLiteral("show|%1|--json").arg(id)).object();
    QCOMPARE(m_cli.run(QStringLiteral("show|%1|--text").arg(id)).out.trimmed(),
             body[QLatin1String("text")].toString().trimmed().toUtf8());
    const auto html = m_cli.run(QStringLiteral("show|%1|--html").arg(id));
    if (body[QLatin1String("html")].isNull())
        QCOMPARE(html.code, 1);
    else
        QCOMPARE(html.out, body[QLatin1String("html")].toString().toUtf8());
    const auto missing = m_cli.run(QStringLiteral("show|99999999"));
    QCOMPARE(missing.code, 1);
    QVERIFY(missing.err.contains("99999999"));
    QCOMPARE(m_cli.run(QStringLiteral("show|%1|--raw|--text").arg(id)).code, 2);
}

void CliTest::showJsonIsWhatInspectPrints()
{
    for (size_t i = 0; i < m_rows.size(); i += 7) {
        const QString id = QString::number(m_rows[i][QLatin1String("id")].toInteger());
        QJsonObject stored = m_cli.run(QStringLiteral("show|%1|--json").arg(id)).object();
        // What the user said about a message is in no file.
        QCOMPARE(stored.take(QLatin1String("tags")).toArray(), QJsonArray());
        QCOMPARE(stored.take(QLatin1String("note")).toString(), QString());
        const QByteArray raw = m_cli.run(QStringLiteral("show|%1|--raw").arg(id)).out;
        QJsonObject fromPipe = m_cli.run(QStringLiteral("inspect|-|--json"), raw).object();
        QVERIFY(!stored.isEmpty());
        // Whose word counts depends on the account, and a file has none.
        QVERIFY(fromPipe.take(QLatin1String("trust")).isObject());
        QVERIFY(stored.take(QLatin1String("trust")).isObject());
        QCOMPARE(fromPipe, stored);
        QCOMPARE(stored[QLatin1String("subject")], m_rows[i][QLatin1String("subject")]);
    }
}

void CliTest::verifyFindsEveryMessageWhole()
{
    const auto verified = m_cli.run(QStringLiteral("verify|--json"));
    QVERIFY2(verified.code == 0, verified.err);
    QCOMPARE(keys(verified.object()), sorted("messages bytes damaged damaged_messages problems"));
    QCOMPARE(verified.object()[QLatin1String("messages")].toInt(), int(m_messages.size()));
    QVERIFY(verified.object()[QLatin1String("damaged")].toArray().isEmpty());
}

void CliTest::verifyNamesADamagedMessage()
{
    QDirIterator segments(m_cli.profile() + QStringLiteral("/vault"), {QStringLiteral("*.seg")}, QDir::Files);
    QVERIFY(segments.hasNext());
    QFile segment(segments.next());
    QVERIFY(segment.open(QIODevice::ReadWrite));
    QByteArray bytes = segment.readAll();
    // The middle of the file is within some message's frame, or in a header, which is as bad.
    segment.seek(bytes.size() / 2);
    segment.putChar(char(bytes[bytes.size() / 2] ^ 0x40));
    segment.close();

    const auto verified = m_cli.run(QStringLiteral("verify|--json"));
    QCOMPARE(verified.code, 1);
    const QJsonArray damaged = verified.object()[QLatin1String("damaged")].toArray();
    QCOMPARE(damaged.size(), 1);
    const auto shown = m_cli.run(QStringLiteral("show|%1|--raw").arg(damaged[0].toInteger()));
    QCOMPARE(shown.code, 1);
    QCOMPARE(shown.out, QByteArray());
    QVERIFY(m_cli.run(QStringLiteral("verify")).out.contains("is damaged"));
}

void CliTest::demoPrintsSampleMailAndForgetsIt()
{
    QTemporaryDir temporary;
    QProcess process;
    m_cli.prepare(process, QStringLiteral("demo"));
    auto environment = process.processEnvironment();
    environment.insert(QStringLiteral("TMPDIR"), temporary.path());
    process.setProcessEnvironment(environment);
    process.start();
    const auto demo = CliProcess::finish(process);
    QVERIFY2(demo.code == 0, demo.err);
    QVERIFY(demo.out.count('\n') > m_messages.size());
    QVERIFY(demo.out.contains("Subject: "));
    QVERIFY2(QDir(temporary.path()).isEmpty(QDir::AllEntries | QDir::NoDotAndDotDot), "the profile is gone");
}

QTEST_GUILESS_MAIN(CliTest)
#include "CliTest.moc"
