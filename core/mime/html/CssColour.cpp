// SPDX-License-Identifier: GPL-3.0-or-later
#include "CssColour.h"

#include "CssColourNames.h"

#include <QStringList>

#include <algorithm>
#include <array>
#include <cmath>

namespace
{
struct Hsl {
    double hue, saturation, lightness; // hue 0 to 6
};

Hsl toHsl(CssColour colour)
{
    const double r = colour.red / 255.0, g = colour.green / 255.0, b = colour.blue / 255.0;
    const double high = std::max({r, g, b}), low = std::min({r, g, b}), chroma = high - low;
    const double lightness = (high + low) / 2;
    if (chroma <= 0)
        return {0, 0, lightness};
    const double saturation = chroma / (1 - std::abs(2 * lightness - 1));
    double hue = (r - g) / chroma + 4;
    if (high == r)
        hue = std::fmod((g - b) / chroma + 6, 6);
    else if (high == g)
        hue = (b - r) / chroma + 2;
    return {hue, saturation, lightness};
}

CssColour fromHsl(const Hsl &hsl)
{
    const double chroma = (1 - std::abs(2 * hsl.lightness - 1)) * hsl.saturation;
    const double second = chroma * (1 - std::abs(std::fmod(hsl.hue, 2) - 1));
    const double low = hsl.lightness - chroma / 2;
    const int sector = std::clamp(int(hsl.hue), 0, 5);
    static constexpr int order[6][3] = {{0, 1, 2}, {1, 0, 2}, {2, 0, 1}, {2, 1, 0}, {1, 2, 0}, {0, 2, 1}};
    const std::array<double, 3> parts{chroma, second, 0};
    const auto channel = [&](int i) {
        return std::clamp(int(std::lround((parts[std::size_t(order[sector][i])] + low) * 255)), 0, 255);
    };
    return {channel(0), channel(1), channel(2)};
}

double luminance(CssColour colour)
{
    const auto linear = [](int channel) {
        const double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue);
}

std::optional<CssColour> fromHex(QStringView digits)
{
    bool ok = false;
    const uint value = digits.toUInt(&ok, 16);
    if (!ok || digits.startsWith(u'+') || digits.startsWith(u'-'))
        return {};
    const auto byte = [value](int shift) { return int(value >> shift & 0xFF); };
    const auto nibble = [value](int shift) { return int(value >> shift & 0xF) * 17; };
    switch (digits.size()) {
    case 3:
        return CssColour{nibble(8), nibble(4), nibble(0)};
    case 4:
        return nibble(0) < 128 ? std::nullopt : std::optional(CssColour{nibble(12), nibble(8), nibble(4)});
    case 6:
        return CssColour{byte(16), byte(8), byte(0)};
    case 8:
        return byte(0) < 128 ? std::nullopt : std::optional(CssColour{byte(24), byte(16), byte(8)});
    default:
        return {};
    }
}

// "50%" of `whole`, or the number itself.
std::optional<double> number(QString text, double whole)
{
    const bool percent = text.endsWith(u'%');
    if (percent)
        text.chop(1);
    if (text.endsWith(u"deg"))
        text.chop(3);
    bool ok = false;
    const double value = text.toDouble(&ok);
    if (!ok || !std::isfinite(value))
        return {};
    return percent ? value * whole / 100 : value;
}

std::optional<CssColour> fromFunction(const QString &css)
{
    const qsizetype open = css.indexOf(u'(');
    if (open < 0 || !css.endsWith(u')'))
        return {};
    const QString name = css.left(open).trimmed();
    QString inside = css.mid(open + 1).chopped(1);
    inside.replace(u',', u' ').replace(u'/', u' ');
    const QStringList parts = inside.simplified().split(u' ');
    if (parts.size() < 3 || parts.size() > 4)
        return {};
    if (parts.size() == 4 && number(parts[3], 1).value_or(1) < 0.5)
        return {};
    const bool hsl = name.startsWith(u"hsl");
    if (!hsl && name != u"rgb" && name != u"rgba")
        return {};
    const auto first = number(parts[0], 255), second = number(parts[1], hsl ? 1 : 255),
               third = number(parts[2], hsl ? 1 : 255);
    if (!first || !second || !third)
        return {};
    if (hsl) {
        const double turn = std::fmod(std::fmod(*first, 360) + 360, 360) / 60;
        return fromHsl({turn, std::clamp(*second, 0.0, 1.0), std::clamp(*third, 0.0, 1.0)});
    }
    const auto channel = [](double value) { return int(std::lround(std::clamp(value, 0.0, 255.0))); };
    return CssColour{channel(*first), channel(*second), channel(*third)};
}
} // namespace

QString CssColour::toString() const
{
    return QStringLiteral("#%1").arg(red << 16 | green << 8 | blue, 6, 16, QLatin1Char('0'));
}

double CssColour::lightness() const
{
    return toHsl(*this).lightness;
}

double CssColour::contrastWith(CssColour other) const
{
    const double a = luminance(*this), b = luminance(other);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

CssColour CssColour::readableOn(CssColour background, double ratio) const
{
    if (contrastWith(background) >= ratio)
        return *this;
    Hsl hsl = toHsl(*this);
    const bool lighter = luminance(background) < 0.18; // as far from black as from white
    CssColour colour = *this;
    for (int step = 0; step < 20 && colour.contrastWith(background) < ratio; ++step) {
        hsl.lightness = std::clamp(hsl.lightness + (lighter ? 0.05 : -0.05), 0.0, 1.0);
        colour = fromHsl(hsl);
    }
    return colour;
}

std::optional<CssColour> parseColour(const QString &css)
{
    const QString text = css.trimmed().toLower();
    if (text.startsWith(u'#'))
        return fromHex(QStringView(text).mid(1));
    if (text.contains(u'('))
        return fromFunction(text);
    const auto named = cssColourNamed(text);
    if (!named)
        return {};
    return CssColour{int(*named >> 16 & 0xFF), int(*named >> 8 & 0xFF), int(*named & 0xFF)};
}

std::optional<CssColour> parseHtmlColour(const QString &attribute)
{
    const QString text = attribute.trimmed();
    if (const auto colour = parseColour(text))
        return colour;
    return text.size() == 6 || text.size() == 3 ? fromHex(text) : std::nullopt;
}
