// SPDX-License-Identifier: GPL-3.0-or-later
#include "HostName.h"

#include <QStringList>
#include <QUrl>

#include <algorithm>
#include <bit>

namespace
{
// Cyrillic, Greek and Armenian letters that are drawn as Latin ones.
constexpr QStringView looksLatin = u"\u0430\u0431\u0435\u0433\u043e\u0440\u0441\u0443\u0445\u043a\u0438\u043c"
                                   u"\u043d\u0432\u0442\u043f\u0437\u0456\u0458\u0455\u04bb\u0501\u051b"
                                   u"\u051d\u04cf\u0475\u044c\u0448\u0433\u04e1\u03b1\u03b5\u03b7\u03b9\u03ba"
                                   u"\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03c9\u03b3\u057d\u0570\u0578\u0585"
                                   u"\u0566\u0581";

enum ScriptBit : unsigned {
    latinBit = 1,
    hanBit = 2,
    kanaBit = 4,
    hangulBit = 8,
    bopomofoBit = 16,
    lookAlikeBit = 32, // Cyrillic, Greek, Armenian
    otherBit = 64,
};

unsigned bitOf(QChar::Script script)
{
    switch (script) {
    case QChar::Script_Common:
    case QChar::Script_Inherited:
        return 0;
    case QChar::Script_Latin:
        return latinBit;
    case QChar::Script_Han:
        return hanBit;
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
        return kanaBit;
    case QChar::Script_Hangul:
        return hangulBit;
    case QChar::Script_Bopomofo:
        return bopomofoBit;
    case QChar::Script_Cyrillic:
    case QChar::Script_Greek:
    case QChar::Script_Armenian:
        return lookAlikeBit;
    default:
        return otherBit;
    }
}

// Signs and phonetic letters that pass for others: a slash, a dot, an l.
bool isMisleading(char32_t c)
{
    if (c < 0x80)
        return false;
    const bool phonetic = (c >= 0x0180 && c <= 0x024F) || (c >= 0x0250 && c <= 0x02FF) ||
                          (c >= 0x1D00 && c <= 0x1DBF) || (c >= 0xA720 && c <= 0xA7FF) || c == 0x0131;
    const bool letter = QChar::isLetterOrNumber(c) || QChar::isMark(c) || c == 0x30FB;
    return phonetic || !letter || (QChar::script(c) == QChar::Script_Common && c != 0x30FB && c != 0x30FC);
}

bool isPlain(const QString &label)
{
    unsigned scripts = 0;
    QList<QChar::Script> others;
    bool allLookLatin = true;
    for (const char32_t c : label.toUcs4()) {
        if (isMisleading(c))
            return false;
        const QChar::Script script = QChar::script(c);
        const unsigned bit = bitOf(script);
        scripts |= bit;
        if ((bit == otherBit || bit == lookAlikeBit) && !others.contains(script))
            others.append(script);
        if (bit != 0 && !(c < 0x10000 && looksLatin.contains(QChar(char16_t(c)))))
            allLookLatin = false;
    }
    if (others.size() > 1 || (others.size() == 1 && std::popcount(scripts) > 1))
        return false;
    if (scripts & lookAlikeBit)
        return !allLookLatin;
    const unsigned japanese = latinBit | hanBit | kanaBit, korean = latinBit | hanBit | hangulBit,
                   chinese = latinBit | hanBit | bopomofoBit;
    return std::popcount(scripts) <= 1 || (scripts & ~japanese) == 0 || (scripts & ~korean) == 0 ||
           (scripts & ~chinese) == 0;
}

QString withoutControls(const QString &text)
{
    QString clean;
    for (const QChar c : text) {
        if (c.isPrint() && c.category() != QChar::Other_Format)
            clean += c;
    }
    return clean;
}
} // namespace

QString shownHost(const QString &host)
{
    const QString ascii = QString::fromLatin1(QUrl::toAce(host, QUrl::IgnoreIDNWhitelist));
    if (ascii.isEmpty())
        return withoutControls(host);
    if (!ascii.contains(u"xn--"))
        return ascii;
    const QString own = QUrl::fromAce(ascii.toLatin1(), QUrl::IgnoreIDNWhitelist);
    const QStringList labels = own.split(u'.');
    const bool plain =
        std::all_of(labels.begin(), labels.end(), [](const QString &label) { return isPlain(label); });
    return plain && !own.contains(u"xn--") ? own : ascii;
}
