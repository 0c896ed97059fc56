// SPDX-License-Identifier: GPL-3.0-or-later
//
// RecordReader reads records of one segment file: headers, and messages as a stream whose hash is checked. It
// needs some 300 KB whatever the message's size, and nearly nothing for headers alone. Not shared between
// threads; the file must outlive it.
#pragma once

#include "DurableFile.h"
#include "RecordHeader.h"

#include <functional>
#include <memory>

using ByteSink = std::function<Result<void>(QByteArrayView)>;

class RecordReader
{
public:
    explicit RecordReader(QByteArray storeId);
    ~RecordReader();

    // The header at `offset`. Damaged where there is none that fits before `end`; DiskFailed.
    Result<RecordHeader> header(const DurableFile &file, qint64 offset, qint64 end);
    // Decompresses the message of the record at `offset` into `sink`. Damaged where the frame, the size or
    // the hash is wrong: by then bytes were given out. An error of `sink` ends it and is returned.
    Result<void> message(const DurableFile &file, qint64 offset, const RecordHeader &header,
                         const ByteSink &sink);
    // Whether the message is intact.
    Result<void> check(const DurableFile &file, qint64 offset, const RecordHeader &header);

private:
    class Private;
    std::unique_ptr<Private> d;
};
