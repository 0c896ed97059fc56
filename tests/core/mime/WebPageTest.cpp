// SPDX-License-Identifier: GPL-3.0-or-later
//
// The page that a browser is given: nothing in it may run, load or send anything, and it must not lose words.
#include "WebPage.h"

#include "WebStyle.h"

#include <QRegularExpression>
#include <QTest>

class WebPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thePolicyStandsBeforeEverything();
    void markupAndStyleOfTheSenderStay();
    void nothingThatRunsOrLoadsIsLeft_data();
    void nothingThatRunsOrLoadsIsLeft();
    void picturesOfTheMessageAreInThePage();
    void styleIsWrittenAnew_data();
    void styleIsWrittenAnew();
    void anythingMayStandInASubject();
    void aMessageWithoutHtmlIsItsText();
    void deepAndBrokenMarkupEnds();
    void whatIsTooLongSaysSo();

private:
    static QByteArray pageOf(const QByteArray &html)
    {
        MessageBody body;
        body.html = QString::fromUtf8(html);
        return makeWebPage(body);
    }
};

void WebPageTest::thePolicyStandsBeforeEverything()
{
    const QByteArray page =
        pageOf("<html><head><base href='http://evil.example/'><title>x</title></head><p>Hi");
    const QByteArray policy =
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\">";
    QVERIFY(page.startsWith("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">" + policy +
                            "<meta name=\"referrer\" content=\"no-referrer\">"));
    QVERIFY(!page.contains("evil"));
}

void WebPageTest::markupAndStyleOfTheSenderStay()
{
    const QByteArray page = pageOf(
        "<style>.a{color:#ff0000} @media (max-width:600px){.a{color:blue}}</style>"
        "<table width=600 bgcolor=#eeeeee class=a><tr><td align=center style='padding:4px'>One &amp; two"
        "<br>three</td></tr></table><p>Link: <a href=\"https://example.org/?a=1&amp;b=2\">here</a>");
    for (const char *part : {"<table ", "width=\"600\"", "class=\"a\"", "align=\"center\"", "padding-top:4px",
                             "One &amp; two<br>three", "href=\"https://example.org/?a=1&amp;b=2\"",
                             "rel=\"noreferrer noopener\"", "</table>", ">here</a>",
                             "@media (max-width:600px){", "</body></html>"})
        QVERIFY2(page.contains(part), part);
}

void WebPageTest::nothingThatRunsOrLoadsIsLeft_data()
{
    QTest::addColumn<QByteArray>("html");
    const char *const hostile[] = {
        "<script>evil()</script>",
        "<img src=x onerror=evil()>",
        "<body onload=evil()>",
        "<a href=\"javascript:evil()\">x</a>",
        "<a href=\"java\nscript:evil()\">x</a>",
        "<iframe src=\"http://evil.example\"></iframe>",
        "<iframe srcdoc=\"<script>evil()</script>\"></iframe>",
        "<object data=\"http://evil.example\"></object>",
        "<embed src=\"http://evil.example\">",
        "<form action=\"http://evil.example\"><input name=a><button "
        "formaction=\"http://evil.example\">x</button></form>",
        "<meta http-equiv=refresh content=\"0;url=http://evil.example\">",
        "<link rel=stylesheet href=\"http://evil.example\">",
        "<base href=\"http://evil.example\">",
        "<img src=\"http://evil.example/p.png\">",
        "<img srcset=\"http://evil.example/p.png 2x\">",
        "<table background=\"http://evil.example/p.png\"><tr><td "
        "background=\"//evil.example/p.png\">x</table>",
        "<p style=\"background:url(http://evil.example)\">x</p>",
        "<p style=\"background-image:u\\72l(http://evil.example)\">x</p>",
        "<style>@import 'http://evil.example'; p{background:url(http://evil.example)}</style>",
        "<style>@font-face{font-family:x;src:url(http://evil.example)}</style>",
        "<style></style ><script>evil()</script></style>",
        "<svg><image href=\"http://evil.example\"/><script>evil()</script></svg>",
        "<math><mtext><img src=x onerror=evil()></mtext></math>",
        "<video poster=\"http://evil.example\" src=\"http://evil.example\"></video>",
        "<p title='\"><script>evil()</script>' alt='\"><script>evil()</script>'>x</p>",
        "<img src=\"data:image/svg+xml;base64,PHN2Zz4=\" alt=evil>",
        "<img src=\"file:///etc/passwd\">",
        "<noscript><img src=\"http://evil.example\"></noscript>",
        "<template><script>evil()</script></template>",
        "<xmp><script>evil()</script></xmp>",
        "<!--><script>evil()</script>-->",
        "<plaintext><script>evil()</script>",
    };
    for (const char *html : hostile)
        QTest::newRow(html) << QByteArray(html);
}

void WebPageTest::nothingThatRunsOrLoadsIsLeft()
{
    QFETCH(QByteArray, html);
    const QByteArray page = pageOf(html);
    const QByteArray content = page.mid(page.indexOf("</title>")).toLower();
    for (const char *never :
         {"<script",    "<iframe",       "<object",   "<embed",      "<form",
          "<input",     "<meta",         "<link",     "<base",       "<svg",
          "<math",      "<video",        "<template", "url(",        "@import",
          "@font-face", "src=\"http",    "src=\"//",  "src=\"file",  "src=\"data:image/svg",
          "srcset",     "background=\"", "poster",    "javascript:", "srcdoc",
          "action="})
        QVERIFY2(!content.contains(never), content.constData());
    // No attribute that is an event: "evil()" may stand in words alone, escaped.
    static const QRegularExpression event(QStringLiteral("<[^>]*\\son\\w+\\s*="));
    QVERIFY2(!event.match(QString::fromUtf8(content)).hasMatch(), content.constData());
}

