// SPDX-License-Identifier: GPL-3.0-or-later
#include "InviteCardView.h"

#include "EventWords.h"
#include "ShownText.h"

#include <QCoreApplication>
#include <QPushButton>

#include <algorithm>

namespace
{
struct InviteWords {
    Q_DECLARE_TR_FUNCTIONS(InviteCardView)
};

const QByteArray &answerOf(const InviteCard &card)
{
    static const QByteArray none;
    const auto &attendees = card.events.front().attendees;
    return attendees.empty() ? none : attendees.front().status;
}

QString answerTitle(const QByteArray &status)
{
    if (status == "ACCEPTED")
        return InviteWords::tr("An invitation was accepted");
    if (status == "DECLINED")
        return InviteWords::tr("An invitation was declined");
    if (status == "TENTATIVE")
        return InviteWords::tr("An invitation was accepted with reserve");
    if (status == "DELEGATED")
        return InviteWords::tr("An invitation was passed on to somebody else");
    return InviteWords::tr("An answer to an invitation");
}

bool isCancelled(const InviteCard &card)
{
    return card.method == "CANCEL" ||
           std::all_of(card.events.begin(), card.events.end(),
                       [](const CalendarEvent &event) { return event.isCancelled; });
}

QString inviteTitle(const InviteCard &card)
{
    const int events = int(card.events.size()) + card.leftOut;
    if (isCancelled(card))
        return card.events.front().recurrenceId ? InviteWords::tr("One date of a series was cancelled")
                                                : InviteWords::tr("%n event(s) cancelled", nullptr, events);
    if (card.method == "REQUEST")
        return card.events.front().recurrenceId ? InviteWords::tr("Invitation to one date of a series")
                                                : InviteWords::tr("Invitation");
    if (card.method == "REPLY")
        return answerTitle(answerOf(card));
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

CardFrame::Mood inviteMood(const InviteCard &card)
{
    if (isCancelled(card))
        return CardFrame::Mood::Bad;
    if (card.method == "REPLY" && answerOf(card) == "ACCEPTED")
        return CardFrame::Mood::Good;
    const bool isOpen = card.method == "REPLY" || card.method == "COUNTER";
    return isOpen ? CardFrame::Mood::Caution : CardFrame::Mood::Neutral;
}

QString personWords(const CalendarAttendee &person)
{
    if (person.name.isEmpty() || person.name == person.address)
        return person.address;
    if (person.address.isEmpty())
        return person.name;
    return QStringLiteral("%1 <%2>").arg(person.name, person.address);
}

// PARTSTAT (RFC 5545 §3.2.12).
QString statusWords(const QByteArray &status)
{
    if (status == "ACCEPTED")
        return InviteWords::tr("accepted", "an attendee has");
    if (status == "DECLINED")
        return InviteWords::tr("declined", "an attendee has");
    if (status == "TENTATIVE")
        return InviteWords::tr("perhaps", "an attendee comes");
    if (status == "DELEGATED")
        return InviteWords::tr("sends somebody else", "an attendee");
    return status.isEmpty() || status == "NEEDS-ACTION" ? InviteWords::tr("no answer yet", "of an attendee")
                                                        : QString::fromUtf8(status.toLower());
}
} // namespace

InviteCardView::InviteCardView(const InviteCard &card, QWidget *parent)
    : CardFrame(QStringLiteral("calendar"), inviteMood(card), inviteTitle(card), parent)
{
    for (const CalendarEvent &event : card.events)
        addEvent(card, event);
    if (card.leftOut > 0)
        addText(tr("and %n more event(s) in the file", nullptr, card.leftOut), true);
    if (card.method == "REQUEST")
        addText(tr("You can answer it in your calendar. Poplar only receives mail."), true);
    QPushButton *open = addButton(QStringLiteral("external-link"), tr("Open in calendar"),
                                  tr("Open this event in the calendar of your computer"));
    QPushButton *save =
        addButton(QStringLiteral("save"), tr("Save as .ics…"), tr("Save this event as a calendar file"));
    connect(open, &QPushButton::clicked, this, &InviteCardView::openWanted);
    connect(save, &QPushButton::clicked, this, &InviteCardView::saveWanted);
}

void InviteCardView::addEvent(const InviteCard &card, const CalendarEvent &event)
{
    const QTimeZone local = QTimeZone::systemTimeZone();
    addHeading(event.summary.isEmpty() ? tr("(no title)") : event.summary);
    if (event.isCancelled && !isCancelled(card))
        addRow(tr("State"), tr("cancelled"));
    addRow(tr("When"), EventWords::when(event, local));
    addRow(tr("Time there"), EventWords::whenThere(event, local));
    addRow(tr("Repeated"), EventWords::repetition(event, local));
    addRow(tr("Except"), EventWords::exceptions(event, local));
    if (event.recurrenceId && event.recurrenceId != event.start)
        addRow(tr("In place of"), EventWords::moment(*event.recurrenceId, local));
    addRow(tr("Place"), event.location);
    if (card.events.size() > 1)
        return; // a list of events, not of people
    addRow(tr("Organizer"), personWords(event.organizer));
    addPeople(event);
    addRow(tr("Comment"), event.comment);
    constexpr qsizetype enough = 300; // the message's text most often says the same
    addText(ShownText::lines(event.description, enough), true);
}

void InviteCardView::addPeople(const CalendarEvent &event)
{
    const size_t shown = std::min(event.attendees.size(), mostAttendees);
    for (size_t i = 0; i < shown; ++i) {
        const CalendarAttendee &person = event.attendees[i];
        const QString words =
            tr("%1: %2", "person, answer").arg(personWords(person), statusWords(person.status));
        addRow(i == 0 ? tr("People") : QString(),
               person.isOptional ? tr("%1 (need not come)", "person and answer").arg(words) : words);
    }
    const int more = int(event.attendees.size() - shown) + event.attendeesLeftOut;
    if (more > 0)
        addRow(QString(), tr("and %n more", "people", more));
}
