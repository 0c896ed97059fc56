// SPDX-License-Identifier: GPL-3.0-or-later
#include "FolderTable.h"

#define FOLDER_COLUMNS "SELECT id, account, kind, name, total, unread, parent FROM folder "

FolderTable::FolderTable(SQLite::Database &database)
    : m_database(database), m_all(database, FOLDER_COLUMNS "ORDER BY account, kind, id"),
      m_ofAccount(database, FOLDER_COLUMNS "WHERE account = ? ORDER BY kind, id"),
      m_find(database, FOLDER_COLUMNS "WHERE id = ?"),
      m_ofKind(database, "SELECT id FROM folder WHERE account = ? AND kind = ? AND kind <> 5"),
      m_insert(database,
               "INSERT INTO folder(id, account, kind, name, parent) VALUES(nullif(?, 0), ?, ?, ?, ?)"),
      m_update(database, "UPDATE folder SET total = total + ?, unread = unread + ? WHERE id = ?"),
      m_rename(database, "UPDATE folder SET name = ?, parent = ? WHERE id = ?"),
      m_remove(database, "DELETE FROM folder WHERE id = ?"),
      m_inside(database, "SELECT EXISTS(SELECT 1 FROM folder WHERE parent = ?1) OR "
                         "EXISTS(SELECT 1 FROM message WHERE folder = ?1)"),
      m_changed(database, "INSERT OR IGNORE INTO dirty(message) VALUES(0)")
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
    folder.parent = row.integer(6);
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
        if (!ofKind(account, kind))
            insert({0, account, kind, {}});
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

void FolderTable::changed()
{
    Query query(m_changed);
    query->exec();
}

FolderId FolderTable::insert(const Folder &folder)
{
    const std::string name = folder.name.toStdString();
    Query query(m_insert);
    query.bind(folder.id, folder.account, static_cast<qint64>(folder.kind), name, folder.parent);
    query->exec();
    const FolderId made = m_database.getLastInsertRowid();
    changed();
    return made;
}

Result<QString> FolderTable::freeName(const QString &name, AccountId account, FolderId parent, FolderId self)
{
    const QString wanted = name.simplified();
    if (wanted.isEmpty() || wanted.size() > longestName)
        return failure(ErrorCode::InvalidArgument,
                       QStringLiteral("a folder needs a name of 1 to %1 characters").arg(longestName));
    for (const Folder &folder : ofAccount(account))
        if (folder.id != self && folder.parent == parent && folder.kind == FolderKind::Custom &&
            folder.name.compare(wanted, Qt::CaseInsensitive) == 0)
            return failure(ErrorCode::InvalidArgument,
                           QStringLiteral("there is a folder \"%1\"").arg(wanted));
    return wanted;
}

Result<Folder> FolderTable::create(AccountId account, const QString &name, FolderId parent)
{
    if (parent != 0) {
        const auto outer = find(parent);
        if (!outer || outer->account != account)
            return failure(ErrorCode::NotFound, QStringLiteral("folder %1").arg(parent));
    }
    Folder folder;
    folder.account = account;
    folder.parent = parent;
    TRY(folder.name, freeName(name, account, parent, 0));
    folder.id = insert(folder);
    return folder;
}

Result<void> FolderTable::rename(FolderId folder, const QString &name)
{
    const auto old = find(folder);
    if (!old)
        return failure(ErrorCode::NotFound, QStringLiteral("folder %1").arg(folder));
    if (old->kind != FolderKind::Custom)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("this folder keeps its name"));
    TRY(const QString wanted, freeName(name, old->account, old->parent, folder));
    const std::string bytes = wanted.toStdString();
    Query query(m_rename);
    query.bind(bytes, old->parent, folder);
    query->exec();
    changed();
    return {};
}

Result<void> FolderTable::remove(FolderId folder)
{
    const auto old = find(folder);
    if (!old)
        return failure(ErrorCode::NotFound, QStringLiteral("folder %1").arg(folder));
    if (old->kind != FolderKind::Custom)
        return failure(ErrorCode::InvalidArgument, QStringLiteral("this folder cannot be removed"));
    {
        Query inside(m_inside);
        inside.bind(folder);
        if (!inside->executeStep() || inside.integer(0) != 0)
            return failure(ErrorCode::InvalidArgument, QStringLiteral("this folder is not empty"));
    }
    Query query(m_remove);
    query.bind(folder);
    query->exec();
    changed();
    return {};
}

void FolderTable::put(const Folder &folder)
{
    if (const auto known = find(folder.id)) {
        if (known->account != folder.account || known->kind != folder.kind)
            return; // its messages stay where they are
        const std::string name = folder.name.toStdString();
        Query query(m_rename);
        query.bind(name, folder.parent, folder.id);
        query->exec();
        return;
    }
    if (folder.kind == FolderKind::Custom || !ofKind(folder.account, folder.kind))
        insert(folder);
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
