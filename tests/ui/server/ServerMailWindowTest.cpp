// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerMailWindow.h"
#include "DeletionLogWindow.h"
#include "MessageBar.h"
#include "OpenSession.h"
#include "PopMailbox.h"
#include "ServerTable.h"

#include <QAction>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
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
    void init();
    void cleanup();
    void whatWasNotFetchedTellsWhy();
    void retryingFetchesIt();
    void rawBytesAreSaved();
    void theUsersWordOnAMessageIsKept();
    void deletingWhatIsNotHereIsAsked();
    void whatIsGoneIsNotOnTheServer();
    void deletionsAreLoggedAndFound();
    void theKeyboardIsEnough();

private:
    void select(const QByteArray &uidl);
    void waitForRows(int rows);
    const ServerMessage *row(const QByteArray &uidl) const;

    std::atomic<bool> m_refuses = true;
    std::unique_ptr<PopMailbox> m_mailbox;
    std::unique_ptr<ScriptedPopServer> m_server;
    std::unique_ptr<OpenSession> m_open;
    AccountId m_account = 0;
    ServerMailWindow *m_window = nullptr;
};

void ServerMailWindowTest::init()
{
    m_refuses = true;
    m_mailbox = std::make_unique<PopMailbox>(
        std::vector<PopMailbox::Message>{mail("first"), mail("second"), mail("third")});
    m_mailbox->interfere = [this](ScriptedPopServer::Peer &peer, const QByteArray &command) {
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

void ServerMailWindowTest::whatWasNotFetchedTellsWhy()
{
    m_window->show(ServerMailModel::Show::NotHere);
    waitForRows(1);
    select("second");
    const QString told = labels(*m_window).join(QLatin1Char('\n'));
    QVERIFY2(told.contains(QStringLiteral("“message is being mended”")), qPrintable(told));
    QVERIFY2(told.contains(QStringLiteral("Tried 1")), qPrintable(told));
    QVERIFY(action(*m_window, "Fetch")->isEnabled());
    QVERIFY(action(*m_window, "Save as")->isEnabled());
}

void ServerMailWindowTest::retryingFetchesIt()
{
    select("second");
    QSignalSpy finished(&m_open->session, &MailSession::checkFinished);
    action(*m_window, "Fetch")->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, OpenSession::patience);
    QTRY_VERIFY(row("second")->wanted && row("second")->attempts > 0); // refused once more
    QVERIFY(action(*m_window, "Fetch")->isEnabled());                  // and may be asked for again
    m_refuses = false;
    action(*m_window, "Fetch")->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(row("second")->state, ServerMessage::State::Stored, OpenSession::patience);
    QCOMPARE(row("second")->subject, QStringLiteral("About second"));
    QVERIFY(!action(*m_window, "Fetch")->isEnabled());
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
    action(*m_window, "Delete")->trigger(); // it is here: nothing is lost, nobody is asked
    QTRY_COMPARE(row("first")->choice, ServerMessage::Choice::Delete);
    QVERIFY(!row("first")->deletionReason.isEmpty());
    action(*m_window, "Leave it")->trigger();
    QTRY_COMPARE(row("first")->choice, ServerMessage::Choice::ByRule);
    QVERIFY(row("first")->deletionReason.isEmpty());
    QCOMPARE(m_mailbox->messages().size(), size_t(3));
}

void ServerMailWindowTest::deletingWhatIsNotHereIsAsked()
{
    select("second");
    action(*m_window, "Delete")->trigger();
    auto *box = m_window->findChild<QMessageBox *>();
    QVERIFY(box && box->isVisible());
    QCOMPARE(box->standardButton(box->defaultButton()), QMessageBox::Cancel);
    box->defaultButton()->click();
    QTRY_VERIFY(!m_window->findChild<QMessageBox *>());
    QCOMPARE(row("second")->choice, ServerMessage::Choice::ByRule);
    action(*m_window, "Delete")->trigger();
    for (QAbstractButton *one : m_window->findChild<QMessageBox *>()->buttons()) {
        if (one->text().startsWith(QStringLiteral("Delete")))
            one->click();
    }
    waitForRows(2);
    QCOMPARE(m_mailbox->messages().size(), size_t(2));
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
        QTRY_COMPARE(row(uidl)->choice, ServerMessage::Choice::Delete);
    }
    QCOMPARE(m_open->check(m_account).deleted, 2);
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
