// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreWorkload.h"

#include "CatalogueBackup.h"

#include <algorithm>

namespace
{
constexpr AccountId account = StorePromise::account;

template <class T> T sure(Result<T> result)
{
    if (!result)
        qFatal("%s: %s", qPrintable(errorCodeName(result.error().code)), qPrintable(result.error().detail));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}
} // namespace

StoreWorkload::StoreWorkload(quint32 seed, int steps) : m_random(seed)
{
    m_fixture.options.segmentSize = 12000;
    m_fixture.options.compactionStep = 3000;
    m_steps.push_back({});
    m_log = std::make_unique<FileLog>(QFile::encodeName(m_fixture.path()), passedOver());
    m_store = m_fixture.open();
    for (int i = 0; i < steps; ++i) {
        doStep();
        noteRows();
        m_steps.push_back({m_log->operations().size(), m_promise});
    }
    m_store.reset();
}

QByteArray StoreWorkload::randomMessage()
{
    // Half of it can be compressed.
    QByteArray raw = QByteArray(below(1500), 'a') + "\r\n";
    for (int i = below(1500); i > 0; --i)
        raw += static_cast<char>(below(256));
    return raw;
}

void StoreWorkload::doStep()
{
    if (m_promise.present.size() < 5)
        return add();
    struct Kind {
        int weight;
        void (StoreWorkload::*step)();
    };
    static constexpr Kind kinds[] = {
        {10, &StoreWorkload::add},
        {2, &StoreWorkload::addPartial},
        {2, &StoreWorkload::completePartial},
        {6, &StoreWorkload::remove},
        {3, &StoreWorkload::star},
        {1, &StoreWorkload::writeState},
        {8, &StoreWorkload::compact},
        {2, &StoreWorkload::restart},
        {2, &StoreWorkload::list},
        {2, &StoreWorkload::speak},
        {2, &StoreWorkload::sendDeletions},
        {2, &StoreWorkload::settleDeletions},
        {1, &StoreWorkload::backUp},
    };
    int weights = 0;
    for (const Kind &kind : kinds)
        weights += kind.weight;
    int left = below(weights);
    for (const Kind &kind : kinds) {
        left -= kind.weight;
        if (left < 0)
            return (this->*kind.step)();
    }
}

void StoreWorkload::add()
{
    std::vector<NewMessage> batch;
    std::vector<std::pair<QByteArray, QByteArray>> sources;
    for (int left = 1 + below(8); left > 0; --left) {
        sources.emplace_back(newName(), randomMessage());
        batch.push_back(m_fixture.message(sources.back().second, sources.back().first, account));
    }
    const std::vector<MessageId> ids = StoreFixture::addAll(*m_store, std::move(batch));
    if (ids.size() != sources.size())
        qFatal("the store took %zu of %zu messages", ids.size(), sources.size());
    for (size_t i = 0; i < ids.size(); ++i)
        m_promise.present[sources[i].first] = {ids[i], sources[i].second};
}

void StoreWorkload::addPartial()
{
    const QByteArray uidl = newName(), beginning = randomMessage();
    NewMessage message = m_fixture.message(beginning, uidl, account);
    message.partial = true;
    const auto stored = sure(m_store->add(batchOf(std::move(message))));
    m_promise.present[uidl] = {stored.front().id, beginning};
}

void StoreWorkload::completePartial()
{
    for (const LedgerEntry &row : someRows({LedgerState::Partial})) {
        const auto known = m_promise.present.find(row.uidl);
        if (known == m_promise.present.end())
            continue; // it was removed
        known->second.raw += randomMessage();
        NewMessage message = m_fixture.message(known->second.raw, row.uidl, account);
        message.replaces = known->second.id;
        sure(m_store->add(batchOf(std::move(message))));
        return;
    }
}

std::vector<MessageId> StoreWorkload::someMessages()
{
    std::vector<MessageId> some;
    for (const auto &[uidl, message] : m_promise.present)
        if (m_random() % m_promise.present.size() < 3)
            some.push_back(message.id);
    return some;
}

void StoreWorkload::remove()
{
    const std::vector<MessageId> some = someMessages();
    sure(m_store->remove(some));
    const std::set<MessageId> gone(some.begin(), some.end());
    std::erase_if(m_promise.present, [&](const auto &entry) { return gone.count(entry.second.id) > 0; });
    m_promise.removed.insert(gone.begin(), gone.end());
}

