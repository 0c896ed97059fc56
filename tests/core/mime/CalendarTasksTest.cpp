// SPDX-License-Identifier: GPL-3.0-or-later
//
// What calendars send beside single events: dates added to a series, tasks, busy times; and the names of
// calendars that have none.
#include "CalendarMail.h"

#include <QTest>

namespace
{
using namespace calendarMail;
using Kind = CalendarEvent::Kind;

QList<qint64> listOf(const std::vector<CalendarTime> &times)
{
    QList<qint64> list;
    for (const CalendarTime &time : times)
        list += time.seconds;
    return list;
}

QString nameOf(const QByteArray &header, const QByteArray &calendar)
{
    const auto attachments =
        MimeMessage("From: a@b.example\r\n" + header + "\r\n\r\n" + calendar).body({}, 0).attachments;
    return attachments.empty() ? QString() : attachments[0].name;
}
} // namespace

class CalendarTasksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addedDatesAreRead();
    void listsAreCutBetweenTheirDates();
    void taskSaysWhenItIsDue();
    void taskSaysHowFarItIs_data();
    void taskSaysHowFarItIs();
    void taskNeedsNoTimesButWords();
    void busyTimesAreRead();
    void busyTimesMayBeAskedFor();
    void busyTimesAreBounded();
    void namelessCalendarsAreNamedByTheirMethod();
};

void CalendarTasksTest::addedDatesAreRead()
{
    const CalendarEvent event =
        componentWith("VEVENT", "DTSTART:20261117T110000Z\r\nRDATE:20261120T110000Z,20261123T110000Z\r\n"
                                "RDATE;TZID=Europe/Berlin:20261124T110000\r\n"
                                "RDATE;VALUE=PERIOD:20261125T110000Z/PT1H\r\nRDATE;VALUE=DATE:20261126\r\n"
                                "RDATE:later\r\n");
    QCOMPARE(listOf(event.additions), (QList<qint64>{secondsOf(2026, 11, 20, 11), secondsOf(2026, 11, 23, 11),
                                                     secondsOf(2026, 11, 24, 10), secondsOf(2026, 11, 25, 11),
                                                     secondsOf(2026, 11, 26)}));
    QVERIFY(event.additions[4].isDate);
    QVERIFY(event.exceptions.empty());
}

// A time that is cut in its middle is another time.
void CalendarTasksTest::listsAreCutBetweenTheirDates()
{
    QByteArray dates = "20261120T110000Z";
    for (int i = 0; i < 99; ++i)
        dates += ",20261120T110000Z";
    const CalendarEvent event = componentWith("VEVENT", "DTSTART:20261117T110000Z\r\nEXDATE:" + dates +
                                                            "\r\nRDATE:" + dates + "\r\n");
    for (const auto &list : {event.exceptions, event.additions}) {
        QVERIFY(list.size() > 50);
        for (const CalendarTime &time : list)
            QCOMPARE(time.seconds, secondsOf(2026, 11, 20, 11));
    }
}

void CalendarTasksTest::taskSaysWhenItIsDue()
{
    const CalendarEvent task = componentWith(
        "VTODO", "SUMMARY:Paint the hull\r\nDTSTART:20261117T080000Z\r\n"
                 "DUE;TZID=Europe/Berlin:20261120T170000\r\nORGANIZER:mailto:mara@okafor.example\r\n"
                 "ATTENDEE;PARTSTAT=IN-PROCESS:mailto:robin@poplar.example\r\n");
    QVERIFY(task.kind == Kind::Task);
    QCOMPARE(task.summary, QStringLiteral("Paint the hull"));
    QCOMPARE(task.start.seconds, secondsOf(2026, 11, 17, 8));
    QCOMPARE(task.end->seconds, secondsOf(2026, 11, 20, 16));
    QCOMPARE(task.attendees[0].status, QByteArray("IN-PROCESS"));
    QVERIFY(!task.isDone);
    const CalendarEvent lasting = componentWith("VTODO", "DTSTART:20261117T080000Z\r\nDURATION:P2D\r\n");
    QCOMPARE(lasting.end->seconds, secondsOf(2026, 11, 19, 8));
}

void CalendarTasksTest::taskSaysHowFarItIs_data()
{
    QTest::addColumn<QByteArray>("lines");
    QTest::addColumn<int>("percent");
    QTest::addColumn<bool>("isDone");
    QTest::addColumn<bool>("isCancelled");
    QTest::newRow("nothing told") << QByteArray() << 0 << false << false;
    QTest::newRow("begun") << QByteArray("STATUS:IN-PROCESS\r\nPERCENT-COMPLETE:40\r\n") << 40 << false
                           << false;
    QTest::newRow("done") << QByteArray("STATUS:COMPLETED\r\n") << 0 << true << false;
    QTest::newRow("all of it") << QByteArray("PERCENT-COMPLETE:100\r\n") << 100 << true << false;
    QTest::newRow("since when") << QByteArray("COMPLETED:20261118T100000Z\r\n") << 0 << true << false;
    QTest::newRow("more than all") << QByteArray("PERCENT-COMPLETE:4000\r\n") << 100 << true << false;
    QTest::newRow("no number") << QByteArray("PERCENT-COMPLETE:much\r\n") << 0 << false << false;
    QTest::newRow("cancelled") << QByteArray("STATUS:CANCELLED\r\n") << 0 << false << true;
}

