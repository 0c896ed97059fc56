// SPDX-License-Identifier: GPL-3.0-or-later
#include "PdfView.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace
{
constexpr int pageGap = 12;                   // px
constexpr qreal pixelsPerPoint = 96.0 / 72.0; // of a screen at 100 %
constexpr qreal pdfZoomStep = 1.25;
constexpr qreal smallestPdfZoom = 0.1, largestPdfZoom = 5;
constexpr qreal largestFit = 1.6;            // a page as wide as a wide window is too large to read
constexpr qsizetype mostDrawn = 128'000'000; // bytes
} // namespace

PdfView::PdfView(QWidget *parent) : QAbstractScrollArea(parent), m_drawn(mostDrawn)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setBackgroundRole(QPalette::Window);
    connect(&m_pages, &PdfPages::opened, this, [this] {
        layOut();
        verticalScrollBar()->setValue(0);
        tellPage();
        Q_EMIT opened(int(m_pages.sizes().size()));
    });
    connect(&m_pages, &PdfPages::drawn, this, [this](int page, int width, const QImage &image) {
        m_drawn.insert(page, new Drawn{image, width}, image.sizeInBytes() + 1000);
        viewport()->update();
        drawNext();
    });
    connect(&m_pages, &PdfPages::failed, this, &PdfView::refuse);
}

void PdfView::load(const QByteArray &bytes)
{
    close();
    m_isFitted = true;
    m_pages.load(bytes);
}

void PdfView::close()
{
    m_pages.close();
    m_drawn.clear();
    m_tops.clear();
}

void PdfView::refuse(PdfPages::Fault fault)
{
    close();
    switch (fault) {
    case PdfPages::Fault::NotBuilt:
        Q_EMIT refused(tr("No preview"), tr("This build cannot show PDF; open it or save it."));
        return;
    case PdfPages::Fault::Locked:
        Q_EMIT refused(tr("This document is locked"),
                       tr("It can be read only with its password. Open it with a program that asks for it."));
        return;
    case PdfPages::Fault::TooSlow:
        Q_EMIT refused(tr("This document takes too long"),
                       tr("Poplar has stopped drawing it. Open it with another program if you know the "
                          "sender."));
        return;
    case PdfPages::Fault::Damaged:
        break;
    }
    Q_EMIT refused(tr("This document is damaged"),
                   tr("Poplar cannot show it. Ask the sender to send it again."));
}

qreal PdfView::zoom() const
{
    if (!m_isFitted || m_pages.sizes().empty())
        return m_zoom;
    qreal widest = 1;
    for (const QSizeF &size : m_pages.sizes())
        widest = std::max(widest, size.width());
    // With the bar that is there as soon as the pages are higher than the view.
    const int room = width() - verticalScrollBar()->sizeHint().width() - 2 * pageGap;
    return qBound(smallestPdfZoom, room / (widest * pixelsPerPoint), largestFit);
}

void PdfView::fit()
{
    m_isFitted = true;
    layOut();
    Q_EMIT zoomChanged();
}

void PdfView::setZoom(qreal zoom)
{
    m_zoom = qBound(smallestPdfZoom, zoom, largestPdfZoom);
    m_isFitted = false;
    layOut();
    Q_EMIT zoomChanged();
}

void PdfView::zoomBy(int steps)
{
    setZoom(zoom() * std::pow(pdfZoomStep, steps));
}

