// SPDX-License-Identifier: GPL-3.0-or-later
#include "CalendarText.h"

#include "ContentLine.h"
#include "Octets.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace
{

constexpr qsizetype maxWords = 8 * 1024; // octets of a description
constexpr qsizetype maxField = 1024;     // of anything else
constexpr qsizetype maxRule = 400;       // of a recurrence rule
constexpr qsizetype maxBusy = 16 * 1024; // of somebody's busy times
constexpr int maxRepeated = 100;         // EXDATE and RDATE lines of an event, lines of a time zone
constexpr int maxRules = 5;              // of an event
constexpr int maxZoneRules = 8;          // of a time zone
constexpr size_t maxOpen = 8;            // components within components

bool isNamed(QByteArrayView name, std::initializer_list<const char *> names)
{
    return std::any_of(names.begin(), names.end(), [name](const char *other) { return name == other; });
}

// Cut between letters of UTF-8.
QByteArray bounded(const QByteArray &text, qsizetype most)
{
    if (text.size() <= most)
        return text;
    qsizetype end = most;
    while (end > 0 && (uchar(text[end]) & 0xc0) == 0x80)
        --end;
    if (end > 0 && text[end - 1] == '\\')
        --end;
    return text.first(end);
}

// Whole values of a list as long as they fit.
QByteArray boundedList(const QByteArray &list, qsizetype most, int &leftOut)
{
    if (list.size() <= most)
        return list;
    const qsizetype end = std::max<qsizetype>(list.lastIndexOf(',', most), 0);
    leftOut += int(std::count(list.begin() + end, list.end(), ',')) + (end == 0 ? 1 : 0);
    return list.first(end);
}

// Parts of the rule as long as they fit; the first, which says how often, always does.
QByteArray boundedRule(const QByteArray &rule, bool &wasCut)
{
    QByteArrayList kept;
    qsizetype size = 0;
    for (const QByteArray &part : rule.first(std::min<qsizetype>(rule.size(), 16 * 1024)).split(';')) {
        size += part.size() + 1;
        if (size > maxRule && !kept.isEmpty()) {
            wasCut = true;
            size -= part.size() + 1;
        } else {
            kept.append(part.first(std::min(part.size(), maxRule)));
        }
    }
    return kept.join(';');
}

bool isNumberWithin(const QByteArray &text, int lowest, int highest)
{
    bool isNumber = false;
    const int number = text.toInt(&isNumber);
    return isNumber && number >= lowest && number <= highest;
}

// Days that the month has in every year, so that nobody looks for one that never comes.
bool areDaysOf(int month, const QByteArray &list)
{
    static constexpr std::array days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const QByteArrayList all = list.split(',');
    const int last = days[size_t(month - 1)];
    return all.size() <= 7 && std::all_of(all.begin(), all.end(), [last](const QByteArray &day) {
               return isNumberWithin(day, 1, last) || isNumberWithin(day, -last, -1);
           });
}

// A change of summer time: yearly, in one month, on a weekday of it or on certain days. No zone needs more,
// and each of these really comes in some years.
bool isRuleOfZone(const QByteArray &rule)
{
    static const QRegularExpression weekday(
        QRegularExpression::anchoredPattern(QStringLiteral("[+-]?[1-5]?(?:MO|TU|WE|TH|FR|SA|SU)")));
    static const std::set<QByteArray> known{"FREQ", "INTERVAL", "COUNT",      "UNTIL",
                                            "WKST", "BYMONTH",  "BYMONTHDAY", "BYDAY"};
    if (rule.size() > maxRule)
        return false;
    std::map<QByteArray, QByteArray> parts;
    for (const QByteArray &part : rule.trimmed().toUpper().split(';')) {
        const qsizetype equals = part.indexOf('=');
        if (equals < 0 || !known.contains(part.first(equals)) ||
            !parts.emplace(part.first(equals), part.sliced(equals + 1)).second)
            return false;
    }
    const QByteArray day = parts["BYDAY"];
    const QByteArray monthDays = parts["BYMONTHDAY"];
    const bool isPlain = parts["INTERVAL"].isEmpty() || parts["INTERVAL"] == "1";
    if (parts["FREQ"] != "YEARLY" || !isPlain || !isNumberWithin(parts["BYMONTH"], 1, 12) ||
        (day.isEmpty() && monthDays.isEmpty()))
        return false;
    if (!monthDays.isEmpty() && !areDaysOf(parts["BYMONTH"].toInt(), monthDays))
        return false;
    const bool isWeekday = weekday.match(QString::fromLatin1(day)).hasMatch();
    return day.isEmpty() || (isWeekday && (monthDays.isEmpty() || day.size() == 2));
}

// Rules are worked out from the first year on. Nobody is invited to an event before 1970.
QByteArray notBeforeMail(const QByteArray &time)
{
    constexpr int firstYear = 1970;
    const bool isOld = time.size() >= 8 && isNumberWithin(time.first(4), 0, firstYear - 1);
    return isOld ? QByteArray::number(firstYear) + time.sliced(4) : time;
}

// What a card shows (RFC 5545 §3.6).
bool isShown(QByteArrayView component)
{
    return isNamed(component, {"VEVENT", "VTODO", "VFREEBUSY"});
}

class Sorting
{
public:
    void take(const ContentLine &line);
    CalendarText result();

private:
    void begin(const QByteArray &component);
    void end(const QByteArray &component);
    void takeOfEvent(const ContentLine &line);
    void takeRepeated(const ContentLine &line);
    void takeOfZone(const ContentLine &line);
    void closeEvent();
    void closeZone();
    bool isDirectlyIn(const char *component) const { return !m_open.empty() && m_open.back() == component; }

    CalendarText m_result;
    std::vector<QByteArray> m_open;
    int m_tooDeep = 0;
    CalendarText::Event m_event;
    QByteArray m_component; // that m_event is
    QByteArray m_zone;
    qsizetype m_busyRoom = 0;
    int m_attendees = 0, m_repeated = 0, m_rules = 0, m_lines = 0;
};

void Sorting::take(const ContentLine &line)
{
    const QByteArray component = QByteArrayView(line.value).trimmed().toByteArray().toUpper();
    if (line.name == "BEGIN")
        begin(component);
    else if (line.name == "END")
        end(component);
    else if (m_tooDeep > 0)
        return;
    else if (!m_open.empty() && isShown(m_open.back()))
        takeOfEvent(line);
    else if (std::find(m_open.begin(), m_open.end(), "VTIMEZONE") != m_open.end())
        takeOfZone(line);
    else if (line.name == "METHOD" && m_result.method.isEmpty())
        m_result.method = component.first(std::min<qsizetype>(component.size(), 32));
}

void Sorting::begin(const QByteArray &component)
{
    if (m_tooDeep > 0 || m_open.size() == maxOpen) {
        ++m_tooDeep;
        return;
    }
    m_open.push_back(component);
    m_lines = component == "VTIMEZONE" ? 0 : m_lines;
    if (isShown(component)) {
        m_component = component;
        m_event = {};
        m_event.text = "BEGIN:" + component + "\r\n";
        m_attendees = m_repeated = m_rules = 0;
        m_busyRoom = maxBusy;
    } else if (component == "VTIMEZONE") {
        m_zone = "BEGIN:VTIMEZONE\r\n";
        m_rules = 0;
    } else if ((component == "STANDARD" || component == "DAYLIGHT") && m_open.size() > 1 &&
               m_open[m_open.size() - 2] == "VTIMEZONE") {
        m_zone += "BEGIN:" + component + "\r\n";
    }
}

void Sorting::end(const QByteArray &component)
{
    if (m_tooDeep > 0) {
        --m_tooDeep;
        return;
    }
    if (m_open.empty() || m_open.back() != component)
        return; // of nothing that was begun
    m_open.pop_back();
    if (isShown(component))
        closeEvent();
    else if (component == "VTIMEZONE")
        closeZone();
    else if ((component == "STANDARD" || component == "DAYLIGHT") && isDirectlyIn("VTIMEZONE"))
        m_zone += "END:" + component + "\r\n";
}

void Sorting::closeEvent()
{
    if (m_result.events.size() == CalendarText::maxEvents) {
        ++m_result.leftOut;
        return;
    }
    m_event.text += "END:" + m_component + "\r\n";
    m_result.events.push_back(std::move(m_event));
    m_event = {};
}

void Sorting::closeZone()
{
    if (m_result.zones.size() < CalendarText::maxZones)
        m_result.zones.push_back(m_zone + "END:VTIMEZONE\r\n");
    m_zone.clear();
}

void Sorting::takeOfEvent(const ContentLine &line)
{
    if (m_result.events.size() == CalendarText::maxEvents)
        return;
    const bool isText = isNamed(line.name, {"SUMMARY", "LOCATION", "DESCRIPTION", "COMMENT"});
    const bool isTime =
        isNamed(line.name, {"DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "DUE", "COMPLETED"});
    QByteArray value = line.value;
    if (isText) {
        // vCalendar 1.0 encodes; what is decoded is written as iCalendar has it.
        if (line.isQuotedPrintable())
            value = line.text().toUtf8().replace("\r\n", "\n").replace('\n', "\\n");
        value = bounded(value, maxWords);
        m_event.text += line.name + ':' + value + "\r\n";
        return;
    }
    if (line.name == "RRULE") {
        if (++m_rules > maxRules)
            m_event.hasCutRule = true;
        else
            m_event.text += "RRULE:" + boundedRule(value, m_event.hasCutRule) + "\r\n";
        return;
    }
    if (line.name == "ATTENDEE" && ++m_attendees > CalendarText::maxAttendees) {
        ++m_event.attendeesLeftOut;
        return;
    }
    if (line.head.size() > maxField)
        return;
    if (isTime || isNamed(line.name, {"UID", "STATUS", "ORGANIZER", "ATTENDEE", "PERCENT-COMPLETE"}))
        m_event.text += line.head + ':' + bounded(value, maxField) + "\r\n";
    else
        takeRepeated(line);
}

// Lists of times.
void Sorting::takeRepeated(const ContentLine &line)
{
    int leftOut = 0;
    QByteArray list;
    if (line.name == "FREEBUSY") {
        list = boundedList(line.value, m_busyRoom, m_event.busyTimesLeftOut);
        m_busyRoom -= std::min(m_busyRoom, list.size() + line.head.size());
    } else if (isNamed(line.name, {"EXDATE", "RDATE"}) && ++m_repeated <= maxRepeated) {
        list = boundedList(line.value, maxField, leftOut);
    }
    if (!list.isEmpty())
        m_event.text += line.head + ':' + list + "\r\n";
}

void Sorting::takeOfZone(const ContentLine &line)
{
    if (++m_lines > 6 * maxRepeated || line.value.size() > maxField || line.head.size() > maxField)
        return;
    const bool isInObservance = isDirectlyIn("STANDARD") || isDirectlyIn("DAYLIGHT");
    if (line.name == "RRULE") {
        if (!isInObservance || !isRuleOfZone(line.value) || ++m_rules > maxZoneRules)
            return;
    } else if (!isNamed(line.name, {"DTSTART", "RDATE", "TZOFFSETFROM", "TZOFFSETTO"})
                   ? !(line.name == "TZID" && isDirectlyIn("VTIMEZONE"))
                   : !isInObservance) {
        return;
    }
    const QByteArray value = line.name == "DTSTART" ? notBeforeMail(line.value) : line.value;
    m_zone += line.head + ':' + value + "\r\n";
}

CalendarText Sorting::result()
{
    // A calendar that was cut: what has begun counts as it is.
    if (std::any_of(m_open.begin(), m_open.end(), isShown) && !m_event.text.isEmpty())
        closeEvent();
    return std::move(m_result);
}

} // namespace

CalendarText sortOutCalendar(QByteArrayView text)
{
    ContentLines lines(text);
    Sorting sorting;
    ContentLine line;
    while (lines.next(line))
        sorting.take(line);
    return sorting.result();
}
