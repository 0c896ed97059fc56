// SPDX-License-Identifier: GPL-3.0-or-later
#include "FileImport.h"

#include "EncodedRecord.h"
#include "MailFile.h"
#include "MessageStore.h"
#include "MimeMessage.h"

namespace
{
constexpr size_t batchMessages = 64;
constexpr qint64 batchBytes = 8 * 1024 * 1024;
} // namespace

Result<void> importMailFiles(const QStringList &paths, FolderId inbox, const QString &spoolDirectory,
                             MessageSink &sink, const Clock &clock, Cancellation &cancellation)
{
    RecordEncoder encoder(spoolDirectory);
    std::vector<NewMessage> batch;
    qint64 waiting = 0;
    const auto take = [&](const QByteArray &bytes) -> Result<void> {
        if (cancellation.isCancelled())
            return failure(ErrorCode::Cancelled);
        encoder.begin(localAccount, {}, clock.now(), bytes.size());
        CHECK(encoder.append(bytes));
        NewMessage message;
        TRY(message.record, encoder.finish());
        message.summary = summarise(bytes, message.record.received);
        message.summary.flags |= Flag::Read;
        message.folder = inbox;
        message.collapseEqual = true;
        waiting += message.record.payload.size();
        batch.push_back(std::move(message));
        if (batch.size() < batchMessages && waiting < batchBytes)
            return {};
        waiting = 0;
        return sink.store(std::exchange(batch, {}));
    };

    Result<void> outcome;
    for (const QString &path : paths) {
        if (auto read = readMailFile(path, take); !read) {
            outcome = std::move(read.error());
            break;
        }
    }
    if (!batch.empty())
        CHECK(sink.store(std::move(batch)));
    CHECK(sink.flush());
    return outcome;
}