// What was at the top stays there.
void PdfView::layOut()
{
    QScrollBar *bar = verticalScrollBar();
    const int before = m_tops.empty() ? 0 : m_tops.back();
    const qreal at = before > 0 ? qreal(bar->value()) / before : 0;
    m_tops.assign(1, pageGap);
    int widest = 0;
    for (const QSizeF &size : m_pages.sizes()) {
        const QSize shown = (size * pixelsPerPoint * zoom()).toSize();
        widest = std::max(widest, shown.width());
        // A bar has no more places than an int.
        m_tops.push_back(std::min(m_tops.back() + shown.height() + pageGap, 1'000'000'000));
    }
    bar->setRange(0, std::max(0, m_tops.back() - viewport()->height()));
    bar->setPageStep(viewport()->height());
    bar->setSingleStep(40);
    horizontalScrollBar()->setRange(0, std::max(0, widest + 2 * pageGap - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(40);
    bar->setValue(int(at * m_tops.back()));
    viewport()->update();
    drawNext();
}

QRect PdfView::placeOf(int page) const
{
    const QSize size = (m_pages.sizes()[size_t(page)] * pixelsPerPoint * zoom()).toSize();
    const int left = std::max(pageGap, (viewport()->width() - size.width()) / 2);
    return {
        QPoint(left - horizontalScrollBar()->value(), m_tops[size_t(page)] - verticalScrollBar()->value()),
        size};
}

// No wider than a page may be drawn; one that is larger is drawn coarser.
int PdfView::widthFor(int page) const
{
    const QSizeF size = QSizeF(placeOf(page).size()) * devicePixelRatioF();
    const qreal over = size.width() * size.height() / (0.95 * qreal(PdfWire::mostPixels));
    return std::max(1, int(size.width() / std::sqrt(std::max(1.0, over))));
}

int PdfView::firstInSight() const
{
    const auto next = std::upper_bound(m_tops.begin(), m_tops.end(), verticalScrollBar()->value());
    return std::max(0, int(next - m_tops.begin()) - 1);
}

int PdfView::currentPage() const
{
    if (m_pages.sizes().empty())
        return 0;
    const int middle = verticalScrollBar()->value() + viewport()->height() / 2;
    const auto next = std::upper_bound(m_tops.begin(), m_tops.end(), middle);
    return std::clamp(int(next - m_tops.begin()), 1, int(m_pages.sizes().size()));
}

// The first in sight that is not there, or is there in another size.
void PdfView::drawNext()
{
    if (m_pages.isDrawing() || m_tops.empty())
        return;
    for (int page = firstInSight(); page < int(m_pages.sizes().size()); ++page) {
        if (placeOf(page).top() > viewport()->height())
            return;
        const Drawn *drawn = m_drawn.object(page);
        if (!drawn || drawn->width != widthFor(page)) {
            m_pages.draw(page, widthFor(page));
            return;
        }
    }
}

void PdfView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Window));
    if (m_tops.empty())
        return;
    for (int page = firstInSight(); page < int(m_pages.sizes().size()); ++page) {
        const QRect place = placeOf(page);
        if (place.top() > viewport()->height())
            return;
        const Drawn *drawn = m_drawn.object(page);
        if (!drawn || drawn->image.isNull()) {
            painter.fillRect(place, Qt::white);
        } else {
            const QSize pixels = (QSizeF(place.size()) * devicePixelRatioF()).toSize();
            const bool isExact = std::abs(drawn->image.width() - pixels.width()) <= 1;
            const QRectF exact(place.topLeft(), QSizeF(drawn->image.size()) / devicePixelRatioF());
            painter.drawImage(isExact ? exact : QRectF(place), drawn->image);
        }
        painter.setPen(palette().color(QPalette::Mid));
        painter.drawRect(place.adjusted(-1, -1, 0, 0));
    }
}

void PdfView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    if (m_tops.empty())
        return;
    layOut();
    if (m_isFitted)
        Q_EMIT zoomChanged();
}

void PdfView::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *bar = verticalScrollBar();
    const int back = event->modifiers() & Qt::ShiftModifier ? -1 : 1;
    if (event->key() == Qt::Key_Space)
        bar->setValue(bar->value() + back * bar->pageStep());
    else if (event->key() == Qt::Key_Home)
        bar->setValue(0);
    else if (event->key() == Qt::Key_End)
        bar->setValue(bar->maximum());
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void PdfView::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers() & Qt::ControlModifier)
        zoomBy(event->angleDelta().y() > 0 ? 1 : -1);
    else
        QAbstractScrollArea::wheelEvent(event);
}

void PdfView::tellPage()
{
    setAccessibleName(tr("Page %1 of %2").arg(currentPage()).arg(m_pages.sizes().size()));
}

void PdfView::scrollContentsBy(int, int)
{
    if (!m_pages.sizes().empty())
        tellPage();
    viewport()->update();
    drawNext();
}
