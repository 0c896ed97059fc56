// SPDX-License-Identifier: GPL-3.0-or-later
//
// The half of MessageListView that paints, and has the table's header, the mouse and the keys.
#include "MessageListView.h"

#include "Fonts.h"

#include <QAction>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QSignalBlocker>

namespace
{
constexpr int markWidth = 30;
constexpr int stripeWidth = 3; // in the colour of an account
constexpr int narrow = 680;    // a table with too little room for all columns and the subject

constexpr std::pair<int, ListQuery::Sort> sorts[] = {
    {MessageListModel::StatusColumn, ListQuery::Sort::Read},
    {MessageListModel::StarColumn, ListQuery::Sort::Starred},
    {MessageListModel::AttachmentColumn, ListQuery::Sort::Attachment},
    {MessageListModel::SenderColumn, ListQuery::Sort::Sender},
    {MessageListModel::SubjectColumn, ListQuery::Sort::Subject},
    {MessageListModel::DateColumn, ListQuery::Sort::Date},
    {MessageListModel::SizeColumn, ListQuery::Sort::Size},
    {MessageListModel::RecipientColumn, ListQuery::Sort::Recipient},
};
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
    m_header->resizeSection(MessageListModel::RecipientColumn, 140);
    m_header->hideSection(MessageListModel::RecipientColumn);
    m_header->resizeSection(MessageListModel::FolderColumn, 110);
    showFolderColumn();
    connect(m_header, &QHeaderView::sortIndicatorChanged, this, [this](int column, Qt::SortOrder order) {
        for (const auto &[sorted, sort] : sorts) {
            if (sorted == column)
                return m_model.setSort(sort, order == Qt::DescendingOrder);
        }
        showSort(); // there is no order by folder
    });
    m_header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_header, &QWidget::customContextMenuRequested, this, &MessageListView::chooseColumns);
    connect(m_header, &QHeaderView::sectionResized, viewport(), qOverload<>(&QWidget::update));
    m_header->hide();
}

void MessageListView::chooseColumns(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; column < m_model.columnCount(); ++column) {
        if (column == MessageListModel::SubjectColumn)
            continue; // takes what room the others leave
        if (column == MessageListModel::FolderColumn && !m_model.showsResults())
            continue;
        if (column == MessageListModel::SizeColumn && m_sizeGivesWay)
            continue;
        QAction *action =
            menu->addAction(m_model.headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString());
        action->setCheckable(true);
        action->setChecked(!m_header->isSectionHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) {
            if (column == MessageListModel::FolderColumn)
                m_wantsFolders = shown;
            m_header->setSectionHidden(column, !shown);
            showFolderColumn();
            viewport()->update();
        });
    }
    menu->popup(m_header->mapToGlobal(at));
}

// Results come from all folders; other lists say by their name which one it is. Where there is little room,
// the size gives way, and not the subject.
void MessageListView::showFolderColumn()
{
    const bool shown = m_model.showsResults() && m_wantsFolders;
    m_header->setSectionHidden(MessageListModel::FolderColumn, !shown);
    const bool givesWay = shown && width() < narrow;
    if (givesWay != m_sizeGivesWay &&
        (m_sizeGivesWay || !m_header->isSectionHidden(MessageListModel::SizeColumn))) {
        m_sizeGivesWay = givesWay;
        m_header->setSectionHidden(MessageListModel::SizeColumn, givesWay);
    }
}

void MessageListView::showSort()
{
    const QSignalBlocker blocker(m_header);
    for (const auto &[column, sort] : sorts) {
        if (sort == m_model.query().sort)
            m_header->setSortIndicator(column,
                                       m_model.query().descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    }
}

void MessageListView::setMode(MessageDelegate::Mode mode)
{
    const QModelIndex current = currentIndex();
    m_delegate.setMode(mode);
    m_header->setVisible(mode == MessageDelegate::Mode::Table);
    const int row = m_anchors.empty() ? 0 : m_anchors.front().index.row();
    updateGeometries();
    verticalScrollBar()->setValue(row > 0 ? m_geometry.top(row) : 0);
    scrollTo(current);
    viewport()->update();
}

QByteArray MessageListView::headerState() const
{
    if (!m_sizeGivesWay)
        return m_header->saveState();
    const QSignalBlocker blocker(m_header);
    m_header->showSection(MessageListModel::SizeColumn);
    const QByteArray state = m_header->saveState();
    m_header->hideSection(MessageListModel::SizeColumn);
    return state;
}

void MessageListView::restoreHeaderState(const QByteArray &state)
{
    const QSignalBlocker blocker(m_header);
    if (!state.isEmpty())
        m_header->restoreState(state);
    m_sizeGivesWay = false;
    showFolderColumn();
    showSort(); // which is not the header's to remember
}

void MessageListView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), palette().color(QPalette::Base));
    const int rows = m_model.rowCount();
    if (rows == 0)
        return;
    QStyleOptionViewItem option;
    initViewItemOption(&option);
    const int last = qMin(rowAt(event->rect().bottom()), rows - 1);
    for (int row = rowAt(event->rect().top()); row <= last; ++row) {
        if (const int group = m_geometry.groupAt(row); group >= 0) {
            const int top = m_geometry.top(row) - verticalOffset() - m_geometry.titleHeight();
            paintTitle(painter, QRect(0, top, viewport()->width(), m_geometry.titleHeight()),
                       m_model.groups()[size_t(group)].title);
        }
        paintRow(painter, option, row);
    }
}

