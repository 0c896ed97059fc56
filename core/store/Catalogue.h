// SPDX-License-Identifier: GPL-3.0-or-later
//
// Catalogue is the writer's catalogue.db: its tables, and what they do together. Store thread only. Outside
// of open() all is called inside transaction(), and throws SQLite::Exception there.
#pragma once

#include "ContentIndex.h"
#include "DeletionLog.h"
#include "FolderTable.h"
#include "MessageTable.h"
#include "NoteTable.h"
#include "ReadingTable.h"
#include "SegmentTable.h"
#include "ServerHeaders.h"
#include "ServerList.h"
#include "StateJournal.h"
#include "TagTable.h"
#include "ThreadTable.h"
#include "UidLedger.h"

class Catalogue
{
public:
    static Result<std::unique_ptr<Catalogue>> open(const QString &path);

    template <class Work> auto transaction(Database::Durability durability, Work &&work)
    {
        auto result = m_database->transaction(durability, work);
        if (result) {
            threads.confirm();
        } else {
            m_isSuspect = m_isSuspect || result.error().code == ErrorCode::Damaged;
            folders.discard();
            messages.discard();
            threads.discard();
        }
        return result;
    }
    Result<void> checkpoint() { return m_database->checkpoint(); }
    SQLite::Database &connection() { return m_database->connection(); }

    // Whether whoever had it open before did not close it, or found it damaged: it is to be checked.
    bool wasLeftInUse() const { return m_wasLeftInUse; }
    // The last word of a writer that goes in an orderly way.
    Result<void> noteClosed();

    // Writes what was counted and entered; the last step of a transaction that changes messages.
    void finish();
    // Adds the message's row and counts it. Its thread is filled in here.
    void addMessage(MessageSummary &summary, const RecordPlace &place, bool summarised);
    // Gives the partial message `old` other bytes: place and summary are new; its folder stays, its marks are
    // those in `summary`, and its conversation is that of the ids there, which are the same as before.
    void replaceMessage(MessageSummary &summary, const MessageTable::Stored &old, const RecordPlace &place);
    // The same from a record's header alone; the summary stays until it is made anew.
    void supersede(const MessageSummary &summary, const MessageTable::Stored &old, const RecordPlace &place);
    // The message's row goes, with its tags, its note and its text encoding; its ledger rows stay.
    void removeMessage(MessageId message, const MessageTable::Stored &old);
    void setMarks(MessageId message, const MessageTable::Marks &before, const MessageTable::Marks &after);
    // Names as TagTable::nameOf() gives them.
    void setTags(MessageId message, const QStringList &add, const QStringList &remove);
    void setNote(MessageId message, const QString &note);
    void setCharset(MessageId message, const QByteArray &charset);
    // Makes Flag::OnServer of the message what the ledger says.
    void refreshOnServer(MessageId message);
    // Puts a ledger row and sets Flag::OnServer of the messages that the old and the new one point to;
    // `refresh` is false where the flag of the new one's message is known to be right. The user's choice in
    // the old one stays, but for a deletion that was to follow a fetching which is given up. Returns the old
    // one.
    std::optional<LedgerEntry> putLedger(AccountId account, LedgerEntry entry, bool refresh = true);
    // Puts the rows, and what they say about deletions that were sent into the deletion log.
    void updateLedger(AccountId account, const std::vector<LedgerEntry> &entries, qint64 now);

private:
    explicit Catalogue(std::unique_ptr<Database> database);

    std::unique_ptr<Database> m_database;
    bool m_wasLeftInUse = false;
    bool m_isSuspect = false;

public:
    FolderTable folders;
    MessageTable messages;
    UidLedger ledger;
    ThreadTable threads;
    SegmentTable segments;
    ContentIndex contents;
    DeletionLog deletions;
    ServerList server;
    ServerHeaders headers;
    TagTable tags;
    NoteTable notes;
    ReadingTable reading;
    StateJournal journal;
};
