// SPDX-License-Identifier: GPL-3.0-or-later
//
// StateJournal knows whose state (folder, marks, tags, note, text encoding) has changed since it was last written into the
// vault, and says what is to be written. The list is in the catalogue, so that a change that was committed is
// written after a crash too. Used inside guard() or a transaction; throws SQLite::Exception.
#pragma once

#include "Database.h"
#include "FolderTable.h"
#include "MessageTable.h"
#include "NoteTable.h"
#include "ReadingTable.h"
#include "StateRecord.h"
#include "TagTable.h"

class StateJournal
{
public:
    // The tables must outlive it.
    StateJournal(SQLite::Database &database, FolderTable &folders, MessageTable &messages, TagTable &tags,
                 NoteTable &notes, ReadingTable &reading);

    // In the transaction of the change.
    void markDirty(MessageId message);
    void markFoldersDirty();
    // A state record is about to leave the vault: what it speaks of is to be written again, by
    // BatchWriter::writeState(), before the segment goes.
    void markDirty(const StateRecord &dropped);
    void forget(MessageId message); // that was removed

    bool isDirty();
    bool isDirty(MessageId message);
    bool areFoldersDirty();
    // What at most `limit` of the entries have to say. A message that is not here any more says nothing.
    struct Part {
        StateRecord state;
        std::vector<MessageId> entries;
    };
    Part part(int limit);
    // In the transaction that confirms the records of the part.
    void clear(const std::vector<MessageId> &entries);

private:
    FolderTable &m_folders;
    MessageTable &m_messages;
    TagTable &m_tags;
    NoteTable &m_notes;
    ReadingTable &m_reading;
    SQLite::Statement m_mark, m_forget, m_any, m_one, m_first;
};
