// SPDX-License-Identifier: GPL-3.0-or-later
#include "TransferEncoding.h"

#include "Octets.h"

#include <algorithm>
#include <array>

namespace
{

constexpr std::array<qint8, 256> base64Values()
{
    std::array<qint8, 256> values{};
    values.fill(-1);
    constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < 64; ++i)
        values[quint8(alphabet[i])] = qint8(i);
    return values;
}

constexpr auto valueOf = base64Values();

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char letter = lowered(c);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

// A soft line break after '=' at `at` (blanks may stand before the line's end): the offset behind it, or -1.
qsizetype softBreakEnd(QByteArrayView text, qsizetype at)
{
    while (at < text.size() && isBlank(text[at]))
        ++at;
    if (at == text.size())
        return at;
    if (text[at] == '\n')
        return at + 1;
    if (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n')
        return at + 2;
    return -1;
}

// After padding base64 goes on where a sender has concatenated chunks; other text (a mailing list's footer)
// ends it. Returns where it goes on, or the size of `text`.
qsizetype nextChunk(QByteArrayView text, qsizetype at)
{
    constexpr qsizetype fullLine = 60;
    constexpr qsizetype examined = 128;
    while (at < text.size() && (text[at] == '=' || isBlank(text[at]) || text[at] == '\r' || text[at] == '\n'))
        ++at;
    const auto rest = text.sliced(at, std::min(text.size() - at, examined));
    if (rest.isEmpty())
        return text.size();
    auto line = lineAt(rest, 0);
    while (!line.isEmpty() && isBlank(line.back()))
        line.chop(1);
    const bool isBase64 =
        std::all_of(line.begin(), line.end(), [](char c) { return valueOf[uchar(c)] >= 0 || c == '='; });
    return isBase64 && (line.size() % 4 == 0 || line.size() >= fullLine) ? at : text.size();
}

void decodeUuLine(QByteArrayView line, QByteArray &result)
{
    const auto six = [line](qsizetype i) { return i < line.size() ? quint32(line[i] - ' ') & 63 : 0U; };
    qsizetype wanted = six(0);
    // Blanks at the end, which stand for zeros, are often lost. Where most of a line is missing nobody lost
    // blanks, and lines of one character each must not become twenty times as much.
    const bool mayHaveLostBlanks = line.size() > wanted / 2;
    for (qsizetype i = 1; wanted > 0 && (i < line.size() || mayHaveLostBlanks); i += 4) {
        const quint32 word = six(i) << 18 | six(i + 1) << 12 | six(i + 2) << 6 | six(i + 3);
        for (int shift = 16; shift >= 0 && wanted > 0; shift -= 8, --wanted)
            result.append(char(word >> shift & 255));
    }
}

QByteArray decodeUuencode(QByteArrayView text)
{
    QByteArray result;
    bool begun = false;
    for (qsizetype at = 0; at < text.size(); at = lineEnd(text, at) + 1) {
        const auto line = lineAt(text, at);
        if (!begun)
            begun = line.startsWith("begin ");
        else if (line == QByteArrayView("end"))
            break;
        else if (!line.isEmpty())
            decodeUuLine(line, result);
    }
    return begun ? result : text.toByteArray();
}

} // namespace

TransferEncoding transferEncodingOf(QByteArrayView fieldValue)
{
    qsizetype end = 0;
    while (end < fieldValue.size() && !isBlank(fieldValue[end]) && fieldValue[end] != ';' &&
           fieldValue[end] != '\r' && fieldValue[end] != '\n')
        ++end;
    auto name = fieldValue.first(end);
    if (name.size() > 2 && name.startsWith('"') && name.endsWith('"'))
        name = name.sliced(1).chopped(1);
    if (sameIgnoringCase(name, "base64"))
        return TransferEncoding::Base64;
    if (sameIgnoringCase(name, "quoted-printable"))
        return TransferEncoding::QuotedPrintable;
    if (sameIgnoringCase(name, "x-uuencode") || sameIgnoringCase(name, "uuencode") ||
        sameIgnoringCase(name, "x-uue"))
        return TransferEncoding::Uuencode;
    return TransferEncoding::Identity;
}

// Padding ends one chunk and not the body: senders concatenate chunks that were each padded by themselves.
QByteArray decodeBase64(QByteArrayView text)
{
    QByteArray result(text.size() / 4 * 3 + 3, Qt::Uninitialized);
    char *out = result.data();
    quint32 word = 0;
    int digits = 0;
    const auto *begin = reinterpret_cast<const uchar *>(text.data());
    const auto *end = begin + text.size();
    const auto *at = begin;
    const auto flush = [&] {
        if (digits >= 2)
            *out++ = char(word >> (digits * 6 - 8));
        if (digits == 3)
            *out++ = char(word >> 2);
        digits = 0;
        word = 0;
    };
    while (at < end) {
        if (digits == 0 && end - at >= 4) {
            const int a = valueOf[at[0]], b = valueOf[at[1]], c = valueOf[at[2]], d = valueOf[at[3]];
            if ((a | b | c | d) >= 0) {
                const quint32 four = quint32(a) << 18 | quint32(b) << 12 | quint32(c) << 6 | quint32(d);
                *out++ = char(four >> 16);
                *out++ = char(four >> 8);
                *out++ = char(four);
                at += 4;
                continue;
            }
        }
        const int value = valueOf[*at];
        if (value >= 0) {
            word = word << 6 | quint32(value);
            if (++digits == 4) {
                *out++ = char(word >> 16);
                *out++ = char(word >> 8);
                *out++ = char(word);
                digits = 0;
                word = 0;
            }
        } else if (*at == '=') {
            flush();
            at = begin + nextChunk(text, at - begin);
            continue;
        }
        ++at;
    }
    flush();
    result.truncate(out - result.constData());
    return result;
}

QByteArray decodeQuotedPrintable(QByteArrayView text, bool underscoreIsSpace)
{
    QByteArray result(text.size(), Qt::Uninitialized);
    char *out = result.data();
    qsizetype at = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '_' && underscoreIsSpace) {
            *out++ = ' ';
            ++at;
            continue;
        }
        if (c != '=') {
            *out++ = c;
            ++at;
            continue;
        }
        const int high = at + 2 < text.size() ? hexValue(text[at + 1]) : -1;
        const int low = at + 2 < text.size() ? hexValue(text[at + 2]) : -1;
        if (high >= 0 && low >= 0) {
            *out++ = char(high << 4 | low);
            at += 3;
            continue;
        }
        const qsizetype next = softBreakEnd(text, at + 1);
        if (next >= 0) {
            at = next;
            continue;
        }
        *out++ = c; // not an escape: shown as it stands
        ++at;
    }
    result.truncate(out - result.constData());
    return result;
}

QByteArray decodeTransfer(QByteArrayView content, TransferEncoding encoding)
{
    switch (encoding) {
    case TransferEncoding::Base64:
        return decodeBase64(content);
    case TransferEncoding::QuotedPrintable:
        return decodeQuotedPrintable(content);
    case TransferEncoding::Uuencode:
        return decodeUuencode(content);
    case TransferEncoding::Identity:
        break;
    }
    return content.toByteArray();
}
