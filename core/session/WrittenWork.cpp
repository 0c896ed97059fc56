// SPDX-License-Identifier: GPL-3.0-or-later
#include "WrittenWork.h"

#include "MessageStore.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace
{
using LedgerName = QPair<QByteArray, int>;

Result<Ledger> rowsOf(MessageStore &store, AccountId account, const ServerWork &work)
{
    QSet<LedgerName> names;
    for (const auto *const keys : {&work.get, &work.remove})
        for (const ServerMessageKey &key : *keys)
            names.insert({key.uidl, key.occurrence});
    TRY(Ledger rows, store.ledger(account));
    std::erase_if(rows, [&](const LedgerEntry &row) { return !names.contains({row.uidl, row.occurrence}); });
    const auto byName = [](const LedgerEntry &a, const LedgerEntry &b) {
        return LedgerName(a.uidl, a.occurrence) < LedgerName(b.uidl, b.occurrence);
    };
    std::sort(rows.begin(), rows.end(), byName);
    return rows;
}
} // namespace

Result<WrittenWork> WrittenWork::write(MessageStore &store, AccountId account, const ServerWork &work)
{
    WrittenWork written{account, work, {}, {}};
    TRY(written.before, rowsOf(store, account, work));
    CHECK(store.carryOut(work));
    TRY(written.after, rowsOf(store, account, work));
    return written;
}

Result<int> WrittenWork::takeBack(MessageStore &store) const
{
    TRY(const Ledger now, rowsOf(store, account, work));
    int sent = 0;
    Ledger rows;
    QHash<ServerChoice, std::vector<ServerMessageKey>> chosen;
    for (size_t index = 0; index < now.size() && now.size() == before.size(); ++index) {
        const LedgerEntry &was = before[index], &asked = after[index];
        LedgerEntry row = now[index];
        const bool isDeleted = row.state == LedgerState::DeleteSent || row.state == LedgerState::Gone;
        sent += isDeleted && asked.state != row.state;
        if (isDeleted || row.choice != asked.choice)
            continue;
        if (row.choice != was.choice)
            chosen[was.choice].push_back({account, row.uidl, row.occurrence});
        if (row.wanted != asked.wanted)
            continue;
        if (row.state == asked.state) { // it was removed here, and stays so
            row.state = was.state;
            row.message = was.message;
        }
        row.wanted = was.wanted;
        row.attempts = was.attempts;
        rows.push_back(row);
    }
    for (auto one = chosen.cbegin(); one != chosen.cend(); ++one)
        CHECK(store.choose(*one, one.key()));
    CHECK(store.updateLedger(account, rows));
    return sent;
}
