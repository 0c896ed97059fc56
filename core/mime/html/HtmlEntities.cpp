// SPDX-License-Identifier: GPL-3.0-or-later
#include "HtmlEntities.h"

#include <QChar>
#include <QLatin1String>

#include <algorithm>
#include <array>

namespace
{
struct NamedCharacter {
    QLatin1String name;
    char16_t character;
};

// U+00A0 to U+00FF, in order.
constexpr std::array<QLatin1String, 96> latin1Names{
    QLatin1String("nbsp"),   QLatin1String("iexcl"),  QLatin1String("cent"),   QLatin1String("pound"),
    QLatin1String("curren"), QLatin1String("yen"),    QLatin1String("brvbar"), QLatin1String("sect"),
    QLatin1String("uml"),    QLatin1String("copy"),   QLatin1String("ordf"),   QLatin1String("laquo"),
    QLatin1String("not"),    QLatin1String("shy"),    QLatin1String("reg"),    QLatin1String("macr"),
    QLatin1String("deg"),    QLatin1String("plusmn"), QLatin1String("sup2"),   QLatin1String("sup3"),
    QLatin1String("acute"),  QLatin1String("micro"),  QLatin1String("para"),   QLatin1String("middot"),
    QLatin1String("cedil"),  QLatin1String("sup1"),   QLatin1String("ordm"),   QLatin1String("raquo"),
    QLatin1String("frac14"), QLatin1String("frac12"), QLatin1String("frac34"), QLatin1String("iquest"),
    QLatin1String("Agrave"), QLatin1String("Aacute"), QLatin1String("Acirc"),  QLatin1String("Atilde"),
    QLatin1String("Auml"),   QLatin1String("Aring"),  QLatin1String("AElig"),  QLatin1String("Ccedil"),
    QLatin1String("Egrave"), QLatin1String("Eacute"), QLatin1String("Ecirc"),  QLatin1String("Euml"),
    QLatin1String("Igrave"), QLatin1String("Iacute"), QLatin1String("Icirc"),  QLatin1String("Iuml"),
    QLatin1String("ETH"),    QLatin1String("Ntilde"), QLatin1String("Ograve"), QLatin1String("Oacute"),
    QLatin1String("Ocirc"),  QLatin1String("Otilde"), QLatin1String("Ouml"),   QLatin1String("times"),
    QLatin1String("Oslash"), QLatin1String("Ugrave"), QLatin1String("Uacute"), QLatin1String("Ucirc"),
    QLatin1String("Uuml"),   QLatin1String("Yacute"), QLatin1String("THORN"),  QLatin1String("szlig"),
    QLatin1String("agrave"), QLatin1String("aacute"), QLatin1String("acirc"),  QLatin1String("atilde"),
    QLatin1String("auml"),   QLatin1String("aring"),  QLatin1String("aelig"),  QLatin1String("ccedil"),
    QLatin1String("egrave"), QLatin1String("eacute"), QLatin1String("ecirc"),  QLatin1String("euml"),
    QLatin1String("igrave"), QLatin1String("iacute"), QLatin1String("icirc"),  QLatin1String("iuml"),
    QLatin1String("eth"),    QLatin1String("ntilde"), QLatin1String("ograve"), QLatin1String("oacute"),
    QLatin1String("ocirc"),  QLatin1String("otilde"), QLatin1String("ouml"),   QLatin1String("divide"),
    QLatin1String("oslash"), QLatin1String("ugrave"), QLatin1String("uacute"), QLatin1String("ucirc"),
    QLatin1String("uuml"),   QLatin1String("yacute"), QLatin1String("thorn"),  QLatin1String("yuml")};

constexpr std::array others{
    NamedCharacter{QLatin1String("amp"), '&'},       NamedCharacter{QLatin1String("lt"), '<'},
    NamedCharacter{QLatin1String("gt"), '>'},        NamedCharacter{QLatin1String("quot"), '"'},
    NamedCharacter{QLatin1String("apos"), '\''},     NamedCharacter{QLatin1String("zwnj"), 0x200C},
    NamedCharacter{QLatin1String("zwj"), 0x200D},    NamedCharacter{QLatin1String("ensp"), 0x2002},
    NamedCharacter{QLatin1String("emsp"), 0x2003},   NamedCharacter{QLatin1String("thinsp"), 0x2009},
    NamedCharacter{QLatin1String("lrm"), 0x200E},    NamedCharacter{QLatin1String("rlm"), 0x200F},
    NamedCharacter{QLatin1String("ndash"), 0x2013},  NamedCharacter{QLatin1String("mdash"), 0x2014},
    NamedCharacter{QLatin1String("lsquo"), 0x2018},  NamedCharacter{QLatin1String("rsquo"), 0x2019},
    NamedCharacter{QLatin1String("sbquo"), 0x201A},  NamedCharacter{QLatin1String("ldquo"), 0x201C},
    NamedCharacter{QLatin1String("rdquo"), 0x201D},  NamedCharacter{QLatin1String("bdquo"), 0x201E},
    NamedCharacter{QLatin1String("dagger"), 0x2020}, NamedCharacter{QLatin1String("bull"), 0x2022},
    NamedCharacter{QLatin1String("hellip"), 0x2026}, NamedCharacter{QLatin1String("prime"), 0x2032},
    NamedCharacter{QLatin1String("lsaquo"), 0x2039}, NamedCharacter{QLatin1String("rsaquo"), 0x203A},
    NamedCharacter{QLatin1String("euro"), 0x20AC},   NamedCharacter{QLatin1String("trade"), 0x2122},
    NamedCharacter{QLatin1String("larr"), 0x2190},   NamedCharacter{QLatin1String("rarr"), 0x2192},
    NamedCharacter{QLatin1String("minus"), 0x2212},  NamedCharacter{QLatin1String("OElig"), 0x152},
    NamedCharacter{QLatin1String("oelig"), 0x153},   NamedCharacter{QLatin1String("Scaron"), 0x160},
    NamedCharacter{QLatin1String("scaron"), 0x161},  NamedCharacter{QLatin1String("Yuml"), 0x178}};

// What HTML takes 0x80 to 0x9F for: windows-1252. 0 where that has nothing.
constexpr std::array<char16_t, 32> windows1252{0x20AC, 0,      0x201A, 0x192,  0x201E, 0x2026, 0x2020, 0x2021,
                                               0x2C6,  0x2030, 0x160,  0x2039, 0x152,  0,      0x17D,  0,
                                               0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                               0x2DC,  0x2122, 0x161,  0x203A, 0x153,  0,      0x17E,  0x178};

std::optional<char32_t> numbered(QStringView digits)
{
    const bool isHex = digits.startsWith(u'x', Qt::CaseInsensitive);
    bool isNumber = false;
    const uint code = (isHex ? digits.sliced(1) : digits).toUInt(&isNumber, isHex ? 16 : 10);
    if (!isNumber || code == 0 || code > QChar::LastValidCodePoint || QChar::isSurrogate(code))
        return std::nullopt;
    if (code >= 0x80 && code < 0xA0 && windows1252[code - 0x80] != 0)
        return windows1252[code - 0x80];
    return code;
}
} // namespace

std::optional<char32_t> htmlEntity(QStringView name)
{
    if (name.startsWith(u'#'))
        return numbered(name.sliced(1));
    const auto latin1 = std::find(latin1Names.begin(), latin1Names.end(), name);
    if (latin1 != latin1Names.end())
        return 0xA0 + char32_t(latin1 - latin1Names.begin());
    const auto other =
        std::find_if(others.begin(), others.end(), [name](const auto &entry) { return name == entry.name; });
    if (other != others.end())
        return other->character;
    return std::nullopt;
}
