// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerTable is the look of the tables of the server windows: flat rows of one height, no frame, whole rows
// are chosen, a header that sorts. What is selected stays selected when the model is rearranged. GUI thread.
#pragma once

#include "ServerMailModel.h"

#include <QSet>
#include <QTreeView>

class ServerTable : public QTreeView
{
    Q_OBJECT
public:
    explicit ServerTable(QWidget *parent = nullptr);

    void showMail(ServerMailModel &model);
    // Messages that will be deleted, all of them: why alone is of interest.
    void showForecast();
    // In characters, by column.
    void setWidths(std::initializer_list<std::pair<int, int>> widths);
    // Shown in the middle while there are no rows.
    void setEmptyText(const QString &text);
    std::vector<ServerMessage> selectedMail() const;
    // Of the selection, without a copy of it: all rows may be selected.
    bool anySelected(bool (*is)(const ServerMessage &)) const;
    int selectedCount() const;
    // The one that the keyboard is at; nullptr: none.
    const ServerMessage *currentMail() const;
    // Those that are to be seen now, from the top.
    std::vector<ServerMessage> visibleMail() const;

Q_SIGNALS:
    void selectedMailChanged();
    void currentMailChanged();
    // The user has clicked into a box of this column (GetColumn, DeleteColumn).
    void markClicked(const ServerMessage &message, int column);

protected:
    void drawBranches(QPainter *, const QRect &, const QModelIndex &) const override {}
    QSize viewportSizeHint() const override { return {760, 320}; }
    void paintEvent(QPaintEvent *event) override;

private:
    // Until `visit` returns false.
    template <class Visit> void visitSelected(Visit visit) const;
    void rememberSelection();
    void restoreSelection();

    ServerMailModel *m_mail = nullptr;
    QString m_emptyText;
    QSet<QPair<QByteArray, int>> m_remembered; // UIDL and occurrence
    ServerMessageKey m_rememberedCurrent;
    bool m_rememberedAll = false;
};
