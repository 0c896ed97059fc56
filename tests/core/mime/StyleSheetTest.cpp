// SPDX-License-Identifier: GPL-3.0-or-later
#include "StyleSheet.h"
#include "CssColour.h"
#include "CssDeclarations.h"
#include "HtmlTree.h"

#include <QTest>

namespace
{
// The colours that reach the last element of the page, in the order of the cascade.
QStringList coloursFor(const QString &html, int width = 700, bool dark = false)
{
    const HtmlTree tree(html);
    StyleSheet sheet(tree.css(), width, dark);
    int last = 0;
    for (int i = 0; i < int(tree.nodes().size()); ++i)
        last = tree[i].isText() ? last : i;
    QStringList values;
    for (const CssDeclaration *declaration : sheet.match(tree, last)) {
        if (declaration->property == "color")
            values.append(declaration->value);
    }
    return values;
}
} // namespace

class StyleSheetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void selectorsMatch_data()
    {
        QTest::addColumn<QString>("selector");
        QTest::addColumn<bool>("matches");
        const auto row = [](const char *selector, bool matches) {
            QTest::newRow(selector) << QString::fromUtf8(selector) << matches;
        };
        row("p", true);
        row("P", true);
        row("*", true);
        row(".b", true);
        row(".b.c", true);
        row("p.b", true);
        row("#me", true);
        row("div p", true);
        row("div.a > p", true);
        row("table div p", true);
        row("table > tbody > tr > td > div > p", true);
        row("h1, p", true);
        row("table > p", false);
        row(".a.b", false);
        row("div#me", false);
        row("p p", false);
        row("p:hover", false);
        row("p[id]", false);
        row("div + p", false);
        row("a p", false);
    }

    void selectorsMatch()
    {
        QFETCH(QString, selector);
        QFETCH(bool, matches);
        const QString html =
            QStringLiteral("<style>%1{color:red}</style><table><tr><td><div class=a><p id=me "
                           "class='b c'>x</p></div></td></tr></table>");
        QCOMPARE(!coloursFor(html.arg(selector)).isEmpty(), matches);
    }

    void moreSpecificRulesComeLater()
    {
        QCOMPARE(coloursFor(QStringLiteral("<style>#i{color:red}.c{color:blue}p{color:green}p.c{color:lime}"
                                           "</style><p id=i class=c>x</p>")),
                 (QStringList{QStringLiteral("green"), QStringLiteral("blue"), QStringLiteral("lime"),
                              QStringLiteral("red")}));
    }

    void mediaRulesHoldForThePage_data()
    {
        QTest::addColumn<QString>("media");
        QTest::addColumn<bool>("holds");
        QTest::newRow("screen") << QStringLiteral("screen") << true;
        QTest::newRow("print") << QStringLiteral("print") << false;
        QTest::newRow("narrow") << QStringLiteral("only screen and (max-width:600px)") << false;
        QTest::newRow("wide") << QStringLiteral("(min-width: 480px)") << true;
        QTest::newRow("dark") << QStringLiteral("(prefers-color-scheme: dark)") << false;
        QTest::newRow("either") << QStringLiteral("print, screen") << true;
    }

    void mediaRulesHoldForThePage()
    {
        QFETCH(QString, media);
        QFETCH(bool, holds);
        const QString html =
            QStringLiteral("<style>@media %1{p{color:red}} @import 'x'; p{margin:0}</style><p>x");
        QCOMPARE(coloursFor(html.arg(media)).size(), holds ? 1 : 0);
    }

    void brokenSheetsKeepWhatCanBeRead()
    {
        QCOMPARE(
            coloursFor(QStringLiteral("<style><!-- /* { */ @charset 'x'; p{color:red;;:x;} --></style><p>x")),
            QStringList{QStringLiteral("red")});
        QCOMPARE(coloursFor(QStringLiteral("<style>}}} p{color:red</style><p>x")).size(), 0);
        QCOMPARE(coloursFor(QStringLiteral("<style>a{b{c{</style><p>x")).size(), 0);
    }

    void rulesAreLimited()
    {
        QString css;
        for (int i = 0; i < 4000; ++i)
            css += QStringLiteral(".c%1{color:red}").arg(i);
        QVERIFY(StyleSheet(css, 700, false).defects().contains(QStringLiteral("css: cut at 3000 rules")));
    }

    void shorthandsComeApart()
    {
        const CssDeclarations margin = parseDeclarations(u"margin: 1px 2px 3px !important; Padding:4px");
        QCOMPARE(margin.size(), std::size_t(8));
        QCOMPARE(margin[3], (CssDeclaration{"margin-left", QStringLiteral("2px"), true}));
        const CssDeclarations font = parseDeclarations(u"font: italic bold 12px/1.5 'Open Sans', Arial");
        QVERIFY(std::count(font.begin(), font.end(),
                           CssDeclaration{"font-family", QStringLiteral("'Open Sans', Arial"), false}) == 1);
        const CssDeclarations border = parseDeclarations(u"border-top: 1px solid #ABC");
        QCOMPARE(border.size(), std::size_t(3));
        QCOMPARE(border[2].value, QStringLiteral("#abc"));
    }

    void harmfulValuesAreDropped()
    {
        for (const char16_t *css : {u"color:expression(x)", u"width:calc(1px)", u"color:var(--a)",
                                    u"color:r\\65 d", u"position:fixed", u"behavior:url(x)",
                                    u"font-family:a<b", u"color:@x", u"-moz-binding:url(x)", u"content:'x'"})
            QVERIFY2(parseDeclarations(QStringView(css)).empty(), qPrintable(QString::fromUtf16(css)));
        const CssDeclarations background = parseDeclarations(u"background:#fff url(http://x) no-repeat");
        QCOMPARE(background.size(), std::size_t(2));
        QVERIFY(!background[0].value.contains(u"http") && !background[1].value.contains(u"http"));
    }

    void coloursAreRead_data()
    {
        QTest::addColumn<QString>("css");
        QTest::addColumn<QString>("colour");
        const auto row = [](const char *css, const char *colour) {
            QTest::newRow(css) << QString::fromUtf8(css) << QString::fromUtf8(colour);
        };
        row("#abc", "#aabbcc");
        row("#A1b2C3", "#a1b2c3");
        row("#11223380", "#112233");
        row("#11223310", "");
        row("red", "#ff0000");
        row("RebeccaPurple", "#663399");
        row("rgb(1, 2,3)", "#010203");
        row("rgb(300,-5,50%)", "#ff0080");
        row("rgba(1,2,3,.1)", "");
        row("rgb(1 2 3 / 90%)", "#010203");
        row("hsl(120, 100%, 25%)", "#008000");
        row("hsl(-120deg,100%,50%)", "#0000ff");
        row("transparent", "");
        row("nonsense", "");
        row("#12", "");
        row("rgb(1,2)", "");
        row("rgb(nan,inf,1)", "");
    }

    void coloursAreRead()
    {
        QFETCH(QString, css);
        QFETCH(QString, colour);
        const auto parsed = parseColour(css);
        QCOMPARE(parsed ? parsed->toString() : QString(), colour);
    }

    void coloursAreMadeReadable()
    {
        const CssColour page{0x16, 0x18, 0x1C};
        for (const CssColour ink : {CssColour{0, 0, 0}, CssColour{0x22, 0x22, 0x55}, CssColour{0x90, 0, 0}})
            QVERIFY(ink.readableOn(page, 4.5).contrastWith(page) >= 4.5);
        const CssColour light{0xF0, 0xF0, 0xF0};
        QCOMPARE(light.readableOn(page, 4.5), light);
    }
};

QTEST_GUILESS_MAIN(StyleSheetTest)
#include "StyleSheetTest.moc"
