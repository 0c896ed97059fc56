// SPDX-License-Identifier: GPL-3.0-or-later
#include "MailEncodings.h"

#include <QByteArray>
#include <QString>

#include <algorithm>
#include <array>
#include <ctime>

namespace
{
constexpr std::size_t octetsOfLine = 57; // 76 letters of base64
constexpr std::size_t octetsOfWord = 42; // of an encoded word, at most 75 letters in all
} // namespace

bool isAscii(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
}

std::string base64(std::string_view octets)
{
    return QByteArray::fromRawData(octets.data(), qsizetype(octets.size())).toBase64().toStdString();
}

std::string base64Lines(std::string_view octets)
{
    std::string lines;
    lines.reserve(octets.size() * 7 / 5);
    for (; !octets.empty(); octets.remove_prefix(std::min(octets.size(), octetsOfLine)))
        lines += base64(octets.substr(0, octetsOfLine)) + "\r\n";
    return lines;
}

std::string quotedPrintable(std::string_view text)
{
    static const char digits[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size() * 5 / 4);
    std::size_t column = 0;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (c == '\n')
            column = 0;
        else if (column > 71) {
            out += "=\r\n";
            column = 0;
        }
        if (octet >= 128 || c == '=') {
            out += {'=', digits[octet >> 4], digits[octet & 15]};
            column += 3;
        } else {
            out += c;
            column += c != '\n';
        }
    }
    return out;
}

std::string headerText(std::string_view text)
{
    if (isAscii(text))
        return std::string(text);
    std::string out;
    while (!text.empty()) {
        std::size_t length = std::min(text.size(), octetsOfWord);
        while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
            --length; // a character stays whole
        out += (out.empty() ? "=?utf-8?B?" : "\r\n =?utf-8?B?") + base64(text.substr(0, length)) + "?=";
        text.remove_prefix(length);
    }
    return out;
}

std::string latin1(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size())).toLatin1().toStdString();
}

std::string mailDate(std::int64_t seconds, int hoursEast)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t local = std::time_t(seconds + hoursEast * 3'600);
    std::tm parts{};
    ::gmtime_r(&local, &parts);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d %c%02d00", days[parts.tm_wday],
                  parts.tm_mday, months[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                  parts.tm_sec, hoursEast < 0 ? '-' : '+', std::abs(hoursEast));
    return text.data();
}
