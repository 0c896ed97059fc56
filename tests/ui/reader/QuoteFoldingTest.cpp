// SPDX-License-Identifier: GPL-3.0-or-later
#include "QuoteFolding.h"

#include "HtmlView.h"

#include <QAccessible>
#include <QMimeData>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>

namespace
{
constexpr char16_t html[] =
    u"<html><body><div>Yes, gladly.</div>\n<!--quotation color:#5c6670;margin-left:12px;-->"
    "<table border=\"0\"><tr><td><div><span style=\"color:#1d53a5;\">shall we <span "
    "style=\"font-weight:bold;\">meet</span></span></div>\n"
    "<div>on Monday &amp; talk</div></td></tr></table><!--/quotation 7--><div>between</div>\n"
    "<!--quotation color:#5c6670;--><div>a short one</div><!--/quotation 1-->"
    "<!--quotation color:#5c6670;--><div>a much lon\u200Bger one</div><!--/quotation 9--><div>the end</div>"
    "</body></html>";

MessageBody inHtml()
{
    MessageBody body;
    body.safeHtml = QString::fromUtf16(html);
    return body;
}

MessageBody inText()
{
    MessageBody body;
    body.text = QStringLiteral("Yes, gladly.\n> shall we\n> meet\n> on\n> Monday & talk\n> then\nthe end");
    return body;
}

class OpenPage : public HtmlView
{
public:
    using HtmlView::createMimeDataFromSelection;
};
} // namespace

