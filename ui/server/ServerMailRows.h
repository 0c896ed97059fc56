// SPDX-License-Identifier: GPL-3.0-or-later
//
// ServerMailRows chooses and orders the rows of a table of messages on a server. Values and pure functions:
// tens of thousands are arranged in another thread.
#pragma once

#include "ServerMessage.h"

#include <QPair>
#include <QSet>

#include <memory>
#include <optional>
#include <vector>

namespace ServerMailRows
{
enum class Column { Get, Delete, State, Sender, Subject, Date, Size, Age, Fate };
enum class Show { Everything, NotHere, Here, Large, ToBeDeleted, Gone };

constexpr qint64 largeOctets = 5'000'000;

using Name = QPair<QByteArray, int>; // UIDL and occurrence
using Messages = std::shared_ptr<const std::vector<ServerMessage>>;
using Rows = std::vector<size_t>; // indices of the messages, filtered and sorted

// What is to be shown.
struct Wish {
    Messages messages;
    QSet<Name> removed; // marked to be deleted
    Show show = Show::Everything;
    QString text;
    Column column = Column::Date;
    Qt::SortOrder order = Qt::DescendingOrder;
};

// Stored on this computer as a whole, or at least a message that was fetched and was not removed here.
bool isFetched(const ServerMessage &message);
bool isShown(const ServerMessage &message, Show show, const QSet<Name> &removed);
// Since when it lies there, as far as is known; seconds since 1970 UTC, 0: unknown.
qint64 since(const ServerMessage &message);
Rows arrange(const Wish &wish);
} // namespace ServerMailRows
