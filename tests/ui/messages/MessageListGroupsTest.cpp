// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeStore.h"
#include "MessageListView.h"
#include "Theme.h"

#include <QAccessible>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

// Titles above groups and conversations, as the view shows them.
class MessageListGroupsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void titlesTakeTheirRoom();
    void aClickOnATitleChoosesNothing();
    void titlesAreHeardWithTheFirstRowBelow_data();
    void titlesAreHeardWithTheFirstRowBelow();
    void keysExpandAndCollapse_data();
    void keysExpandAndCollapse();
    void aClickOnTheTwistyExpands_data();
    void aClickOnTheTwistyExpands();
    void collapsingFromInsideGoesToTheHead();
    void aCollapsedConversationIsSelectedWhole();
    void nextUnreadLooksIntoConversations();
    void aConversationThatMovesDoesNotTakeTheViewAlong();
    void sortingGoesToTheCurrentMessage();

private:
    void show(bool threads, bool groups);

    FakeStore m_store;
    std::unique_ptr<MessageListModel> m_model;
    std::unique_ptr<MessageListView> m_view;
};

void MessageListGroupsTest::init()
{
    Theme::apply(*qApp, Theme::Scheme::Light);
    m_store = {};
    m_model = std::make_unique<MessageListModel>(m_store.source());
    m_view = std::make_unique<MessageListView>(*m_model);
    m_view->resize(400, 600);
    m_view->show();
}

void MessageListGroupsTest::cleanup()
{
    m_view.reset();
    m_model.reset();
}

void MessageListGroupsTest::show(bool threads, bool groups)
{
    MessageListModel::Presentation presentation;
    presentation.threads = threads;
    presentation.groups = groups;
    m_model->setPresentation(presentation);
    m_model->setQuery({ListQuery::Scope::Everything, 0, ListQuery::Sort::Date, true});
    QTRY_VERIFY(!m_model->isLoading());
}

void MessageListGroupsTest::titlesTakeTheirRoom()
{
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    for (int i = 1; i <= 40; ++i)
        m_store.add(i, now - (40 - i) * 400LL * 86400); // one in each year
    show(false, true);
    QCOMPARE(m_model->groups().size(), 40u);
    const auto rect = [this](int row) { return m_view->visualRect(m_model->index(row, 0)); };
    const int height = rect(0).height();
    const int title = rect(0).top();
    QVERIFY(title > 10);
    QCOMPARE(rect(1).top(), 2 * title + height);
    QCOMPARE(m_view->verticalScrollBar()->maximum(), 40 * (title + height) - m_view->viewport()->height());
    m_view->selectRow(39);
    QVERIFY(m_view->viewport()->rect().contains(rect(39)));
    m_view->selectRow(10);
    QVERIFY(rect(10).top() >= title); // its title is seen as well
    MessageListModel::Presentation plain;
    m_model->setPresentation(plain);
    QCOMPARE(rect(1).top() - rect(0).top(), height);
}

void MessageListGroupsTest::aClickOnATitleChoosesNothing()
{
    m_store.add(1, QDateTime::currentSecsSinceEpoch());
    show(false, true);
    const QRect first = m_view->visualRect(m_model->index(0, 0));
    QVERIFY(!m_view->indexAt(QPoint(20, first.top() - 3)).isValid());
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(20, first.top() - 3));
    QVERIFY(m_view->selectedMessages().empty());
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, first.center());
    QCOMPARE(m_view->currentMessage(), MessageId(1));
}

void MessageListGroupsTest::titlesAreHeardWithTheFirstRowBelow_data()
{
    QTest::addColumn<MessageDelegate::Mode>("mode");
    QTest::newRow("cards") << MessageDelegate::Mode::Cards;
    QTest::newRow("table") << MessageDelegate::Mode::Table;
}

