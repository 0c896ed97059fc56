// SPDX-License-Identifier: GPL-3.0-or-later
#include "StoreWorkload.h"

#include <algorithm>

namespace
{
constexpr AccountId account = 2;

template <class T> QString failureOf(const char *what, const Result<T> &result)
{
    return QString::fromLatin1(what) + QStringLiteral(": ") + errorCodeName(result.error().code) +
           QLatin1Char(' ') + result.error().detail;
}
} // namespace

StoreWorkload::StoreWorkload(quint32 seed, int steps) : m_random(seed)
{
    m_fixture.options.segmentSize = 12000;
    m_steps.push_back({});
    m_log = std::make_unique<FileLog>(QFile::encodeName(m_fixture.path()),
                                      QByteArrayList{"LOCK", "spool", "-shm"});
    m_store = m_fixture.open();
    for (int i = 0; i < steps; ++i) {
        std::set<MessageId> touched = doStep();
        m_steps.push_back({m_log->operations().size(), m_promise, std::move(touched)});
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

std::set<MessageId> StoreWorkload::doStep()
{
    const int kind = below(20);
    if (kind < 11 || m_promise.present.size() < 5)
        return add();
    if (kind < 15)
        return remove();
    if (kind < 18)
        return star();
    if (kind == 18)
        return restart();
    if (!m_store->checkpoint())
        qFatal("cannot checkpoint");
    return {};
}

std::set<MessageId> StoreWorkload::add()
{
    std::vector<NewMessage> batch;
    std::vector<std::pair<QByteArray, QByteArray>> sources;
    for (int left = 1 + below(8); left > 0; --left) {
        sources.emplace_back("uid" + QByteArray::number(++m_named), randomMessage());
        batch.push_back(m_fixture.message(sources.back().second, sources.back().first, account));
    }
    const std::vector<MessageId> ids = StoreFixture::addAll(*m_store, std::move(batch));
    if (ids.size() != sources.size())
        qFatal("the store took %zu of %zu messages", ids.size(), sources.size());
    for (size_t i = 0; i < ids.size(); ++i)
        m_promise.present[sources[i].first] = {ids[i], sources[i].second, false};
    return {ids.begin(), ids.end()};
}

std::set<MessageId> StoreWorkload::someMessages() const
{
    std::set<MessageId> some;
    for (const auto &[uidl, message] : m_promise.present)
        if (m_random() % m_promise.present.size() < 3)
            some.insert(message.id);
    return some;
}

std::set<MessageId> StoreWorkload::remove()
{
    std::set<MessageId> some = someMessages();
    if (!m_store->remove({some.begin(), some.end()}))
        qFatal("cannot remove");
    std::erase_if(m_promise.present, [&](const auto &entry) { return some.count(entry.second.id) > 0; });
    m_promise.removed.insert(some.begin(), some.end());
    return some;
}

std::set<MessageId> StoreWorkload::star()
{
    std::set<MessageId> some = someMessages();
    const bool set = below(3) > 0;
    if (!m_store->setFlags({some.begin(), some.end()}, set ? Flags(Flag::Starred) : Flags(),
                           set ? Flags() : Flags(Flag::Starred)))
        qFatal("cannot star");
    for (auto &[uidl, message] : m_promise.present)
        if (some.count(message.id) > 0)
            message.starred = set;
    return some;
}

std::set<MessageId> StoreWorkload::restart()
{
    m_store.reset();
    m_store = m_fixture.open();
    return {};
}

const StoreWorkload::Step &StoreWorkload::before(size_t count) const
{
    const auto after =
        std::find_if(m_steps.begin(), m_steps.end(), [&](const Step &step) { return step.end > count; });
    return *std::prev(after);
}

std::set<MessageId> StoreWorkload::touchedAfter(size_t count) const
{
    const auto after =
        std::find_if(m_steps.begin(), m_steps.end(), [&](const Step &step) { return step.end > count; });
    return after == m_steps.end() ? std::set<MessageId>() : after->touched;
}

QStringList StoreWorkload::check(const StoreFixture &profile, size_t count, bool rebuilt) const
{
    auto store = MessageStore::open(profile.path(), m_fixture.options);
    if (!store)
        return {failureOf("open", store)};
    auto reader = StoreReader::open(profile.path());
    if (!reader)
        return {failureOf("open to read", reader)};
    const auto places = (*store)->places(account);
    const auto ledger = (*store)->ledger(account);
    if (!places || !ledger)
        return {QStringLiteral("the catalogue cannot be read")};
    std::map<MessageId, bool> here; // and whether starred
    for (const LocalPlace &place : *places)
        here[place.message] = place.starred;
    std::map<QByteArray, MessageId> rows;
    for (const LedgerEntry &entry : *ledger)
        rows[entry.uidl] = entry.message;

    QStringList lacks;
    const Promise &promise = before(count).promise;
    const std::set<MessageId> touched = touchedAfter(count);
    for (const auto &[uidl, message] : promise.present) {
        const QString name = QStringLiteral("message %1 ").arg(message.id);
        if (rows[uidl] != message.id)
            lacks += name + QStringLiteral("has no ledger row");
        if (touched.count(message.id) > 0 && here.count(message.id) == 0)
            continue;
        const auto raw = (*reader)->raw(message.id);
        if (!raw || *raw != message.raw)
            lacks += raw ? name + QStringLiteral("has other bytes") : failureOf("message", raw);
        else if (!rebuilt && touched.count(message.id) == 0 && here[message.id] != message.starred)
            lacks += name + QStringLiteral("has lost its star, or not");
    }
    for (const MessageId id : promise.removed)
        if (here.count(id) > 0 || (*reader)->raw(id))
            lacks += QStringLiteral("message %1 came back").arg(id);
    // A rebuild keeps what is damaged of messages that were not promised yet. Bytes of such messages may also
    // stay between two whole records of their batch.
    for (const auto &[id, starred] : here)
        if (const auto raw = (*reader)->raw(id); !raw && !rebuilt)
            lacks += failureOf("row without message", raw);
    const auto added = (*store)->add(batchOf(profile.message("after the cut", "later", account)));
    if (!added || added->size() != 1 || !(*store)->verifyStored({added->front().id}))
        lacks += QStringLiteral("nothing can be added");
    return lacks;
}
