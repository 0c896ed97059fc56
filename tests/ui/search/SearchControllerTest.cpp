// SPDX-License-Identifier: GPL-3.0-or-later
#include "Actions.h"
#include "FolderView.h"
#include "MailSearch.h"
#include "MailWindow.h"
#include "SearchBar.h"
#include "SearchEdit.h"

#include <QAccessible>
#include <QAction>
#include <QFile>
#include <QHeaderView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

// The search of the real window, over a profile with a few messages.
class SearchControllerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void typingShowsWhatIsFound();
    void theWordBeingWrittenIsABeginning();
    void leavingBringsBackTheListWithItsSelection();
    void errorsAreToldAndMarked();
    void anErrorDoesNotTakeTheResultsAway();
    void theNextSearchTakesThePlaceOfTheLast();
    void anotherListEndsTheSearch();
    void anAccountThatIsSavedDoesNotEndTheSearch();
    void resultsKeepUpWithRemovals();
    void resultsKeepUpWithNewMail();
    void theTableSaysWhereResultsLie();
    void everythingHasANameAndAKey();

private:
    void import(const QStringList &subjects);
    QStringList listed() const;
    void type(const QString &text);
    QToolButton *button(const QString &name) const;

    std::unique_ptr<MailWindow> m_mail;
    MailSession *m_session = nullptr;
    MainWindow *m_window = nullptr;
    MessageListView *m_list = nullptr;
    SearchEdit *m_field = nullptr;
    SearchBar *m_bar = nullptr;
};

void SearchControllerTest::init()
{
    m_mail = std::make_unique<MailWindow>();
    m_session = &m_mail->profile.session;
    m_window = m_mail->window.get();
    m_list = m_window->findChild<MessageListView *>();
    m_field = m_window->findChild<SearchEdit *>();
    m_bar = m_window->findChild<SearchBar *>();
    import({QStringLiteral("Invoice for May"), QStringLiteral("Dinner"), QStringLiteral("Invoice for June"),
            QStringLiteral("Garden")});
    QTRY_COMPARE(m_list->model()->rowCount(), 4);
}

void SearchControllerTest::cleanup()
{
    m_mail.reset();
}

// Newest first in the list: each one is a minute older than the one before.
void SearchControllerTest::import(const QStringList &subjects)
{
    static int number = 0;
    QByteArrayList mail;
    int minute = 50;
    for (const QString &subject : subjects)
        mail += QStringLiteral("From: Anna <a@example.org>\nDate: Mon, 16 Nov 2026 09:%1:00 +0000\n"
                               "Subject: %2\nMessage-ID: <%3@example.org>\n\nText.\n")
                    .arg(minute--)
                    .arg(subject)
                    .arg(++number)
                    .toUtf8();
    m_mail->import(mail);
}

QStringList SearchControllerTest::listed() const
{
    const auto *model = qobject_cast<MessageListModel *>(m_list->model());
    QStringList subjects;
    for (int row = 0; row < model->rowCount(); ++row) {
        const MessageSummary *summary = model->summaryAt(row);
        subjects += summary ? summary->subject : QString();
    }
    return subjects;
}

void SearchControllerTest::type(const QString &text)
{
    QTest::keyClick(m_window, Qt::Key_K, Qt::ControlModifier);
    QVERIFY(m_field->hasFocus());
    // Takes the place of what was there. A line feed at the end is Return.
    const bool asks = text.endsWith(u'\n');
    QTest::keyClicks(m_field, asks ? text.chopped(1) : text);
    if (asks)
        QTest::keyClick(m_field, Qt::Key_Return);
}

QToolButton *SearchControllerTest::button(const QString &name) const
{
    for (auto *button : m_bar->findChildren<QToolButton *>())
        if (button->accessibleName() == name)
            return button;
    return nullptr;
}

void SearchControllerTest::typingShowsWhatIsFound()
{
    type(QStringLiteral("invoice"));
    QTRY_COMPARE(listed(),
                 (QStringList{QStringLiteral("Invoice for May"), QStringLiteral("Invoice for June")}));
    QTRY_COMPARE(m_bar->text(), QStringLiteral("2 messages found in all folders."));
    QVERIFY(m_bar->isVisible());
    QVERIFY(!button(QStringLiteral("Stop searching"))->isVisible());
    // The arrow goes on in the list, and the first one is read.
    QTest::keyClick(m_field, Qt::Key_Down);
    QVERIFY(m_list->hasFocus());
    QCOMPARE(m_list->currentIndex().row(), 0);
    type(QStringLiteral("nothing has this\n"));
    QTRY_COMPARE(m_bar->text(), QStringLiteral("No message matches."));
    QCOMPARE(listed(), QStringList());
    type(QStringLiteral("in:nowhere\n"));
    QTRY_COMPARE(m_bar->text(), QStringLiteral("No message matches. There is no folder “nowhere”."));
}

