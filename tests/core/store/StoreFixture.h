// SPDX-License-Identifier: GPL-3.0-or-later
//
// StoreFixture is a profile in a temporary directory, and what the store's tests do with it all the time.
#pragma once

#include "MessageStore.h"
#include "SegmentScan.h"
#include "Sha256.h"
#include "StoreOptions.h"
#include "StoreReader.h"
#include "Vault.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

class StoreFixture
{
public:
    StoreOptions options;

    QString path(const QString &name = {}) const
    {
        return name.isEmpty() ? m_directory.path() : m_directory.path() + QLatin1Char('/') + name;
    }
    QString vault() const { return path(QStringLiteral("vault")); }
    QString segment(int number) const { return Vault::segmentPath(vault(), number); }
    QString catalogue() const { return path(QStringLiteral("catalogue.db")); }

    std::unique_ptr<MessageStore> open() const
    {
        auto store = MessageStore::open(path(), options);
        if (!store)
            qWarning() << errorCodeName(store.error().code) << store.error().detail;
        return store ? std::move(*store) : nullptr;
    }
    std::unique_ptr<StoreReader> read() const
    {
        auto reader = StoreReader::open(path());
        if (!reader)
            qWarning() << errorCodeName(reader.error().code) << reader.error().detail;
        return reader ? std::move(*reader) : nullptr;
    }

    // A message with a unique-id and a summary that a test can recognise.
    NewMessage message(const QByteArray &raw, const QByteArray &uidl = {}, AccountId account = 2) const
    {
        QDir().mkpath(MessageStore::spoolDirectory(path()));
        RecordEncoder encoder(MessageStore::spoolDirectory(path()));
        encoder.begin(account, uidl, 1700000000, raw.size());
        NewMessage message;
        if (auto added = encoder.append(raw); !added)
            qFatal("%s", qPrintable(added.error().detail));
        message.record = std::move(*encoder.finish());
        message.summary.subject = QStringLiteral("Subject of ") + QString::fromLatin1(uidl);
        message.summary.from = {QStringLiteral("Anna Berger"), QStringLiteral("anna@example.org")};
        message.summary.date = 1600000000;
        message.ledger.listedSize = raw.size() + 7;
        message.ledger.fingerprint = Sha256::of(uidl).left(16);
        return message;
    }

    // Stores messages with unique-ids "<prefix>0", "<prefix>1", …; returns their ids, none after an error.
    static std::vector<MessageId> addAll(MessageStore &store, std::vector<NewMessage> batch)
    {
        std::vector<MessageId> ids;
        auto stored = store.add(std::move(batch));
        if (!stored)
            qWarning() << errorCodeName(stored.error().code) << stored.error().detail;
        else
            for (const MessageSummary &summary : *stored)
                ids.push_back(summary.id);
        return ids;
    }

    // The last record of this message in this segment.
    SegmentScan::Record record(int number, MessageId message) const
    {
        const auto file = DurableFile::openForReading(segment(number));
        SegmentScan scan(*file, {}, 0, file->size().value(), SegmentScan::Depth::Headers);
        std::optional<SegmentScan::Record> found;
        while (auto record = scan.next())
            if (record->header.type == RecordType::Message && record->header.id == message)
                found = std::move(record);
        if (!found)
            qFatal("no record of message %lld", message);
        return *found;
    }

    static QByteArray contents(const QString &file)
    {
        QFile in(file);
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    static void write(const QString &file, const QByteArray &bytes)
    {
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
            qFatal("cannot write %s", qPrintable(file));
    }
    static void flipBit(const QString &file, qint64 offset)
    {
        QByteArray bytes = contents(file);
        bytes[offset] = static_cast<char>(bytes[offset] ^ 0x10);
        write(file, bytes);
    }

private:
    QTemporaryDir m_directory;
};

// A moved-into vector of move-only values.
template <class... Messages> std::vector<NewMessage> batchOf(Messages... messages)
{
    std::vector<NewMessage> batch;
    (batch.push_back(std::move(messages)), ...);
    return batch;
}