// What a screen reader is told of a row.
void MessageListGroupsTest::titlesAreHeardWithTheFirstRowBelow()
{
    QFETCH(MessageDelegate::Mode, mode);
    m_view->setMode(mode);
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    m_store.add(1, now - 900LL * 86400);
    m_store.add(2, now - 900LL * 86400 + 1);
    m_store.add(3, now);
    show(false, true);
    QAccessibleInterface *list = QAccessible::queryAccessibleInterface(m_view.get());
    QVERIFY(list);
    const auto heard = [&](int row) {
        QAccessibleInterface *child = list->child(row * m_model->columnCount());
        return child ? child->text(QAccessible::Name) : QString();
    };
    QTRY_VERIFY(heard(0).contains(QStringLiteral("Subject 3")));
    const QString today = QStringLiteral("Group: ") + m_model->groups().at(0).title + u',';
    const QString then = QStringLiteral("Group: ") + m_model->groups().at(1).title + u',';
    QVERIFY2(heard(0).startsWith(today), qPrintable(heard(0)));
    QVERIFY2(heard(1).startsWith(then), qPrintable(heard(1)));
    QVERIFY2(!heard(2).contains(QStringLiteral("Group")), qPrintable(heard(2)));
    QVERIFY(heard(2).contains(QStringLiteral("Subject 1")));
    // The first row of a group changes.
    m_model->addMessages({m_store.add(4, now + 1)});
    QTRY_COMPARE(m_model->rowCount(), 4);
    QAccessibleTableModelChangeEvent changed(m_view.get(), QAccessibleTableModelChangeEvent::ModelReset);
    list->tableInterface()->modelChange(&changed); // Qt does this while a screen reader runs
    QTRY_VERIFY(heard(0).contains(QStringLiteral("Subject 4")));
    QVERIFY(heard(0).startsWith(today));
    QVERIFY2(!heard(1).contains(QStringLiteral("Group")), qPrintable(heard(1)));
    QVERIFY(heard(2).startsWith(then));
    // Without groups there is nothing to say.
    m_model->setPresentation({});
    QVERIFY(!heard(0).contains(QStringLiteral("Group")));
}

void MessageListGroupsTest::keysExpandAndCollapse_data()
{
    QTest::addColumn<Qt::LayoutDirection>("direction");
    QTest::newRow("left to right") << Qt::LeftToRight;
    QTest::newRow("right to left") << Qt::RightToLeft;
}

void MessageListGroupsTest::keysExpandAndCollapse()
{
    QFETCH(Qt::LayoutDirection, direction);
    m_view->setLayoutDirection(direction);
    const bool mirrored = direction == Qt::RightToLeft;
    for (int i = 1; i <= 4; ++i)
        m_store.add(i, i, {}, 1, i == 4 ? 4 : 1);
    show(true, false);
    QCOMPARE(m_model->rowCount(), 2);
    m_view->selectRow(1);
    QTest::keyClick(m_view.get(), mirrored ? Qt::Key_Left : Qt::Key_Right);
    QCOMPARE(m_model->rowCount(), 4);
    QCOMPARE(m_view->currentMessage(), MessageId(3));
    QTest::keyClick(m_view.get(), mirrored ? Qt::Key_Right : Qt::Key_Left);
    QCOMPARE(m_model->rowCount(), 2);
    m_view->selectRow(0); // alone in its conversation
    QTest::keyClick(m_view.get(), mirrored ? Qt::Key_Left : Qt::Key_Right);
    QCOMPARE(m_model->rowCount(), 2);
}

void MessageListGroupsTest::aClickOnTheTwistyExpands_data()
{
    QTest::addColumn<MessageDelegate::Mode>("mode");
    QTest::newRow("cards") << MessageDelegate::Mode::Cards;
    QTest::newRow("table") << MessageDelegate::Mode::Table;
}

