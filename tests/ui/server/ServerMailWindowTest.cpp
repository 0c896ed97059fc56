// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerMailWindow.h"
#include "DeletionLogWindow.h"
#include "EnglishPlurals.h"
#include "MessageBar.h"
#include "OpenSession.h"
#include "PopMailbox.h"
#include "QuotaLine.h"
#include "ServerPreviewPane.h"
#include "ServerTable.h"
#include "ShowChips.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolBar>

#include <atomic>

namespace
{
PopMailbox::Message mail(const QByteArray &uidl)
{
    return {uidl, "From: Anna <a@example.org>\r\nSubject: About " + uidl + "\r\nMessage-ID: <" + uidl +
                      "@example.org>\r\n\r\nText of " + uidl + "\r\n"};
}

QAction *action(const ServerMailWindow &window, const char *text)
{
    for (QAction *one : window.findChild<QToolBar *>()->actions()) {
        if (one->text().remove(QLatin1Char('&')).startsWith(QLatin1String(text)))
            return one;
    }
    qFatal("There is no action %s", text);
}

QStringList labels(const QWidget &window)
{
    QStringList texts;
    for (const QLabel *label : window.findChildren<QLabel *>()) {
        if (label->isVisible())
            texts += label->text();
    }
    return texts;
}
} // namespace

// The window over a real session and a server that refuses one of three messages.
class ServerMailWindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { EnglishPlurals::installFor(*qApp); }
    void init();
    void cleanup();
    void whatWasNotFetchedTellsWhy();
    void aMarkedMessageIsFetched();
    void aMarkAloneDoesNothing();
    void rawBytesAreSaved();
    void theUsersWordOnAMessageIsKept();
    void whatIsNeverToBeDownloadedIsLeft();
    void whatWouldBeLostIsNamed();
    void whatIsHereIsDeletedWithoutALoss();
    void aBreakBeforeTheEndHasDeletedNothing();
    void newMailOfTheServerIsSeen();
    void messagesShowHowTheyBegin();
    void aServerThatCannotBeReachedLeavesTheList();
    void theQuotaIsTheUsersWord();
    void aSenderIsBlockedByARule();
    void whatIsGoneIsNotOnTheServer();
    void deletionsAreLoggedAndFound();
    void theKeyboardIsEnough();

private:
    void select(const QByteArray &uidl);
    void waitForRows(int rows);
    void waitUntilRead();
    const ServerMessage *row(const QByteArray &uidl) const;
    QPushButton *button(const char *text) const;
    void answerQuestion(const char *text);
    QString notice() const { return m_window->findChild<MessageBar *>()->text(); }

    std::atomic<bool> m_refuses = true;
    std::atomic<bool> m_breaks = false;
    std::unique_ptr<PopMailbox> m_mailbox;
    std::unique_ptr<ScriptedPopServer> m_server;
    std::unique_ptr<OpenSession> m_open;
    AccountId m_account = 0;
    ServerMailWindow *m_window = nullptr;
};

void ServerMailWindowTest::init()
{
    m_refuses = true;
    m_breaks = false;
    m_mailbox = std::make_unique<PopMailbox>(
        std::vector<PopMailbox::Message>{mail("first"), mail("second"), mail("third")});
    m_mailbox->interfere = [this](ScriptedPopServer::Peer &peer, const QByteArray &command) {
        if (m_breaks && command.startsWith("DELE"))
            peer.drop();
        if (!m_refuses || command != "RETR 2")
            return false;
        peer.send("-ERR message is being mended\r\n");
        return true;
    };
    m_server = std::make_unique<ScriptedPopServer>(m_mailbox->script());
    m_open = std::make_unique<OpenSession>();
    m_account = m_open->add(m_server->port()).id;
    const FetchReport report = m_open->check(m_account);
    QCOMPARE(report.fetched, 2);
    QCOMPARE(report.notFetched.size(), size_t(1));
    m_window = new ServerMailWindow(m_open->session, m_account);
    m_window->show(ServerMailModel::Show::Everything);
    waitForRows(3);
    waitUntilRead();
}

