// SPDX-License-Identifier: GPL-3.0-or-later
#include "Actions.h"
#include "FindBar.h"
#include "HtmlView.h"
#include "MailReading.h"
#include "MailWindow.h"
#include "MessagePage.h"
#include "MessageTabs.h"
#include "MessageWindow.h"
#include "PreferencesDialog.h"
#include "ReaderActions.h"
#include "ReaderPane.h"

#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

// Reading in the real windows, by keys as a user does: the main window and a message's own.
class ReadingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void aWindowStepsThroughTheList();
    void enterOpensATabOrAWindowAsIsPreferred();
    void aMessageHasOneWindow();
    void theWindowOfAMessageRemembersItsSize();
    void spaceReadsOnAndThenGoesToTheNextUnread();
    void wordsAreFoundInHtmlAndInText();
    void zoomIsRememberedAndTheTextStaysWhereItIs();
    void theTextEncodingIsChosenAndRemembered();
    void aMessageIsSavedAsPdf();
    void markingAsReadWaitsAsLongAsItIsTold();

private:
    void press(int key, Qt::KeyboardModifiers modifiers = {}) { MailWindow::press(key, modifiers); }
    void select(const QString &subject) { m_mail->select(subject); }
    MessageWindow *messageWindow() const;
    void preferWindows();
    void doubleClick();
    void takeWindow();
    void startAnew();

    std::unique_ptr<MailWindow> m_mail;
    MailSession *m_session = nullptr;
    MainWindow *m_window = nullptr;
    MessageListView *m_list = nullptr;
    MessageListModel *m_model = nullptr;
    ReaderPane *m_reader = nullptr;
};

void ReadingTest::init()
{
    m_mail = std::make_unique<MailWindow>();
    m_session = &m_mail->profile.session;
    takeWindow();
    // Newest first in the list.
    const QByteArrayList mail{
        MailWindow::message("Newsletter", 50, "text/html; charset=utf-8",
                            "<p>needle one</p>" + QByteArray("<p>a line of hay</p>").repeated(200) +
                                "<p>a NEEDLE</p>"),
        MailWindow::message("Long text", 40, "text/plain",
                            QByteArray("a line of text with a needle\r\n").repeated(200)),
        MailWindow::message("Greek", 30, "text/plain", "\xca\xe1\xeb\xe7\xec\xdd\xf1\xe1 needle\r\n"),
        MailWindow::message("Short", 20, "text/plain", "Only this.\r\n")};
    m_mail->import(mail);
    QTRY_COMPARE(m_model->rowCount(), 4);
    QTRY_VERIFY(!m_model->isLoading());
    std::vector<MessageId> all;
    for (int row = 0; row < 4; ++row)
        all.push_back(m_model->idAt(row));
    bool isUnread = false;
    m_session->setFlags(all, {}, Flag::Read, this, [&isUnread](const Result<void> &) { isUnread = true; });
    QTRY_VERIFY(isUnread && !m_model->flagsAt(3).testFlag(Flag::Read));
}

void ReadingTest::takeWindow()
{
    m_window = m_mail->window.get();
    m_list = m_mail->list;
    m_model = m_mail->model;
    m_reader = m_mail->reader;
    m_reader->setReadDelay(-1);
}

void ReadingTest::startAnew()
{
    m_window->close();
    m_mail->open();
    takeWindow();
}

void ReadingTest::cleanup()
{
    m_mail.reset();
}

MessageWindow *ReadingTest::messageWindow() const
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        if (auto *window = qobject_cast<MessageWindow *>(widget); window && window->isVisible())
            return window;
    }
    return nullptr;
}

void ReadingTest::aWindowStepsThroughTheList()
{
    select(QStringLiteral("Newsletter"));
    press(Qt::Key_O, Qt::ControlModifier);
    MessageWindow *const window = messageWindow();
    QVERIFY(window);
    QTRY_COMPARE(window->windowTitle(), QStringLiteral("Newsletter"));
    window->reader().setReadDelay(-1);
    window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window));
    window->reader().focusText();
    press(Qt::Key_J);
    QTRY_COMPARE(window->windowTitle(), QStringLiteral("Long text"));
    press(Qt::Key_J);
    QTRY_COMPARE(window->windowTitle(), QStringLiteral("Greek"));
    press(Qt::Key_K);
    QTRY_COMPARE(window->windowTitle(), QStringLiteral("Long text"));
    press(Qt::Key_N);
    QTRY_COMPARE(window->windowTitle(), QStringLiteral("Greek"));
    press(Qt::Key_P);
    QTRY_COMPARE(window->windowTitle(), QStringLiteral("Long text"));
    // The list in the main window stands where it stood.
    QCOMPARE(m_reader->body().header.subject, QStringLiteral("Newsletter"));
    press(Qt::Key_S);
    QTRY_VERIFY(m_model->flagsAt(1).testFlag(Flag::Starred));
    press(Qt::Key_Delete);
    QTRY_COMPARE(m_model->rowCount(), 3);
    QTRY_COMPARE(window->windowTitle(), QStringLiteral("Greek"));
    press(Qt::Key_Escape);
    QTRY_VERIFY(!messageWindow());
}

