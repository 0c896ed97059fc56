// SPDX-License-Identifier: GPL-3.0-or-later
#include "StateJournal.h"

namespace
{
constexpr MessageId foldersEntry = 0; // no message has this id
} // namespace

StateJournal::StateJournal(SQLite::Database &database, FolderTable &folders, MessageTable &messages,
                           TagTable &tags, NoteTable &notes, ReadingTable &reading)
    : m_folders(folders), m_messages(messages), m_tags(tags), m_notes(notes), m_reading(reading),
      m_mark(database, "INSERT OR IGNORE INTO dirty(message) VALUES(?)"),
      m_forget(database, "DELETE FROM dirty WHERE message = ?"),
      m_any(database, "SELECT 1 FROM dirty LIMIT 1"),
      m_one(database, "SELECT 1 FROM dirty WHERE message = ?"),
      m_first(database, "SELECT message FROM dirty ORDER BY message LIMIT ?")
{
}

void StateJournal::markDirty(MessageId message)
{
    Query query(m_mark);
    query.bind(message);
    query->exec();
}

void StateJournal::markFoldersDirty()
{
    markDirty(foldersEntry);
}

void StateJournal::markDirty(const StateRecord &dropped)
{
    for (const StateRecord::Message &message : dropped.messages)
        if (m_messages.marks(message.id))
            markDirty(message.id);
    if (dropped.folders)
        markFoldersDirty();
}

void StateJournal::forget(MessageId message)
{
    Query query(m_forget);
    query.bind(message);
    query->exec();
}

bool StateJournal::isDirty()
{
    Query query(m_any);
    return query->executeStep();
}

bool StateJournal::isDirty(MessageId message)
{
    Query query(m_one);
    query.bind(message);
    return query->executeStep();
}

bool StateJournal::areFoldersDirty()
{
    return isDirty(foldersEntry);
}

StateJournal::Part StateJournal::part(int limit)
{
    Part part;
    {
        Query query(m_first);
        query.bind(limit);
        while (query->executeStep())
            part.entries.push_back(query.integer(0));
    }
    for (const MessageId entry : part.entries) {
        if (entry == foldersEntry) {
            part.state.folders = m_folders.all();
            for (Folder &folder : *part.state.folders)
                folder.total = folder.unread = 0;
        } else if (const auto marks = m_messages.marks(entry)) {
            part.state.messages.push_back({entry, marks->folder, marks->flags & StateRecord::userMarks,
                                           m_tags.ofMessage(entry), m_notes.ofMessage(entry),
                                           m_reading.charset(entry)});
        }
    }
    return part;
}

void StateJournal::clear(const std::vector<MessageId> &entries)
{
    for (const MessageId entry : entries)
        forget(entry);
}
