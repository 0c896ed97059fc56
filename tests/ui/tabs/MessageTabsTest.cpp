// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tabs of the real main window: opened, walked along, moved and closed by keys and mouse as a user does.
#include "MessageWindow.h"
#include "TabbedMail.h"

#include <QAbstractButton>
#include <QContextMenuEvent>
#include <QScrollBar>
#include <QSignalSpy>

class MessageTabsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_mail.reset(); }
    void barIsHiddenWhileThereIsOnlyTheList();
    void controlEnterOpensATabAndControlWClosesIt();
    void middleClickOpensBehindTheList();
    void menuOfTheListOpensATab();
    void severalSelectedMessagesOpenAtOnce();
    void messageOpensInOneTabOnly();
    void keysWalkAlongTheTabs();
    void lastClosedTabComesBackToItsPlace();
    void tabIsClosedByItsButtonAndByTheMiddleOne();
    void tabsAreMovedByKeysAndTheListStaysFirst();
    void tabIsMovedByTheMouse();
    void tabMovesToAWindowAsItIs();
    void titlesArePlainText();

private:
    static QPoint middleOf(const TabBar &bar, int tab) { return bar.tabRect(tab).center(); }
    static MessageWindow *window();
    static void press(int key, Qt::KeyboardModifiers modifiers = {}) { MailWindow::press(key, modifiers); }

    std::unique_ptr<TabbedMail> m_mail;
};

namespace
{
constexpr auto control = Qt::ControlModifier;
const QString mailTitle = QStringLiteral("Mail");

QString text(const char *words)
{
    return QString::fromUtf8(words);
}
} // namespace

void MessageTabsTest::init()
{
    m_mail = std::make_unique<TabbedMail>();
    m_mail->importFour();
}

MessageWindow *MessageTabsTest::window()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *one = qobject_cast<MessageWindow *>(widget); one && one->isVisible())
            return one;
    }
    return nullptr;
}

void MessageTabsTest::barIsHiddenWhileThereIsOnlyTheList()
{
    QVERIFY(!m_mail->bar->isVisible());
    m_mail->openTab(text("Beta"));
    QVERIFY(m_mail->bar->isVisible());
    press(Qt::Key_W, control);
    QVERIFY(!m_mail->bar->isVisible());
    press(Qt::Key_W, control); // the list is not closed
    QCOMPARE(m_mail->titles(), QStringList{mailTitle});
    QVERIFY(m_mail->window->isVisible());
}

void MessageTabsTest::controlEnterOpensATabAndControlWClosesIt()
{
    m_mail->openTab(text("Beta"));
    QCOMPARE(m_mail->titles(), (QStringList{mailTitle, text("Beta")}));
    QCOMPARE(m_mail->window->windowTitle(), text("Beta"));
    QCOMPARE(m_mail->readerInFront()->body().header.subject, text("Beta"));
    QTRY_VERIFY(m_mail->textInFront()->hasFocus()); // it is read by keys at once
    QVERIFY(!m_mail->list->isVisible());
    press(Qt::Key_W, control);
    QCOMPARE(m_mail->titles(), QStringList{mailTitle});
    QVERIFY(m_mail->list->hasFocus());
    QCOMPARE(m_mail->list->currentMessage(), m_mail->model->idAt(1));
}

void MessageTabsTest::middleClickOpensBehindTheList()
{
    m_mail->select(text("Delta"));
    const QRect row = m_mail->list->visualRect(m_mail->model->index(m_mail->rowOf(text("Gamma")), 0));
    QTest::mouseClick(m_mail->list->viewport(), Qt::MiddleButton, {}, row.center());
    QCOMPARE(m_mail->titles(), (QStringList{mailTitle, text("Gamma")}));
    QCOMPARE(m_mail->titleInFront(), mailTitle);
    QCOMPARE(m_mail->list->currentIndex().row(), m_mail->rowOf(text("Delta"))); // the selection stays
    QVERIFY(!m_mail->tabs->findChildren<OpenedMessage *>().first()->isLoaded());
}

void MessageTabsTest::menuOfTheListOpensATab()
{
    m_mail->select(text("Gamma"));
    const QPoint at = m_mail->list->visualRect(m_mail->list->currentIndex()).center();
    QContextMenuEvent event(QContextMenuEvent::Mouse, at, m_mail->list->viewport()->mapToGlobal(at));
    QApplication::sendEvent(m_mail->list->viewport(), &event);
    auto *const menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QCOMPARE(menu->actions().first()->text().remove(u'&'), text("Open in a new tab"));
    menu->actions().first()->trigger();
    menu->close();
    QCOMPARE(m_mail->titleInFront(), text("Gamma"));
}