void CalendarTasksTest::taskSaysHowFarItIs()
{
    QFETCH(QByteArray, lines);
    const CalendarEvent task = componentWith("VTODO", "SUMMARY:Paint\r\n" + lines);
    QVERIFY(task.kind == Kind::Task);
    QTEST(task.percentDone, "percent");
    QTEST(task.isDone, "isDone");
    QTEST(task.isCancelled, "isCancelled");
    QCOMPARE(task.completed.has_value(), lines.startsWith("COMPLETED"));
}

void CalendarTasksTest::taskNeedsNoTimesButWords()
{
    const CalendarEvent task = componentWith("VTODO", "SUMMARY:Paint\r\n");
    QCOMPARE(task.start, CalendarTime());
    QVERIFY(!task.end);
    QVERIFY(componentWith("VTODO", "DUE;VALUE=DATE:20261120\r\n").end->isDate);
    QVERIFY(invitesIn(mailWith("BEGIN:VTODO\r\nUID:1\r\nEND:VTODO\r\n")).empty());
}

void CalendarTasksTest::busyTimesAreRead()
{
    const CalendarEvent busy = componentWith(
        "VFREEBUSY",
        "ORGANIZER:mailto:mara@okafor.example\r\nDTSTART:20261117T000000Z\r\nDTEND:20261124T000000Z\r\n"
        "FREEBUSY:20261117T080000Z/20261117T093000Z,20261118T080000Z/PT1H\r\n"
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261119T080000Z/PT1H\r\n"
        "FREEBUSY;FBTYPE=busy-unavailable:20261120T000000Z/P1D\r\n"
        "FREEBUSY;FBTYPE=FREE:20261121T080000Z/PT2H\r\n"
        "FREEBUSY:20261122T080000Z/-PT2H,20261122T080000Z/20261122T070000Z,soon\r\n");
    using Type = CalendarBusyTime::Kind;
    QVERIFY(busy.kind == Kind::BusyTimes);
    QCOMPARE(busy.end->seconds, secondsOf(2026, 11, 24));
    QCOMPARE(busy.busyTimes.size(), size_t(5));
    QCOMPARE(busy.busyTimes[0].end.seconds, secondsOf(2026, 11, 17, 9, 30));
    QCOMPARE(busy.busyTimes[1].end.seconds, secondsOf(2026, 11, 18, 9));
    QVERIFY(busy.busyTimes[1].kind == Type::Busy);
    QVERIFY(busy.busyTimes[2].kind == Type::Tentative);
    QVERIFY(busy.busyTimes[3].kind == Type::Unavailable);
    QVERIFY(busy.busyTimes[4].kind == Type::Free);
    QCOMPARE(busy.busyTimesLeftOut, 0);
}

void CalendarTasksTest::busyTimesMayBeAskedFor()
{
    const auto asked =
        invitesIn(mailWith("METHOD:REQUEST\r\nBEGIN:VFREEBUSY\r\nUID:1\r\nDTSTART:20261117T000000Z\r\n"
                           "DTEND:20261124T000000Z\r\nEND:VFREEBUSY\r\n"));
    QCOMPARE(asked.size(), size_t(1));
    QVERIFY(asked[0].events[0].busyTimes.empty());
}

void CalendarTasksTest::busyTimesAreBounded()
{
    QByteArray lines;
    for (int i = 0; i < 3000; ++i)
        lines += "FREEBUSY:20261117T080000Z/PT1H,20261118T080000Z/PT1H\r\n";
    const CalendarEvent busy = componentWith("VFREEBUSY", "DTSTART:20261117T000000Z\r\n" + lines);
    QCOMPARE(busy.busyTimes.size(), size_t(200));
    QCOMPARE(busy.busyTimesLeftOut, 5800);
}

void CalendarTasksTest::namelessCalendarsAreNamedByTheirMethod()
{
    const QByteArray event = "BEGIN:VEVENT\r\nDTSTART:20261117T110000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    const QByteArray request = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n" + event;
    const QByteArray plain = "BEGIN:VCALENDAR\r\n" + event;
    QCOMPARE(nameOf("Content-Type: text/calendar", request), QStringLiteral("invite.ics"));
    QCOMPARE(nameOf("Content-Type: text/calendar; method=request", plain), QStringLiteral("invite.ics"));
    QCOMPARE(nameOf("Content-Type: text/calendar", plain), QStringLiteral("event.ics"));
    QCOMPARE(nameOf("Content-Type: text/calendar; name=party.ics", request), QStringLiteral("party.ics"));
}

QTEST_GUILESS_MAIN(CalendarTasksTest)
#include "CalendarTasksTest.moc"
