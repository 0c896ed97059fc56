// SPDX-License-Identifier: GPL-3.0-or-later
//
// What is in a tab of the real main window: its own look, what the actions do to it, what becomes of it when
// its message goes, and how it comes back.
#include "MessagePage.h"
#include "TabbedMail.h"

#include <QScrollBar>
#include <QSignalSpy>

class MessageInTabTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup() { m_mail.reset(); }
    void walkingDoesNotLoadAgain();
    void eachTabHasItsOwnLook();
    void actionsAreForTheTabInFront();
    void listActionsRestWhileAMessageIsInFront();
    void searchBringsTheListBack();
    void deletedMessagesCloseTheirTabs();
    void tabsComeBackAtTheNextStart();
    void tabsNeverShownCostNothing();

private:
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

void MessageInTabTest::init()
{
    m_mail = std::make_unique<TabbedMail>();
    m_mail->importFour();
}

void MessageInTabTest::walkingDoesNotLoadAgain()
{
    m_mail->openTab(text("Beta"));
    ReaderPane *const reader = m_mail->readerInFront();
    QTRY_VERIFY(m_mail->textInFront()->verticalScrollBar()->maximum() > 300);
    m_mail->textInFront()->verticalScrollBar()->setValue(250);
    QSignalSpy shown(reader, &ReaderPane::messageShown);
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_Tab, control);
    QCOMPARE(m_mail->readerInFront(), reader);
    QCoreApplication::processEvents();
    QVERIFY(reader->isShowing()); // at once
    QCOMPARE(shown.count(), 0);
    QCOMPARE(m_mail->textInFront()->verticalScrollBar()->value(), 250);
}

void MessageInTabTest::eachTabHasItsOwnLook()
{
    m_mail->openTab(text("Beta"));
    QAction *const plain = m_mail->action(text("Plain text"));
    press(Qt::Key_T, control);
    press(Qt::Key_Plus, control);
    QVERIFY(plain->isChecked());
    const qreal zoom = m_mail->readerInFront()->page().zoom();
    QVERIFY(zoom > 1.05);
    m_mail->tabs->showMail();
    QVERIFY(!plain->isChecked());
    m_mail->openTab(text("Gamma"));
    QVERIFY(!plain->isChecked());
    QCOMPARE(m_mail->readerInFront()->page().zoom(), 1.0);
    press(Qt::Key_PageUp, control);
    QVERIFY(plain->isChecked());
    QVERIFY(m_mail->readerInFront()->page().isPlainText());
    QCOMPARE(m_mail->readerInFront()->page().zoom(), zoom);
}

void MessageInTabTest::actionsAreForTheTabInFront()
{
    m_mail->openTab(text("Beta"));
    m_mail->tabs->showMail();
    m_mail->select(text("Delta"));
    m_mail->tabs->open(m_mail->rowOf(text("Beta")), MessageTabs::Place::Tab);
    QTRY_VERIFY(m_mail->textInFront()->hasFocus());
    const auto flags = [this](const char *subject) {
        return m_mail->model->flagsAt(m_mail->rowOf(text(subject)));
    };
    press(Qt::Key_S);
    QTRY_VERIFY(flags("Beta").testFlag(Flag::Starred));
    press(Qt::Key_S);
    QTRY_VERIFY(!flags("Beta").testFlag(Flag::Starred));
    press(Qt::Key_M);
    QTRY_VERIFY(!flags("Beta").testFlag(Flag::Read)); // imported mail has been read
    press(Qt::Key_J);
    QTRY_COMPARE(m_mail->titleInFront(), text("Gamma"));
    QTRY_COMPARE(m_mail->readerInFront()->body().header.subject, text("Gamma"));
    press(Qt::Key_N);
    QTRY_COMPARE(m_mail->titleInFront(), text("Beta"));
    QTRY_COMPARE(m_mail->readerInFront()->body().header.subject, text("Beta"));
    press(Qt::Key_F, control);
    QVERIFY(m_mail->readerInFront()->isAncestorOf(QApplication::focusWidget()));
    press(Qt::Key_Escape);
    // What is selected in the list stays as it is.
    QVERIFY(!flags("Delta").testFlag(Flag::Starred));
    QCOMPARE(m_mail->list->currentIndex().row(), m_mail->rowOf(text("Delta")));
    press(Qt::Key_Delete);
    QTRY_COMPARE(m_mail->model->rowCount(), 3);
    QCOMPARE(m_mail->rowOf(text("Beta")), -1);
    QTRY_COMPARE(m_mail->titleInFront(), text("Gamma")); // reading goes on
}

void MessageInTabTest::listActionsRestWhileAMessageIsInFront()
{
    m_mail->openTab(text("Beta"));
    for (const char *name : {"Table", "Conversations", "Sort by sender", "Open in a new tab"})
        QVERIFY2(!m_mail->action(text(name))->isEnabled(), name);
    for (const char *name : {"Close tab", "Next tab", "Star", "Print…", "Find in the message"})
        QVERIFY2(m_mail->action(text(name))->isEnabled(), name);
    m_mail->tabs->showMail();
    QVERIFY(m_mail->action(text("Table"))->isEnabled());
    QVERIFY(!m_mail->action(text("Close tab"))->isEnabled());
    press(Qt::Key_2, Qt::AltModifier);
    m_mail->openTab(text("Beta"));
    press(Qt::Key_2, Qt::AltModifier); // to the list
    QCOMPARE(m_mail->titleInFront(), mailTitle);
    QVERIFY(m_mail->list->hasFocus());
}

