// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageListModel is one list of messages as a flat model: a packed row of 24 bytes for every message, the
// summaries of those on the screen by windows. It follows the session live: new mail is merged ten times a
// second at most, in runs, so that neither a million rows nor thousands of arrivals a second hold up the GUI
// thread, in which it lives.
#pragma once

#include "SummaryCache.h"

#include <QAbstractTableModel>
#include <QTimer>

class MessageListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        StatusColumn,
        StarColumn,
        AttachmentColumn,
        SenderColumn,
        SubjectColumn,
        DateColumn,
        SizeColumn,
        ColumnCount
    };
    // Where rows and summaries come from: the session, or a test.
    struct Source {
        std::function<void(const ListQuery &, QObject *context, MailSession::Done<std::vector<MessageRow>>)>
            rows;
        SummaryCache::Fetch summaries;
    };

    explicit MessageListModel(Source source, QObject *parent = nullptr);
    // A model that follows `session`, which must outlive it.
    explicit MessageListModel(MailSession &session, QObject *parent = nullptr);

    const ListQuery &query() const { return m_query; }
    // Loads another list. A change of the order alone keeps the rows until the new ones are there.
    void setQuery(const ListQuery &query);
    void reload();
    bool isLoading() const { return m_loading; }
    // The list shows what a search finds, in any order and number of pieces, until setQuery() is called.
    void beginResults();
    void addResults(const std::vector<MessageRow> &rows);
    void endResults();
    bool showsResults() const { return m_showsResults; }
    // Needed to know which arrivals belong to a list that goes across folders.
    void setFolders(const std::vector<Folder> &folders);

    MessageId idAt(int row) const;
    Flags flagsAt(int row) const;
    // Null until it has been loaded, which is started by this call.
    const MessageSummary *summaryAt(int row) const;
    // -1 when it is not in the list. Linear.
    int rowOf(MessageId message) const;
    // The next unread row after (step 1) or before (step -1) `row`; -1: none.
    int unreadFrom(int row, int step) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

public Q_SLOTS:
    void addMessages(const std::vector<MessageSummary> &messages);
    void changeFlags(const std::vector<MessageId> &messages, Flags set, Flags clear);
    void moveMessages(const std::vector<MessageId> &messages);
    // They are on this computer no more.
    void takeOut(const std::vector<MessageId> &messages);

Q_SIGNALS:
    void loadingChanged();
    void loadFailed(const Error &error);

private:
    struct FlagChange {
        std::vector<MessageId> messages;
        Flags set, clear;
    };

    static Source sourceOf(MailSession &session);
    void takeRows(Result<std::vector<MessageRow>> result);
    bool belongs(const MessageSummary &summary) const;
    bool precedes(const MessageRow &a, const MessageRow &b) const;
    void mergePending();
    void dropKnown(std::vector<MessageRow> &rows);
    void insertRuns(const std::vector<MessageRow> &rows);
    void mergeAll(const std::vector<MessageRow> &rows);
    void removeMessages(const QSet<MessageId> &messages);
    void takeMoved(const std::vector<MessageSummary> &summaries, QSet<MessageId> gone);
    QString accessibleText(int row) const;
    QVariant cellText(int row, int column) const;

    Source m_source;
    mutable SummaryCache m_cache; // a memory of the source: filling it changes nothing
    ListQuery m_query;
    std::vector<Folder> m_folders;
    std::vector<MessageRow> m_rows;
    std::vector<MessageRow> m_pending;     // arrived, not merged yet
    std::vector<FlagChange> m_flagChanges; // while rows are being loaded
    QTimer m_mergeTimer;
    QTimer m_reloadTimer;
    int m_generation = 0; // of the request for rows that counts
    bool m_loading = false;
    bool m_showsResults = false;
    bool m_reloadAgain = false;
};
