// SPDX-License-Identifier: GPL-3.0-or-later
#include "PreviewText.h"

#include "FlowedText.h"

#include <QTest>

namespace
{

QString previewOfHtml(const char *html)
{
    PreviewText preview;
    preview.addHtml(QString::fromUtf8(html));
    return preview.text();
}

} // namespace

class PreviewTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whiteSpaceCollapses();
    void htmlGivesItsWords_data();
    void htmlGivesItsWords();
    void lengthIsLimitedBetweenCharacters();
    void flowedTextKeepsQuotesApart();
};

void PreviewTextTest::whiteSpaceCollapses()
{
    PreviewText preview;
    preview.addText(QStringLiteral("\r\n  one\t\u00A0two\u200B\u034F three\u00ADfour \n"));
    preview.addText(QStringLiteral("> five"));
    QCOMPARE(preview.text(), QStringLiteral("one two threefour > five"));
}

void PreviewTextTest::htmlGivesItsWords_data()
{
    QTest::addColumn<QByteArray>("html");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const char *html, const char *text) {
        QTest::newRow(name) << QByteArray(html) << QString::fromUtf8(text);
    };
    row("paragraphs", "<p>one</p><p>two</p>", "one two");
    row("inline", "<b>o</b>n<span style='x'>e</span>", "one");
    row("style and title", "<title>T</title><STYLE>a{b:c}</STYLE >text", "text");
    row("script", "<script>if (a<b) c();</script>text", "text");
    row("comment", "a<!-- <p>hidden</p> -->b", "ab");
    row("open comment", "<!--#rotate>text", "text");
    row("entities", "&lt;a&gt; &amp;&nbsp;&#228;&#xE4;&auml; &bogus; &", "<a> & äää &bogus; &");
    row("pair", "&#128512;", "😀");
    row("no tag", "1 < 2 and 3 > 2", "1 < 2 and 3 > 2");
    row("cut tag", "text<img src=", "text");
    row("cut style", "text<style>a{b", "text");
    row("doctype", "<!DOCTYPE html><html><body>text</body></html>", "text");
    row("empty", "", "");
}

void PreviewTextTest::htmlGivesItsWords()
{
    QFETCH(QByteArray, html);
    QFETCH(QString, text);
    QCOMPARE(previewOfHtml(html), text);
}

void PreviewTextTest::lengthIsLimitedBetweenCharacters()
{
    PreviewText preview;
    preview.addText(QString(119, u'a') + QStringLiteral("😀😀"));
    QVERIFY(preview.isFull());
    QCOMPARE(preview.text(), QString(119, u'a'));
}

void PreviewTextTest::flowedTextKeepsQuotesApart()
{
    QCOMPARE(unflowed(QStringLiteral("a \nb\n"), false), QStringLiteral("a b\n"));
    QCOMPARE(unflowed(QStringLiteral("a \n> b\n"), false), QStringLiteral("a \n> b\n"));
    QCOMPARE(unflowed(QStringLiteral(">> a \n>> b\n> c\n"), false), QStringLiteral(">> a b\n> c\n"));
    QCOMPARE(unflowed(QStringLiteral("a \n-- \nb"), false), QStringLiteral("a \n-- \nb"));
    QCOMPARE(unflowed(QStringLiteral("a \nb \nc"), true), QStringLiteral("abc"));
    QCOMPARE(unflowed(QStringLiteral(" >a\n  b"), false), QStringLiteral(">a\n b"));
    QCOMPARE(unflowed(QStringLiteral("a \n\nb"), false), QStringLiteral("a \nb"));
    QCOMPARE(unflowed(QString(), false), QString());
}

QTEST_GUILESS_MAIN(PreviewTextTest)
#include "PreviewTextTest.moc"
