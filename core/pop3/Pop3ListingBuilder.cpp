// SPDX-License-Identifier: GPL-3.0-or-later
#include "Pop3ListingBuilder.h"

#include <algorithm>
#include <charconv>
#include <climits>
#include <optional>

namespace
{

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

QByteArrayView withoutBlanks(QByteArrayView text)
{
    while (!text.isEmpty() && isBlank(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && isBlank(text.back()))
        text.chop(1);
    return text;
}

// Takes the word before the next blank off `text`.
QByteArrayView takeWord(QByteArrayView &text)
{
    text = withoutBlanks(text);
    const qsizetype length = std::find_if(text.begin(), text.end(), isBlank) - text.begin();
    const auto word = text.first(length);
    text = withoutBlanks(text.sliced(length));
    return word;
}

std::optional<qint64> number(QByteArrayView word)
{
    qint64 value = 0;
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
    return problem == std::errc() && end == word.data() + word.size() ? std::optional(value) : std::nullopt;
}

std::optional<int> takeMessageNumber(QByteArrayView &line)
{
    auto word = takeWord(line);
    if (word.compare("+OK", Qt::CaseInsensitive) == 0)
        word = takeWord(line);
    const auto value = number(word);
    return value && *value >= 1 && *value <= INT_MAX ? std::optional(int(*value)) : std::nullopt;
}

bool isUidl(QByteArrayView text)
{
    return text.size() <= Pop3ListingBuilder::maxUidl &&
           std::none_of(text.begin(), text.end(), [](char c) { return uchar(c) < 0x20 || c == 0x7f; });
}

bool inOrder(const Pop3Listing::Entry &left, const Pop3Listing::Entry &right)
{
    return left.number < right.number;
}

// Ascending, each number once. Servers send in order, so that this is mostly a look.
void settle(std::vector<Pop3Listing::Entry> &entries)
{
    if (!std::is_sorted(entries.begin(), entries.end(), inOrder))
        std::stable_sort(entries.begin(), entries.end(), inOrder);
    size_t kept = 0;
    for (size_t at = 0; at < entries.size(); ++at) {
        if (kept > 0 && entries[kept - 1].number == entries[at].number) {
            // Two ids for one message: neither can be believed.
            if (entries[kept - 1].uidl != entries[at].uidl)
                entries[kept - 1].uidl.clear();
            continue;
        }
        if (kept != at)
            entries[kept] = std::move(entries[at]);
        ++kept;
    }
    entries.resize(kept);
}

} // namespace

Result<void> Pop3ListingBuilder::addSize(QByteArrayView line)
{
    const auto message = takeMessageNumber(line);
    if (!message)
        return {};
    if (m_sizes.size() == maxEntries)
        return failure(ErrorCode::ProtocolViolation, QStringLiteral("LIST has too many entries"));
    m_sizes.push_back({*message, std::max<qint64>(number(takeWord(line)).value_or(0), 0), {}});
    return {};
}

Result<void> Pop3ListingBuilder::addUidl(QByteArrayView line)
{
    const auto message = takeMessageNumber(line);
    if (!message)
        return {};
    if (m_uidls.size() == maxEntries)
        return failure(ErrorCode::ProtocolViolation, QStringLiteral("UIDL has too many entries"));
    m_uidls.push_back({*message, 0, isUidl(line) ? line.toByteArray() : QByteArray()});
    return {};
}

Pop3Listing Pop3ListingBuilder::finish(bool hasUidl) &&
{
    settle(m_sizes);
    Pop3Listing listing{std::move(m_sizes), hasUidl};
    if (!hasUidl)
        return listing;
    settle(m_uidls);
    auto uidl = m_uidls.begin();
    size_t kept = 0;
    for (size_t at = 0; at < listing.entries.size(); ++at) {
        const int wanted = listing.entries[at].number;
        while (uidl != m_uidls.end() && uidl->number < wanted)
            ++uidl;
        if (uidl == m_uidls.end() || uidl->number != wanted)
            continue;
        listing.entries[kept++] = {wanted, listing.entries[at].size, std::move(uidl->uidl)};
    }
    listing.entries.resize(kept);
    return listing;
}

Pop3Listing Pop3ListingBuilder::withoutSizes() &&
{
    settle(m_uidls);
    return {std::move(m_uidls), true};
}
