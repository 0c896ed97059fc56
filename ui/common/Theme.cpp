// SPDX-License-Identifier: GPL-3.0-or-later
#include "Theme.h"

#include "Style.h"

#include <QApplication>

namespace
{
struct SchemeColors {
    QRgb window, base, text, muted, border, accent, selection, selectionText, button;
};

constexpr SchemeColors light{0xfff6f7f9, 0xffffffff, 0xff1b1f24, 0xff5c6670, 0xffdfe3e8,
                             0xff1f6feb, 0xffdbe8ff, 0xff10243f, 0xffffffff};
constexpr SchemeColors dark{0xff1c1f24, 0xff16181c, 0xffe6e9ee, 0xff9aa4af, 0xff2d323a,
                            0xff5b9bff, 0xff23385c, 0xffe6e9ee, 0xff262a31};
} // namespace

Theme::Scheme Theme::wanted()
{
    const QString choice = qEnvironmentVariable("POPLAR_COLOR_SCHEME");
    if (choice == QLatin1String("light"))
        return Scheme::Light;
    if (choice == QLatin1String("dark"))
        return Scheme::Dark;
    // Qt 6.4 has no QStyleHints::colorScheme. The platform theme's palette follows the desktop's setting.
    return isDark(QGuiApplication::palette()) ? Scheme::Dark : Scheme::Light;
}

void Theme::apply(QApplication &application, Scheme scheme)
{
    application.setStyle(new Style); // owned by the application
    application.setPalette(palette(scheme));
}

QPalette Theme::palette(Scheme scheme)
{
    const SchemeColors &c = scheme == Scheme::Dark ? dark : light;
    QPalette palette;
    palette.setColor(QPalette::Window, QColor(c.window));
    palette.setColor(QPalette::WindowText, QColor(c.text));
    palette.setColor(QPalette::Base, QColor(c.base));
    palette.setColor(QPalette::AlternateBase, QColor(c.window));
    palette.setColor(QPalette::Text, QColor(c.text));
    palette.setColor(QPalette::PlaceholderText, QColor(c.muted));
    palette.setColor(QPalette::Button, QColor(c.button));
    palette.setColor(QPalette::ButtonText, QColor(c.text));
    palette.setColor(QPalette::BrightText, Qt::white);
    palette.setColor(QPalette::ToolTipBase, QColor(c.base));
    palette.setColor(QPalette::ToolTipText, QColor(c.text));
    palette.setColor(QPalette::Highlight, QColor(c.selection));
    palette.setColor(QPalette::HighlightedText, QColor(c.selectionText));
    palette.setColor(QPalette::Link, QColor(c.accent));
    palette.setColor(QPalette::LinkVisited, QColor(c.accent));
    palette.setColor(QPalette::Mid, QColor(c.border));
    palette.setColor(QPalette::Midlight, QColor(c.border));
    palette.setColor(QPalette::Light, QColor(c.base));
    palette.setColor(QPalette::Dark, QColor(c.border).darker(scheme == Scheme::Dark ? 60 : 120));
    palette.setColor(QPalette::Shadow, QColor(0, 0, 0, scheme == Scheme::Dark ? 120 : 40));
    QColor faint(c.muted);
    faint.setAlphaF(0.62F);
    for (const auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, faint);
    palette.setColor(QPalette::Disabled, QPalette::Base, QColor(c.window));
    palette.setColor(QPalette::Disabled, QPalette::Link, faint);
    return palette;
}

bool Theme::isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 110;
}

QColor Theme::noticeBackground(const QPalette &palette)
{
    return isDark(palette) ? QColor(0x3a, 0x2f, 0x16) : QColor(0xff, 0xf4, 0xd6);
}

QColor Theme::amber(const QPalette &palette)
{
    return isDark(palette) ? QColor(0xf2, 0xb8, 0x4b) : QColor(0x9a, 0x62, 0x00);
}

QColor Theme::red(const QPalette &palette)
{
    return isDark(palette) ? QColor(0xff, 0x8a, 0x80) : QColor(0xc6, 0x28, 0x28);
}

QColor Theme::green(const QPalette &palette)
{
    return isDark(palette) ? QColor(0x6f, 0xcf, 0x97) : QColor(0x1a, 0x7f, 0x4b);
}

QColor Theme::hover(const QPalette &palette)
{
    QColor color = palette.color(QPalette::WindowText);
    color.setAlphaF(isDark(palette) ? 0.08F : 0.06F);
    return color;
}
