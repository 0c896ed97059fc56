// SPDX-License-Identifier: GPL-3.0-or-later
#include "PdfPages.h"

#include <QBuffer>
#include <QPainter>
#include <QPdfWriter>
#include <QSignalSpy>
#include <QTest>

namespace
{
constexpr int pagesInTime = 60'000; // ms

QByteArray document(int pages)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins({});
    QPainter painter(&writer);
    for (int page = 0; page < pages; ++page) {
        if (page > 0)
            writer.newPage();
        painter.fillRect(0, 0, writer.width(), writer.height() / 2, page % 2 == 0 ? Qt::red : Qt::blue);
    }
    painter.end();
    return bytes;
}
} // namespace

class PdfPagesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (!PdfPages::isThere())
            QSKIP("this build cannot show PDF");
    }
    void pagesAreDrawnAsWideAsAsked();
    void pageThatIsNotThereIsNone();
    void whatIsNoDocumentIsDamaged_data();
    void whatIsNoDocumentIsDamaged();
    void whatTakesTooLongIsGivenUp();
    void afterAFailureAnotherDocumentOpens();
};

void PdfPagesTest::pagesAreDrawnAsWideAsAsked()
{
    PdfPages pages;
    QSignalSpy opened(&pages, &PdfPages::opened);
    pages.load(document(3));
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, pagesInTime);
    QCOMPARE(pages.sizes().size(), size_t(3));
    QCOMPARE(pages.sizes()[0].toSize(), QSize(595, 842));
    std::vector<QImage> drawn;
    connect(&pages, &PdfPages::drawn, this, [&](int, int, const QImage &image) { drawn.push_back(image); });
    for (int page = 0; page < 2; ++page) {
        pages.draw(page, 300);
        QTRY_COMPARE_WITH_TIMEOUT(drawn.size(), size_t(page) + 1, pagesInTime);
    }
    QCOMPARE(drawn[0].width(), 300);
    QCOMPARE(drawn[0].pixelColor(150, 50), QColor(Qt::red));
    QCOMPARE(drawn[0].pixelColor(150, 400), QColor(Qt::white)); // paper
    QCOMPARE(drawn[1].pixelColor(150, 50), QColor(Qt::blue));
}

void PdfPagesTest::pageThatIsNotThereIsNone()
{
    PdfPages pages;
    QSignalSpy opened(&pages, &PdfPages::opened), drawn(&pages, &PdfPages::drawn);
    pages.load(document(1));
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, pagesInTime);
    for (const auto &[page, width] : {std::pair(7, 300), std::pair(0, 2'000'000'000), std::pair(0, -1)}) {
        drawn.clear();
        pages.draw(page, width);
        QTRY_COMPARE_WITH_TIMEOUT(drawn.size(), 1, pagesInTime);
        QVERIFY(drawn[0][2].value<QImage>().isNull());
    }
}

void PdfPagesTest::whatIsNoDocumentIsDamaged_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a name") << QByteArray("%PDF-1.7\n");
    QTest::newRow("the half of one") << document(2).first(400);
    QTest::newRow("noughts") << QByteArray(100'000, '\0');
}

void PdfPagesTest::whatIsNoDocumentIsDamaged()
{
    QFETCH(QByteArray, bytes);
    PdfPages pages;
    QList<PdfPages::Fault> faults;
    connect(&pages, &PdfPages::failed, this, [&](PdfPages::Fault fault) { faults += fault; });
    pages.load(bytes);
    QTRY_COMPARE_WITH_TIMEOUT(faults, QList{PdfPages::Fault::Damaged}, pagesInTime);
}

void PdfPagesTest::whatTakesTooLongIsGivenUp()
{
    PdfPages pages;
    QList<PdfPages::Fault> faults;
    connect(&pages, &PdfPages::failed, this, [&](PdfPages::Fault fault) { faults += fault; });
    pages.setPatience(0); // no program starts in no time
    pages.load(document(1));
    QTRY_COMPARE_WITH_TIMEOUT(faults, QList{PdfPages::Fault::TooSlow}, pagesInTime);
    QVERIFY(pages.sizes().empty());
}

void PdfPagesTest::afterAFailureAnotherDocumentOpens()
{
    PdfPages pages;
    QSignalSpy opened(&pages, &PdfPages::opened), failed(&pages, &PdfPages::failed);
    pages.load("no document");
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, pagesInTime);
    pages.load("no document either"); // given up before it answers
    pages.load(document(1));
    QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, pagesInTime);
    QCOMPARE(failed.size(), 1);
}

QTEST_MAIN(PdfPagesTest)
#include "PdfPagesTest.moc"