void MessageListGroupsTest::aClickOnTheTwistyExpands()
{
    QFETCH(MessageDelegate::Mode, mode);
    m_view->resize(900, 600);
    m_view->setMode(mode);
    for (int i = 1; i <= 3; ++i)
        m_store.add(i, i, {}, 1, 1);
    show(true, false);
    QCOMPARE(m_model->rowCount(), 1);
    const int column = mode == MessageDelegate::Mode::Table ? int(MessageListModel::SubjectColumn) : 0;
    const QRect cell = m_view->visualRect(m_model->index(0, column));
    const QPoint twisty = cell.topLeft() + QPoint(10, cell.height() / 2);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, twisty);
    QCOMPARE(m_model->rowCount(), 3);
    QVERIFY(m_view->selectedMessages().empty());
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, twisty);
    QCOMPARE(m_model->rowCount(), 1);
}

void MessageListGroupsTest::collapsingFromInsideGoesToTheHead()
{
    for (int i = 1; i <= 5; ++i)
        m_store.add(i, i, {}, 1, 1);
    show(true, false);
    m_model->setAllExpanded(true);
    m_view->selectRow(3);
    QVERIFY(m_view->expandCurrent(false));
    QCOMPARE(m_view->currentMessage(), MessageId(5));
    QCOMPARE(m_model->rowCount(), 1);
}

void MessageListGroupsTest::aCollapsedConversationIsSelectedWhole()
{
    for (int i = 1; i <= 3; ++i)
        m_store.add(i, i, {}, 1, 1);
    show(true, false);
    m_view->selectRow(0);
    QCOMPARE(m_view->currentMessage(), MessageId(3));
    QCOMPARE(m_view->selectedMessages().size(), 3u);
    m_model->setAllExpanded(true);
    QCOMPARE(m_view->selectedMessages(), std::vector<MessageId>{3});
}

void MessageListGroupsTest::nextUnreadLooksIntoConversations()
{
    m_store.add(1, 1, Flag::Read, 1, 1);
    m_store.add(2, 2, {}, 1, 1);
    m_store.add(3, 3, Flag::Read, 1, 1);
    m_store.add(4, 4, Flag::Read, 1, 4);
    show(true, false);
    m_view->selectRow(0);
    QVERIFY(m_view->goToUnread(1));
    QCOMPARE(m_view->currentMessage(), MessageId(2));
    QCOMPARE(m_model->rowCount(), 4);
}

void MessageListGroupsTest::aConversationThatMovesDoesNotTakeTheViewAlong()
{
    for (int i = 1; i <= 300; ++i)
        m_store.add(i, i * 10, Flag::Read);
    show(true, false);
    m_view->selectRow(150);
    const int top = m_view->indexAt(QPoint(5, 0)).row();
    const MessageId first = m_model->idAt(top), looked = m_model->idAt(top + 3);
    const int y = m_view->visualRect(m_model->index(top + 3, 0)).top();
    // An answer to the first message on the screen takes that to the top of the list.
    m_store.messages[first].thread = first;
    m_model->addMessages({m_store.add(900, 90000, {}, 1, first)});
    QTRY_COMPARE(m_model->idAt(0), MessageId(900));
    QCOMPARE(m_model->rowOf(first), -1);
    QCOMPARE(m_view->visualRect(m_model->index(m_model->rowOf(looked), 0)).top(), y);
}

void MessageListGroupsTest::sortingGoesToTheCurrentMessage()
{
    for (int i = 1; i <= 300; ++i)
        m_store.add(i, i);
    show(false, false);
    m_view->selectRow(200);
    const MessageId current = m_view->currentMessage();
    m_model->setSort(ListQuery::Sort::Subject, false);
    QTRY_VERIFY(!m_model->isLoading());
    QCOMPARE(m_view->currentMessage(), current);
    const QRect rect = m_view->visualRect(m_view->currentIndex());
    QVERIFY(m_view->viewport()->rect().contains(rect));
    // From now on what is looked at stays.
    const int y = rect.top();
    m_model->setSort(ListQuery::Sort::Subject, false); // no other order
    QTest::qWait(20);
    QCOMPARE(m_view->visualRect(m_view->currentIndex()).top(), y);
}

QTEST_MAIN(MessageListGroupsTest)
#include "MessageListGroupsTest.moc"
