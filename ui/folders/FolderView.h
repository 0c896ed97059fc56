// SPDX-License-Identifier: GPL-3.0-or-later
//
// FolderView shows a FolderModel. A list is always chosen: when the model is rebuilt, the same one again. GUI
// thread.
#pragma once

#include "FolderDelegate.h"
#include "FolderModel.h"

#include <QTreeView>

class FolderView : public QTreeView
{
    Q_OBJECT
public:
    explicit FolderView(FolderModel &model, QWidget *parent = nullptr);

    ListQuery query() const { return m_query; }
    void select(const ListQuery &query);
    // The account that the chosen folder belongs to; 0 for the lists across accounts.
    AccountId currentAccount() const;

Q_SIGNALS:
    void querySelected(const ListQuery &query);
    void accountClicked(AccountId account);
    // A menu for this account is wanted, at a point of the screen.
    void menuRequested(AccountId account, const QPoint &point);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void drawBranches(QPainter *, const QRect &, const QModelIndex &) const override {}

private:
    FolderModel &m_model;
    FolderDelegate m_delegate;
    ListQuery m_query;
};
