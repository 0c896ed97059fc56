// SPDX-License-Identifier: GPL-3.0-or-later
//
// FolderTable keeps the folders of all accounts and their counters. Used inside a transaction of the
// catalogue's writer; throws SQLite::Exception.
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

    SQLite::Statement m_all, m_ofAccount, m_find, m_ofKind, m_insert, m_update;
    std::map<FolderId, Change> m_changes;
};
