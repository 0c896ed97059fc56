// SPDX-License-Identifier: GPL-3.0-or-later
#include "DateGroups.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>

namespace
{
constexpr int monthsByName = 12;

struct Border {
    qint64 begin; // the group has what is not earlier,
    QString title;
};

QString translated(const char *text)
{
    return QCoreApplication::translate("DateGroups", text);
}

qint64 startOf(QDate day)
{
    return day.startOfDay().toSecsSinceEpoch();
}

// The group that ends where the one before in this list begins, newest first; the last has no beginning.
class Borders
{
public:
    explicit Borders(const QDateTime &now)
    {
        const QDate today = now.toLocalTime().date();
        const QLocale locale;
        add(today.addDays(1), translated(QT_TRANSLATE_NOOP("DateGroups", "In the future")));
        add(today, translated(QT_TRANSLATE_NOOP("DateGroups", "Today")));
        add(today.addDays(-1), translated(QT_TRANSLATE_NOOP("DateGroups", "Yesterday")));
        const int sinceWeekBegan = (today.dayOfWeek() - int(locale.firstDayOfWeek()) + 7) % 7;
        const QDate week = today.addDays(-sinceWeekBegan);
        add(week, translated(QT_TRANSLATE_NOOP("DateGroups", "This week")));
        add(week.addDays(-7), translated(QT_TRANSLATE_NOOP("DateGroups", "Last week")));
        const QDate month(today.year(), today.month(), 1);
        add(month, translated(QT_TRANSLATE_NOOP("DateGroups", "Earlier this month")));
        for (int back = 1; back < monthsByName; ++back) {
            const QDate one = month.addMonths(-back);
            const QString name = locale.standaloneMonthName(one.month());
            add(one, one.year() == today.year() ? name : QStringLiteral("%1 %2").arg(name).arg(one.year()));
        }
        m_rest = month.addMonths(1 - monthsByName).addDays(-1).year();
    }

    const std::vector<Border> &list() const { return m_list; }
    // The newest of the years that are groups as a whole.
    int restYear() const { return m_rest; }

private:
    void add(QDate day, const QString &title)
    {
        const qint64 begin = startOf(day);
        if (m_list.empty() || begin < m_list.back().begin) // in the first days of a week the week is over
            m_list.push_back({begin, title});
    }

    std::vector<Border> m_list;
    int m_rest = 0;
};

int yearOf(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds).date().year();
}
} // namespace

std::vector<DateGroup> dateGroups(int rows, const std::function<qint64(int)> &dateOf, bool descending,
                                  const QDateTime &now)
{
    // Place 0 is the newest.
    const auto dateAt = [&](int place) { return dateOf(descending ? place : rows - 1 - place); };
    const auto firstBefore = [&](int from, qint64 seconds) {
        int low = from, high = rows;
        while (low < high) {
            const int middle = low + (high - low) / 2;
            if (dateAt(middle) >= seconds)
                low = middle + 1;
            else
                high = middle;
        }
        return low;
    };
    std::vector<std::pair<int, QString>> found; // where each ends, newest first
    const Borders borders(now);
    int place = 0;
    const auto take = [&](qint64 begin, const QString &title) {
        const int end = firstBefore(place, begin);
        if (end > place)
            found.emplace_back(end, title);
        place = end;
    };
    for (const Border &border : borders.list())
        take(border.begin, border.title);
    // What is left of the year in which the months begin is a group as well.
    while (place < rows) {
        const int year = std::min(yearOf(dateAt(place)), borders.restYear());
        const int before = place;
        take(startOf(QDate(year, 1, 1)), QString::number(year));
        if (place == before) { // a date that no calendar has
            found.emplace_back(rows, QString::number(year));
            break;
        }
    }

    std::vector<DateGroup> groups;
    int begin = 0;
    for (const auto &[end, title] : found) {
        groups.push_back({descending ? begin : rows - end, title});
        begin = end;
    }
    if (!descending)
        std::reverse(groups.begin(), groups.end());
    return groups;
}
