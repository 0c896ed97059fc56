// SPDX-License-Identifier: GPL-3.0-or-later
#include "CardJson.h"

#include "JsonText.h"

namespace
{

using jsonText::ofAddresses;
using jsonText::orNull;

QString word(BounceRecipient::Action action)
{
    using Action = BounceRecipient::Action;
    switch (action) {
    case Action::Failed:
        return QStringLiteral("failed");
    case Action::Delayed:
        return QStringLiteral("delayed");
    case Action::Delivered:
        return QStringLiteral("delivered");
    case Action::Relayed:
        return QStringLiteral("relayed");
    case Action::Expanded:
        return QStringLiteral("expanded");
    case Action::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

QString word(ReceiptCard::Disposition disposition)
{
    using Disposition = ReceiptCard::Disposition;
    switch (disposition) {
    case Disposition::Displayed:
        return QStringLiteral("displayed");
    case Disposition::Deleted:
        return QStringLiteral("deleted");
    case Disposition::Denied:
        return QStringLiteral("denied");
    case Disposition::Dispatched:
        return QStringLiteral("dispatched");
    case Disposition::Processed:
        return QStringLiteral("processed");
    case Disposition::Failed:
        return QStringLiteral("failed");
    case Disposition::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

QString word(EncryptedCard::Kind kind)
{
    switch (kind) {
    case EncryptedCard::Kind::OpenPgpMime:
        return QStringLiteral("openpgp");
    case EncryptedCard::Kind::OpenPgpInline:
        return QStringLiteral("openpgp-inline");
    case EncryptedCard::Kind::Smime:
        return QStringLiteral("smime");
    }
    return {};
}

QString word(CalendarRule::Every every)
{
    using Every = CalendarRule::Every;
    switch (every) {
    case Every::Second:
        return QStringLiteral("second");
    case Every::Minute:
        return QStringLiteral("minute");
    case Every::Hour:
        return QStringLiteral("hour");
    case Every::Day:
        return QStringLiteral("day");
    case Every::Week:
        return QStringLiteral("week");
    case Every::Month:
        return QStringLiteral("month");
    case Every::Year:
        return QStringLiteral("year");
    }
    return {};
}

QString word(CalendarEvent::Kind kind)
{
    switch (kind) {
    case CalendarEvent::Kind::Event:
        return QStringLiteral("event");
    case CalendarEvent::Kind::Task:
        return QStringLiteral("task");
    case CalendarEvent::Kind::BusyTimes:
        return QStringLiteral("busy_times");
    }
    return {};
}

QString word(CalendarBusyTime::Kind kind)
{
    using Kind = CalendarBusyTime::Kind;
    switch (kind) {
    case Kind::Free:
        return QStringLiteral("free");
    case Kind::Busy:
        return QStringLiteral("busy");
    case Kind::Tentative:
        return QStringLiteral("tentative");
    case Kind::Unavailable:
        return QStringLiteral("unavailable");
    }
    return {};
}

// "2026-11-03" for a date, "2026-11-03T10:00:00" for a time without a zone, with "Z" or "+01:00" otherwise.
QString timeText(const CalendarTime &time)
{
    const auto utc = QDateTime::fromSecsSinceEpoch(time.seconds, Qt::UTC);
    if (time.isDate)
        return utc.date().toString(Qt::ISODate);
    if (time.isFloating)
        return utc.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss"));
    return time.offset == 0 ? utc.toString(Qt::ISODate)
                            : utc.toOffsetFromUtc(time.offset).toString(Qt::ISODate);
}

QJsonValue timeOrNull(const std::optional<CalendarTime> &time)
{
    return time ? QJsonValue(timeText(*time)) : QJsonValue();
}

QJsonObject fromAttendee(const CalendarAttendee &attendee)
{
    return {{QStringLiteral("name"), attendee.name},
            {QStringLiteral("address"), attendee.address},
            {QStringLiteral("status"), orNull(attendee.status)},
            {QStringLiteral("optional"), attendee.isOptional}};
}

QJsonArray timeTexts(const std::vector<CalendarTime> &times)
{
    QJsonArray array;
    for (const CalendarTime &time : times)
        array.append(timeText(time));
    return array;
}

QJsonArray numbers(const std::vector<int> &list)
{
    QJsonArray array;
    for (const int number : list)
        array.append(number);
    return array;
}

QJsonObject fromRule(const CalendarRule &rule)
{
    QJsonArray weekdays;
    for (const auto &[which, day] : rule.weekdays)
        weekdays.append(QJsonObject{{QStringLiteral("day"), day}, {QStringLiteral("which"), which}});
    return {{QStringLiteral("every"), word(rule.every)},
            {QStringLiteral("interval"), rule.interval},
            {QStringLiteral("count"), rule.count > 0 ? QJsonValue(rule.count) : QJsonValue()},
            {QStringLiteral("until"), timeOrNull(rule.until)},
            {QStringLiteral("weekdays"), weekdays},
            {QStringLiteral("month_days"), numbers(rule.monthDays)},
            {QStringLiteral("months"), numbers(rule.months)},
            {QStringLiteral("has_more"), rule.hasMore}};
}

// What tasks and busy times have beside what events have.
void addFurther(QJsonObject &object, const CalendarEvent &event)
{
    QJsonArray busyTimes;
    for (const CalendarBusyTime &time : event.busyTimes)
        busyTimes.append(QJsonObject{{QStringLiteral("state"), word(time.kind)},
                                     {QStringLiteral("start"), timeText(time.start)},
                                     {QStringLiteral("end"), timeText(time.end)}});
    object.insert(QStringLiteral("component"), word(event.kind));
    object.insert(QStringLiteral("done"), event.isDone);
    object.insert(QStringLiteral("percent_done"), event.percentDone);
    object.insert(QStringLiteral("completed"), timeOrNull(event.completed));
    object.insert(QStringLiteral("busy_times"), busyTimes);
    object.insert(QStringLiteral("busy_times_left_out"), event.busyTimesLeftOut);
}

QJsonObject fromEvent(const CalendarEvent &event)
{
    QJsonArray attendees, rules;
    for (const CalendarAttendee &attendee : event.attendees)
        attendees.append(fromAttendee(attendee));
    for (const CalendarRule &rule : event.rules)
        rules.append(fromRule(rule));
    const bool hasOrganizer = !event.organizer.name.isEmpty() || !event.organizer.address.isEmpty();
    const bool hasStart = event.start != CalendarTime();
    QJsonObject object{{QStringLiteral("uid"), event.uid},
                       {QStringLiteral("summary"), event.summary},
                       {QStringLiteral("start"), hasStart ? QJsonValue(timeText(event.start)) : QJsonValue()},
                       {QStringLiteral("start_zone"), orNull(event.start.zone)},
                       {QStringLiteral("end"), timeOrNull(event.end)},
                       {QStringLiteral("end_zone"), event.end ? orNull(event.end->zone) : QJsonValue()},
                       {QStringLiteral("recurrence_id"), timeOrNull(event.recurrenceId)},
                       {QStringLiteral("location"), orNull(event.location)},
                       {QStringLiteral("description"), orNull(event.description)},
                       {QStringLiteral("organizer"),
                        hasOrganizer ? QJsonValue(fromAttendee(event.organizer)) : QJsonValue()},
                       {QStringLiteral("attendees"), attendees},
                       {QStringLiteral("attendees_left_out"), event.attendeesLeftOut},
                       {QStringLiteral("rules"), rules},
                       {QStringLiteral("additions"), timeTexts(event.additions)},
                       {QStringLiteral("exceptions"), timeTexts(event.exceptions)},
                       {QStringLiteral("comment"), orNull(event.comment)},
                       {QStringLiteral("cancelled"), event.isCancelled}};
    addFurther(object, event);
    return object;
}

QJsonObject fieldsOf(const BounceCard &card)
{
    QJsonArray recipients;
    for (const BounceRecipient &recipient : card.recipients)
        recipients.append(
            QJsonObject{{QStringLiteral("address"), recipient.address},
                        {QStringLiteral("action"), word(recipient.action)},
                        {QStringLiteral("status"), orNull(recipient.status)},
                        {QStringLiteral("diagnostic"), orNull(recipient.diagnostic)},
                        {QStringLiteral("remote_server"), orNull(recipient.remoteServer)},
                        {QStringLiteral("retry_until"), jsonText::timeOrNull(recipient.retryUntil)}});
    return {{QStringLiteral("kind"), QStringLiteral("bounce")},
            {QStringLiteral("reporting_server"), orNull(card.reportingServer)},
            {QStringLiteral("recipients"), recipients}};
}

QJsonObject fieldsOf(const ReceiptCard &card)
{
    return {{QStringLiteral("kind"), QStringLiteral("receipt")},
            {QStringLiteral("recipient"), card.recipient},
            {QStringLiteral("disposition"), word(card.disposition)},
            {QStringLiteral("automatic"), card.isAutomatic},
            {QStringLiteral("program"), orNull(card.program)},
            {QStringLiteral("message_id"), orNull(card.messageId)}};
}

QJsonObject fieldsOf(const AbuseCard &card)
{
    return {{QStringLiteral("kind"), QStringLiteral("abuse")},
            {QStringLiteral("feedback"), card.feedback},
            {QStringLiteral("source_address"), orNull(card.sourceAddress)},
            {QStringLiteral("sender"), orNull(card.sender)},
            {QStringLiteral("reported_domain"), orNull(card.reportedDomain)},
            {QStringLiteral("arrived"), jsonText::timeOrNull(card.arrived)},
            {QStringLiteral("incidents"), card.incidents}};
}

// The fields of the first event are those of the card; it has mostly one.
QJsonObject fieldsOf(const InviteCard &card)
{
    QJsonObject object = card.events.empty() ? QJsonObject() : fromEvent(card.events.front());
    QJsonArray further;
    for (size_t i = 1; i < card.events.size(); ++i)
        further.append(fromEvent(card.events[i]));
    object.insert(QStringLiteral("kind"), QStringLiteral("invite"));
    object.insert(QStringLiteral("method"), orNull(card.method));
    object.insert(QStringLiteral("more_events"), further);
    object.insert(QStringLiteral("left_out"), card.leftOut);
    return object;
}

QJsonObject fieldsOf(const ContactCard &card)
{
    return {{QStringLiteral("kind"), QStringLiteral("vcard")},
            {QStringLiteral("name"), card.name},
            {QStringLiteral("organization"), orNull(card.organization)},
            {QStringLiteral("title"), orNull(card.title)},
            {QStringLiteral("mail"), QJsonArray::fromStringList(card.mail)},
            {QStringLiteral("telephones"), QJsonArray::fromStringList(card.telephones)},
            {QStringLiteral("addresses"), QJsonArray::fromStringList(card.addresses)},
            {QStringLiteral("links"), QJsonArray::fromStringList(card.links)},
            {QStringLiteral("left_out"), card.leftOut}};
}

QJsonObject fieldsOf(const NestedCard &card)
{
    return {{QStringLiteral("kind"), QStringLiteral("nested")},
            {QStringLiteral("from"), ofAddresses(card.from)},
            {QStringLiteral("to"), ofAddresses(card.to)},
            {QStringLiteral("subject"), card.subject},
            {QStringLiteral("date"), jsonText::timeOrNull(card.date)},
            {QStringLiteral("depth"), card.depth},
            {QStringLiteral("header_only"), card.isHeaderOnly}};
}

QJsonObject fieldsOf(const PartialCard &card)
{
    return {{QStringLiteral("kind"), QStringLiteral("partial")},
            {QStringLiteral("id"), card.id},
            {QStringLiteral("number"), card.number},
            {QStringLiteral("total"), card.total > 0 ? QJsonValue(card.total) : QJsonValue()}};
}

QJsonObject fieldsOf(const ExternalCard &card)
{
    QJsonObject parameters;
    for (const auto &[name, value] : card.parameters)
        parameters.insert(name, value);
    return {{QStringLiteral("kind"), QStringLiteral("external")},
            {QStringLiteral("access"), card.access},
            {QStringLiteral("parameters"), parameters}};
}

QJsonObject fieldsOf(const TnefCard &card)
{
    return {{QStringLiteral("kind"), QStringLiteral("tnef")},
            {QStringLiteral("names"), QJsonArray::fromStringList(card.names)},
            {QStringLiteral("problem"), orNull(card.problem)}};
}

QJsonObject fieldsOf(const EncryptedCard &card)
{
    return {{QStringLiteral("kind"), QStringLiteral("encrypted")},
            {QStringLiteral("method"), word(card.kind)}};
}

} // namespace

namespace cardJson
{

QJsonArray fromCards(const MessageBody &body)
{
    QJsonArray cards;
    for (const MessageCard &card : body.cards)
        cards.append(std::visit(
            [](const auto &kind) {
                QJsonObject object = fieldsOf(kind);
                object.insert(QStringLiteral("part"), kind.part);
                return object;
            },
            card));
    const QJsonArray signatures = fromSecurity(body)[QStringLiteral("signatures")].toArray();
    for (const QJsonValue &signature : signatures) {
        QJsonObject object = signature.toObject();
        object.insert(QStringLiteral("kind"), QStringLiteral("signed"));
        cards.append(object);
    }
    return cards;
}

} // namespace cardJson
