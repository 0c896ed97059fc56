// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchPass.h"

#include "IndexedText.h"
#include "StoreReader.h"

#include <algorithm>
#include <bit>

namespace
{
constexpr MessageId firstPiece = 512; // ids; each one after it is four times as long, up to a shard
constexpr int growth = 4;
constexpr size_t firstPortion = 100; // rows
constexpr size_t laterPortion = 2000;
constexpr int rowsMilliseconds = 50; // rows wait no longer
constexpr int progressMilliseconds = 100;
constexpr qint64 mostLookUps = 20000; // one by one; reading all of a million takes as long
constexpr qint64 denseShare = 8;      // one candidate in so many: the rows between are read as well

// The people of a summary as the text of a message has them.
QString peopleText(const Addresses &people)
{
    QString text;
    for (const Address &one : people)
        text += one.name + u' ' + one.address + u'\n';
    return text;
}
} // namespace

Result<SearchOutcome> SearchPass::run(MessageId newest)
{
    m_newest = newest;
    m_portion = firstPortion;
    m_progress.inAll = newest;
    m_outcome.unknown = m.plan.unknown();
    m_sinceRows.start();
    m_sinceProgress.start();
    auto done = searchAll(newest);
    handOut();
    m_outcome.indexFailed = m.hits.failed();
    if (done)
        m_progress.done = newest;
    m.progress(m_progress);
    if (!done)
        return std::move(done.error());
    return m_outcome;
}

Result<void> SearchPass::searchAll(MessageId newest)
{
    MessageId piece = firstPiece;
    for (m_shard = IndexCoverage::shardOf(newest); m_shard >= 0; --m_shard) {
        const MessageId shardFirst = IndexCoverage::firstOf(m_shard);
        CHECK(m.hits.enter(m_shard, newest));
        m_isShardRead = false;
        MessageId last = std::min(IndexCoverage::lastOf(m_shard), newest);
        while (last >= shardFirst && last > 0) {
            // A piece begins at a whole word of the sets.
            const MessageId first =
                std::max(shardFirst, shardFirst + (last - shardFirst - piece + 1) / 64 * 64);
            CHECK(searchPiece(first, last));
            last = first - 1;
            piece = std::min(piece * growth, IndexCoverage::shardSize);
        }
    }
    return {};
}

Result<void> SearchPass::searchPiece(MessageId first, MessageId last)
{
    if (m.cancellation.isCancelled())
        return failure(ErrorCode::Cancelled);
    if (!m_isShardRead)
        CHECK(m.hits.readTo(first));
    TRY(const auto facts, candidates(first, last));
    for (const MessageFact &fact : facts) {
        m_progress.done = m_newest - fact.id;
        CHECK(judge(fact));
    }
    m_progress.done = m_newest - std::max<MessageId>(first, 1) + 1; // there is no message 0
    tell();
    return {};
}

SearchPass::Bounds SearchPass::bounds(const SearchPlan::Node &node, size_t firstWord, size_t words) const
{
    using Kind = SearchPlan::Node::Kind;
    Bounds result{IndexHits::Bits(words), IndexHits::Bits(words, ~quint64(0))};
    const auto forWords = [&](auto work) {
        for (size_t i = 0; i < words; ++i)
            work(i);
    };
    switch (node.kind) {
    case Kind::Fact:
    case Kind::Text:
        return result;
    case Kind::Index: {
        const IndexHits::Bits &hits = m.hits.hits(node.number), &unknown = m.hits.unknown();
        forWords([&](size_t i) {
            result.must[i] = hits[firstWord + i] & ~unknown[firstWord + i];
            result.may[i] = hits[firstWord + i] | unknown[firstWord + i];
        });
        return result;
    }
    case Kind::Not: {
        const Bounds inner = bounds(node.nodes.front(), firstWord, words);
        forWords([&](size_t i) {
            result.must[i] = ~inner.may[i];
            result.may[i] = ~inner.must[i];
        });
        return result;
    }
    case Kind::And:
    case Kind::Or:
        break;
    }
    const bool isAnd = node.kind == Kind::And;
    result.must.assign(words, isAnd ? ~quint64(0) : 0);
    result.may.assign(words, isAnd ? ~quint64(0) : 0);
    for (const SearchPlan::Node &one : node.nodes) {
        const Bounds inner = bounds(one, firstWord, words);
        forWords([&](size_t i) {
            result.must[i] = isAnd ? result.must[i] & inner.must[i] : result.must[i] | inner.must[i];
            result.may[i] = isAnd ? result.may[i] & inner.may[i] : result.may[i] | inner.may[i];
        });
    }
    return result;
}

// What the catalogue knows of those that the index does not rule out, newest first.
Result<std::vector<MessageFact>> SearchPass::candidates(MessageId first, MessageId last)
{
    const auto words = static_cast<size_t>((last - first) / 64 + 1);
    const auto firstWord = static_cast<size_t>((first - IndexCoverage::firstOf(m_shard)) / 64);
    IndexHits::Bits may = bounds(m.plan.root(), firstWord, words).may;
    if (const MessageId beyond = (last - first) % 64; beyond < 63) // ids after the newest message
        may.back() &= (quint64(1) << (beyond + 1)) - 1;
    qint64 count = 0;
    for (const quint64 word : may)
        count += std::popcount(word);
    if (m_all.empty() && !m.plan.needsRows() && m_lookedUp + count > mostLookUps) {
        TRY(m_all, m.facts.all(m.cancellation));
        m_atAll = 0;
    }
    if (!m_all.empty())
        return takeFromAll(may, first);
    m_lookedUp += count;
    if (count * denseShare < last - first)
        return lookUp(may, first);
    TRY(auto facts, m.facts.between(first, last));
    std::erase_if(facts, [&](const MessageFact &fact) {
        const auto position = static_cast<size_t>(fact.id - first);
        return (may[position / 64] >> position % 64 & 1U) == 0;
    });
    return facts;
}