void ReadingTest::enterOpensATabOrAWindowAsIsPreferred()
{
    auto *const tabs = m_window->findChild<MessageTabs *>();
    select(QStringLiteral("Short"));
    press(Qt::Key_Return);
    QVERIFY(tabs->current());
    QCOMPARE(tabs->current()->title(), QStringLiteral("Short"));
    press(Qt::Key_W, Qt::ControlModifier);
    doubleClick();
    QVERIFY(tabs->current());
    press(Qt::Key_W, Qt::ControlModifier);
    QVERIFY(!messageWindow());
    preferWindows();
    press(Qt::Key_Return);
    QVERIFY(messageWindow());
    QVERIFY(!tabs->current());
    messageWindow()->close();
    QTRY_VERIFY(!messageWindow());
    startAnew(); // it is remembered
    select(QStringLiteral("Short"));
    press(Qt::Key_Return);
    QVERIFY(messageWindow());
}

// On the current row.
void ReadingTest::doubleClick()
{
    const QPoint at = m_list->visualRect(m_list->currentIndex()).center();
    QTest::mouseClick(m_list->viewport(), Qt::LeftButton, {}, at);
    QTest::mouseDClick(m_list->viewport(), Qt::LeftButton, {}, at);
}

// As it is done in the preferences.
void ReadingTest::preferWindows()
{
    m_mail->action(QStringLiteral("Preferences…"))->trigger();
    auto *const dialog = m_window->findChild<PreferencesDialog *>();
    QVERIFY(dialog);
    auto *const place = dialog->findChild<QComboBox *>();
    QCOMPARE(place->accessibleName(), QStringLiteral("Where messages are opened"));
    place->setCurrentIndex(1);
    QCOMPARE(place->currentText(), QStringLiteral("a new window"));
    dialog->close();
    m_mail->activate();
    m_list->setFocus();
}

void ReadingTest::aMessageHasOneWindow()
{
    preferWindows();
    select(QStringLiteral("Short"));
    press(Qt::Key_O, Qt::ControlModifier);
    MessageWindow *const first = messageWindow();
    QVERIFY(first);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window));
    doubleClick();
    int windows = 0;
    for (const QWidget *widget : QApplication::topLevelWidgets())
        windows += qobject_cast<const MessageWindow *>(widget) && widget->isVisible();
    QCOMPARE(windows, 1);
    QCOMPARE(messageWindow(), first);
    // It goes with the main window.
    m_window->close();
    QTRY_VERIFY(!messageWindow());
}

void ReadingTest::theWindowOfAMessageRemembersItsSize()
{
    select(QStringLiteral("Short"));
    press(Qt::Key_O, Qt::ControlModifier);
    messageWindow()->resize(611, 433);
    messageWindow()->close();
    QTRY_VERIFY(!messageWindow());
    m_list->setFocus();
    press(Qt::Key_O, Qt::ControlModifier);
    QVERIFY(messageWindow());
    QCOMPARE(messageWindow()->size(), QSize(611, 433));
}

void ReadingTest::spaceReadsOnAndThenGoesToTheNextUnread()
{
    select(QStringLiteral("Long text"));
    auto *const view = m_reader->findChild<HtmlView *>();
    QTRY_VERIFY(view->verticalScrollBar()->maximum() > 0);
    int pages = 0;
    while (m_reader->body().header.subject == QStringLiteral("Long text") && pages < 50) {
        const int before = view->verticalScrollBar()->value();
        press(Qt::Key_Space);
        ++pages;
        if (view->verticalScrollBar()->value() == before)
            QTRY_COMPARE(m_reader->body().header.subject, QStringLiteral("Greek"));
    }
    QVERIFY(pages > 3 && pages < 50);
    QCOMPARE(m_reader->body().header.subject, QStringLiteral("Greek"));
    // This one is on the screen as a whole.
    press(Qt::Key_Space);
    QTRY_COMPARE(m_reader->body().header.subject, QStringLiteral("Short"));
}

