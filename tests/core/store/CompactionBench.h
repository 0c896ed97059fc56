// SPDX-License-Identifier: GPL-3.0-or-later
//
// CompactionBench is a store of small segments with messages that a test removes some of, and what the tests
// of compaction ask of it again and again.
#pragma once

#include "StoreFixture.h"

#include "Database.h"

#include <map>

class CompactionBench
{
public:
    explicit CompactionBench(qint64 segmentSize = 2500) { fixture.options.segmentSize = segmentSize; }

    void open() { store = fixture.open(); }
    void reopen()
    {
        store.reset();
        open();
    }
    // Incompressible messages with the unique-ids "<prefix>0", "<prefix>1", …, one batch.
    std::vector<MessageId> add(int count, const QByteArray &prefix, qsizetype size = 400)
    {
        std::vector<NewMessage> batch;
        std::vector<QByteArray> sources;
        for (int i = 0; i < count; ++i) {
            sources.push_back(noise(prefix + QByteArray::number(i), size));
            batch.push_back(fixture.message(sources.back(), prefix + QByteArray::number(i)));
        }
        const auto ids = StoreFixture::addAll(*store, std::move(batch));
        for (size_t i = 0; i < ids.size(); ++i)
            present[ids[i]] = sources[i];
        return ids;
    }
    bool remove(const std::vector<MessageId> &ids)
    {
        for (const MessageId id : ids) {
            removed.push_back(id);
            present.erase(id);
        }
        return store->remove(ids).has_value();
    }
    // Steps until nothing is left; the sum of all.
    Result<CompactionStep> compactAll(CompactionWish wish = CompactionWish::Everything)
    {
        CompactionStep sum;
        for (;;) {
            TRY(const CompactionStep step, store->compact(wish));
            sum.removed += step.removed;
            sum.written += step.written;
            sum.leftAlone += step.leftAlone;
            if (step.left == 0)
                return sum;
        }
    }
    // What is not as it must be: empty where all is well.
    QString complaint() const
    {
        const auto reader = fixture.read();
        for (const auto &[id, raw] : present)
            if (const auto found = reader->raw(id); !found || *found != raw)
                return QStringLiteral("message %1: %2")
                    .arg(id)
                    .arg(found ? QStringLiteral("other bytes") : found.error().detail);
        for (const MessageId id : removed)
            if (reader->raw(id))
                return QStringLiteral("message %1 came back").arg(id);
        if (reader->messageCount().value() != qint64(present.size()))
            return QStringLiteral("%1 messages").arg(reader->messageCount().value());
        Cancellation never;
        const auto report = reader->verify({}, never);
        if (!report->damaged.empty() || !report->problems.isEmpty())
            return QStringLiteral("verify: ") + report->problems.join(QLatin1Char('\n'));
        return {};
    }
    qint64 vaultSize() const
    {
        qint64 size = 0;
        for (const int number : Vault::segmentsIn(fixture.vault()))
            size += QFileInfo(fixture.segment(number)).size();
        return size;
    }
    int segmentOf(MessageId id) const { return number("SELECT segment FROM message WHERE id = ?", id); }
    qint64 positionOf(MessageId id) const { return number("SELECT position FROM message WHERE id = ?", id); }
    qint64 lengthOf(MessageId id) const { return number("SELECT length FROM message WHERE id = ?", id); }
    int number(const char *sql, qint64 value) const
    {
        SQLite::Database file(fixture.catalogue().toStdString(), SQLite::OPEN_READONLY, 5000);
        SQLite::Statement statement(file, sql);
        statement.bind(1, static_cast<int64_t>(value));
        return statement.executeStep() ? statement.getColumn(0).getInt() : -1;
    }
    // The catalogue, and what SQLite keeps beside it, are gone.
    void loseCatalogue()
    {
        store.reset();
        for (const QString &name : QDir(fixture.path()).entryList({QStringLiteral("catalogue.*")}))
            QFile::remove(fixture.path(name));
        open();
    }

    static QByteArray noise(const QByteArray &seed, qsizetype size)
    {
        QByteArray bytes = "Subject: " + seed + "\r\n\r\n";
        QByteArray block = seed;
        while (bytes.size() < size) {
            block = Sha256::of(block);
            bytes += block;
        }
        return bytes;
    }

    StoreFixture fixture;
    std::unique_ptr<MessageStore> store;
    std::map<MessageId, QByteArray> present;
    std::vector<MessageId> removed;
};
