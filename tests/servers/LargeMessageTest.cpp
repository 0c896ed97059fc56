// SPDX-License-Identifier: GPL-3.0-or-later
#include "CommandLine.h"
#include "DovecotServer.h"
#include "Reason.h"
#include "Sha256.h"
#include "StoreReader.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

// A message of 200 MiB goes through poplar-cli in a bounded amount of memory and comes out unchanged.
class LargeMessageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void memoryStaysBoundedWhateverTheMessagesSize();

private:
    // Fetches and returns the peak of the resident memory in KiB, as the kernel counts it; -1 when the fetch
    // failed.
    qint64 peakOfFetch(CommandLine &poplar) const;

    DovecotServer m_server;
};

namespace
{
constexpr qint64 megabyte = 1024 * 1024;

// An attachment that does not compress to nothing: a block of random base64 lines, repeated.
QByteArray largeMessage(qint64 size)
{
    QRandomGenerator random(200);
    QByteArray block;
    while (block.size() < 8 * megabyte) {
        QByteArray octets(57, Qt::Uninitialized);
        for (char &octet : octets)
            octet = char(random.bounded(256));
        block += octets.toBase64() + "\r\n";
    }
    QByteArray message =
        "From: sender@example.org\r\nSubject: A film\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=film\r\n\r\n--film\r\n\r\nSee attachment.\r\n"
        "--film\r\nContent-Type: video/mp4; name=film.mp4\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n";
    message.reserve(size + block.size());
    while (message.size() < size)
        message += block;
    message.truncate(message.lastIndexOf("\r\n", size) + 2);
    return message + "--film--\r\n";
}

// VmHWM of /proc/PID/status in KiB, 0 when the process has gone.
qint64 peakResident(qint64 process)
{
    QFile status(QStringLiteral("/proc/%1/status").arg(process));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n'))
        if (line.startsWith("VmHWM:"))
            return line.mid(6).simplified().split(' ').first().toLongLong();
    return 0;
}
} // namespace

void LargeMessageTest::initTestCase()
{
#ifndef Q_OS_LINUX
    QSKIP("reads /proc");
#endif
    const auto started = m_server.start();
    QVERIFY2(started, reason(started));
}

qint64 LargeMessageTest::peakOfFetch(CommandLine &poplar) const
{
    const auto process = poplar.start({QStringLiteral("fetch")});
    qint64 peak = 0;
    while (!process->waitForFinished(2))
        peak = std::max(peak, peakResident(process->processId()));
    if (process->exitStatus() != QProcess::NormalExit || process->exitCode() != 0) {
        qWarning("%s%s", process->readAllStandardError().constData(), m_server.log().constData());
        return -1;
    }
    return peak;
}

void LargeMessageTest::memoryStaysBoundedWhateverTheMessagesSize()
{
    auto maildir = m_server.maildir(QStringLiteral("large"));
    QVERIFY2(maildir, reason(maildir));
    const QTemporaryDir directory;
    const QString profile = directory.filePath(QStringLiteral("profile"));
    CommandLine poplar(profile);
    const auto added = poplar.addAccount(m_server.settings(QStringLiteral("large")),
                                         DovecotServer::password(), QStringLiteral("forever"));
    QVERIFY2(added, reason(added));
    const qint64 idle = peakOfFetch(poplar);
    QVERIFY(idle > 0);

    QByteArray message = largeMessage(200 * megabyte);
    const QByteArray hash = Sha256::of(message);
    const qint64 size = message.size();
    QVERIFY(maildir->deliver(message).has_value());
    message = QByteArray();
    const qint64 peak = peakOfFetch(poplar);
    qInfo("peak %lld MiB, %lld MiB above a check that fetches nothing", peak / 1024, (peak - idle) / 1024);
    QVERIFY(peak > 0);
    QVERIFY2(peak - idle <= 64 * 1024, qPrintable(QStringLiteral("%1 KiB above idle").arg(peak - idle)));

    const auto reader = StoreReader::open(profile);
    QVERIFY2(reader, reason(reader));
    ListQuery query;
    query.scope = ListQuery::Scope::Everything;
    const auto rows = (*reader)->rows(query);
    QVERIFY2(rows, reason(rows));
    QCOMPARE(rows->size(), size_t(1));
    Sha256 sha;
    qint64 read = 0;
    const auto streamed = (*reader)->rawTo(rows->front().id, [&](QByteArrayView bytes) -> Result<void> {
        sha.add(bytes);
        read += bytes.size();
        return {};
    });
    QVERIFY2(streamed, reason(streamed));
    QCOMPARE(read, size);
    QCOMPARE(sha.finish(), hash);
}

QTEST_GUILESS_MAIN(LargeMessageTest)
#include "LargeMessageTest.moc"
