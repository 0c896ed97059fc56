// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchBench is a profile with real messages in a temporary directory, as much of an index as a test wants,
// and searches over it.
#pragma once

#include "IndexedText.h"
#include "MessageStore.h"
#include "MimeMessage.h"
#include "SearchIndex.h"
#include "SearchQuery.h"
#include "SearchRun.h"
#include "StoreReader.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <functional>
#include <optional>

class SearchBench
{
public:
    static constexpr AccountId work = 2, home = 3;

    SearchBench()
    {
        m_store = taken(MessageStore::open(path()));
        QDir().mkpath(MessageStore::spoolDirectory(path()));
        for (const AccountId account : {work, home})
            for (const Folder &folder : taken(m_store->ensureFolders(account)))
                m_folders.push_back(folder);
        context.accounts = {{work, QStringLiteral("Work"), QStringLiteral("anna@work.example")},
                            {home, QStringLiteral("Home"), QStringLiteral("anna@home.example")}};
        context.now = QDateTime(QDate(2024, 6, 15), QTime(12, 0), Qt::UTC);
    }

    QString path() const { return m_directory.path(); }
    MessageStore &store() { return *m_store; }
    FolderId folder(FolderKind kind, AccountId account = work) const
    {
        for (const Folder &folder : m_folders)
            if (folder.account == account && folder.kind == kind)
                return folder.id;
        qFatal("no such folder");
    }

    // Stores messages, and returns their ids in the same order.
    std::vector<MessageId> add(const QByteArrayList &messages, AccountId account = work)
    {
        std::vector<NewMessage> batch;
        for (const QByteArray &raw : messages)
            batch.push_back(newMessage(raw, account));
        return add(std::move(batch));
    }
    std::vector<MessageId> add(std::vector<NewMessage> batch)
    {
        std::vector<MessageId> ids;
        for (const MessageSummary &summary : taken(m_store->add(std::move(batch))))
            ids.push_back(summary.id);
        return ids;
    }
    MessageId add(const QByteArray &message, AccountId account = work)
    {
        return add(QByteArrayList{message}, account).front();
    }

    NewMessage newMessage(const QByteArray &raw, AccountId account = work) const
    {
        RecordEncoder encoder(MessageStore::spoolDirectory(path()));
        encoder.begin(account, {}, received, raw.size());
        taken(encoder.append(raw));
        NewMessage message;
        message.record = taken(encoder.finish());
        message.summary = summarise(raw, received);
        message.folder = folder(FolderKind::Inbox, account);
        return message;
    }
    // Does something to the profile while it is closed.
    void whileClosed(const std::function<void()> &something)
    {
        m_store.reset();
        something();
        m_store = taken(MessageStore::open(path()));
    }

    // Puts what is stored up to this id into the index, from where it was left.
    void index(MessageId upTo)
    {
        const auto reader = taken(StoreReader::open(path()));
        const auto index = taken(SearchIndex::open(path(), reader->storeId()));
        Cancellation cancellation;
        for (int shard = 0; shard <= IndexCoverage::shardOf(upTo); ++shard) {
            MessageId next = IndexCoverage::firstOf(shard);
            for (const auto &known : taken(index->shards()))
                if (known.number == shard && known.upTo > 0)
                    next = known.upTo + 1;
            const MessageId last = std::min(upTo, IndexCoverage::lastOf(shard));
            if (next > last)
                continue;
            std::vector<SearchIndex::Entry> batch;
            for (; next <= last; ++next)
                if (const auto bytes = reader->raw(next))
                    batch.push_back({indexedText(next, *bytes, indexedCharacters), false});
            taken(index->add(batch, last, cancellation));
        }
    }
    void removeIndex() const
    {
        for (const auto &suffix : {"", "-wal", "-shm"})
            QFile::remove(indexPath() + QLatin1String(suffix));
    }
    QString indexPath() const { return path() + QStringLiteral("/search.db"); }

    // The ids of what is found, newest first; `outcome` is what the search said.
    std::vector<MessageId> find(const QString &text)
    {
        const auto query = SearchQuery::parse(text);
        if (!query)
            qFatal("%s is no query", qPrintable(text));
        return find(*query);
    }
    std::vector<MessageId> find(const SearchQuery &query)
    {
        std::vector<MessageId> ids;
        const auto run = taken(SearchRun::open(path()));
        outcome = taken(run->run(
            query, context,
            [&](const std::vector<MessageRow> &rows) {
                for (const MessageRow &row : rows)
                    ids.push_back(row.id);
            },
            [](const SearchProgress &) {}, cancellation));
        return ids;
    }

    template <class T> static T taken(Result<T> result)
    {
        if (!result)
            qFatal("%s %s", qPrintable(errorCodeName(result.error().code)),
                   qPrintable(result.error().detail));
        if constexpr (!std::is_void_v<T>)
            return std::move(*result);
    }

    static constexpr qint64 received = 1718000000;
    SearchContext context;
    SearchOutcome outcome;
    Cancellation cancellation;

private:
    QTemporaryDir m_directory;
    std::unique_ptr<MessageStore> m_store;
    std::vector<Folder> m_folders;
};

// A plain message; `fields` are more header fields, each ended by a line feed.
inline QByteArray mail(const QString &subject, const QString &body, const QByteArray &fields = {},
                       const QByteArray &date = "Fri, 17 May 2024 10:00:00 +0000")
{
    return "From: Clara Novak <clara@shop.example>\r\nTo: anna@work.example\r\nDate: " + date +
           "\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nSubject: " +
           subject.toUtf8() + "\r\n" + QByteArray(fields).replace("\n", "\r\n") + "\r\n" + body.toUtf8() +
           "\r\n";
}