void SearchControllerTest::theWordBeingWrittenIsABeginning()
{
    type(QStringLiteral("invo"));
    QTRY_COMPARE(listed().size(), 2);
    QTest::keyClick(m_field, Qt::Key_Return);
    QTRY_COMPARE(m_bar->text(), QStringLiteral("2 messages found in all folders."));
    QTest::keyClicks(m_field, QStringLiteral(" "));
    QTRY_COMPARE(m_bar->text(), QStringLiteral("No message matches."));
    type(QStringLiteral("\"invo\""));
    QTRY_COMPARE(m_bar->text(), QStringLiteral("No message matches."));
    type(QStringLiteral("is:read"));
    QTRY_COMPARE(listed().size(), 4);
    type(QStringLiteral("account:loc"));
    QTRY_COMPARE(listed().size(), 4);
}

void SearchControllerTest::leavingBringsBackTheListWithItsSelection()
{
    const QStringList before = listed();
    m_list->selectRow(1);
    m_list->selectionModel()->select(m_list->model()->index(3, 0), QItemSelectionModel::Select);
    const auto selected = m_list->selectedMessages();
    const MessageId current = m_list->currentMessage();
    type(QStringLiteral("invoice\n"));
    QTRY_COMPARE(listed().size(), 2);
    type(QStringLiteral("garden\n"));
    QTRY_COMPARE(listed(), QStringList{QStringLiteral("Garden")});
    QTest::keyClick(m_field, Qt::Key_Escape);
    QTRY_COMPARE(listed(), before);
    QTRY_COMPARE(m_list->currentMessage(), current);
    QCOMPARE(m_list->selectedMessages(), selected);
    QVERIFY(m_field->text().isEmpty());
    QVERIFY(!m_bar->isVisible());
    QVERIFY(m_list->hasFocus());
    // From the list as well.
    type(QStringLiteral("invoice\n"));
    QTRY_COMPARE(listed().size(), 2);
    QTest::keyClick(m_field, Qt::Key_Down);
    QTest::keyClick(m_list, Qt::Key_Escape);
    QTRY_COMPARE(listed(), before);
    // And by the bar.
    type(QStringLiteral("invoice\n"));
    QTRY_COMPARE(listed().size(), 2);
    QTest::mouseClick(button(QStringLiteral("Close the search")), Qt::LeftButton);
    QTRY_COMPARE(listed(), before);
}

void SearchControllerTest::errorsAreToldAndMarked()
{
    type(QStringLiteral("invoice larger:x1"));
    QTRY_COMPARE(m_bar->text(), QStringLiteral("“x1” is not a size. Write 300k, 5M or 1G."));
    QCOMPARE(listed().size(), 4); // the list is as it was
    const QImage marked = m_field->grab().toImage();
    m_field->deselect();
    QTest::keyClick(m_field, Qt::Key_Backspace);
    QTest::keyClick(m_field, Qt::Key_Backspace);
    QTest::keyClicks(m_field, QStringLiteral("x1")); // the same text, not judged yet
    QVERIFY(m_field->grab().toImage() != marked);
    QTest::keyClick(m_field, Qt::Key_Escape);
    QVERIFY(!m_bar->isVisible());
    QVERIFY(m_field->text().isEmpty());
}

void SearchControllerTest::anErrorDoesNotTakeTheResultsAway()
{
    type(QStringLiteral("invoice"));
    QTRY_COMPARE(listed().size(), 2);
    QTRY_COMPARE(m_bar->text(), QStringLiteral("2 messages found in all folders."));
    QTest::keyClicks(m_field, QStringLiteral(" \"may"));
    QTRY_COMPARE(m_bar->text(), QStringLiteral("The closing quotation mark is missing."));
    QCOMPARE(listed().size(), 2);
    QTest::keyClicks(m_field, QStringLiteral("\""));
    QTRY_COMPARE(listed(), QStringList{QStringLiteral("Invoice for May")});
}

