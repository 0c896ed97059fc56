// SPDX-License-Identifier: GPL-3.0-or-later
#include "CardReader.h"

#include "AbuseReader.h"
#include "BounceReader.h"
#include "CalendarReader.h"
#include "ContactReader.h"
#include "EncryptedReader.h"
#include "ExternalReader.h"
#include "NestedReader.h"
#include "PartialReader.h"
#include "ReceiptReader.h"
#include "TnefCardReader.h"

#include <algorithm>

namespace
{

template <class Card> std::optional<MessageCard> asCard(std::optional<Card> card)
{
    return card ? std::optional<MessageCard>(std::move(*card)) : std::nullopt;
}

// By its type, or by its name where the type says nothing.
bool isDocument(const MimePart &part, std::initializer_list<const char *> types, const char *suffix)
{
    const bool isTyped =
        std::any_of(types.begin(), types.end(), [&part](const char *type) { return part.type == type; });
    const bool isVague = part.type == "application/octet-stream" || part.type == "text/plain";
    return isTyped || (isVague && part.name.toLower().endsWith(suffix));
}

bool isCalendar(const MimePart &part)
{
    return isDocument(part, {"text/calendar", "application/ics", "text/x-vcalendar"}, ".ics");
}

bool isContact(const MimePart &part)
{
    return isDocument(part, {"text/vcard", "text/x-vcard", "text/directory"}, ".vcf");
}

// What is read by the type of one part alone.
std::optional<MessageCard> cardOf(const ParsedMessage &message, int index)
{
    const MimePart &part = message.tree[index];
    if (part.type == "message/delivery-status" || part.type == "message/global-delivery-status")
        return asCard(readBounce(part));
    if (part.type == "message/disposition-notification" ||
        part.type == "message/global-disposition-notification")
        return asCard(readReceipt(part));
    if (part.type == "message/feedback-report")
        return asCard(readAbuse(part));
    if (isCalendar(part))
        return asCard(readInvite(part));
    if (isContact(part))
        return asCard(readContact(part));
    for (const auto read : {+[](const MimePart &one) { return asCard(readNested(one)); },
                            +[](const MimePart &one) { return asCard(readPartial(one)); },
                            +[](const MimePart &one) { return asCard(readExternal(one)); }}) {
        if (auto card = read(part))
            return card;
    }
    if (auto card = asCard(readTnefCard(message, index)))
        return card;
    return asCard(readEncrypted(message, index));
}

bool isSameInvite(const InviteCard &one, const InviteCard &other)
{
    return std::equal(one.events.begin(), one.events.end(), other.events.begin(), other.events.end(),
                      [](const CalendarEvent &a, const CalendarEvent &b) {
                          return a.kind == b.kind && a.uid == b.uid && a.recurrenceId == b.recurrenceId &&
                                 a.start == b.start;
                      });
}

// Of an invitation that is there twice the first stays, unless only the other one says what is wanted.
void leaveOutRepeatedInvites(std::vector<MessageCard> &cards)
{
    for (size_t i = 0; i < cards.size(); ++i) {
        auto *kept = std::get_if<InviteCard>(&cards[i]);
        for (size_t j = cards.size() - 1; kept && j > i; --j) {
            auto *other = std::get_if<InviteCard>(&cards[j]);
            if (!other || !isSameInvite(*kept, *other))
                continue;
            if (kept->method.isEmpty())
                std::swap(*kept, *other);
            cards.erase(cards.begin() + qsizetype(j));
        }
    }
}

// A report that a server put into the message twice. Bounded by maxCards.
void leaveOutRepeatedBounces(std::vector<MessageCard> &cards)
{
    for (size_t i = 0; i < cards.size(); ++i) {
        const auto *kept = std::get_if<BounceCard>(&cards[i]);
        for (size_t j = cards.size() - 1; kept && j > i; --j) {
            const auto *other = std::get_if<BounceCard>(&cards[j]);
            if (other && other->reportingServer == kept->reportingServer &&
                other->recipients == kept->recipients)
                cards.erase(cards.begin() + qsizetype(j));
        }
    }
}

} // namespace

std::vector<MessageCard> readCards(const ParsedMessage &message)
{
    const PartTree &tree = message.tree;
    std::vector<MessageCard> cards;
    std::vector<bool> isInMessage(size_t(tree.count()), false);
    for (int i = 0; i < tree.count() && cards.size() < maxCards; ++i) {
        const int parent = tree[i].parent; // comes before its children
        isInMessage[size_t(i)] = parent >= 0 && (isInMessage[size_t(parent)] || tree[parent].isMessage());
        if (isInMessage[size_t(i)] || tree[i].content.size() > Prescan::maxSize)
            continue;
        if (std::optional<MessageCard> card = cardOf(message, i)) {
            std::visit([&](auto &one) { one.part = tree.number(i); }, *card);
            cards.push_back(std::move(*card));
        }
    }
    leaveOutRepeatedInvites(cards);
    leaveOutRepeatedBounces(cards);
    return cards;
}

const QString &partOf(const MessageCard &card)
{
    return std::visit([](const auto &one) -> const QString & { return one.part; }, card);
}

BodyChoice withoutCards(BodyChoice choice, const PartTree &tree, const std::vector<MessageCard> &cards)
{
    for (const MessageCard &card : cards) {
        // A text stays shown without what is encrypted in it.
        const auto *encrypted = std::get_if<EncryptedCard>(&card);
        if (encrypted && encrypted->kind == EncryptedCard::Kind::OpenPgpInline)
            continue;
        const int part = tree.indexOf(partOf(card));
        const bool wasShown = choice.isShown(part);
        std::erase(choice.plain, part);
        std::erase(choice.html, part);
        if (wasShown &&
            std::find(choice.attachments.begin(), choice.attachments.end(), part) == choice.attachments.end())
            choice.attachments.push_back(part);
    }
    std::sort(choice.attachments.begin(), choice.attachments.end());
    return choice;
}
