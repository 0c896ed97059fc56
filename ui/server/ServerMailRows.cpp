// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerMailRows.h"

#include "ReasonText.h"

#include <algorithm>
#include <numeric>

using State = ServerMessage::State;

namespace
{
bool hasWord(const ServerMessage &message, const QString &text)
{
    return text.isEmpty() || message.subject.contains(text, Qt::CaseInsensitive) ||
           message.sender.contains(text, Qt::CaseInsensitive) ||
           (!message.trouble.isEmpty() &&
            ReasonText::trouble(message.trouble).contains(text, Qt::CaseInsensitive)) ||
           message.key.uidl.contains(text.toUtf8());
}

// What is not here has no date of its own before its header was read; when it was first seen comes next to
// it. In a mailbox that was just listed all of those are of one moment: there a message without a date takes
// that of the next newer one, since mailboxes grow at their end.
std::vector<qint64> dates(const std::vector<ServerMessage> &messages)
{
    std::vector<qint64> dates(messages.size());
    std::vector<size_t> listed;
    for (size_t i = 0; i < messages.size(); ++i) {
        dates[i] = messages[i].date != 0 ? messages[i].date : messages[i].firstSeen;
        if (messages[i].number > 0)
            listed.push_back(i);
    }
    std::sort(listed.begin(), listed.end(),
              [&](size_t a, size_t b) { return messages[a].number > messages[b].number; });
    std::optional<qint64> newer;
    for (const size_t i : listed) {
        if (messages[i].date == 0 && newer)
            dates[i] = *newer;
        newer = dates[i];
    }
    return dates;
}

int compareNumbers(qint64 x, qint64 y)
{
    return x < y ? -1 : (x > y ? 1 : 0);
}

int compare(const ServerMessage &a, const ServerMessage &b, ServerMailRows::Column column)
{
    switch (column) {
    case ServerMailRows::Column::Subject:
        return a.subject.compare(b.subject, Qt::CaseInsensitive);
    case ServerMailRows::Column::Sender:
        return a.sender.compare(b.sender, Qt::CaseInsensitive);
    case ServerMailRows::Column::Size:
        return compareNumbers(a.size, b.size);
    case ServerMailRows::Column::State:
        return a.state == b.state ? a.trouble.compare(b.trouble) : compareNumbers(int(a.state), int(b.state));
    case ServerMailRows::Column::Age: // the oldest is the largest
        return compareNumbers(ServerMailRows::since(b), ServerMailRows::since(a));
    case ServerMailRows::Column::Fate:
        return a.deletionReason == b.deletionReason ? compareNumbers(a.deletesOn, b.deletesOn)
                                                    : a.deletionReason.compare(b.deletionReason);
    default:
        return 0;
    }
}
} // namespace

bool ServerMailRows::isFetched(const ServerMessage &message)
{
    const bool wasRemovedHere = message.state == State::Stored && message.message == 0;
    return !wasRemovedHere && message.state != State::New && message.state != State::Fetching &&
           message.state != State::Partial;
}

bool ServerMailRows::isShown(const ServerMessage &message, Show show, const QSet<Name> &removed)
{
    const bool gone = message.state == State::Gone;
    switch (show) {
    case Show::Everything:
        return !gone;
    case Show::NotHere:
        return !gone && !isFetched(message);
    case Show::Here:
        return !gone && isFetched(message) && message.message != 0;
    case Show::Large:
        return !gone && message.size > largeOctets;
    case Show::ToBeDeleted:
        return !gone && (!message.deletionReason.isEmpty() || message.state == State::DeleteSent ||
                         removed.contains({message.key.uidl, message.key.occurrence}));
    case Show::Gone:
        return gone;
    }
    Q_UNREACHABLE();
}

qint64 ServerMailRows::since(const ServerMessage &message)
{
    if (message.date <= 0 || message.firstSeen <= 0)
        return std::max(message.date, message.firstSeen);
    return std::min(message.date, message.firstSeen);
}

ServerMailRows::Rows ServerMailRows::arrange(const Wish &wish)
{
    const std::vector<ServerMessage> &messages = *wish.messages;
    Rows rows;
    for (size_t i = 0; i < messages.size(); ++i) {
        if (isShown(messages[i], wish.show, wish.removed) && hasWord(messages[i], wish.text))
            rows.push_back(i);
    }
    const bool descending = wish.order == Qt::DescendingOrder;
    if (wish.column == Column::Date) {
        const std::vector<qint64> keys = dates(messages);
        std::stable_sort(rows.begin(), rows.end(), [&](size_t a, size_t b) {
            const size_t left = descending ? b : a;
            const size_t right = descending ? a : b;
            return keys[left] != keys[right] ? keys[left] < keys[right]
                                             : messages[left].number < messages[right].number;
        });
        return rows;
    }
    std::stable_sort(rows.begin(), rows.end(), [&](size_t a, size_t b) {
        return compare(messages[descending ? b : a], messages[descending ? a : b], wish.column) < 0;
    });
    return rows;
}
