// SPDX-License-Identifier: GPL-3.0-or-later
#include "EncodedRecord.h"

#include "Sha256.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <zstd.h>

class RecordEncoderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void piecesOfAnySizeGiveTheSameRecord_data();
    void piecesOfAnySizeGiveTheSameRecord();
    void aWrongHintDoesNotMatter();
    void anUnfinishedMessageLeavesNothing();
    void theSpoolGoesWithTheRecord();
    void aMissingSpoolDirectoryIsAnError();
};

namespace
{
QByteArray text(qsizetype size)
{
    QByteArray bytes;
    for (int line = 0; bytes.size() < size; ++line)
        bytes += "line " + QByteArray::number(line * 7919LL % 1000003) + " of the message\r\n";
    return bytes.first(size);
}

QByteArray noise(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    quint64 state = 7;
    for (char &byte : bytes) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        byte = static_cast<char>(state >> 56);
    }
    return bytes;
}

// By libzstd's simple interface, independent of the store's own reader.
QByteArray decompressed(EncodedRecord &record)
{
    QByteArray frame = record.payload;
    if (record.spool) {
        record.spool->seek(0);
        frame = record.spool->readAll();
    }
    if (frame.size() != record.storedSize)
        return "wrong stored size";
    QByteArray bytes(record.rawSize + 1, Qt::Uninitialized);
    const size_t size = ZSTD_decompress(bytes.data(), static_cast<size_t>(bytes.size()), frame.constData(),
                                        static_cast<size_t>(frame.size()));
    return ZSTD_isError(size) ? QByteArray(ZSTD_getErrorName(size))
                              : bytes.first(static_cast<qsizetype>(size));
}
} // namespace

void RecordEncoderTest::piecesOfAnySizeGiveTheSameRecord_data()
{
    QTest::addColumn<QByteArray>("raw");
    QTest::addColumn<int>("piece");
    for (const int piece : {1, 77, 4096, 5000000}) {
        const QByteArray name = QByteArray::number(piece);
        QTest::newRow("empty, " + name) << QByteArray("") << piece;
        QTest::newRow("short, " + name) << text(3000) << piece;
        QTest::newRow("2.5 MB of text, " + name) << text(2500000) << piece;
        QTest::newRow("6 MB of noise, " + name) << noise(6000000) << piece;
    }
}

void RecordEncoderTest::piecesOfAnySizeGiveTheSameRecord()
{
    QFETCH(QByteArray, raw);
    QFETCH(int, piece);
    QTemporaryDir spool;
    RecordEncoder encoder(spool.path());
    for (int round = 0; round < 2; ++round) {
        encoder.begin(3, "uidl", 1234, raw.size());
        for (qsizetype at = 0; at < raw.size(); at += piece)
            QVERIFY(encoder.append(QByteArrayView(raw).sliced(at, qMin<qsizetype>(piece, raw.size() - at))));
        auto record = encoder.finish();
        QVERIFY(record);
        QCOMPARE(record->account, 3u);
        QCOMPARE(record->uidl, QByteArray("uidl"));
        QCOMPARE(record->received, 1234);
        QCOMPARE(record->rawSize, raw.size());
        QCOMPARE(record->sha256, Sha256::of(raw));
        QVERIFY(record->payload.size() <= 1024 * 1024);
        QCOMPARE(record->spool != nullptr, record->storedSize > 1024 * 1024);
        QVERIFY(decompressed(*record) == raw);
    }
}

void RecordEncoderTest::aWrongHintDoesNotMatter()
{
    QTemporaryDir spool;
    RecordEncoder encoder(spool.path());
    for (const qint64 hint : {qint64(0), qint64(5), qint64(1) << 40, qint64(-3)}) {
        const QByteArray raw = text(50000);
        encoder.begin(1, {}, 0, hint);
        QVERIFY(encoder.append(raw));
        auto record = encoder.finish();
        QVERIFY(record);
        QCOMPARE(decompressed(*record), raw);
    }
}

void RecordEncoderTest::anUnfinishedMessageLeavesNothing()
{
    QTemporaryDir spool;
    RecordEncoder encoder(spool.path());
    encoder.begin(1, "cut", 0, 0);
    QVERIFY(encoder.append(noise(6000000)));
    encoder.begin(1, "whole", 0, 0);
    QVERIFY(QDir(spool.path()).isEmpty());
    QVERIFY(encoder.append("text"));
    auto record = encoder.finish();
    QCOMPARE(decompressed(*record), QByteArray("text"));
    QCOMPARE(record->sha256, Sha256::of("text"));
}

void RecordEncoderTest::theSpoolGoesWithTheRecord()
{
    QTemporaryDir spool;
    {
        RecordEncoder encoder(spool.path());
        encoder.begin(1, {}, 0, 0);
        QVERIFY(encoder.append(noise(6000000)));
        auto record = encoder.finish();
        QVERIFY(record);
        QVERIFY(QFile::exists(record->spool->fileName()));
    }
    QVERIFY(QDir(spool.path()).isEmpty());
}

void RecordEncoderTest::aMissingSpoolDirectoryIsAnError()
{
    QTemporaryDir spool;
    RecordEncoder encoder(spool.path() + QStringLiteral("/missing"));
    encoder.begin(1, {}, 0, 0);
    Result<void> appended;
    for (int piece = 0; piece < 8 && appended; ++piece)
        appended = encoder.append(noise(1000000));
    QVERIFY(!appended);
    QVERIFY(appended.error().code == ErrorCode::DiskFailed);
    // A message that needs no spool is not hindered.
    encoder.begin(1, {}, 0, 0);
    QVERIFY(encoder.append("text"));
    QVERIFY(encoder.finish());
}

QTEST_GUILESS_MAIN(RecordEncoderTest)
#include "RecordEncoderTest.moc"
