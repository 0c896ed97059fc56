// SPDX-License-Identifier: GPL-3.0-or-later
//
// PdfPages has the pages of a PDF drawn by poplar-pdf, a process of its own that has no more memory and time
// than this object gives it. GUI thread; never waits.
#pragma once

#include "PdfWire.h"

#include <QImage>
#include <QObject>
#include <QSizeF>
#include <QTimer>

#include <memory>
#include <vector>

class QProcess;

class PdfPages : public QObject
{
    Q_OBJECT
public:
    enum class Fault { NotBuilt, Locked, Damaged, TooSlow };

    explicit PdfPages(QObject *parent = nullptr);
    ~PdfPages() override;

    // Whether this build has poplar-pdf.
    static bool isThere();
    // Ends with opened() or failed(). What was loaded before is gone.
    void load(const QByteArray &bytes);
    // Nothing is told any more of what was loaded.
    void close();
    // One at a time; drawn() answers. `width` in pixels of the screen.
    void draw(int page, int width);
    bool isDrawing() const { return m_isDrawing; }
    const std::vector<QSizeF> &sizes() const { return m_sizes; } // in points

    void setPatience(int ms) { m_patience.setInterval(ms); }

Q_SIGNALS:
    void opened();
    void drawn(int page, int width, const QImage &image); // null: it cannot be drawn
    void failed(PdfPages::Fault fault);

private:
    void read();
    bool readOpening();
    bool readPage();
    void fail(Fault fault);

    std::unique_ptr<QProcess> m_process;
    QTimer m_patience;
    std::vector<QSizeF> m_sizes;
    PdfWire::Page m_page;
    bool m_isOpen = false;
    bool m_isDrawing = false;
    bool m_hasHead = false; // m_page is known, its pixels are to come
};
