// SPDX-License-Identifier: GPL-3.0-or-later
#include "EmptyLists.h"
#include "EmptyPage.h"
#include "MainWindow.h"
#include "MessageListView.h"
#include "OpenSession.h"
#include "PopMailbox.h"
#include "SearchEdit.h"
#include "WelcomePage.h"

#include <QLabel>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using Situation = EmptyLists::Situation;

namespace
{
QPushButton *shownButton(QWidget &window, const char *text)
{
    for (QPushButton *one : window.findChildren<QPushButton *>()) {
        if (one->isVisible() && one->text() == QString::fromUtf8(text))
            return one;
    }
    return nullptr;
}

bool shows(QWidget &window, const char *text)
{
    const auto labels = window.findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
        return label->isVisible() && label->text().contains(QString::fromUtf8(text));
    });
}
} // namespace

class EmptyListsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everySituationHasItsWords();
    void aFirstCheckThatFailsIsSaidInTheList();
    void anEmptyMailboxOffersToLookAgain();
    void aSearchWithoutAResultIsEndedFromTheList();
    void withoutAnAccountTheWindowCanBeUsed();
    void sampleMailIsRemovedWithOneClick();
};

void EmptyListsTest::everySituationHasItsWords()
{
    Situation search;
    search.isSearch = true;
    Situation filter;
    filter.isFiltered = true;
    Situation none;
    none.hasAccount = false;
    Situation checking;
    checking.checking = QStringLiteral("Getting message 3 of 9");
    Situation failed;
    failed.problem = QStringLiteral("The server did not answer.");
    Situation unread;
    unread.scope = ListQuery::Scope::Unread;
    Situation starred;
    starred.scope = ListQuery::Scope::Starred;
    QStringList titles;
    for (const Situation &one : {search, filter, none, checking, failed, unread, starred, Situation()}) {
        const EmptyLists::Words words = EmptyLists::wordsFor(one);
        QVERIFY(!words.icon.isEmpty() && !words.title.isEmpty());
        QVERIFY2(!titles.contains(words.title), qPrintable(words.title));
        titles += words.title;
    }
    for (const auto kind : {FolderKind::Archive, FolderKind::Junk, FolderKind::Trash, FolderKind::Custom}) {
        Situation folder;
        folder.scope = ListQuery::Scope::Folder;
        folder.folder = kind;
        const QString title = EmptyLists::wordsFor(folder).title;
        QVERIFY2(!titles.contains(title), qPrintable(title));
        titles += title;
    }
    QCOMPARE(EmptyLists::wordsFor(checking).line, checking.checking);
    QCOMPARE(EmptyLists::wordsFor(failed).line, failed.problem);
    QCOMPARE(EmptyLists::wordsFor(failed).action, std::optional(ActionId::Activity));
    QCOMPARE(EmptyLists::wordsFor(none).action, std::optional(ActionId::NewAccount));
}

void EmptyListsTest::aFirstCheckThatFailsIsSaidInTheList()
{
    OpenSession open;
    const Account account = open.add(1); // where nobody listens
    MainWindow window(open.session);
    window.show();
    window.start();
    QTRY_VERIFY(shows(window, "There is no mail here"));
    open.check(account.id);
    QTRY_VERIFY(shows(window, "The mail could not be fetched"));
    QVERIFY(shownButton(window, "Show what happened"));
}

void EmptyListsTest::anEmptyMailboxOffersToLookAgain()
{
    PopMailbox mailbox;
    ScriptedPopServer server(mailbox.script());
    OpenSession open;
    open.add(server.port());
    MainWindow window(open.session);
    window.show();
    window.start();
    QTRY_VERIFY(shownButton(window, "Get mail"));
    mailbox.add({"1", "Subject: Here it is\r\n\r\nText\r\n"});
    shownButton(window, "Get mail")->click();
    auto *list = window.findChild<MessageListView *>();
    QTRY_COMPARE(list->model()->rowCount(), 1);
    QVERIFY(!shows(window, "There is no mail here"));
}

void EmptyListsTest::aSearchWithoutAResultIsEndedFromTheList()
{
    PopMailbox mailbox({{"1", "Subject: Here it is\r\n\r\nText\r\n"}});
    ScriptedPopServer server(mailbox.script());
    OpenSession open;
    const Account account = open.add(server.port());
    open.check(account.id);
    MainWindow window(open.session);
    window.show();
    window.start();
    auto *list = window.findChild<MessageListView *>();
    QTRY_COMPARE(list->model()->rowCount(), 1);
    auto *field = window.findChild<SearchEdit *>();
    field->setFocus();
    QTest::keyClicks(field, QStringLiteral("zebra"));
    QTest::keyClick(field, Qt::Key_Return);
    QTRY_VERIFY(shownButton(window, "End the search"));
    shownButton(window, "End the search")->click();
    QTRY_COMPARE(list->model()->rowCount(), 1);
    QVERIFY(field->text().isEmpty());
}

void EmptyListsTest::withoutAnAccountTheWindowCanBeUsed()
{
    OpenSession open;
    {
        MainWindow window(open.session);
        window.show();
        window.start();
        auto *welcome = window.findChild<WelcomePage *>();
        QTRY_VERIFY(welcome->isVisible());
        welcome->findChildren<QPushButton *>().front()->click();
        shownButton(window, "&Use without an account")->click();
        QTRY_VERIFY(!welcome->isVisible());
        QTRY_VERIFY(shows(window, "There is no account yet"));
        QVERIFY(shownButton(window, "Set up an account…"));
        window.close();
    }
    MainWindow again(open.session); // it is remembered
    again.show();
    again.start();
    QTRY_VERIFY(shows(again, "There is no account yet"));
}

void EmptyListsTest::sampleMailIsRemovedWithOneClick()
{
    OpenSession open;
    MainWindow window(open.session);
    window.show();
    window.start();
    QVERIFY(!shownButton(window, "Remove it and begin"));
    window.offerEndOfSampleMail();
    QSignalSpy ended(&window, &MainWindow::endOfSampleMailRequested);
    shownButton(window, "Remove it and begin")->click();
    QCOMPARE(ended.count(), 1);
}

QTEST_MAIN(EmptyListsTest)
#include "EmptyListsTest.moc"