void ServerMailWindowTest::cleanup()
{
    delete m_window;
    m_open.reset();
    m_server.reset();
    m_mailbox.reset();
}

void ServerMailWindowTest::waitForRows(int rows)
{
    QTRY_COMPARE_WITH_TIMEOUT(m_window->model().rowCount(), rows, OpenSession::patience);
}

const ServerMessage *ServerMailWindowTest::row(const QByteArray &uidl) const
{
    for (const ServerMessage &one : m_window->model().messages()) {
        if (one.key.uidl == uidl)
            return &one;
    }
    return nullptr;
}

void ServerMailWindowTest::select(const QByteArray &uidl)
{
    ServerMailModel &model = m_window->model();
    m_window->findChild<ServerTable *>()->setCurrentIndex(model.index(model.rowOf({m_account, uidl, 0}), 0));
}

// Until the server has been asked, and its answer is in the list.
void ServerMailWindowTest::waitUntilRead()
{
    const ServerDesk &desk = m_open->session.serverDesk();
    QTRY_VERIFY_WITH_TIMEOUT(desk.look(m_account).listedAt > 0 && !desk.look(m_account).isUnderWay(),
                             OpenSession::patience);
}

QPushButton *ServerMailWindowTest::button(const char *text) const
{
    for (QPushButton *one : m_window->findChildren<QPushButton *>(QString(), Qt::FindChildrenRecursively)) {
        if (one->window() == m_window && one->text().remove(QLatin1Char('&')).startsWith(QLatin1String(text)))
            return one;
    }
    qFatal("There is no button %s", text);
}

void ServerMailWindowTest::answerQuestion(const char *text)
{
    auto *box = m_window->findChild<QMessageBox *>();
    QVERIFY(box && box->isVisible());
    for (QAbstractButton *one : box->buttons()) {
        if (one->text().remove(QLatin1Char('&')).startsWith(QLatin1String(text)))
            return one->click();
    }
    QFAIL("There is no such answer");
}

void ServerMailWindowTest::whatWasNotFetchedTellsWhy()
{
    m_window->show(ServerMailModel::Show::NotHere);
    waitForRows(1);
    select("second");
    const QString told = labels(*m_window).join(QLatin1Char('\n'));
    QVERIFY2(told.contains(QStringLiteral("“message is being mended”")), qPrintable(told));
    QVERIFY2(told.contains(QStringLiteral("Tried 1")), qPrintable(told));
    QVERIFY(action(*m_window, "Get")->isEnabled());
    QVERIFY(action(*m_window, "Save as")->isEnabled());
    QTRY_COMPARE(row("second")->subject, QStringLiteral("About second")); // by its header alone
}

void ServerMailWindowTest::aMarkedMessageIsFetched()
{
    select("second");
    action(*m_window, "Get")->trigger();
    button("Do it")->click();
    QTRY_VERIFY_WITH_TIMEOUT(notice().contains(QStringLiteral("1 message could not be downloaded")),
                             OpenSession::patience); // refused once more
    QTRY_VERIFY(action(*m_window, "Get")->isEnabled());
    m_refuses = false;
    QTRY_VERIFY(button("Do it")->isEnabled()); // what was asked for is still marked
    button("Do it")->click();
    QTRY_COMPARE_WITH_TIMEOUT(row("second")->state, ServerMessage::State::Stored, OpenSession::patience);
    QTRY_COMPARE(notice(), QStringLiteral("1 message downloaded."));
    QTRY_VERIFY(!action(*m_window, "Get")->isEnabled());
    QVERIFY(!button("Do it")->isEnabled());
}

