// SPDX-License-Identifier: GPL-3.0-or-later
#include "SafeHtml.h"

#include <QRegularExpression>
#include <QTest>

namespace
{
SafeHtml safe(const QString &html, const RenderOptions &options = {})
{
    return makeSafeHtml(html, options,
                        [](const QByteArray &id) { return id == "there@x" ? QSize(1200, 600) : QSize(); });
}

RenderOptions withRemote(const QHash<QString, QSize> &sizes = {})
{
    RenderOptions options;
    options.remotePictures = true;
    options.remoteSizes = sizes;
    return options;
}

// The header of a PNG, with a number that makes it another one.
QString picture(quint32 width, quint32 height, quint32 number = 0)
{
    QByteArray png = QByteArray::fromHex("89504e470d0a1a0a0000000d49484452");
    for (const quint32 value : {width, height, number}) {
        for (int shift = 24; shift >= 0; shift -= 8)
            png += char(value >> shift & 0xFF);
    }
    return QStringLiteral("<img alt='p%1' src='data:image/png;base64,%2'>")
        .arg(number)
        .arg(QString::fromLatin1(png.toBase64()));
}
} // namespace

class SafeHtmlPicturesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pictureOfTheMessageGetsItsSizeWithinThePage()
    {
        const SafeHtml result = safe(QStringLiteral("<p><img src='cid:there%40x' alt='a &lt;b'></p>"));
        QVERIFY2(
            result.html.contains(u"<img src=\"cid:there@x\" width=\"760\" height=\"380\" alt=\"a &lt;b\">"),
            qPrintable(result.html));
        QCOMPARE(result.contentIds, QStringList{QStringLiteral("there@x")});
        QCOMPARE(result.remoteImages, 0);
    }

    void tallLinesDoNotStretchPictures()
    {
        const QString html = QStringLiteral("<p style='line-height:1.6'>words</p><p style='line-height:1.6'>"
                                            "<img src='cid:there@x'></p>");
        QCOMPARE(safe(html).html.count(QStringLiteral("line-height")), 1);
    }

    void pictureThatIsNotThereShowsItsText()
    {
        const SafeHtml result = safe(QStringLiteral("<p><img src='cid:gone@x' alt='A map'></p>"));
        QVERIFY(!result.html.contains(u"<img"));
        QVERIFY(result.html.contains(u"A map"));
        QVERIFY(result.contentIds.isEmpty());
    }

    void remotePicturesAreCountedAndReplaced()
    {
        const SafeHtml result = safe(QStringLiteral(
            "<img src='https://a.example/1.png' width=400 height=200 alt='Sale'>"
            "<img src='//a.example/2.png' alt='Two'><img src='http://t.example/p' width=1 height=1 alt='spy'>"
            "<div style='display:none'><img src='http://t.example/q'></div>"));
        QCOMPARE(result.remoteImages, 4);
        QVERIFY(!result.html.contains(u"<img"));
        QVERIFY(!result.html.contains(u"example"));
        QVERIFY(result.html.contains(u"Sale") && result.html.contains(u"Two"));
        QVERIFY(!result.html.contains(u"spy"));
    }

    void smallDataPicturesAreKeptOthersAreNot()
    {
        const QString png = QStringLiteral("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+"
                                           "M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        QVERIFY(safe(QStringLiteral("<img src='data:image/png;base64,%1'>").arg(png)).html.contains(u"<img"));
        QVERIFY(!safe(QStringLiteral("<img src='data:image/svg+xml;base64,%1'>").arg(png))
                     .html.contains(u"<img"));
        QVERIFY(!safe(QStringLiteral("<img src='data:image/png,<svg>'>")).html.contains(u"<img"));
        const QString large = png + QString(1536 * 1024, QLatin1Char('A'));
        QVERIFY(
            !safe(QStringLiteral("<img src='data:image/png;base64,%1'>").arg(large)).html.contains(u"<img"));
    }

    void remotePicturesKeepTheirPlacesWhenAskedFor()
    {
        const SafeHtml result = safe(
            QStringLiteral(
                "<p><img src='https://a.example/1.png?u=1&amp;v=2#x' width=400 height=200 alt='Sale'>"
                "<img src='//a.example/2.png'><img src='https://a.example/1.png?u=1&amp;v=2' width=40></p>"),
            withRemote());
        const QStringList urls{QStringLiteral("https://a.example/1.png?u=1&v=2"),
                               QStringLiteral("https://a.example/2.png")};
        QCOMPARE(result.remotePictures, urls);
        QCOMPARE(result.remoteImages, 3);
        QVERIFY2(result.html.contains(u"<img src=\"remote:0\" width=\"400\" height=\"200\" alt=\"Sale\">") &&
                     result.html.contains(u"<img src=\"remote:1\">") &&
                     result.html.contains(u"<img src=\"remote:0\" width=\"40\">"),
                 qPrintable(result.html));
        QVERIFY(!result.html.contains(u"example"));
    }

    void whatArrivedHasItsSizeAndWhatDidNotItsText()
    {
        const SafeHtml result = safe(
            QStringLiteral("<p><img src='http://a.example/1'><img src='http://a.example/2' alt='Gone'></p>"),
            withRemote({{QStringLiteral("http://a.example/1"), QSize(1520, 100)}}));
        QVERIFY2(result.html.contains(u"<img src=\"remote:0\" width=\"760\" height=\"50\">"),
                 qPrintable(result.html));
        QVERIFY(!result.html.contains(u"remote:1") && result.html.contains(u"Gone"));
    }

    void nobodyIsAskedForPicturesThatNobodySees_data()
    {
        QTest::addColumn<QString>("picture");
        QTest::addColumn<bool>("unseen");
        const auto row = [](const char *markup, bool unseen) {
            QTest::newRow(markup) << QString::fromUtf8(markup).arg(QStringLiteral("src='http://t.example/p'"))
                                  << unseen;
        };
        row("<img %1 width=1 height=1>", true);
        row("<img %1 style='width:1px;height:1px'>", true);
        row("<img %1 width=0>", true);
        row("<img %1 style='display:none'>", true);
        row("<img %1 style='visibility:hidden' width=600 height=4>", true);
        row("<img %1 style='opacity:0'>", true);
        row("<div style='display:none'><img %1></div>", true);
        row("<div style='max-height:0;overflow:hidden'><img %1></div>", true);
        row("<style>.t{display:none}</style><img class=t %1>", true);
        row("<img %1>", false);
        row("<img %1 width=600 height=1>", false); // a line
        row("<img %1 width='100%' height=2>", false);
    }

    void nobodyIsAskedForPicturesThatNobodySees()
    {
        QFETCH(QString, picture);
        QFETCH(bool, unseen);
        const SafeHtml result = safe(QStringLiteral("<p>words</p>") + picture, withRemote());
        QCOMPARE(result.remoteImages, 1);
        QCOMPARE(result.trackingPixels, unseen ? 1 : 0);
        QCOMPARE(result.remotePictures.isEmpty(), unseen);
        QCOMPARE(safe(picture).trackingPixels, unseen ? 1 : 0);
    }

    void addressesThatNobodyCanAskHaveNoPlace()
    {
        const SafeHtml result =
            safe(QStringLiteral("<img src='http://me:secret@a.example/x' alt='one'>"
                                "<img src='http:///x' alt='two'><img src='https://' alt='three'>"),
                 withRemote());
        QCOMPARE(result.remotePictures, QStringList());
        for (const char16_t *word : {u"one", u"two", u"three"})
            QVERIFY(result.html.contains(QStringView(word)));
    }

    void remotePicturesAreLimited()
    {
        QString html;
        for (int i = 0; i < 1000; ++i)
            html += QStringLiteral("<img src='http://a.example/%1'>").arg(i);
        QCOMPARE(safe(html, withRemote()).remotePictures.size(), 300);
    }

    void pixelsOfDataPicturesAreLimited()
    {
        QVERIFY(safe(picture(4000, 4000)).html.contains(u"<img"));
        const SafeHtml bomb = safe(picture(40'000, 40'000));
        QVERIFY(!bomb.html.contains(u"<img") && bomb.html.contains(u"p0"));
        QCOMPARE(bomb.defects, QStringList{QStringLiteral("html: 1 pictures too large")});
        QString many, same;
        for (quint32 i = 0; i < 10; ++i) {
            many += picture(3000, 3000, i);
            same += picture(3000, 3000);
        }
        QCOMPARE(safe(many).html.count(QStringLiteral("<img")), 4);
        QVERIFY(safe(many).defects.contains(QStringLiteral("html: 6 pictures too large")));
        QCOMPARE(safe(same).html.count(QStringLiteral("<img")), 10);
    }

    void pixelsOfAttachedPicturesCountAgainstTheSameTotal()
    {
        const auto attached = [](int count) {
            QString html;
            for (int i = 0; i < count; ++i)
                html += QStringLiteral("<img alt='part' src='cid:%1@x'>").arg(i);
            return html;
        };
        const auto shown = [](const QString &html, QSize size) {
            return makeSafeHtml(html, {}, [size](const QByteArray &) { return size; });
        };
        const SafeHtml many = shown(attached(10), QSize(3000, 3000));
        QCOMPARE(many.html.count(QStringLiteral("<img")), 4);
        QCOMPARE(many.contentIds.size(), 4);
        QVERIFY(many.html.contains(u"part")); // the others by their text
        QCOMPARE(many.defects, QStringList{QStringLiteral("html: 6 pictures too large")});
        QCOMPARE(shown(attached(1).repeated(10), QSize(3000, 3000)).html.count(QStringLiteral("<img")), 10);
        QCOMPARE(
            shown(picture(4000, 4000) + attached(3), QSize(4000, 4000)).html.count(QStringLiteral("<img")),
            2);
        QVERIFY(shown(attached(1), QSize(40'000, 40'000)).contentIds.isEmpty());
    }

    void textStandsBesidePicturesAtTheSide()
    {
        const QString left =
            safe(QStringLiteral("<p><img src='cid:there@x' width=200 align=left>words <b>beside</b></p>"))
                .html;
        QVERIFY2(left.contains(QRegularExpression(
                     QStringLiteral("<td valign=\"top\" width=\"208\"><div><img[^>]*></div>\\s*</td><td "
                                    "valign=\"top\">.*words.*beside"))),
                 qPrintable(left));
        const QString right =
            safe(QStringLiteral("<p><img src='cid:there@x' width=200 style='float:right'>words</p>")).html;
        QVERIFY2(right.indexOf(QStringLiteral("words")) < right.indexOf(QStringLiteral("<img")),
                 qPrintable(right));
        for (const char *none : {"<p><img src='cid:there@x' width=700 align=left>words</p>", // no room
                                 "<p><img src='cid:there@x' width=200 align=left> </p>",     // no words
                                 "<p>words <img src='cid:there@x' width=200 align=left></p>"})
            QVERIFY2(!safe(QString::fromUtf8(none)).html.contains(u"<table"), none);
    }
};

QTEST_GUILESS_MAIN(SafeHtmlPicturesTest)
#include "SafeHtmlPicturesTest.moc"
