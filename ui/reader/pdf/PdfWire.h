// SPDX-License-Identifier: GPL-3.0-or-later
//
// PdfWire is what Poplar's window and poplar-pdf say to each other, two programs of one build on one
// computer. In: the length of the document (qint64), the document, then Requests. Out: an Opening, a PageSize
// for each page, then for each Request a Page followed by its pixels, 4 bytes each (QImage::Format_RGB32),
// row by row.
#pragma once

#include <QtGlobal>

namespace PdfWire
{
constexpr int mostPages = 5000;
constexpr qint64 mostPixels = 8'000'000; // of a page
constexpr qint64 longestDocument = 128'000'000;

struct Opening {
    enum State : qint32 { Ready, Locked, Damaged };
    qint32 state = Ready;
    qint32 pages = 0;
};

struct PageSize {
    float width = 0, height = 0; // points, 1/72 inch
};

struct Request {
    qint32 page = 0;
    qint32 width = 0; // pixels
};

struct Page {
    qint32 page = 0;
    qint32 asked = 0;             // the width of the request
    qint32 width = 0, height = 0; // 0: it cannot be drawn
};
} // namespace PdfWire
