// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageListView.h"

#include <QAccessible>
#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

MessageListView::MessageListView(MessageListModel &model, QWidget *parent)
    : QListView(parent), m_model(model), m_header(new QHeaderView(Qt::Horizontal, this))
{
    setFrameShape(QFrame::NoFrame);
    setSelectionMode(ExtendedSelection);
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setUniformItemSizes(true);
    setAccessibleName(tr("Messages"));
    viewport()->setMouseTracking(true);
    setItemDelegate(&m_delegate);
    setModel(&model);
    connect(&model, &QAbstractItemModel::modelReset, this, &MessageListView::startList);
    connect(&model, &MessageListModel::groupsChanged, this, &MessageListView::followGroups);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &MessageListView::followModel);
    connect(&model, &QAbstractItemModel::layoutChanged, this, &MessageListView::followModel);
    connect(&model, &MessageListModel::loadingChanged, this, [this] {
        if (!m_model.isLoading())
            m_shownQuery = m_model.query();
        if (m_fonts.isFresh() && m_model.rowCount() > 0)
            prepareFonts();
        viewport()->update();
    });
    connect(this, &QAbstractItemView::activated, this,
            [this](const QModelIndex &index) { Q_EMIT messageActivated(m_model.idAt(index.row())); });
    setUpHeader();
}

MessageId MessageListView::currentMessage() const
{
    return m_model.idAt(currentIndex().row());
}

std::vector<MessageId> MessageListView::selectedMessages() const
{
    std::vector<MessageId> messages;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            const std::vector<MessageId> here = m_model.messagesAt(row);
            messages.insert(messages.end(), here.begin(), here.end());
        }
    }
    return messages;
}

void MessageListView::selectRow(int row)
{
    const QModelIndex index = m_model.index(row, 0);
    if (!index.isValid())
        return;
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
}

bool MessageListView::goBy(int step)
{
    const int row = currentIndex().isValid() ? currentIndex().row() + step : 0;
    if (row < 0 || row >= m_model.rowCount())
        return false;
    selectRow(row);
    return true;
}

bool MessageListView::goToUnread(int step)
{
    const int row = m_model.goToUnread(currentIndex().row(), step);
    if (row < 0)
        return false;
    selectRow(row);
    return true;
}

QRect MessageListView::visualRect(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const int y = m_geometry.top(index.row()) - verticalOffset();
    const QRect row(0, y, viewport()->width(), m_geometry.rowHeight());
    return index.column() == 0 || mode() == MessageDelegate::Mode::Cards
               ? row
               : cellRect(index.row(), index.column());
}

QRect MessageListView::cellRect(int row, int column) const
{
    return {m_header->sectionViewportPosition(column), m_geometry.top(row) - verticalOffset(),
            m_header->sectionSize(column), m_geometry.rowHeight()};
}

void MessageListView::scrollTo(const QModelIndex &index, ScrollHint hint)
{
    if (!index.isValid())
        return;
    QRect rect = visualRect(index);
    if (m_geometry.groupAt(index.row()) >= 0)
        rect.adjust(0, -m_geometry.titleHeight(), 0, 0); // its title belongs to it
    const int page = viewport()->height();
    QScrollBar *bar = verticalScrollBar();
    if (hint == PositionAtTop)
        bar->setValue(bar->value() + rect.top());
    else if (hint == PositionAtCenter)
        bar->setValue(bar->value() + rect.center().y() - page / 2);
    else if (rect.top() < 0)
        bar->setValue(bar->value() + rect.top());
    else if (rect.bottom() >= page || hint == PositionAtBottom)
        bar->setValue(bar->value() + qMin(rect.top(), rect.bottom() + 1 - page));
}

int MessageListView::rowAt(int y) const
{
    return m_geometry.rowAt(y + verticalOffset());
}

QModelIndex MessageListView::indexAt(const QPoint &point) const
{
    const int row = rowAt(point.y());
    const int y = point.y() + verticalOffset();
    return y < 0 || row >= m_model.rowCount() || m_geometry.isTitle(y) ? QModelIndex()
                                                                       : m_model.index(row, 0);
}

