// SPDX-License-Identifier: GPL-3.0-or-later
#include "FolderTable.h"

#define FOLDER_COLUMNS "SELECT id, account, kind, name, total, unread FROM folder "

FolderTable::FolderTable(SQLite::Database &database)
    : m_all(database, FOLDER_COLUMNS "ORDER BY account, kind, id"),
      m_ofAccount(database, FOLDER_COLUMNS "WHERE account = ? ORDER BY kind, id"),
      m_find(database, FOLDER_COLUMNS "WHERE id = ?"),
      m_ofKind(database, "SELECT id FROM folder WHERE account = ? AND kind = ? AND kind <> 5"),
      m_insert(database, "INSERT INTO folder(account, kind, name) VALUES(?, ?, '')"),
      m_update(database, "UPDATE folder SET total = total + ?, unread = unread + ? WHERE id = ?")
{
}

Folder FolderTable::folderOf(const Query &row)
{
    Folder folder;
    folder.id = row.integer(0);
    folder.account = static_cast<AccountId>(row.integer(1));
    folder.kind = static_cast<FolderKind>(row.integer(2));
    folder.name = row.text(3);
    folder.total = static_cast<int>(row.integer(4));
    folder.unread = static_cast<int>(row.integer(5));
    return folder;
}

std::vector<Folder> FolderTable::all()
{
    std::vector<Folder> folders;
    Query query(m_all);
    while (query->executeStep())
        folders.push_back(folderOf(query));
    return folders;
}

std::vector<Folder> FolderTable::ofAccount(AccountId account)
{
    std::vector<Folder> folders;
    Query query(m_ofAccount);
    query.bind(account);
    while (query->executeStep())
        folders.push_back(folderOf(query));
    return folders;
}

std::optional<Folder> FolderTable::find(FolderId folder)
{
    Query query(m_find);
    query.bind(folder);
    if (!query->executeStep())
        return {};
    return folderOf(query);
}

void FolderTable::ensure(AccountId account)
{
    for (const FolderKind kind :
         {FolderKind::Inbox, FolderKind::Archive, FolderKind::Junk, FolderKind::Trash}) {
        if (ofKind(account, kind))
            continue;
        Query query(m_insert);
        query.bind(account, static_cast<qint64>(kind));
        query->exec();
    }
}

FolderId FolderTable::inbox(AccountId account)
{
    if (const auto inbox = ofKind(account, FolderKind::Inbox))
        return *inbox;
    ensure(account);
    return ofKind(account, FolderKind::Inbox).value();
}

std::optional<FolderId> FolderTable::ofKind(AccountId account, FolderKind kind)
{
    Query query(m_ofKind);
    query.bind(account, static_cast<qint64>(kind));
    if (!query->executeStep())
        return {};
    return query.integer(0);
}

void FolderTable::count(FolderId folder, int total, int unread)
{
    m_changes[folder].total += total;
    m_changes[folder].unread += unread;
}

void FolderTable::apply()
{
    for (const auto &[folder, change] : m_changes) {
        if (change.total == 0 && change.unread == 0)
            continue;
        Query query(m_update);
        query.bind(change.total, change.unread, folder);
        query->exec();
    }
    m_changes.clear();
}
