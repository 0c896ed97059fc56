// SPDX-License-Identifier: GPL-3.0-or-later
#include "MainWindow.h"
#include "AccountNotice.h"
#include "AccountSettings.h"
#include "AccountWizard.h"
#include "Actions.h"
#include "ActivityModel.h"
#include "ActivityPanel.h"
#include "CertificateDialog.h"
#include "Clock.h"
#include "DeletionLogWindow.h"
#include "DoctorDialog.h"
#include "FoundPage.h"
#include "MailSession.h"
#include "MemorySecrets.h"
#include "MessageListView.h"
#include "ReaderPane.h"
#include "ServerMailWindow.h"
#include "ShortcutHelp.h"
#include "SignInPage.h"
#include "StatusLine.h"
#include "Theme.h"
#include "WelcomePage.h"

#include <QAbstractSpinBox>
#include <QAccessible>
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QWindow>

static QStringList namelessWidgets(QWidget &window)
{
    QStringList nameless;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisibleTo(&window))
            continue;
        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
        const QString parent = QString::fromLatin1(widget->parentWidget()->metaObject()->className());
        // The field inside a spin box or an editable combo box speaks for its owner.
        if (qobject_cast<QAbstractSpinBox *>(widget->parentWidget()))
            continue;
        if (!accessible || accessible->text(QAccessible::Name).isEmpty())
            nameless += QStringLiteral("%1 in %2")
                            .arg(QString::fromLatin1(widget->metaObject()->className()), parent);
    }
    return nameless;
}

class MainWindowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void firstStartOffersThreeWays();
    void openedFilesAreShownAndActedOn();
    void letterShortcutsWorkInTheList();
    void everyFocusableWidgetHasAName();
    void everyActionIsInAMenuAndHasOneMeaningPerKey();
    void lettersGoToAnOpenMenu();
    void missingPasswordAsksInAStrip();
    void failedOpeningIsExplained();
    void windowComesBackAsItWas();

private:
    void openFile(MainWindow &window, int messages);

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<MailSession> m_session;
    MemorySecrets m_secrets;
    SystemClock m_clock;
};

void MainWindowTest::init()
{
    Theme::apply(*qApp, Theme::Scheme::Light);
    m_directory = std::make_unique<QTemporaryDir>();
    m_session =
        std::make_unique<MailSession>(m_directory->filePath(QStringLiteral("profile")), m_secrets, m_clock);
    bool open = false;
    m_session->open(this, [&open](const Result<void> &result) { open = result.has_value(); });
    QTRY_VERIFY(open);
}

void MainWindowTest::cleanup()
{
    m_session.reset();
}

void MainWindowTest::openFile(MainWindow &window, int messages)
{
    QFile mbox(m_directory->filePath(QStringLiteral("mail.mbox")));
    QVERIFY(mbox.open(QIODevice::WriteOnly));
    for (int i = 1; i <= messages; ++i) {
        mbox.write(QStringLiteral("From a@example.org Mon Nov 16 09:0%1:00 2026\nFrom: Anna <a@example.org>\n"
                                  "Date: Mon, 16 Nov 2026 09:0%1:00 +0000\nSubject: Message %1\n"
                                  "Message-ID: <%1@example.org>\n\nText %1.\n\n")
                       .arg(i)
                       .toLatin1());
    }
    mbox.close();
    window.openFiles({mbox.fileName()});
    auto *list = window.findChild<MessageListView *>();
    const auto *model = window.findChild<MessageListModel *>();
    // The window goes to the folder of imported mail.
    QTRY_VERIFY(model->query().scope == ListQuery::Scope::Folder && !model->isLoading());
    QTRY_COMPARE(list->model()->rowCount(), messages);
}

void MainWindowTest::firstStartOffersThreeWays()
{
    MainWindow window(*m_session);
    window.show();
    window.start();
    auto *welcome = window.findChild<WelcomePage *>();
    QTRY_VERIFY(welcome->isVisible());
    const auto cards = welcome->findChildren<QPushButton *>();
    QCOMPARE(cards.size(), 3);
    QSignalSpy sample(&window, &MainWindow::sampleMailRequested);
    cards[1]->click();
    QCOMPARE(sample.count(), 1);
    QTest::keyClick(cards[0], Qt::Key_Return); // the keyboard alone is enough
    auto *dialog = window.findChild<AccountWizard *>();
    QVERIFY(dialog && dialog->isVisible());
    dialog->reject();
}

