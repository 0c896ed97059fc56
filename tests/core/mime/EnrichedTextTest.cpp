// SPDX-License-Identifier: GPL-3.0-or-later
#include "EnrichedText.h"

#include "TextRow.h"

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
    const auto enriched = EnrichedKind::Enriched, richtext = EnrichedKind::Richtext;
    textRow::add("one break is a blank", "one\ntwo", enriched, "one two");
    textRow::add("two breaks are one line", "one\n\ntwo", enriched, "one\ntwo");
    textRow::add("four breaks are three lines", "one\n\n\n\ntwo", enriched, "one\n\n\ntwo");
    textRow::add("nofill keeps breaks", "<nofill>one\ntwo\n</nofill>", enriched, "one\ntwo\n");
    textRow::add("two brackets are one", "a << b <<bold>", enriched, "a < b <bold>");
    textRow::add("commands in any case", "<BOLD>a</Bold>", enriched, "a");
    textRow::add("unknown commands", "<x-none>a</x-none>", enriched, "a");
    textRow::add("no command", "a < b > c <1 2>", enriched, "a < b > c <1 2>");
    textRow::add("bracket at the end", "a <", enriched, "a <");
    textRow::add("command without an end", "a <bold", enriched, "a <bold");
    textRow::add("parameters are hidden", "<color><param>red</param>a</color>", enriched, "a");
    textRow::add("excerpt", "a\n\n<excerpt>b\n\nc</excerpt>d", enriched, "a\n> b\n> c\nd");
    textRow::add("excerpt in excerpt", "<excerpt>a<excerpt>b</excerpt></excerpt>", enriched, "> a\n> > b\n");
    textRow::add("closed without having been opened", "a</excerpt></bold>b", enriched, "ab");
    textRow::add("all breaks are blanks", "one\ntwo\n\nthree", richtext, "one two three");
    textRow::add("new lines and pages", "one<nl>two<np>three", richtext, "one\ntwo\nthree");
    textRow::add("less than", "a <lt> b", richtext, "a < b");
    textRow::add("comments are hidden", "a<comment>b<nl>c</comment>d", richtext, "ad");
    textRow::add("paragraphs", "<paragraph>a</paragraph><paragraph>b</paragraph>", richtext, "a\nb\n");
    textRow::add("no markup at all", "Grüße aus 日本", richtext, "Grüße aus 日本");
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
    textRow::add("bold", "<bold>a</bold>", "<b>a</b>");
    textRow::add("letters of HTML", "<bold>a&b\"</bold> <<script> >",
                 "<b>a&amp;b&quot;</b> &lt;script&gt; &gt;");
    textRow::add("overlapping", "<bold>a<italic>b</bold>c</italic>", "<b>a<i>b</i></b>c");
    textRow::add("left open", "<bold>a", "<b>a</b>");
    textRow::add("named colour", "<color><param>red</param>a</color>", "<span style=\"color: red\">a</span>");
    textRow::add("colour by numbers", "<color><param>ffff,0000,8080</param>a</color>",
                 "<span style=\"color: #ff0080\">a</span>");
    textRow::add("no colour", "<color><param>red\"; x: url(y)</param>a</color>", "<span>a</span>");
    textRow::add("font", "<fontfamily><param>Times New</param>a</fontfamily>",
                 "<span style=\"font-family: 'Times New'\">a</span>");
    textRow::add("excerpt", "<excerpt>a</excerpt>", "<blockquote type=\"cite\">a</blockquote>");
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