void MessageTabsTest::severalSelectedMessagesOpenAtOnce()
{
    m_mail->select(text("Beta"));
    press(Qt::Key_Down, Qt::ShiftModifier);
    press(Qt::Key_Down, Qt::ShiftModifier);
    press(Qt::Key_Return, control);
    QCOMPARE(m_mail->titles().size(), 4);
    QCOMPARE(m_mail->titleInFront(), text("Delta")); // the current one
    QCOMPARE(m_mail->tabs->findChildren<ReaderPane *>().size(),
             2); // the list's, and that of the tab in front
}

void MessageTabsTest::messageOpensInOneTabOnly()
{
    m_mail->openTab(text("Beta"));
    m_mail->openTab(text("Gamma"));
    m_mail->openTab(text("Beta"));
    QCOMPARE(m_mail->titles(), (QStringList{mailTitle, text("Beta"), text("Gamma")}));
}

void MessageTabsTest::keysWalkAlongTheTabs()
{
    m_mail->openTab(text("Beta"));
    m_mail->openTab(text("Gamma"));
    press(Qt::Key_Tab, control);
    QCOMPARE(m_mail->titleInFront(), mailTitle);
    QVERIFY(m_mail->list->hasFocus());
    press(Qt::Key_Tab, control);
    QCOMPARE(m_mail->titleInFront(), text("Beta"));
    QVERIFY(m_mail->textInFront()->hasFocus());
    press(Qt::Key_PageDown, control);
    QCOMPARE(m_mail->titleInFront(), text("Gamma"));
    press(Qt::Key_PageUp, control);
    QCOMPARE(m_mail->titleInFront(), text("Beta"));
    press(Qt::Key_Backtab, control | Qt::ShiftModifier);
    QCOMPARE(m_mail->titleInFront(), mailTitle);
    press(Qt::Key_Backtab, control | Qt::ShiftModifier);
    QCOMPARE(m_mail->titleInFront(), text("Gamma"));
    // Along the bar itself the arrow keys walk, and stay there.
    m_mail->bar->setFocus();
    press(Qt::Key_Left);
    QCOMPARE(m_mail->titleInFront(), text("Beta"));
    QVERIFY(m_mail->bar->hasFocus());
}

void MessageTabsTest::lastClosedTabComesBackToItsPlace()
{
    QVERIFY(!m_mail->action(text("Open the closed tab again"))->isEnabled());
    m_mail->openTab(text("Beta"));
    m_mail->openTab(text("Gamma"));
    m_mail->openTab(text("Delta"));
    press(Qt::Key_PageUp, control);
    press(Qt::Key_W, control); // Gamma, and then the one looked at before
    QCOMPARE(m_mail->titleInFront(), text("Delta"));
    press(Qt::Key_W, control);
    const auto again = control | Qt::ShiftModifier;
    press(Qt::Key_T, again);
    QCOMPARE(m_mail->titleInFront(), text("Delta"));
    press(Qt::Key_T, again);
    QCOMPARE(m_mail->titles(), (QStringList{mailTitle, text("Beta"), text("Gamma"), text("Delta")}));
    QCOMPARE(m_mail->titleInFront(), text("Gamma"));
    QVERIFY(!m_mail->action(text("Open the closed tab again"))->isEnabled());
}

void MessageTabsTest::tabIsClosedByItsButtonAndByTheMiddleOne()
{
    m_mail->openTab(text("Beta"));
    m_mail->openTab(text("Gamma"));
    auto *const button = qobject_cast<QAbstractButton *>(m_mail->bar->tabButton(1, QTabBar::RightSide));
    QCOMPARE(button->accessibleName(), text("Close the tab “Beta”"));
    button->click();
    QCOMPARE(m_mail->titles(), (QStringList{mailTitle, text("Gamma")}));
    QVERIFY(!m_mail->bar->tabButton(0, QTabBar::RightSide));
    QTest::mouseClick(m_mail->bar, Qt::MiddleButton, {}, middleOf(*m_mail->bar, 0));
    QCOMPARE(m_mail->bar->count(), 2); // the list stays
    QTest::mouseClick(m_mail->bar, Qt::MiddleButton, {}, middleOf(*m_mail->bar, 1));
    QCOMPARE(m_mail->titles(), QStringList{mailTitle});
}

