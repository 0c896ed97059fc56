// SPDX-License-Identifier: GPL-3.0-or-later
//
// ListQuery asks for a list of messages, MessageRow is what the list keeps of each in memory. Values.
#pragma once

#include "Flags.h"
#include "Identifiers.h"

#include <QStringList>

#include <vector>

struct ListQuery {
    enum class Scope { Folder, AllInboxes, Unread, Starred, Everything };
    // By a flag: ascending, those that lack it come first.
    enum class Sort { Date, Sender, Recipient, Subject, Size, Read, Starred, Attachment };
    Scope scope = Scope::AllInboxes;
    FolderId folder = 0; // Scope::Folder
    Sort sort = Sort::Date;
    bool descending = true;
    Flags with = {};        // only messages that have all of these,
    Flags without = {};     // and none of these
    int limit = 0;          // the first rows alone; 0: all
    bool discarded = false; // Scope::Everything has trash and junk as well

    bool operator==(const ListQuery &) const = default;
};

// A row without a conversation stands for itself.
struct MessageRow {
    MessageId id = 0;
    qint64 date = 0;
    Flags flags;
    ThreadId thread = 0;

    bool operator==(const MessageRow &) const = default;
};
