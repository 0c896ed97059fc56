// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which pictures stand below the text of a message, in the reader and in the page for a browser.
#include "MimeMessage.h"
#include "WebPage.h"

#include <QTest>

namespace
{
QByteArray pngOf(quint32 width, quint32 height, char last = '1')
{
    QByteArray bytes = QByteArray::fromHex("89504e470d0a1a0a0000000d49484452");
    for (const quint32 side : {width, height}) {
        for (int shift = 24; shift >= 0; shift -= 8)
            bytes.append(char(side >> shift));
    }
    return bytes + QByteArray::fromHex("0802000000") + last;
}

QByteArray picture(const QByteArray &header, const QByteArray &bytes = pngOf(320, 240))
{
    return header + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + bytes.toBase64();
}

QByteArray text(const QByteArray &words)
{
    return "Content-Type: text/plain\r\n\r\n" + words;
}

QByteArray multipart(const QByteArray &subtype, const QByteArrayList &parts)
{
    const QByteArray boundary = "b-" + subtype;
    QByteArray result = "Content-Type: multipart/" + subtype + "; boundary=" + boundary + "\r\n\r\n";
    for (const QByteArray &one : parts)
        result += "--" + boundary + "\r\n" + one + "\r\n";
    return result + "--" + boundary + "--\r\n";
}

MessageBody read(const QByteArray &content)
{
    return MimeMessage("Subject: s\r\nFrom: a@b.example\r\n" + content).body({}, 1800000000);
}

const QByteArray inlineNamed = "Content-Type: image/png; name=p.png\r\nContent-Disposition: inline";
const QByteArray nameless = "Content-Type: image/png";
} // namespace

class PicturesBelowTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void picturesAmongTextsAreShownAndListed();
    void whichPicturesStandBelow_data();
    void whichPicturesStandBelow();
    void theHtmlShowsItsOwnOnce();
    void limitsHold();
};

void PicturesBelowTest::picturesAmongTextsAreShownAndListed()
{
    const MessageBody body =
        read(multipart("mixed", {text("Before."), picture(inlineNamed), text("After."), picture(nameless)}));
    QCOMPARE(body.picturesBelow, QStringList({QStringLiteral("part:2"), QStringLiteral("part:4")}));
    QCOMPARE(body.images.value(QStringLiteral("part:2")), pngOf(320, 240));
    QCOMPARE(body.attachments.size(), std::size_t(2));
    for (const Attachment &attachment : body.attachments)
        QVERIFY(!attachment.isShown); // the list has it, too
    const QByteArray page = makeWebPage(body);
    QCOMPARE(page.count("src=\"data:image/png;base64," + pngOf(320, 240).toBase64() + '"'), 2);
    QVERIFY(page.indexOf("After.") < page.indexOf("<img"));
    QVERIFY(page.endsWith("</body></html>\n"));
}

void PicturesBelowTest::whichPicturesStandBelow_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("count");
    const QByteArray html = "Content-Type: text/html\r\n\r\n<p>Words";
    const auto attached = [](const QByteArray &type) {
        return "Content-Type: " + type + "\r\nContent-Disposition: attachment";
    };
    QTest::newRow("the message itself") << picture(nameless) << 1;
    QTest::newRow("attached") << multipart("mixed", {text("x"), picture(attached("image/png"))}) << 0;
    QTest::newRow("only named") << multipart("mixed",
                                             {text("x"), picture("Content-Type: image/png; name=a.png")})
                                << 0;
    QTest::newRow("between two texts in HTML") << multipart("mixed", {html, picture(inlineNamed), html}) << 1;
    QTest::newRow("in the second alternative")
        << multipart("alternative", {text("x"), multipart("mixed", {html, picture(inlineNamed), html})}) << 1;
    QTest::newRow("as an alternative") << multipart("alternative", {text("x"), picture(inlineNamed)}) << 0;
    QTest::newRow("related, inline, unreferenced")
        << multipart("related", {html, picture(inlineNamed + "\r\nContent-ID: <a@b>")}) << 1;
    QTest::newRow("SVG") << multipart("mixed", {text("x"), picture("Content-Type: image/svg+xml", "<svg/>")})
                         << 0;
    QTest::newRow("no picture inside") << multipart("mixed", {text("x"), picture(nameless, "MZ")}) << 0;
    QTest::newRow("in a message within")
        << multipart("mixed", {text("x"), "Content-Type: message/rfc822\r\n\r\n" + picture(nameless)}) << 0;
}

void PicturesBelowTest::whichPicturesStandBelow()
{
    QFETCH(QByteArray, content);
    QFETCH(int, count);
    const MessageBody body = read(content);
    QCOMPARE(body.picturesBelow.size(), count);
    QCOMPARE(body.images.size(), count);
}

void PicturesBelowTest::theHtmlShowsItsOwnOnce()
{
    const QByteArray html =
        "Content-Type: text/html\r\n\r\n<p>Words <img src=\"cid:a@b\"><img src=\"part:2\">";
    const MessageBody body =
        read(multipart("related", {html, picture(inlineNamed + "\r\nContent-ID: <a@b>")}));
    QVERIFY(body.picturesBelow.isEmpty());
    QCOMPARE(body.images.keys(), QStringList(QStringLiteral("cid:a@b")));
    QVERIFY(!body.safeHtml.contains(QStringLiteral("part:"))); // our own scheme is not the sender's
}

void PicturesBelowTest::limitsHold()
{
    QByteArrayList parts{text("x"), picture(nameless, pngOf(5000, 5000))};
    QVERIFY(read(multipart("mixed", parts)).picturesBelow.isEmpty());
    for (int i = 0; i < 5; ++i)
        parts.append(picture(nameless, pngOf(4000, 3000)));
    QCOMPARE(read(multipart("mixed", parts)).picturesBelow.size(), 3);
    parts.clear();
    for (int i = 0; i < 80; ++i)
        parts.append(picture(nameless, pngOf(10, 10)));
    const MessageBody many = read(multipart("mixed", parts));
    QCOMPARE(many.picturesBelow.size(), 50);
    QCOMPARE(many.attachments.size(), std::size_t(80));
}

QTEST_GUILESS_MAIN(PicturesBelowTest)
#include "PicturesBelowTest.moc"
