// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreWorkload uses a store as a program does (batches, partial messages, removals, stars, the ledger's
// rows, compactions, checkpoints, restarts) while a FileLog looks on, and remembers what the store had
// promised at each operation.
#pragma once

#include "FileLog.h"
#include "StorePromise.h"

#include <random>

class StoreWorkload
{
public:
    // Files that do not matter after a power cut.
    static QByteArrayList passedOver() { return {"LOCK", "spool", "-shm"}; }

    // Random choices follow from the seed.
    StoreWorkload(quint32 seed, int steps);

    const std::vector<LoggedOperation> &operations() const { return m_log->operations(); }
    // The options that the store was used with.
    const StoreOptions &options() const { return m_fixture.options; }

    // What was promised after `count` operations, and what the step was to promise that was under way.
    const StorePromise &promisedAfter(size_t count) const;
    const StorePromise &promisedNext(size_t count) const;
    // How often segments were removed.
    int compactions() const { return m_compactions; }

private:
    // What held when the store returned.
    struct Step {
        size_t end = 0; // operations
        StorePromise promise;
    };
    using StepAt = std::vector<Step>::const_iterator;

    int below(int bound) { return static_cast<int>(m_random() % static_cast<quint32>(bound)); }
    QByteArray newName() { return "uid" + QByteArray::number(++m_named); }
    QByteArray randomMessage();
    std::vector<MessageId> someMessages();
    // At most two rows in one of the states.
    Ledger someRows(std::initializer_list<LedgerState> states);
    void doStep();
    void add();
    void addPartial();
    void completePartial();
    void remove();
    void star();
    void writeState();
    void compact();
    void restart();
    void backUp();
    void list();
    void speak();
    void sendDeletions();
    void settleDeletions();
    // What the store says of the ledger and the log is what it promises.
    void noteRows();
    StepAt after(size_t count) const;

    StoreFixture m_fixture;
    std::mt19937 m_random;
    std::unique_ptr<FileLog> m_log;
    std::unique_ptr<MessageStore> m_store;
    StorePromise m_promise;
    std::vector<Step> m_steps;
    int m_named = 0;
    int m_compactions = 0;
};
