// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerMailModel is a table of messages on a server: what each is, where it is, what will become of it, and
// what the user has marked to be done with it. It filters and sorts by itself, over an index of row numbers:
// few rows at once, many in a thread of the pool, so that tens of thousands follow every key stroke and
// nothing waits for them. GUI thread; it talks to nobody.
#pragma once

#include "ServerMailRows.h"
#include "ServerMessage.h"

#include <QAbstractTableModel>

#include <optional>
#include <vector>

class ServerMailModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    // As ServerMailRows::Column.
    enum Column {
        GetColumn,
        DeleteColumn,
        StateColumn,
        SenderColumn,
        SubjectColumn,
        DateColumn,
        SizeColumn,
        AgeColumn,
        FateColumn,
        ColumnCount
    };
    enum Role { QuietRole = Qt::UserRole + 1 }; // nothing to tell: may be painted paler
    using Show = ServerMailRows::Show;

    explicit ServerMailModel(QObject *parent = nullptr);

    // Stored on this computer as a whole.
    static bool isWholeHere(const ServerMessage &message);
    static bool isOnServer(const ServerMessage &message);
    // The user has decided about it.
    static bool isChosen(const ServerMessage &message);
    // Not, not wholly, or no longer here.
    static bool canBeFetched(const ServerMessage &message);

    // Another state of the same mailbox keeps the rows where they are. What is set comes into effect with
    // arranged(), at once where there are few rows.
    void setMessages(std::vector<ServerMessage> messages);
    // What is shown: rows of this kind that have `text` in subject, sender or state.
    void setFilter(Show show, const QString &text);
    // What is marked to be done.
    void setMarks(const ServerWork &marks);
    // It is marked, or what was marked before is under way.
    bool isToGet(const ServerMessage &message) const;
    bool isToRemove(const ServerMessage &message) const;
    // The last column says why a message is deleted, and not that it is.
    void tellOnlyWhy() { m_onlyWhy = true; }
    const ServerMessage &messageAt(int row) const { return m_shown->at(m_visible[size_t(row)]); }
    // -1 when it is not shown. Linear.
    int rowOf(const ServerMessageKey &key) const;
    // While the model is being reset: the same rows in another order.
    bool onlySorts() const { return m_onlySorts; }
    // All that there are, shown or not.
    const std::vector<ServerMessage> &messages() const { return *m_shown; }
    const QSet<ServerMailRows::Name> &removed() const { return m_wish.removed; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    static constexpr size_t fewRows = 2000;

Q_SIGNALS:
    void arranged();

private:
    using Messages = ServerMailRows::Messages;
    using Rows = ServerMailRows::Rows;
    using Wish = ServerMailRows::Wish;

    struct Arrangement {
        Rows rows;
        // From the first to the last of the rows that differ from what is shown, none where the last is
        // before the first. Nothing where the rows are others, or where so many differ that a reset is
        // quicker.
        std::optional<std::pair<int, int>> changed;
    };

    void follow();
    void take(const Wish &wish, Arrangement arrangement);
    static Arrangement compared(const Wish &wish, Rows rows, const Messages &shown, const Rows &visible);
    QVariant mark(const ServerMessage &message, int column) const;
    bool isQuiet(const ServerMessage &message, int column) const;
    QString accessibleText(int row) const;

    Wish m_wish;
    QSet<ServerMailRows::Name> m_toGet;
    Messages m_shown;
    Show m_shownKind = Show::Everything;
    QString m_shownText;
    bool m_onlySorts = false;
    Rows m_visible;
    int m_generation = 0; // of the wish
    bool m_onlyWhy = false;
};
