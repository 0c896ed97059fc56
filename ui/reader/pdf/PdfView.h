// SPDX-License-Identifier: GPL-3.0-or-later
//
// PdfView shows the pages of a PDF below each other, as wide as the window or in a size that the user chose.
// Pages are drawn when they come into sight. GUI thread.
#pragma once

#include "PdfPages.h"

#include <QAbstractScrollArea>
#include <QCache>

class PdfView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit PdfView(QWidget *parent = nullptr);

    // Ends with opened() or refused().
    void load(const QByteArray &bytes);
    void close();
    PdfPages &pages() { return m_pages; }

    // 1: an inch on paper is one on the screen.
    qreal zoom() const;
    void fit();
    void setZoom(qreal zoom);
    void zoomBy(int steps);
    // From 1 on: the page that has most of the view.
    int currentPage() const;

Q_SIGNALS:
    void opened(int pages);
    void refused(const QString &title, const QString &line);
    void zoomChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    struct Drawn {
        QImage image; // null: it cannot be drawn
        int width = 0;
    };

    void layOut();
    void drawNext();
    QRect placeOf(int page) const; // in the viewport
    int widthFor(int page) const;  // in pixels of the screen
    int firstInSight() const;
    void refuse(PdfPages::Fault fault);
    void tellPage();

    PdfPages m_pages;
    std::vector<int> m_tops;    // of each page, and the end
    QCache<int, Drawn> m_drawn; // cost in bytes
    bool m_isFitted = true;
    qreal m_zoom = 1;
};
