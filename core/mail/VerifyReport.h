// SPDX-License-Identifier: GPL-3.0-or-later
//
// VerifyReport is what a check of the whole store found, RepairReport what could be done about it. Values.
#pragma once

#include "MessageSummary.h"
#include "StoreFinding.h"

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
    std::vector<StoreFinding> findings;           // what else is wrong, with file and offset
    QStringList problems;                         // the same in English
    std::vector<Unlisted> unlisted;
    bool isCatalogueBroken = false; // as a database: it is to be made anew

    bool isWhole() const { return damaged.empty() && problems.isEmpty() && !isCatalogueBroken; }
    void add(const StoreFinding &finding)
    {
        findings.push_back(finding);
        problems.append(finding.english);
    }
};

struct RepairReport {
    std::vector<StoreFinding> done;      // what was repaired
    std::vector<StoreFinding> remaining; // what cannot be
    QStringList repaired, left;          // the same in English, one sentence each
    // Damaged messages that are on the server still: the next check fetches them again.
    std::vector<MessageId> wanted;
    int messagesFound = 0; // that have a row again

    void addRepaired(const StoreFinding &finding)
    {
        done.push_back(finding);
        repaired.append(finding.english);
    }
    void addLeft(const StoreFinding &finding)
    {
        remaining.push_back(finding);
        left.append(finding.english);
    }
};
