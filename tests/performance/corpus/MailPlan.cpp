// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailPlan.h"

#include "Language.h"

#include <algorithm>
#include <cmath>

namespace
{
// 2006-01-01 to 2026-01-01, UTC.
constexpr std::int64_t firstDay = 1'136'073'600;
constexpr std::int64_t lastDay = 1'767'225'600;

constexpr double answers = 0.45;
constexpr double early = 0.05; // of the answers: there before what they answer
constexpr std::size_t longestChain = 20;
constexpr double attached = 0.18;

// So that what one question takes from its stream does not move the others.
enum Stream : std::uint64_t { Threads = 1, Conversations, Messages, Ids };

std::size_t languageOf(std::size_t hundredth)
{
    const auto &languages = Language::all();
    std::size_t language = 0;
    for (std::size_t sum = std::size_t(languages[0].share); hundredth >= sum; ++language)
        sum += std::size_t(languages[language + 1].share);
    return language;
}

CorpusFolder folderOf(double part)
{
    if (part < 0.60)
        return CorpusFolder::Inbox;
    if (part < 0.80)
        return CorpusFolder::Work;
    return part < 0.94 ? CorpusFolder::Archive : part < 0.97 ? CorpusFolder::Junk : CorpusFolder::Trash;
}

Randomness streamOf(const CorpusOptions &options, std::int64_t number, Stream stream)
{
    return Randomness(options.seed, std::uint64_t(number) * 8 + stream);
}
} // namespace

std::size_t MailPlan::people() const
{
    return std::max<std::size_t>(40, std::size_t(m_options.count / 40));
}

bool MailPlan::isAnswer(std::int64_t number) const
{
    return number > 1 && streamOf(m_options, number, Threads).chance(answers);
}

std::int64_t MailPlan::parentOf(std::int64_t number) const
{
    if (!isAnswer(number))
        return 0;
    Randomness random = streamOf(m_options, number, Threads);
    random.next(); // isAnswer()'s
    // What comes later is answered only where it answers nothing itself, so that there is no ring.
    const std::int64_t later = number + 1 + std::int64_t(random.below(20));
    if (random.chance(early) && later <= m_options.count && !isAnswer(later))
        return later;
    return std::max<std::int64_t>(1, number - 1 - std::int64_t(random.rank(300)));
}

std::string MailPlan::messageId(std::int64_t number) const
{
    static const char digits[] = "0123456789abcdefghijklmnopqrstuv";
    Randomness random = streamOf(m_options, number, Ids);
    std::string id = std::to_string(number) + '.';
    for (int i = 0; i < 14; ++i)
        id += digits[random.below(32)];
    return id + "@mail" + std::to_string(random.below(40)) + ".example.org";
}

// More mail each year.
std::int64_t MailPlan::receivedAt(std::int64_t number) const
{
    const double part = std::sqrt(double(number) / double(std::max<std::int64_t>(m_options.count, 1)));
    return firstDay + std::int64_t(part * double(lastDay - firstDay));
}

void MailPlan::planThread(PlannedMessage &message, Randomness &random) const
{
    message.parent = parentOf(message.number);
    message.root = message.number;
    for (std::int64_t at = message.parent; at != 0; at = parentOf(at)) {
        message.root = at;
        if (message.references.size() < longestChain)
            message.references.push_back(at);
    }
    std::reverse(message.references.begin(), message.references.end());
    const double form = random.unit();
    if (form < 0.10)
        message.references.clear();
    else if (form < 0.50 && message.references.size() > 2)
        message.references.erase(message.references.begin(), message.references.end() - 2);
}

void MailPlan::planSize(PlannedMessage &message, Randomness &random) const
{
    message.hasAttachment = random.chance(attached);
    const double length = random.logNormal(1, 1);
    switch (m_options.sizes) {
    case CorpusOptions::Sizes::Real: {
        // What is long is long by its attachments: so are as many messages as have any.
        const double size = std::clamp(random.logNormal(7'100, 1.73), 1'200.0, 20'000'000.0);
        message.hasAttachment = size > 45'000 || (size > 5'000 && random.chance(0.04));
        message.size = std::size_t(size);
        break;
    }
    case CorpusOptions::Sizes::Light:
        message.size =
            std::size_t(std::clamp(2'600 * length + (message.hasAttachment ? 6'000 : 0), 1'100.0, 120'000.0));
        break;
    case CorpusOptions::Sizes::Brief:
        message.hasAttachment = message.hasAttachment && random.chance(0.3);
        message.size = 1'000;
        break;
    }
}

PlannedMessage MailPlan::message(std::int64_t number) const
{
    PlannedMessage message;
    message.number = number;
    Randomness random = streamOf(m_options, number, Messages);
    planThread(message, random);
    planSize(message, random);

    Randomness conversation = streamOf(m_options, message.root, Conversations);
    message.language = languageOf(conversation.below(100));
    message.folder = folderOf(conversation.unit());
    message.isFromList = conversation.chance(0.2);

    message.sender = random.rank(people());
    message.received = receivedAt(number);
    message.date = message.received - std::int64_t(random.below(900));
    if (random.chance(0.005)) // a clock that is wrong
        message.date -= std::int64_t(random.below(400)) * 86'400;
    const bool isRecent = number > m_options.count - m_options.count / 50;
    message.isRead = random.chance(isRecent ? 0.5 : 0.97);
    message.isStarred = random.chance(0.01);
    message.tag = random.chance(0.05) ? 1 + int(random.rank(5)) : 0;
    return message;
}
