// SPDX-License-Identifier: GPL-3.0-or-later
#include "CompressedRtf.h"

#include "OctetReader.h"

#include <array>
#include <cstring>

namespace
{

constexpr qsizetype dictionarySize = 4096;

// What the dictionary holds at the beginning ([MS-OXRTFCP] §2.1.3.1.1).
constexpr char initialText[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    "\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    "\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

class Dictionary
{
public:
    Dictionary() { std::memcpy(m_octets.data(), initialText, sizeof(initialText) - 1); }

    qsizetype writeAt() const { return m_writeAt; }
    char at(qsizetype place) const { return m_octets[size_t(place % dictionarySize)]; }
    void add(char octet)
    {
        m_octets[size_t(m_writeAt)] = octet;
        m_writeAt = (m_writeAt + 1) % dictionarySize;
    }

private:
    std::array<char, dictionarySize> m_octets{};
    qsizetype m_writeAt = sizeof(initialText) - 1;
};

} // namespace

CompressedRtf readCompressedRtf(QByteArrayView bytes)
{
    constexpr quint32 compressed = 0x75465A4C; // "LZFu"
    constexpr quint32 plain = 0x414C454D;      // "MELA"
    constexpr int smallestMatch = 2;
    OctetReader reader(bytes);
    CompressedRtf result;
    reader.number<quint32>(); // size of what follows: the property has its own
    const qsizetype wanted = reader.number<quint32>();
    const auto form = reader.number<quint32>();
    reader.number<quint32>(); // checksum: broken text is better than none
    if (form == plain) {
        result.rtf = reader.take(std::min({wanted, reader.left(), CompressedRtf::maxSize})).toByteArray();
        result.wasCut = result.rtf.size() < wanted;
        return result;
    }
    if (form != compressed) {
        result.wasCut = true;
        return result;
    }
    Dictionary dictionary;
    const auto add = [&](char octet) {
        result.rtf += octet;
        dictionary.add(octet);
    };
    while (!reader.isAtEnd()) {
        const auto flags = reader.number<quint8>();
        for (int bit = 0; bit < 8 && !reader.isAtEnd(); ++bit) {
            if (result.rtf.size() >= CompressedRtf::maxSize) {
                result.wasCut = true;
                return result;
            }
            if ((flags >> bit & 1) == 0) {
                add(char(reader.number<quint8>()));
                continue;
            }
            const int high = reader.number<quint8>();
            const int low = reader.number<quint8>();
            const qsizetype from = high << 4 | low >> 4;
            if (reader.wasCut())
                break;
            if (from == dictionary.writeAt())
                return result; // the end is a reference to what is not written yet
            const int length = (low & 0x0F) + smallestMatch;
            for (int i = 0; i < length; ++i)
                add(dictionary.at(from + i));
        }
    }
    result.wasCut = result.rtf.size() < wanted;
    return result;
}
