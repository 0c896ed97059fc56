// SPDX-License-Identifier: GPL-3.0-or-later
#include "TextPage.h"

#include <QPalette>
#include <QTest>
#include <QTextDocument>

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
};

QTEST_MAIN(TextPageTest)
#include "TextPageTest.moc"
