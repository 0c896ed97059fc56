// SPDX-License-Identifier: GPL-3.0-or-later
//
// PictureView shows a picture as large as the window lets it or in a size that the user chose; then it can be
// moved by the mouse, the scroll bars and the arrow keys. A large picture is made smaller in a worker thread;
// until that is done it is drawn roughly. GUI thread.
#pragma once

#include <QAbstractScrollArea>
#include <QImage>

class PictureView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit PictureView(QWidget *parent = nullptr);

    // A picture, fitted into the window; null: none.
    void setPicture(const QImage &picture);
    // The next frame of the same one.
    void setFrame(const QImage &frame);

    bool isFitted() const { return m_isFitted; }
    // 1: a pixel of the picture is one of the screen.
    qreal zoom() const;
    void fit();
    void setZoom(qreal zoom);
    void zoomBy(int steps);

Q_SIGNALS:
    void zoomChanged();
    void stepped(int direction); // to the next picture, by an arrow key that has nothing to move here
    void closeWanted();          // by Space, which opened it

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    QSize shownSize() const; // in pixels of the screen
    QRectF place() const;    // in the viewport
    void arrange();
    void makeSmaller();
    void moveBy(const QPoint &way);

    QImage m_picture;
    QImage m_small; // m_picture, as large as it is shown; null while it is being made
    bool m_isFitted = true;
    bool m_isMaking = false;
    qreal m_zoom = 1;
    QPoint m_grabbed;
};
