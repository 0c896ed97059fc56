// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageListView.h"
#include "Theme.h"

#include <QHeaderView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTest>

#include <algorithm>

// Any number of messages, newest first, made up as they are asked for.
static MessageSummary summaryOf(MessageId id)
{
    MessageSummary summary;
    summary.id = id;
    summary.date = id;
    summary.folder = 1;
    summary.flags = id % 3 == 0 ? Flags(Flag::Read) : Flags();
    summary.subject = QStringLiteral("Subject %1").arg(id);
    summary.from.name = QStringLiteral("Sender");
    summary.preview = QStringLiteral("Preview");
    return summary;
}

class MessageListViewTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void cardsAndTableArePainted_data();
    void cardsAndTableArePainted();
    void keysGoThroughTheList();
    void whatIsLookedAtStaysWhenMailComesAbove();
    void atTheTopNewMailIsSeen();
    void reloadKeepsSelectionAndPlace();
    void deletionGoesOnToTheNextMessage();
    void clickOnTheStarStars();
    void headerClickSorts();
    void resultsShowTheirFolders_data();
    void resultsShowTheirFolders();
    void columnsOfAnEarlierVersionAreTaken();
    void aMillionRowsAreNoMoreWorkThanTen();
    void onlyRowsOnTheScreenAreLookedAtWhenAllChange();

private:
    void show(int messages);

    int m_messages = 0;
    std::unique_ptr<MessageListModel> m_model;
    std::unique_ptr<MessageListView> m_view;
};

void MessageListViewTest::init()
{
    Theme::apply(*qApp, Theme::Scheme::Light);
    m_model = std::make_unique<MessageListModel>(MessageListModel::Source{
        [this](const ListQuery &, QObject *context, auto done) {
            std::vector<MessageRow> rows;
            for (MessageId id = m_messages; id > 0; --id)
                rows.push_back({id, id, id % 3 == 0 ? Flags(Flag::Read) : Flags()});
            QMetaObject::invokeMethod(
                context, [rows, done] { done(rows); }, Qt::QueuedConnection);
        },
        [](const std::vector<MessageId> &ids, QObject *context, auto done) {
            std::vector<MessageSummary> found;
            std::transform(ids.begin(), ids.end(), std::back_inserter(found), summaryOf);
            QMetaObject::invokeMethod(
                context, [found, done] { done(found); }, Qt::QueuedConnection);
        }});
    m_view = std::make_unique<MessageListView>(*m_model);
    m_view->resize(400, 600);
    m_view->show();
}

void MessageListViewTest::cleanup()
{
    m_view.reset();
    m_model.reset();
}

void MessageListViewTest::show(int messages)
{
    m_messages = messages;
    m_model->setQuery({ListQuery::Scope::Everything, 0, ListQuery::Sort::Date, true});
    QTRY_COMPARE(m_model->rowCount(), messages);
}

void MessageListViewTest::cardsAndTableArePainted_data()
{
    QTest::addColumn<MessageDelegate::Mode>("mode");
    QTest::addColumn<Qt::LayoutDirection>("direction");
    QTest::newRow("cards") << MessageDelegate::Mode::Cards << Qt::LeftToRight;
    QTest::newRow("cards, mirrored") << MessageDelegate::Mode::Cards << Qt::RightToLeft;
    QTest::newRow("table") << MessageDelegate::Mode::Table << Qt::LeftToRight;
    QTest::newRow("table, mirrored") << MessageDelegate::Mode::Table << Qt::RightToLeft;
}

// Unread messages carry the accent colour at their leading edge, read ones do not.
void MessageListViewTest::cardsAndTableArePainted()
{
    QFETCH(MessageDelegate::Mode, mode);
    QFETCH(Qt::LayoutDirection, direction);
    m_view->setLayoutDirection(direction);
    m_view->setMode(mode);
    show(30); // row 0 is message 30, which is read; row 1 is not
    m_view->grab();
    QTRY_VERIFY(m_model->summaryAt(1));
    const QImage image = m_view->viewport()->grab().toImage();
    const QColor accent = m_view->palette().color(QPalette::Link);
    const auto dot = [&](int row) {
        QRect edge = m_view->visualRect(m_model->index(row, 0));
        edge.setWidth(24);
        if (direction == Qt::RightToLeft)
            edge.moveRight(m_view->viewport()->width() - 1);
        for (int y = edge.top(); y < edge.bottom(); ++y) {
            for (int x = edge.left(); x < edge.right(); ++x) {
                if (image.pixelColor(x, y) == accent)
                    return true;
            }
        }
        return false;
    };
    QVERIFY(!dot(0));
    QVERIFY(dot(1));
    QVERIFY(dot(2));
    QVERIFY(!dot(3));
}

