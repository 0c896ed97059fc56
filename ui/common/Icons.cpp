// SPDX-License-Identifier: GPL-3.0-or-later
#include "Icons.h"

#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QPixmapCache>
#include <QSvgRenderer>

// A static library's resources are left out by the linker unless somebody names them.
static void loadResources()
{
    Q_INIT_RESOURCE(resources);
}

namespace
{
QByteArray source(const QString &name)
{
    loadResources();
    const QLatin1String filled("-filled");
    const bool fill = name.endsWith(filled);
    const QString file = fill ? name.chopped(filled.size()) : name;
    QFile svg(QStringLiteral(":/icons/%1.svg").arg(file));
    if (!svg.open(QIODevice::ReadOnly))
        return {};
    QByteArray bytes = svg.readAll();
    // Two of 24 units look heavy at the sizes used here.
    bytes.replace("stroke-width=\"2\"", "stroke-width=\"1.6\"");
    if (fill)
        bytes.replace("fill=\"none\"", "fill=\"currentColor\"");
    return bytes;
}

QPixmap render(const QString &name, const QColor &color, const QSize &pixels)
{
    const QString key = QStringLiteral("poplar/%1/%2x%3/%4")
                            .arg(name)
                            .arg(pixels.width())
                            .arg(pixels.height())
                            .arg(color.rgba(), 0, 16);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    pixmap = QPixmap(pixels);
    pixmap.fill(Qt::transparent);
    QByteArray svg = source(name);
    svg.replace("currentColor", color.name(QColor::HexRgb).toLatin1());
    QSvgRenderer renderer(svg);
    if (renderer.isValid()) {
        QPainter painter(&pixmap);
        painter.setOpacity(color.alphaF());
        QRectF square(0, 0, qMin(pixels.width(), pixels.height()), qMin(pixels.width(), pixels.height()));
        square.moveCenter(QRectF(QPointF(0, 0), QSizeF(pixels)).center());
        renderer.render(&painter, square);
    }
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class TintedEngine final : public QIconEngine
{
public:
    TintedEngine(const QString &name, const QColor &color) : m_name(name), m_color(color) {}

    QIconEngine *clone() const override { return new TintedEngine(*this); }
    bool isNull() override { return false; }
    QString iconName() override { return m_name; }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return render(m_name, colorFor(mode), size);
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatio();
        QPixmap image = pixmap(rect.size() * ratio, mode, state);
        image.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect.topLeft(), image);
    }

private:
    QColor colorFor(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        if (m_color.isValid())
            return m_color;
        return palette.color(mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::ButtonText);
    }

    QString m_name;
    QColor m_color;
};
} // namespace

QIcon Icons::icon(const QString &name)
{
    return QIcon(new TintedEngine(name, QColor()));
}

QIcon Icons::icon(const QString &name, const QColor &color)
{
    return QIcon(new TintedEngine(name, color));
}

QPixmap Icons::pixmap(const QString &name, const QColor &color, int size, qreal devicePixelRatio)
{
    QPixmap pixmap = render(name, color, QSize(size, size) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

QIcon Icons::application()
{
    loadResources();
    QIcon icon;
    QSvgRenderer renderer(QStringLiteral(":/icons/poplar.svg"));
    for (const int size : {16, 24, 32, 48, 64, 128, 256}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        renderer.render(&painter);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}
