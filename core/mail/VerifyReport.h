// SPDX-License-Identifier: GPL-3.0-or-later
//
// VerifyReport is what a check of the whole store found, RepairReport what could be done about it. Values.
#pragma once

#include "MessageSummary.h"

#include <QStringList>

#include <vector>

struct VerifyReport {
    // A whole record of the vault that nobody removed, and of which the catalogue does not know.
    struct Unlisted {
        MessageId id = 0;
        int segment = 0;
        qint64 offset = 0;
    };

    qint64 messages = 0; // that are as they were received
    qint64 bytes = 0;    // of those
    // The vault's copy is missing or does not have its hash any more; ascending.
    std::vector<MessageId> damaged;
    std::vector<MessageSummary> damagedSummaries; // what the catalogue knows of these
    QStringList problems;                         // what else is wrong, in English, with file and offset
    std::vector<Unlisted> unlisted;
    bool isCatalogueBroken = false; // as a database: it is to be made anew

    bool isWhole() const { return damaged.empty() && problems.isEmpty() && !isCatalogueBroken; }
};

struct RepairReport {
    QStringList repaired; // in English, one sentence each
    QStringList left;     // what cannot be repaired
    // Damaged messages that are on the server still: the next check fetches them again.
    std::vector<MessageId> wanted;
    int messagesFound = 0; // that have a row again
};
