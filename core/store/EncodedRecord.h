// SPDX-License-Identifier: GPL-3.0-or-later
//
// EncodedRecord is one message ready for the vault: hashed and compressed, its payload in memory, or beyond
// 1 MiB in a spool file of the profile. RecordEncoder makes it from a stream of bytes in the thread that has
// the bytes, so that the store thread only appends. Memory stays below 8 MiB whatever the message's size.
#pragma once

#include "Identifiers.h"
#include "Result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QTemporaryFile>

#include <memory>

struct EncodedRecord {
    AccountId account = 0;
    QByteArray uidl;                       // the server's unique-id; empty for imported mail
    qint64 received = 0;                   // seconds since 1970 UTC
    qint64 rawSize = 0;                    // octets of the message
    QByteArray sha256;                     // of those
    QByteArray payload;                    // one zstd frame; empty when `spool` holds it
    std::unique_ptr<QTemporaryFile> spool; // removed with the record
    qint64 storedSize = 0;                 // octets of the frame
};

class RecordEncoder
{
public:
    // `spoolDirectory` must exist: MessageStore::spoolDirectory().
    explicit RecordEncoder(QString spoolDirectory);
    ~RecordEncoder();

    // Starts a message and drops one that was not finished. `expected` octets are a hint, or 0.
    void begin(AccountId account, const QByteArray &uidl, qint64 received, qint64 expected);
    // DiskFull or DiskFailed when the spool file cannot be written.
    Result<void> append(QByteArrayView bytes);
    Result<EncodedRecord> finish();

private:
    class Private;
    std::unique_ptr<Private> d;
};