int MessageListView::verticalOffset() const
{
    return verticalScrollBar()->value();
}

int MessageListView::horizontalOffset() const
{
    return 0;
}

QModelIndex MessageListView::moveCursor(CursorAction action, Qt::KeyboardModifiers)
{
    const int last = m_model.rowCount() - 1;
    if (last < 0)
        return {};
    const int current = currentIndex().isValid() ? currentIndex().row() : -1;
    const int page = qMax(1, viewport()->height() / m_geometry.rowHeight() - 1);
    int row = current;
    switch (action) {
    case MoveUp:
    case MovePrevious:
        row = current - 1;
        break;
    case MoveDown:
    case MoveNext:
        row = current + 1;
        break;
    case MovePageUp:
        row = current - page;
        break;
    case MovePageDown:
        row = current + page;
        break;
    case MoveHome:
        row = 0;
        break;
    case MoveEnd:
        row = last;
        break;
    case MoveLeft:
    case MoveRight:
        break;
    }
    return m_model.index(qBound(0, row, last), 0);
}

void MessageListView::setSelection(const QRect &rect, QItemSelectionModel::SelectionFlags command)
{
    const int first = rowAt(qMin(rect.top(), rect.bottom()));
    const int last = qMin(rowAt(qMax(rect.top(), rect.bottom())), m_model.rowCount() - 1);
    QItemSelection selection;
    if (last >= 0 && first <= last)
        selection.select(m_model.index(qMax(0, first), 0), m_model.index(last, 0));
    selectionModel()->select(selection, command);
}

QRegion MessageListView::visualRegionForSelection(const QItemSelection &selection) const
{
    QRegion region;
    for (const QItemSelectionRange &range : selection) {
        const int top = qMax(range.top(), rowAt(0));
        const int bottom = qMin(range.bottom(), rowAt(viewport()->height()));
        if (top <= bottom)
            region += QRect(0, m_geometry.top(top) - verticalOffset(), viewport()->width(),
                            m_geometry.top(bottom) + m_geometry.rowHeight() - m_geometry.top(top));
    }
    return region;
}

void MessageListView::doItemsLayout()
{
    QAbstractItemView::doItemsLayout();
}

void MessageListView::updateGeometries()
{
    m_returning = true;
    m_geometry = RowGeometry(m_model.rowCount(), m_delegate.rowHeight(font()), m_model.groups(),
                             m_delegate.titleHeight(font()));
    const int header = mode() == MessageDelegate::Mode::Table ? m_header->sizeHint().height() : 0;
    setViewportMargins(0, header, 0, 0);
    const QRect area = viewport()->geometry();
    m_header->setGeometry(area.left(), area.top() - header, area.width(), header);
    QScrollBar *bar = verticalScrollBar();
    bar->setRange(0, qMax(0, m_geometry.height() - viewport()->height()));
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(mode() == MessageDelegate::Mode::Cards ? m_geometry.rowHeight() / 2
                                                              : m_geometry.rowHeight());
    QAbstractItemView::updateGeometries();
    m_returning = false;
}

void MessageListView::resizeEvent(QResizeEvent *event)
{
    QAbstractItemView::resizeEvent(event);
    showFolderColumn();
    updateGeometries();
}

void MessageListView::scrollContentsBy(int, int)
{
    viewport()->update();
    if (!m_returning)
        rememberAnchors();
}

void MessageListView::rememberAnchors()
{
    m_anchors.clear();
    const int offset = verticalOffset();
    if (offset == 0)
        return; // at the top of the list the user wants to see what comes
    const int last = qMin(rowAt(viewport()->height()), m_model.rowCount() - 1);
    for (int row = rowAt(0); row <= last; ++row)
        m_anchors.push_back({m_model.index(row, 0), m_geometry.top(row) - offset});
}

