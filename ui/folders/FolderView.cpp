// SPDX-License-Identifier: GPL-3.0-or-later
#include "FolderView.h"

#include <QContextMenuEvent>

FolderView::FolderView(FolderModel &model, QWidget *parent) : QTreeView(parent), m_model(model)
{
    setFrameShape(QFrame::NoFrame);
    setHeaderHidden(true);
    setRootIsDecorated(false);
    setItemsExpandable(false);
    setIndentation(0);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMouseTracking(true);
    setAccessibleName(tr("Folders"));
    // The pane is part of the window, not a sheet of paper in it.
    setBackgroundRole(QPalette::Window);
    viewport()->setBackgroundRole(QPalette::Window);
    setItemDelegate(&m_delegate);
    setModel(&model);
    expandAll();
    setCurrentIndex(model.indexOf(m_query));
    connect(&model, &QAbstractItemModel::modelReset, this, [this] {
        expandAll();
        const QModelIndex same = m_model.indexOf(m_query);
        setCurrentIndex(same.isValid() ? same : m_model.indexOf(ListQuery()));
    });
    connect(this, &QAbstractItemView::clicked, this, [this](const QModelIndex &index) {
        if (!index.data(FolderModel::IsSectionRole).toBool())
            return;
        setCurrentIndex(m_model.indexOf(m_query));
        Q_EMIT accountClicked(m_model.accountAt(index));
    });
}

void FolderView::select(const ListQuery &query)
{
    const QModelIndex index = m_model.indexOf(query);
    if (index.isValid())
        setCurrentIndex(index);
}

AccountId FolderView::currentAccount() const
{
    return m_model.accountAt(currentIndex());
}

void FolderView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(viewport()->mapFromGlobal(event->globalPos()));
    const AccountId account = m_model.accountAt(index);
    if (account == 0 || account == localAccount)
        return;
    const QPoint key = viewport()->mapToGlobal(visualRect(index).center());
    Q_EMIT menuRequested(account, byKey ? key : event->globalPos());
}

void FolderView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTreeView::currentChanged(current, previous);
    if (!current.isValid() || current.data(FolderModel::IsSectionRole).toBool())
        return;
    const ListQuery query = m_model.queryAt(current);
    if (query == m_query)
        return;
    m_query = query;
    Q_EMIT querySelected(query);
}