void SearchControllerTest::theNextSearchTakesThePlaceOfTheLast()
{
    for (int i = 0; i < 20; ++i) {
        type(QStringLiteral("/g.r/\n"));
        type(QStringLiteral("invoice\n"));
    }
    QTRY_VERIFY(!m_session->search().isRunning());
    QTRY_COMPARE(listed(),
                 (QStringList{QStringLiteral("Invoice for May"), QStringLiteral("Invoice for June")}));
}

void SearchControllerTest::anotherListEndsTheSearch()
{
    type(QStringLiteral("invoice\n"));
    QTRY_COMPARE(listed().size(), 2);
    auto *folders = m_window->findChild<FolderView *>();
    const QModelIndex chosen = folders->currentIndex();
    QTest::mouseClick(folders->viewport(), Qt::LeftButton, {}, folders->visualRect(chosen).center());
    QTRY_COMPARE(listed().size(), 4);
    QVERIFY(m_field->text().isEmpty());
    QVERIFY(!m_bar->isVisible());
}

void SearchControllerTest::anAccountThatIsSavedDoesNotEndTheSearch()
{
    type(QStringLiteral("invoice"));
    QTRY_COMPARE(listed().size(), 2);
    Account account;
    account.name = QStringLiteral("New");
    account.server.host = QStringLiteral("127.0.0.1");
    account.server.user = QStringLiteral("new");
    m_session->saveAccount(account, {}, this, [](const Result<Account> &saved) { QVERIFY(saved); });
    const FolderModel *folders = m_window->findChild<FolderModel *>();
    const int before = folders->rowCount();
    QTRY_VERIFY(folders->rowCount() > before);
    QCOMPARE(listed().size(), 2);
    QCOMPARE(m_field->text(), QStringLiteral("invoice"));
    QVERIFY(m_bar->isVisible());
}

void SearchControllerTest::resultsKeepUpWithRemovals()
{
    type(QStringLiteral("invoice\n"));
    QTRY_COMPARE(listed().size(), 2);
    QTRY_VERIFY(!m_session->search().isRunning());
    m_list->selectRow(0);
    const auto chosen = m_list->selectedMessages();
    bool removed = false;
    m_session->removeForGood(chosen, this, [&](const Result<void> &result) { removed = result.has_value(); });
    QTRY_VERIFY(removed);
    QTRY_COMPARE(listed(), QStringList{QStringLiteral("Invoice for June")});
    m_list->selectRow(0);
    m_session->setFlags(m_list->selectedMessages(), Flag::Starred, {}, this, [](const Result<void> &) {});
    auto *model = qobject_cast<MessageListModel *>(m_list->model());
    QTRY_VERIFY(model->flagsAt(0).testFlag(Flag::Starred));
    m_session->moveTo(m_list->selectedMessages(), FolderKind::Trash, this, [](const Result<void> &) {});
    QTRY_COMPARE(model->folderText(0), QStringLiteral("Trash")); // it is found where it is
    QCOMPARE(listed(), QStringList{QStringLiteral("Invoice for June")});
    type(QStringLiteral("invoice -in:trash\n"));
    QTRY_COMPARE(m_bar->text(), QStringLiteral("No message matches."));
    type(QStringLiteral("dinner\n"));
    QTRY_COMPARE(listed(), QStringList{QStringLiteral("Dinner")});
    QCOMPARE(model->folderText(0), QStringLiteral("Inbox"));
}

