// SPDX-License-Identifier: GPL-3.0-or-later
//
// PieceJoin puts a message together that was sent in pieces (message/partial, RFC 2046 §5.2.2). A piece is
// mostly a message of its own; it may also stand in a multipart, to which a list has added its footer. Any
// thread with a stack of 16 MiB.
#pragma once

#include "MessageCard.h"
#include "Result.h"

#include <QByteArray>
#include <QByteArrayView>

#include <vector>

// What a message says of the pieces that are in it. The head of a message is enough.
std::vector<PartialCard> readPieces(QByteArrayView message);

struct PieceSource {
    QByteArray message; // as stored
    QString part;       // of it, which is the piece
};

// The whole message of its pieces, which are in order and none missing, with the header fields that RFC 2046
// §5.2.2.1 says: those of the first piece's message, but its content, subject and ids of the message within.
// NotFound where one is no piece; Unsupported where the whole would be larger than what is read of a message.
Result<QByteArray> joinPieces(const std::vector<PieceSource> &pieces);
