// SPDX-License-Identifier: GPL-3.0-or-later
//
// RecordHeader is what stands before each record of a segment, in a skippable zstd frame: enough to rebuild
// the catalogue's row of a message and its ledger row. FORMAT.md is the specification; this is its code.
// A value; encoding and decoding are pure.
#pragma once

#include "Flags.h"
#include "Folder.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

enum class RecordType : quint8 {
    Message = 1,     // a zstd frame with the message follows
    Tombstone = 2,   // message `id` was deleted for good
    SegmentHead = 3, // the first record of each segment: `id` is its number, `extra` the store's id
    State = 4,       // user state, in `extra`
    Void = 5,        // bytes that nobody was promised
};

struct RecordHeader {
    static constexpr quint32 frameMagic = 0x184D2A50; // of a skippable zstd frame
    static constexpr qint64 fixedSize = 116;          // with the frame's own 8 bytes
    static constexpr qint64 checksumSize = 8;
    static constexpr qint64 largestSize = qint64(32) * 1024 * 1024;
    static constexpr qint64 longestUidl = 0xFFFF;
    static constexpr qint64 longestFingerprint = 16;

    RecordType type = RecordType::Message; // readers pass over types they do not know
    Flags flags;                           // when stored
    FolderKind folderKind = FolderKind::Inbox;
    FolderId folder = 0; // when stored
    AccountId account = 0;
    MessageId id = 0;
    qint64 received = 0;
    qint64 rawSize = 0;    // octets of the message
    qint64 storedSize = 0; // octets of the zstd frame that follows the header; 0 where none does
    QByteArray sha256;     // of the message; 32 bytes or empty
    qint64 listedSize = 0;
    int occurrence = 0;
    QByteArray uidl;
    QByteArray fingerprint;
    QByteArray extra;

    bool operator==(const RecordHeader &) const = default;

    qint64 encodedSize() const;
    qint64 recordSize() const { return encodedSize() + storedSize; }
    // `storeId` salts the checksum, so that bytes in a mail can never pass for a record. A segment head is
    // salted with its own `extra`.
    void appendTo(QByteArray &buffer, QByteArrayView storeId) const;

    // The length of the whole frame, from its first fixedSize bytes; nothing where these begin no header.
    static std::optional<qint64> sizeFrom(QByteArrayView fixedPart);
    // Nothing where the frame or its checksum is wrong.
    static std::optional<RecordHeader> decode(QByteArrayView frame, QByteArrayView storeId);
};
