// SPDX-License-Identifier: GPL-3.0-or-later
#include "CmsContent.h"

#include "CmsWriter.h"
#include "Inflate.h"

#include <QTest>

using Kind = CmsContent::Kind;

namespace
{
const QByteArray entity = "Content-Type: text/plain\r\n\r\n" + QByteArray("Signed words.\r\n").repeated(30);
}

class CmsContentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void signedContentIsTakenOut_data();
    void signedContentIsTakenOut();
    void compressedContentIsUnpacked_data() { signedContentIsTakenOut_data(); }
    void compressedContentIsUnpacked();
    void unpackingEndsWhereItMay();
    void armouredAndTwiceEncodedIsRead();
    void kindsAreTold();
    void cutContentIsReadAsFarAsItGoes();
    void otherBytesAreUnreadable();
    void deepNestingEnds();
};

void CmsContentTest::signedContentIsTakenOut_data()
{
    QTest::addColumn<bool>("streams");
    QTest::newRow("one string") << false;
    QTest::newRow("pieces of a stream") << true;
}

void CmsContentTest::signedContentIsTakenOut()
{
    QFETCH(bool, streams);
    const auto form = streams ? cmsWriter::Form::Indefinite : cmsWriter::Form::Definite;
    const CmsContent cms = readCms(cmsWriter::signedData(entity, form));
    QVERIFY(cms.kind == Kind::Signed);
    QCOMPARE(cms.content, entity);
    QVERIFY(!cms.wasCut);
}

void CmsContentTest::compressedContentIsUnpacked()
{
    QFETCH(bool, streams);
    const QByteArray whole =
        cmsWriter::compressedData(entity, streams ? cmsWriter::Form::Indefinite : cmsWriter::Form::Definite);
    const CmsContent cms = readCms(whole);
    QVERIFY(cms.kind == Kind::Compressed);
    QVERIFY(!cms.wasCut);
    const Inflated unpacked = inflateZlib(cms.content, entity.size());
    QVERIFY(unpacked.isWhole);
    QCOMPARE(unpacked.bytes, entity);
    for (qsizetype size = 0; size < whole.size(); ++size) {
        const CmsContent cut = readCms(whole.first(size));
        QVERIFY(cms.content.startsWith(cut.content));
        const Inflated part = inflateZlib(cut.content, entity.size());
        QVERIFY(entity.startsWith(part.bytes));
        QVERIFY(!part.isWhole || part.bytes == entity);
    }
}

void CmsContentTest::unpackingEndsWhereItMay()
{
    const QByteArray zeros(10'000'000, '\0');
    const QByteArray packed = qCompress(zeros).sliced(4);
    QVERIFY(packed.size() < 20'000);
    const Inflated some = inflateZlib(packed, 100'000);
    QVERIFY(!some.isWhole);
    QCOMPARE(some.bytes, zeros.first(100'000));
    QVERIFY(inflateZlib(packed, zeros.size()).isWhole);
    QVERIFY(!inflateZlib(packed, zeros.size() - 1).isWhole);
    QVERIFY(inflateZlib("no zlib at all", 100).bytes.isEmpty());
    QVERIFY(inflateZlib({}, 100).bytes.isEmpty());
}

void CmsContentTest::armouredAndTwiceEncodedIsRead()
{
    const QByteArray encoded = cmsWriter::signedData(entity).toBase64();
    QCOMPARE(readCms(encoded).content, entity);
    QCOMPARE(readCms("-----BEGIN PKCS7-----\r\n" + encoded + "\r\n-----END PKCS7-----\r\n").content, entity);
}

void CmsContentTest::kindsAreTold()
{
    QVERIFY(readCms(cmsWriter::certificatesOnly()).kind == Kind::Certificates);
    QVERIFY(readCms(cmsWriter::envelopedData()).kind == Kind::Encrypted);
    QByteArray digested = cmsWriter::envelopedData();
    digested.replace(QByteArray::fromHex("2A864886F70D010703"), QByteArray::fromHex("2A864886F70D010705"));
    QVERIFY(readCms(digested).kind == Kind::Other);
    QByteArray empty = cmsWriter::certificatesOnly(); // no content to unpack
    empty.replace(QByteArray::fromHex("06092A864886F70D010702"),
                  QByteArray::fromHex("060B2A864886F70D0109100109"));
    QVERIFY(readCms(empty).kind == Kind::Unreadable);
}

void CmsContentTest::cutContentIsReadAsFarAsItGoes()
{
    for (const auto form : {cmsWriter::Form::Definite, cmsWriter::Form::Indefinite}) {
        const QByteArray whole = cmsWriter::signedData(entity, form);
        for (qsizetype size = 0; size < whole.size(); ++size) {
            const CmsContent cms = readCms(whole.first(size));
            QVERIFY(entity.startsWith(cms.content));
            if (cms.kind == Kind::Signed)
                QVERIFY(cms.wasCut || cms.content == entity);
        }
        const CmsContent half = readCms(whole.first(whole.size() / 2));
        QVERIFY(half.kind == Kind::Signed);
        QVERIFY(half.wasCut);
        QVERIFY(half.content.startsWith("Content-Type: text/plain\r\n\r\nSigned words."));
    }
}

void CmsContentTest::otherBytesAreUnreadable()
{
    for (const QByteArray &bytes :
         {QByteArray(), QByteArray("0"), QByteArray("MIME-Version: 1.0\r\n\r\nText"),
          QByteArray("-----BEGIN PKCS7-----"), QByteArray("0\xFF", 2)})
        QVERIFY(readCms(bytes).kind == Kind::Unreadable);
}

void CmsContentTest::deepNestingEnds()
{
    const QByteArray head = cmsWriter::signedData(entity, cmsWriter::Form::Indefinite);
    const qsizetype algorithms = head.indexOf("\x31\x80");
    QVERIFY(algorithms > 0);
    QVERIFY(readCms(head.first(algorithms) + QByteArray("\x30\x80").repeated(1'000'000)).kind ==
            Kind::Unreadable);
    const qsizetype string = head.indexOf("\x24\x80");
    const CmsContent cms = readCms(head.first(string) + QByteArray("\x24\x80").repeated(1'000'000));
    QVERIFY(cms.wasCut);
    QVERIFY(cms.content.isEmpty());
}

QTEST_GUILESS_MAIN(CmsContentTest)
#include "CmsContentTest.moc"