void MessageInTabTest::searchBringsTheListBack()
{
    m_mail->openTab(text("Beta"));
    press(Qt::Key_K, control);
    QCOMPARE(m_mail->titleInFront(), mailTitle);
    QTest::keyClicks(QApplication::focusWidget(), text("Delta"));
    press(Qt::Key_Return);
    QTRY_COMPARE(m_mail->model->rowCount(), 1);
    QCOMPARE(m_mail->titles(), (QStringList{mailTitle, text("Beta")}));
}

void MessageInTabTest::deletedMessagesCloseTheirTabs()
{
    m_mail->openTab(text("Beta"));
    m_mail->openTab(text("Gamma"));
    m_mail->openTab(text("Delta"));
    m_mail->tabs->showMail();
    // Moved into the trash from the list: it may come back from there.
    m_mail->select(text("Gamma"));
    press(Qt::Key_Delete);
    QTRY_COMPARE(m_mail->titles(), (QStringList{mailTitle, text("Beta"), text("Delta")}));
    press(Qt::Key_T, control | Qt::ShiftModifier);
    QCOMPARE(m_mail->titleInFront(), text("Gamma"));
    QTRY_VERIFY(m_mail->readerInFront()->isShowing());
    // For good: from there on there is nothing of it.
    m_mail->tabs->showMail();
    bool isRemoved = false;
    m_mail->profile.session.removeForGood({m_mail->model->idAt(m_mail->rowOf(text("Beta")))}, this,
                                          [&](const Result<void> &done) { isRemoved = bool(done); });
    QTRY_VERIFY(isRemoved);
    QTRY_VERIFY(!m_mail->titles().contains(text("Beta")));
    QVERIFY(!m_mail->action(text("Open the closed tab again"))->isEnabled());
    // The archive is no grave.
    m_mail->select(text("Delta"));
    press(Qt::Key_A);
    QTRY_COMPARE(m_mail->model->rowCount(), 1);
    QVERIFY(m_mail->titles().contains(text("Delta")));
}

void MessageInTabTest::tabsComeBackAtTheNextStart()
{
    m_mail->openTab(text("Beta"));
    m_mail->openTab(text("Gamma"));
    m_mail->openTab(text("Delta"));
    press(Qt::Key_PageUp, control);
    const MessageId gone = m_mail->model->idAt(m_mail->rowOf(text("Beta")));
    m_mail->startAnew();
    QTRY_COMPARE(m_mail->titles(), (QStringList{mailTitle, text("Beta"), text("Gamma"), text("Delta")}));
    QCOMPARE(m_mail->titleInFront(), text("Gamma"));
    QTRY_VERIFY(m_mail->readerInFront()->isShowing());
    QCOMPARE(m_mail->tabs->findChildren<ReaderPane *>().size(), 2);
    // One whose message is gone since is left out without a word.
    m_mail->window->close();
    m_mail->window.reset();
    bool isRemoved = false;
    m_mail->profile.session.removeForGood({gone}, this,
                                          [&](const Result<void> &done) { isRemoved = bool(done); });
    QTRY_VERIFY(isRemoved);
    m_mail->open();
    m_mail->take();
    QTRY_COMPARE(m_mail->titles(), (QStringList{mailTitle, text("Gamma"), text("Delta")}));
    // With all of them closed there is nothing to bring back.
    press(Qt::Key_W, control);
    m_mail->bar->setCurrentIndex(1);
    press(Qt::Key_W, control);
    m_mail->startAnew();
    QTest::qWait(100);
    QCOMPARE(m_mail->titles(), QStringList{mailTitle});
}

void MessageInTabTest::tabsNeverShownCostNothing()
{
    QByteArrayList many;
    for (int i = 0; i < 200; ++i)
        many += "From: a@example.org\r\nMessage-ID: <m" + QByteArray::number(i) +
                "@example.org>\r\nSubject: Number " + QByteArray::number(i) + "\r\n\r\ntext\r\n";
    m_mail->import(many);
    QTRY_COMPARE_WITH_TIMEOUT(m_mail->model->rowCount(), 204, OpenSession::patience);
    for (int row = 0; row < 204; ++row)
        m_mail->tabs->open(row, MessageTabs::Place::BackgroundTab);
    QCOMPARE(m_mail->bar->count(), 205);
    QCOMPARE(m_mail->tabs->findChildren<ReaderPane *>().size(), 1); // the list's
    // The names of those that the list did not know yet have come.
    QTRY_VERIFY_WITH_TIMEOUT(!m_mail->titles().contains(text("Message")), OpenSession::patience);
    m_mail->bar->setCurrentIndex(150);
    QTRY_VERIFY_WITH_TIMEOUT(m_mail->readerInFront()->isShowing(), OpenSession::patience);
    QCOMPARE(m_mail->tabs->findChildren<ReaderPane *>().size(), 2);
}

QTEST_MAIN(MessageInTabTest)
#include "MessageInTabTest.moc"
