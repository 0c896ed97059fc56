// SPDX-License-Identifier: GPL-3.0-or-later
#include "Theme.h"
#include "Icons.h"

#include <QDir>
#include <QImage>
#include <QTest>

#include <cmath>

// Contrast as WCAG 2.1 defines it.
static double luminance(const QColor &color)
{
    const auto linear = [](double c) {
        return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

static double contrast(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

class ThemeTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void textCanBeRead_data();
    void textCanBeRead();
    void theEnvironmentDecides();
    void everyIconIsDrawnInItsColour();
    void aFilledIconCoversMore();
};

void ThemeTest::textCanBeRead_data()
{
    QTest::addColumn<Theme::Scheme>("scheme");
    QTest::newRow("light") << Theme::Scheme::Light;
    QTest::newRow("dark") << Theme::Scheme::Dark;
}

void ThemeTest::textCanBeRead()
{
    QFETCH(Theme::Scheme, scheme);
    const QPalette p = Theme::palette(scheme);
    QCOMPARE(Theme::isDark(p), scheme == Theme::Scheme::Dark);
    const auto c = [&p](QPalette::ColorRole role) { return p.color(role); };
    QVERIFY(contrast(c(QPalette::Text), c(QPalette::Base)) > 12);
    QVERIFY(contrast(c(QPalette::WindowText), c(QPalette::Window)) > 12);
    QVERIFY(contrast(c(QPalette::HighlightedText), c(QPalette::Highlight)) > 7);
    for (const auto role : {QPalette::Base, QPalette::Window, QPalette::Highlight})
        QVERIFY2(contrast(c(QPalette::PlaceholderText), c(role)) > 4.5, qPrintable(QString::number(role)));
    QVERIFY(contrast(c(QPalette::Link), c(QPalette::Base)) > 4.5);
    QVERIFY(contrast(c(QPalette::Text), Theme::noticeBackground(p)) > 7);
    for (const QColor &mark : {Theme::amber(p), Theme::red(p), Theme::green(p)}) {
        QVERIFY2(contrast(mark, c(QPalette::Base)) > 4.5, qPrintable(mark.name()));
        QVERIFY2(contrast(mark, c(QPalette::Window)) > 4.5, qPrintable(mark.name()));
    }
    QVERIFY(contrast(Theme::amber(p), Theme::noticeBackground(p)) > 4.5);
}

void ThemeTest::theEnvironmentDecides()
{
    qputenv("POPLAR_COLOR_SCHEME", "dark");
    QCOMPARE(Theme::wanted(), Theme::Scheme::Dark);
    qputenv("POPLAR_COLOR_SCHEME", "light");
    QCOMPARE(Theme::wanted(), Theme::Scheme::Light);
    Theme::apply(*qApp, Theme::Scheme::Dark);
    QVERIFY(Theme::isDark(QGuiApplication::palette()));
    qputenv("POPLAR_COLOR_SCHEME", "system");
    QCOMPARE(Theme::wanted(), Theme::Scheme::Dark);
}

static int inked(const QPixmap &pixmap, const QColor &color)
{
    const QImage image = pixmap.toImage().convertToFormat(QImage::Format_ARGB32);
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            if (pixel.alpha() < 250)
                continue;
            if (qAbs(pixel.red() - color.red()) > 2 || qAbs(pixel.blue() - color.blue()) > 2)
                return -1;
            ++count;
        }
    }
    return count;
}

void ThemeTest::everyIconIsDrawnInItsColour()
{
    Icons::icon(QStringLiteral("mail")).pixmap(16, 16);
    const QColor color(0x12, 0x80, 0xf0);
    const QStringList files = QDir(QStringLiteral(":/icons")).entryList({QStringLiteral("*.svg")});
    QVERIFY(files.size() > 30);
    for (const QString &file : files) {
        if (file == QLatin1String("poplar.svg"))
            continue;
        const QPixmap pixmap = Icons::pixmap(file.chopped(4), color, 32, 2);
        QCOMPARE(pixmap.size(), QSize(64, 64));
        QVERIFY2(inked(pixmap, color) > 20, qPrintable(file));
    }
}

void ThemeTest::aFilledIconCoversMore()
{
    const QColor color(Qt::black);
    QVERIFY(inked(Icons::pixmap(QStringLiteral("star-filled"), color, 32, 1), color) >
            2 * inked(Icons::pixmap(QStringLiteral("star"), color, 32, 1), color));
}

QTEST_MAIN(ThemeTest)
#include "ThemeTest.moc"
