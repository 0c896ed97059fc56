// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreOperation is one thing that a program is asked to do with a store, as the kill laboratory writes it
// down when it begins and when it is acknowledged: "begin 7 move 4 12,15", "done 7". A value.
#pragma once

#include "Flags.h"
#include "Folder.h"
#include "Identifiers.h"

#include <QByteArray>
#include <QStringList>

#include <optional>
#include <vector>

struct StoreOperation {
    enum class Kind { Read, Unread, Star, Unstar, Move, Tag, Untag, Remove, Check, Compact };

    Kind kind = Kind::Read;
    QByteArray argument; // the kind of folder as a number, the tag; else empty
    std::vector<MessageId> messages;

    QByteArray line() const; // without "begin" and the number
    static std::optional<StoreOperation> fromLine(const QByteArray &line);
    // How poplar-cli is asked to do it.
    QStringList verb() const;
};

// What a user makes of a message: what must survive.
struct MessageMarks {
    Flags flags; // Read and Starred alone
    FolderKind folder = FolderKind::Inbox;
    QStringList tags; // sorted

    bool operator==(const MessageMarks &) const = default;
    MessageMarks after(const StoreOperation &operation) const;
    QString text() const;
};
