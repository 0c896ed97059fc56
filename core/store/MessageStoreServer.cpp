// SPDX-License-Identifier: GPL-3.0-or-later
//
// The half of MessageStore that knows the mail on servers.
#include "MessageStorePrivate.h"

#include "Clock.h"
#include "NotedListings.h"

#include <QPair>
#include <QSet>

using Durability = Database::Durability;

Result<Ledger> MessageStore::ledger(AccountId account)
{
    return guard([&] { return d->catalogue->ledger.ofAccount(account); });
}

Result<void> MessageStore::updateLedger(AccountId account, const std::vector<LedgerEntry> &entries)
{
    return d->catalogue->transaction(
        Durability::Full, [&] { d->catalogue->updateLedger(account, entries, SystemClock().now()); });
}

// In a transaction.
template <class Change>
Result<void> MessageStore::Private::change(const std::vector<ServerMessageKey> &messages, Change change)
{
    for (const ServerMessageKey &key : messages) {
        auto entry = catalogue->ledger.find(key.account, key.uidl, key.occurrence);
        if (!entry)
            return failure(ErrorCode::NotFound, QString::fromLatin1(key.uidl));
        change(*entry);
        catalogue->ledger.put(key.account, *entry);
    }
    return {};
}

Result<void> MessageStore::choose(const std::vector<ServerMessageKey> &messages, ServerChoice choice)
{
    const bool isLeft = choice == ServerChoice::Delete || choice == ServerChoice::Never;
    return d->catalogue->transaction(Durability::Full, [&] {
        return d->change(messages, [=](LedgerEntry &entry) {
            entry.choice = choice;
            entry.wanted = entry.wanted && !isLeft;
        });
    });
}

Result<void> MessageStore::want(const std::vector<ServerMessageKey> &messages)
{
    return carryOut({messages, {}});
}

Result<void> MessageStore::carryOut(const ServerWork &work)
{
    QSet<QPair<QByteArray, int>> removed;
    for (const ServerMessageKey &key : work.remove)
        removed.insert({key.uidl, key.occurrence});
    return d->catalogue->transaction(Durability::Full, [&]() -> Result<void> {
        CHECK(d->change(work.remove, [](LedgerEntry &entry) {
            entry.choice = ServerChoice::Delete;
            entry.wanted = false;
        }));
        return d->change(work.get, [&](LedgerEntry &entry) {
            // What was removed here is fetched once more, as if it had never been here.
            if (entry.state == LedgerState::Stored && !d->catalogue->messages.marks(entry.message)) {
                entry.state = LedgerState::New;
                entry.message = 0;
            }
            entry.wanted = true;
            entry.attempts = 0;
            if (entry.choice != ServerChoice::Keep && !removed.contains({entry.uidl, entry.occurrence}))
                entry.choice = ServerChoice::ByRule;
        });
    });
}

Result<void> MessageStore::keepHeaders(AccountId account, const std::vector<ServerHeader> &headers)
{
    return d->catalogue->transaction(Durability::Normal, [&] {
        for (const ServerHeader &header : headers)
            d->catalogue->headers.put(account, header);
    });
}

Result<std::vector<ServerMessageKey>> MessageStore::withoutHeader(AccountId account)
{
    return d->catalogue->transaction(Durability::Normal, [&] {
        d->catalogue->headers.prune(account);
        d->catalogue->headers.bound(account);
        return d->catalogue->headers.missing(account);
    });
}

Result<std::vector<LocalPlace>> MessageStore::places(AccountId account)
{
    return guard([&] { return d->catalogue->server.places(account); });
}

Result<void> MessageStore::deletionsSent(AccountId account, const std::vector<LedgerDeletion> &deletions)
{
    const qint64 now = SystemClock().now();
    return d->catalogue->transaction(Durability::Full, [&] {
        for (const LedgerDeletion &deletion : deletions) {
            LedgerEntry entry = deletion.entry;
            entry.state = LedgerState::DeleteSent;
            d->catalogue->putLedger(account, entry);
            d->catalogue->deletions.add(account, deletion, now);
        }
    });
}

Result<void> MessageStore::listed(AccountId account, qint64 now)
{
    const std::string key = "listed_" + std::to_string(account);
    TRY(const auto before,
        guard([&] { return NotedListings::fromBytes(d->catalogue->segments.bytes(key)); }));
    const NotedListings after = before.with(now);
    if (after == before)
        return {};
    return d->catalogue->transaction(Durability::Normal, [&] {
        d->catalogue->segments.set(key, after.toBytes());
        d->catalogue->ledger.forgetGone(account, after.forgottenBefore(now));
    });
}
