// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerTable.h"

#include "RowText.h"

#include <QHeaderView>
#include <QIcon>
#include <QPainter>
#include <QStyledItemDelegate>

namespace
{
constexpr int rowPadding = 10;
constexpr int cellMargin = 8; // as the header's labels have it
constexpr int cellIcon = 16;

// Rows of one height make fifty thousand of them as quick as fifty.
class RowDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        size.setHeight(qMax(28, option.fontMetrics.height() + rowPadding));
        size.rwidth() += 2 * cellMargin;
        return size;
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem cell = option;
        initStyleOption(&cell, index);
        cell.widget->style()->drawPrimitive(QStyle::PE_PanelItemViewItem, &cell, painter, cell.widget);
        if (const QVariant mark = index.data(Qt::CheckStateRole); mark.isValid())
            return paintMark(*painter, cell, mark.toInt() == Qt::Checked);
        QRect text = cell.rect.adjusted(cellMargin, 0, -cellMargin, 0);
        if (!cell.icon.isNull()) {
            const QRect icon(text.left(), text.center().y() - cellIcon / 2 + 1, cellIcon, cellIcon);
            cell.icon.paint(painter, QStyle::visualRect(cell.direction, cell.rect, icon));
            text.setLeft(text.left() + cellIcon + 6);
        }
        const bool selected = cell.state & QStyle::State_Selected;
        QPalette::ColorRole role = selected ? QPalette::HighlightedText : QPalette::Text;
        if (!selected && index.data(ServerMailModel::QuietRole).toBool())
            role = QPalette::PlaceholderText;
        const bool trailing = cell.displayAlignment & Qt::AlignRight;
        const bool mirrored = cell.direction == Qt::RightToLeft;
        drawRowText(*painter, QStyle::visualRect(cell.direction, cell.rect, text), cell.text, cell.font,
                    cell.palette.color(QPalette::Active, role),
                    trailing != mirrored ? Qt::AlignRight : Qt::AlignLeft);
    }

private:
    static void paintMark(QPainter &painter, const QStyleOptionViewItem &cell, bool isOn)
    {
        QStyleOptionButton box;
        box.rect = cell.rect;
        box.palette = cell.palette;
        box.state = QStyle::State_Enabled | (isOn ? QStyle::State_On : QStyle::State_Off);
        cell.widget->style()->drawPrimitive(QStyle::PE_IndicatorCheckBox, &box, &painter, cell.widget);
    }
};
} // namespace

ServerTable::ServerTable(QWidget *parent) : QTreeView(parent)
{
    setFrameShape(QFrame::NoFrame);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setIndentation(0);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setEditTriggers(NoEditTriggers);
    setSelectionMode(ExtendedSelection);
    setSelectionBehavior(SelectRows);
    setTextElideMode(Qt::ElideRight);
    setVerticalScrollMode(ScrollPerPixel);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setItemDelegate(new RowDelegate(this));
    header()->setSectionsMovable(false);
    header()->setStretchLastSection(true);
    header()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    header()->setHighlightSections(false);
}

void ServerTable::showMail(ServerMailModel &model)
{
    m_mail = &model;
    setModel(&model);
    setSortingEnabled(true);
    header()->setSortIndicator(ServerMailModel::DateColumn, Qt::DescendingOrder);
    setWidths({{ServerMailModel::GetColumn, 7},
               {ServerMailModel::DeleteColumn, 7},
               {ServerMailModel::StateColumn, 24},
               {ServerMailModel::SenderColumn, 24},
               {ServerMailModel::SubjectColumn, 40},
               {ServerMailModel::DateColumn, 14},
               {ServerMailModel::SizeColumn, 12},
               {ServerMailModel::AgeColumn, 12},
               {ServerMailModel::FateColumn, 24}});
    header()->setMinimumSectionSize(fontMetrics().averageCharWidth() * 6);
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, &ServerTable::rememberSelection);
    connect(&model, &QAbstractItemModel::modelReset, this, &ServerTable::restoreSelection);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ServerTable::selectedMailChanged);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &ServerTable::currentMailChanged);
    connect(this, &QAbstractItemView::clicked, this, [this](const QModelIndex &index) {
        if (index.data(Qt::CheckStateRole).isValid())
            Q_EMIT markClicked(m_mail->messageAt(index.row()), index.column());
    });
}

void ServerTable::setWidths(std::initializer_list<std::pair<int, int>> widths)
{
    const int unit = fontMetrics().averageCharWidth();
    for (const auto &[column, characters] : widths)
        setColumnWidth(column, characters * unit);
}

