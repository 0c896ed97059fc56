// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreFinding is one thing that a check of the stored mail found, or that a repair did or could not do: what
// it is and the values that belong to it, so that the window can word it in the user's language, and the same
// as a sentence for terminal and log. Value.
#pragma once

#include "Identifiers.h"

#include <QString>

struct StoreFinding {
    enum class Kind {
        // Of a file of the vault, at `offset`.
        FileEndsEarly,    // and not at `count`
        NoRecord,         // `count` bytes that belong to no message
        FileUnreadable,   // cannot be opened
        FileUnknown,      // to the list of messages
        RecordMissing,    // of `message`
        HashWrong,        // of `message`
        NotListed,        // `message` is not in the list of messages
        SegmentLeftAlone, // its room was not given back

        // Of the list of messages.
        RemovedListed,      // `message` was removed, and is in the list
        SegmentMissing,     // the one in which `message` lies; its number is `count`
        CatalogueDamaged,   // as a database, which says `detail`
        FolderParents,      // `count` folders lie in one that does not exist; likewise below
        MessageFolders,     // messages in a folder that does not exist
        ServerMarks,        // messages wrongly marked as being on the server, or not
        Senders,            // messages without the sender that their row points to
        Conversations,      // messages in no conversation
        WrongConversations, // messages that are not in the conversation of their ids
        Tags,               // of messages that are gone
        Notes,              // on messages that are gone
        FolderCounters,     // of folders

        // Of the search index.
        IndexIncomplete, // lacked `count` messages, which come in again
        IndexDamaged,    // begun anew
        IndexUnchecked,  // the check failed, for the reason `detail`

        // Of a repair: what was done.
        CopyUsed,      // an intact copy of `message`, whose subject is `detail`
        FetchAgain,    // `message` (subject `detail`) comes again with the next check
        ListedAgain,   // `count` messages
        ListRemade,    // the list of messages, with `count` of them
        BytesSetAside, // `count` bytes of a file that were no record, at `offset`
        // And what could not be.
        BytesHoldMail, // `count` bytes of a file, at `offset`, are no record and yet hold a message
        BytesLeft,     // the same, too few to be set aside
        CopiesLeft,    // `count` records of messages that are here anyway
        MayBeRemoved,  // `count` records that are not listed again: what says that they were removed may be
                       // lost
        NotOnServer    // `message` (subject `detail`) is damaged and cannot be fetched again
    };

    Kind kind = Kind::FileUnreadable;
    QString english = {};
    qint64 count = 0;
    MessageId message = 0;
    QString detail = {};
    QString file = {}; // its name
    qint64 offset = 0;

    bool operator==(const StoreFinding &) const = default;
};
