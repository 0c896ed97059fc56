// SPDX-License-Identifier: GPL-3.0-or-later
#include "TagTable.h"

TagTable::TagTable(SQLite::Database &database)
    : m_ofMessage(database, "SELECT t.name FROM message_tag m JOIN tag t ON t.id = m.tag WHERE m.message = ? "
                            "ORDER BY t.folded"),
      m_add(database, "INSERT OR IGNORE INTO message_tag(message, tag) VALUES(?, ?)"),
      m_remove(database, "DELETE FROM message_tag WHERE message = ? AND tag = ?"),
      m_removeAll(database, "DELETE FROM message_tag WHERE message = ?"),
      m_find(database, "SELECT id FROM tag WHERE folded = ?"),
      m_make(database, "INSERT INTO tag(name, folded) VALUES(?, ?)"),
      m_all(database, "SELECT name, (SELECT count(*) FROM message_tag m WHERE m.tag = t.id) FROM tag t "
                      "ORDER BY folded")
{
}

QString TagTable::nameOf(const QString &text)
{
    const QString name = text.simplified();
    return name.size() <= longestName ? name : QString();
}

QStringList TagTable::ofMessage(MessageId message)
{
    QStringList names;
    Query query(m_ofMessage);
    query.bind(message);
    while (query->executeStep())
        names.append(query.text(0));
    return names;
}

bool TagTable::add(MessageId message, const QString &name)
{
    Query query(m_add);
    query.bind(message, findOrMake(name));
    return query->exec() > 0;
}

bool TagTable::remove(MessageId message, const QString &name)
{
    Query query(m_remove);
    query.bind(message, find(name));
    return query->exec() > 0;
}

void TagTable::removeAll(MessageId message)
{
    Query query(m_removeAll);
    query.bind(message);
    query->exec();
}

std::vector<Tag> TagTable::all()
{
    std::vector<Tag> tags;
    Query query(m_all);
    while (query->executeStep())
        tags.push_back({query.text(0), static_cast<int>(query.integer(1))});
    return tags;
}

qint64 TagTable::find(const QString &name)
{
    const std::string folded = name.toCaseFolded().toStdString();
    Query query(m_find);
    query.bind(folded);
    return query->executeStep() ? query.integer(0) : 0;
}

qint64 TagTable::findOrMake(const QString &name)
{
    if (const qint64 tag = find(name))
        return tag;
    const std::string text = name.toStdString(), folded = name.toCaseFolded().toStdString();
    Query query(m_make);
    query.bind(text, folded);
    query->exec();
    return find(name);
}