void MessageListView::paintTitle(QPainter &painter, const QRect &rect, const QString &title)
{
    painter.save();
    painter.setFont(Fonts::demiBold(Fonts::small(font())));
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(rect.adjusted(14, 4, -14, -1), int(Qt::AlignLeading | Qt::AlignVCenter), title);
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), palette().color(QPalette::Mid));
    painter.restore();
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
    const QRect whole = option.rect;
    if (mode() == MessageDelegate::Mode::Cards) {
        m_delegate.paint(&painter, option, first);
        return paintStripe(painter, whole, row);
    }
    for (int column = 0; column < m_model.columnCount(); ++column) {
        if (m_header->isSectionHidden(column))
            continue;
        option.rect = cellRect(row, column);
        m_delegate.paint(&painter, option, m_model.index(row, column));
    }
    paintStripe(painter, whole, row);
    if (ring) {
        QStyleOptionFocusRect focus;
        focus.initFrom(this);
        focus.rect = whole;
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, &painter, this);
    }
}

void MessageListView::paintStripe(QPainter &painter, const QRect &rect, int row) const
{
    const QColor colour = m_model.accountColour(row);
    if (!colour.isValid())
        return;
    const QRect stripe(rect.left(), rect.top() + 2, stripeWidth, rect.height() - 4);
    painter.fillRect(QStyle::visualRect(layoutDirection(), rect, stripe), colour);
}

bool MessageListView::isOnStar(const QPoint &point, int row) const
{
    if (row < 0 || row >= m_model.rowCount() || !indexAt(point).isValid())
        return false;
    const QRect rect = visualRect(m_model.index(row, 0));
    if (mode() == MessageDelegate::Mode::Table)
        return cellRect(row, MessageListModel::StarColumn).contains(point);
    return MessageDelegate::starRect(rect, font(), layoutDirection()).contains(point);
}

bool MessageListView::isOnTwisty(const QPoint &point, int row) const
{
    const MessageListModel::Conversation conversation = m_model.conversationAt(row);
    if (conversation.messages < 2 || conversation.isMember || !indexAt(point).isValid())
        return false;
    const bool table = mode() == MessageDelegate::Mode::Table;
    const QRect cell =
        table ? cellRect(row, MessageListModel::SubjectColumn) : visualRect(m_model.index(row, 0));
    return m_delegate.twistyRect(cell, font(), layoutDirection()).contains(point);
}

void MessageListView::keyPressEvent(QKeyEvent *event)
{
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int expands = mirrored ? Qt::Key_Left : Qt::Key_Right;
    const int collapses = mirrored ? Qt::Key_Right : Qt::Key_Left;
    const bool plain = !(event->modifiers() & ~Qt::KeypadModifier);
    if (plain && (event->key() == expands || event->key() == collapses) &&
        expandCurrent(event->key() == expands))
        return;
    QListView::keyPressEvent(event);
}

void MessageListView::mousePressEvent(QMouseEvent *event)
{
    const int row = rowAt(event->position().toPoint().y());
    if (event->button() == Qt::LeftButton && isOnTwisty(event->position().toPoint(), row)) {
        m_model.setExpanded(row, !m_model.conversationAt(row).expanded);
        return;
    }
    if (event->button() == Qt::LeftButton && isOnStar(event->position().toPoint(), row)) {
        Q_EMIT starClicked(m_model.idAt(row), !m_model.flagsAt(row).testFlag(Flag::Starred));
        return;
    }
    if (event->button() == Qt::MiddleButton) { // does not change what is selected
        if (const QModelIndex index = indexAt(event->position().toPoint()); index.isValid())
            Q_EMIT middleClicked(index.row());
        return;
    }
    QAbstractItemView::mousePressEvent(event);
}

void MessageListView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QPoint key = viewport()->mapToGlobal(visualRect(currentIndex()).center());
    const bool onRow = byKey ? currentIndex().isValid() : indexAt(event->pos()).isValid();
    if (onRow && selectionModel()->hasSelection())
        Q_EMIT menuRequested(byKey ? key : event->globalPos());
}

void MessageListView::mouseMoveEvent(QMouseEvent *event)
{
    const int row = indexAt(event->position().toPoint()).row();
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
    if (event->type() == QEvent::FontChange && !m_fonts.isFresh())
        prepareFonts();
}

// Those of what people wrote: subjects, names and what messages begin with.
void MessageListView::prepareFonts()
{
    m_fonts.prepare({font(), Fonts::demiBold(font())});
}
