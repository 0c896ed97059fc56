// SPDX-License-Identifier: GPL-3.0-or-later
#include "ListActions.h"
#include "FakeStore.h"
#include "MessageListView.h"

#include <QAction>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

// The menu "List": what it does to the list, and what is there again at the next start.
class ListActionsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void checkedActionsPresentTheList();
    void sortActionsSortAndReverse();
    void theListTellsTheActions();
    void othersActionsAreLeftAlone();
    void theLookIsRememberedAndTheFilterIsNot();

private:
    void trigger(ActionId id);
    QAction *action(ActionId id) const { return m_actions->action(id); }

    FakeStore m_store;
    std::unique_ptr<Actions> m_actions;
    std::unique_ptr<MessageListModel> m_model;
    std::unique_ptr<MessageListView> m_view;
    std::unique_ptr<ListActions> m_listActions;
};

void ListActionsTest::init()
{
    m_store = {};
    for (int i = 1; i <= 30; ++i)
        m_store.add(i, i, i % 2 == 0 ? Flags(Flag::Read) : Flags(Flag::Starred), 1, i <= 3 ? 1 : i);
    m_actions = std::make_unique<Actions>();
    Actions::Situation list;
    list.mail = list.list = true;
    m_actions->setSituation(list);
    m_model = std::make_unique<MessageListModel>(m_store.source());
    m_view = std::make_unique<MessageListView>(*m_model);
    m_listActions = std::make_unique<ListActions>(*m_actions, *m_model, *m_view);
    connect(m_actions.get(), &Actions::triggered, m_listActions.get(), &ListActions::perform);
    m_model->setQuery({ListQuery::Scope::Everything, 0, ListQuery::Sort::Date, true});
    QTRY_COMPARE(m_model->rowCount(), 30);
}

void ListActionsTest::cleanup()
{
    m_listActions.reset();
    m_view.reset();
    m_model.reset();
    m_actions.reset();
}

void ListActionsTest::trigger(ActionId id)
{
    action(id)->trigger();
    QTRY_VERIFY(!m_model->isLoading());
}

void ListActionsTest::checkedActionsPresentTheList()
{
    trigger(ActionId::Threads);
    QCOMPARE(m_model->rowCount(), 28);
    trigger(ActionId::ExpandAll);
    QCOMPARE(m_model->rowCount(), 30);
    trigger(ActionId::CollapseAll);
    QCOMPARE(m_model->rowCount(), 28);
    trigger(ActionId::Threads);
    QCOMPARE(m_model->rowCount(), 30);
    trigger(ActionId::OnlyUnread);
    QCOMPARE(m_model->rowCount(), 15);
    trigger(ActionId::OnlyAttachments);
    QCOMPARE(m_model->rowCount(), 0);
    trigger(ActionId::OnlyAttachments);
    trigger(ActionId::OnlyStarred);
    QCOMPARE(m_model->rowCount(), 15);
    QVERIFY(m_model->groups().empty());
    trigger(ActionId::Groups);
    QCOMPARE(m_model->groups().size(), 1u);
}

void ListActionsTest::sortActionsSortAndReverse()
{
    QVERIFY(action(ActionId::SortByDate)->isChecked());
    trigger(ActionId::SortBySubject);
    QVERIFY(m_model->query().sort == ListQuery::Sort::Subject && !m_model->query().descending);
    QCOMPARE(m_model->idAt(0), MessageId(10));
    QVERIFY(!action(ActionId::SortReversed)->isChecked());
    trigger(ActionId::SortReversed);
    QVERIFY(m_model->query().descending && action(ActionId::SortReversed)->isChecked());
    QCOMPARE(m_model->idAt(0), MessageId(29));
    trigger(ActionId::SortBySize);
    QVERIFY(m_model->query().descending && !action(ActionId::SortReversed)->isChecked());
}

void ListActionsTest::theListTellsTheActions()
{
    m_model->setSort(ListQuery::Sort::Sender, true); // by a click on the header
    QVERIFY(action(ActionId::SortBySender)->isChecked());
    QVERIFY(action(ActionId::SortReversed)->isChecked());
    trigger(ActionId::OnlyUnread);
    m_model->beginResults(); // ends the filter
    QVERIFY(!action(ActionId::OnlyUnread)->isChecked());
}

void ListActionsTest::othersActionsAreLeftAlone()
{
    QVERIFY(!m_listActions->perform(ActionId::GetMail));
    QVERIFY(!m_listActions->perform(ActionId::ZoomIn));
    QVERIFY(m_listActions->perform(ActionId::CollapseAll));
}

void ListActionsTest::theLookIsRememberedAndTheFilterIsNot()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(QStringLiteral("window.ini"));
    trigger(ActionId::Threads);
    trigger(ActionId::OnlyUnread);
    trigger(ActionId::SortBySender);
    trigger(ActionId::SortReversed);
    {
        QSettings settings(path, QSettings::IniFormat);
        m_listActions->save(settings);
    }
    MessageListModel model(m_store.source());
    MessageListView view(model);
    Actions actions;
    ListActions fresh(actions, model, view);
    fresh.restore(QSettings(path, QSettings::IniFormat));
    QCOMPARE(m_store.rowRequests, 3); // of the first list alone: there is no other yet
    QVERIFY(model.presentation().threads && !model.presentation().without && !model.presentation().groups);
    QVERIFY(model.query().sort == ListQuery::Sort::Sender && model.query().descending);
    QVERIFY(actions.action(ActionId::Threads)->isChecked());
    // Who has never chosen sees the newest first, by date.
    fresh.restore(QSettings(directory.filePath(QStringLiteral("none.ini")), QSettings::IniFormat));
    QVERIFY(model.presentation().groups && !model.presentation().threads);
}

QTEST_MAIN(ListActionsTest)
#include "ListActionsTest.moc"