void MainWindowTest::openedFilesAreShownAndActedOn()
{
    MainWindow window(*m_session);
    window.show();
    window.start();
    openFile(window, 3);
    auto *list = window.findChild<MessageListView *>();
    auto *reader = window.findChild<ReaderPane *>();
    auto *actions = window.findChild<MessageListModel *>();
    QVERIFY(list->isVisible());
    list->selectRow(0);
    QTRY_VERIFY(reader->isShowing());
    QCOMPARE(reader->body().header.subject, QStringLiteral("Message 3"));
    QTRY_COMPARE(window.windowTitle(), QStringLiteral("Message 3"));
    list->setFocus();
    QTest::keyClick(list, Qt::Key_S);
    QTRY_VERIFY(actions->flagsAt(0).testFlag(Flag::Starred));
    QTest::keyClick(list, Qt::Key_M);
    QTRY_VERIFY(!actions->flagsAt(0).testFlag(Flag::Read)); // imported mail has been read
    QTest::keyClick(list, Qt::Key_Delete);
    QTRY_COMPARE(list->model()->rowCount(), 2);
    QTRY_COMPARE(reader->body().header.subject, QStringLiteral("Message 2"));
    QTest::keyClick(list, Qt::Key_A);
    QTRY_COMPARE(list->model()->rowCount(), 1);
}

void MainWindowTest::letterShortcutsWorkInTheList()
{
    MainWindow window(*m_session);
    window.show();
    window.activateWindow();
    window.start();
    openFile(window, 4);
    auto *list = window.findChild<MessageListView *>();
    list->setFocus();
    QTest::keyClick(list, Qt::Key_J);
    QTest::keyClick(list, Qt::Key_J);
    QCOMPARE(list->currentIndex().row(), 1);
    QTest::keyClick(list, Qt::Key_M);
    QTRY_VERIFY(!window.findChild<MessageListModel *>()->flagsAt(1).testFlag(Flag::Read));
    QTest::keyClick(list, Qt::Key_K);
    QCOMPARE(list->currentIndex().row(), 0);
    QTest::keyClick(list, Qt::Key_N);
    QCOMPARE(list->currentIndex().row(), 1);
    QTest::keyClick(list, Qt::Key_J);
    QTest::keyClick(list, Qt::Key_P);
    QCOMPARE(list->currentIndex().row(), 1);
}

void MainWindowTest::everyFocusableWidgetHasAName()
{
    MainWindow window(*m_session);
    window.show();
    window.start();
    QTRY_VERIFY(window.findChild<WelcomePage *>()->isVisible());
    QCOMPARE(namelessWidgets(window).join(QStringLiteral(", ")), QString());
    openFile(window, 2);
    window.findChild<MessageListView *>()->selectRow(0);
    QTRY_VERIFY(window.findChild<ReaderPane *>()->isShowing());
    QCOMPARE(namelessWidgets(window).join(QStringLiteral(", ")), QString());
    AccountWizard wizard(*m_session, Account());
    wizard.show();
    ServerProposal proposal;
    proposal.providerId = QStringLiteral("gmail");
    proposal.server.host = QStringLiteral("pop.gmail.com");
    wizard.foundPage().setProposals({proposal}, QStringLiteral("me@gmail.com"));
    wizard.signInPage().showResult(tl::unexpected<Error>(Error{ErrorCode::AuthRejected, {}, {}, {}, {}}));
    auto *pages = wizard.findChild<QStackedWidget *>(QString(), Qt::FindDirectChildrenOnly);
    for (int page = AccountWizard::Address; page <= AccountWizard::Ready; ++page) {
        pages->setCurrentIndex(page);
        QCOMPARE(namelessWidgets(wizard).join(QStringLiteral(", ")), QString());
    }
    CertificateDialog certificate({}, Error{ErrorCode::CertificateUntrusted, {}, {}, {"der"}, {}});
    certificate.show();
    QCOMPARE(namelessWidgets(certificate).join(QStringLiteral(", ")), QString());
    ActivityModel model;
    ActivityPanel panel(model);
    QCOMPARE(namelessWidgets(panel).join(QStringLiteral(", ")), QString());
    Account account;
    account.id = 7;
    account.server.signIn = SignIn::OAuth;
    account.server.proxy.kind = ProxySettings::Kind::Socks5;
    AccountSettings settings(*m_session, account, std::nullopt);
    settings.show();
    for (int page = AccountSettings::Server; page <= AccountSettings::Confirmation; ++page) {
        settings.turnTo(AccountSettings::Page(page));
        QCOMPARE(namelessWidgets(settings).join(QStringLiteral(", ")), QString());
    }
    auto *mail = new ServerMailWindow(*m_session, 7);
    auto *log = new DeletionLogWindow(*m_session, 0);
    auto *doctor = new DoctorDialog({[](auto &&...) {}, [] {}}, account, {});
    for (QDialog *one : std::initializer_list<QDialog *>{mail, log, doctor}) {
        one->QDialog::show();
        QCOMPARE(namelessWidgets(*one).join(QStringLiteral(", ")), QString());
        delete one;
    }
}

