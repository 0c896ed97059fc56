// SPDX-License-Identifier: GPL-3.0-or-later
#include "HtmlWords.h"

#include "HtmlEntities.h"
#include "SafeHtml.h"

#include <QTest>

// The scan for the search index says what the tree says.
class HtmlWordsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theScanSaysWhatTheTreeSays_data();
    void theScanSaysWhatTheTreeSays();
    void whatAStyleHidesIsAWordAllTheSame();
    void namesAndNumbersAreCharacters();
    void anyTextWillDo();
};

void HtmlWordsTest::theScanSaysWhatTheTreeSays_data()
{
    QTest::addColumn<QString>("html");
    const auto row = [](const char *name, const char *html) {
        QTest::newRow(name) << QString::fromUtf8(html);
    };
    row("inline tags part no words", "<p>Ex<b>tre</b>me <I>wo<font color=red>rd</font></I></p>");
    row("blocks do", "<div>one</div><div>two</div><p>three<p>four<br>five<ul><li>six<li>seven</ul>");
    row("cells do", "<table><tr><td>1</td><td>2</td></tr><tr><th>a</th></tr></table>");
    row("references",
        "caf&eacute; &Auml;&szlig; &lt;b&gt; R&amp;D AT&T a&b &#8364; &#x41; &nbsp;x &copy 2020");
    row("windows-1252 by number", "it&#146;s &#150; &#128;");
    row("rare references", "&Hopf; &NotEqualTilde; &fjlig; &ngE;");
    row("a bracket in a value", "<a title='1 > 2' href=\"?a>b\">here</a> there");
    row("values without quotes", "<a href=http://example.org/a/b>here</a><p align=left>x");
    row("comments", "a<!-- <p>no</p> -->b<!--[if mso]><p>no</p><![endif]-->c <![if !mso]>d<![endif]>");
    row("an open comment", "before <!-- after <p>more</p>");
    row("an open quote", "before <a href=\"x>link</a> after");
    row("an open tag", "before <p");
    row("style and script", "<style>p { color: red }</style><script>if (a < b) x('</p>')</script>text");
    row("an open style", "seen<style>p { color: red }");
    row("title", "<html><head><title>not shown</title></head><body>shown</body></html>");
    row("pictures", "<img src=x alt='A picture'> and <img alt=''> <img alt=\"R&amp;D\">");
    row("brackets that are none", "1 < 2 and 3 <4 or <> and </>x");
    row("unknown elements", "<o:p>one</o:p>two <foo-bar>three</foo-bar>four");
    row("zero width", "one\u200Btwo &zwnj;three");
    row("declarations", "<?xml version='1.0'?><!DOCTYPE html><body>text</body>");
    row("plain text to the end", "a<plaintext><b>c</b>");
}

void HtmlWordsTest::theScanSaysWhatTheTreeSays()
{
    QFETCH(QString, html);
    QCOMPARE(htmlWords(html).simplified(),
             htmlToText(html, LinkTargets::LeftOut).remove(QStringLiteral("• ")).simplified());
}

void HtmlWordsTest::whatAStyleHidesIsAWordAllTheSame()
{
    QCOMPARE(htmlWords(QStringLiteral("<p style='display:none'>preview</p><p>text</p>")),
             QStringLiteral("preview\ntext"));
}

void HtmlWordsTest::namesAndNumbersAreCharacters()
{
    QCOMPARE(htmlEntity(u"nbsp"), std::optional<char32_t>(0xA0));
    QCOMPARE(htmlEntity(u"yuml"), std::optional<char32_t>(0xFF));
    QCOMPARE(htmlEntity(u"Ouml"), std::optional<char32_t>(0xD6));
    QCOMPARE(htmlEntity(u"#x1F600"), std::optional<char32_t>(0x1F600));
    QCOMPARE(htmlEntity(u"#150"), std::optional<char32_t>(0x2013));
    for (const QStringView none : {u"", u"#", u"#0", u"#xD800", u"#x110000", u"NBSP", u"nosuch"})
        QCOMPARE(htmlEntity(none), std::nullopt);
}

void HtmlWordsTest::anyTextWillDo()
{
    QCOMPARE(htmlWords({}), QString());
    for (const char *html : {"<", "&", "&#", "</", "<!", "<a", "<a b", "<a b=", "<a b='", "<img alt", "&;"})
        htmlWords(QString::fromLatin1(html));
    const QString deep = QStringLiteral("<div>").repeated(100000) + QStringLiteral("deep");
    QCOMPARE(htmlWords(deep), QStringLiteral("deep"));
    QVERIFY(htmlWords(QStringLiteral("<x y='").repeated(100000)).isEmpty());
}

QTEST_GUILESS_MAIN(HtmlWordsTest)
#include "HtmlWordsTest.moc"
