// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessagePrint.h"

#include <QBuffer>
#include <QImage>
#include <QPageLayout>
#include <QPdfWriter>
#include <QTest>

namespace
{
QByteArray redPicture()
{
    QImage image(120, 60, QImage::Format_RGB32);
    image.fill(Qt::red);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

MessageBody bodyOf(int paragraphs)
{
    MessageBody body;
    body.header.subject = QStringLiteral("On paper");
    body.header.from = {{QStringLiteral("Anna"), QStringLiteral("anna@example.org")}};
    body.header.date = 1'790'000'000;
    body.images.insert(QStringLiteral("cid:red"), redPicture());
    body.safeHtml = QStringLiteral("<p><img src=\"cid:red\" width=\"120\" height=\"60\"></p>") +
                    QStringLiteral("<p>some words of a paragraph</p>").repeated(paragraphs);
    body.text = QStringLiteral("plain words\n").repeated(paragraphs);
    return body;
}

QByteArray pdfOf(const MessageBody &body, bool plainText = false)
{
    QByteArray pdf;
    QBuffer buffer(&pdf);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setPageLayout(MessagePrint::paper());
    if (!MessagePrint(body, plainText).print(writer))
        return {};
    return pdf;
}
} // namespace

class MessagePrintTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPdfHasThePicturesAndAllPages()
    {
        const QByteArray one = pdfOf(bodyOf(3));
        QVERIFY(one.startsWith("%PDF"));
        QCOMPARE(one.count("/Type /Page\n"), 1);
        QVERIFY(one.contains("/Subtype /Image"));
        MessagePrint print(bodyOf(300), false);
        const int pages = print.pageCount(MessagePrint::paper());
        QVERIFY(pages > 2);
        QCOMPARE(pdfOf(bodyOf(300)).count("/Type /Page\n"), pages);
    }

    void theTextGoesToPaperWithoutPictures()
    {
        const QByteArray text = pdfOf(bodyOf(300), true);
        QVERIFY(text.count("/Type /Page\n") > 2);
        QVERIFY(!text.contains("/Subtype /Image"));
    }

    void aMessageWithoutAnythingIsAPageWithItsHead()
    {
        QCOMPARE(pdfOf(MessageBody()).count("/Type /Page\n"), 1);
    }

    void cardsArePrintedBetweenHeadAndText()
    {
        InviteCard invite;
        CalendarEvent event;
        event.summary = QStringLiteral("Walk on the pier");
        event.location = QStringLiteral("Pier room");
        invite.method = "REQUEST";
        invite.events = {event};
        MessageBody body;
        body.header.subject = QStringLiteral("Come");
        body.cards = {invite};
        const QString alone = MessagePrint(body, false).words();
        QVERIFY2(alone.contains(QStringLiteral("Walk on the pier")), qPrintable(alone));
        QVERIFY2(alone.contains(QStringLiteral("Pier room")), qPrintable(alone));
        body.text = QStringLiteral("See you there");
        const QString all = MessagePrint(body, true).words();
        QVERIFY(all.indexOf(QStringLiteral("Come")) < all.indexOf(QStringLiteral("Walk on the pier")));
        QVERIFY(all.indexOf(QStringLiteral("Walk on the pier")) < all.indexOf(QStringLiteral("See you")));
    }

    void onlyTheChosenPagesAreWritten()
    {
        QByteArray pdf;
        QBuffer buffer(&pdf);
        QVERIFY(buffer.open(QIODevice::WriteOnly));
        {
            QPdfWriter writer(&buffer);
            writer.setPageLayout(MessagePrint::paper());
            QVERIFY(MessagePrint(bodyOf(300), false).print(writer, 2, 3));
        }
        QCOMPARE(pdf.count("/Type /Page\n"), 2);
    }

    // Paper is white, whatever the window is, and as wide as the page is laid out.
    void paperIsLightAndHasItsOwnWidth()
    {
        RenderOptions shown;
        shown.dark = true;
        shown.zoom = 2.0;
        shown.width = 320;
        const RenderOptions options = MessagePrint::optionsFor(MessagePrint::paper(), shown);
        QVERIFY(!options.dark);
        QCOMPARE(options.zoom, 1.0);
        QCOMPARE(options.width, 680); // 180 mm
    }
};

QTEST_MAIN(MessagePrintTest)
#include "MessagePrintTest.moc"