void MainWindowTest::everyActionIsInAMenuAndHasOneMeaningPerKey()
{
    Actions actions;
    QMenuBar bar;
    actions.fillMenuBar(bar);
    QHash<QString, QString> meaning;
    for (const Actions::Shortcut &shortcut : actions.shortcuts()) {
        for (const QKeySequence &key : shortcut.keys) {
            QVERIFY2(!key.isEmpty(), qPrintable(shortcut.text));
            const QString name = key.toString();
            QVERIFY2(!meaning.contains(name), qPrintable(name));
            meaning.insert(name, shortcut.text);
        }
    }
    int inMenus = 0;
    for (const QAction *menu : bar.actions()) {
        for (const QAction *action : menu->menu()->actions())
            inMenus += action->isSeparator() ? 0 : 1;
    }
    QCOMPARE(inMenus, int(ActionId::About) + 1);
    auto *help = new ShortcutHelp(actions);
    help->show();
    help->close();
}

void MainWindowTest::lettersGoToAnOpenMenu()
{
    MainWindow window(*m_session);
    window.show();
    window.activateWindow();
    window.start();
    openFile(window, 3);
    auto *list = window.findChild<MessageListView *>();
    list->setFocus();
    list->selectRow(0);
    QMenu menu(&window);
    bool chosen = false;
    menu.addAction(QStringLiteral("&New"), [&chosen] { chosen = true; });
    menu.popup(window.mapToGlobal(QPoint(50, 50)));
    QTRY_VERIFY(menu.isVisible());
    QTest::keyClick(menu.windowHandle(), Qt::Key_N);
    QTRY_VERIFY(chosen);
    QCOMPARE(list->currentIndex().row(), 0);
}

void MainWindowTest::missingPasswordAsksInAStrip()
{
    Account account;
    account.name = account.email = account.server.user = QStringLiteral("me@example.org");
    account.server.host = QStringLiteral("127.0.0.1");
    account.server.port = 1;
    bool saved = false;
    m_session->saveAccount(account, std::nullopt, this,
                           [&](const Result<Account> &result) { saved = result.has_value(); });
    QTRY_VERIFY(saved);
    MainWindow window(*m_session);
    window.show();
    window.start();
    auto *notice = window.findChild<AccountNotice *>();
    FetchReport report;
    report.account = m_session->accounts().front().id;
    report.error = Error{ErrorCode::AuthRejected, {}, QStringLiteral("no such user"), {}, {}};
    Q_EMIT m_session->checkFinished(report);
    QTRY_VERIFY(notice->isVisible());
    QVERIFY(notice->text().contains(QStringLiteral("no such user")));
    QVERIFY(!QApplication::activeModalWidget());
    QSignalSpy settings(notice, &AccountNotice::settingsRequested);
    notice->findChildren<QPushButton *>().last()->click();
    QCOMPARE(settings.count(), 1);
    window.findChild<AccountSettings *>()->reject();
    report.error.reset();
    Q_EMIT m_session->checkFinished(report);
    QVERIFY(!notice->isVisible());
}

void MainWindowTest::failedOpeningIsExplained()
{
    MainWindow window(*m_session);
    window.show();
    window.showOpenFailed(Error{ErrorCode::ProfileLocked, QStringLiteral("/some/where"), {}, {}, {}});
    bool told = false;
    for (const QLabel *label : window.findChildren<QLabel *>())
        told |= label->isVisible() && label->text().contains(QStringLiteral("already running"));
    QVERIFY(told);
}

void MainWindowTest::windowComesBackAsItWas()
{
    {
        MainWindow window(*m_session);
        window.show();
        window.start();
        openFile(window, 2);
        window.resize(900, 600);
        window.findChild<MessageListView *>()->setMode(MessageDelegate::Mode::Table);
        window.close();
    }
    MainWindow again(*m_session);
    QCOMPARE(again.size(), QSize(900, 600));
    QCOMPARE(again.findChild<MessageListView *>()->mode(), MessageDelegate::Mode::Table);
}

QTEST_MAIN(MainWindowTest)
#include "MainWindowTest.moc"