void WebPageTest::picturesOfTheMessageAreInThePage()
{
    MessageBody body;
    body.html = QStringLiteral("<img src=\"cid:logo@example.org\" width=10><img src=\"cid:page@example.org\">"
                               "<img src=\"cid:missing\"><img src=\"data:image/gif;base64,R0lGODdh\">");
    const QByteArray png = QByteArray("\x89PNG\r\n\x1a\n", 8) + "rest";
    body.images.insert(QStringLiteral("cid:logo@example.org"), png);
    body.images.insert(QStringLiteral("cid:page@example.org"), "<html>no picture</html>");
    const QByteArray page = makeWebPage(body);
    QVERIFY(page.contains("src=\"data:image/png;base64," + png.toBase64() + "\""));
    QVERIFY(page.contains("src=\"data:image/gif;base64,R0lGODdh\""));
    QVERIFY(!page.contains("cid:"));
    QCOMPARE(page.count("src="), 2);
}

void WebPageTest::styleIsWrittenAnew_data()
{
    QTest::addColumn<QString>("css");
    QTest::addColumn<QString>("written");
    const auto row = [](const char *name, const char *css, const char *written) {
        QTest::newRow(name) << QString::fromLatin1(css) << QString::fromLatin1(written);
    };
    row("rule", "p { color : RED ; }", "p{color:red;}\n");
    row("selectors", "a:hover, td > .x #y{color:red!important}",
        "a:hover, td > .x #y{color:red !important;}\n");
    row("media", "@media screen and (max-width:480px){p{color:red}i{x:y}}b{color:red}",
        "@media screen and (max-width:480px){\np{color:red;}\n}\nb{color:red;}\n");
    row("media in media", "@media screen{@media print{p{color:red}}b{color:red}}",
        "@media screen{\nb{color:red;}\n}\n");
    row("import", "@import url(x); p{color:red}", "p{color:red;}\n");
    row("charset", "@charset \"x\";p{color:red}", "p{color:red;}\n");
    row("other rules", "@font-face{src:x}@page{margin:0}p{color:red}", "p{color:red;}\n");
    row("end of style", "p{color:red}</style><script>{color:red}", "p{color:red;}\n");
    row("escaped selector", "p\\3c{color:red}i{color:red}", "i{color:red;}\n");
    row("comment", "/* p{color:red} */i{color:red}/* open", "i{color:red;}\n");
    row("old hiding", "<!-- p{color:red} -->", "p{color:red;}\n");
    row("not closed", "p{color:red", "");
    row("brackets", "}}}p{color:red}}}", "p{color:red;}\n");
    row("unknown properties", "p{position:fixed;behavior:url(x);content:'x'}", "");
    row("nothing", "", "");
}

void WebPageTest::styleIsWrittenAnew()
{
    QFETCH(QString, css);
    QFETCH(QString, written);
    if (qstrcmp(QTest::currentDataTag(), "not closed") == 0)
        QVERIFY(!webStyle(css).contains(u'<')); // what a browser makes of it is its own affair
    else
        QCOMPARE(webStyle(css), written);
}

void WebPageTest::anythingMayStandInASubject()
{
    MessageBody body;
    body.header.subject = QStringLiteral("</title><script>evil()</script>");
    const QByteArray page = makeWebPage(body);
    QVERIFY(page.contains("<title>&lt;/title&gt;&lt;script&gt;"));
}

void WebPageTest::aMessageWithoutHtmlIsItsText()
{
    MessageBody body;
    body.text = QStringLiteral("1 < 2\n<script>evil()</script>");
    const QByteArray page = makeWebPage(body);
    QVERIFY(page.contains("1 &lt; 2\n&lt;script&gt;evil()&lt;/script&gt;"));
    QVERIFY(page.contains("Content-Security-Policy"));
}

void WebPageTest::deepAndBrokenMarkupEnds()
{
    QVERIFY(pageOf(QByteArray("<div>").repeated(100'000) + "end").contains("end"));
    QVERIFY(pageOf(QByteArray("<table><tr><td>").repeated(5'000) + "end").endsWith("</html>\n"));
    QVERIFY(
        pageOf("<style>" + QByteArray("@media screen{").repeated(50'000) + "</style>end").contains("end"));
    QVERIFY(pageOf("<style>" + QByteArray("p{").repeated(50'000) + "</style>end").contains("end"));
    QVERIFY(pageOf("<style>" + QByteArray("p{color:red}").repeated(30'000) + "</style>end").contains("end"));
    QVERIFY(pageOf(QByteArray("<b><i>").repeated(20'000) + "end").endsWith("</html>\n"));
}

void WebPageTest::whatIsTooLongSaysSo()
{
    const QByteArray mark = "[\xe2\x80\xa6]";
    QVERIFY(!pageOf(QByteArray("word ").repeated(600'000) + "end").contains(mark)); // more than the window
    QVERIFY(pageOf(QByteArray("word ").repeated(600'000) + "end").contains("end"));
    QVERIFY(pageOf(QByteArray("word ").repeated(2'000'000)).contains(mark));
    const QByteArray pasted = pageOf("<p>Before.<img src=\"data:image/png;base64," +
                                     QByteArray(3 * 1024 * 1024, 'A') + "\"><p>After.");
    QVERIFY(pasted.contains("Before.") && pasted.contains("After.") && pasted.contains(mark));
}

QTEST_GUILESS_MAIN(WebPageTest)
#include "WebPageTest.moc"