void ServerMailWindowTest::aMarkAloneDoesNothing()
{
    select("first");
    action(*m_window, "Delete")->trigger();
    QVERIFY(m_window->model().isToRemove(*row("first")));
    QVERIFY(labels(*m_window).join(QString()).contains(QStringLiteral("1 to delete")));
    QVERIFY(!m_open->check(m_account).error);
    QCOMPARE(m_mailbox->messages().size(), size_t(3));
    action(*m_window, "Delete")->trigger();
    QVERIFY(!m_window->model().isToRemove(*row("first")));
    action(*m_window, "Delete")->trigger();
    button("Unmark all")->click();
    QVERIFY(!button("Do it")->isEnabled());
}

void ServerMailWindowTest::rawBytesAreSaved()
{
    m_refuses = false;
    for (const char *uidl : {"second", "third"}) { // from the server, and from here
        select(uidl);
        action(*m_window, "Save as")->trigger();
        auto *dialog = m_window->findChild<QFileDialog *>();
        QVERIFY(dialog && dialog->isVisible());
        const QString path = m_open->directory.filePath(QLatin1String(uidl) + QLatin1String(".eml"));
        QMetaObject::invokeMethod(dialog, "fileSelected", Q_ARG(QString, path));
        dialog->reject();
        const QString saved = QStringLiteral("Saved: ") + QDir::toNativeSeparators(path);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<MessageBar *>()->text().startsWith(saved),
                                 OpenSession::patience);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), mail(uidl).bytes);
        QTRY_VERIFY(!m_window->findChild<QFileDialog *>());
    }
}

void ServerMailWindowTest::theUsersWordOnAMessageIsKept()
{
    select("first");
    action(*m_window, "Keep")->trigger();
    QTRY_COMPARE(row("first")->choice, ServerMessage::Choice::Keep);
    action(*m_window, "Leave it")->trigger();
    QTRY_COMPARE(row("first")->choice, ServerMessage::Choice::ByRule);
    QVERIFY(row("first")->deletionReason.isEmpty());
    QCOMPARE(m_mailbox->messages().size(), size_t(3));
}

void ServerMailWindowTest::whatIsNeverToBeDownloadedIsLeft()
{
    m_refuses = false;
    select("second");
    action(*m_window, "Never")->trigger();
    QTRY_COMPARE(row("second")->choice, ServerMessage::Choice::Never);
    const FetchReport report = m_open->check(m_account);
    QVERIFY(!report.error);
    QCOMPARE(report.fetched, 0);
    QTRY_VERIFY(m_window->model()
                    .index(m_window->model().rowOf(row("second")->key), ServerMailModel::StateColumn)
                    .data()
                    .toString()
                    .contains(QStringLiteral("Never")));
}

void ServerMailWindowTest::whatWouldBeLostIsNamed()
{
    QTRY_COMPARE(row("second")->subject, QStringLiteral("About second"));
    for (const char *uidl : {"first", "second"}) {
        select(uidl);
        action(*m_window, "Delete")->trigger();
    }
    button("Do it")->click();
    auto *box = m_window->findChild<QMessageBox *>();
    QVERIFY(box && box->isVisible());
    QCOMPARE(box->standardButton(box->defaultButton()), QMessageBox::Cancel);
    QVERIFY2(box->text().contains(QStringLiteral("2 messages")), qPrintable(box->text()));
    const QString told = box->informativeText();
    QVERIFY2(told.contains(QStringLiteral("About second")) && !told.contains(QStringLiteral("About first")),
             qPrintable(told));
    box->defaultButton()->click();
    QTRY_VERIFY(!m_window->findChild<QMessageBox *>());
    QCOMPARE(m_mailbox->messages().size(), size_t(3));
    button("Do it")->click();
    answerQuestion("Delete for good");
    waitForRows(1);
    QCOMPARE(m_mailbox->messages().size(), size_t(1));
    QTRY_COMPARE(notice(), QStringLiteral("2 messages deleted on the server."));
}

