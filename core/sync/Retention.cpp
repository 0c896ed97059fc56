// SPDX-License-Identifier: GPL-3.0-or-later
#include "Retention.h"

#include <QHash>

#include <algorithm>
#include <limits>
#include <numeric>

namespace
{
constexpr int confirmAbove = 25;
constexpr int confirmAbovePercent = 20;
constexpr qint64 secondsPerHour = 3600;
constexpr qint64 octetsPerMegabyte = 1'000'000;

bool isLimit(const std::optional<int> &limit)
{
    return limit && *limit >= 1;
}

QString ageReason(int hours)
{
    const bool isDays = hours % 24 == 0;
    const int number = isDays ? hours / 24 : hours;
    const QString unit = isDays ? QStringLiteral("day") : QStringLiteral("hour");
    return QStringLiteral("older than %1 %2%3")
        .arg(number)
        .arg(unit, number == 1 ? QString() : QStringLiteral("s"));
}

// Which items the limits on number and octets let go.
struct Beyond {
    std::vector<bool> number, octets;
};

Beyond beyondLimits(const std::vector<RetentionItem> &items, const RetentionPolicy &policy)
{
    Beyond beyond{std::vector<bool>(items.size(), false), std::vector<bool>(items.size(), false)};
    if (!isLimit(policy.newest) && !isLimit(policy.newestMegabytes))
        return beyond;
    std::vector<size_t> newestFirst(items.size());
    std::iota(newestFirst.begin(), newestFirst.end(), size_t(0));
    std::stable_sort(newestFirst.begin(), newestFirst.end(), [&](size_t left, size_t right) {
        const RetentionItem &a = items[left], &b = items[right];
        return a.firstSeen != b.firstSeen ? a.firstSeen > b.firstSeen : a.position > b.position;
    });
    if (isLimit(policy.newest))
        for (size_t rank = static_cast<size_t>(*policy.newest); rank < newestFirst.size(); ++rank)
            beyond.number[newestFirst[rank]] = true;
    if (isLimit(policy.newestMegabytes)) {
        qint64 room = *policy.newestMegabytes * octetsPerMegabyte;
        for (const size_t index : newestFirst) {
            const qint64 size = std::max<qint64>(items[index].size, 0);
            if (size > room)
                beyond.octets[index] = true;
            else
                room -= size;
        }
    }
    return beyond;
}

RetentionItem::Place placeOf(FolderKind folder)
{
    switch (folder) {
    case FolderKind::Inbox:
        return RetentionItem::Place::Inbox;
    case FolderKind::Archive:
        return RetentionItem::Place::Archive;
    case FolderKind::Trash:
        return RetentionItem::Place::Trash;
    case FolderKind::Junk:
    case FolderKind::Custom:
        return RetentionItem::Place::Elsewhere;
    }
    Q_UNREACHABLE();
}
} // namespace

std::vector<QString> retentionReasons(const std::vector<RetentionItem> &items, const RetentionPolicy &policy,
                                      qint64 now)
{
    // One string of each kind: the items share it.
    const QString chosen = QStringLiteral("your choice"), downloaded = QStringLiteral("after download"),
                  trashed = QStringLiteral("moved to Trash here"), archived = QStringLiteral("archived here"),
                  removed = QStringLiteral("removed here");
    const QString aged = isLimit(policy.hours) ? ageReason(*policy.hours) : QString();
    const QString outnumbered = QStringLiteral("beyond the newest %1").arg(policy.newest.value_or(0));
    const QString outweighed =
        QStringLiteral("beyond the newest %1 MB").arg(policy.newestMegabytes.value_or(0));
    const qint64 oldAge =
        isLimit(policy.hours) ? *policy.hours * secondsPerHour : std::numeric_limits<qint64>::max();
    const Beyond beyond = beyondLimits(items, policy);

    const auto byRule = [&](const RetentionItem &item, size_t index) -> QString {
        if (policy.afterDownload)
            return downloaded;
        if (policy.whenInTrash && item.place == RetentionItem::Place::Trash)
            return trashed;
        if (policy.whenArchived && item.place == RetentionItem::Place::Archive)
            return archived;
        if (policy.whenRemoved && item.place == RetentionItem::Place::Removed)
            return removed;
        if (item.firstSeen > 0 && now - item.firstSeen >= oldAge)
            return aged;
        if (beyond.number[index])
            return outnumbered;
        return beyond.octets[index] ? outweighed : QString();
    };
    std::vector<QString> reasons(items.size());
    for (size_t index = 0; index < items.size(); ++index) {
        const RetentionItem &item = items[index];
        const bool isHeld = item.choice == ServerChoice::Keep || (item.starred && policy.keepStarred);
        if (item.choice == ServerChoice::Delete)
            reasons[index] = chosen;
        else if (item.isWhole && !isHeld)
            reasons[index] = byRule(item, index);
    }
    return reasons;
}

bool needsConfirmation(int deletions, int onServer)
{
    return deletions > confirmAbove || qint64(deletions) * 100 > qint64(onServer) * confirmAbovePercent;
}

RetentionVerdict retentionVerdict(const std::vector<RetentionItem> &items, const RetentionPolicy &policy,
                                  const RetentionPolicy &confirmed, qint64 now)
{
    RetentionVerdict verdict{retentionReasons(items, policy, now), 0, 0};
    if (policy == confirmed)
        return verdict;
    const std::vector<QString> before = retentionReasons(items, confirmed, now);
    const auto isCaused = [&](size_t index) {
        return !verdict.reasons[index].isEmpty() && before[index].isEmpty();
    };
    for (size_t index = 0; index < items.size(); ++index)
        verdict.causedByChange += isCaused(index);
    if (!needsConfirmation(verdict.causedByChange, static_cast<int>(items.size())))
        return verdict;
    verdict.heldBack = verdict.causedByChange;
    for (size_t index = 0; index < items.size(); ++index)
        if (isCaused(index))
            verdict.reasons[index].clear();
    return verdict;
}

std::vector<RetentionItem> retentionItems(const Ledger &rows, const std::vector<LocalPlace> &places)
{
    QHash<MessageId, const LocalPlace *> byMessage;
    byMessage.reserve(static_cast<qsizetype>(places.size()));
    for (const LocalPlace &place : places)
        byMessage.insert(place.message, &place);

    std::vector<RetentionItem> items;
    items.reserve(rows.size());
    for (const LedgerEntry &row : rows) {
        RetentionItem item;
        item.firstSeen = row.firstSeen;
        item.size = row.listedSize;
        // Message ids grow in the order of the mailbox; what was not fetched yet is the newest.
        item.position = row.message > 0 ? row.message : std::numeric_limits<qint64>::max();
        item.isWhole = row.state == LedgerState::Stored;
        item.choice = row.choice;
        const LocalPlace *const place = byMessage.value(row.message, nullptr);
        item.starred = place && place->starred;
        item.place = place ? placeOf(place->folder) : RetentionItem::Place::Removed;
        items.push_back(item);
    }
    return items;
}
