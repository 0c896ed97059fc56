// SPDX-License-Identifier: GPL-3.0-or-later
//
// The half of MessageListView that paints, has the table's header and the mouse, and keeps the selection
// across a reload.
#include "MessageListView.h"

#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <optional>

namespace
{
constexpr size_t mostRemembered = 1000; // selected messages that survive a reload
constexpr int markWidth = 30;

std::optional<ListQuery::Sort> sortOf(int column)
{
    switch (column) {
    case MessageListModel::SenderColumn:
        return ListQuery::Sort::Sender;
    case MessageListModel::SubjectColumn:
        return ListQuery::Sort::Subject;
    case MessageListModel::DateColumn:
        return ListQuery::Sort::Date;
    case MessageListModel::SizeColumn:
        return ListQuery::Sort::Size;
    default:
        return std::nullopt;
    }
}

bool sameMessages(const ListQuery &a, const ListQuery &b)
{
    return a.scope == b.scope && a.folder == b.folder;
}
} // namespace

void MessageListView::setUpHeader()
{
    m_header->setModel(&m_model);
    m_header->setAccessibleName(tr("Columns"));
    m_header->setFocusPolicy(Qt::NoFocus);
    m_header->setSectionsClickable(true);
    m_header->setHighlightSections(false);
    m_header->setSortIndicatorShown(true);
    m_header->setSortIndicator(MessageListModel::DateColumn, Qt::DescendingOrder);
    m_header->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_header->setMinimumSectionSize(markWidth);
    for (const int column :
         {MessageListModel::StatusColumn, MessageListModel::StarColumn, MessageListModel::AttachmentColumn}) {
        m_header->setSectionResizeMode(column, QHeaderView::Fixed);
        m_header->resizeSection(column, markWidth);
    }
    m_header->resizeSection(MessageListModel::SenderColumn, 160);
    m_header->setSectionResizeMode(MessageListModel::SubjectColumn, QHeaderView::Stretch);
    m_header->resizeSection(MessageListModel::DateColumn, 96);
    m_header->resizeSection(MessageListModel::SizeColumn, 76);
    connect(m_header, &QHeaderView::sortIndicatorChanged, this, [this](int column, Qt::SortOrder order) {
        const auto sort = sortOf(column);
        if (!sort)
            return;
        ListQuery query = m_model.query();
        query.sort = *sort;
        query.descending = order == Qt::DescendingOrder;
        if (query != m_model.query())
            m_model.setQuery(query);
    });
    connect(m_header, &QHeaderView::sectionResized, viewport(), qOverload<>(&QWidget::update));
    m_header->hide();
}

void MessageListView::setMode(MessageDelegate::Mode mode)
{
    const QModelIndex current = currentIndex();
    m_delegate.setMode(mode);
    m_header->setVisible(mode == MessageDelegate::Mode::Table);
    const int row = m_anchor.isValid() ? m_anchor.row() : 0;
    updateGeometries();
    verticalScrollBar()->setValue(row * m_rowHeight);
    scrollTo(current);
    viewport()->update();
}

QByteArray MessageListView::headerState() const
{
    return m_header->saveState();
}

void MessageListView::restoreHeaderState(const QByteArray &state)
{
    if (!state.isEmpty())
        m_header->restoreState(state);
}

void MessageListView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), palette().color(QPalette::Base));
    const int rows = m_model.rowCount();
    if (rows == 0) {
        if (!m_model.isLoading()) {
            painter.setPen(palette().color(QPalette::PlaceholderText));
            painter.drawText(viewport()->rect().adjusted(20, 0, -20, -viewport()->height() / 3),
                             int(Qt::AlignCenter) | Qt::TextWordWrap, m_emptyText);
        }
        return;
    }
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const int last = qMin(rowAt(event->rect().bottom()), rows - 1);
    for (int row = rowAt(event->rect().top()); row <= last; ++row)
        paintRow(painter, option, row);
}

