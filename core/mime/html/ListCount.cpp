// SPDX-License-Identifier: GPL-3.0-or-later
#include "ListCount.h"

#include <algorithm>
#include <optional>

namespace
{
std::optional<int> numberIn(const QString &attribute)
{
    bool ok = false;
    const int number = attribute.trimmed().toInt(&ok);
    return ok ? std::optional(std::clamp(number, -100'000, 100'000)) : std::nullopt;
}
} // namespace

ListCount::ListCount(const HtmlTree &tree, int list)
{
    const HtmlNode &node = tree[list];
    m_type = node.attribute("type").trimmed();
    const bool isReversed = !node.attribute("reversed").isNull();
    int items = 0;
    for (int child = node.firstChild; child >= 0; child = tree[child].next) {
        items += tree[child].is("li") ? 1 : 0;
        m_isOwn = m_isOwn || (tree[child].is("li") && numberIn(tree[child].attribute("value")));
    }
    m_number = numberIn(node.attribute("start")).value_or(isReversed ? items : 1);
    m_step = isReversed ? -1 : 1;
    m_isOwn = m_isOwn || isReversed || m_number != 1;
}

QString ListCount::next(const HtmlNode &item)
{
    m_number = numberIn(item.attribute("value")).value_or(m_number);
    const int number = m_number;
    m_number += m_step;
    const bool letters = (m_type == u"a" || m_type == u"A") && number >= 1 && number <= 26;
    return letters ? QString(QChar(m_type.at(0).unicode() + number - 1)) : QString::number(number);
}
