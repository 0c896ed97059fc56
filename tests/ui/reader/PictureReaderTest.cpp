// SPDX-License-Identifier: GPL-3.0-or-later
#include "PictureReader.h"

#include <QBuffer>
#include <QPainter>
#include <QTest>
#include <QtEndian>

namespace
{
QByteArray encoded(const QImage &image, const char *format)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, format);
    return bytes;
}

QImage halves(int width, int height) // red at the left, blue at the right
{
    QImage image(width, height, QImage::Format_RGB32);
    image.fill(Qt::red);
    QPainter(&image).fillRect(width / 2, 0, width, height, Qt::blue);
    return image;
}

void put(QByteArray &bytes, qsizetype at, quint32 value)
{
    qToBigEndian(value, bytes.data() + at);
}

quint32 crcOf(const QByteArray &bytes)
{
    quint32 crc = 0xFFFFFFFF;
    for (const char c : bytes) {
        crc ^= uchar(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = crc & 1 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
    }
    return ~crc;
}

// A PNG whose header says another size, with a check sum that is right.
QByteArray pngThatSays(quint32 width, quint32 height)
{
    QByteArray png = encoded(halves(8, 8), "PNG");
    put(png, 16, width);
    put(png, 20, height);
    put(png, 29, crcOf(png.sliced(12, 17)));
    return png;
}

// A JPEG that says that it is turned (EXIF, orientation 6: to be turned right by a quarter).
QByteArray turned(const QByteArray &jpeg)
{
    const QByteArray exif("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0", 32);
    QByteArray segment("\xFF\xE1\0\0", 4);
    qToBigEndian(quint16(exif.size() + 2), segment.data() + 2);
    return jpeg.first(2) + segment + exif + jpeg.sliced(2);
}

// Two frames of one pixel, 30 ms and 40 ms; shown as often as `loops` says, 0: for ever.
QByteArray animation(int loops)
{
    QByteArray gif("GIF89a\1\0\1\0\x80\0\0\xFF\0\0\0\0\xFF", 19);
    gif += QByteArray("!\xFF\x0BNETSCAPE2.0\3\1", 16) + char(loops) + QByteArray("\0\0", 2);
    for (int frame = 0; frame < 2; ++frame) {
        gif += QByteArray("!\xF9\4\0", 4) + char(3 + frame) + QByteArray("\0\0\0", 3);
        gif += QByteArray(",\0\0\0\0\1\0\1\0\0\2\2", 12) + (frame == 0 ? "\x44" : "\x4C") +
               QByteArray("\1\0", 2);
    }
    return gif + ';';
}

// As many scans over the picture as a decoder is ready for, each of a few bytes.
QByteArray jpegOfManyScans(int scans, quint16 width, quint16 height)
{
    QByteArray jpeg = encoded(halves(16, 16), "JPEG");
    qsizetype frame = jpeg.indexOf("\xFF\xC0");
    jpeg[frame + 1] = char(0xC2);
    qToBigEndian(height, jpeg.data() + frame + 5);
    qToBigEndian(width, jpeg.data() + frame + 7);
    const QByteArray scan = QByteArray("\xFF\xDA\0\x08\1\1\0\1\5\1", 10) + '\0';
    jpeg.chop(2);
    for (int i = 0; i < scans; ++i)
        jpeg += scan;
    return jpeg + "\xFF\xD9";
}
} // namespace

class PictureReaderTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyKindIsRead_data();
    void everyKindIsRead();
    void pictureIsMadeToFit();
    void orientationOfACameraIsHeeded();
    void turnedPictureFitsAfterItsTurn();
    void hugeSizeIsRefusedBeforeAnythingIsDecoded();
    void hugeJpegIsReadSmaller();
    void jpegOfThousandsOfScansIsRefused();
    void cutPicturesAreDamaged_data();
    void cutPicturesAreDamaged();
    void otherFilesAreNoPictures_data();
    void otherFilesAreNoPictures();
    void animationGoesRoundAsOftenAsItSays();
    void stillPictureIsNoAnimation();
};

void PictureReaderTest::everyKindIsRead_data()
{
    QTest::addColumn<QByteArray>("format");
    for (const char *format : {"PNG", "JPEG", "BMP", "WEBP"})
        QTest::newRow(format) << QByteArray(format);
}

void PictureReaderTest::everyKindIsRead()
{
    QFETCH(QByteArray, format);
    const QByteArray bytes = encoded(halves(40, 30), format);
    if (bytes.isEmpty())
        QSKIP("Qt's plugin for this format is not installed");
    const auto picture = readPicture(bytes);
    QVERIFY(picture);
    QCOMPARE(picture->size, QSize(40, 30));
    QCOMPARE(picture->image.size(), QSize(40, 30));
    QVERIFY(picture->image.pixelColor(5, 15).red() > 200);
    QVERIFY(picture->image.pixelColor(35, 15).blue() > 200);
    QVERIFY(!picture->isAnimated);
}

void PictureReaderTest::pictureIsMadeToFit()
{
    for (const char *format : {"PNG", "JPEG"}) {
        const auto picture = readPicture(encoded(halves(400, 100), format), {.bound = QSize(100, 100)});
        QVERIFY(picture);
        QCOMPARE(picture->size, QSize(400, 100));
        QCOMPARE(picture->image.size(), QSize(100, 25));
    }
    const auto small = readPicture(encoded(halves(40, 10), "PNG"), {.bound = QSize(100, 100)});
    QCOMPARE(small->image.size(), QSize(40, 10)); // never larger
}