// Most of what was on the screen stays where it was. One row alone would not do: it may have gone, or gone
// elsewhere with its conversation.
void MessageListView::returnToAnchors()
{
    std::vector<int> offsets;
    for (const Anchor &anchor : m_anchors) {
        if (anchor.index.isValid())
            offsets.push_back(m_geometry.top(anchor.index.row()) - anchor.y);
    }
    if (!offsets.empty()) {
        const auto middle = offsets.begin() + qptrdiff(offsets.size() / 2);
        std::nth_element(offsets.begin(), middle, offsets.end());
        m_returning = true;
        verticalScrollBar()->setValue(*middle);
        m_returning = false;
    }
    rememberAnchors();
}

bool MessageListView::showsSameOrder() const
{
    const ListQuery &query = m_model.query();
    return query.sort == m_shownQuery.sort && query.descending == m_shownQuery.descending;
}

void MessageListView::followModel()
{
    updateGeometries();
    if (showsSameOrder()) {
        returnToAnchors();
    } else {
        verticalScrollBar()->setValue(0);
        scrollTo(currentIndex());
        rememberAnchors();
    }
    m_shownQuery = m_model.query();
    viewport()->update();
    // After a deletion the selection goes on to the message that took the place.
    if (currentIndex().isValid() && !selectionModel()->hasSelection())
        selectRow(currentIndex().row());
}

void MessageListView::followGroups()
{
    updateGeometries();
    returnToAnchors();
    viewport()->update();
}

// Another folder, or the results of a search. Qt has forgotten the selection by now.
void MessageListView::startList()
{
    m_shownQuery = m_model.query();
    m_hoveredRow = -1;
    m_anchors.clear();
    showFolderColumn();
    verticalScrollBar()->setValue(0);
    Q_EMIT currentMessageChanged(0);
    Q_EMIT selectedMessagesChanged();
}

bool MessageListView::expandCurrent(bool expanded)
{
    const int row = currentIndex().row();
    const MessageListModel::Conversation conversation = m_model.conversationAt(row);
    if (conversation.messages < 2 || conversation.expanded == expanded)
        return false;
    if (!expanded && conversation.isMember) { // it is not shown after that: its head takes its place
        int head = row;
        while (head > 0 && m_model.conversationAt(head).isMember)
            --head;
        selectRow(head);
    }
    m_model.setExpanded(currentIndex().row(), expanded);
    scrollTo(currentIndex());
    return true;
}

void MessageListView::rowsInserted(const QModelIndex &parent, int start, int end)
{
    QAbstractItemView::rowsInserted(parent, start, end);
    updateGeometries();
    returnToAnchors();
    viewport()->update();
}

void MessageListView::rowsAboutToBeRemoved(const QModelIndex &parent, int start, int end)
{
    QAbstractItemView::rowsAboutToBeRemoved(parent, start, end);
    m_hoveredRow = -1;
    // Qt would go up; whoever deletes reads on downwards.
    const int current = currentIndex().row();
    if (current >= start && current <= end && end + 1 < m_model.rowCount())
        selectionModel()->setCurrentIndex(m_model.index(end + 1, 0), QItemSelectionModel::NoUpdate);
}

// Qt would make the first message the current one, and with that open it.
void MessageListView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

// Qt goes through all cells of the range to find those on the screen: at a million rows a tenth of a second.
void MessageListView::dataChanged(const QModelIndex &topLeft, const QModelIndex &bottomRight,
                                  const QList<int> &roles)
{
    const int first = std::max(topLeft.row(), rowAt(0));
    const int last = std::min(bottomRight.row(), rowAt(viewport()->height()));
    if (first <= last)
        QAbstractItemView::dataChanged(topLeft.siblingAtRow(first), bottomRight.siblingAtRow(last), roles);
}

void MessageListView::reset()
{
    QAbstractItemView::reset();
    updateGeometries();
}

void MessageListView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QAbstractItemView::currentChanged(current, previous);
    if (QAccessible::isActive() && current.isValid() && hasFocus()) {
        QAccessibleEvent event(this, QAccessible::Focus);
        event.setChild(current.row() * m_model.columnCount());
        QAccessible::updateAccessibility(&event);
    }
    Q_EMIT currentMessageChanged(m_model.idAt(current.row()));
}

void MessageListView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QAbstractItemView::selectionChanged(selected, deselected);
    Q_EMIT selectedMessagesChanged();
}