void ServerMailWindowTest::whatIsHereIsDeletedWithoutALoss()
{
    m_refuses = false;
    select("second"); // not here: but it will be, before it is deleted
    action(*m_window, "Get")->trigger();
    action(*m_window, "Delete")->trigger();
    button("Do it")->click();
    auto *box = m_window->findChild<QMessageBox *>();
    QVERIFY(box);
    QVERIFY2(box->informativeText().contains(QStringLiteral("downloaded first")),
             qPrintable(box->informativeText()));
    answerQuestion("Delete");
    waitForRows(2);
    QTRY_COMPARE(notice(), QStringLiteral("1 message downloaded. 1 message deleted on the server."));
    QVERIFY(row("second")->message != 0);
}

void ServerMailWindowTest::aBreakBeforeTheEndHasDeletedNothing()
{
    m_breaks = true;
    select("first");
    action(*m_window, "Delete")->trigger();
    button("Do it")->click();
    answerQuestion("Delete");
    QTRY_VERIFY_WITH_TIMEOUT(notice().contains(QStringLiteral("Nothing was deleted on the server.")),
                             OpenSession::patience);
    QCOMPARE(m_mailbox->messages().size(), size_t(3));
}

void ServerMailWindowTest::newMailOfTheServerIsSeen()
{
    m_mailbox->add(mail("fourth"));
    action(*m_window, "Refresh")->trigger();
    waitForRows(4);
    QTRY_COMPARE_WITH_TIMEOUT(row("fourth")->subject, QStringLiteral("About fourth"), OpenSession::patience);
    QCOMPARE(row("fourth")->state, ServerMessage::State::New);
    QVERIFY(!m_server->hasReceived("RETR 4"));
}

void ServerMailWindowTest::messagesShowHowTheyBegin()
{
    const auto *pane = m_window->findChild<ServerPreviewPane *>();
    select("first"); // is here
    QTRY_VERIFY_WITH_TIMEOUT(pane->text().contains(QStringLiteral("Text of first")), OpenSession::patience);
    QVERIFY(!m_server->hasReceived("TOP 1 30"));
    select("second"); // is not
    QTRY_VERIFY_WITH_TIMEOUT(pane->text().contains(QStringLiteral("Text of second")), OpenSession::patience);
    QVERIFY(m_server->hasReceived("TOP 2 30"));
    QVERIFY(row("second")->message == 0);
}

void ServerMailWindowTest::aServerThatCannotBeReachedLeavesTheList()
{
    m_server.reset();
    action(*m_window, "Refresh")->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(notice().contains(QStringLiteral("what was known before")),
                             OpenSession::patience);
    QCOMPARE(m_window->model().rowCount(), 3);
}

void ServerMailWindowTest::theQuotaIsTheUsersWord()
{
    auto *line = m_window->findChild<QuotaLine *>();
    QVERIFY(line->text().endsWith(QStringLiteral("used")));
    Q_EMIT line->quotaChosen(1'000'000);
    QTRY_VERIFY_WITH_TIMEOUT(line->text().contains(QStringLiteral("of 1")), OpenSession::patience);
    QCOMPARE(m_open->session.accounts().front().quota, 1'000'000);
}

void ServerMailWindowTest::aSenderIsBlockedByARule()
{
    const auto *pane = m_window->findChild<ServerPreviewPane *>();
    select("first");
    QTRY_COMPARE_WITH_TIMEOUT(pane->sender(), QStringLiteral("a@example.org"), OpenSession::patience);
    QTest::keyClick(m_window, Qt::Key_B, Qt::ControlModifier);
    auto *dialog = m_window->findChild<QInputDialog *>();
    QVERIFY(dialog);
    QCOMPARE(dialog->textValue(), QStringLiteral("a@example.org"));
    dialog->accept();
    ReceiveRule rule;
    rule.text = QStringLiteral("a@example.org");
    QTRY_COMPARE_WITH_TIMEOUT(m_open->session.accounts().front().receiveRules, std::vector<ReceiveRule>{rule},
                              OpenSession::patience);
    QTRY_VERIFY_WITH_TIMEOUT(notice().contains(QStringLiteral("Nothing more is fetched")),
                             OpenSession::patience);
    m_mailbox->add(mail("fourth"));
    QCOMPARE(m_open->check(m_account).fetched, 0);
    waitForRows(4); // it stays there, to be seen
}