void SearchControllerTest::resultsKeepUpWithNewMail()
{
    type(QStringLiteral("invoice\n"));
    QTRY_COMPARE(listed().size(), 2);
    const auto *model = qobject_cast<MessageListModel *>(m_list->model());
    m_session->importFiles({}, this, [](const Result<int> &) {});
    QFile file(m_mail->profile.directory.filePath(QStringLiteral("late.eml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(
        "From: b@example.org\nDate: Mon, 16 Nov 2026 10:00:00 +0000\nSubject: Late invoice\n\nText.\n");
    file.close();
    m_session->importFiles({file.fileName()}, this, [](const Result<int> &) {});
    QTRY_COMPARE(listed().value(0), QStringLiteral("Late invoice"));
    QVERIFY(model->showsResults());
    QTRY_COMPARE(m_bar->text(), QStringLiteral("3 messages found in all folders."));
}

void SearchControllerTest::theTableSaysWhereResultsLie()
{
    const auto *model = qobject_cast<MessageListModel *>(m_list->model());
    const auto place = [model](int row) {
        return model->index(row, MessageListModel::FolderColumn).data().toString();
    };
    auto *header = m_list->findChild<QHeaderView *>();
    m_list->setMode(MessageDelegate::Mode::Table);
    QVERIFY(header->isSectionHidden(MessageListModel::FolderColumn)); // the list's name says it
    QCOMPARE(place(0), QString());
    type(QStringLiteral("invoice\n"));
    QTRY_COMPARE(place(0), QStringLiteral("Inbox"));
    QTest::keyClick(m_field, Qt::Key_Escape);
    QTRY_VERIFY(!model->showsResults());
    // There is a second account from now on, and its name beside the folder.
    Account account;
    account.name = account.email = account.server.user = QStringLiteral("me@example.org");
    account.server.host = QStringLiteral("127.0.0.1");
    account.server.port = 1;
    account.enabled = false;
    const auto *folders = m_window->findChild<FolderView *>()->model();
    const int sections = folders->rowCount();
    m_session->saveAccount(account, std::nullopt, this, [](const Result<Account> &) {});
    QTRY_VERIFY(folders->rowCount() > sections);
    type(QStringLiteral("invoice\n"));
    QTRY_COMPARE(listed(),
                 (QStringList{QStringLiteral("Invoice for May"), QStringLiteral("Invoice for June")}));
    QTRY_VERIFY(!m_session->search().isRunning());
    QVERIFY(!header->isSectionHidden(MessageListModel::FolderColumn));
    m_session->moveTo({model->idAt(1)}, FolderKind::Archive, this, [](const Result<void> &) {});
    QTRY_COMPARE(place(1), QStringLiteral("Archive – On this computer"));
    QCOMPARE(place(0), QStringLiteral("Inbox – On this computer"));
    QVERIFY(model->index(1, 0).data(Qt::AccessibleTextRole).toString().contains(place(1)));
    // The order is chosen as in any list; there is none by folder.
    const auto click = [header](int column) {
        const int x = header->sectionViewportPosition(column) + 20;
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(x, header->height() / 2));
    };
    // In a narrow list the size makes room.
    m_list->setFixedWidth(1000);
    QTRY_VERIFY(!header->isSectionHidden(MessageListModel::SizeColumn));
    m_list->setFixedWidth(600);
    QTRY_VERIFY(header->isSectionHidden(MessageListModel::SizeColumn));
    QVERIFY(header->sectionSize(MessageListModel::SubjectColumn) >= 100);
    click(MessageListModel::SubjectColumn);
    QTRY_COMPARE(listed(),
                 (QStringList{QStringLiteral("Invoice for June"), QStringLiteral("Invoice for May")}));
    QCOMPARE(place(0), QStringLiteral("Archive – On this computer"));
    click(MessageListModel::FolderColumn);
    QCOMPARE(header->sortIndicatorSection(), int(MessageListModel::SubjectColumn));
    QCOMPARE(model->query().sort, ListQuery::Sort::Subject);
    QTest::keyClick(m_field, Qt::Key_Escape);
    QTRY_VERIFY(!model->showsResults());
    QVERIFY(header->isSectionHidden(MessageListModel::FolderColumn));
    QVERIFY(!header->isSectionHidden(MessageListModel::SizeColumn));
}

void SearchControllerTest::everythingHasANameAndAKey()
{
    type(QStringLiteral("invoice\n"));
    QTRY_VERIFY(m_bar->isVisible());
    QWidget *const widgets[] = {m_field, button(QStringLiteral("Stop searching")),
                                button(QStringLiteral("Close the search"))};
    for (QWidget *widget : widgets) {
        QVERIFY(widget);
        QVERIFY(widget->focusPolicy() & Qt::TabFocus);
        QVERIFY(!QAccessible::queryAccessibleInterface(widget)->text(QAccessible::Name).isEmpty());
    }
    const Actions actions;
    QVERIFY(actions.action(ActionId::Search)->shortcuts().contains(QKeySequence(QStringLiteral("Ctrl+K"))));
}

QTEST_MAIN(SearchControllerTest)
#include "SearchControllerTest.moc"