Result<std::vector<MessageFact>> SearchPass::lookUp(const IndexHits::Bits &may, MessageId first)
{
    std::vector<MessageFact> facts;
    for (size_t i = may.size(); i-- > 0;) {
        for (quint64 left = may[i]; left != 0;) {
            const int bit = 63 - std::countl_zero(left);
            left &= ~(quint64(1) << bit);
            TRY(const auto fact, m.facts.find(first + static_cast<MessageId>(i) * 64 + bit));
            if (fact)
                facts.push_back(*fact);
        }
    }
    return facts;
}

std::vector<MessageFact> SearchPass::takeFromAll(const IndexHits::Bits &may, MessageId first)
{
    std::vector<MessageFact> facts;
    const MessageId end = first + static_cast<MessageId>(may.size()) * 64;
    while (m_atAll < m_all.size() && m_all[m_atAll].id >= end)
        ++m_atAll;
    for (; m_atAll < m_all.size() && m_all[m_atAll].id >= first; ++m_atAll) {
        const auto position = static_cast<size_t>(m_all[m_atAll].id - first);
        if ((may[position / 64] >> position % 64 & 1U) != 0)
            facts.push_back(m_all[m_atAll]);
    }
    return facts;
}

SearchPass::Truth SearchPass::byIndex(const SearchPlan::Node &node, MessageId message) const
{
    if (node.kind != SearchPlan::Node::Kind::Index)
        return Truth::Maybe;
    const auto position = static_cast<size_t>(message - IndexCoverage::firstOf(m_shard));
    const auto isIn = [position](const IndexHits::Bits &bits) {
        return (bits[position / 64] >> position % 64 & 1U) != 0;
    };
    if (isIn(m.hits.unknown()))
        return Truth::Maybe;
    return isIn(m.hits.hits(node.number)) ? Truth::Yes : Truth::No;
}

Result<void> SearchPass::judge(const MessageFact &fact)
{
    const auto leaf = [&](const SearchPlan::Node &node) { return byIndex(node, fact.id); };
    Truth truth = SearchPlan::judge(m.plan.root(), fact, leaf);
    if (truth == Truth::Maybe) {
        if (m.cancellation.isCancelled())
            return failure(ErrorCode::Cancelled);
        TRY(truth, byText(fact));
        tell();
    }
    if (truth == Truth::Yes)
        found(fact);
    return {};
}

// The message is read. That takes long where there are many, so the index is not kept open meanwhile.
Result<SearchPass::Truth> SearchPass::byText(const MessageFact &fact)
{
    if (!m_isShardRead) {
        CHECK(m.hits.finishShard());
        m_isShardRead = true;
    }
    auto text = textOf(fact);
    if (!text) {
        if (text.error().code == ErrorCode::NotFound) // removed meanwhile
            return Truth::No;
        return std::move(text.error());
    }
    m_progress.read = ++m_outcome.read;
    TextColumns columns(*text);
    const auto leaf = [&](const SearchPlan::Node &node) {
        const Truth known = byIndex(node, fact.id);
        if (known != Truth::Maybe)
            return known;
        switch (node.condition.holds(columns)) {
        case TextCondition::Answer::Yes:
            return Truth::Yes;
        case TextCondition::Answer::No:
            return Truth::No;
        case TextCondition::Answer::TooComplex:
            break;
        }
        return Truth::Maybe;
    };
    const Truth truth = SearchPlan::judge(m.plan.root(), fact, leaf);
    if (truth == Truth::Maybe)
        ++m_outcome.tooComplex;
    return truth;
}

// Of a message that cannot be read, what the catalogue has of it.
Result<SearchableText> SearchPass::textOf(const MessageFact &fact)
{
    auto bytes = m.reader.raw(fact.id);
    if (bytes)
        return indexedText(fact.id, *bytes);
    if (bytes.error().code == ErrorCode::NotFound)
        return std::move(bytes.error());
    TRY(const auto summaries, m.reader.summaries({fact.id}));
    if (summaries.empty())
        return failure(ErrorCode::NotFound);
    ++m_outcome.unreadable;
    SearchableText text;
    text.subject = summaries.front().subject;
    text.from = peopleText({summaries.front().from});
    text.to = peopleText(summaries.front().to);
    return text;
}

void SearchPass::found(const MessageFact &fact)
{
    m_rows.push_back({fact.id, fact.date, fact.flags, fact.thread});
    m_progress.found = ++m_outcome.found;
    if (m_rows.size() >= m_portion)
        handOut();
}

void SearchPass::handOut()
{
    if (m_rows.empty())
        return;
    std::vector<MessageRow> rows;
    rows.swap(m_rows);
    m.sink(std::move(rows));
    m_portion = laterPortion;
    m_sinceRows.restart();
}

void SearchPass::tell()
{
    if (m_sinceRows.elapsed() >= rowsMilliseconds)
        handOut();
    if (m_sinceProgress.elapsed() < progressMilliseconds)
        return;
    m.progress(m_progress);
    m_sinceProgress.restart();
}
