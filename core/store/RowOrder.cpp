// SPDX-License-Identifier: GPL-3.0-or-later
#include "RowOrder.h"

#include <algorithm>
#include <numeric>

namespace
{
constexpr unsigned digitBits = 11;

bool isEarlier(const MessageRow &a, const MessageRow &b)
{
    return a.date != b.date ? a.date < b.date : a.id < b.id;
}

void arrange(std::vector<MessageRow> &rows, const std::vector<uint32_t> &order)
{
    std::vector<MessageRow> arranged;
    arranged.reserve(rows.size());
    for (const uint32_t place : order)
        arranged.push_back(rows[place]);
    rows = std::move(arranged);
}

std::vector<uint32_t> places(size_t count)
{
    std::vector<uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    return order;
}

// Stable: what has the same number stays as it is. The digits travel with the places: looked up, each would
// be fetched from anywhere in memory.
void sortByNumber(std::vector<uint32_t> &order, const std::vector<uint64_t> &numbers, uint64_t greatest,
                  bool descending)
{
    struct Item {
        uint64_t number;
        uint32_t place;
    };
    std::vector<Item> items, sorted(order.size());
    items.reserve(order.size());
    for (const uint32_t place : order)
        items.push_back({descending ? greatest - numbers[place] : numbers[place], place});
    for (unsigned shift = 0; shift < 64 && greatest >> shift != 0; shift += digitBits) {
        const auto digit = [shift](const Item &item) {
            return size_t(item.number >> shift) & ((1U << digitBits) - 1);
        };
        std::vector<uint32_t> begins((1U << digitBits) + 1, 0);
        for (const Item &item : items)
            ++begins[digit(item) + 1];
        std::partial_sum(begins.begin(), begins.end(), begins.begin());
        for (const Item &item : items)
            sorted[begins[digit(item)]++] = item;
        items.swap(sorted);
    }
    std::transform(items.begin(), items.end(), order.begin(), [](const Item &item) { return item.place; });
}

// Numbers that are few, as ranks and flags are, are counted: each row is then written to its place at once.
void arrangeByCount(std::vector<MessageRow> &rows, const std::vector<uint64_t> &numbers, uint64_t greatest,
                    bool descending)
{
    const auto key = [&](size_t i) { return size_t(descending ? greatest - numbers[i] : numbers[i]); };
    std::vector<uint32_t> begins(size_t(greatest) + 2, 0);
    for (size_t i = 0; i < rows.size(); ++i)
        ++begins[key(i) + 1];
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    std::vector<MessageRow> arranged(rows.size());
    for (size_t i = 0; i < rows.size(); ++i)
        arranged[begins[key(i)]++] = rows[i];
    rows = std::move(arranged);
}

// Sorts by eight bytes of the texts at a time, which lie beside the places: comparing the texts themselves
// would fetch two from anywhere in memory each time.
class TextSort
{
public:
    TextSort(const std::vector<MessageRow> &rows, const TextKeys &texts) : m_rows(rows), m_texts(texts)
    {
        m_items.reserve(rows.size());
        for (uint32_t place = 0; place < rows.size(); ++place)
            m_items.push_back({m_texts.chunk(place, 0), place});
        sort(0, m_items.size(), 0);
    }

    std::vector<uint32_t> order() const
    {
        std::vector<uint32_t> order;
        order.reserve(m_items.size());
        for (const Item &item : m_items)
            order.push_back(item.place);
        return order;
    }

private:
    struct Item {
        uint64_t chunk;
        uint32_t place;
    };
    static constexpr size_t fewItems = 24;

