// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchPass is one search from the newest message to the oldest: it takes ids by growing pieces, leaves out
// those that the index rules out, asks the catalogue for the others, and reads the text of those that are
// still in doubt. Used by SearchRun, in its thread.
#pragma once

#include "IndexHits.h"
#include "SearchPlan.h"
#include "SearchRun.h"

#include <QElapsedTimer>

class StoreReader;

class SearchPass
{
public:
    struct Parts {
        const SearchPlan &plan;
        StoreReader &reader;
        MessageFacts &facts;
        IndexHits &hits;
        const SearchRun::Sink &sink;
        const SearchRun::Progress &progress;
        Cancellation &cancellation;
    };
    explicit SearchPass(const Parts &parts) : m(parts) {}

    Result<SearchOutcome> run(MessageId newest);

private:
    using Truth = SearchPlan::Truth;
    // Of the ids of a piece: those that surely and those that possibly are what a node asks for.
    struct Bounds {
        IndexHits::Bits must, may;
    };

    Result<void> searchAll(MessageId newest);
    Result<void> searchPiece(MessageId first, MessageId last);
    Bounds bounds(const SearchPlan::Node &node, size_t firstWord, size_t words) const;
    Result<std::vector<MessageFact>> candidates(MessageId first, MessageId last);
    Result<std::vector<MessageFact>> lookUp(const IndexHits::Bits &may, MessageId first);
    std::vector<MessageFact> takeFromAll(const IndexHits::Bits &may, MessageId first);
    Result<void> judge(const MessageFact &fact);
    Truth byIndex(const SearchPlan::Node &node, MessageId message) const;
    Result<Truth> byText(const MessageFact &fact);
    Result<SearchableText> textOf(const MessageFact &fact);
    void found(const MessageFact &fact);
    void handOut();
    void tell();

    Parts m;
    SearchOutcome m_outcome;
    SearchProgress m_progress;
    MessageId m_newest = 0;
    int m_shard = 0;
    bool m_isShardRead = false; // the index has been let go of
    // The whole catalogue, once so many were looked up one by one that this is quicker; newest first.
    std::vector<MessageFact> m_all;
    size_t m_atAll = 0;
    qint64 m_lookedUp = 0;
    std::vector<MessageRow> m_rows; // found, not handed out yet
    size_t m_portion = 0;           // rows that are handed out at once
    QElapsedTimer m_sinceRows, m_sinceProgress;
};
