// SPDX-License-Identifier: GPL-3.0-or-later
//
// MimeMessage is a parsed message (RFC 5322, 2045). Anything parses: what is broken is repaired or cut, and
// defects() says how. The bytes handed in are never changed. Use it in worker threads with a stack of 16 MiB
// (parseStackBytes); one object belongs to one thread at a time.
#pragma once

#include "MessageBody.h"

#include <QByteArray>
#include <QByteArrayView>

#include <memory>
#include <optional>

// A part that is a file, as it says itself: bytes without their transfer encoding, media type, charset.
struct AttachedFile {
    QByteArray bytes;
    QByteArray type; // lower case
    QByteArray charset;
};

inline constexpr int parseStackBytes = 16 * 1024 * 1024;

class MimeMessage
{
public:
    // Shares `bytes`. Texts are read up to 64 MiB, files are whole.
    explicit MimeMessage(QByteArray bytes);
    ~MimeMessage();
    MimeMessage(MimeMessage &&) noexcept;

    MessageHeader header() const;
    // `received` stands in where the message has no date of its own (seconds since 1970 UTC).
    MessageBody body(const RenderOptions &options, qint64 received) const;
    // The attachment with this Attachment::part; nothing where there is no such part. "2/1.3" is part 1.3 of
    // the message that part 2 is.
    std::optional<AttachedFile> file(const QString &part) const;
    // Its decoded bytes alone.
    std::optional<QByteArray> attachment(const QString &part) const;

private:
    std::optional<AttachedFile> fileWithin(const QString &outer, const QString &inner) const;

    class Private;
    std::unique_ptr<Private> d;
};

// What the list shows, from the head of a message (all of a small one). Fills every field that the message
// itself can tell; the store fills in the rest. Cheap enough to be called for each message that arrives.
MessageSummary summarise(QByteArrayView head, qint64 received);
