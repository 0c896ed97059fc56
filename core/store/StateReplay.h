// SPDX-License-Identifier: GPL-3.0-or-later
//
// StateReplay gives a catalogue that was made from the vault, or from an older copy, the user's state back:
// it takes in all state records, in any order, and enters what the newest one says of each message and of the
// folders. Recovery's; store thread.
#pragma once

#include "Catalogue.h"
#include "RecordHeader.h"

#include <set>
#include <unordered_map>

class StateReplay
{
public:
    // Of what a record says, its header's id (the record's sequence number) tells how new it is.
    void collect(const RecordHeader &record);
    bool isEmpty() const { return m_messages.empty() && !m_folders; }
    qint64 newestSequence() const { return m_newest; }
    // The highest id it has heard of: that message may be damaged beyond recognition, and its id is taken.
    MessageId newestMessage() const { return m_newestMessage; }
    // The message is here under another id.
    void rename(MessageId from, MessageId to);

    // Forgets all of the folders and of other messages.
    void keepOnly(const std::set<MessageId> &messages);

    // Makes the folders, so that messages find theirs. In a transaction.
    void makeFolders(Catalogue &catalogue) const;
    // When all messages have been entered. With `catalogueIsOlder` all is entered; otherwise the catalogue's
    // word holds on what it has noted as changed since it was written. Several transactions.
    Result<void> apply(Catalogue &catalogue, bool catalogueIsOlder) const;

private:
    struct Message {
        qint64 sequence = 0;
        StateRecord::Message state;
    };
    static void enter(Catalogue &catalogue, const StateRecord::Message &state);
    void removeFolders(Catalogue &catalogue) const;

    std::unordered_map<MessageId, Message> m_messages;
    std::optional<std::vector<Folder>> m_folders;
    qint64 m_foldersSequence = 0;
    qint64 m_newest = 0;
    MessageId m_newestMessage = 0;
};
