// SPDX-License-Identifier: GPL-3.0-or-later
//
// MailPlan says what each message of a corpus is: who wrote it when, what it answers, how large it is and
// where it is kept. Everything is a function of seed and number alone, so that any message can be planned by
// itself. Constant; threads may share it.
#pragma once

#include "Randomness.h"

#include <cstdint>
#include <string>
#include <vector>

struct CorpusOptions {
    // Real: a mailbox by its bytes, median 7 KB, mean 30 KB, some of 20 MB. Light: median 3 KB, mean 6 KB, so
    // that a million fit on a disk. Brief: a few lines each, for what looks at the list alone.
    enum class Sizes { Real, Light, Brief };

    std::uint64_t seed = 42;
    std::int64_t count = 0;
    Sizes sizes = Sizes::Real;
};

enum class CorpusFolder { Inbox, Work, Archive, Junk, Trash };

struct PlannedMessage {
    std::int64_t number = 0; // from 1
    std::int64_t parent = 0; // which it answers; 0: none. A few answers are there before what they answer
    std::int64_t root = 0;   // the first of its conversation, itself where it begins one
    std::vector<std::int64_t> references; // as its header has them: some name the last two alone, or none
    std::size_t sender = 0;               // the ones with low numbers write most of the mail
    std::size_t language = 0;             // of Language::all()
    std::int64_t received = 0;            // seconds since 1970 UTC; ascending by number
    std::int64_t date = 0;                // when it was written
    std::size_t size = 0;                 // octets, about
    bool hasAttachment = false;
    bool isFromList = false;
    CorpusFolder folder = CorpusFolder::Inbox; // the same for a conversation; Inbox has 60 of 100 messages
    bool isRead = false, isStarred = false;
    int tag = 0; // 1 to 5; 0: none
};

class MailPlan
{
public:
    explicit MailPlan(const CorpusOptions &options) : m_options(options) {}

    const CorpusOptions &options() const { return m_options; }
    PlannedMessage message(std::int64_t number) const;
    std::string messageId(std::int64_t number) const;
    std::size_t people() const;

private:
    bool isAnswer(std::int64_t number) const;
    std::int64_t parentOf(std::int64_t number) const;
    std::int64_t receivedAt(std::int64_t number) const;
    void planThread(PlannedMessage &message, Randomness &random) const;
    void planSize(PlannedMessage &message, Randomness &random) const;

    const CorpusOptions m_options;
};
