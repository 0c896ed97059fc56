// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageListModel is one list of messages as a flat model: a packed row for every message of a query or of
// a search's results, the summaries of those on the screen by windows. What is shown of it is up to its
// presentation: some by their flags, conversations under their newest message. It follows the session live:
// new mail is merged ten times a second at most, in runs, so that neither a million rows nor thousands of
// arrivals a second hold up the GUI thread, in which it lives.
#pragma once

#include "DateGroups.h"
#include "RowChanges.h"
#include "SummaryCache.h"
#include "ThreadRows.h"

#include <QAbstractTableModel>
#include <QColor>
#include <QHash>
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
        RecipientColumn,
        FolderColumn, // of results; empty in other lists
        ColumnCount
    };
    // Where rows and summaries come from: the session, or a test.
    struct Source {
        std::function<void(const ListQuery &, QObject *context, MailSession::Done<std::vector<MessageRow>>)>
            rows;
        SummaryCache::Fetch summaries;
    };
    struct Presentation {
        bool threads = false;
        bool groups = false; // by date, while it is the order
        Flags with = {};     // only messages that have all of these,
        Flags without = {};  // and none of these; what was shown once stays when its flags change

        bool operator==(const Presentation &) const = default;
    };
    // A row's conversation, as far as it is in the list.
    struct Conversation {
        int messages = 1;
        int unread = 0;
        bool expanded = false;
        bool isMember = false; // stands below the newest message, which stands for the conversation

        bool isCollapsed() const { return messages > 1 && !expanded; }
    };

    explicit MessageListModel(Source source, QObject *parent = nullptr);
    // A model that follows `session`, which must outlive it.
    explicit MessageListModel(MailSession &session, QObject *parent = nullptr);

    const ListQuery &query() const { return m_query; }
    // Loads another list: its first rows at once, all of them after that. A change of the order alone keeps
    // the rows until the new ones are there.
    void setQuery(const ListQuery &query);
    // Another order of what is shown, also of results.
    void setSort(ListQuery::Sort sort, bool descending);
    void reload();
    // The store was made anew or mended: nothing holds that is remembered of it.
    void renew();
    bool isLoading() const { return m_loading; }
    // Another number for each set of messages, which reloading and sorting do not change.
    int listNumber() const { return m_listNumber; }
    // Needed to know which arrivals belong to a list that goes across folders, and to name the folders of
    // results; with their accounts, where there are several.
    // `former`: what removed accounts were called whose mail is still here.
    void setFolders(const std::vector<Folder> &folders, const std::vector<Account> &accounts = {},
                    const QHash<AccountId, QString> &former = {});

    // The list shows what a search finds, in any order and number of pieces, until setQuery() is called. The
    // filter ends: it would hide what was found.
    void beginResults();
    // The first are shown at once, more of them ten times a second at most. Also after endResults(), which is
    // called again then.
    void addResults(const std::vector<MessageRow> &rows);
    void endResults();
    bool showsResults() const { return m_showsResults; }

    const Presentation &presentation() const { return m_presentation; }
    void setPresentation(const Presentation &presentation);
    Conversation conversationAt(int row) const;
    void setExpanded(int row, bool expanded);
    void setAllExpanded(bool expanded);
    // Empty where they are not wanted or the order is another one.
    const std::vector<DateGroup> &groups() const { return m_groups; }
    // The group's title where `row` is its first; else empty.
    QString groupTitle(int row) const;

    MessageId idAt(int row) const;
    // The message, or all of a collapsed conversation.
    std::vector<MessageId> messagesAt(int row) const;
    Flags flagsAt(int row) const;
    // The same, but unread while any message of a collapsed conversation is.
    Flags shownFlagsAt(int row) const;
    // Null until it has been loaded, which is started by this call.
    const MessageSummary *summaryAt(int row) const;
    // -1 when it is not shown. The second form finds many in one pass over the rows.
    int rowOf(MessageId message) const;
    // Where a result lies; empty until its summary is there, and in a list that is no search.
    QString folderText(int row) const;
    // The colour that the user gave to the message's account, in lists that go across accounts; else invalid.
    QColor accountColour(int row) const;
    std::vector<int> rowsOf(const std::vector<MessageId> &messages) const;
    // The next unread row after (step 1) or before (step -1) `row`; -1: none.
    int unreadFrom(int row, int step) const;
    // The same, beginning again at the other end, and out of a folded conversation, which it unfolds. From -1
    // on: the first or the last one. -1 where there is none but `row`.
    int goToUnread(int row, int step);

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
    void presentationChanged();
    void groupsChanged();

private:
    struct FlagChange {
        std::vector<MessageId> messages;
        Flags set, clear;
    };

    static Source sourceOf(MailSession &session);
    void setUpTimers();
    void startList();
    void clearRows();
    void load(int limit);
    void takeRows(Result<std::vector<MessageRow>> result, bool all);
    void takeTable(RowTable table, std::vector<int> order);
    void sortResults();
    void flushResults();
    void takeResultOrder(const std::vector<MessageRow> &rows);

    bool belongs(const MessageSummary &summary) const;
    bool precedes(const MessageRow &a, const MessageRow &b) const;
    void mergePending();
    void takeKnown(std::vector<MessageRow> &rows);
    void insert(std::vector<MessageRow> rows);
    void removeMessages(const std::vector<MessageId> &messages);
    void takeMoved(const std::vector<MessageSummary> &summaries, const std::vector<MessageId> &messages);

    // What the presentation makes of the order.
    std::vector<int> shownSlots();
    void present() { show(shownSlots()); }
    void show(std::vector<int> slots);
    void insertRuns(const std::vector<int> &slots, const std::vector<RowChanges::Run> &runs);
    void removeRuns(const std::vector<RowChanges::Run> &runs);
    void rearrange(const std::vector<int> &slots, const RowChanges &changes);
    void updateGroups();
    void tellRowsChanged(const std::vector<int> &slots);

    int slotAt(int row) const;
    qint64 dateAt(int row) const;
    QString accessibleText(int row) const;
    QString conversationText(int row) const;
    QString accountText(int row) const;
    const MessageSummary *acrossAccounts(int row) const;
    QVariant cellText(int row, int column) const;

    Source m_source;
    mutable SummaryCache m_cache; // a memory of the source: filling it changes nothing
    ListQuery m_query;
    Presentation m_presentation;
    std::vector<Folder> m_folders;
    QHash<FolderId, QString> m_folderTexts;
    QHash<AccountId, QString> m_accountNames; // where there are several
    QHash<AccountId, QColor> m_accountColours;
    RowTable m_table;
    ThreadRows m_threads;
    std::vector<int> m_order;      // all rows of the list, as the query orders them
    std::vector<int> m_shown;      // the rows of the model
    std::vector<uint8_t> m_passed; // by slot: was let through since the presentation was set
    std::vector<DateGroup> m_groups;
    std::vector<MessageRow> m_pending;     // arrived, not merged yet
    std::vector<FlagChange> m_flagChanges; // while rows are being loaded
    QTimer m_mergeTimer;
    QTimer m_reloadTimer;
    QTimer m_dayTimer;
    int m_generation = 0; // of the request for rows that counts
    int m_listNumber = 0;
    bool m_loading = false;
    bool m_reloadAgain = false;
    bool m_showsResults = false;
    bool m_hasNewResults = false; // since they were sorted
};
