// SPDX-License-Identifier: GPL-3.0-or-later
#include "NoteTable.h"

NoteTable::NoteTable(SQLite::Database &database)
    : m_find(database, "SELECT text FROM note WHERE message = ?"),
      m_set(database, "INSERT OR REPLACE INTO note(message, text) VALUES(?, ?)"),
      m_remove(database, "DELETE FROM note WHERE message = ?")
{
}

QString NoteTable::ofMessage(MessageId message)
{
    Query query(m_find);
    query.bind(message);
    return query->executeStep() ? query.text(0) : QString();
}

void NoteTable::set(MessageId message, const QString &text)
{
    const std::string bytes = text.toStdString();
    Query query(text.isEmpty() ? m_remove : m_set);
    if (text.isEmpty())
        query.bind(message);
    else
        query.bind(message, bytes);
    query->exec();
}
