// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerView.h"

#include "Retention.h"

#include <QHash>
#include <QSet>

namespace
{
using Identity = QPair<QByteArray, int>;

struct Verdict {
    QHash<Identity, QString> reasons; // of what goes; includes what is held back when `whole`
    int onServer = 0;
    bool isHeldBack = false;
};

Verdict verdictOf(const ServerView &view, const RetentionPolicy &policy, const RetentionPolicy &confirmed,
                  qint64 now, bool whole)
{
    Verdict verdict;
    Ledger asked;
    for (const LedgerEntry &row : view.ledger) {
        if (row.state == LedgerState::Gone)
            continue;
        ++verdict.onServer;
        if (row.state == LedgerState::DeleteSent)
            verdict.reasons.insert({row.uidl, row.occurrence}, QStringLiteral("deletion was not confirmed"));
        else
            asked.push_back(row);
    }
    const auto items = retentionItems(asked, view.places);
    const RetentionVerdict next = retentionVerdict(items, policy, confirmed, now);
    verdict.isHeldBack = next.heldBack > 0;
    const auto reasons = whole ? retentionReasons(items, policy, now) : next.reasons;
    for (size_t index = 0; index < asked.size(); ++index)
        if (!reasons[index].isEmpty())
            verdict.reasons.insert({asked[index].uidl, asked[index].occurrence}, reasons[index]);
    return verdict;
}

QSet<MessageId> heldByStar(const std::vector<LocalPlace> &places, const RetentionPolicy &policy)
{
    QSet<MessageId> held;
    if (policy.keepStarred)
        for (const LocalPlace &place : places)
            if (place.starred)
                held.insert(place.message);
    return held;
}
} // namespace

std::vector<ServerMessage> messagesOf(ServerView view, const Account &account, qint64 now)
{
    const Verdict verdict = verdictOf(view, account.retention, account.confirmedRetention, now, false);
    const QSet<MessageId> held = heldByStar(view.places, account.retention);
    for (ServerMessage &message : view.messages) {
        if (message.state == ServerMessage::State::Gone)
            continue;
        const Identity name(message.key.uidl, message.key.occurrence);
        message.deletionReason = verdict.reasons.value(name);
        if (view.numbers)
            message.number = view.numbers->value(name);
        const bool goesByAge = account.retention.hours && message.state == ServerMessage::State::Stored &&
                               message.choice == ServerMessage::Choice::ByRule && message.firstSeen > 0 &&
                               !held.contains(message.message);
        if (goesByAge && message.deletionReason.isEmpty())
            message.deletesOn = message.firstSeen + qint64(*account.retention.hours) * 3600;
    }
    return std::move(view.messages);
}

RetentionForecast forecastOf(ServerView view, const RetentionPolicy &policy, const RetentionPolicy &confirmed,
                             qint64 now)
{
    const Verdict verdict = verdictOf(view, policy, confirmed, now, true);
    RetentionForecast forecast;
    forecast.onServer = verdict.onServer;
    forecast.needsConfirmation = verdict.isHeldBack;
    for (ServerMessage &message : view.messages) {
        const auto reason = verdict.reasons.constFind({message.key.uidl, message.key.occurrence});
        if (reason == verdict.reasons.cend() || message.state == ServerMessage::State::Gone)
            continue;
        message.deletionReason = *reason;
        ++forecast.deleted;
        forecast.deletedBytes += message.size;
        forecast.deletions.push_back(std::move(message));
    }
    return forecast;
}
