// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerMailText.h"

#include "Formatting.h"
#include "ReasonText.h"
#include "SafeText.h"

#include <QCoreApplication>
#include <QDateTime>

using Column = ServerMailRows::Column;

namespace
{
struct Words {
    Q_DECLARE_TR_FUNCTIONS(ServerMailText)
};

constexpr qint64 hour = 3600, day = 24 * hour;

bool isHeaderKnown(const ServerMessage &message)
{
    return message.message != 0 || message.date != 0;
}

QString sender(const ServerMessage &message)
{
    if (!isHeaderKnown(message) || !message.sender.isEmpty())
        return SafeText::oneLine(message.sender);
    return Words::tr("(no sender)");
}

QString date(const ServerMessage &message, const QDateTime &now)
{
    return message.date == 0 ? QString() : Formatting::listDate(message.date, now);
}

QString fate(const ServerMessage &message, const QDateTime &now, bool onlyWhy)
{
    if (onlyWhy)
        return ReasonText::deletion(message.deletionReason);
    if (message.deletesOn > now.toSecsSinceEpoch()) {
        const int days = static_cast<int>((message.deletesOn - now.toSecsSinceEpoch() + day - 1) / day);
        return Words::tr("Deleted in %n day(s)", nullptr, days);
    }
    return ReasonText::fate(message, now);
}
} // namespace

QString ServerMailText::subject(const ServerMessage &message)
{
    if (!isHeaderKnown(message) && message.subject.isEmpty())
        return Words::tr("(not read yet)");
    return message.subject.isEmpty() ? Words::tr("(no subject)") : SafeText::oneLine(message.subject);
}

QString ServerMailText::age(const ServerMessage &message, const QDateTime &now)
{
    const qint64 since = ServerMailRows::since(message);
    if (since <= 0 || message.state == ServerMessage::State::Gone)
        return {};
    const qint64 seconds = std::max<qint64>(now.toSecsSinceEpoch() - since, 0);
    if (seconds < hour)
        return Words::tr("< 1 hour");
    if (seconds < day)
        return Words::tr("%n hour(s)", nullptr, static_cast<int>(seconds / hour));
    return Words::tr("%n day(s)", nullptr, static_cast<int>(seconds / day));
}

QString ServerMailText::cell(const ServerMessage &message, Column column, const QDateTime &now, bool onlyWhy)
{
    switch (column) {
    case Column::State:
        return ReasonText::state(message);
    case Column::Sender:
        return sender(message);
    case Column::Subject:
        return subject(message);
    case Column::Date:
        return date(message, now);
    case Column::Size:
        return message.size > 0 ? Formatting::size(message.size) : QString();
    case Column::Age:
        return age(message, now);
    case Column::Fate:
        return fate(message, now, onlyWhy);
    case Column::Get:
    case Column::Delete:
        break;
    }
    return {};
}

QString ServerMailText::title(Column column, bool onlyWhy)
{
    switch (column) {
    case Column::Get:
        return Words::tr("Get");
    case Column::Delete:
        return Words::tr("Del", "column of marks: to be deleted on the server");
    case Column::State:
        return Words::tr("State");
    case Column::Sender:
        return Words::tr("From");
    case Column::Subject:
        return Words::tr("Subject");
    case Column::Date:
        return Words::tr("Date");
    case Column::Size:
        return Words::tr("Size");
    case Column::Age:
        return Words::tr("Age there", "how long a message lies on the server");
    case Column::Fate:
        return onlyWhy ? Words::tr("Why") : Words::tr("What will happen");
    }
    return {};
}

QString ServerMailText::icon(const ServerMessage &message)
{
    switch (message.state) {
    case ServerMessage::State::New:
    case ServerMessage::State::Fetching:
        if (message.choice == ServerMessage::Choice::Never)
            return QStringLiteral("ban");
        return message.trouble.isEmpty() ? QStringLiteral("server") : QStringLiteral("triangle-alert");
    case ServerMessage::State::Partial:
        return QStringLiteral("cloud-download");
    case ServerMessage::State::DeleteSent:
        return QStringLiteral("trash-2");
    case ServerMessage::State::Gone:
        return QStringLiteral("circle-x");
    case ServerMessage::State::Stored:
        break;
    }
    return QStringLiteral("circle-check");
}
