// SPDX-License-Identifier: GPL-3.0-or-later
#include "QuotationMarks.h"
#include "SafeHtml.h"
#include "SafeHtmlRules.h"

#include <QRegularExpression>
#include <QTest>

namespace
{
QString safe(const QString &html, bool dark = false)
{
    RenderOptions options;
    options.dark = dark;
    const QString page = makeSafeHtml(html, options, [](const QByteArray &) { return QSize(); }).html;
    return page;
}

QString words(QString markup)
{
    static const QRegularExpression tag(QStringLiteral("<[^>]*>"));
    return markup.replace(tag, QStringLiteral(" ")).simplified();
}

// What stands between each pair of marks.
QStringList quoted(const QString &page)
{
    QStringList found;
    for (qsizetype at = page.indexOf(quotationStart); at >= 0; at = page.indexOf(quotationStart, at)) {
        const qsizetype start = page.indexOf(quotationMarkEnd, at) + 3;
        at = page.indexOf(quotationEnd, start);
        if (at < 0)
            return {QStringLiteral("a mark has no end")};
        found += words(page.mid(start, at - start));
    }
    return found;
}
} // namespace

// Which parts of an HTML message are said to be quoted.
class QuotationsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void quotationsOfMailProgramsAreKnown_data()
    {
        QTest::addColumn<QString>("html");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const char *html, const QStringList &expected) {
            QTest::newRow(name) << QString::fromUtf8(html) << expected;
        };
        const QStringList old{QStringLiteral("the old text")};
        row("type cite",
            "<p>Yes.</p><div class=moz-cite-prefix>Anna wrote:</div><blockquote type=cite "
            "cite='mid:1@x'><p>the <b>old</b> text</p></blockquote><p>Bye</p>",
            old);
        row("Gmail, with answers between",
            "<div>Hi</div><div class=gmail_quote><div class=gmail_attr>Anna wrote:</div>"
            "<blockquote class=gmail_quote>first</blockquote><div>my answer</div>"
            "<blockquote class='x_gmail_quote'>second</blockquote></div>",
            {QStringLiteral("first"), QStringLiteral("second")});
        row("a bar beside it",
            "<p>Hi</p><blockquote style='border-left:1px solid #ccc'>the old text</blockquote>", old);
        row("levels are one",
            "<blockquote type=cite>one<blockquote type=cite>two</blockquote>three</blockquote>end",
            {QStringLiteral("one two three")});
        row("Outlook on the web",
            "<body><div>Hi</div><hr style='display:inline-block;width:98%'><div id=divRplyFwdMsg>"
            "<b>From:</b> Anna</div><div>the old text</div></body>",
            {QStringLiteral("From: Anna the old text")});
        row("Outlook",
            "<div class=WordSection1><p>Hi</p><div>\n<div style='border:none;border-top:solid #E1E1E1 1.0pt;"
            "padding:3.0pt 0in 0in 0in'><p><b>Von:</b> Anna<br><b>Gesendet:</b> Montag<br><b>Betreff:</b> "
            "x</p></div></div><p>the old text</p></div><p>a footer</p>",
            {QStringLiteral("Von: Anna Gesendet: Montag Betreff: x the old text")});
        row("an original message within dashes",
            "<p>Hi</p><div><p>-----Original Message-----<br><b>From:</b> A<br><b>To:</b> B<br>"
            "<b>Subject:</b> x</p><p>the old text</p></div><p>after</p>",
            {QStringLiteral("-----Original Message----- From: A To: B Subject: x the old text")});
        row("Outlook for Mac", "<p>Hi</p><span id=OLK_SRC_BODY_SECTION><div>the old text</div></span>", old);
        row("in a table",
            "<table><tr><td><p>Hi</p><blockquote type=cite>the old text</blockquote></td><td>beside</td>"
            "</tr></table>",
            old);
    }

    void quotationsOfMailProgramsAreKnown()
    {
        QFETCH(QString, html);
        QFETCH(QStringList, expected);
        const QString page = safe(html);
        QCOMPARE(quoted(page), expected);
        QVERIFY2(SafeHtmlRules::violation(page).isNull(), qPrintable(SafeHtmlRules::violation(page)));
    }

    void whatIsNotQuotedIsNotMarked_data()
    {
        QTest::addColumn<QString>("html");
        const auto row = [](const char *name, const char *html) {
            QTest::newRow(name) << QString::fromUtf8(html);
        };
        row("an indented paragraph", "<p>Hi</p><blockquote>indented</blockquote>");
        row("the same of a browser",
            "<p>Hi</p><blockquote style='margin:0 0 0 40px;border:none;padding:0'>indented</blockquote>");
        row("a box", "<p>Hi</p><blockquote style='border:1px solid red'>boxed</blockquote>");
        row("forwarded by Gmail",
            "<div class=gmail_quote><div class=gmail_attr>---------- Forwarded message ---------<br>From: "
            "A</div>what matters</div>");
        row("forwarded by Outlook, without a word",
            "<div id=divRplyFwdMsg><b>From:</b> A</div><div>what matters</div>");
        row("a line above a paragraph",
            "<p>Hi</p><div style='border-top:1px solid #ccc'><b>Note:</b> this</div><p>more</p>");
        row("a signed message within dashes",
            "<p>Hi</p><p>-----BEGIN PGP SIGNED MESSAGE-----</p><p>text</p>");
        row("marks that the sender wrote",
            "<p>Hi</p><!--quotation color:#000000;-->text<!--/quotation 9--><p>&lt;!--quotation --&gt;</p>");
        row("a hidden quotation", "<p>Hi</p><blockquote type=cite style='display:none'>x</blockquote>");
    }

    void whatIsNotQuotedIsNotMarked()
    {
        QFETCH(QString, html);
        const QString page = safe(html);
        QVERIFY2(!page.contains(quotationStart) && !page.contains(quotationEnd), qPrintable(page));
    }

    void linesAreCountedAsInPlainText()
    {
        const QString page =
            safe(QStringLiteral("<p>Hi</p><blockquote type=cite>one<br>two<p>%1</p></blockquote>")
                     .arg(QStringLiteral("four words are here ").repeated(10)));
        QVERIFY2(page.contains(QStringLiteral("<!--/quotation 5-->")), qPrintable(page));
    }

    void levelsHaveColoursWhereTheSenderChoseNone()
    {
        const QString html = QStringLiteral(
            "<blockquote type=cite>one <a href='https://a.example'>link</a> <font color='#aa0000'>red</font>"
            "<blockquote type=cite>two</blockquote></blockquote>none");
        const QString light = safe(html), dark = safe(html, true);
        QVERIFY(light.contains(QStringLiteral("<span style=\"color:#1d53a5;\">one")));
        QVERIFY(light.contains(QStringLiteral("<span style=\"color:#1a5d3d;\">two")));
        QVERIFY(light.contains(QStringLiteral("color:#aa0000;\"> red")));
        QVERIFY(light.contains(QStringLiteral("<span>none")));
        QVERIFY(dark.contains(QStringLiteral("<span style=\"color:#8bb6f9;\">one")));
        QVERIFY(!light.contains(QStringLiteral("<a href=\"https://a.example\" style=\"color")));
    }

    // The fold line must not stand in the middle of somebody's table.
    void markupBetweenMarksIsWhole()
    {
        const QString page = safe(QStringLiteral(
            "<table bgcolor=yellow><tr><td><ul><li>x<blockquote type=cite style='border-left:2px solid red'>"
            "<table><tr><td>a<td>b</table><ol><li>c</ol></blockquote></ul><div><div "
            "id=divRplyFwdMsg>From</div>"
            "<table border=1><tr><td>d</table></td></tr></table><p>end</p>"));
        QCOMPARE(page.count(quotationStart), 2);
        static const QRegularExpression tag(QStringLiteral("<(/?)(div|table|tr|td|ul|ol|li)[ >]"));
        for (qsizetype at = page.indexOf(quotationStart); at >= 0;
             at = page.indexOf(quotationStart, at + 1)) {
            int depth = 0;
            const QString inside = page.mid(at, page.indexOf(quotationEnd, at) - at);
            for (auto found = tag.globalMatch(inside); found.hasNext();) {
                depth += found.next().capturedLength(1) == 0 ? 1 : -1;
                QVERIFY2(depth >= 0, qPrintable(inside));
            }
            QCOMPARE(depth, 0);
        }
    }
};

QTEST_GUILESS_MAIN(QuotationsTest)
#include "QuotationsTest.moc"
