// SPDX-License-Identifier: GPL-3.0-or-later
#include "InviteCardView.h"

#include "EventWords.h"
#include "InviteTitle.h"
#include "ShownText.h"

#include <QPushButton>

#include <algorithm>

namespace
{
QString personWords(const CalendarAttendee &person)
{
    if (person.name.isEmpty() || person.name == person.address)
        return person.address;
    if (person.address.isEmpty())
        return person.name;
    return QStringLiteral("%1 <%2>").arg(person.name, person.address);
}

QString busyName(CalendarBusyTime::Kind kind)
{
    using Kind = CalendarBusyTime::Kind;
    switch (kind) {
    case Kind::Free:
        return InviteCardView::tr("Free");
    case Kind::Tentative:
        return InviteCardView::tr("Perhaps busy");
    case Kind::Unavailable:
        return InviteCardView::tr("Not available");
    case Kind::Busy:
        break;
    }
    return InviteCardView::tr("Busy");
}

QString optionalWords(CalendarEvent::Kind kind)
{
    return kind == CalendarEvent::Kind::Event ? InviteCardView::tr("%1 (optional)", "person and answer")
                                              : InviteCardView::tr("%1 (need not help)", "person and answer");
}
} // namespace

InviteCardView::InviteCardView(const InviteCard &card, QWidget *parent)
    : CardFrame(QStringLiteral("calendar"), InviteTitle::mood(card), InviteTitle::of(card), parent)
{
    for (const CalendarEvent &event : card.events)
        addEvent(card, event);
    if (card.leftOut > 0)
        addText(tr("and %n more event(s) in the file", nullptr, card.leftOut), true);
    if (card.method == "REQUEST")
        addText(tr("You can answer it in your calendar. Poplar only receives mail."), true);
    QPushButton *open = addButton(QStringLiteral("external-link"), tr("Open in calendar"),
                                  tr("Open it in the calendar of your computer"));
    QPushButton *save =
        addButton(QStringLiteral("save"), tr("Save as .ics…"), tr("Save it as a calendar file"));
    connect(open, &QPushButton::clicked, this, &InviteCardView::openWanted);
    connect(save, &QPushButton::clicked, this, &InviteCardView::saveWanted);
}

void InviteCardView::addEvent(const InviteCard &card, const CalendarEvent &event)
{
    const QTimeZone local = QTimeZone::systemTimeZone();
    const bool isBusyTimes = event.kind == CalendarEvent::Kind::BusyTimes;
    if (!event.summary.isEmpty() || !isBusyTimes)
        addHeading(event.summary.isEmpty() ? tr("(no title)") : event.summary);
    if (event.isCancelled && !InviteTitle::isCancelled(card))
        addRow(tr("State"), tr("cancelled"));
    if (event.kind == CalendarEvent::Kind::Task) {
        addTaskTimes(event, local);
    } else {
        addRow(isBusyTimes ? tr("Period") : tr("When"), EventWords::when(event, local));
        addRow(tr("Time there"), EventWords::whenThere(event, local));
    }
    addRow(tr("Repeated"), EventWords::repetition(event, local));
    addRow(tr("Also on"), EventWords::additions(event, local));
    addRow(tr("Except"), EventWords::exceptions(event, local));
    if (event.recurrenceId && event.recurrenceId != event.start)
        addRow(tr("In place of"), EventWords::moment(*event.recurrenceId, local));
    addRow(tr("Place"), event.location);
    if (card.events.size() > 1)
        return; // a list of events, not of people
    if (isBusyTimes) {
        addBusyTimes(card, event, local);
    } else {
        addRow(tr("Organizer"), personWords(event.organizer));
        addPeople(event, tr("People"));
    }
    addRow(tr("Comment"), event.comment);
    constexpr qsizetype enough = 300; // the message's text most often says the same
    addText(ShownText::lines(event.description, enough), true);
}

void InviteCardView::addTaskTimes(const CalendarEvent &task, const QTimeZone &local)
{
    if (task.start != CalendarTime())
        addRow(tr("Begins"), EventWords::moment(task.start, local));
    if (task.end)
        addRow(tr("Due"), EventWords::moment(*task.end, local));
    if (task.isDone)
        addRow(tr("State"),
               task.completed
                   ? tr("done on %1", "a task, day and time").arg(EventWords::moment(*task.completed, local))
                   : tr("done", "a task"));
    else if (task.percentDone > 0)
        addRow(tr("State"), tr("%1 % done", "a task").arg(task.percentDone));
}

// RFC 5546 §3.3: who answers is an attendee, who publishes the organizer.
void InviteCardView::addBusyTimes(const InviteCard &card, const CalendarEvent &event, const QTimeZone &local)
{
    const bool isAsked = card.method == "REQUEST";
    const bool isAnswer = card.method == "REPLY";
    addRow(isAsked || isAnswer ? tr("Asked by") : tr("Times of", "a person"), personWords(event.organizer));
    addPeople(event, isAnswer ? tr("Times of", "a person") : tr("Asked", "people who were"));
    const size_t shown = std::min(event.busyTimes.size(), mostBusyTimes);
    for (size_t i = 0; i < shown; ++i) {
        const CalendarBusyTime &time = event.busyTimes[i];
        const bool isSame = i > 0 && event.busyTimes[i - 1].kind == time.kind;
        addRow(isSame ? QString() : busyName(time.kind), EventWords::span(time, local));
    }
    const int more = int(event.busyTimes.size() - shown) + event.busyTimesLeftOut;
    if (more > 0)
        addRow(QString(), tr("and %n more", "busy times", more));
    if (shown == 0 && !isAsked)
        addText(tr("No time in this period is taken."));
}

void InviteCardView::addPeople(const CalendarEvent &event, const QString &name)
{
    const size_t shown = std::min(event.attendees.size(), mostAttendees);
    for (size_t i = 0; i < shown; ++i) {
        const CalendarAttendee &person = event.attendees[i];
        QString words = personWords(person);
        if (event.kind != CalendarEvent::Kind::BusyTimes)
            words = tr("%1: %2", "person, answer").arg(words, InviteTitle::answer(person.status));
        addRow(i == 0 ? name : QString(), person.isOptional ? optionalWords(event.kind).arg(words) : words);
    }
    const int more = int(event.attendees.size() - shown) + event.attendeesLeftOut;
    if (more > 0)
        addRow(QString(), tr("and %n more", "people", more));
}
