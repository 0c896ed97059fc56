// SPDX-License-Identifier: GPL-3.0-or-later
//
// MessagePieces finds the other pieces of a message that was sent in pieces (RFC 2046 §5.2.2) and puts it
// together. It looks at the head of what the same sender sent around the same time, in all folders: the
// nearest messages, for a few seconds at most. Used in a reader thread.
#pragma once

#include "FoundPieces.h"
#include "Identifiers.h"
#include "Result.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <map>

class StoreReader;
struct AttachedFile;
struct PartialCard;

class MessagePieces
{
public:
    using IsWanted = std::function<bool()>; // asked all the time; Cancelled when it says no

    // `part` of `message` is one of the pieces; NotFound where it is none.
    static Result<MessagePieces> find(StoreReader &store, MessageId message, const QString &part,
                                      const IsWanted &isWanted);

    FoundPieces found() const;
    // NotFound while some are missing, Unsupported where the whole would be too large.
    Result<QByteArray> join(StoreReader &store, const IsWanted &isWanted) const;

private:
    struct Place {
        MessageId message = 0;
        QString part;
        qint64 size = 0; // of the message
        bool isCutShort = false;
    };

    Result<void> lookAround(StoreReader &store, MessageId message, const QString &id,
                            const IsWanted &isWanted);
    void add(const PartialCard &piece, const Place &place);

    std::map<int, Place> m_pieces; // by number
    int m_total = 0;
};

// A part, as MailSession::attachment() names it: "2", "2/1.2", "0+", "0+/1.2".
Result<AttachedFile> readPart(StoreReader &store, MessageId message, const QString &part,
                              const MessagePieces::IsWanted &isWanted);
