// SPDX-License-Identifier: GPL-3.0-or-later
#include "SourceView.h"
#include "FindBar.h"
#include "MessageBar.h"
#include "SourceWindow.h"

#include <QAccessible>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using Kind = SourceLines::Kind;

namespace
{
const QByteArray twoParts = "From: a@example.org\r\n"
                            "Content-Type: multipart/mixed;\r\n"
                            "\tboundary=\"one two\"\r\n"
                            "\r\n"
                            "before: the parts\r\n"
                            "--one two\r\n"
                            "Content-Type: text/plain\r\n"
                            "\r\n"
                            "text: of a part\r\n"
                            "--one two--\r\n"
                            "after: all\r\n";

SourceLines linesOf(const QByteArray &bytes, qsizetype piece = 7)
{
    SourceLines lines(bytes);
    while (lines.indexMore(piece))
        ;
    return lines;
}

QStringList textsOf(const SourceLines &lines)
{
    QStringList texts;
    for (const SourceLines::Line &line : lines.lines(0, lines.count()))
        texts += lines.text(line);
    return texts;
}

int countOf(const QSignalSpy &counted)
{
    return counted.isEmpty() ? -1 : counted.last().at(1).toInt();
}
} // namespace

class SourceViewTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyLineKnowsWhatItIs()
    {
        const SourceLines lines = linesOf(twoParts);
        std::vector<Kind> kinds;
        for (const SourceLines::Line &line : lines.lines(0, 100))
            kinds.push_back(line.kind);
        const std::vector<Kind> expected{Kind::Field, Kind::Field,    Kind::Continuation, Kind::Body,
                                         Kind::Body,  Kind::Boundary, Kind::Field,        Kind::Body,
                                         Kind::Body,  Kind::Boundary, Kind::Body};
        QVERIFY(kinds == expected);
    }

    void linesAreTheSameFromAnywhereAndInAnyPieces()
    {
        QByteArray bytes = twoParts;
        for (int i = 0; i < 500; ++i)
            bytes += QByteArray(i % 97, 'x') + (i % 3 == 0 ? "\n" : "\r\n");
        const SourceLines whole = linesOf(bytes, 1'000'000);
        const SourceLines pieces = linesOf(bytes, 1);
        QCOMPARE(whole.count(), 511);
        QCOMPARE(pieces.count(), whole.count());
        const QStringList texts = textsOf(whole);
        for (qsizetype i = 0; i < whole.count(); ++i) {
            QCOMPARE(pieces.text(pieces.line(i)), texts[i]);
            QVERIFY(pieces.line(i).kind == whole.line(i).kind);
        }
        QVERIFY(whole.lines(511, 1).empty());
        QVERIFY(whole.lines(-1, 1).empty());
    }

    void longLinesAreCutBetweenCharacters()
    {
        const QByteArray bytes = "X: " + QByteArray("\xc3\xa9").repeated(3000) + "\nend";
        const SourceLines lines = linesOf(bytes);
        const QStringList texts = textsOf(lines);
        QCOMPARE(texts.join(QString()), QString::fromUtf8(bytes).remove(u'\n'));
        QVERIFY(texts.size() > 3);
        for (const QString &text : texts)
            QVERIFY(!text.contains(QChar(0xC3)));
        QVERIFY(lines.line(1).kind == Kind::Field);
    }

    void bytesAreShownWhateverTheyAre()
    {
        const SourceLines lines =
            linesOf(QByteArray("caf\xc3\xa9\nlatin \xe9\nnul ") + '\0' + " bell \a\nturn \xe2\x80\xae round");
        QCOMPARE(textsOf(lines),
                 (QStringList{QStringLiteral("café"), QStringLiteral("latin é"),
                              QStringLiteral("nul ␀ bell ␇"), QStringLiteral("turn □ round")}));
        QCOMPARE(linesOf(QByteArray()).count(), 0);
    }

    void allMatchesAreCountedAndGoneTo()
    {
        SourceView view;
        view.resize(600, 300);
        view.show();
        view.setBytes(QByteArray("line of text\r\nWord\r\n").repeated(1000));
        QSignalSpy counted(&view, &SourceView::counted);
        view.find(QStringLiteral("word"), false);
        QTRY_COMPARE(countOf(counted), 1000);
        QTRY_VERIFY(counted.last().at(2).toBool());
        QCOMPARE(counted.last().at(0).toInt(), 1);
        QCOMPARE(view.selectedText(), QStringLiteral("Word"));
        view.findNext(-1);
        QCOMPARE(counted.last().at(0).toInt(), 1000);
        QVERIFY(view.verticalScrollBar()->value() > 1900);
        view.findNext(1);
        QCOMPARE(counted.last().at(0).toInt(), 1);
        view.find(QStringLiteral("word"), true);
        QTRY_COMPARE(countOf(counted), 0);
        view.find(QString(), true);
        QCOMPARE(countOf(counted), 0);
    }

    void selectionIsCopiedWithTheLinesAsTheyWere()
    {
        SourceView view;
        view.resize(600, 300);
        view.show();
        const QByteArray longLine = QByteArray(5000, 'x');
        view.setBytes("one\r\n" + longLine + "\r\nthree\r\n");
        view.selectAll();
        QCOMPARE(view.selectedText(),
                 QStringLiteral("one\n") + QString::fromLatin1(longLine) + QStringLiteral("\nthree"));
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), view.selectedText());
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, QPoint(13, 16));
        QTest::mouseMove(view.viewport(), QPoint(590, 16));
        QMouseEvent drag(QEvent::MouseMove, QPointF(590, 16), view.viewport()->mapToGlobal(QPointF(590, 16)),
                         Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(view.viewport(), &drag);
        QCOMPARE(view.selectedText(), QStringLiteral("one"));
    }

    // 50 MB: what is on the screen is there at once, the rest is counted between events.
    void aLargeMessageOpensAtItsBeginning()
    {
        QByteArray line(75, 'A');
        line += '\n';
        const QByteArray bytes = "Subject: large\n\n" + line.repeated(50'000'000 / line.size()) + "the end\n";
        SourceView view;
        view.resize(800, 600);
        view.show();
        view.setBytes(bytes);
        QVERIFY(!view.isComplete());
        QVERIFY(view.visibleText().startsWith(QStringLiteral("Subject: large\n\nAAAA")));
        QTRY_VERIFY_WITH_TIMEOUT(view.isComplete(), 60'000);
        QCOMPARE(view.lines().count(), bytes.count('\n'));
        QTest::keyClick(&view, Qt::Key_End);
        QVERIFY(view.visibleText().endsWith(QStringLiteral("the end")));
        QSignalSpy counted(&view, &SourceView::counted);
        view.find(QStringLiteral("THE END"), false);
        QTRY_COMPARE_WITH_TIMEOUT(countOf(counted), 1, 60'000);
    }

    void screenReadersHaveTheLinesOnTheScreen()
    {
        SourceView view;
        view.resize(400, 200);
        view.show();
        view.setBytes("Subject: x\r\n\r\n" + QByteArray("a line\r\n").repeated(500));
        QAccessibleInterface *const accessible = QAccessible::queryAccessibleInterface(&view);
        QVERIFY(accessible && accessible->textInterface());
        QVERIFY(!accessible->text(QAccessible::Name).isEmpty());
        QVERIFY(accessible->state().readOnly);
        QAccessibleTextInterface *const text = accessible->textInterface();
        QCOMPARE(text->text(0, 10), QStringLiteral("Subject: x"));
        QCOMPARE(text->text(0, text->characterCount()), view.visibleText());
        QVERIFY(text->characterCount() < 500);
    }

    void theWindowFindsByKeysAndSaysWhatIsWrong()
    {
        auto *window = new SourceWindow(QStringLiteral("A subject"));
        window->show();
        window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(window));
        window->showSource(QByteArray("Subject: x\n\nneedle and needle"));
        auto *bar = window->findChild<FindBar *>();
        QVERIFY(!bar->isVisible());
        QTest::keyClick(window, Qt::Key_F, Qt::ControlModifier);
        QVERIFY(bar->isVisible());
        auto *field = bar->findChild<QLineEdit *>();
        QVERIFY(field->hasFocus());
        QTest::keyClicks(field, QStringLiteral("NEEDLE"));
        bool isCounted = false;
        for (const QLabel *label : bar->findChildren<QLabel *>())
            isCounted |= label->text() == QStringLiteral("1 of 2");
        QVERIFY(isCounted);
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!bar->isVisible());
        window->showSource(failure(ErrorCode::NotFound));
        QVERIFY(!window->findChild<MessageBar *>()->text().isEmpty());
        window->close();
    }
};

QTEST_MAIN(SourceViewTest)
#include "SourceViewTest.moc"
