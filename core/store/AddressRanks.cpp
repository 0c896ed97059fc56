// SPDX-License-Identifier: GPL-3.0-or-later
#include "AddressRanks.h"

#include "RowScan.h"

#include <algorithm>
#include <numeric>

namespace
{
constexpr qint64 greatestNumber = qint64(1) << 28; // of an address; a damaged catalogue may have others
}

const std::vector<uint32_t> &AddressRanks::ranks()
{
    const size_t known = m_ids.size();
    RowScan::run(m_database, {"id, name, address", "address", "id > ? AND id <= ?", "", "id"},
                 {m_ids.empty() ? 0 : m_ids.back(), greatestNumber}, [this](const RowScan::Row &row) {
                     m_ids.push_back(row.integer(0));
                     const QByteArrayView name = row.text(1);
                     m_keys.add(name.isEmpty() ? row.text(2) : name);
                     return RowScan::Then::GoOn;
                 });
    if (m_ids.size() > known)
        sortFrom(known);
    return m_ranks;
}

void AddressRanks::sortFrom(size_t first)
{
    const auto before = [this](uint32_t a, uint32_t b) { return m_keys.compare(a, b) < 0; };
    m_order.resize(m_ids.size());
    const auto middle = m_order.begin() + qptrdiff(first);
    std::iota(middle, m_order.end(), static_cast<uint32_t>(first));
    std::sort(middle, m_order.end(), before);
    std::inplace_merge(m_order.begin(), middle, m_order.end(), before);

    m_ranks.assign(size_t(m_ids.back()) + 1, 0);
    uint32_t rank = 0;
    for (size_t i = 0; i < m_order.size(); ++i) {
        if (i == 0 || before(m_order[i - 1], m_order[i]))
            ++rank;
        m_ranks[size_t(m_ids[m_order[i]])] = rank;
    }
}