void StoreWorkload::star()
{
    const std::vector<MessageId> some = someMessages();
    const bool set = below(3) > 0;
    sure(m_store->setFlags(some, set ? Flags(Flag::Starred) : Flags(), set ? Flags() : Flags(Flag::Starred)));
    for (auto &[uidl, message] : m_promise.present) {
        if (std::find(some.begin(), some.end(), message.id) == some.end() || message.starred == set)
            continue;
        message.starred = set;
        message.isWritten = false;
    }
}

void StoreWorkload::writeState()
{
    while (sure(m_store->writeState()))
        continue;
    for (auto &[uidl, message] : m_promise.present)
        message.isWritten = true;
}

// Whatever the step it is cut in, nothing that was promised changes.
void StoreWorkload::compact()
{
    const auto wish = below(3) > 0 ? CompactionWish::Everything : CompactionWish::Worthwhile;
    for (int left = 1 + below(6); left > 0; --left) {
        const CompactionStep step = sure(m_store->compact(wish));
        m_compactions += step.removed > 0 ? 1 : 0;
        if (!step.leftAlone.isEmpty())
            qFatal("left alone: %s", qPrintable(step.leftAlone.join(QLatin1Char(' '))));
        if (step.left == 0)
            return;
    }
}

void StoreWorkload::restart()
{
    if (below(2) == 0)
        return sure(m_store->checkpoint());
    m_store.reset(); // which writes the state
    for (auto &[uidl, message] : m_promise.present)
        message.isWritten = true;
    m_store = m_fixture.open();
}

// A copy of the catalogue, as in idle time.
void StoreWorkload::backUp()
{
    Cancellation never;
    sure(CatalogueBackup(m_fixture.path()).write(never));
}

// The server has messages that are not fetched.
void StoreWorkload::list()
{
    LedgerEntry entry;
    entry.uidl = newName();
    entry.state = below(2) > 0 ? LedgerState::New : LedgerState::Fetching;
    entry.listedSize = below(100000);
    entry.firstSeen = entry.lastSeen = 1700000000 + m_named;
    entry.attempts = below(3);
    entry.trouble = below(2) > 0 ? QStringLiteral("too large: 12345") : QString();
    sure(m_store->updateLedger(account, {entry}));
}

Ledger StoreWorkload::someRows(std::initializer_list<LedgerState> states)
{
    Ledger found;
    for (const auto &[uidl, row] : m_promise.rows)
        if (std::find(states.begin(), states.end(), row.state) != states.end())
            found.push_back(row);
    std::shuffle(found.begin(), found.end(), m_random);
    if (found.size() > 2)
        found.resize(2);
    return found;
}

void StoreWorkload::speak()
{
    std::vector<ServerMessageKey> keys;
    for (const LedgerEntry &row : someRows({LedgerState::New, LedgerState::Partial, LedgerState::Stored}))
        keys.push_back({account, row.uidl, row.occurrence});
    if (below(2) > 0)
        sure(m_store->choose(keys, below(2) > 0 ? ServerChoice::Keep : ServerChoice::Delete));
    else
        sure(m_store->want(keys));
}

void StoreWorkload::sendDeletions()
{
    std::vector<LedgerDeletion> deletions;
    for (const LedgerEntry &row : someRows({LedgerState::Stored}))
        deletions.push_back({row, QStringLiteral("older than 14 days")});
    sure(m_store->deletionsSent(account, deletions));
}

void StoreWorkload::settleDeletions()
{
    Ledger rows = someRows({LedgerState::DeleteSent});
    for (LedgerEntry &row : rows) {
        row.state = below(2) > 0 ? LedgerState::Gone : LedgerState::Stored;
        row.goneSince = row.state == LedgerState::Gone ? 1700000000 : 0;
    }
    sure(m_store->updateLedger(account, rows));
}

void StoreWorkload::noteRows()
{
    m_promise.rows.clear();
    for (const LedgerEntry &entry : sure(m_store->ledger(account)))
        m_promise.rows[entry.uidl] = entry;
    m_promise.deletions.clear();
    for (const DeletionLogEntry &entry : sure(m_fixture.read()->deletions({})))
        m_promise.deletions[entry.number] = entry;
}

StoreWorkload::StepAt StoreWorkload::after(size_t count) const
{
    return std::find_if(m_steps.begin(), m_steps.end(), [&](const Step &step) { return step.end > count; });
}

const StorePromise &StoreWorkload::promisedAfter(size_t count) const
{
    return std::prev(after(count))->promise;
}

const StorePromise &StoreWorkload::promisedNext(size_t count) const
{
    const auto next = after(count);
    return next == m_steps.end() ? m_steps.back().promise : next->promise;
}