// Long quotations fold alike in HTML and in plain text.
class QuoteFoldingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLineStandsAboveEachLongQuotation()
    {
        const QString page = QuoteFolding::page(QString::fromUtf16(html), {});
        QCOMPARE(page.count(QStringLiteral("<a href=\"poplar-fold:")), 2);
        QVERIFY(page.contains(QStringLiteral("color:#5c6670;margin-left:12px;\"><a href=\"poplar-fold:0\"")));
        QVERIFY(page.contains(QStringLiteral("\u25BE 7 quoted line")));
        QVERIFY(page.contains(QStringLiteral("a short one")) && page.contains(QStringLiteral("meet")));
        const QString onPaper = QuoteFolding::page(QString::fromUtf16(html), {true, {}, false});
        QCOMPARE(onPaper, QString::fromUtf16(html));
    }

    void whatIsFoldedIsLeftOutAndNothingElse()
    {
        const QString page = QuoteFolding::page(QString::fromUtf16(html), {true, {1}});
        QVERIFY(page.contains(QStringLiteral("\u25B8 7 quoted line")));
        QVERIFY(!page.contains(QStringLiteral("meet")) && !page.contains(QStringLiteral("<table")));
        for (const char *kept :
             {"Yes, gladly.", "between", "a short one", "a much lon", "the end", "</body>"})
            QVERIFY2(page.contains(QString::fromLatin1(kept)), kept);
    }

    void textsAreAsTheyAreRead()
    {
        const QStringList texts = QuoteFolding::texts(QString::fromUtf16(html));
        QCOMPARE(texts.size(), 2);
        QVERIFY(texts[0].contains(QStringLiteral("shall we meet\n")));
        QVERIFY(texts[0].contains(QStringLiteral("on Monday & talk")));
        QCOMPARE(texts[1].trimmed(), QStringLiteral("a much longer one"));
    }

    void marksThatAreCutShortFoldNothing()
    {
        for (const char *cut :
             {"<!--quotation ", "<!--quotation color:x-->text", "<!--quotation -->a<!--/quotation 9"})
            QCOMPARE(QuoteFolding::page(QString::fromLatin1(cut), {true, {}}), QString::fromLatin1(cut));
    }

    void htmlFoldsByTheKeyboardAndByChoice()
    {
        HtmlView view;
        open(view);
        view.showMessage(inHtml(), HtmlView::Mode::Html);
        const QSignalSpy activated(&view, &HtmlView::linkActivated);
        const auto shows = [&view](const char *text) {
            return view.toPlainText().contains(QString::fromLatin1(text));
        };
        QVERIFY(shows("meet"));
        QTest::keyClick(&view, Qt::Key_Tab);
        QTest::keyClick(&view, Qt::Key_Return);
        QVERIFY(!shows("meet") && shows("between") && shows("ger one"));
        QTest::keyClick(&view, Qt::Key_Tab);
        QTest::keyClick(&view, Qt::Key_Return);
        QVERIFY(shows("meet"));
        view.setQuotesFolded(true);
        QVERIFY(!shows("meet") && !shows("ger one") && shows("a short one") && shows("the end"));
        QCOMPARE(activated.size(), 0);
    }

    // When the window has another width, or the zoom is another one.
    void aNewLayoutLeavesFoldedWhatIsFolded()
    {
        HtmlView view;
        open(view);
        view.showMessage(inHtml(), HtmlView::Mode::Html);
        QTest::keyClick(&view, Qt::Key_Tab);
        QTest::keyClick(&view, Qt::Key_Return);
        view.showAgain(inHtml(), HtmlView::Mode::Html);
        QVERIFY(!view.toPlainText().contains(QStringLiteral("meet")));
        view.showMessage(inHtml(), HtmlView::Mode::Html);
        QVERIFY(view.toPlainText().contains(QStringLiteral("meet")));
    }

    void findUnfoldsWhatItFinds_data()
    {
        QTest::addColumn<MessageBody>("body");
        QTest::newRow("HTML") << inHtml();
        QTest::newRow("text") << inText();
    }

    void findUnfoldsWhatItFinds()
    {
        QFETCH(MessageBody, body);
        HtmlView view;
        open(view);
        view.setQuotesFolded(true);
        view.showMessage(body, HtmlView::Mode::Html);
        QVERIFY(!view.toPlainText().contains(QStringLiteral("Monday")));
        view.unfoldWords(QStringLiteral("nowhere"), Qt::CaseInsensitive);
        QVERIFY(!view.toPlainText().contains(QStringLiteral("Monday")));
        view.unfoldWords(QStringLiteral("monday & talk"), Qt::CaseInsensitive);
        QVERIFY(view.toPlainText().contains(QStringLiteral("Monday")));
        // The next message, too, shows what is looked for.
        view.showMessage(body, HtmlView::Mode::Html);
        QVERIFY(view.toPlainText().contains(QStringLiteral("Monday")));
        view.unfoldWords(QString(), Qt::CaseInsensitive);
        view.showMessage(body, HtmlView::Mode::Html);
        QVERIFY(!view.toPlainText().contains(QStringLiteral("Monday")));
    }

    void onlyTheQuotationWithTheWordsUnfolds()
    {
        HtmlView view;
        view.setQuotesFolded(true);
        view.showMessage(inHtml(), HtmlView::Mode::Html);
        view.unfoldWords(QStringLiteral("longer"), Qt::CaseSensitive);
        QVERIFY(view.toPlainText().contains(QStringLiteral("a much")));
        QVERIFY(!view.toPlainText().contains(QStringLiteral("Monday")));
    }

    void screenReadersAreToldAll_data() { findUnfoldsWhatItFinds_data(); }

    void screenReadersAreToldAll()
    {
        QFETCH(MessageBody, body);
        HtmlView view;
        open(view);
        view.setQuotesFolded(true);
        view.showMessage(body, HtmlView::Mode::Html);
        QAccessibleTextInterface *const text = QAccessible::queryAccessibleInterface(&view)->textInterface();
        QVERIFY(text);
        const QString all = text->text(0, text->characterCount());
        const qsizetype gladly = all.indexOf(QStringLiteral("gladly"));
        const qsizetype folded = all.indexOf(QStringLiteral("Monday"));
        const qsizetype end = all.indexOf(QStringLiteral("the end"));
        QVERIFY(gladly >= 0 && folded > gladly && end > folded);
        // What is behind a folded quotation is where it is on the screen.
        text->setSelection(0, int(end), int(end) + 7);
        QCOMPARE(view.textCursor().selectedText(), QStringLiteral("the end"));
        int from = 0, to = 0;
        text->selection(0, &from, &to);
        QCOMPARE(all.mid(from, to - from), QStringLiteral("the end"));
        // What is folded is at the line that folds it.
        text->setCursorPosition(int(folded));
        QVERIFY(view.textCursor().block().text().contains(QStringLiteral("quoted")));
        const QRect place = text->characterRect(int(gladly));
        QCOMPARE(text->offsetAtPoint(place.center()) - int(gladly), place.width() > 1 ? 0 : -1);
    }

    void linesThatFoldAreNotCopied()
    {
        OpenPage view;
        view.showMessage(inHtml(), HtmlView::Mode::Html);
        view.selectAll();
        const std::unique_ptr<QMimeData> copied(view.createMimeDataFromSelection());
        QVERIFY(!copied->text().contains(QStringLiteral("quoted line")));
        QVERIFY(copied->text().contains(QStringLiteral("shall we meet")));
        QVERIFY(!copied->html().contains(QStringLiteral("poplar-fold")));
    }

private:
    static void open(HtmlView &view)
    {
        view.resize(500, 400);
        view.show();
        view.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&view));
        view.setFocus();
    }
};

QTEST_MAIN(QuoteFoldingTest)
#include "QuoteFoldingTest.moc"
