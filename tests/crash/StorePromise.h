// SPDX-License-Identifier: GPL-3.0-or-later
//
// StorePromise is what a store had acknowledged at one moment: messages with their stars, removals, ledger
// rows, the deletion log. brokenIn() holds a profile that was found after a power cut against it.
#pragma once

#include "StoreFixture.h"

#include <QStringList>

#include <map>
#include <set>

struct StorePromise {
    static constexpr AccountId account = 2;

    struct Message {
        MessageId id = 0;
        QByteArray raw;
        bool starred = false;
        bool isWritten = true; // the star, or that there is none, stands in the vault
    };
    std::map<QByteArray, Message> present; // by unique-id
    std::set<MessageId> removed;
    std::map<QByteArray, LedgerEntry> rows;       // by unique-id
    std::map<qint64, DeletionLogEntry> deletions; // by number

    // Without the catalogue: from a copy where there is one, or from the vault alone.
    enum class Opened { AsItIs, FromCopy, FromVault };
    // What the profile lacks; empty where all holds. `next` is what the step under way was to promise: until
    // it returned, old and new are both right. Opens the profile, and adds a message to it.
    QStringList brokenIn(const StoreFixture &profile, const StorePromise &next, Opened opened) const;

private:
    // What is found.
    struct Profile {
        std::unique_ptr<MessageStore> store;
        std::unique_ptr<StoreReader> reader;
        std::map<MessageId, bool> here; // and whether starred
        std::map<QByteArray, LedgerEntry> rows;
    };
    static Result<Profile> open(const StoreFixture &profile);
    void checkMessages(const Profile &profile, const StorePromise &next, bool rebuilt,
                       QStringList &lacks) const;
    void checkLedger(const Profile &profile, const StorePromise &next, QStringList &lacks) const;
    static void checkWhole(const Profile &profile, QStringList &lacks);
    static void checkRepair(const Profile &profile, QStringList &lacks);
};
