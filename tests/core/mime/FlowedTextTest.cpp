// SPDX-License-Identifier: GPL-3.0-or-later
#include "FlowedText.h"

#include "TextRow.h"

class FlowedTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void linesFlowByTheRules_data();
    void linesFlowByTheRules();
};

// The sections are those of RFC 3676.
void FlowedTextTest::linesFlowByTheRules_data()
{
    QTest::addColumn<QString>("lines");
    QTest::addColumn<bool>("deleteSpace");
    QTest::addColumn<QString>("text");
    textRow::add("nothing", "", false, "");
    textRow::add("a fixed line", "one\n", false, "one\n");
    textRow::add("4.1 a paragraph", "one \ntwo \nthree\n", false, "one two three\n");
    textRow::add("4.1 an empty line ends it", "one \n\ntwo\n", false, "one \ntwo\n");
    textRow::add("4.1 the text ends in it", "one ", false, "one ");
    textRow::add("4.2 a fixed line follows", "one\ntwo\n", false, "one\ntwo\n");
    textRow::add("4.3 the signature does not flow", "one \n-- \nAnna\n", false, "one \n-- \nAnna\n");
    textRow::add("4.3 nor when it is quoted", "> one \n> -- \n> Anna\n", false, "> one \n> -- \n> Anna\n");
    textRow::add("4.4 stuffed blanks go", " From here\n >no quote\n  two\n", false,
                 "From here\n>no quote\n two\n");
    textRow::add("4.5 quotes flow", "> one \n> two\n", false, "> one two\n");
    textRow::add("4.5 marks without blanks", ">one \n>two\n", false, "> one two\n");
    textRow::add("4.5 deeper is another paragraph", "> one \n>> two\n", false, "> one \n>> two\n");
    textRow::add("4.5 as is the answer", "> one \ntwo\n", false, "> one \ntwo\n");
    textRow::add("4.5 an empty quoted line", ">\n> one\n", false, "> \n> one\n");
    textRow::add("4.1 DelSp", "日本 \n語\n", true, "日本語\n");
    textRow::add("4.1 DelSp takes one blank only", "one  \ntwo\n", true, "one two\n");
    textRow::add("4.1 DelSp and the signature", "one \n-- \nAnna\n", true, "one\n-- \nAnna\n");
    textRow::add("4.1 DelSp in quotes", "> 日本 \n> 語\n", true, "> 日本語\n");
}

void FlowedTextTest::linesFlowByTheRules()
{
    QFETCH(QString, lines);
    QFETCH(bool, deleteSpace);
    QTEST(unflowed(lines, deleteSpace), "text");
}

QTEST_GUILESS_MAIN(FlowedTextTest)
#include "FlowedTextTest.moc"
