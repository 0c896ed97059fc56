// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerTable is the look of the tables of the server windows: flat rows of one height, no frame, whole rows
// are chosen, a header that sorts. What is selected stays selected when the model is rearranged. GUI thread.
#pragma once

#include "ServerMailModel.h"

#include <QTreeView>

class ServerTable : public QTreeView
{
    Q_OBJECT
public:
    explicit ServerTable(QWidget *parent = nullptr);

    void showMail(ServerMailModel &model);
    std::vector<ServerMessage> selectedMail() const;

Q_SIGNALS:
    void selectedMailChanged();

protected:
    void drawBranches(QPainter *, const QRect &, const QModelIndex &) const override {}
    QSize viewportSizeHint() const override { return {760, 320}; }

private:
    void rememberSelection();
    void restoreSelection();

    ServerMailModel *m_mail = nullptr;
    std::vector<ServerMessageKey> m_remembered;
    ServerMessageKey m_rememberedCurrent;
};
