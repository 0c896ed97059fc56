// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreWorkload uses a store as a program does (batches, removals, stars, checkpoints, restarts) while a
// FileLog looks on, and remembers what the store had promised at each operation. check() holds a profile made
// of the log against that.
#pragma once

#include "FileLog.h"
#include "StoreFixture.h"

#include <QStringList>

#include <random>
#include <set>

class StoreWorkload
{
public:
    // Random choices follow from the seed.
    StoreWorkload(quint32 seed, int steps);

    const std::vector<LoggedOperation> &operations() const { return m_log->operations(); }

    // What the profile lacks of that which was promised after `count` operations; empty where all holds.
    // `rebuilt`: it has lost its catalogue, and stars with it.
    QStringList check(const StoreFixture &profile, size_t count, bool rebuilt) const;
    // How many messages check() looks for.
    size_t promised(size_t count) const { return before(count).promise.present.size(); }

private:
    struct Message {
        MessageId id = 0;
        QByteArray raw;
        bool starred = false;
    };
    struct Promise {
        std::map<QByteArray, Message> present; // by unique-id
        std::set<MessageId> removed;
    };
    // What held when the store returned.
    struct Step {
        size_t end = 0; // operations
        Promise promise;
        std::set<MessageId> touched; // by this step: until its end, old and new are both right
    };

    int below(int bound) { return static_cast<int>(m_random() % static_cast<quint32>(bound)); }
    QByteArray randomMessage();
    std::set<MessageId> add();
    std::set<MessageId> remove();
    std::set<MessageId> star();
    std::set<MessageId> someMessages() const;
    std::set<MessageId> restart();
    std::set<MessageId> doStep();
    // The last step that ended by then.
    const Step &before(size_t count) const;
    std::set<MessageId> touchedAfter(size_t count) const;

    StoreFixture m_fixture;
    mutable std::mt19937 m_random;
    std::unique_ptr<FileLog> m_log;
    std::unique_ptr<MessageStore> m_store;
    Promise m_promise;
    std::vector<Step> m_steps;
    int m_named = 0;
};
