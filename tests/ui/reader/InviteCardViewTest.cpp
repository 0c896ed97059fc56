// SPDX-License-Identifier: GPL-3.0-or-later
//
// Tasks and busy times as cards, and the dates that were added to a series. Invitations: CardListTest.
#include "InviteCardView.h"
#include "EnglishPlurals.h"
#include "InviteTitle.h"

#include <QApplication>
#include <QTest>

namespace
{
using Kind = CalendarEvent::Kind;

constexpr qint64 morning = 1794913200; // 2026-11-17 11:00 UTC
constexpr qint64 day = 86400;

CalendarTime at(qint64 seconds)
{
    CalendarTime time;
    time.seconds = seconds;
    return time;
}

InviteCard cardWith(Kind kind, const QByteArray &method)
{
    CalendarEvent event;
    event.kind = kind;
    if (kind != Kind::BusyTimes)
        event.summary = QStringLiteral("Paint the hull");
    InviteCard card;
    card.method = method;
    card.events = {event};
    return card;
}

QString wordsOf(const InviteCard &card)
{
    return InviteCardView(card, nullptr).words();
}
} // namespace

class InviteCardViewTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { EnglishPlurals::installFor(*qApp); }
    void taskIsNoEvent_data();
    void taskIsNoEvent();
    void taskSaysWhenItIsDueAndHowFarItIs();
    void helpersOfATaskMayBeOptional();
    void taskWithoutTimesHasNone();
    void busyTimesAreListedByTheirKind();
    void manyBusyTimesAreCounted();
    void addedDatesStandBelowTheRule();
};

void InviteCardViewTest::taskIsNoEvent_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("title");
    const auto row = [](const char *method, const char *answer, const char *title) {
        QTest::newRow(title) << QByteArray(method) << QByteArray(answer) << QString::fromUtf8(title);
    };
    row("", "", "Task");
    row("PUBLISH", "", "Task");
    row("REQUEST", "", "A task for you");
    row("CANCEL", "", "1 task cancelled");
    row("REPLY", "ACCEPTED", "A task was accepted");
    row("REPLY", "COMPLETED", "A task is done");
    row("REPLY", "IN-PROCESS", "A task was begun");
    row("COUNTER", "", "An answer about a task");
}

void InviteCardViewTest::taskIsNoEvent()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, answer);
    InviteCard card = cardWith(Kind::Task, method);
    if (!answer.isEmpty())
        card.events[0].attendees = {{QStringLiteral("Robin"), {}, answer, false}};
    const InviteCardView view(card, nullptr);
    QTEST(view.title(), "title");
    QVERIFY(view.words().startsWith(QStringLiteral("Paint the hull")));
}

void InviteCardViewTest::taskSaysWhenItIsDueAndHowFarItIs()
{
    InviteCard card = cardWith(Kind::Task, "REQUEST");
    card.events[0].start = at(morning);
    card.events[0].end = at(morning + 3 * day);
    card.events[0].percentDone = 40;
    const QString open = wordsOf(card);
    QVERIFY(open.contains(QStringLiteral("Begins: Tuesday, 17 November 2026, 11:00\n")));
    QVERIFY(open.contains(QStringLiteral("Due: Friday, 20 November 2026, 11:00\n")));
    QVERIFY(open.contains(QStringLiteral("State: 40 % done\n")));
    QVERIFY(!open.contains(QStringLiteral("When")));
    card.events[0].isDone = true;
    QVERIFY(wordsOf(card).contains(QStringLiteral("State: done\n")));
    card.events[0].completed = at(morning + day);
    QVERIFY(wordsOf(card).contains(QStringLiteral("State: done on Wednesday, 18 November 2026, 11:00\n")));
}

void InviteCardViewTest::helpersOfATaskMayBeOptional()
{
    InviteCard card = cardWith(Kind::Task, "REQUEST");
    card.events[0].attendees = {{QStringLiteral("Robin"), {}, "IN-PROCESS", false},
                                {QStringLiteral("Jonas"), {}, {}, true}};
    QVERIFY(wordsOf(card).contains(
        QStringLiteral("People: Robin: has begun\nJonas: no answer yet (need not help)\n")));
}

void InviteCardViewTest::taskWithoutTimesHasNone()
{
    QCOMPARE(wordsOf(cardWith(Kind::Task, {})), QStringLiteral("Paint the hull"));
}

void InviteCardViewTest::busyTimesAreListedByTheirKind()
{
    using Type = CalendarBusyTime::Kind;
    InviteCard card = cardWith(Kind::BusyTimes, "REPLY");
    CalendarEvent &event = card.events[0];
    event.start = at(morning);
    event.end = at(morning + 7 * day);
    event.organizer = {QStringLiteral("Mara"), {}, {}, false};
    event.attendees = {{QStringLiteral("Robin"), QStringLiteral("robin@poplar.example"), {}, false}};
    const InviteCardView nothing(card, nullptr);
    QCOMPARE(nothing.title(), QStringLiteral("When somebody has time"));
    QVERIFY(nothing.words().contains(QStringLiteral("No time in this period is taken.")));
    event.busyTimes = {{Type::Busy, at(morning), at(morning + 3600)},
                       {Type::Busy, at(morning + day), at(morning + day + 3600)},
                       {Type::Tentative, at(morning + 2 * day), at(morning + 2 * day + 3600)}};
    const QString words = wordsOf(card);
    QVERIFY(words.contains(
        QStringLiteral("Period: Tuesday, 17 November 2026, 11:00 – Tuesday, 24 November 2026, 11:00\n")));
    QVERIFY(words.contains(QStringLiteral("Asked by: Mara\nTimes of: Robin <robin@poplar.example>\n")));
    QVERIFY(words.contains(QStringLiteral("Busy: Tuesday, 17 November 2026, 11:00 – 12:00\n"
                                          "Wednesday, 18 November 2026, 11:00 – 12:00\n"
                                          "Perhaps busy: Thursday, 19 November 2026, 11:00 – 12:00")));
    QVERIFY(!words.contains(QStringLiteral("no title")));
    card.method = "PUBLISH";
    QVERIFY(wordsOf(card).contains(QStringLiteral("Times of: Mara\n")));
    card.method = "REQUEST";
    QCOMPARE(InviteTitle::of(card), QStringLiteral("Somebody asks when you have time"));
    QVERIFY(wordsOf(card).contains(QStringLiteral("Asked by: Mara\nAsked: Robin <robin@poplar.example>\n")));
}

void InviteCardViewTest::manyBusyTimesAreCounted()
{
    InviteCard card = cardWith(Kind::BusyTimes, "PUBLISH");
    card.events[0].busyTimes.resize(100, {CalendarBusyTime::Kind::Busy, at(morning), at(morning + 3600)});
    card.events[0].busyTimesLeftOut = 5;
    QVERIFY(wordsOf(card).endsWith(QStringLiteral("and 93 more")));
}

void InviteCardViewTest::addedDatesStandBelowTheRule()
{
    InviteCard card = cardWith(Kind::Event, "REQUEST");
    CalendarEvent &event = card.events[0];
    event.start = at(morning);
    CalendarTime whole = at(1795564800); // 2026-11-25
    whole.isDate = true;
    event.additions = {at(morning + 3 * day), at(morning + 4 * day + 1800), whole};
    QVERIFY(wordsOf(card).contains(
        QStringLiteral("Also on: Friday, 20 November 2026; Saturday, 21 November 2026, "
                       "11:30; Wednesday, 25 November 2026\n")));
}

QTEST_MAIN(InviteCardViewTest)
#include "InviteCardViewTest.moc"
