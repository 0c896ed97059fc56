// SPDX-License-Identifier: GPL-3.0-or-later
#include "PictureView.h"

#include "Ask.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <cmath>

namespace
{
constexpr qreal zoomStep = 1.25;
constexpr qreal smallestPictureZoom = 0.05, largestPictureZoom = 16;
constexpr qreal coarse = 2;               // from here on pixels are shown as squares
constexpr qint64 drawnSmooth = 1'000'000; // pixels that are made smaller while they are drawn

// What shines through a picture shows neither white nor black letters badly.
QBrush checkerboard()
{
    constexpr int square = 8;
    QPixmap tile(2 * square, 2 * square);
    tile.fill(QColor(250, 250, 250));
    QPainter painter(&tile);
    painter.fillRect(0, 0, square, square, QColor(225, 225, 225));
    painter.fillRect(square, square, square, square, QColor(225, 225, 225));
    return QBrush(tile);
}
} // namespace

PictureView::PictureView(QWidget *parent) : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setBackgroundRole(QPalette::Base);
}

void PictureView::setPicture(const QImage &picture)
{
    m_picture = picture;
    m_isFitted = true;
    m_small = {};
    arrange();
    Q_EMIT zoomChanged();
}

void PictureView::setFrame(const QImage &frame)
{
    m_picture = frame;
    m_small = {};
    arrange();
}

qreal PictureView::zoom() const
{
    if (!m_isFitted || m_picture.isNull())
        return m_zoom;
    const QSizeF room = QSizeF(maximumViewportSize()) * devicePixelRatioF();
    return std::min({1.0, room.width() / m_picture.width(), room.height() / m_picture.height()});
}

void PictureView::fit()
{
    m_isFitted = true;
    arrange();
    Q_EMIT zoomChanged();
}

void PictureView::setZoom(qreal zoom)
{
    const QSize before = shownSize();
    const QPointF middle(horizontalScrollBar()->value() + viewport()->width() / 2.0,
                         verticalScrollBar()->value() + viewport()->height() / 2.0);
    m_zoom = qBound(smallestPictureZoom, zoom, largestPictureZoom);
    m_isFitted = false;
    arrange();
    if (!before.isEmpty()) { // what was in the middle stays there
        const qreal grown = qreal(shownSize().width()) / before.width();
        horizontalScrollBar()->setValue(int(middle.x() * grown - viewport()->width() / 2.0));
        verticalScrollBar()->setValue(int(middle.y() * grown - viewport()->height() / 2.0));
    }
    Q_EMIT zoomChanged();
}

void PictureView::zoomBy(int steps)
{
    setZoom(zoom() * std::pow(zoomStep, steps));
}

QSize PictureView::shownSize() const
{
    return (QSizeF(m_picture.size()) * zoom()).toSize().expandedTo({1, 1});
}

QRectF PictureView::place() const
{
    const QSizeF size = QSizeF(shownSize()) / devicePixelRatioF();
    const qreal left = std::max(0.0, (viewport()->width() - size.width()) / 2);
    const qreal top = std::max(0.0, (viewport()->height() - size.height()) / 2);
    return {QPointF(std::floor(left) - horizontalScrollBar()->value(),
                    std::floor(top) - verticalScrollBar()->value()),
            size};
}

void PictureView::arrange()
{
    const QSize size = m_picture.isNull() ? QSize() : (QSizeF(shownSize()) / devicePixelRatioF()).toSize();
    const QSize over = m_isFitted ? QSize() : size - viewport()->size();
    horizontalScrollBar()->setRange(0, std::max(0, over.width()));
    verticalScrollBar()->setRange(0, std::max(0, over.height()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    verticalScrollBar()->setPageStep(viewport()->height());
    horizontalScrollBar()->setSingleStep(40);
    verticalScrollBar()->setSingleStep(40);
    makeSmaller();
    viewport()->update();
}

// One at a time; when the size has changed meanwhile, once more.
void PictureView::makeSmaller()
{
    const QSize wanted = shownSize();
    const qint64 pixels = qint64(m_picture.width()) * m_picture.height();
    if (m_picture.isNull() || m_isMaking || zoom() >= 1 || m_small.size() == wanted || pixels <= drawnSmooth)
        return;
    m_isMaking = true;
    askPool(
        *QThreadPool::globalInstance(),
        [picture = m_picture, wanted] {
            return picture.scaled(wanted, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
        },
        this,
        [this, key = m_picture.cacheKey()](const QImage &made) {
            m_isMaking = false;
            if (m_picture.cacheKey() == key)
                m_small = made;
            makeSmaller();
            viewport()->update();
        });
}

void PictureView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
    if (m_picture.isNull())
        return;
    const QRectF whole = place();
    // Only what is seen is drawn: a large picture in a large size would be larger than any memory.
    const QRectF part = whole.intersected(event->rect());
    if (part.isEmpty())
        return;
    if (m_picture.hasAlphaChannel()) {
        painter.setBrushOrigin(whole.topLeft());
        painter.fillRect(part, checkerboard());
    }
    const bool isMade = m_small.size() == shownSize() && zoom() < 1;
    const QImage &source = isMade ? m_small : m_picture;
    const qint64 pixels = qint64(m_picture.width()) * m_picture.height();
    painter.setRenderHint(QPainter::SmoothPixmapTransform,
                          !isMade && zoom() < coarse && (zoom() > 1 || pixels <= drawnSmooth));
    const qreal across = source.width() / whole.width(), down = source.height() / whole.height();
    painter.drawImage(part, source,
                      QRectF((part.left() - whole.left()) * across, (part.top() - whole.top()) * down,
                             part.width() * across, part.height() * down));
}

void PictureView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    arrange();
    if (m_isFitted)
        Q_EMIT zoomChanged();
}

void PictureView::keyPressEvent(QKeyEvent *event)
{
    const bool isWide = horizontalScrollBar()->maximum() > 0;
    const int forward = isRightToLeft() ? Qt::Key_Left : Qt::Key_Right;
    const int back = isRightToLeft() ? Qt::Key_Right : Qt::Key_Left;
    if (event->key() == Qt::Key_Space)
        Q_EMIT closeWanted();
    else if ((event->key() == forward && !isWide) || event->key() == Qt::Key_PageDown)
        Q_EMIT stepped(1);
    else if ((event->key() == back && !isWide) || event->key() == Qt::Key_PageUp)
        Q_EMIT stepped(-1);
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void PictureView::mousePressEvent(QMouseEvent *event)
{
    m_grabbed = event->position().toPoint();
}

void PictureView::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton))
        return;
    const QPoint at = event->position().toPoint();
    moveBy(m_grabbed - at);
    m_grabbed = at;
}

void PictureView::mouseDoubleClickEvent(QMouseEvent *)
{
    m_isFitted ? setZoom(1) : fit();
}

void PictureView::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers() & Qt::ControlModifier)
        zoomBy(event->angleDelta().y() > 0 ? 1 : -1);
    else
        QAbstractScrollArea::wheelEvent(event);
}

void PictureView::moveBy(const QPoint &way)
{
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() + way.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() + way.y());
}

void PictureView::scrollContentsBy(int, int)
{
    viewport()->update();
}