void PictureReaderTest::orientationOfACameraIsHeeded()
{
    const auto picture = readPicture(turned(encoded(halves(40, 20), "JPEG")));
    QVERIFY(picture);
    QCOMPARE(picture->size, QSize(20, 40));
    QCOMPARE(picture->image.size(), QSize(20, 40));
    QVERIFY(picture->image.pixelColor(10, 5).red() > 200); // what was at the left is at the top
    QVERIFY(picture->image.pixelColor(10, 35).blue() > 200);
}

void PictureReaderTest::turnedPictureFitsAfterItsTurn()
{
    const auto picture = readPicture(turned(encoded(halves(400, 200), "JPEG")), {.bound = QSize(50, 200)});
    QVERIFY(picture);
    QCOMPARE(picture->size, QSize(200, 400));
    QCOMPARE(picture->image.size(), QSize(50, 100));
}

void PictureReaderTest::hugeSizeIsRefusedBeforeAnythingIsDecoded()
{
    const auto picture = readPicture(pngThatSays(60'000, 60'000));
    QVERIFY(!picture);
    QCOMPARE(picture.error(), PictureFault::TooLarge);
    QCOMPARE(pictureSizeOf(pngThatSays(60'000, 60'000)), QSize(60'000, 60'000));
    QCOMPARE(readPicture(pngThatSays(9'000, 9'000)).error(), PictureFault::TooLarge);
    // Within the bounds, and nothing behind the head: damaged, not large.
    QCOMPARE(readPicture(pngThatSays(2'000, 2'000)).error(), PictureFault::Damaged);
    QCOMPARE(readPicture(pngThatSays(0, 10)).error(), PictureFault::Damaged);
}

void PictureReaderTest::hugeJpegIsReadSmaller()
{
    const auto picture = readPicture(encoded(halves(800, 400), "JPEG"),
                                     {.mostBytes = 800 * 400}); // a quarter of what it needs
    QVERIFY(picture);
    QCOMPARE(picture->size, QSize(800, 400));
    QVERIFY(picture->image.sizeInBytes() <= 800 * 400);
    QVERIFY(picture->image.width() >= 390);
    QCOMPARE(readPicture(encoded(halves(800, 400), "PNG"), {.mostBytes = 800 * 400}).error(),
             PictureFault::TooLarge);
}

void PictureReaderTest::jpegOfThousandsOfScansIsRefused()
{
    const auto picture = readPicture(jpegOfManyScans(4'000, 4'000, 4'000));
    QVERIFY(!picture);
    QCOMPARE(picture.error(), PictureFault::TooLarge);
}

void PictureReaderTest::cutPicturesAreDamaged_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const QByteArray png = encoded(halves(300, 300), "PNG"), bmp = encoded(halves(300, 300), "BMP");
    QTest::newRow("PNG, the half of it") << png.first(png.size() / 2);
    QTest::newRow("PNG, its head") << png.first(20);
    QTest::newRow("PNG, its name") << png.first(8);
    QTest::newRow("JPEG, its name") << QByteArray("\xFF\xD8\xFF\xE0");
    QTest::newRow("GIF, its name") << QByteArray("GIF89a");
    QTest::newRow("BMP, its head") << bmp.first(30);
}

void PictureReaderTest::cutPicturesAreDamaged()
{
    QFETCH(QByteArray, bytes);
    const auto picture = readPicture(bytes);
    QVERIFY(!picture);
    QCOMPARE(picture.error(), PictureFault::Damaged);
}

void PictureReaderTest::otherFilesAreNoPictures_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("SVG") << QByteArray("<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>");
    QTest::newRow("XPM") << QByteArray("/* XPM */ static char *x[] = {\"1 1 1 1\", \"a c red\", \"a\"};");
    QTest::newRow("PBM") << QByteArray("P1\n1 1\n1\n");
    QTest::newRow("icon") << QByteArray("\0\0\1\0\1\0\1\1", 8) + QByteArray(100, '\0');
}

// Qt would decode some of them; none of these decoders is to see other people's bytes.
void PictureReaderTest::otherFilesAreNoPictures()
{
    QFETCH(QByteArray, bytes);
    const auto picture = readPicture(bytes);
    QVERIFY(!picture);
    QCOMPARE(picture.error(), PictureFault::NoPicture);
}

void PictureReaderTest::animationGoesRoundAsOftenAsItSays()
{
    QVERIFY(readPicture(animation(0))->isAnimated);
    PictureFrames endless(animation(0));
    for (int round = 0; round < 5; ++round) {
        for (const auto &[colour, delay] :
             {std::pair(QColor(Qt::red), 30), std::pair(QColor(Qt::blue), 40)}) {
            const PictureFrames::Frame frame = endless.next();
            QVERIFY(!frame.image.isNull());
            QCOMPARE(frame.image.pixelColor(0, 0), colour);
            QCOMPARE(frame.delay, delay);
        }
    }
    PictureFrames twice(animation(1));
    int frames = 0;
    while (!twice.next().image.isNull() && frames < 20)
        ++frames;
    QCOMPARE(frames, 4);
}

void PictureReaderTest::stillPictureIsNoAnimation()
{
    PictureFrames one(encoded(halves(4, 4), "PNG"));
    QVERIFY(!one.next().image.isNull());
    QVERIFY(one.next().image.isNull());
}

QTEST_GUILESS_MAIN(PictureReaderTest)
#include "PictureReaderTest.moc"
