// SPDX-License-Identifier: GPL-3.0-or-later
//
// TagTable keeps the tags and which messages carry them. Names that differ in case alone are one tag; the
// first spelling stays. Used inside guard() or a transaction; throws SQLite::Exception.
#pragma once

#include "Database.h"
#include "Identifiers.h"
#include "Tag.h"

#include <QStringList>

class TagTable
{
public:
    static constexpr qsizetype longestName = 100; // characters

    explicit TagTable(SQLite::Database &database);

    // Blanks at the ends taken away and those inside made single; empty where it cannot be a tag's name.
    static QString nameOf(const QString &text);

    // By name.
    QStringList ofMessage(MessageId message);
    // Both return whether that was a change. `name` as nameOf() gives it; add() makes the tag by its first
    // use.
    bool add(MessageId message, const QString &name);
    bool remove(MessageId message, const QString &name);
    void removeAll(MessageId message);
    // All tags by name, those that no message carries as well.
    std::vector<Tag> all();

private:
    qint64 find(const QString &name);
    qint64 findOrMake(const QString &name);

    SQLite::Statement m_ofMessage, m_add, m_remove, m_removeAll, m_find, m_make, m_all;
};
