// SPDX-License-Identifier: GPL-3.0-or-later
#include "CatalogueCheck.h"

#include "ThreadTable.h"

#include <sqlite3.h>

namespace
{
using FindingKind = StoreFinding::Kind;

struct Row {
    FindingKind kind;
    const char *problem, *mended; // sentences; %1 is how many
    const char *count;
    const char *mend;
};

// What comes later may be put right by what comes before.
constexpr Row rows[] = {
    {FindingKind::FolderParents, "%1 folders lie in one that does not exist.",
     "%1 folders were moved to the top.",
     "SELECT count(*) FROM folder WHERE parent <> 0 AND parent NOT IN (SELECT id FROM folder)",
     "INSERT OR IGNORE INTO dirty(message) VALUES(0);"
     "UPDATE folder SET parent = 0 WHERE parent <> 0 AND parent NOT IN (SELECT id FROM folder)"},
    {FindingKind::MessageFolders, "%1 messages are in a folder that does not exist.",
     "%1 messages were put into the inbox.",
     "SELECT count(*) FROM message WHERE folder NOT IN (SELECT id FROM folder)",
     "INSERT INTO folder(account, kind, name) SELECT DISTINCT account, 1, '' FROM message WHERE folder NOT "
     "IN "
     "(SELECT id FROM folder) AND account NOT IN (SELECT account FROM folder WHERE kind = 1);"
     "INSERT OR IGNORE INTO dirty(message) SELECT id FROM message WHERE folder NOT IN (SELECT id FROM "
     "folder);"
     "INSERT OR IGNORE INTO dirty(message) VALUES(0);"
     "UPDATE message SET folder = (SELECT id FROM folder f WHERE f.account = message.account AND f.kind = 1) "
     "WHERE folder NOT IN (SELECT id FROM folder)"},
    {FindingKind::ServerMarks, "%1 messages are wrongly marked as being on the server, or not.",
     "The mark of %1 messages says rightly now whether they are on the server.",
     "SELECT count(*) FROM message m WHERE (m.flags & 8 <> 0) <> EXISTS(SELECT 1 FROM uidl u WHERE "
     "u.message = m.id AND u.state <> 3)",
     "UPDATE message SET flags = flags + 8 - 2 * (flags & 8) WHERE (flags & 8 <> 0) <> EXISTS(SELECT 1 FROM "
     "uidl u WHERE "
     "u.message = message.id AND u.state <> 3)"},
    {FindingKind::Senders, "%1 messages lack the sender that their row points to.",
     "%1 summaries will be read again.",
     "SELECT count(*) FROM message WHERE summarised = 1 AND sender NOT IN (SELECT id FROM address)",
     "UPDATE message SET summarised = 0 WHERE summarised = 1 AND sender NOT IN (SELECT id FROM address)"},
    {FindingKind::Conversations, "%1 messages are in no conversation.",
     "%1 messages are conversations of their own now.", "SELECT count(*) FROM message WHERE thread <= 0",
     "UPDATE message SET thread = id WHERE thread <= 0"},
    {FindingKind::Tags, "%1 tags are of messages that are gone.",
     "%1 tags of messages that are gone were removed.",
     "SELECT count(*) FROM message_tag WHERE message NOT IN (SELECT id FROM message) OR tag NOT IN "
     "(SELECT id FROM tag)",
     "DELETE FROM message_tag WHERE message NOT IN (SELECT id FROM message) OR tag NOT IN (SELECT id FROM "
     "tag)"},
    {FindingKind::Notes, "%1 notes are on messages that are gone.",
     "%1 notes on messages that are gone were removed.",
     "SELECT count(*) FROM note WHERE message NOT IN (SELECT id FROM message)",
     "DELETE FROM note WHERE message NOT IN (SELECT id FROM message)"},
    {FindingKind::FolderCounters, "The counters of %1 folders are wrong.",
     "The messages of %1 folders were counted again.",
     "SELECT count(*) FROM folder f WHERE total <> (SELECT count(*) FROM message m WHERE m.folder = f.id) OR "
     "unread <> (SELECT count(*) FROM message m WHERE m.folder = f.id AND m.flags & 1 = 0)",
     "UPDATE folder SET total = (SELECT count(*) FROM message m WHERE m.folder = folder.id), "
     "unread = (SELECT count(*) FROM message m WHERE m.folder = folder.id AND m.flags & 1 = 0)"},
};

StoreFinding tableFinding(const Row &row, const char *text, qint64 count)
{
    return {row.kind, QString::fromLatin1(text).arg(count), count};
}

StoreFinding damageOf(const QString &words)
{
    return {FindingKind::CatalogueDamaged, QStringLiteral("The catalogue is damaged: ") + words, 0, 0, words};
}

int isCancelled(void *cancellation)
{
    return static_cast<Cancellation *>(cancellation)->isCancelled() ? 1 : 0;
}
} // namespace

qint64 CatalogueCheck::count(const char *statement)
{
    return m_database.execAndGet(statement).getInt64();
}

std::vector<StoreFinding> CatalogueCheck::problems()
{
    std::vector<StoreFinding> found;
    for (const Row &row : rows)
        if (const qint64 wrong = count(row.count))
            found.push_back(tableFinding(row, row.problem, wrong));
    return found;
}

Result<std::vector<StoreFinding>> CatalogueCheck::conversations(const Cancellation &cancellation)
{
    TRY(const qint64 wrong, guard([&] { return ThreadTable::countWrong(m_database, cancellation); }));
    if (cancellation.isCancelled())
        return failure(ErrorCode::Cancelled);
    std::vector<StoreFinding> found;
    if (wrong > 0)
        found.push_back({FindingKind::WrongConversations,
                         QStringLiteral("%1 messages are not in the conversation of their ids.").arg(wrong),
                         wrong});
    return found;
}

StoreFinding CatalogueCheck::conversationsMended(qint64 count)
{
    return {FindingKind::WrongConversations,
            QStringLiteral("%1 messages are in the conversation of their ids now.").arg(count), count};
}

std::vector<StoreFinding> CatalogueCheck::mend()
{
    std::vector<StoreFinding> mended;
    for (const Row &row : rows) {
        const qint64 wrong = count(row.count);
        if (wrong == 0)
            continue;
        m_database.exec(row.mend);
        mended.push_back(tableFinding(row, row.mended, wrong));
    }
    return mended;
}

Result<std::vector<StoreFinding>> CatalogueCheck::damage(Cancellation &cancellation)
{
    constexpr int steps = 100000; // of SQLite's machine, some milliseconds
    sqlite3_progress_handler(m_database.getHandle(), steps, isCancelled, &cancellation);
    std::vector<StoreFinding> found;
    const auto checked = guard([&] {
        SQLite::Statement check(m_database, "PRAGMA integrity_check(20)");
        while (check.executeStep()) {
            const QString line = QString::fromUtf8(check.getColumn(0).getText());
            if (line != QStringLiteral("ok"))
                found.push_back(damageOf(line));
        }
    });
    sqlite3_progress_handler(m_database.getHandle(), 0, nullptr, nullptr);
    if (cancellation.isCancelled())
        return failure(ErrorCode::Cancelled);
    if (!checked && checked.error().code != ErrorCode::Damaged)
        return tl::unexpected<Error>(checked.error());
    if (!checked)
        found.push_back(damageOf(checked.error().detail));
    return found;
}
