// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessageFacts reads what the catalogue knows of messages by their numbers: what a search asks of each hit.
// It has a connection of its own that cannot write; one object belongs to one thread.
#pragma once

#include "Flags.h"
#include "Identifiers.h"
#include "Result.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

class Cancellation;

struct MessageFact {
    MessageId id = 0;
    qint64 date = 0;
    ThreadId thread = 0;
    FolderId folder = 0;
    qint64 size = 0;
    AccountId account = 0; // 0: all() does not know it
    Flags flags;

    bool operator==(const MessageFact &) const = default;
};

class MessageFacts
{
public:
    // NotFound where there is no store yet.
    static Result<std::unique_ptr<MessageFacts>> open(const QString &profileDirectory);
    ~MessageFacts();

    Result<MessageId> newest(); // 0: there is none
    Result<std::optional<MessageFact>> find(MessageId message);
    // Those from `first` to `last`, newest first.
    Result<std::vector<MessageFact>> between(MessageId first, MessageId last);
    // All, newest first, without their accounts: from the list's index, several times as fast. Cancelled.
    Result<std::vector<MessageFact>> all(const Cancellation &cancellation);

    // The messages that carry this tag, ascending. Case makes no difference; with `prefix` all tags count
    // whose names begin so. Nothing where there is no such tag.
    Result<std::optional<std::vector<MessageId>>> tagged(const QString &tag, bool prefix);

private:
    class Private;
    explicit MessageFacts(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};
