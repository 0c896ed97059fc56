// SPDX-License-Identifier: GPL-3.0-or-later
#include "BounceCardView.h"

#include "Formatting.h"
#include "StatusWords.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

namespace
{
using Action = BounceRecipient::Action;

struct BounceWords {
    Q_DECLARE_TR_FUNCTIONS(BounceCardView)
};

// What all recipients have in common; nothing where they differ.
std::optional<Action> commonAction(const BounceCard &card)
{
    const Action first = card.recipients.front().action;
    const bool same = std::all_of(card.recipients.begin(), card.recipients.end(),
                                  [first](const BounceRecipient &one) { return one.action == first; });
    return same ? std::optional(first) : std::nullopt;
}

QString bounceTitle(const BounceCard &card)
{
    const int count = int(card.recipients.size());
    switch (commonAction(card).value_or(Action::Unknown)) {
    case Action::Failed:
        return BounceWords::tr("A message was not delivered to %n recipient(s)", nullptr, count);
    case Action::Delayed:
        return BounceWords::tr("A message is delayed for %n recipient(s)", nullptr, count);
    case Action::Delivered:
        return BounceWords::tr("A message was delivered to %n recipient(s)", nullptr, count);
    case Action::Relayed:
    case Action::Expanded:
        return BounceWords::tr("A message was passed on for %n recipient(s)", nullptr, count);
    case Action::Unknown:
        break;
    }
    return BounceWords::tr("What became of a message, for %n recipient(s)", nullptr, count);
}

bool hasAction(const BounceCard &card, Action action)
{
    return std::any_of(card.recipients.begin(), card.recipients.end(),
                       [action](const BounceRecipient &one) { return one.action == action; });
}

CardFrame::Mood bounceMood(const BounceCard &card)
{
    if (hasAction(card, Action::Failed))
        return CardFrame::Mood::Bad;
    if (hasAction(card, Action::Delayed))
        return CardFrame::Mood::Caution;
    return hasAction(card, Action::Unknown) ? CardFrame::Mood::Neutral : CardFrame::Mood::Good;
}

QString bounceIcon(const BounceCard &card)
{
    switch (bounceMood(card)) {
    case CardFrame::Mood::Bad:
        return QStringLiteral("circle-x");
    case CardFrame::Mood::Caution:
        return QStringLiteral("history");
    case CardFrame::Mood::Good:
        return QStringLiteral("circle-check");
    case CardFrame::Mood::Neutral:
        break;
    }
    return QStringLiteral("info");
}

QString actionWords(const BounceRecipient &recipient)
{
    const bool isTemporary = recipient.status.startsWith(QLatin1Char('4'));
    switch (recipient.action) {
    case Action::Failed:
        return isTemporary ? BounceWords::tr("Not delivered. The server has given up.")
                           : BounceWords::tr("Not delivered.");
    case Action::Delayed:
        return BounceWords::tr("Delayed, not failed. The server goes on trying; you need not do anything.");
    case Action::Delivered:
        return BounceWords::tr("Delivered to the mailbox.");
    case Action::Relayed:
        return BounceWords::tr("Passed on to a server that does not tell about delivery.");
    case Action::Expanded:
        return BounceWords::tr("Delivered to a list and passed on to its members.");
    case Action::Unknown:
        break;
    }
    return BounceWords::tr("The report does not say what became of it.");
}
} // namespace

BounceCardView::BounceCardView(const BounceCard &card, QWidget *parent)
    : CardFrame(bounceIcon(card), bounceMood(card), bounceTitle(card), parent)
{
    const size_t shown = std::min(card.recipients.size(), mostShown);
    for (size_t i = 0; i < shown; ++i)
        addRecipient(card.recipients[i]);
    if (shown < card.recipients.size())
        addText(tr("and %n more recipient(s)", nullptr, int(card.recipients.size() - shown)), true);
    addRow(tr("Reported by"), card.reportingServer);
}

void BounceCardView::addRecipient(const BounceRecipient &recipient)
{
    addHeading(recipient.address);
    addRow(tr("State"), actionWords(recipient));
    addRow(tr("Reason"), StatusWords::explain(recipient.status));
    addRow(tr("Server’s answer"), recipient.diagnostic);
    addRow(tr("Server"), recipient.remoteServer);
    if (recipient.retryUntil != 0)
        addRow(tr("Tried until"), Formatting::readerDate(recipient.retryUntil, QDateTime::currentDateTime()));
}
