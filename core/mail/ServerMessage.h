// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the window shows of the mail on a server: each message with what is known of it and what will become
// of it, the forecast of a retention policy, and the log of deletions. Values.
#pragma once

#include "Identifiers.h"

#include <QByteArray>
#include <QString>

#include <vector>

// Names a message on a server for as long as its ledger row lives.
struct ServerMessageKey {
    AccountId account = 0;
    QByteArray uidl;
    int occurrence = 0;

    bool operator==(const ServerMessageKey &) const = default;
};

struct ServerMessage {
    enum class State { New, Fetching, Stored, Partial, DeleteSent, Gone };
    // Keep: no rule deletes it on the server. Never: it is not fetched, and so stays there too.
    enum class Choice { ByRule, Keep, Delete, Never };

    ServerMessageKey key;
    State state = State::New;
    MessageId message = 0;   // here; 0: nothing of it
    // Of what is here, or of a header that the live view has read; `date` is 0 where neither is known.
    QString subject, sender;
    qint64 date = 0;
    int number = 0;       // in the latest listing of the live view; 0: not in it, or there was none
    qint64 size = 0;      // octets by LIST
    qint64 firstSeen = 0; // seconds since 1970 UTC
    qint64 goneSince = 0;
    Choice choice = Choice::ByRule;
    bool wanted = false;
    int attempts = 0;
    qint64 lastAttempt = 0;
    QString trouble;        // why it was not fetched; empty: nothing went wrong
    QString deletionReason; // why the next check will delete it on the server; empty: it will not
    qint64 deletesOn = 0;   // when its age will let it go by a rule; 0: it goes now, or not by its age

    bool operator==(const ServerMessage &) const = default;
};

// What the user asks to be done on one server, now.
struct ServerWork {
    std::vector<ServerMessageKey> get;
    // Deleted on the server, also where there is no copy here; what is to be fetched as well only after that.
    std::vector<ServerMessageKey> remove;

    bool isEmpty() const { return get.empty() && remove.empty(); }
    bool operator==(const ServerWork &) const = default;
};

// What the next check would delete on the server under a policy, by what is known now.
struct RetentionForecast {
    int onServer = 0;
    int deleted = 0;
    qint64 deletedBytes = 0;
    bool needsConfirmation = false; // so much, through a changed policy, that the user is asked first
    std::vector<ServerMessage> deletions;

    bool operator==(const RetentionForecast &) const = default;
};

struct DeletionQuery {
    AccountId account = 0; // 0: all
    QString text;          // in subject, sender, reason or unique-id; empty: all
    int limit = 1000;
    qint64 before = 0; // entries with a smaller number, for the next page; 0: from the newest
};

struct DeletionLogEntry {
    qint64 number = 0; // ascending with time
    ServerMessageKey key;
    MessageId message = 0;
    QString subject, sender;
    qint64 size = 0;
    QString reason;         // an English identifier with detail
    qint64 sent = 0;        // seconds since 1970 UTC
    qint64 settled = 0;     // when the server's answer was known; 0: not yet
    bool confirmed = false; // by QUIT's +OK, or by a later complete listing without it

    bool operator==(const DeletionLogEntry &) const = default;
};