void MessageListViewTest::keysGoThroughTheList()
{
    show(30);
    QSignalSpy current(m_view.get(), &MessageListView::currentMessageChanged);
    QVERIFY(m_view->goBy(1));
    QCOMPARE(m_view->currentMessage(), MessageId(30));
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(m_view->currentMessage(), MessageId(29));
    QTest::keyClick(m_view.get(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(m_view->selectedMessages().size(), size_t(2));
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QCOMPARE(m_view->currentMessage(), MessageId(1));
    QVERIFY(!m_view->goBy(1));
    QVERIFY(m_view->goToUnread(-1));
    QCOMPARE(m_view->currentMessage(), MessageId(2));
    QCOMPARE(current.count(), 5);
    const QRect last = m_view->visualRect(m_view->currentIndex());
    QVERIFY(m_view->viewport()->rect().contains(last));
    QCOMPARE(m_view->indexAt(last.center()).row(), m_view->currentIndex().row());
}

void MessageListViewTest::whatIsLookedAtStaysWhenMailComesAbove()
{
    show(500);
    m_view->verticalScrollBar()->setValue(7003);
    const QModelIndex top = m_view->indexAt(QPoint(10, 5));
    const MessageId message = m_model->idAt(top.row());
    const int y = m_view->visualRect(top).top();
    std::vector<MessageSummary> arrivals;
    for (MessageId id = 1000; id < 1050; ++id)
        arrivals.push_back(summaryOf(id));
    m_model->addMessages(arrivals);
    QTRY_COMPARE(m_model->rowCount(), 550);
    QCOMPARE(m_view->visualRect(m_model->index(m_model->rowOf(message), 0)).top(), y);
}

void MessageListViewTest::atTheTopNewMailIsSeen()
{
    show(500);
    m_model->addMessages({summaryOf(900)});
    QTRY_COMPARE(m_model->rowCount(), 501);
    QCOMPARE(m_view->verticalScrollBar()->value(), 0);
    QCOMPARE(m_model->idAt(m_view->indexAt(QPoint(10, 5)).row()), MessageId(900));
}

void MessageListViewTest::reloadKeepsSelectionAndPlace()
{
    show(500);
    m_view->selectRow(300);
    const MessageId message = m_view->currentMessage();
    const int place = m_view->verticalScrollBar()->value();
    QVERIFY(place > 0);
    QSignalSpy resets(m_model.get(), &QAbstractItemModel::modelReset);
    m_model->reload();
    QTRY_VERIFY(!m_model->isLoading());
    QCOMPARE(resets.count(), 0);
    QCOMPARE(m_view->currentMessage(), message);
    QCOMPARE(m_view->selectedMessages(), std::vector<MessageId>{message});
    QCOMPARE(m_view->verticalScrollBar()->value(), place);
    // Another list begins at its top with nothing chosen.
    QSignalSpy current(m_view.get(), &MessageListView::currentMessageChanged);
    m_model->setQuery({ListQuery::Scope::Starred, 0, ListQuery::Sort::Date, true});
    QTRY_COMPARE(m_model->rowCount(), 500);
    QCOMPARE(m_view->currentMessage(), MessageId(0));
    QCOMPARE(m_view->verticalScrollBar()->value(), 0);
    QCOMPARE(current.last().first().value<MessageId>(), MessageId(0));
}

void MessageListViewTest::deletionGoesOnToTheNextMessage()
{
    // What is asked for after the move is not in this folder any more.
    MessageListModel folder({[](const ListQuery &, QObject *context, auto done) {
                                 QMetaObject::invokeMethod(
                                     context,
                                     [done] {
                                         done(std::vector<MessageRow>{{3, 3, {}}, {2, 2, {}}, {1, 1, {}}});
                                     },
                                     Qt::QueuedConnection);
                             },
                             [](const std::vector<MessageId> &, QObject *context, auto done) {
                                 QMetaObject::invokeMethod(
                                     context, [done] { done(std::vector<MessageSummary>{}); },
                                     Qt::QueuedConnection);
                             }});
    MessageListView view(folder);
    view.show();
    folder.setQuery({ListQuery::Scope::Folder, 1, ListQuery::Sort::Date, true});
    QTRY_COMPARE(folder.rowCount(), 3);
    view.selectRow(1);
    folder.moveMessages({2});
    QTRY_COMPARE(folder.rowCount(), 2);
    QCOMPARE(view.currentMessage(), MessageId(1));
    QCOMPARE(view.selectedMessages(), std::vector<MessageId>{1});
}

void MessageListViewTest::clickOnTheStarStars()
{
    show(10);
    QSignalSpy stars(m_view.get(), &MessageListView::starClicked);
    const QRect card = m_view->visualRect(m_model->index(2, 0));
    const QRect star = MessageDelegate::starRect(card, m_view->font(), Qt::LeftToRight);
    QVERIFY(card.contains(star));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, star.center());
    QCOMPARE(stars.count(), 1);
    QCOMPARE(stars.first().at(0).value<MessageId>(), m_model->idAt(2));
    QCOMPARE(stars.first().at(1).toBool(), true);
    QVERIFY(m_view->selectedMessages().empty());
}

void MessageListViewTest::headerClickSorts()
{
    show(10);
    m_view->setMode(MessageDelegate::Mode::Table);
    auto *header = m_view->findChild<QHeaderView *>();
    QVERIFY(header && header->isVisible());
    const int x = header->sectionViewportPosition(MessageListModel::SenderColumn) + 20;
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(x, header->height() / 2));
    QCOMPARE(m_model->query().sort, ListQuery::Sort::Sender);
}

