// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessageDate.h"

#include "GMimeLibrary.h"
#include "Octets.h"

#include <gmime/gmime.h>

#include <QDate>

#include <array>
#include <vector>

namespace
{

constexpr qint64 day = 24 * 60 * 60;

// The first year in which there was mail between users of a computer.
constexpr int firstYear = 1965;

bool isDateDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isDateLetter(char c)
{
    return lowered(c) >= 'a' && lowered(c) <= 'z';
}

int numberOf(QByteArrayView digits)
{
    constexpr int tooLarge = 100000;
    int value = 0;
    for (const char c : digits) {
        if (!isDateDigit(c))
            return -1;
        value = std::min(value * 10 + (c - '0'), tooLarge);
    }
    return digits.isEmpty() ? -1 : value;
}

// What a date says, as far as it has been read.
struct Reading {
    int year = -1, month = -1, dayOfMonth = -1;
    int hour = -1, minute = 0, second = 0;
    int zoneMinutes = 0;
    bool hasZone = false;

    void takeTime(QByteArrayView word);
    void takeZone(QByteArrayView word);
    void takeNumber(QByteArrayView word);
    void takeIsoDate(QByteArrayView word);
    void takeWord(QByteArrayView word);
    std::optional<qint64> seconds() const;
};

void Reading::takeTime(QByteArrayView word)
{
    const qsizetype first = word.indexOf(':');
    const qsizetype second = word.indexOf(':', first + 1);
    hour = numberOf(word.first(first));
    minute = numberOf(second < 0 ? word.sliced(first + 1) : word.sliced(first + 1, second - first - 1));
    const qsizetype fraction = word.indexOf('.');
    const qsizetype end = fraction < 0 ? word.size() : fraction;
    this->second = second < 0 || second + 1 > end ? 0 : numberOf(word.sliced(second + 1, end - second - 1));
}

void Reading::takeZone(QByteArrayView word)
{
    const int value = numberOf(word.sliced(1));
    if (value < 0 || value > 1400)
        return;
    zoneMinutes = (value / 100 * 60 + value % 100) * (word[0] == '-' ? -1 : 1);
    hasZone = true;
}

// The first small number is the day, the other one the year; a year before 200 counts from 1900, as programs
// with the bug of the year 2000 do.
void Reading::takeNumber(QByteArrayView word)
{
    const int value = numberOf(word);
    if (value < 0)
        return;
    if (dayOfMonth < 0 && value >= 1 && value <= 31 && word.size() <= 2)
        dayOfMonth = value;
    else if (year < 0 && word.size() == 2)
        year = value + (value < 50 ? 2000 : 1900);
    else if (year < 0)
        year = value < 200 ? value + 1900 : value;
}

void Reading::takeIsoDate(QByteArrayView word)
{
    year = numberOf(word.first(4));
    month = numberOf(word.sliced(5, 2));
    dayOfMonth = numberOf(word.sliced(8, 2));
}

void Reading::takeWord(QByteArrayView word)
{
    static constexpr std::array months{"jan", "feb", "mar", "apr", "may", "jun",
                                       "jul", "aug", "sep", "oct", "nov", "dec"};
    for (size_t i = 0; i < months.size(); ++i) {
        if (month < 0 && startsIgnoringCase(word, months[i]))
            month = int(i) + 1;
    }
    if (sameIgnoringCase(word, "pm") && hour >= 1 && hour < 12)
        hour += 12;
    else if (sameIgnoringCase(word, "am") && hour == 12)
        hour = 0;
    struct Zone {
        const char *name;
        int hours;
    };
    static constexpr std::array zones{Zone{"gmt", 0},  Zone{"ut", 0},   Zone{"utc", 0},  Zone{"z", 0},
                                      Zone{"est", -5}, Zone{"edt", -4}, Zone{"cst", -6}, Zone{"cdt", -5},
                                      Zone{"mst", -7}, Zone{"mdt", -6}, Zone{"pst", -8}, Zone{"pdt", -7},
                                      Zone{"cet", 1},  Zone{"cest", 2}, Zone{"jst", 9}};
    for (const Zone &zone : zones) {
        if (!hasZone && sameIgnoringCase(word, zone.name)) {
            zoneMinutes = zone.hours * 60;
            hasZone = true;
        }
    }
}

std::optional<qint64> Reading::seconds() const
{
    const QDate date(year, month, dayOfMonth);
    if (!date.isValid() || year < firstYear || year > 9999)
        return std::nullopt;
    if (hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return std::nullopt;
    const qint64 days = QDate(1970, 1, 1).daysTo(date);
    return days * day + std::max(hour, 0) * 3600 + minute * 60 + second - zoneMinutes * 60;
}

bool isIsoDate(QByteArrayView word)
{
    return word.size() >= 10 && word[4] == '-' && word[7] == '-' && numberOf(word.first(4)) > 0 &&
           numberOf(word.sliced(5, 2)) > 0 && numberOf(word.sliced(8, 2)) > 0;
}

std::optional<qint64> parseTolerantly(QByteArrayView text)
{
    constexpr qsizetype longest = 200;
    text = text.first(std::min(text.size(), longest));
    Reading reading;
    const auto isInWord = [](char c) { return isDateDigit(c) || isDateLetter(c) || c == ':' || c == '.'; };
    qsizetype at = 0;
    while (at < text.size()) {
        if (isIsoDate(text.sliced(at))) {
            reading.takeIsoDate(text.sliced(at));
            at += 10;
            if (at < text.size() && lowered(text[at]) == 't')
                ++at;
            continue;
        }
        const bool isZone = (text[at] == '+' || text[at] == '-') && reading.hour >= 0;
        qsizetype end = at + 1;
        if (isZone || isInWord(text[at])) {
            // Digits and letters that touch are two words: "12:00:00Z", "3Sep2001".
            const bool isNumber = !isDateLetter(text[at]);
            while (end < text.size() && isInWord(text[end]) && isDateLetter(text[end]) != isNumber)
                ++end;
            const auto word = text.sliced(at, end - at);
            if (isZone)
                reading.takeZone(word);
            else if (!isNumber)
                reading.takeWord(word);
            else if (word.contains(':') && reading.hour < 0)
                reading.takeTime(word);
            else
                reading.takeNumber(word.endsWith('.') ? word.chopped(1) : word);
        }
        at = end;
    }
    return reading.seconds();
}

std::optional<qint64> parseStrictly(QByteArrayView text)
{
    startGMime();
    const QByteArray line = text.toByteArray();
    GDateTime *parsed = g_mime_utils_header_decode_date(line.constData());
    if (!parsed)
        return std::nullopt;
    const qint64 seconds = g_date_time_to_unix(parsed);
    const int year = g_date_time_get_year(parsed);
    g_date_time_unref(parsed);
    if (year < firstYear || year > 9999)
        return std::nullopt;
    return seconds;
}

} // namespace

std::optional<qint64> parseDate(QByteArrayView text, bool &isRepaired)
{
    isRepaired = false;
    if (const auto seconds = parseStrictly(text))
        return seconds;
    isRepaired = true;
    return parseTolerantly(text);
}

MessageDate dateOf(const HeaderBlock &header, qint64 received)
{
    // Around the first second of 1970 there is mail only from computers that do not know the time.
    const auto isBelievable = [received](qint64 seconds) {
        return (seconds > day || seconds < -day) && (received <= 0 || seconds <= received + day);
    };
    bool isRepaired = false;
    if (const auto raw = header.first("Date"); !raw.isEmpty()) {
        const auto seconds = parseDate(raw, isRepaired);
        if (seconds && isBelievable(*seconds))
            return {*seconds, isRepaired ? DateSource::Repaired : DateSource::DateField};
    }
    if (const auto raw = header.first("Received"); !raw.isEmpty()) {
        const auto seconds = parseDate(raw.sliced(raw.lastIndexOf(';') + 1), isRepaired);
        if (seconds && isBelievable(*seconds))
            return {*seconds, DateSource::Received};
    }
    return {std::max<qint64>(received, 0), DateSource::Arrival};
}