const ServerMessage *ServerTable::currentMail() const
{
    const QModelIndex current = currentIndex();
    return m_mail && current.isValid() ? &m_mail->messageAt(current.row()) : nullptr;
}

std::vector<ServerMessage> ServerTable::visibleMail() const
{
    std::vector<ServerMessage> visible;
    const QModelIndex top = indexAt(QPoint(0, 0));
    if (!m_mail || !top.isValid())
        return visible;
    for (int row = top.row(); row < m_mail->rowCount(); ++row) {
        if (visualRect(m_mail->index(row, 0)).top() > viewport()->height())
            break;
        visible.push_back(m_mail->messageAt(row));
    }
    return visible;
}

void ServerTable::showForecast()
{
    m_mail->tellOnlyWhy();
    for (const int column : {ServerMailModel::GetColumn, ServerMailModel::DeleteColumn,
                             ServerMailModel::StateColumn, ServerMailModel::AgeColumn})
        setColumnHidden(column, true);
    setWidths({{ServerMailModel::SubjectColumn, 30},
               {ServerMailModel::SenderColumn, 20},
               {ServerMailModel::DateColumn, 14},
               {ServerMailModel::SizeColumn, 11}});
}

void ServerTable::setEmptyText(const QString &text)
{
    m_emptyText = text;
    viewport()->update();
}

void ServerTable::paintEvent(QPaintEvent *event)
{
    QTreeView::paintEvent(event);
    if (m_emptyText.isEmpty() || !model() || model()->rowCount() > 0)
        return;
    QPainter painter(viewport());
    painter.setPen(palette().color(QPalette::PlaceholderText));
    painter.drawText(viewport()->rect().adjusted(24, 24, -24, -24), int(Qt::AlignCenter) | Qt::TextWordWrap,
                     m_emptyText);
}

// By ranges: an index for each of fifty thousand selected rows takes longer than a frame.
template <class Visit> void ServerTable::visitSelected(Visit visit) const
{
    if (!m_mail)
        return;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            if (!visit(m_mail->messageAt(row)))
                return;
        }
    }
}

bool ServerTable::anySelected(bool (*is)(const ServerMessage &)) const
{
    bool any = false;
    visitSelected([&](const ServerMessage &message) { return !(any = is(message)); });
    return any;
}

int ServerTable::selectedCount() const
{
    int count = 0;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        count += range.height();
    return count;
}

std::vector<ServerMessage> ServerTable::selectedMail() const
{
    std::vector<ServerMessage> selected;
    visitSelected([&](const ServerMessage &message) {
        selected.push_back(message);
        return true;
    });
    return selected;
}

void ServerTable::rememberSelection()
{
    m_remembered.clear();
    m_rememberedAll = m_mail->onlySorts() && selectedCount() == m_mail->rowCount();
    m_rememberedCurrent =
        currentIndex().isValid() ? m_mail->messageAt(currentIndex().row()).key : ServerMessageKey();
    if (m_rememberedAll)
        return; // to look each of them up takes longer than a frame
    visitSelected([this](const ServerMessage &message) {
        m_remembered.insert({message.key.uidl, message.key.occurrence});
        return true;
    });
}

void ServerTable::restoreSelection()
{
    const int rows = m_mail->rowCount();
    if (!m_remembered.isEmpty() || m_rememberedAll || !m_rememberedCurrent.uidl.isEmpty()) {
        const auto isWanted = [this](int row) {
            const ServerMessageKey &key = m_mail->messageAt(row).key;
            return m_remembered.contains({key.uidl, key.occurrence});
        };
        QItemSelection selection;
        if (m_rememberedAll && rows > 0)
            selection.append(QItemSelectionRange(m_mail->index(0, 0),
                                                 m_mail->index(rows - 1, ServerMailModel::ColumnCount - 1)));
        for (int row = 0; row < rows && !m_remembered.isEmpty(); ++row) {
            if (!isWanted(row))
                continue;
            const int first = row;
            while (row + 1 < rows && isWanted(row + 1))
                ++row;
            selection.append(QItemSelectionRange(m_mail->index(first, 0),
                                                 m_mail->index(row, ServerMailModel::ColumnCount - 1)));
        }
        const int current = m_mail->rowOf(m_rememberedCurrent);
        if (current >= 0)
            selectionModel()->setCurrentIndex(m_mail->index(current, 0), QItemSelectionModel::NoUpdate);
        selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    }
    Q_EMIT selectedMailChanged();
}
