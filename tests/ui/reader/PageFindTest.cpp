// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageFind.h"

#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextBrowser>

#include <algorithm>

class PageFindTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_view = std::make_unique<QTextBrowser>();
        m_view->resize(400, 200);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_find = std::make_unique<PageFind>(*m_view);
        m_counted = std::make_unique<QSignalSpy>(m_find.get(), &PageFind::counted);
    }
    void cleanup()
    {
        m_counted.reset();
        m_find.reset();
        m_view.reset();
    }

    void wordsAreCountedAlsoInTables()
    {
        m_view->setHtml(
            QStringLiteral("<p>one <b>Wo</b>rd</p><table><tr><td>word</td><td>other</td></tr></table>"));
        m_find->find(QStringLiteral("word"), false);
        QCOMPARE(last(), (QList<int>{1, 2}));
        QCOMPARE(m_view->textCursor().selectedText(), QStringLiteral("Word"));
        m_find->step(1);
        QCOMPARE(last(), (QList<int>{2, 2}));
        m_find->step(1);
        QCOMPARE(last(), (QList<int>{1, 2}));
        m_find->step(-1);
        QCOMPARE(last(), (QList<int>{2, 2}));
        m_find->find(QStringLiteral("word"), true);
        QCOMPARE(last(), (QList<int>{1, 1}));
        m_find->find(QStringLiteral("nowhere"), false);
        QCOMPARE(last(), (QList<int>{0, 0}));
        QVERIFY(m_view->extraSelections().isEmpty());
    }

    void placesToBreakAndFixedBlanksAreNotInTheWay()
    {
        m_view->setHtml(QStringLiteral("<p>AAA\u200BBBB\u200BCCC two\u00A0words</p>"));
        m_find->find(QStringLiteral("aabbbcc"), false);
        QCOMPARE(last(), (QList<int>{1, 1}));
        QCOMPARE(m_view->textCursor().selectedText(), QStringLiteral("AA\u200BBBB\u200BCC"));
        m_find->find(QStringLiteral("two words"), false);
        QCOMPARE(last(), (QList<int>{1, 1}));
    }

    void onlyWhatIsOnTheScreenIsMarked()
    {
        m_view->setPlainText(QStringLiteral("a word here\n").repeated(500));
        m_find->find(QStringLiteral("word"), false);
        QCOMPARE(last(), (QList<int>{1, 500}));
        const auto before = m_view->extraSelections();
        QVERIFY(before.size() > 2 && before.size() < 100);
    }

    void marksFollowTheScrolling()
    {
        m_view->setPlainText(QStringLiteral("a word here\n").repeated(500));
        m_find->find(QStringLiteral("word"), false);
        const auto isMarked = [this](int line) {
            const int start = m_view->document()->findBlockByNumber(line).position() + 2;
            const auto marks = m_view->extraSelections();
            return std::any_of(marks.begin(), marks.end(), [start](const QTextEdit::ExtraSelection &mark) {
                return mark.cursor.selectionStart() == start && mark.cursor.selectedText() == u"word";
            });
        };
        const auto topLine = [this] { return m_view->cursorForPosition(QPoint(5, 5)).blockNumber(); };
        QVERIFY(isMarked(topLine()) && !isMarked(250));
        for (const int part : {2, 1}) {
            QScrollBar *const bar = m_view->verticalScrollBar();
            bar->setValue(bar->maximum() / part);
            QVERIFY(topLine() > 100);
            for (int line = topLine(); line < std::min(topLine() + 5, 500); ++line)
                QVERIFY2(isMarked(line), qPrintable(QString::number(line)));
            QVERIFY(!isMarked(0));
            QVERIFY(m_view->extraSelections().size() < 100);
        }
        // Scrolling goes to no other match.
        QCOMPARE(last(), (QList<int>{1, 500}));
    }

    void aWordThatGrowsStaysWhereItIs()
    {
        m_view->setPlainText(QStringLiteral("in inn inner inn"));
        m_find->find(QStringLiteral("i"), false);
        m_find->find(QStringLiteral("in"), false);
        QCOMPARE(last().first(), 1);
        m_find->find(QStringLiteral("inn"), false);
        QCOMPARE(m_view->textCursor().selectionStart(), 3);
        m_find->find(QStringLiteral("inne"), false);
        QCOMPARE(m_view->textCursor().selectionStart(), 7);
    }

    void anotherDocumentIsSearchedAnew()
    {
        m_view->setPlainText(QStringLiteral("word word"));
        m_find->find(QStringLiteral("word"), false);
        m_view->setPlainText(QStringLiteral("word word word"));
        m_find->findAgain();
        QCOMPARE(last(), (QList<int>{1, 3}));
        QCOMPARE(m_view->extraSelections().size(), 3);
        m_find->find(QString(), false);
        QVERIFY(m_view->extraSelections().isEmpty());
    }

    void soManyMatchesAreNotCountedToTheEnd()
    {
        m_view->setPlainText(QStringLiteral("aaaaaaaaaa\n").repeated(2000));
        m_find->find(QStringLiteral("a"), false);
        QCOMPARE(last().last(), 10'000);
        QVERIFY(!m_counted->last().at(2).toBool());
    }

private:
    QList<int> last() const { return {m_counted->last().at(0).toInt(), m_counted->last().at(1).toInt()}; }

    std::unique_ptr<QTextBrowser> m_view;
    std::unique_ptr<PageFind> m_find;
    std::unique_ptr<QSignalSpy> m_counted;
};

QTEST_MAIN(PageFindTest)
#include "PageFindTest.moc"
