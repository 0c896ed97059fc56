// SPDX-License-Identifier: GPL-3.0-or-later
#include "SafeHtml.h"

#include <QRegularExpression>
#include <QTest>

class HtmlTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void htmlBecomesText_data()
    {
        QTest::addColumn<QString>("html");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, const char *html, const char *text) {
            QTest::newRow(name) << QString::fromUtf8(html) << QString::fromUtf8(text);
        };
        row("nothing", "", "");
        row("paragraphs", "<p>One\n two</p>\n<p>Three</p>", "One two\n\nThree");
        row("lines", "<div>One</div><div>Two<br>Three</div>", "One\nTwo\nThree");
        row("blank lines", "a<br><br>b", "a\n\nb");
        row("list", "<p>To do</p><ul><li>milk</li><li>tea<ul><li>green</li></ul></li></ul>",
            "To do\n\n• milk\n• tea\n  • green");
        row("numbers", "<ol><li>a<li>b</ol>", "1. a\n2. b");
        row("numbers as the sender counts",
            "<ol start=9><li>a<li>b<br>more<ul><li>c</ul><li value=20>d</ol><ol type=a><li>x<li>y</ol>",
            "9. a\n10. b\n    more\n    • c\n20. d\n\na. x\nb. y");
        row("list in a list without an item", "<ul><li>a</li><ul><li>b</li></ul></ul>", "• a\n  • b");
        row("terms", "<dl><dt>Tea</dt><dd>A drink</dd></dl>", "Tea\n    A drink");
        row("picture that is a link", "<a href='https://a.example/x'><img src=x alt='Buy'></a>",
            "[Buy] <https://a.example/x>");
        row("table", "<table><tr><th>Item</th><th>Price</th></tr><tr><td>Tea</td><td>4</td></tr></table>",
            "Item  Price\nTea       4");
        row("columns stand below each other",
            "<table><caption>Order 7</caption><tr><th>Item<th>Number<th>Price<tbody><tr><td>Green "
            "tea<td>2<td>€ 4.00"
            "<tr><td>Cup<td>12<td>€ 11.50<tr><td colspan=2>Sum<td>€ 15.50</table>",
            "Order 7\nItem       Number    Price\nGreen tea       2   € 4.00\nCup            12  € 11.50\n"
            "Sum                € 15.50");
        row("table with an empty cell",
            "<table><tr><td></td><td>Mon</td></tr><tr><td>Anna</td><td>x</td></tr></table>",
            "      Mon\nAnna  x");
        row("table that places text",
            "<table><tr><td><p>One</p><p>Two</p></td></tr><tr><td><table><tr><td>Three</td></tr></table></"
            "td></tr>"
            "</table>",
            "One\n\nTwo\n\nThree");
        row("table in a quote",
            "<blockquote><table><tr><td>a</td><td>b</td></tr><tr><td>cc</td><td>d</td></tr></table>"
            "</blockquote>",
            "> a   b\n> cc  d");
        row("wide letters", "<table><tr><td>東京</td><td>a</td></tr><tr><td>Oslo</td><td>b</td></tr></table>",
            "東京  a\nOslo  b");
        row("quote", "<p>Hi</p><blockquote>one<br>two<blockquote>three</blockquote></blockquote>",
            "Hi\n\n> one\n> two\n>\n> > three");
        row("link", "<a href='https://a.example/x'>here</a>", "here <https://a.example/x>");
        row("link that says where",
            "<a href='https://a.example/'>a.example</a> <a href='mailto:b@c.d'>b@c.d</a>", "a.example b@c.d");
        row("hostile link", "<a href='javascript:x'>here</a>", "here");
        row("entities", "&lt;b&gt; &amp; &euro;&nbsp;5 &#x41;", "<b> & € 5 A");
        row("pre", "<pre>a  b\n  c</pre>", "a  b\n  c");
        row("picture", "<img src=x alt='A map'><img src=y>", "[A map]");
        row("hidden", "<div style='display: none'>no</div><style>p{}</style><script>no</script>yes", "yes");
        row("hidden in other ways",
            "<p style='visibility: hidden'>no</p><p style='max-height:0px'>no</p>"
            "<p style='mso-hide:all'>no</p>yes",
            "yes");
        row("rule", "a<hr>b", "a\n----------\nb");
        row("broken", "<p>one<p>two<td>three</b></div>", "one\n\ntwothree");
    }

    void htmlBecomesText()
    {
        QFETCH(QString, html);
        QFETCH(QString, text);
        QCOMPARE(htmlToText(html), text);
    }

    void hugeTablesEnd()
    {
        const QString row = QStringLiteral("<tr>") + QStringLiteral("<td colspan=99>x</td>").repeated(100);
        QVERIFY(!htmlToText(QStringLiteral("<table>") + row.repeated(200)).isEmpty());
        const QString nested = QStringLiteral("<table><tr><td>a</td><td>b").repeated(5000);
        QVERIFY(!htmlToText(nested).isEmpty());
    }

    void safeHtmlKeepsTheText()
    {
        const QString html = QStringLiteral("<table><tr><td style='background:url(x.png) #eee'><h1>Head "
                                            "line</h1><div class=c>First words<span "
                                            "style='position:absolute;display:flex'>placed "
                                            "words</span></div></td><td><ul><li>a point</ul></td></tr>"
                                            "</table><blockquote type=cite>quoted "
                                            "words</blockquote><pre>plain words</pre><custom-tag>own words"
                                            "</custom-tag><noframes>framed words</noframes>");
        const SafeHtml safe = makeSafeHtml(html, {}, [](const QByteArray &) { return QSize(); });
        const auto words = [](const QString &text) {
            QString letters = text;
            return letters.remove(QRegularExpression(QStringLiteral("[^a-zA-Z]")));
        };
        QCOMPARE(words(htmlToText(safe.html)), words(htmlToText(html)));
        QVERIFY(htmlToText(html).contains(u"framed words"));
    }
};

QTEST_GUILESS_MAIN(HtmlTextTest)
#include "HtmlTextTest.moc"