    // Items [begin, end) are equal in the bytes before `depth`, and have the next as their chunk.
    void sort(size_t begin, size_t end, uint32_t depth)
    {
        const auto at = [this](size_t i) { return m_items.begin() + qptrdiff(i); };
        if (end - begin < fewItems) {
            std::sort(at(begin), at(end), [this](const Item &a, const Item &b) {
                return a.chunk != b.chunk ? a.chunk < b.chunk : precedes(a.place, b.place);
            });
            return;
        }
        std::sort(at(begin), at(end), [](const Item &a, const Item &b) { return a.chunk < b.chunk; });
        for (size_t i = begin; i < end;) {
            size_t next = i + 1;
            bool goesOn = m_texts.length(m_items[i].place) > depth + 8;
            for (; next < end && m_items[next].chunk == m_items[i].chunk; ++next)
                goesOn = goesOn || m_texts.length(m_items[next].place) > depth + 8;
            if (next - i > 1)
                sortEqual(i, next, depth, goesOn);
            i = next;
        }
    }

    void sortEqual(size_t begin, size_t end, uint32_t depth, bool goesOn)
    {
        if (!goesOn || end - begin < fewItems) {
            std::sort(m_items.begin() + qptrdiff(begin), m_items.begin() + qptrdiff(end),
                      [this](const Item &a, const Item &b) { return precedes(a.place, b.place); });
            return;
        }
        for (size_t i = begin; i < end; ++i)
            m_items[i].chunk = m_texts.chunk(m_items[i].place, depth + 8);
        sort(begin, end, depth + 8);
    }

    bool precedes(uint32_t a, uint32_t b) const
    {
        const int compared = m_texts.compare(a, b);
        return compared != 0 ? compared < 0 : isEarlier(m_rows[a], m_rows[b]);
    }

    const std::vector<MessageRow> &m_rows;
    const TextKeys &m_texts;
    std::vector<Item> m_items;
};
} // namespace

void RowOrder::sortEqualDates(std::vector<MessageRow> &rows, std::vector<uint64_t> &numbers, size_t begin,
                              bool descending)
{
    for (size_t i = begin; i < rows.size();) {
        size_t end = i + 1;
        while (end < rows.size() && rows[end].date == rows[i].date)
            ++end;
        if (end - i > 1) {
            std::vector<uint32_t> order = places(end - i);
            std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
                return descending ? rows[i + a].id > rows[i + b].id : rows[i + a].id < rows[i + b].id;
            });
            const std::vector<MessageRow> equal(rows.begin() + qptrdiff(i), rows.begin() + qptrdiff(end));
            std::vector<uint64_t> theirs;
            if (!numbers.empty())
                theirs.assign(numbers.begin() + qptrdiff(i), numbers.begin() + qptrdiff(end));
            for (size_t k = 0; k < order.size(); ++k) {
                rows[i + k] = equal[order[k]];
                if (!theirs.empty())
                    numbers[i + k] = theirs[order[k]];
            }
        }
        i = end;
    }
}

void RowOrder::mergeRuns(std::vector<MessageRow> &rows, const std::vector<uint64_t> &numbers,
                         const std::vector<size_t> &ends, bool descending)
{
    if (ends.size() < 2 && numbers.empty())
        return;
    const uint64_t greatest = numbers.empty() ? 0 : *std::max_element(numbers.begin(), numbers.end());
    if (ends.size() < 2 && greatest <= rows.size()) {
        if (greatest > 0)
            arrangeByCount(rows, numbers, greatest, descending);
        return;
    }
    std::vector<uint32_t> order = places(rows.size());
    const auto precedes = [&](uint32_t a, uint32_t b) {
        return descending ? isEarlier(rows[b], rows[a]) : isEarlier(rows[a], rows[b]);
    };
    for (size_t i = 0; i + 1 < ends.size(); ++i)
        std::inplace_merge(order.begin(), order.begin() + qptrdiff(ends[i]),
                           order.begin() + qptrdiff(ends[i + 1]), precedes);
    if (greatest > 0)
        sortByNumber(order, numbers, greatest, descending);
    arrange(rows, order);
}

void RowOrder::sortByText(std::vector<MessageRow> &rows, const TextKeys &texts, bool descending)
{
    std::vector<uint32_t> order = TextSort(rows, texts).order();
    if (descending)
        std::reverse(order.begin(), order.end());
    arrange(rows, order);
}
