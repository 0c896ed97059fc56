// SPDX-License-Identifier: GPL-3.0-or-later
#include "FontPreparation.h"

#include <QTextLayout>

#include <chrono>
#include <iterator>

namespace
{
// Long enough that what the user does comes first.
constexpr auto untilNext = std::chrono::milliseconds(20);

// A character of each script that is common in mail and that fonts for Latin do not have.
constexpr const char16_t *scriptSamples[] = {
    u"\u6F22",     // Han
    u"\u3042",     // Hiragana
    u"\u30A2",     // Katakana
    u"\uD55C",     // Hangul
    u"\U0001F4E7", // emoji
    u"\u2705",     // symbols that came before emoji
    u"\u0416",     // Cyrillic
    u"\u03A9",     // Greek
    u"\u05D0",     // Hebrew
    u"\u0627",     // Arabic
    u"\u0E01",     // Thai
    u"\u1780",     // Khmer
    u"\u0905",     // Devanagari
    u"\u0985",     // Bengali
    u"\u0B85",     // Tamil
    u"\u10D0",     // Georgian
    u"\u0531",     // Armenian
};
} // namespace

FontPreparation::FontPreparation(QObject *parent) : QObject(parent)
{
    m_next.setInterval(untilNext);
    connect(&m_next, &QTimer::timeout, this, &FontPreparation::prepareNext);
}

void FontPreparation::prepare(QList<QFont> fonts)
{
    m_fonts = std::move(fonts);
    m_done = 0;
    if (!m_fonts.isEmpty())
        m_next.start();
}

void FontPreparation::prepareNext()
{
    constexpr qsizetype samples = std::size(scriptSamples);
    QTextLayout layout(QString::fromUtf16(scriptSamples[m_done % samples]), m_fonts[m_done / samples]);
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
    if (++m_done == samples * m_fonts.size())
        m_next.stop();
}
