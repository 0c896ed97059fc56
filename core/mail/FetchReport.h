// SPDX-License-Identifier: GPL-3.0-or-later
//
// What one check of one account did, and how far a running one is. Values: made by core/sync in a fetch
// thread, shown by the window and printed by `poplar-cli fetch --json`.
#pragma once

#include "Error.h"
#include "Identifiers.h"

#include <QByteArray>
#include <QString>

#include <optional>
#include <vector>

struct FetchProgress {
    enum class Phase { Connecting, SigningIn, Listing, Identifying, Fetching, Storing, Deleting, Finishing };

    AccountId account = 0;
    Phase phase = Phase::Connecting;
    int messages = 0; // done in this phase
    int messagesInAll = 0;
    qint64 bytes = 0;      // done, Fetching only
    qint64 bytesInAll = 0; // by LIST, a hint (R14)

    bool operator==(const FetchProgress &) const = default;
};

struct FetchReport {
    struct Message {
        QByteArray uidl;
        int number = 0; // in that session
        QString reason; // an English identifier with detail
    };

    AccountId account = 0;
    QString accountName;
    int fetched = 0;
    qint64 bytes = 0;                // of the fetched messages
    int deleted = 0;                 // confirmed by QUIT +OK
    int unconfirmed = 0;             // QUIT was sent to delete them, and was not answered with +OK
    int kept = 0;                    // stored here and left on the server
    int partial = 0;                 // of `fetched`: only the beginning, by the account's choice
    int heldBack = 0;                // deletions that wait until the user confirms the changed policy
    int rounds = 1;                  // sessions that listed the mailbox
    bool moreWaiting = false;        // the server shows its mail in portions, and wants a pause now
    std::vector<Message> skipped;    // not fetched on purpose
    std::vector<Message> notFetched; // should have been fetched and could not be
    double seconds = 0;
    qint64 finishedAt = 0;             // seconds since 1970 UTC
    qint64 notBefore = 0;              // the server wants no sign-in before (LOGIN-DELAY); 0: it did not say
    bool pipeliningFailed = false;     // the next check should send one command at a time
    std::optional<bool> listsPortions; // what this check learned about how the server lists; often nothing
    std::optional<Error> error;
    bool passing = false; // the error will probably cure itself, and nobody asked for the check: not told yet
};
