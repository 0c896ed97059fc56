// SPDX-License-Identifier: GPL-3.0-or-later
#include "Catalogue.h"

#include "WriteTrial.h"

#include <QFileInfo>

#include <set>

#include <sqlite3.h>

namespace
{
const std::string inUseKey = "in_use";
} // namespace

Catalogue::Catalogue(std::unique_ptr<Database> database)
    : m_database(std::move(database)), folders(m_database->connection()), messages(m_database->connection()),
      ledger(m_database->connection()), threads(m_database->connection()), segments(m_database->connection()),
      contents(m_database->connection()), deletions(m_database->connection()),
      server(m_database->connection()), headers(m_database->connection()), tags(m_database->connection()),
      notes(m_database->connection()), reading(m_database->connection()),
      journal(m_database->connection(), folders, messages, tags, notes, reading)
{
}

Result<std::unique_ptr<Catalogue>> Catalogue::open(const QString &path)
{
    TRY(auto database, Database::openForWriting(path));
    try {
        std::unique_ptr<Catalogue> catalogue(new Catalogue(std::move(database)));
        catalogue->threads.load();
        catalogue->m_wasLeftInUse = catalogue->segments.number(inUseKey) != 0;
        if (!catalogue->m_wasLeftInUse)
            catalogue->segments.set(inUseKey, qint64(1));
        return catalogue;
    } catch (const SQLite::Exception &exception) {
        // The version is right and a table or a column is missing.
        if (exception.getErrorCode() == SQLITE_ERROR)
            return failure(ErrorCode::Damaged,
                           path + QStringLiteral(": ") + QString::fromUtf8(exception.what()));
        return explained(databaseError(exception), QFileInfo(path).path());
    }
}

Result<void> Catalogue::noteClosed()
{
    if (m_isSuspect)
        return {};
    return transaction(Database::Durability::Normal, [&] { segments.set(inUseKey, qint64(0)); });
}

void Catalogue::finish()
{
    folders.apply();
    threads.flush();
}

void Catalogue::addMessage(MessageSummary &summary, const RecordPlace &place, bool summarised)
{
    summary.thread = threads.enter(summary);
    messages.insert(summary, place, summarised);
    folders.count(summary.folder, 1, summary.flags.testFlag(Flag::Read) ? 0 : 1);
}

void Catalogue::replaceMessage(MessageSummary &summary, const MessageTable::Stored &old,
                               const RecordPlace &place)
{
    summary.thread = threads.enter(summary);
    messages.setRecord(summary, place, true);
    messages.setSummary(summary);
    segments.addDead(old.place.segment, old.place.length);
}

void Catalogue::supersede(const MessageSummary &summary, const MessageTable::Stored &old,
                          const RecordPlace &place)
{
    messages.setRecord(summary, place, false);
    setMarks(summary.id, old.marks, {summary.folder, summary.flags});
    segments.addDead(old.place.segment, old.place.length);
}

void Catalogue::removeMessage(MessageId message, const MessageTable::Stored &old)
{
    threads.keepRemoved(message);
    messages.remove(message);
    tags.removeAll(message);
    notes.set(message, {});
    reading.setCharset(message, {});
    journal.forget(message);
    folders.count(old.marks.folder, -1, old.marks.flags.testFlag(Flag::Read) ? 0 : -1);
    segments.addDead(old.place.segment, old.place.length);
}

void Catalogue::setMarks(MessageId message, const MessageTable::Marks &before,
                         const MessageTable::Marks &after)
{
    messages.setMarks(message, after);
    folders.count(before.folder, -1, before.flags.testFlag(Flag::Read) ? 0 : -1);
    folders.count(after.folder, 1, after.flags.testFlag(Flag::Read) ? 0 : 1);
    journal.markDirty(message);
}

void Catalogue::setTags(MessageId message, const QStringList &add, const QStringList &remove)
{
    bool changed = false;
    for (const QString &name : remove)
        changed |= tags.remove(message, name);
    for (const QString &name : add)
        changed |= tags.add(message, name);
    if (changed)
        journal.markDirty(message);
}

void Catalogue::setNote(MessageId message, const QString &note)
{
    notes.set(message, note);
    journal.markDirty(message);
}

void Catalogue::setCharset(MessageId message, const QByteArray &charset)
{
    reading.setCharset(message, charset);
    journal.markDirty(message);
}

void Catalogue::refreshOnServer(MessageId message)
{
    const auto before = messages.marks(message);
    if (!before)
        return;
    MessageTable::Marks after = *before;
    after.flags.setFlag(Flag::OnServer, ledger.isOnServer(message));
    if (after.flags != before->flags)
        messages.setMarks(message, after);
}

namespace
{
// A deletion that was asked for together with fetching meant a message that is here: where the fetching is
// given up, the deletion is too.
bool losesItsCopy(const LedgerEntry &before, const LedgerEntry &after)
{
    const auto isWhole = [](const LedgerEntry &entry) {
        return entry.state == LedgerState::Stored || entry.state == LedgerState::DeleteSent;
    };
    return before.wanted && !after.wanted && before.choice == ServerChoice::Delete && !isWhole(before) &&
           !isWhole(after);
}
} // namespace

std::optional<LedgerEntry> Catalogue::putLedger(AccountId account, LedgerEntry entry, bool refresh)
{
    auto before = ledger.find(account, entry.uidl, entry.occurrence);
    if (before)
        entry.choice = losesItsCopy(*before, entry) ? ServerChoice::ByRule : before->choice;
    if (before != entry)
        ledger.put(account, entry);
    if (refresh)
        refreshOnServer(entry.message);
    if (before && before->message != entry.message)
        refreshOnServer(before->message);
    return before;
}

void Catalogue::updateLedger(AccountId account, const std::vector<LedgerEntry> &entries, qint64 now)
{
    std::set<MessageId> renamed; // there under a new unique-id: that the old one is gone deleted nothing
    std::vector<LedgerEntry> answered;
    for (const LedgerEntry &entry : entries) {
        const auto before = putLedger(account, entry);
        if (!before && entry.message != 0 && entry.state != LedgerState::Gone)
            renamed.insert(entry.message);
        if (before && before->state == LedgerState::DeleteSent && entry.state != LedgerState::DeleteSent)
            answered.push_back(entry);
    }
    for (const LedgerEntry &entry : answered)
        deletions.settle(account, entry, entry.state == LedgerState::Gone && !renamed.contains(entry.message),
                         now);
}