void MessageListViewTest::resultsShowTheirFolders_data()
{
    QTest::addColumn<MessageDelegate::Mode>("mode");
    QTest::newRow("cards") << MessageDelegate::Mode::Cards;
    QTest::newRow("table") << MessageDelegate::Mode::Table;
}

void MessageListViewTest::resultsShowTheirFolders()
{
    QFETCH(MessageDelegate::Mode, mode);
    m_view->resize(900, 600);
    m_view->setMode(mode);
    m_model->beginResults();
    m_model->addResults({{5, 5, Flag::Read}});
    m_model->endResults();
    QTRY_VERIFY(m_model->summaryAt(0));
    const auto picture = [this] { return m_view->viewport()->grab().toImage(); };
    const QImage without = picture();
    m_model->setFolders({{1, 1, FolderKind::Custom, QStringLiteral("Bills"), 1, 0, 2},
                         {2, 1, FolderKind::Custom, QStringLiteral("House"), 0, 0, 0}});
    QCOMPARE(m_model->folderText(0), QStringLiteral("House / Bills"));
    const QImage with = picture();
    QVERIFY(with != without);
    // A folder that lies in itself, as only damage can make it.
    m_model->setFolders({{1, 1, FolderKind::Custom, QStringLiteral("Bills"), 1, 0, 1}});
    QVERIFY(m_model->folderText(0).endsWith(QStringLiteral("Bills")));
    // The same message in a list that is no search.
    show(5);
    QTRY_VERIFY(m_model->summaryAt(0));
    QCOMPARE(m_model->folderText(0), QString());
}

// The columns of a profile are kept; those that came later get their place.
void MessageListViewTest::columnsOfAnEarlierVersionAreTaken()
{
    QStandardItemModel eight(1, MessageListModel::FolderColumn);
    QHeaderView earlier(Qt::Horizontal);
    earlier.setModel(&eight);
    earlier.resizeSection(MessageListModel::SenderColumn, 222);
    earlier.hideSection(MessageListModel::SizeColumn);
    m_view->resize(900, 600);
    m_view->setMode(MessageDelegate::Mode::Table);
    m_view->restoreHeaderState(earlier.saveState());
    auto *header = m_view->findChild<QHeaderView *>();
    QCOMPARE(header->count(), int(MessageListModel::ColumnCount));
    QCOMPARE(header->sectionSize(MessageListModel::SenderColumn), 222);
    QVERIFY(header->isSectionHidden(MessageListModel::SizeColumn));
    QVERIFY(header->isSectionHidden(MessageListModel::FolderColumn));
    m_model->beginResults();
    QVERIFY(!header->isSectionHidden(MessageListModel::FolderColumn));
    QVERIFY(header->sectionSize(MessageListModel::FolderColumn) >= 90);
    QCOMPARE(header->visualIndex(MessageListModel::FolderColumn), int(MessageListModel::FolderColumn));
}

// The view's work does not grow with the list: everything it does is arithmetic on one row height.
void MessageListViewTest::aMillionRowsAreNoMoreWorkThanTen()
{
    show(1'000'000);
    QTest::keyClick(m_view.get(), Qt::Key_End);
    QCOMPARE(m_view->currentMessage(), MessageId(1));
    QTRY_VERIFY(m_model->summaryAt(999'999));
    QTest::keySequence(m_view.get(), QKeySequence::SelectAll);
    QCOMPARE(m_view->selectionModel()->selection().size(), 1);
    std::vector<MessageSummary> arrivals;
    for (MessageId id = 2'000'000; id < 2'000'500; ++id)
        arrivals.push_back(summaryOf(id));
    m_model->addMessages(arrivals);
    QTRY_COMPARE(m_model->rowCount(), 1'000'500);
    QVERIFY(m_view->viewport()->rect().contains(m_view->visualRect(m_view->currentIndex())));
}

void MessageListViewTest::onlyRowsOnTheScreenAreLookedAtWhenAllChange()
{
    class CountingView : public MessageListView
    {
    public:
        using MessageListView::MessageListView;
        QRect visualRect(const QModelIndex &index) const override
        {
            ++count;
            return MessageListView::visualRect(index);
        }
        mutable int count = 0;
    };
    CountingView view(*m_model);
    view.resize(400, 600);
    view.show();
    show(100'000);
    view.count = 0;
    Q_EMIT m_model->dataChanged(m_model->index(0, 0),
                                m_model->index(99'999, MessageListModel::ColumnCount - 1));
    QVERIFY2(view.count > 0 && view.count < 1'000, qPrintable(QString::number(view.count)));
}

QTEST_MAIN(MessageListViewTest)
#include "MessageListViewTest.moc"