void ReadingTest::wordsAreFoundInHtmlAndInText()
{
    select(QStringLiteral("Newsletter"));
    press(Qt::Key_F, Qt::ControlModifier);
    auto *const bar = m_reader->findChild<FindBar *>();
    QVERIFY(bar->isVisible());
    QTest::keyClicks(bar->findChild<QLineEdit *>(), QStringLiteral("needle"));
    const auto count = [bar] {
        QStringList texts;
        for (const QLabel *label : bar->findChildren<QLabel *>())
            texts += label->text();
        return texts.join(QString());
    };
    QCOMPARE(count(), QStringLiteral("1 of 2"));
    auto *const view = m_reader->findChild<HtmlView *>();
    QCOMPARE(view->verticalScrollBar()->value(), 0);
    press(Qt::Key_F3);
    QCOMPARE(count(), QStringLiteral("2 of 2"));
    QVERIFY(view->verticalScrollBar()->value() > 0);
    QCOMPARE(view->textCursor().selectedText(), QStringLiteral("NEEDLE"));
    // The same words in the next message, and in this one as plain text.
    select(QStringLiteral("Long text"));
    QTRY_VERIFY(count().endsWith(QStringLiteral("of 200")));
    press(Qt::Key_F3);
    QVERIFY(count().startsWith(QStringLiteral("2 of")));
    select(QStringLiteral("Newsletter"));
    press(Qt::Key_T, Qt::ControlModifier);
    QVERIFY(count().endsWith(QStringLiteral("of 2")));
    press(Qt::Key_T, Qt::ControlModifier);
    press(Qt::Key_F, Qt::ControlModifier);
    press(Qt::Key_Escape);
    QVERIFY(!bar->isVisible());
    QVERIFY(view->hasFocus());
    QVERIFY(view->extraSelections().isEmpty());
}

void ReadingTest::zoomIsRememberedAndTheTextStaysWhereItIs()
{
    select(QStringLiteral("Short"));
    press(Qt::Key_Plus, Qt::ControlModifier);
    press(Qt::Key_Plus, Qt::ControlModifier);
    const qreal zoom = m_reader->page().zoom();
    QVERIFY(zoom > 1.2);
    startAnew();
    QCOMPARE(m_reader->page().zoom(), zoom);
    const auto zoomAfterReset = [this] {
        press(Qt::Key_0, Qt::ControlModifier);
        return m_reader->page().zoom();
    };
    QTRY_COMPARE(zoomAfterReset(), 1.0); // the new window takes keys when the desktop says so
}

void ReadingTest::theTextEncodingIsChosenAndRemembered()
{
    select(QStringLiteral("Greek"));
    const QString greek = QStringLiteral("\u039A\u03B1\u03BB\u03B7\u03BC\u03AD\u03C1\u03B1");
    QAction *cyrillic = nullptr, *right = nullptr;
    for (QAction *action : m_window->findChildren<QAction *>()) {
        if (action->text() == QStringLiteral("windows-1251"))
            cyrillic = action;
        if (action->text() == QStringLiteral("ISO-8859-7"))
            right = action;
    }
    QVERIFY(cyrillic && right);
    auto *const view = m_reader->findChild<HtmlView *>();
    cyrillic->trigger();
    QTRY_VERIFY(!view->toPlainText().contains(greek));
    right->trigger();
    QTRY_VERIFY(view->toPlainText().contains(greek));
    std::optional<QByteArray> remembered;
    m_session->reading().textEncoding(m_reader->message(), this,
                                      [&](const Result<QByteArray> &charset) { remembered = *charset; });
    QTRY_COMPARE(remembered.value_or("?"), QByteArray("iso-8859-7"));
}

void ReadingTest::aMessageIsSavedAsPdf()
{
    select(QStringLiteral("Newsletter"));
    auto *const actions = m_window->findChild<ReaderActions *>();
    QSignalSpy told(actions, &ReaderActions::told);
    QSignalSpy failed(actions, &ReaderActions::failed);
    const QString path = m_mail->profile.directory.filePath(QStringLiteral("message.pdf"));
    actions->savePdf(path);
    QTRY_COMPARE(told.count(), 1);
    QFile pdf(path);
    QVERIFY(pdf.open(QIODevice::ReadOnly));
    QVERIFY(pdf.readAll().startsWith("%PDF"));
    actions->savePdf(m_mail->profile.directory.filePath(QStringLiteral("no folder/message.pdf")));
    QTRY_COMPARE(failed.count(), 1);
}

void ReadingTest::markingAsReadWaitsAsLongAsItIsTold()
{
    select(QStringLiteral("Short"));
    QTest::qWait(50);
    QVERIFY(!m_model->flagsAt(3).testFlag(Flag::Read)); // never by itself
    m_reader->setReadDelay(0);
    select(QStringLiteral("Greek"));
    QTRY_VERIFY(m_model->flagsAt(2).testFlag(Flag::Read));
    QVERIFY(!m_model->flagsAt(3).testFlag(Flag::Read));
}

QTEST_MAIN(ReadingTest)
#include "ReadingTest.moc"
