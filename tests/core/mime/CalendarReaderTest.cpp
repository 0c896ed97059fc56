// SPDX-License-Identifier: GPL-3.0-or-later
#include "CalendarMail.h"

#include <QFile>
#include <QTest>

namespace
{
using namespace calendarMail;
using Every = CalendarRule::Every;

QByteArray fileOf(const QString &name)
{
    QFile file(QStringLiteral(POPLAR_TEST_DATA "/cards/%1.eml").arg(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

CalendarEvent eventWith(const QByteArray &lines)
{
    return componentWith("VEVENT", lines);
}

CalendarRule ruleOf(const QByteArray &rule)
{
    const CalendarEvent event = eventWith("DTSTART:20261117T110000Z\r\nRRULE:" + rule + "\r\n");
    return event.rules.empty() ? CalendarRule() : event.rules[0];
}

using Weekdays = std::vector<std::pair<int, int>>;
} // namespace

class CalendarReaderTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void invitationHasAllThatItSays();
    void sameEventTwiceIsOneCard();
    void zoneOfTheMailItselfCounts();
    void zonesAreKnownByTheirNames_data();
    void zonesAreKnownByTheirNames();
    void zonesThatBeginBeforeTheCalendarAreWorkedOut();
    void unknownZoneFloats();
    void daysHaveNoTime();
    void whatIsCancelledNeedsNoBeginning();
    void durationGivesTheEnd();
    void answerHasItsComment();
    void rulesAreReadAsWordsNeedThem();
    void rulesThatWordsCannotSayAreMarked();
    void aCalendarThatWasCutIsReadAsFarAsItGoes();
    void olderCalendarsAreDecoded();
    void noMoreThanTenEventsAreRead();
    void endlessRulesAndZonesAreBounded();
    void countlessNamesOfZonesAreNotLookedUp();
    void brokenLinesAreHarmless();
};

void CalendarReaderTest::invitationHasAllThatItSays()
{
    const auto invites = invitesIn(fileOf(QStringLiteral("invite-weekly")));
    QVERIFY(!invites.empty());
    QCOMPARE(invites[0].part, QStringLiteral("1.2"));
    QCOMPARE(invites[0].method, QByteArray("REQUEST"));
    QCOMPARE(invites[0].events.size(), size_t(1));
    const CalendarEvent &event = invites[0].events[0];
    QCOMPARE(event.uid, QStringLiteral("review-20417@okafor.example"));
    QCOMPARE(event.summary, QStringLiteral("Lantern design review"));
    QCOMPARE(event.location, QStringLiteral("Pier room, second floor"));
    QCOMPARE(event.description, QStringLiteral("Agenda: housing, light curve.\nBring your sketches."));
    QCOMPARE(event.organizer.name, QStringLiteral("Mara Okafor"));
    QCOMPARE(event.organizer.address, QStringLiteral("mara@okafor.example"));
    QCOMPARE(event.attendees.size(), size_t(3));
    QCOMPARE(event.attendees[0].name, QStringLiteral("Vale, Robin"));
    QCOMPARE(event.attendees[0].address, QStringLiteral("robin@poplar.example"));
    QCOMPARE(event.attendees[0].status, QByteArray("NEEDS-ACTION"));
    QCOMPARE(event.attendees[1].address, QStringLiteral("jonas@pier.example"));
    QCOMPARE(event.attendees[1].status, QByteArray("ACCEPTED"));
    QVERIFY(event.attendees[1].isOptional);
    QCOMPARE(event.exceptions.size(), size_t(2));
    QCOMPARE(event.exceptions[0].seconds, secondsOf(2026, 12, 1, 11));
    QCOMPARE(event.rules.size(), size_t(1));
    QCOMPARE(event.rules[0].every, Every::Week);
    QCOMPARE(event.rules[0].interval, 2);
    QCOMPARE(event.rules[0].weekdays, (Weekdays{{0, 2}, {0, 4}}));
    QCOMPARE(event.rules[0].until->seconds, secondsOf(2027, 6, 17, 11));
    QVERIFY(!event.isCancelled);
}

void CalendarReaderTest::sameEventTwiceIsOneCard()
{
    QCOMPARE(invitesIn(fileOf(QStringLiteral("invite-weekly"))).size(), size_t(1));
}

void CalendarReaderTest::zoneOfTheMailItselfCounts()
{
    const CalendarEvent event = invitesIn(fileOf(QStringLiteral("invite-weekly")))[0].events[0];
    QCOMPARE(event.start.seconds, secondsOf(2026, 11, 17, 11)); // 14:00 in winter time
    QCOMPARE(event.start.offset, 3 * 3600);
    QCOMPARE(event.start.zone, QStringLiteral("Harbour Time"));
    QVERIFY(!event.start.isFloating);
    QCOMPARE(event.end->seconds, secondsOf(2026, 11, 17, 12, 30));
}

void CalendarReaderTest::zonesAreKnownByTheirNames_data()
{
    QTest::addColumn<QByteArray>("zone");
    QTest::newRow("IANA") << QByteArray("Europe/Berlin");
    QTest::newRow("with a program's name before it")
        << QByteArray("/freeassociation.sourceforge.net/Tzfile/Europe/Berlin");
    QTest::newRow("Windows") << QByteArray("\"W. Europe Standard Time\"");
}

void CalendarReaderTest::zonesAreKnownByTheirNames()
{
    QFETCH(QByteArray, zone);
    const CalendarEvent summer = eventWith("DTSTART;TZID=" + zone + ":20260714T100000\r\n");
    QCOMPARE(summer.start.seconds, secondsOf(2026, 7, 14, 8));
    const CalendarEvent winter = eventWith("DTSTART;TZID=" + zone + ":20261214T100000\r\n");
    QCOMPARE(winter.start.seconds, secondsOf(2026, 12, 14, 9));
}

// As Outlook writes them: from 1601 on.
void CalendarReaderTest::zonesThatBeginBeforeTheCalendarAreWorkedOut()
{
    const QByteArray zone =
        "BEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"
        "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;"
        "BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\n"
        "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;"
        "BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";
    const auto offsetOn = [&zone](const QByteArray &day) {
        return invitesIn(mailWith(zone + "BEGIN:VEVENT\r\nDTSTART;TZID=Own:" + day +
                                  "T100000\r\nEND:VEVENT\r\n"))[0]
            .events[0]
            .start.offset;
    };
    QCOMPARE(offsetOn("20260714"), 2 * 3600);
    QCOMPARE(offsetOn("20261214"), 3600);
    QCOMPARE(offsetOn("20260329"), 2 * 3600); // the very day of the change
}

void CalendarReaderTest::unknownZoneFloats()
{
    const CalendarEvent event = eventWith("DTSTART;TZID=Nowhere:20260714T100000\r\n");
    QVERIFY(event.start.isFloating);
    QCOMPARE(event.start.zone, QStringLiteral("Nowhere"));
    QCOMPARE(event.start.seconds, secondsOf(2026, 7, 14, 10));
    QVERIFY(eventWith("DTSTART:20260714T100000\r\n").start.isFloating);
    QVERIFY(!eventWith("DTSTART:20260714T100000Z\r\n").start.isFloating);
}

void CalendarReaderTest::daysHaveNoTime()
{
    const auto invites = invitesIn(fileOf(QStringLiteral("cancelled-day")));
    QCOMPARE(invites.size(), size_t(1));
    QCOMPARE(invites[0].method, QByteArray("CANCEL"));
    const CalendarEvent &event = invites[0].events[0];
    QVERIFY(event.isCancelled);
    QVERIFY(event.start.isDate);
    QCOMPARE(event.start.seconds, secondsOf(2027, 7, 3));
    QCOMPARE(event.end->seconds, secondsOf(2027, 7, 5));
    QCOMPARE(event.recurrenceId->seconds, secondsOf(2027, 7, 3));
}

void CalendarReaderTest::whatIsCancelledNeedsNoBeginning()
{
    const QByteArray event = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Party\r\nSTATUS:CANCELLED\r\nEND:VEVENT\r\n";
    const auto invites = invitesIn(mailWith("METHOD:CANCEL\r\n" + event));
    QCOMPARE(invites.size(), size_t(1));
    QCOMPARE(invites[0].events[0].summary, QStringLiteral("Party"));
    QCOMPARE(invites[0].events[0].start, CalendarTime());
    QVERIFY(invitesIn(mailWith(event)).empty());
}

void CalendarReaderTest::durationGivesTheEnd()
{
    const CalendarEvent event = eventWith("DTSTART:20260714T233000Z\r\nDURATION:P1DT45M\r\n");
    QCOMPARE(event.end->seconds, secondsOf(2026, 7, 16, 0, 15));
    QVERIFY(!eventWith("DTSTART:20260714T233000Z\r\nDURATION:-PT5M\r\n").end);
    QVERIFY(!eventWith("DTSTART:20260714T233000Z\r\nDURATION:P99999999D\r\n").end);
}

void CalendarReaderTest::answerHasItsComment()
{
    const InviteCard answer = invitesIn(fileOf(QStringLiteral("invite-answer")))[0];
    QCOMPARE(answer.method, QByteArray("REPLY"));
    QCOMPARE(answer.events[0].comment, QStringLiteral("I bring the bread."));
    QCOMPARE(answer.events[0].attendees[0].status, QByteArray("ACCEPTED"));
    QVERIFY(answer.events[0].start.isFloating);
}

void CalendarReaderTest::rulesAreReadAsWordsNeedThem()
{
    QCOMPARE(ruleOf("FREQ=DAILY;COUNT=5").count, 5);
    const CalendarRule last = ruleOf("FREQ=MONTHLY;BYDAY=-1FR");
    QCOMPARE(last.every, Every::Month);
    QCOMPARE(last.weekdays, (Weekdays{{-1, 5}}));
    QVERIFY(!last.hasMore);
    QCOMPARE(ruleOf("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2").weekdays, (Weekdays{{2, 1}}));
    const CalendarRule yearly = ruleOf("FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=15");
    QCOMPARE(yearly.months, (std::vector<int>{3, 9}));
    QCOMPARE(yearly.monthDays, std::vector<int>{15});
    QCOMPARE(ruleOf("FREQ=WEEKLY;BYDAY=SU").weekdays, (Weekdays{{0, 7}}));
}

void CalendarReaderTest::rulesThatWordsCannotSayAreMarked()
{
    QVERIFY(ruleOf("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1").hasMore);
    QVERIFY(ruleOf("FREQ=DAILY;BYHOUR=9,11").hasMore);
    QVERIFY(ruleOf("FREQ=YEARLY;BYWEEKNO=20").hasMore);
    QByteArray many = "FREQ=YEARLY;BYYEARDAY=1";
    for (int day = 2; day < 300; ++day)
        many += ',' + QByteArray::number(day);
    const CalendarRule cut = ruleOf(many);
    QCOMPARE(cut.every, Every::Year);
    QVERIFY(cut.hasMore);
}

void CalendarReaderTest::aCalendarThatWasCutIsReadAsFarAsItGoes()
{
    const auto invites =
        invitesIn("From: a@b.example\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n"
                  "BEGIN:VEVENT\r\nDTSTART:20260714T100000Z\r\nSUMMARY:Cut");
    QCOMPARE(invites.size(), size_t(1));
    QCOMPARE(invites[0].events[0].summary, QStringLiteral("Cut"));
}

void CalendarReaderTest::olderCalendarsAreDecoded()
{
    const CalendarEvent event = eventWith("DTSTART:20260714T100000Z\r\n"
                                          "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-8:Fr=C3=BChst=\r\n"
                                          "=C3=BCck\r\n");
    QCOMPARE(event.summary, QStringLiteral("Frühstück"));
}

void CalendarReaderTest::noMoreThanTenEventsAreRead()
{
    QByteArray events;
    for (int i = 0; i < 25; ++i)
        events +=
            "BEGIN:VEVENT\r\nUID:" + QByteArray::number(i) + "\r\nDTSTART:20260714T100000Z\r\nEND:VEVENT\r\n";
    const auto invites = invitesIn(mailWith(events));
    QCOMPARE(invites[0].events.size(), size_t(10));
    QCOMPARE(invites[0].leftOut, 15);
}

// Each of these is worked out to the end by a program that believes them.
void CalendarReaderTest::endlessRulesAndZonesAreBounded()
{
    QByteArray zones;
    for (int zone = 0; zone < 30; ++zone) {
        zones += "BEGIN:VTIMEZONE\r\nTZID:Z" + QByteArray::number(zone) + "\r\n";
        for (int i = 0; i < 50; ++i)
            zones += "BEGIN:STANDARD\r\nDTSTART:00010101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
                     "RRULE:FREQ=SECONDLY\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"
                     "RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=5MO;BYMONTHDAY=1\r\n"
                     "RRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=MO\r\nEND:STANDARD\r\n";
        zones += "END:VTIMEZONE\r\n";
    }
    for (int zone = 0; zone < 9; ++zone)
        zones += "BEGIN:VEVENT\r\nDTSTART;TZID=Z" + QByteArray::number(zone) +
                 ":99991231T235959\r\nEND:VEVENT\r\n";
    QByteArray event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Z1:99991231T235959\r\n"
                       "RRULE:FREQ=SECONDLY;BYSECOND=0,1,2,3;BYSETPOS=-366\r\nSUMMARY:";
    event += QByteArray(4 * 1024 * 1024, 'x') + "\r\n";
    for (int i = 0; i < 5000; ++i)
        event +=
            "ATTENDEE;CN=" + QByteArray::number(i) + ":mailto:a@b.example\r\nEXDATE:20260714T100000Z\r\n";
    const auto invites = invitesIn(mailWith(zones + event + "END:VEVENT\r\n"));
    QCOMPARE(invites.size(), size_t(1));
    QCOMPARE(invites[0].events.size(), size_t(10));
    QCOMPARE(invites[0].events[0].start.offset, 2 * 3600);
    QVERIFY(invites[0].events[9].summary.size() <= 8 * 1024);
    QVERIFY(invites[0].events[9].attendees.size() <= 100);
}

void CalendarReaderTest::countlessNamesOfZonesAreNotLookedUp()
{
    QByteArray lines = "DTSTART;TZID=Europe/Berlin:20260714T100000\r\n";
    for (int i = 0; i < 100; ++i)
        lines += "EXDATE;TZID=Nowhere/" + QByteArray::number(i) + ":20260714T100000\r\n";
    const CalendarEvent event = eventWith(lines);
    QCOMPARE(event.start.offset, 2 * 3600);
    QCOMPARE(event.exceptions.size(), size_t(100));
    QVERIFY(event.exceptions.back().isFloating);
}

void CalendarReaderTest::brokenLinesAreHarmless()
{
    QByteArray deep;
    for (int i = 0; i < 50000; ++i)
        deep += "BEGIN:VEVENT\r\n";
    QVERIFY(invitesIn(mailWith(deep)).empty());
    QVERIFY(invitesIn(mailWith("BEGIN:VEVENT\r\nDTSTART:soon\r\nEND:VEVENT\r\n")).empty());
    const CalendarEvent event = eventWith("DTSTART:20260714T100000Z\r\nDTEND:never\r\nRRULE:FREQ=NEVER\r\n"
                                          "ATTENDEE\r\n;;;:\r\n:x\r\nATTENDEE:\r\nORGANIZER;CN=\"open:x\r\n"
                                          "EXDATE:20261399T000000Z\r\nSTATUS:\r\n");
    QVERIFY(!event.end);
    QVERIFY(event.rules.empty());
    QVERIFY(event.exceptions.empty());
    QCOMPARE(event.start.seconds, secondsOf(2026, 7, 14, 10));
}

QTEST_GUILESS_MAIN(CalendarReaderTest)
#include "CalendarReaderTest.moc"
