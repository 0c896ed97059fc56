// SPDX-License-Identifier: GPL-3.0-or-later
#include "Formatting.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>

namespace
{
struct FormattingWords {
    Q_DECLARE_TR_FUNCTIONS(Formatting)
};

QString unitName(int unit)
{
    switch (unit) {
    case 0:
        return FormattingWords::tr("B");
    case 1:
        return FormattingWords::tr("KB");
    case 2:
        return FormattingWords::tr("MB");
    case 3:
        return FormattingWords::tr("GB");
    default:
        return FormattingWords::tr("TB");
    }
}

constexpr std::array<double, 5> unitSize{1, 1e3, 1e6, 1e9, 1e12};

int unitOf(qint64 bytes)
{
    int unit = 0;
    // 999.5 KB would round to "1,000 KB".
    while (unit < 4 && double(bytes) >= unitSize.at(size_t(unit)) * (unit == 0 ? 1000 : 999.5))
        ++unit;
    return unit;
}

QString inUnit(qint64 bytes, int unit)
{
    const double value = double(bytes) / unitSize.at(size_t(unit));
    const int digits = unit == 0 || value >= 9.95 ? 0 : 1;
    return QLocale().toString(value, 'f', digits);
}
} // namespace

QString Formatting::size(qint64 bytes)
{
    bytes = qMax<qint64>(0, bytes);
    const int unit = unitOf(bytes);
    return FormattingWords::tr("%1 %2", "number, unit").arg(inUnit(bytes, unit), unitName(unit));
}

QString Formatting::sizeOf(qint64 bytes, qint64 inAll)
{
    // The size in all is a hint of the server; what has come may be more.
    const qint64 all = qMax(bytes, inAll);
    const int unit = unitOf(all);
    return FormattingWords::tr("%1 of %2 %3", "number, number, unit")
        .arg(inUnit(bytes, unit), inUnit(all, unit), unitName(unit));
}

QString Formatting::count(qint64 number)
{
    return QLocale().toString(number);
}

QString Formatting::duration(qint64 seconds)
{
    seconds = qMax<qint64>(0, seconds);
    const QString rest = QStringLiteral("%1").arg(seconds % 60, 2, 10, QLatin1Char('0'));
    if (seconds < 3600)
        return QStringLiteral("%1:%2").arg(seconds / 60).arg(rest);
    return QStringLiteral("%1:%2:%3")
        .arg(seconds / 3600)
        .arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'))
        .arg(rest);
}

QString Formatting::listDate(qint64 secondsSinceEpoch, const QDateTime &now)
{
    const QDateTime when = QDateTime::fromSecsSinceEpoch(secondsSinceEpoch, Qt::LocalTime);
    const qint64 days = when.date().daysTo(now.date());
    const QLocale locale;
    const QString time = when.time().toString(QStringLiteral("HH:mm"));
    if (days == 0)
        return time;
    if (days > 0 && days < 7)
        return FormattingWords::tr("%1 %2", "weekday, time")
            .arg(locale.dayName(when.date().dayOfWeek(), QLocale::ShortFormat), time);
    if (days > 0 && when.date().year() == now.date().year())
        return FormattingWords::tr("%1 %2", "day, month")
            .arg(when.date().day())
            .arg(locale.standaloneMonthName(when.date().month(), QLocale::ShortFormat));
    return when.date().toString(Qt::ISODate);
}

QString Formatting::readerDate(qint64 secondsSinceEpoch, const QDateTime &now)
{
    const QDateTime when = QDateTime::fromSecsSinceEpoch(secondsSinceEpoch, Qt::LocalTime);
    const qint64 days = when.date().daysTo(now.date());
    const QString time = when.time().toString(QStringLiteral("HH:mm"));
    if (days == 0)
        return FormattingWords::tr("Today %1").arg(time);
    if (days == 1)
        return FormattingWords::tr("Yesterday %1").arg(time);
    const QLocale locale;
    const QString date = FormattingWords::tr("%1 %2 %3", "day, month, year")
                             .arg(when.date().day())
                             .arg(locale.standaloneMonthName(when.date().month(), QLocale::ShortFormat))
                             .arg(when.date().year());
    return FormattingWords::tr("%1 %2, %3", "weekday, date, time")
        .arg(locale.dayName(when.date().dayOfWeek(), QLocale::ShortFormat), date, time);
}

QString Formatting::fullDate(qint64 secondsSinceEpoch)
{
    const QDateTime when = QDateTime::fromSecsSinceEpoch(secondsSinceEpoch, Qt::LocalTime);
    return when.toOffsetFromUtc(when.offsetFromUtc())
        .toString(Qt::ISODate)
        .replace(QLatin1Char('T'), QLatin1Char(' '));
}

QString Formatting::address(const Address &address)
{
    if (address.name.isEmpty() || address.name == address.address)
        return address.address;
    if (address.address.isEmpty())
        return address.name;
    return QStringLiteral("%1 <%2>").arg(address.name, address.address);
}

QString Formatting::names(const Addresses &addresses, int most)
{
    QStringList names;
    for (size_t i = 0; i < addresses.size() && int(i) < most; ++i)
        names += displayName(addresses[i]);
    const QString list = names.join(FormattingWords::tr(", ", "between names"));
    const int more = int(addresses.size()) - int(names.size());
    return more > 0 ? FormattingWords::tr("%1 and %n more", "names", more).arg(list) : list;
}

QString Formatting::folderName(const Folder &folder)
{
    switch (folder.kind) {
    case FolderKind::Inbox:
        return FormattingWords::tr("Inbox");
    case FolderKind::Archive:
        return FormattingWords::tr("Archive");
    case FolderKind::Junk:
        return FormattingWords::tr("Junk");
    case FolderKind::Trash:
        return FormattingWords::tr("Trash");
    case FolderKind::Custom:
        break;
    }
    return folder.name;
}
