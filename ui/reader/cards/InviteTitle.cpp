// SPDX-License-Identifier: GPL-3.0-or-later
#include "InviteTitle.h"

#include <QCoreApplication>

#include <algorithm>

namespace
{
struct InviteWords {
    Q_DECLARE_TR_FUNCTIONS(InviteTitle)
};

const CalendarEvent &firstOf(const InviteCard &card)
{
    return card.events.front();
}

const QByteArray &answerOf(const InviteCard &card)
{
    static const QByteArray none;
    const auto &attendees = firstOf(card).attendees;
    return attendees.empty() ? none : attendees.front().status;
}

QString titleOfAnswer(const QByteArray &status)
{
    if (status == "ACCEPTED")
        return InviteWords::tr("An invitation was accepted");
    if (status == "DECLINED")
        return InviteWords::tr("An invitation was declined");
    if (status == "TENTATIVE")
        return InviteWords::tr("An invitation was tentatively accepted");
    if (status == "DELEGATED")
        return InviteWords::tr("An invitation was passed on to somebody else");
    return InviteWords::tr("An answer to an invitation");
}

QString titleOfTaskAnswer(const QByteArray &status)
{
    if (status == "ACCEPTED")
        return InviteWords::tr("A task was accepted");
    if (status == "DECLINED")
        return InviteWords::tr("A task was declined");
    if (status == "TENTATIVE")
        return InviteWords::tr("A task was tentatively accepted");
    if (status == "DELEGATED")
        return InviteWords::tr("A task was passed on to somebody else");
    if (status == "COMPLETED")
        return InviteWords::tr("A task is done");
    if (status == "IN-PROCESS")
        return InviteWords::tr("A task was begun");
    return InviteWords::tr("An answer about a task");
}

QString titleOfEvent(const InviteCard &card, int events)
{
    const bool isOneOfSeries = firstOf(card).recurrenceId.has_value();
    if (InviteTitle::isCancelled(card))
        return isOneOfSeries ? InviteWords::tr("One date of a series was cancelled")
                             : InviteWords::tr("%n event(s) cancelled", nullptr, events);
    if (card.method == "REQUEST")
        return isOneOfSeries ? InviteWords::tr("Invitation to one date of a series")
                             : InviteWords::tr("Invitation");
    if (card.method == "REPLY")
        return titleOfAnswer(answerOf(card));
    if (card.method == "COUNTER")
        return InviteWords::tr("Another time is proposed");
    if (card.method == "DECLINECOUNTER")
        return InviteWords::tr("Another time that was proposed was declined");
    if (card.method == "REFRESH")
        return InviteWords::tr("Somebody asks for the invitation as it is now");
    if (card.method == "ADD")
        return InviteWords::tr("Further dates of an event");
    return events == 1 ? InviteWords::tr("Event") : InviteWords::tr("%n event(s)", nullptr, events);
}

QString titleOfTask(const InviteCard &card, int tasks)
{
    if (InviteTitle::isCancelled(card))
        return InviteWords::tr("%n task(s) cancelled", nullptr, tasks);
    if (card.method == "REQUEST")
        return InviteWords::tr("A task for you");
    if (card.method == "REPLY")
        return titleOfTaskAnswer(answerOf(card));
    if (card.method == "COUNTER" || card.method == "DECLINECOUNTER" || card.method == "REFRESH")
        return InviteWords::tr("An answer about a task");
    return tasks == 1 ? InviteWords::tr("Task") : InviteWords::tr("%n task(s)", nullptr, tasks);
}
} // namespace

QString InviteTitle::of(const InviteCard &card)
{
    const int count = int(card.events.size()) + card.leftOut;
    switch (firstOf(card).kind) {
    case CalendarEvent::Kind::Task:
        return titleOfTask(card, count);
    case CalendarEvent::Kind::BusyTimes:
        return card.method == "REQUEST" ? InviteWords::tr("Somebody asks when you have time")
                                        : InviteWords::tr("When somebody has time");
    case CalendarEvent::Kind::Event:
        break;
    }
    return titleOfEvent(card, count);
}

CardFrame::Mood InviteTitle::mood(const InviteCard &card)
{
    if (isCancelled(card))
        return CardFrame::Mood::Bad;
    if (firstOf(card).kind == CalendarEvent::Kind::BusyTimes)
        return CardFrame::Mood::Neutral;
    const QByteArray &status = answerOf(card);
    if (card.method == "REPLY" && (status == "ACCEPTED" || status == "COMPLETED"))
        return CardFrame::Mood::Good;
    const bool isOpen = card.method == "REPLY" || card.method == "COUNTER";
    return isOpen ? CardFrame::Mood::Caution : CardFrame::Mood::Neutral;
}

bool InviteTitle::isCancelled(const InviteCard &card)
{
    return card.method == "CANCEL" ||
           std::all_of(card.events.begin(), card.events.end(),
                       [](const CalendarEvent &event) { return event.isCancelled; });
}

QString InviteTitle::answer(const QByteArray &status)
{
    if (status == "ACCEPTED")
        return InviteWords::tr("accepted", "an attendee has");
    if (status == "DECLINED")
        return InviteWords::tr("declined", "an attendee has");
    if (status == "TENTATIVE")
        return InviteWords::tr("perhaps", "an attendee comes");
    if (status == "DELEGATED")
        return InviteWords::tr("sends somebody else", "an attendee");
    if (status == "COMPLETED")
        return InviteWords::tr("done", "an attendee is, with a task");
    if (status == "IN-PROCESS")
        return InviteWords::tr("has begun", "an attendee, with a task");
    return status.isEmpty() || status == "NEEDS-ACTION" ? InviteWords::tr("no answer yet", "of an attendee")
                                                        : QString::fromUtf8(status.toLower());
}
