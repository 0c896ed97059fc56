// SPDX-License-Identifier: GPL-3.0-or-later
#include "RecordHeader.h"

#include "Sha256.h"

#include <QTest>
#include <QtEndian>

class RecordHeaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comesBackEqual();
    void standsOnDiskAsFormatSays();
    void anyFlippedBitIsNoticed();
    void anotherStoresHeaderIsRefused();
    void aSegmentHeadIsSaltedWithItself();
    void cutHeadersAreRefused();
    void lengthsBeyondReasonAreRefused();
};

namespace
{
const QByteArray storeId = "0123456789abcdef";

RecordHeader sample()
{
    RecordHeader header;
    header.type = RecordType::Message;
    header.flags = Flag::Read | Flag::HasAttachment;
    header.folderKind = FolderKind::Custom;
    header.folder = 7;
    header.account = 0xFFFFFFFF;
    header.id = 0x0102030405060708;
    header.received = -5;
    header.rawSize = 123456789012;
    header.storedSize = 4711;
    header.sha256 = Sha256::of("x");
    header.listedSize = 99;
    header.occurrence = 2;
    header.uidl = QByteArray("u\0\xFF", 3);
    header.fingerprint = "finger";
    header.extra = "more";
    return header;
}

QByteArray encoded(const RecordHeader &header)
{
    QByteArray bytes;
    header.appendTo(bytes, storeId);
    return bytes;
}
} // namespace

void RecordHeaderTest::comesBackEqual()
{
    const QByteArray bytes = encoded(sample());
    QCOMPARE(bytes.size(), sample().encodedSize());
    QCOMPARE(RecordHeader::sizeFrom(bytes).value(), bytes.size());
    QVERIFY(RecordHeader::decode(bytes, storeId) == sample());
}

void RecordHeaderTest::standsOnDiskAsFormatSays()
{
    const QByteArray bytes = encoded(sample());
    QCOMPARE(qFromLittleEndian<quint32>(bytes.constData()), 0x184D2A50u);
    QCOMPARE(qFromLittleEndian<quint32>(bytes.constData() + 4), quint32(bytes.size() - 8));
    QCOMPARE(bytes.sliced(8, 4), QByteArray("PPR1"));
    QCOMPARE(bytes.sliced(12, 8), QByteArray("\x01\x01\x01\x05\x05\0\0\0", 8));
    QCOMPARE(bytes.sliced(24, 8), QByteArray("\x08\x07\x06\x05\x04\x03\x02\x01"));
    QCOMPARE(bytes.sliced(56, 32), Sha256::of("x"));
    QCOMPARE(bytes.sliced(116, 13), QByteArray("u\0\xFF"
                                               "fingermore",
                                               13));
    const qsizetype end = bytes.size() - 8;
    QCOMPARE(bytes.sliced(end), Sha256::of(storeId + bytes.first(end)).first(8));
}

void RecordHeaderTest::anyFlippedBitIsNoticed()
{
    const QByteArray bytes = encoded(sample());
    for (qsizetype bit = 0; bit < bytes.size() * 8; ++bit) {
        QByteArray broken = bytes;
        broken[bit / 8] = static_cast<char>(broken[bit / 8] ^ (1 << (bit % 8)));
        QVERIFY(!RecordHeader::decode(broken, storeId));
    }
}

void RecordHeaderTest::anotherStoresHeaderIsRefused()
{
    QVERIFY(!RecordHeader::decode(encoded(sample()), "fedcba9876543210"));
}

void RecordHeaderTest::aSegmentHeadIsSaltedWithItself()
{
    RecordHeader head;
    head.type = RecordType::SegmentHead;
    head.id = 1;
    head.extra = storeId;
    QVERIFY(RecordHeader::decode(encoded(head), {}) == head);
}

void RecordHeaderTest::cutHeadersAreRefused()
{
    const QByteArray bytes = encoded(sample());
    for (qsizetype size = 0; size < bytes.size(); ++size)
        QVERIFY(!RecordHeader::decode(bytes.first(size), storeId));
    QVERIFY(!RecordHeader::decode(bytes + '\0', storeId));
}

void RecordHeaderTest::lengthsBeyondReasonAreRefused()
{
    QByteArray bytes = encoded(sample());
    qToLittleEndian<quint32>(0xFFFFFFF0, bytes.data() + 4);
    qToLittleEndian<quint32>(0xFFFFFFF0, bytes.data() + 112);
    QVERIFY(!RecordHeader::sizeFrom(bytes));
}

QTEST_GUILESS_MAIN(RecordHeaderTest)
#include "RecordHeaderTest.moc"
