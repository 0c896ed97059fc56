// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerTable.h"

#include <QHeaderView>
#include <QSet>
#include <QStyledItemDelegate>

namespace
{
constexpr int rowPadding = 10;

// Rows of one height make fifty thousand of them as quick as fifty.
class RowDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QSize size = QStyledItemDelegate::sizeHint(option, index);
        size.setHeight(qMax(28, option.fontMetrics.height() + rowPadding));
        return size;
    }
};

QByteArray nameOf(const ServerMessageKey &key)
{
    return key.uidl + ' ' + QByteArray::number(key.occurrence);
}
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
    const int unit = fontMetrics().averageCharWidth();
    const int widths[] = {38, 24, 14, 10, 34};
    for (int column = 0; column < 5; ++column)
        setColumnWidth(column, widths[column] * unit);
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, &ServerTable::rememberSelection);
    connect(&model, &QAbstractItemModel::modelReset, this, &ServerTable::restoreSelection);
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ServerTable::selectedMailChanged);
}

std::vector<ServerMessage> ServerTable::selectedMail() const
{
    std::vector<ServerMessage> selected;
    if (m_mail) {
        for (const QModelIndex &row : selectionModel()->selectedRows())
            selected.push_back(m_mail->messageAt(row.row()));
    }
    return selected;
}

void ServerTable::rememberSelection()
{
    m_remembered.clear();
    for (const QModelIndex &row : selectionModel()->selectedRows())
        m_remembered.push_back(m_mail->messageAt(row.row()).key);
    m_rememberedCurrent =
        currentIndex().isValid() ? m_mail->messageAt(currentIndex().row()).key : ServerMessageKey();
}

void ServerTable::restoreSelection()
{
    QSet<QByteArray> wanted;
    for (const ServerMessageKey &key : m_remembered)
        wanted.insert(nameOf(key));
    QItemSelection selection;
    int current = -1;
    for (int row = 0; row < m_mail->rowCount() && (!wanted.isEmpty() || !m_rememberedCurrent.uidl.isEmpty());
         ++row) {
        const ServerMessageKey &key = m_mail->messageAt(row).key;
        if (key == m_rememberedCurrent)
            current = row;
        if (wanted.contains(nameOf(key)))
            selection.select(m_mail->index(row, 0), m_mail->index(row, ServerMailModel::ColumnCount - 1));
    }
    if (current >= 0)
        selectionModel()->setCurrentIndex(m_mail->index(current, 0), QItemSelectionModel::NoUpdate);
    selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    Q_EMIT selectedMailChanged();
}
