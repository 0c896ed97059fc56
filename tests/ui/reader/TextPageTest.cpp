// SPDX-License-Identifier: GPL-3.0-or-later
#include "TextPage.h"

#include "Theme.h"

#include <QPalette>
#include <QTest>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <cmath>

namespace
{
QColor colourOf(const QTextBlock &block)
{
    return block.begin().fragment().charFormat().foreground().color();
}

QStringList linksOf(const QTextDocument &page)
{
    QStringList links;
    for (QTextBlock block = page.begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QString link = it.fragment().charFormat().anchorHref();
            if (!link.isEmpty())
                links += link;
        }
    }
    return links;
}

qreal contrast(const QColor &a, const QColor &b)
{
    const auto light = [](const QColor &c) {
        const auto part = [](qreal v) {
            return v <= 0.03928 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * part(c.redF()) + 0.7152 * part(c.greenF()) + 0.0722 * part(c.blueF());
    };
    const qreal x = light(a), y = light(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}
} // namespace

class TextPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesStayLines_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("one") << QStringLiteral("one");
        QTest::newRow("blank line between") << QStringLiteral("one\n\ntwo");
        QTest::newRow("blank lines at both ends") << QStringLiteral("\n\none\ntwo\n\n\nthree");
        QTest::newRow("quotes") << QStringLiteral("> one\n>> two\n\nthree");
        QTest::newRow("markup is text") << QStringLiteral("<b>&amp; \"x\" <script>alert(1)</script>");
    }

    void linesStayLines()
    {
        QFETCH(QString, text);
        QTextDocument page;
        page.setHtml(textPage(text, QPalette()));
        QCOMPARE(page.toPlainText(), text);
    }

    void levelsOfQuotingHaveReadableColoursOfTheirOwn_data()
    {
        QTest::addColumn<QPalette>("palette");
        QTest::newRow("light") << Theme::palette(Theme::Scheme::Light);
        QTest::newRow("dark") << Theme::palette(Theme::Scheme::Dark);
    }

    void levelsOfQuotingHaveReadableColoursOfTheirOwn()
    {
        QFETCH(QPalette, palette);
        QTextDocument page;
        page.setHtml(textPage(QStringLiteral("> one\n>> two\n> > > three\ntext\n-- \nAnna"), palette));
        QSet<QRgb> colours;
        for (const int line : {0, 1, 2, 5}) {
            const QColor colour = colourOf(page.findBlockByNumber(line));
            colours.insert(colour.rgb());
            QVERIFY2(contrast(colour, palette.color(QPalette::Base)) >= 4.5, qPrintable(colour.name()));
        }
        QCOMPARE(colours.size(), 4);
        // The signature is muted; what stands before it is not.
        QCOMPARE(colourOf(page.findBlockByNumber(5)), palette.color(QPalette::PlaceholderText));
        QVERIFY(colourOf(page.findBlockByNumber(3)) != palette.color(QPalette::PlaceholderText));
    }

    void longQuotationsCanBeFolded()
    {
        const QString text =
            QStringLiteral("Hello\n> 1\n> 2\n> 3\n>> 4\n> 5\nbetween\n> a\n> b\n> c\n> d\n> e\nend");
        QTextDocument page;
        page.setHtml(textPage(text, QPalette()));
        QCOMPARE(linksOf(page),
                 (QStringList{QStringLiteral("poplar-fold:0"), QStringLiteral("poplar-fold:1")}));
        QCOMPARE(page.toPlainText().count(u'\n'), text.count(u'\n') + 2);
        page.setHtml(textPage(text, QPalette(), {false, {1}}));
        QVERIFY(page.toPlainText().contains(QStringLiteral("> 5")));
        QVERIFY(!page.toPlainText().contains(QStringLiteral("> a")));
        QVERIFY(page.toPlainText().contains(QStringLiteral("end")));
        page.setHtml(textPage(text, QPalette(), {true, {1}}));
        QVERIFY(!page.toPlainText().contains(QStringLiteral("> 5")));
        QVERIFY(page.toPlainText().contains(QStringLiteral("> a")));
    }

    void addressesBecomeLinks_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("links");
        const auto row = [](const char *text, const QStringList &links) {
            QTest::newRow(text) << QString::fromUtf8(text) << links;
        };
        row("see https://example.org/a(b)?c=d&e.", {QStringLiteral("https://example.org/a(b)?c=d&e")});
        row("(https://example.org/x)", {QStringLiteral("https://example.org/x")});
        row("<https://example.org/x>, www.example.org!",
            {QStringLiteral("https://example.org/x"), QStringLiteral("http://www.example.org")});
        row("write to anna.b+c@example.org.", {QStringLiteral("mailto:anna.b+c@example.org")});
        row("javascript:alert(1) file:///etc/passwd poplar-fold:0", {});
        row("ftp://example.org at 10:30", {});
    }

    void addressesBecomeLinks()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, links);
        QTextDocument page;
        page.setHtml(textPage(text, QPalette()));
        QCOMPARE(linksOf(page), links);
        QCOMPARE(page.toPlainText(), text);
    }

    void eachLineHasTheDirectionOfItsLetters()
    {
        QTextDocument page;
        page.setHtml(
            textPage(QStringLiteral(
                         "left\n\u05E9\u05DC\u05D5\u05DD, hello\n\U0001F600 \u0645\u0631\u062D\u0628\u0627\n"
                         "\U0001F468\u200D\U0001F469\u200D\U0001F467 family"),
                     QPalette()));
        const Qt::LayoutDirection expected[] = {Qt::LeftToRight, Qt::RightToLeft, Qt::RightToLeft,
                                                Qt::LeftToRight};
        for (int line = 0; line < 4; ++line)
            QCOMPARE(page.findBlockByNumber(line).textDirection(), expected[line]);
        page.setTextWidth(400);
        QVERIFY(page.size().height() > 0); // lays it out
        const auto lineAt = [&page](int line) { return page.findBlockByNumber(line).layout()->lineAt(0); };
        QVERIFY(lineAt(0).naturalTextRect().left() < 50);
        QVERIFY(lineAt(1).naturalTextRect().right() > 350);
        // A family of three is one character on the screen: nothing breaks it up.
        QCOMPARE(page.findBlockByNumber(3).text().left(8),
                 QStringLiteral("\U0001F468\u200D\U0001F469\u200D\U0001F467"));
    }

    // QTextDocument would hold up the window for as long as it lays out all of it.
    void aVeryLongTextIsCutAtALineAndSaysSo()
    {
        const QString text = QStringLiteral("a line of text\n").repeated(100'000);
        QTextDocument page;
        page.setHtml(textPage(text, QPalette()));
        const QStringList lines = page.toPlainText().split(u'\n');
        QVERIFY(lines.size() > 30'000 && lines.size() < 40'000);
        QCOMPARE(lines[lines.size() - 3], QStringLiteral("a line of text"));
        QVERIFY(lines.last().contains(QStringLiteral("goes on for 1000005 more")));
        QVERIFY(lines.last().contains(QStringLiteral("“Open in the browser”"))); // where no text is encoded
    }
};

QTEST_MAIN(TextPageTest)
#include "TextPageTest.moc"
