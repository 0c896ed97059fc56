// SPDX-License-Identifier: GPL-3.0-or-later
//
// FolderTable keeps the folders of all accounts and their counters. A folder that was made, renamed or
// removed is noted for StateJournal. Used inside a transaction of the catalogue's writer; throws
// SQLite::Exception.
#pragma once

#include "Database.h"
#include "Folder.h"

#include <map>
#include <optional>

class FolderTable
{
public:
    explicit FolderTable(SQLite::Database &database);

    std::vector<Folder> all();
    std::vector<Folder> ofAccount(AccountId account);
    std::optional<Folder> find(FolderId folder);
    // Makes Inbox, Archive, Junk and Trash where the account lacks them.
    void ensure(AccountId account);
    FolderId inbox(AccountId account);
    std::optional<FolderId> ofKind(AccountId account, FolderKind kind);

    static constexpr qsizetype longestName = 200; // characters
    // What the user makes: NotFound for a parent that is not one of the account's, InvalidArgument for a name
    // that is empty, too long or taken by a folder beside it (without regard to case), or a folder that is
    // not empty or not the user's own.
    Result<Folder> create(AccountId account, const QString &name, FolderId parent);
    Result<void> rename(FolderId folder, const QString &name);
    Result<void> remove(FolderId folder);
    // Makes the folder as a state record tells it, or renames and moves it.
    void put(const Folder &folder);

    // Collects changes of counters; apply() writes them, once per folder.
    void count(FolderId folder, int total, int unread);
    void apply();
    // Forgets collected changes, after a transaction that was undone.
    void discard() { m_changes.clear(); }

private:
    struct Change {
        int total = 0;
        int unread = 0;
    };
    static Folder folderOf(const Query &row);
    Result<QString> freeName(const QString &name, AccountId account, FolderId parent, FolderId self);
    FolderId insert(const Folder &folder);
    void changed();

    SQLite::Database &m_database;
    SQLite::Statement m_all, m_ofAccount, m_find, m_ofKind, m_insert, m_update, m_rename, m_remove, m_inside,
        m_changed;
    std::map<FolderId, Change> m_changes;
};
