// SPDX-License-Identifier: GPL-3.0-or-later
#include "EnrichedText.h"

#include <QTest>

class EnrichedTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textIsReadByItsType_data();
    void textIsReadByItsType();
    void formattingBecomesHtml_data();
    void formattingBecomesHtml();
    void typesAreKnown();
    void anyDepthIsClosed();
};

void EnrichedTextTest::textIsReadByItsType_data()
{
    QTest::addColumn<QString>("enriched");
    QTest::addColumn<EnrichedKind>("kind");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const char *enriched, EnrichedKind kind, const char *text) {
        QTest::newRow(name) << QString::fromUtf8(enriched) << kind << QString::fromUtf8(text);
    };
    const auto enriched = EnrichedKind::Enriched, richtext = EnrichedKind::Richtext;
    row("one break is a blank", "one\ntwo", enriched, "one two");
    row("two breaks are one line", "one\n\ntwo", enriched, "one\ntwo");
    row("four breaks are three lines", "one\n\n\n\ntwo", enriched, "one\n\n\ntwo");
    row("nofill keeps breaks", "<nofill>one\ntwo\n</nofill>", enriched, "one\ntwo\n");
    row("two brackets are one", "a << b <<bold>", enriched, "a < b <bold>");
    row("commands in any case", "<BOLD>a</Bold>", enriched, "a");
    row("unknown commands", "<x-none>a</x-none>", enriched, "a");
    row("no command", "a < b > c <1 2>", enriched, "a < b > c <1 2>");
    row("bracket at the end", "a <", enriched, "a <");
    row("command without an end", "a <bold", enriched, "a <bold");
    row("parameters are hidden", "<color><param>red</param>a</color>", enriched, "a");
    row("excerpt", "a\n\n<excerpt>b\n\nc</excerpt>d", enriched, "a\n> b\n> c\nd");
    row("excerpt in excerpt", "<excerpt>a<excerpt>b</excerpt></excerpt>", enriched, "> a\n> > b\n");
    row("closed without having been opened", "a</excerpt></bold>b", enriched, "ab");
    row("all breaks are blanks", "one\ntwo\n\nthree", richtext, "one two three");
    row("new lines and pages", "one<nl>two<np>three", richtext, "one\ntwo\nthree");
    row("less than", "a <lt> b", richtext, "a < b");
    row("comments are hidden", "a<comment>b<nl>c</comment>d", richtext, "ad");
    row("paragraphs", "<paragraph>a</paragraph><paragraph>b</paragraph>", richtext, "a\nb\n");
    row("no markup at all", "Grüße aus 日本", richtext, "Grüße aus 日本");
}

void EnrichedTextTest::textIsReadByItsType()
{
    QFETCH(QString, enriched);
    QFETCH(EnrichedKind, kind);
    QTEST(enrichedToText(enriched, kind), "text");
}

void EnrichedTextTest::formattingBecomesHtml_data()
{
    QTest::addColumn<QString>("enriched");
    QTest::addColumn<QString>("html");
    const auto row = [](const char *name, const char *enriched, const char *html) {
        QTest::newRow(name) << QString::fromUtf8(enriched) << QString::fromUtf8(html);
    };
    row("bold", "<bold>a</bold>", "<b>a</b>");
    row("letters of HTML", "<bold>a&b\"</bold> <<script> >", "<b>a&amp;b&quot;</b> &lt;script&gt; &gt;");
    row("overlapping", "<bold>a<italic>b</bold>c</italic>", "<b>a<i>b</i></b>c");
    row("left open", "<bold>a", "<b>a</b>");
    row("named colour", "<color><param>red</param>a</color>", "<span style=\"color: red\">a</span>");
    row("colour by numbers", "<color><param>ffff,0000,8080</param>a</color>",
        "<span style=\"color: #ff0080\">a</span>");
    row("no colour", "<color><param>red\"; x: url(y)</param>a</color>", "<span>a</span>");
    row("font", "<fontfamily><param>Times New</param>a</fontfamily>",
        "<span style=\"font-family: 'Times New'\">a</span>");
    row("excerpt", "<excerpt>a</excerpt>", "<blockquote type=\"cite\">a</blockquote>");
}

void EnrichedTextTest::formattingBecomesHtml()
{
    QFETCH(QString, enriched);
    QFETCH(QString, html);
    QCOMPARE(enrichedToHtml(enriched, EnrichedKind::Enriched),
             QStringLiteral("<div style=\"white-space: pre-wrap\">%1</div>").arg(html));
}

void EnrichedTextTest::typesAreKnown()
{
    QCOMPARE(enrichedKindOf("text/enriched"), EnrichedKind::Enriched);
    QCOMPARE(enrichedKindOf("text/richtext"), EnrichedKind::Richtext);
    QCOMPARE(enrichedKindOf("text/plain"), EnrichedKind::None);
}

void EnrichedTextTest::anyDepthIsClosed()
{
    const QString deep =
        QStringLiteral("<bold>").repeated(100000) + u'a' + QStringLiteral("</bold>").repeated(100000);
    const QString html = enrichedToHtml(deep, EnrichedKind::Enriched);
    QCOMPARE(html.count(QStringLiteral("<b>")), 100);
    QCOMPARE(html.count(QStringLiteral("</b>")), 100);
    QCOMPARE(enrichedToText(deep, EnrichedKind::Enriched), QStringLiteral("a"));
}

QTEST_GUILESS_MAIN(EnrichedTextTest)
#include "EnrichedTextTest.moc"
