// SPDX-License-Identifier: GPL-3.0-or-later
//
// FakeStore is a store in memory that answers a MessageListModel when the event loop runs.
#pragma once

#include "MessageListModel.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

struct FakeStore {
    std::map<MessageId, MessageSummary> messages;
    FolderId trash = 0;           // "everything" leaves it out
    std::optional<Error> failure; // of requests for summaries
    int rowRequests = 0;
    std::vector<size_t> windows; // how many summaries each request asked for
    std::vector<int> limits;     // of each request for rows

    MessageSummary add(MessageId id, qint64 date, Flags flags = {}, FolderId folder = 1, ThreadId thread = 0)
    {
        MessageSummary summary;
        summary.id = id;
        summary.date = date;
        summary.flags = flags;
        summary.folder = folder;
        summary.thread = thread == 0 ? id : thread;
        summary.subject = QStringLiteral("Subject %1").arg(id);
        summary.from = {QStringLiteral("Sender"), QStringLiteral("s@example.org")};
        messages[id] = summary;
        return summary;
    }

    // Other orders than by date: by the last digit of the id.
    static qint64 keyOf(MessageId id, ListQuery::Sort sort)
    {
        return sort == ListQuery::Sort::Date ? 0 : id % 10;
    }

    MessageListModel::Source source()
    {
        return {[this](const ListQuery &query, QObject *context, auto done) {
                    ++rowRequests;
                    std::vector<MessageRow> rows;
                    for (const auto &[id, summary] : messages) {
                        const bool isWanted = query.scope == ListQuery::Scope::Folder
                                                  ? summary.folder == query.folder
                                                  : summary.folder != trash || query.discarded;
                        if (isWanted)
                            rows.push_back({id, summary.date, summary.flags, summary.thread});
                    }
                    std::sort(rows.begin(), rows.end(), [&](const auto &a, const auto &b) {
                        const auto left = std::tuple(keyOf(a.id, query.sort), a.date, a.id);
                        const auto right = std::tuple(keyOf(b.id, query.sort), b.date, b.id);
                        return query.descending ? right < left : left < right;
                    });
                    if (query.limit > 0 && rows.size() > size_t(query.limit))
                        rows.resize(size_t(query.limit));
                    limits.push_back(query.limit);
                    QMetaObject::invokeMethod(
                        context, [rows, done] { done(rows); }, Qt::QueuedConnection);
                },
                [this](const std::vector<MessageId> &ids, QObject *context, auto done) {
                    windows.push_back(ids.size());
                    if (failure) {
                        QMetaObject::invokeMethod(
                            context, [error = *failure, done] { done(error); }, Qt::QueuedConnection);
                        return;
                    }
                    std::vector<MessageSummary> found;
                    for (const MessageId id : ids) {
                        if (const auto one = messages.find(id); one != messages.end())
                            found.push_back(one->second);
                    }
                    QMetaObject::invokeMethod(
                        context, [found, done] { done(found); }, Qt::QueuedConnection);
                }};
    }
};
