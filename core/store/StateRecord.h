// SPDX-License-Identifier: GPL-3.0-or-later
//
// StateRecord is what the user did to messages and folders, as it is written into the vault: the content of a
// record of type 4, JSON. It tells the state and not the change: of several records on one message the last
// holds. FORMAT.md is the specification; this is its code. A value; encoding and decoding are pure.
#pragma once

#include "Flags.h"
#include "Folder.h"

#include <QByteArray>
#include <QByteArrayList>
#include <QStringList>

#include <optional>
#include <vector>

struct StateRecord {
    // The marks that are the user's and not of the bytes or the server.
    static constexpr Flags userMarks = Flag::Read | Flag::Starred;
    static constexpr qsizetype usualSize = 256 * 1024; // of a record's content, by which encoded() splits

    struct Message {
        MessageId id = 0;
        FolderId folder = 0;
        Flags marks; // userMarks alone
        QStringList tags;
        QString note;
        QByteArray charset = {}; // of its text, as the user says

        bool operator==(const Message &) const = default;
    };

    std::vector<Message> messages;
    std::optional<std::vector<Folder>> folders; // all there are, without counters; nothing: not spoken of

    bool operator==(const StateRecord &) const = default;

    // Contents of one or more records, of about `size` bytes each: a long note and the table of folders are
    // not split.
    QByteArrayList encoded(qsizetype size = usualSize) const;
    // Nothing where it is no content that this program knows. Entries that cannot be are left out.
    static std::optional<StateRecord> decode(const QByteArray &content);
};