void MessageListView::paintRow(QPainter &painter, QStyleOptionViewItem option, int row)
{
    const QModelIndex first = m_model.index(row, 0);
    option.rect = visualRect(first);
    option.state.setFlag(QStyle::State_Selected, selectionModel()->isSelected(first));
    option.state.setFlag(QStyle::State_MouseOver, row == m_hoveredRow);
    const bool ring =
        hasFocus() && row == currentIndex().row() && window()->testAttribute(Qt::WA_KeyboardFocusChange);
    option.state.setFlag(QStyle::State_HasFocus, ring);
    if (mode() == MessageDelegate::Mode::Cards) {
        m_delegate.paint(&painter, option, first);
        return;
    }
    const QRect whole = option.rect;
    for (int column = 0; column < m_model.columnCount(); ++column) {
        option.rect = cellRect(row, column);
        m_delegate.paint(&painter, option, m_model.index(row, column));
    }
    if (ring) {
        QStyleOptionFocusRect focus;
        focus.initFrom(this);
        focus.rect = whole;
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, &painter, this);
    }
}

bool MessageListView::isOnStar(const QPoint &point, int row) const
{
    if (row < 0 || row >= m_model.rowCount())
        return false;
    const QRect rect = visualRect(m_model.index(row, 0));
    if (mode() == MessageDelegate::Mode::Table)
        return cellRect(row, MessageListModel::StarColumn).contains(point);
    return MessageDelegate::starRect(rect, font(), layoutDirection()).contains(point);
}

void MessageListView::mousePressEvent(QMouseEvent *event)
{
    const int row = rowAt(event->position().toPoint().y());
    if (event->button() == Qt::LeftButton && isOnStar(event->position().toPoint(), row)) {
        Q_EMIT starClicked(m_model.idAt(row), !m_model.flagsAt(row).testFlag(Flag::Starred));
        return;
    }
    QAbstractItemView::mousePressEvent(event);
}

void MessageListView::mouseMoveEvent(QMouseEvent *event)
{
    const int row = rowAt(event->position().toPoint().y());
    if (row != m_hoveredRow) {
        m_hoveredRow = row;
        viewport()->update();
    }
    QAbstractItemView::mouseMoveEvent(event);
}

void MessageListView::mouseReleaseEvent(QMouseEvent *event)
{
    QAbstractItemView::mouseReleaseEvent(event);
}

void MessageListView::leaveEvent(QEvent *event)
{
    m_hoveredRow = -1;
    viewport()->update();
    QAbstractItemView::leaveEvent(event);
}

void MessageListView::changeEvent(QEvent *event)
{
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        updateGeometries();
}

void MessageListView::rememberSelection()
{
    m_resetCurrent = 0;
    m_resetAnchor = 0;
    m_resetSelection.clear();
    if (!sameMessages(m_model.query(), m_shownQuery))
        return;
    m_resetCurrent = currentMessage();
    if (m_anchor.isValid())
        m_resetAnchor = m_model.idAt(m_anchor.row());
    const std::vector<MessageId> selected = selectedMessages();
    if (selected.size() <= mostRemembered)
        m_resetSelection = QSet<MessageId>(selected.begin(), selected.end());
}

void MessageListView::restoreSelection()
{
    const bool sameList = sameMessages(m_model.query(), m_shownQuery);
    const bool sameOrder = m_model.query() == m_shownQuery;
    m_shownQuery = m_model.query();
    m_hoveredRow = -1;
    QItemSelection selection;
    QModelIndex current;
    QModelIndex anchor;
    const bool any = m_resetCurrent != 0 || m_resetAnchor != 0 || !m_resetSelection.isEmpty();
    for (int row = 0; any && row < m_model.rowCount(); ++row) {
        const MessageId id = m_model.idAt(row);
        if (id == m_resetCurrent)
            current = m_model.index(row, 0);
        if (id == m_resetAnchor)
            anchor = m_model.index(row, 0);
        if (m_resetSelection.contains(id))
            selection.merge({m_model.index(row, 0), m_model.index(row, m_model.columnCount() - 1)},
                            QItemSelectionModel::Select);
    }
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (current.isValid())
        selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    else if (!sameList)
        Q_EMIT currentMessageChanged(0); // in the same list the reader keeps what it shows
    m_anchor = sameOrder ? anchor : QModelIndex();
    if (m_anchor.isValid())
        returnToAnchor();
    else
        verticalScrollBar()->setValue(0);
    if (!sameOrder)
        scrollTo(current);
    rememberAnchor();
    Q_EMIT selectedMessagesChanged();
}