void MessageTabsTest::tabsAreMovedByKeysAndTheListStaysFirst()
{
    m_mail->openTab(text("Beta"));
    m_mail->openTab(text("Gamma"));
    const auto both = control | Qt::ShiftModifier;
    press(Qt::Key_PageUp, both);
    QCOMPARE(m_mail->titles(), (QStringList{mailTitle, text("Gamma"), text("Beta")}));
    press(Qt::Key_PageUp, both);
    QCOMPARE(m_mail->titles(), (QStringList{mailTitle, text("Gamma"), text("Beta")}));
    press(Qt::Key_PageDown, both);
    QCOMPARE(m_mail->titles(), (QStringList{mailTitle, text("Beta"), text("Gamma")}));
    QCOMPARE(m_mail->titleInFront(), text("Gamma"));
    QCOMPARE(m_mail->readerInFront()->body().header.subject, text("Gamma"));
}

void MessageTabsTest::tabIsMovedByTheMouse()
{
    m_mail->openTab(text("Beta"));
    m_mail->openTab(text("Gamma"));
    const auto drag = [this](int from, QPoint to) {
        const QPoint start = middleOf(*m_mail->bar, from);
        QTest::mousePress(m_mail->bar, Qt::LeftButton, {}, start);
        for (int step = 1; step <= 10; ++step) {
            const QPoint at = start + (to - start) * step / 10;
            QMouseEvent move(QEvent::MouseMove, at, m_mail->bar->mapToGlobal(at), Qt::NoButton,
                             Qt::LeftButton, {});
            QApplication::sendEvent(m_mail->bar, &move);
        }
        QTest::mouseRelease(m_mail->bar, Qt::LeftButton, {}, to);
    };
    drag(2, middleOf(*m_mail->bar, 1) - QPoint(m_mail->bar->tabRect(1).width() / 3, 0));
    QTRY_COMPARE(m_mail->titles(), (QStringList{mailTitle, text("Gamma"), text("Beta")}));
    drag(2, QPoint(2, m_mail->bar->height() / 2)); // before the list's
    QTRY_COMPARE(m_mail->titles(), (QStringList{mailTitle, text("Beta"), text("Gamma")}));
    QCOMPARE(m_mail->readerInFront()->body().header.subject, m_mail->titleInFront());
}

void MessageTabsTest::tabMovesToAWindowAsItIs()
{
    m_mail->openTab(text("Beta"));
    QTRY_VERIFY(m_mail->textInFront()->verticalScrollBar()->maximum() > 200);
    m_mail->textInFront()->verticalScrollBar()->setValue(150);
    ReaderPane *const reader = m_mail->readerInFront();
    QSignalSpy shown(reader, &ReaderPane::messageShown);
    press(Qt::Key_O, control);
    QCOMPARE(m_mail->titles(), QStringList{mailTitle});
    MessageWindow *const opened = window();
    QVERIFY(opened);
    QCOMPARE(&opened->reader(), reader);
    QVERIFY(reader->isVisible());
    QCOMPARE(opened->windowTitle(), text("Beta"));
    QTRY_COMPARE(reader->findChild<HtmlView *>()->verticalScrollBar()->value(), 150);
    QCOMPARE(shown.count(), 0);
    // Its keys are those of the window now.
    opened->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(opened));
    reader->focusText();
    press(Qt::Key_S);
    QTRY_VERIFY(m_mail->model->flagsAt(1).testFlag(Flag::Starred));
    m_mail->window->close(); // it goes with the main window
    QTRY_VERIFY(!window());
}

void MessageTabsTest::titlesArePlainText()
{
    const QByteArray subject = "=?utf-8?q?R&D_=E2=80=AEfdp=2Eexe_<b>bold</b>?=";
    m_mail->import({MailWindow::message(subject, 55, "text/plain", "text\r\n")});
    QTRY_COMPARE(m_mail->model->rowCount(), 5);
    QTRY_VERIFY(m_mail->model->summaryAt(0));
    m_mail->tabs->open(0, MessageTabs::Place::BackgroundTab);
    QCOMPARE(m_mail->bar->tabText(1), text("R&&D fdp.exe <b>bold</b>"));
    QCOMPARE(m_mail->bar->accessibleTabName(1), text("R&D fdp.exe <b>bold</b>"));
    QVERIFY2(m_mail->bar->tabToolTip(1).contains(text("&lt;b&gt;bold")),
             qPrintable(m_mail->bar->tabToolTip(1)));
    QCOMPARE(m_mail->bar->elideMode(), Qt::ElideRight);
    m_mail->tabs->open(1, MessageTabs::Place::BackgroundTab);
    QCOMPARE(m_mail->bar->tabToolTip(2), text("Alpha"));
}

QTEST_MAIN(MessageTabsTest)
#include "MessageTabsTest.moc"
