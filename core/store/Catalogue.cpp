// SPDX-License-Identifier: GPL-3.0-or-later
#include "Catalogue.h"

Catalogue::Catalogue(std::unique_ptr<Database> database)
    : m_database(std::move(database)), folders(m_database->connection()), messages(m_database->connection()),
      ledger(m_database->connection()), threads(m_database->connection()), segments(m_database->connection()),
      contents(m_database->connection())
{
}

Result<std::unique_ptr<Catalogue>> Catalogue::open(const QString &path)
{
    TRY(auto database, Database::openForWriting(path));
    return guard([&] {
        std::unique_ptr<Catalogue> catalogue(new Catalogue(std::move(database)));
        catalogue->threads.load();
        return catalogue;
    });
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

void Catalogue::setMarks(MessageId message, const MessageTable::Marks &before,
                         const MessageTable::Marks &after)
{
    messages.setMarks(message, after);
    folders.count(before.folder, -1, before.flags.testFlag(Flag::Read) ? 0 : -1);
    folders.count(after.folder, 1, after.flags.testFlag(Flag::Read) ? 0 : 1);
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

void Catalogue::putLedger(AccountId account, const LedgerEntry &entry, bool refresh)
{
    const auto before = ledger.find(account, entry.uidl, entry.occurrence);
    ledger.put(account, entry);
    if (refresh)
        refreshOnServer(entry.message);
    if (before && before->message != entry.message)
        refreshOnServer(before->message);
}