void ServerMailWindowTest::whatIsGoneIsNotOnTheServer()
{
    m_mailbox->remove("third");
    QVERIFY(!m_open->check(m_account).error);
    waitForRows(2);
    m_window->show(ServerMailModel::Show::Gone);
    waitForRows(1);
    select("third");
    QVERIFY(!action(*m_window, "Delete")->isEnabled());
    QVERIFY(action(*m_window, "Save as")->isEnabled()); // it is here
}

void ServerMailWindowTest::deletionsAreLoggedAndFound()
{
    for (const char *uidl : {"first", "third"}) {
        select(uidl);
        action(*m_window, "Delete")->trigger();
    }
    button("Do it")->click();
    answerQuestion("Delete");
    waitForRows(1);
    auto *log = new DeletionLogWindow(m_open->session, 0);
    log->show();
    const auto *table = log->findChild<ServerTable *>();
    QTRY_COMPARE(table->model()->rowCount(), 2);
    QTest::keyClicks(log->findChild<QLineEdit *>(), QStringLiteral("about first"));
    QTRY_COMPARE(table->model()->rowCount(), 1);
    QCOMPARE(table->model()->index(0, 1).data().toString(), QStringLiteral("About first"));
    QTest::keyClicks(log->findChild<QLineEdit *>(), QStringLiteral("x"));
    QTRY_COMPARE(table->model()->rowCount(), 0);
    log->findChild<QLineEdit *>()->clear();
    auto *accounts = log->findChild<QComboBox *>();
    accounts->setCurrentIndex(accounts->findData(m_account));
    QTRY_COMPARE(table->model()->rowCount(), 2);
    QTest::keyClick(log, Qt::Key_Escape);
}

void ServerMailWindowTest::theKeyboardIsEnough()
{
    auto *table = m_window->findChild<ServerTable *>();
    m_window->activateWindow();
    QVERIFY(table->hasFocus() || QTest::qWaitForWindowActive(m_window));
    select("first");
    QTest::keyClick(table, Qt::Key_K, Qt::ControlModifier);
    QTRY_COMPARE(row("first")->choice, ServerMessage::Choice::Keep);
    QTest::keyClick(table, Qt::Key_R, Qt::ControlModifier);
    QTRY_COMPARE(row("first")->choice, ServerMessage::Choice::ByRule);
    QTest::keyClick(table, Qt::Key_Delete);
    QVERIFY(m_window->model().isToRemove(*row("first")));
    QTest::keyClick(table, Qt::Key_Delete);
    QVERIFY(!m_window->model().isToRemove(*row("first")));
    select("second");
    QTest::keyClick(table, Qt::Key_Space);
    QVERIFY(m_window->model().isToGet(*row("second")));
    QTest::keyClick(table, Qt::Key_Space);
    QVERIFY(!m_window->model().isToGet(*row("second")));
    QTest::keyClick(table, Qt::Key_F, Qt::ControlModifier);
    auto *search = m_window->findChild<QLineEdit *>();
    QVERIFY(search->hasFocus());
    QTest::keyClicks(search, QStringLiteral("thirdd"));
    QTest::keyClick(search, Qt::Key_Backspace);
    waitForRows(1);
    QTest::keyClick(search, Qt::Key_Home);
    QTest::keyClick(search, Qt::Key_Delete); // deletes a letter, and no message
    QCOMPARE(search->text(), QStringLiteral("hird"));
    QTest::keyClick(m_window, Qt::Key_Escape);
    QVERIFY(!m_window->isVisible());
    m_window = nullptr; // it deletes itself
}

QTEST_MAIN(ServerMailWindowTest)
#include "ServerMailWindowTest.moc"
