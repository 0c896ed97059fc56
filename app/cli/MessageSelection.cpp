// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageSelection.h"

#include <QFile>

#include <algorithm>
#include <cstdio>

namespace
{

QStringList wordsOfStandardInput()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(input.readAll()).simplified().split(u' ', Qt::SkipEmptyParts);
}

} // namespace

std::optional<MessageSelection::Range> MessageSelection::rangeOf(const QString &word)
{
    const auto number = [](QStringView text) -> MessageId {
        const bool isDigits =
            std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
        return isDigits ? text.toLongLong() : 0; // also 0 for what is empty or too large
    };
    const qsizetype dash = word.indexOf(u'-');
    Range range;
    range.first = number(dash < 0 ? QStringView(word) : QStringView(word).first(dash));
    range.last = dash < 0 ? range.first : number(QStringView(word).sliced(dash + 1));
    if (range.first < 1 || range.last < range.first)
        return std::nullopt;
    return range;
}

std::optional<MessageSelection> MessageSelection::read(const QStringList &words, QString &mistake)
{
    MessageSelection selection;
    const auto take = [&](const QString &word) {
        const auto range = rangeOf(word);
        if (range)
            selection.m_ranges.push_back(*range);
        else
            mistake = word;
        return range.has_value();
    };
    for (const QString &word : words) {
        const QStringList meant = word == QLatin1String("-") ? wordsOfStandardInput() : QStringList{word};
        if (!std::all_of(meant.begin(), meant.end(), take))
            return std::nullopt;
    }
    std::sort(selection.m_ranges.begin(), selection.m_ranges.end(),
              [](const Range &a, const Range &b) { return a.first < b.first; });
    return selection;
}

MessageSelection::Found MessageSelection::among(const std::vector<MessageId> &existing) const
{
    Found found;
    auto taken = existing.begin(); // ranges may overlap, and each message counts once
    for (const Range &range : m_ranges) {
        const auto begin = std::lower_bound(existing.begin(), existing.end(), range.first);
        const auto end = std::upper_bound(begin, existing.end(), range.last);
        if (begin == end)
            found.unknown.append(range.first == range.last
                                     ? QString::number(range.first)
                                     : QStringLiteral("%1-%2").arg(range.first).arg(range.last));
        const auto from = std::max(begin, taken);
        if (from < end) {
            found.messages.insert(found.messages.end(), from, end);
            taken = end;
        }
    }
    found.unknown.removeDuplicates();
    return found;
}
