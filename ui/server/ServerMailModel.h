// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerMailModel is a table of messages on a server: what each is, where it is and what will become of it.
// It filters and sorts by itself, over an index of row numbers, so that tens of thousands of rows follow
// every key stroke. GUI thread; it talks to nobody.
#pragma once

#include "ServerMessage.h"

#include <QAbstractTableModel>

#include <functional>
#include <vector>

class QDateTime;

class ServerMailModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { SubjectColumn, SenderColumn, DateColumn, SizeColumn, StateColumn, FateColumn, ColumnCount };
    enum class Show { Everything, NotHere, ToBeDeleted, Gone };

    explicit ServerMailModel(QObject *parent = nullptr);

    // Stored on this computer as a whole.
    static bool isWholeHere(const ServerMessage &message);
    static bool isOnServer(const ServerMessage &message);
    // Not, or not wholly here, and not waiting for the next check already.
    static bool canBeFetched(const ServerMessage &message);

    // Another state of the same mailbox keeps the rows where they are.
    void setMessages(std::vector<ServerMessage> messages);
    // What is shown: rows of this kind that have `text` in subject, sender or state.
    void setFilter(Show show, const QString &text);
    const ServerMessage &messageAt(int row) const { return m_messages[m_visible[size_t(row)]]; }
    // -1 when it is not shown. Linear.
    int rowOf(const ServerMessageKey &key) const;
    // Of all messages, shown or not.
    const std::vector<ServerMessage> &messages() const { return m_messages; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

private:
    void arrange();
    bool isShown(const ServerMessage &message) const;
    QString text(const ServerMessage &message, int column, const QDateTime &now) const;
    QString accessibleText(int row) const;

    std::vector<ServerMessage> m_messages;
    std::vector<size_t> m_visible; // indices of m_messages, filtered and sorted
    Show m_show = Show::Everything;
    QString m_text;
    int m_sortColumn = DateColumn;
    Qt::SortOrder m_order = Qt::DescendingOrder;
};
