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

QString htmlOf(const char *html, const RenderOptions &options = {})
{
    return safe(QString::fromUtf8(html), options).html;
}
} // namespace

class SafeHtmlTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linksAreOfFourKinds_data()
    {
        QTest::addColumn<QString>("href");
        QTest::addColumn<bool>("kept");
        const auto row = [](const char *href, bool kept) {
            QTest::newRow(QByteArray(href).replace('\n', ' ').constData()) << QString::fromUtf8(href) << kept;
        };
        row("http://a.example/", true);
        row("HTTPS://a.example/?a=1&amp;b=2", true);
        row("mailto:anna@a.example", true);
        row("#top", true);
        row("javascript:alert(1)", false);
        row(" java\nscript:alert(1)", false);
        row("&#106;avascript:alert(1)", false);
        row("data:text/html,x", false);
        row("file:///etc/passwd", false);
        row("qrc:/x", false);
        row("\\\\host\\share", false);
        row("//host/share", false);
        row("cid:there@x", false);
        row("page.html", false);
        row("vbscript:x", false);
        row("ftp://a.example/", false);
    }

    void linksAreOfFourKinds()
    {
        QFETCH(QString, href);
        QFETCH(bool, kept);
        const QString html = safe(QStringLiteral("<a href=\"%1\">word</a>").arg(href)).html;
        QVERIFY(html.contains(u"word"));
        QCOMPARE(html.contains(u"<a href=\""), kept);
    }

    void styleSheetBecomesInlineStyle()
    {
        const QString html = htmlOf("<style>.a b{color:#ff0000} p{color:blue!important}</style>"
                                    "<p class=a style='color:green'>one <b>two</b></p>");
        QVERIFY2(html.contains(u"color:#0000ff;\">one"), qPrintable(html));
        QVERIFY2(html.contains(u"font-weight:bold;color:#ff0000;"), qPrintable(html));
        QVERIFY(!html.contains(u"<style") && !html.contains(u"class"));
    }

    void boxBecomesTableOfOneCell()
    {
        const QString html =
            htmlOf("<div style='background:#fee;padding:8px;max-width:300px;margin:0 auto'>x</div>");
        QVERIFY2(html.contains(u"align=\"center\"><tr><td width=\"300\" "
                               "style=\"background-color:#ffeeee;padding:8px;\">"),
                 qPrintable(html));
    }

    void inlineBlocksStandBesideEachOther()
    {
        const QString html = htmlOf("<div><div style='display:inline-block;width:50%'>left</div>"
                                    "<div style='display:inline-block;width:50%'>right</div></div>");
        QCOMPARE(html.count(u"<tr>"), 1);
        QCOMPARE(html.count(u"<td valign=\"top\" width=\"50%\">"), 2);
    }

    void buttonsShareALine()
    {
        const QString html =
            htmlOf("<p><a href='http://a.example' style='display:inline-block;padding:4px;"
                   "background:#1565c0;color:#fff'>Yes</a> &nbsp;\n"
                   "<a href='http://b.example' style='display:inline-block;padding:4px;border:1px "
                   "solid red'>No</a></p>");
        QCOMPARE(html.count(u"<tr>"), 1);
        QVERIFY2(html.contains(u"background-color:#1565c0;padding:4px;\">") &&
                     html.contains(u"border-width:1px"),
                 qPrintable(html));
        // Among words a button is words with its colour behind them, or white letters would be lost.
        const QString words =
            htmlOf("<p>Say <a href='http://a.example' style='display:inline-block;padding:4px;"
                   "background:#1565c0;color:#fff'>Yes</a> now</p>");
        QVERIFY2(words.contains(u"color:#ffffff;background-color:#1565c0;\">Yes"), qPrintable(words));
        QVERIFY(!words.contains(u"<table"));
    }

    void buttonInACellOfItsColourKeepsItsPadding()
    {
        const QString html =
            htmlOf("<table><tr><td bgcolor='#43a047'><a href='http://a.example' "
                   "style='display:inline-block;padding:10px 25px;color:#fff'>Go</a></td></tr></table>");
        QVERIFY2(html.contains(u"padding-left:25px"), qPrintable(html));
    }

    void itemsBesideEachOtherAreOneLine()
    {
        const QString html = htmlOf("<style>li{display:inline}</style><ul><li>one</li><li>two</li></ul>");
        QVERIFY2(!html.contains(u"<li") && html.count(u"<div") == 1, qPrintable(html));
        QVERIFY(htmlOf("<ul><li>one</li></ul>").contains(u"<ul><li>"));
    }

    // QTextDocument of Qt 6.4 counts from 1 whatever the list says.
    void itemsHaveTheSendersNumbers()
    {
        const QString html = htmlOf("<ol start=9><li>nine</li><li>ten</li><li value=20>twenty</li></ol>");
        QVERIFY2(html.contains(u"<ol style=\"list-style-type:none;\">") && html.contains(u"9.&nbsp;") &&
                     html.contains(u"10.&nbsp;") && html.contains(u"20.&nbsp;"),
                 qPrintable(html));
        QVERIFY(htmlOf("<ol reversed><li>x</li><li>y</li></ol>").contains(u"2.&nbsp;"));
        QVERIFY(!htmlOf("<ol><li>one</li></ol>").contains(u"1."));
    }

    void pictureInACellIsNoWiderThanTheCell()
    {
        const QString html =
            htmlOf("<table width='100%'><tr><td><table><tr><td style='width:150px'>"
                   "<img src='cid:there@x' style='width:100%'></td></tr></table></td></tr></table>");
        QVERIFY2(html.contains(QRegularExpression(QStringLiteral("width=\"14[0-9]\""))) ||
                     html.contains(u"width=\"150\" height"),
                 qPrintable(html));
    }

    void cellsThatAreEachTheWholeWidthStandBelowEachOther()
    {
        RenderOptions narrow;
        narrow.width = 400;
        const char *html =
            "<style>td{width:50%} @media (max-width:480px){td{display:block!important;"
            "width:100%!important}}</style><table width='100%'><tr><td>a</td><td>b</td></tr></table>";
        QCOMPARE(htmlOf(html, narrow).count(u"<tr>"), 2);
        QCOMPARE(htmlOf(html).count(u"<tr>"), 1);
    }

    void cellsThatAreTooWideTogetherShareTheRoom()
    {
        RenderOptions narrow;
        narrow.width = 300;
        const QString html =
            htmlOf("<table><tr><td width=400>a</td><td width=200>b</td></tr></table>", narrow);
        QVERIFY2(html.contains(u"<td width=\"200\"") && html.contains(u"<td width=\"100\""),
                 qPrintable(html));
    }

    void emptyBoxIsALine()
    {
        const QString html = htmlOf("<p style='border-top:solid 4px #43a047;font-size:1px'></p>");
        QVERIFY2(html.contains(u"border-top-width:4px") && html.contains(u"font-size:1px;\">&nbsp;"),
                 qPrintable(html));
    }

    void nestedTableGetsItsWidthThroughACell()
    {
        const QString html =
            htmlOf("<table width='100%'><tr><td><table width=300 align=center><tr><td>a</td><td>b"
                   "</td></tr></table></td></tr></table>");
        QVERIFY2(html.contains(u"<td width=\"300\" style=\"\"><table") &&
                     !html.contains(QRegularExpression(QStringLiteral("<table[^>]*width=\"300\""))),
                 qPrintable(html));
    }

    void tablesAreAtMostTenDeep()
    {
        QString html = QStringLiteral("deep");
        for (int i = 0; i < 30; ++i)
            html = QStringLiteral("<table><tr><td>%1</td></tr></table>").arg(html);
        const QString result = safe(html).html;
        QCOMPARE(result.count(u"<table"), 10);
        QVERIFY(result.contains(u"deep"));
    }

    void pixelsFollowTheZoom()
    {
        RenderOptions twice;
        twice.zoom = 2;
        const QString html =
            htmlOf("<p style='font-size:20px;margin:10px 0'>x</p><img src='cid:there@x'>", twice);
        QVERIFY(html.contains(u"font-size:40px;"));
        QVERIFY(html.contains(u"margin-top:20px;"));
        QVERIFY(html.contains(u"width=\"1520\" height=\"760\""));
    }

    void darkPageDropsPaperAndLiftsInk()
    {
        RenderOptions dark;
        dark.dark = true;
        const QString html = htmlOf("<div style='background:#ffffff;color:#111111'>ink</div>"
                                    "<div style='background:#ffd54f'>note</div>"
                                    "<div style='background:#0a5;color:#fff'>own</div>",
                                    dark);
        QVERIFY(!html.contains(u"#ffffff;padding") && !html.contains(u"background-color:#ffffff"));
        QVERIFY(!html.contains(u"#111111"));
        QVERIFY(html.contains(u"background-color:#ffd54f"));
        QVERIFY2(html.contains(QRegularExpression(QStringLiteral("color:#[0-5][0-9a-f]{5};\">note"))),
                 qPrintable(html)); // the page's light text would not be seen on yellow
        QVERIFY(html.contains(u"background-color:#00aa55") && html.contains(u"color:#ffffff;\">own"));
    }

    void darkPageHasNoGlaringFrameAndStrongInk()
    {
        RenderOptions dark;
        dark.dark = true;
        QVERIFY(!htmlOf("<table bgcolor='#dfe6ee'><tr><td>grey frame</td></tr></table>", dark)
                     .contains(u"#dfe6ee"));
        QVERIFY(!htmlOf("<style>body{background:#101418}</style><p>own dark page</p>", dark)
                     .contains(u"#101418"));
        const QString note = htmlOf("<span style='background:#fff2a0'>own words</span>", dark);
        QVERIFY2(note.contains(u"color:#1f2328;background-color:#fff2a0"), qPrintable(note));
    }

    void originalColoursAreThoseOfALightPage()
    {
        RenderOptions original;
        original.dark = original.originalColours = true;
        const char *html = "<style>@media (prefers-color-scheme: dark){p{color:#fefefe}}</style>"
                           "<p style='color:#111111'>ink</p><p>own <a href='http://a.example'>link</a></p>"
                           "<div style='background:#fff'>paper</div>";
        const QString page = htmlOf(html, original);
        QVERIFY2(page.contains(u"<body style=\"font-size:15px;background-color:#ffffff;color:#1f2328;\">"),
                 qPrintable(page));
        QVERIFY(page.contains(u"#111111") && !page.contains(u"#fefefe"));
        // The window's palette is dark, so nothing is left to it.
        QVERIFY2(page.contains(u"color:#1f2328;\">own") && page.contains(u"color:#0b57d0;\">link"),
                 qPrintable(page));
        RenderOptions light;
        light.originalColours = true;
        QCOMPARE(htmlOf(html, light), htmlOf(html));
    }

    void headOfATableIsOne()
    {
        const QString html =
            htmlOf("<table><tr><th>Item</th><th>Price</th></tr><tr><td>Tea</td><td>4</td></tr></table>");
        QVERIFY2(html.contains(QRegularExpression(
                     QStringLiteral(
                         "<thead><tr><td[^>]*>.*Item.*Price.*</td></tr>\\s*</thead>\\s*<tr><td[^>]*>.*Tea"),
                     QRegularExpression::DotMatchesEverythingOption)),
                 qPrintable(html));
        QVERIFY(
            !htmlOf("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>").contains(u"thead"));
    }

    void overLongWordsGetPlacesToBreak()
    {
        const QString html = safe(QString(5000, QLatin1Char('A'))).html;
        qsizetype longest = 0;
        for (const QString &part : html.split(QChar(0x200B)))
            longest = qMax(longest, part.count(u'A'));
        QVERIFY(longest <= 300);
        QCOMPARE(html.count(u'A'), 5000);
        QVERIFY(!htmlOf("<p>ordinary words</p>").contains(QChar(0x200B)));
    }

    void linkTextLosesBidiControls()
    {
        const QString html =
            safe(QStringLiteral("<a href='http://a.example'>\u202Egnp.\u2066exe</a> \u202Etext")).html;
        QVERIFY(html.contains(u">gnp.exe</a>"));
        QVERIFY(html.contains(QStringLiteral("\u202Etext")));
    }

    void hiddenTextStaysHidden()
    {
        const QString html = htmlOf("<div style='display:none'>one</div><div style='max-height:0'>two</div>"
                                    "<span style='font-size:0'>three</span><p style='mso-hide:all'>four</p>"
                                    "<td style='font-size:0'><span style='font-size:14px'>seen</span></td>");
        for (const char16_t *word : {u"one", u"two", u"three", u"four"})
            QVERIFY(!html.contains(QStringView(word)));
        QVERIFY(html.contains(u"seen"));
    }

    void textIsEscaped()
    {
        QVERIFY(
            htmlOf("<p>&lt;script&gt; &amp;amp; &quot;</p>").contains(u"&lt;script&gt; &amp;amp; &quot;"));
    }

    void whiteSpaceAndEmptyBlocksCollapse()
    {
        const QString html =
            htmlOf("<div> <div></div>  a\n\n b <b> c</b></div><div>  </div><div>d<br></div>");
        QVERIFY2(html.contains(u">a b <") || html.contains(u">a b</span>"), qPrintable(html));
        QCOMPARE(html.count(u"<div"), 2);
        QVERIFY(!html.contains(u"<br>"));
    }

    void preformattedTextKeepsItsLines()
    {
        const QString html = htmlOf("<pre>a  b\n c</pre>");
        QVERIFY2(html.contains(u"white-space:pre-wrap;") && html.contains(u"a  b</span><br>"),
                 qPrintable(html));
    }

    void nothingGivesAnEmptyPage()
    {
        QVERIFY(!safe(QString()).html.isNull());
        QVERIFY(safe(QString()).defects.isEmpty());
    }
};

QTEST_GUILESS_MAIN(SafeHtmlTest)
#include "SafeHtmlTest.moc"
