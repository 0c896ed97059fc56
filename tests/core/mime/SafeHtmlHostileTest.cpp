// SPDX-License-Identifier: GPL-3.0-or-later
#include "HostileHtml.h"
#include "SafeHtml.h"
#include "SafeHtmlRules.h"

#include <QRegularExpression>
#include <QTest>

namespace
{
// Only steps count here: how quick this machine is says nothing about what comes out.
constexpr RenderLimits patient{RenderLimits().steps, std::chrono::hours(1)};

SafeHtml safe(const QString &html, const RenderLimits &limits = patient)
{
    return makeSafeHtml(
        html, {}, [](const QByteArray &) { return QSize(); }, limits);
}

bool holdsOnlyOurs(const QString &html)
{
    return SafeHtmlRules::violation(html).isNull();
}
} // namespace

class SafeHtmlHostileTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingActiveGetsThrough_data()
    {
        QTest::addColumn<QString>("html");
        const auto row = [](const char *name, const char *html) {
            QTest::newRow(name) << QString::fromUtf8(html);
        };
        row("script", "<script src=http://evil.example/x>evil.example</script><scr<script>ipt>1</script>");
        row("script without an end", "<p>a<script>evil.example");
        row("event",
            "<img src=x onerror=\"evil.example\"><body onload=evil.example><p onclick='evil.example'>a");
        row("iframe",
            "<iframe srcdoc=\"<img src=http://evil.example/1.png>\"></iframe><iframe src=evil.example>");
        row("meta",
            "<meta http-equiv=refresh content='0;url=http://evil.example'><base href='http://evil.example'>");
        row("link",
            "<link rel=stylesheet href='http://evil.example/a.css'><link rel=prefetch href=evil.example>");
        row("form",
            "<form action='http://evil.example'><input value=evil.example><button formaction=evil.example>"
            "b</button><textarea>evil.example</textarea></form><isindex action=evil.example>");
        row("svg", "<svg onload=evil.example><image "
                   "href='http://evil.example/x'/><style>evil.example</style></svg>");
        row("math",
            "<math><mtext><table><mglyph><style><img src=evil.example onerror=evil.example></style></math>");
        row("object", "<object data='http://evil.example'>x</object><embed src=evil.example><applet "
                      "code=evil.example>");
        row("media", "<video poster=evil.example src=evil.example></video><audio src=evil.example></audio>"
                     "<picture><source srcset=evil.example></picture><bgsound src=evil.example>");
        row("data svg",
            "<img src=\"data:image/svg+xml,<svg xmlns='x'><image href='http://evil.example'/></svg>\">");
        row("files", "<img src='file:///evil.example'><img src='qrc:/evil.example'><img src=':/evil.example'>"
                     "<img src='\\\\evil.example\\x.png'><img src='/evil.example'>");
        row("backgrounds",
            "<body background='http://evil.example/1'><table background=http://evil.example/2><tr>"
            "<td background=http://evil.example/3>x</table>");
        row("css url",
            "<style>@import url(http://evil.example/1);@font-face{font-family:X;src:url(evil.example)} p{"
            "background:url(http://evil.example/2)} li{list-style-image:url(evil.example)}</style>"
            "<p style='background-image:url(\"http://evil.example/3\");content:url(evil.example)'>x</p>");
        row("css escape",
            "<p style='b\\61ckground:ur\\6c(http://evil.example)'>x</p><p style='color:\\65 vil.example'>");
        row("css expression",
            "<p style='width:expression(evil.example);behavior:url(evil.example);color:var(--x)'>x");
        row("css breakout",
            "<p style=\"font-family:'a;&quot;&gt;&lt;img src=evil.example&gt;\">x</p><font face='x&quot;"
            " style=&quot;background:url(evil.example)'>y</font>");
        row("attribute breakout", "<img alt='\"><script>1</script>' width='1\" onerror=evil.example'>"
                                  "<td width='\"><script>'>");
        row("noscript", "<noscript><p title=\"</noscript><img src=http://evil.example "
                        "onerror=evil.example>\"></noscript>");
        row("textarea",
            "<textarea><img title=\"</textarea><img src=evil.example onerror=evil.example>\"></textarea>");
        row("title", "<title><a title=\"</title><script>evil.example</script>\"></title>");
        row("comment",
            "<!--><img src=evil.example onerror=evil.example>--><!-- --!><iframe src=evil.example><!-- -->");
        row("conditional comment", "<!--[if mso]><p>evil.example</p><![endif]-->");
        row("cdata", "<![CDATA[<img src=evil.example onerror=evil.example>]]>");
        row("template", "<template><img src=evil.example></template><xmp><img src=evil.example></xmp>");
        row("plaintext", "<a href=x><plaintext></a><img src=evil.example onerror=evil.example>");
        row("nul", "<im\0g src=evil.example onerror=evil.example><scr\0ipt>evil.example</script>");
        row("protocol relative",
            "<img src='//evil.example/x.png'><img srcset='http://evil.example 1x' src='cid:x'>");
        row("frames", "<frameset><frame src=http://evil.example></frameset>");
    }

    void nothingActiveGetsThrough()
    {
        QFETCH(QString, html);
        const SafeHtml once = safe(html);
        QVERIFY2(holdsOnlyOurs(once.html), qPrintable(once.html));
        QString markup = once.html;
        markup.remove(QRegularExpression(QStringLiteral(">[^<]*<"))); // text may say what it likes
        QVERIFY2(!markup.contains(u"evil.example"), qPrintable(once.html));
    }

    // What reads the output as HTML must find what was meant, or markup could come back from text.
    void sanitisingAgainBringsNothingBack_data() { nothingActiveGetsThrough_data(); }

    void sanitisingAgainBringsNothingBack()
    {
        QFETCH(QString, html);
        const SafeHtml once = safe(html);
        const SafeHtml twice = safe(once.html);
        QVERIFY(holdsOnlyOurs(twice.html));
        QCOMPARE(htmlToText(twice.html).simplified(), htmlToText(once.html).simplified());
        QCOMPARE(twice.remoteImages, 0);
    }

    void bombsAreDefused_data()
    {
        QTest::addColumn<QString>("html");
        const auto many = [](const char *piece, int times) {
            return QString::fromUtf8(piece).repeated(times);
        };
        QTest::newRow("100000 divs") << many("<div>", 100'000) + QStringLiteral("deep");
        QTest::newRow("divs hidden by wrong ends") << many("<div></x>", 50'000) + QStringLiteral("deep");
        QTest::newRow("divs hidden by formatting") << many("<b><div></b>", 20'000) + QStringLiteral("deep");
        QTest::newRow("divs hidden by cells")
            << many("<div><table><tr><td></div>", 8'000) + QStringLiteral("deep");
        QTest::newRow("10000 tables") << many("<table><tr><td>", 10'000) + QStringLiteral("deep");
        QTest::newRow("inline") << many("<b><i>", 25'000) + QStringLiteral("deep");
        QTest::newRow("lists") << many("<ul><li>", 20'000) + QStringLiteral("deep");
        QTest::newRow("attributes") << QStringLiteral("<p ") + many("a=1 ", 15'000) + QStringLiteral(">deep");
        QTest::newRow("declarations")
            << QStringLiteral("<p style='") + many("a:b;", 15'000) + QStringLiteral("'>deep");
        QTest::newRow("unclosed") << QStringLiteral("deep") + many("<svg><select>", 50'000);
        QTest::newRow("line ends") << QStringLiteral("<pre>") + many("\n", 500'000) + QStringLiteral("deep");
        QTest::newRow("buttons") << many("<a style='display:inline-block;background:red'>b</a>", 10'000) +
                                        QStringLiteral("deep");
        QString fonts, rules, classes;
        for (int i = 0; i < 3000; ++i) {
            fonts +=
                QStringLiteral("<p><font color=#%1 size=%2>x").arg(i, 6, 16, QLatin1Char('0')).arg(i % 7);
            rules += QStringLiteral("div div .c%1, p.c%1{color:red}").arg(i);
            classes += QStringLiteral("c%1 ").arg(i % 1500);
        }
        QTest::newRow("fonts") << fonts + QStringLiteral("deep");
        QTest::newRow("classes")
            << QStringLiteral("<style>") + rules + QStringLiteral("</style>") +
                   QStringLiteral("<p class='%1'>x</p>").arg(classes.left(8000)).repeated(200) +
                   QStringLiteral("deep");
    }

    void bombsAreDefused()
    {
        QFETCH(QString, html);
        const SafeHtml result = safe(html);
        QVERIFY(holdsOnlyOurs(result.html));
        QVERIFY(result.html.contains(u"deep") ||
                result.defects.contains(QStringLiteral("html: cut at 60000 elements")));
        QVERIFY(result.html.count(u"<table") <= 60'000);
        QVERIFY(!htmlToText(html).isEmpty());
    }

    void whatAsksForSomethingIsNotThere_data()
    {
        QTest::addColumn<QString>("html");
        for (const HostileHtml &hostile : htmlThatAsks())
            QTest::newRow(hostile.name) << hostile.html;
    }

    void whatAsksForSomethingIsNotThere()
    {
        QFETCH(QString, html);
        for (const bool pictures : {false, true}) {
            RenderOptions options;
            options.remotePictures = pictures; // they are named by number alone
            const SafeHtml result = makeSafeHtml(html, options, {}, patient);
            QCOMPARE(SafeHtmlRules::violation(result.html), QString());
            QVERIFY2(!result.html.contains(u"evil"), qPrintable(result.html));
            for (const QString &url : result.remotePictures)
                QVERIFY2(url.startsWith(u"http://evil.example/") || url.startsWith(u"https://evil.example/"),
                         qPrintable(url));
        }
    }

    void whatIsTooMuchEndsInBounds_data()
    {
        QTest::addColumn<QString>("html");
        for (const HostileHtml &hostile : htmlThatIsTooMuch())
            QTest::newRow(hostile.name) << hostile.html;
    }

    void whatIsTooMuchEndsInBounds()
    {
        QFETCH(QString, html);
        const SafeHtml result = safe(html);
        QCOMPARE(SafeHtmlRules::violation(result.html), QString());
        QVERIFY2(result.html.contains(u"deep") || result.html.contains(u">t<"),
                 qPrintable(result.html.left(500)));
        QVERIFY(result.html.size() <= 5 * 1024 * 1024);
    }

    void whatCostsTooMuchIsShownAsFarAsItCame()
    {
        const QString html = QStringLiteral("<p>first words</p><table>") +
                             QStringLiteral("<tr><td>one</td><td>two</td></tr>").repeated(500) +
                             QStringLiteral("</table><p>last words</p>");
        QVERIFY(safe(html).defects.isEmpty() && safe(html).html.contains(u"last words"));
        for (const long long steps : {0, 40, 4000, 9000}) {
            const SafeHtml cut = safe(html, {steps, std::chrono::hours(1)});
            QCOMPARE(cut.defects, QStringList{QStringLiteral("html: cut, it takes too long to lay out")});
            QCOMPARE(SafeHtmlRules::violation(cut.html), QString());
            QVERIFY(!cut.html.contains(u"last words"));
            QCOMPARE(cut.html.contains(u"first words"), steps >= 40);
            for (const char *tag : {"table", "tr", "td"})
                QCOMPARE(cut.html.count(QStringLiteral("<%1").arg(QLatin1String(tag))),
                         cut.html.count(QStringLiteral("</%1>").arg(QLatin1String(tag))));
        }
    }

    void theClockEndsItToo()
    {
        const SafeHtml cut = safe(QStringLiteral("<p>word</p>").repeated(10'000), {1'000'000'000, {}});
        QVERIFY(cut.defects.contains(QStringLiteral("html: cut, it takes too long to lay out")));
        QVERIFY(cut.html.count(QStringLiteral("word")) < 10'000);
    }

    void longMessageIsCutAndSaysSo()
    {
        const SafeHtml result = safe(QStringLiteral("word ").repeated(600'000));
        QVERIFY(result.defects.contains(QStringLiteral("html: cut at 2 MiB")));
        QVERIFY(result.html.size() < 3 * 1024 * 1024);
        QVERIFY(
            safe(QString(1'500'000, QChar(0x20AC))).defects.contains(QStringLiteral("html: cut at 2 MiB")));
    }

    // A screenshot that was pasted: the text behind it was lost.
    void aLongPictureTakesNoTextWithIt_data()
    {
        QTest::addColumn<QString>("picture");
        const QString base64 = QString(3 * 1024 * 1024, u'A');
        QTest::newRow("in quotes") << QStringLiteral("<img src=\"data:image/png;base64,%1\">").arg(base64);
        QTest::newRow("in lines") << QStringLiteral("<img alt='x' src='DATA:image/png;base64,%1'>")
                                         .arg((QString(76, u'A') + QStringLiteral("\r\n")).repeated(40'000));
        QTest::newRow("without quotes") << QStringLiteral("<img src=data:image/png;base64,%1>").arg(base64);
        QTest::newRow("in a style")
            << QStringLiteral("<p style=\"background:url(data:image/png;base64,%1)\">").arg(base64);
    }

    void aLongPictureTakesNoTextWithIt()
    {
        QFETCH(QString, picture);
        const QString html = QStringLiteral("<p>Before.</p>") + picture + QStringLiteral("<p>After.</p>");
        const SafeHtml result = safe(html);
        QVERIFY(result.html.contains(QStringLiteral("Before.")));
        QVERIFY(result.html.contains(QStringLiteral("After.")));
        QVERIFY(result.wasCut);
        QCOMPARE(result.defects, QStringList{QStringLiteral("html: 1 pictures too large")});
        QVERIFY(htmlToText(html).contains(QStringLiteral("After.")));
    }

    void picturesDoNotCountAsText()
    {
        const QString picture =
            QStringLiteral("<img src=\"data:image/png;base64,%1\">").arg(QString(1024 * 1024, u'A'));
        const SafeHtml result =
            safe(picture + QStringLiteral("word ").repeated(300'000) + QStringLiteral("end"));
        QVERIFY(result.html.contains(QStringLiteral("end")));
        QVERIFY(!result.wasCut);
        // The word alone is none, however often it comes.
        const SafeHtml words = safe(QStringLiteral("<p>data: base64, and more words</p>").repeated(20'000));
        QCOMPARE(words.html.count(QStringLiteral("and more words")), 20'000);
    }

    void elementsAreLimited()
    {
        const SafeHtml result = safe(QStringLiteral("<p>x").repeated(100'000));
        QVERIFY(result.defects.contains(QStringLiteral("html: cut at 60000 elements")));
        QVERIFY(result.html.count(u"<div") <= 60'000);
    }

    // The layout makes a grid of all that is spanned.
    void spannedPlacesAreLimited()
    {
        const QString cells = QStringLiteral("<td rowspan=100 colspan=100>x</td>").repeated(5);
        const QString html =
            safe(QStringLiteral("<table>") + QStringLiteral("<tr>%1</tr>").arg(cells).repeated(200) +
                 QStringLiteral("</table>"))
                .html;
        QVERIFY(html.count(u"colspan") * 100 * 100 <= 20'000);
        QCOMPARE(html.count(u"<td"), 1000);
        QVERIFY(safe(QStringLiteral("<table><tr><td colspan=2>x</td></tr></table>"))
                    .html.contains(u"colspan=\"2\""));
    }

    // The view lays out a table or a paragraph whole before it shows anything.
    void gridsAndParagraphsAreLimited()
    {
        const QString rows = QStringLiteral("<tr><td>a</td><td>b</td></tr>");
        QCOMPARE(safe(QStringLiteral("<table>") + rows.repeated(3000)).html.count(QStringLiteral("<td")),
                 6000);
        const QString large = safe(QStringLiteral("<table>") + rows.repeated(5000)).html;
        QVERIFY(!large.contains(u"<td"));
        QCOMPARE(large.count(QStringLiteral(">a<")) + large.count(QStringLiteral(">b<")), 10'000);
        // One wide row makes every other row as wide.
        QVERIFY(!safe(QStringLiteral("<table><tr>") + QStringLiteral("<td>x</td>").repeated(500) +
                      QStringLiteral("</tr>") + rows.repeated(100))
                     .html.contains(u"<td"));
        for (const QString &text : {QString(300'000, u'A'), QStringLiteral("word ").repeated(60'000)}) {
            const QString html = safe(QStringLiteral("<p>") + text).html;
            for (const QString &paragraph : html.split(QStringLiteral("</div>")))
                QVERIFY(paragraph.size() < 40 * 1024);
            QCOMPARE(html.count(u'A') + html.count(QStringLiteral("word")),
                     text.count(u'A') + text.count(QStringLiteral("word")));
        }
    }

    void absurdNumbersAreClamped()
    {
        const QString html =
            safe(QStringLiteral(
                     "<p style='font-size:999999px;margin:-9999px;line-height:1e30;letter-spacing:1e9px'>a"
                     "</p><table width=99999999 cellpadding=9e9><tr><td colspan=100000 rowspan=-5 width=1e9"
                     " style='padding:1e99px;border:1e9px solid red'>x</td></tr></table>"))
                .html;
        static const QRegularExpression number(QStringLiteral("[=:]\"?(\\d+)"));
        for (auto found = number.globalMatch(html); found.hasNext();)
            QVERIFY2(found.next().captured(1).toDouble() <= 2000, qPrintable(html));
    }
};

QTEST_GUILESS_MAIN(SafeHtmlHostileTest)
#include "SafeHtmlHostileTest.moc"
