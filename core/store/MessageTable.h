// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageTable keeps the catalogue's row of each message: its summary and its place in the vault. Used inside
// guard() or a transaction; throws SQLite::Exception.
#pragma once

#include "Database.h"
#include "ListQuery.h"
#include "MessageSummary.h"
#include "Vault.h"

#include <QHash>

#include <optional>

class MessageTable
{
public:
    explicit MessageTable(SQLite::Database &database);

    struct Marks {
        FolderId folder = 0;
        Flags flags;
    };
    struct Stored {
        RecordPlace place;
        QByteArray sha256;
        AccountId account = 0;
        ThreadId thread = 0;
        Marks marks;
        bool summarised = false;
        bool isPartial() const { return marks.flags.testFlag(Flag::Partial); }
    };
    // The marks that the message's bytes tell, and not the user or the server.
    static constexpr Flags fromBytes = Flag::HasAttachment | Flag::Damaged;

    // `summarised` is false for a row that recovery makes from a record's header alone.
    void insert(const MessageSummary &summary, const RecordPlace &place, bool summarised);
    // Replaces what is made from the message's bytes; its place, marks and ids stay.
    void setSummary(const MessageSummary &summary);
    // Points the row of `summary.id` at another record: what that record's header says of it is taken over.
    void setRecord(const MessageSummary &summary, const RecordPlace &place, bool summarised);
    // The record was copied; all else is as it was.
    void setPlace(MessageId message, const RecordPlace &place);
    qint64 countIn(int segment);
    void remove(MessageId message);
    std::optional<MessageSummary> summary(MessageId message);
    std::optional<Stored> stored(MessageId message);

    std::optional<Marks> marks(MessageId message);
    void setMarks(MessageId message, const Marks &marks);

    std::vector<MessageId> unsummarised();
    // The rows with these ids, both inclusive, ascending; the first `most` of them.
    std::vector<MessageRow> rows(MessageId first, MessageId last, int most);
    MessageId newest();
    qint64 count();
    // Forgets cached address numbers, after a transaction that was undone.
    void discard() { m_addressIds.clear(); }

private:
    qint64 addressId(const Address &address);

    SQLite::Statement m_insert, m_setSummary, m_setRecord, m_setPlace, m_countIn, m_remove, m_summary, m_stored, m_marks, m_setMarks,
        m_unsummarised, m_rows, m_newest, m_count, m_findAddress, m_addAddress;
    QHash<std::pair<QString, QString>, qint64> m_addressIds;
};
