// SPDX-License-Identifier: GPL-3.0-or-later
#include "ImageSize.h"

#include <QTest>

namespace
{

QByteArray bytesOf(const char *hex)
{
    return QByteArray::fromHex(hex);
}

} // namespace

class ImageSizeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTheSize_data();
    void readsTheSize();
    void anyCutIsRefusedOrRight_data() { readsTheSize_data(); }
    void anyCutIsRefusedOrRight();
    void refusesNonsense();
};

void ImageSizeTest::readsTheSize_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QSize>("size");
    QTest::newRow("PNG") << bytesOf("89504e470d0a1a0a0000000d49484452000001400000 00f00802000000")
                         << QSize(320, 240);
    QTest::newRow("GIF") << bytesOf("474946383961 4001 f000 800000") << QSize(320, 240);
    QTest::newRow("JPEG")
        << bytesOf("ffd8 ffe0 0010 4a46494600010100000100010000 ffdb 0003 00 ffc0 0011 08 00f0 0140 "
                   "03 012200 021101 031101")
        << QSize(320, 240);
    QTest::newRow("progressive JPEG with filler")
        << bytesOf("ffd8 ffff fffe 0004 6162 ffc2 0011 08 00f0 0140 03 0122") << QSize(320, 240);
    QTest::newRow("BMP") << bytesOf("424d 00000000 0000 0000 36000000 28000000 40010000 f0000000 0100 1800")
                         << QSize(320, 240);
    QTest::newRow("BMP from the top")
        << bytesOf("424d 00000000 0000 0000 36000000 28000000 40010000 10ffffff 0100 1800")
        << QSize(320, 240);
    QTest::newRow("WebP") << bytesOf("52494646 00000000 57454250 56503820 00000000 000000 9d012a 4001 f000")
                          << QSize(320, 240);
    QTest::newRow("WebP lossless")
        << bytesOf("52494646 00000000 57454250 5650384c 00000000 2f 3fc13b00 0000000000") << QSize(320, 240);
    QTest::newRow("WebP extended")
        << bytesOf("52494646 00000000 57454250 56503858 0a000000 00 000000 3f0100 ef0000") << QSize(320, 240);
}

void ImageSizeTest::readsTheSize()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QSize, size);
    QCOMPARE(imageSizeOf(bytes), size);
}

void ImageSizeTest::anyCutIsRefusedOrRight()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QSize, size);
    for (qsizetype length = 0; length < bytes.size(); ++length) {
        const QByteArray cut(bytes.constData(), length); // a copy, so that a sanitizer sees a read beyond it
        const QSize found = imageSizeOf(cut);
        QVERIFY(found == QSize() || found == size);
    }
}

void ImageSizeTest::refusesNonsense()
{
    QCOMPARE(imageSizeOf("<svg width='1' height='1'/>"), QSize());
    QCOMPARE(imageSizeOf(bytesOf("89504e470d0a1a0a0000000d49484452ffffffffffffffff0802")), QSize());
    QCOMPARE(imageSizeOf(bytesOf("474946383961 0000 f000 800000")), QSize());
    QCOMPARE(imageSizeOf(bytesOf("ffd8") + QByteArray(1000, char(0xFF))), QSize());
    QCOMPARE(imageSizeOf(bytesOf("ffd8 ffe0 0000 ffe0 0000 ffe0 0000 00000000000000")), QSize());
}

QTEST_GUILESS_MAIN(ImageSizeTest)
#include "ImageSizeTest.moc"
