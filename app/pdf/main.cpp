// SPDX-License-Identifier: GPL-3.0-or-later
//
// poplar-pdf draws the pages of one PDF for Poplar's window, so that a document which breaks the decoder,
// keeps it busy or fills the memory costs the window nothing: it ends this process, or the window does.
// Standard input: the document, then requests; standard output: what it is, then pages (PdfWire.h).
#include "PdfWire.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDataStream>
#include <QFile>
#include <QImage>
#include <QPdfDocument>

#include <algorithm>
#include <cstdio>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif
#ifdef Q_OS_WIN
#include <fcntl.h>
#include <io.h>
#endif

#if defined(__SANITIZE_ADDRESS__)
#define POPLAR_MAPS_MUCH
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POPLAR_MAPS_MUCH
#endif
#endif

namespace
{
// It needs no files and little memory.
void bound()
{
#ifdef Q_OS_UNIX
    const rlimit none{0, 0};
    (void)setrlimit(RLIMIT_FSIZE, &none);
    (void)setrlimit(RLIMIT_CORE, &none);
#ifndef POPLAR_MAPS_MUCH
    constexpr rlim_t memory = 2'000'000'000;
    const rlimit most{memory, memory};
    (void)setrlimit(RLIMIT_AS, &most);
#endif
#endif
#ifdef Q_OS_WIN
    _setmode(_fileno(stdin), _O_BINARY);
    _setmode(_fileno(stdout), _O_BINARY);
#endif
}

bool readExactly(QFile &in, char *to, qint64 length)
{
    while (length > 0) {
        const qint64 got = in.read(to, length);
        if (got <= 0)
            return false;
        to += got;
        length -= got;
    }
    return true;
}

template <class T> bool readValue(QFile &in, T &value)
{
    return readExactly(in, reinterpret_cast<char *>(&value), sizeof value);
}

template <class T> void writeValue(QFile &out, const T &value)
{
    out.write(reinterpret_cast<const char *>(&value), sizeof value);
}

PdfWire::Opening open(QPdfDocument &document, QIODevice &bytes)
{
    document.load(&bytes);
    PdfWire::Opening opening;
    if (document.error() == QPdfDocument::Error::IncorrectPassword ||
        document.error() == QPdfDocument::Error::UnsupportedSecurityScheme)
        opening.state = PdfWire::Opening::Locked;
    else if (document.status() != QPdfDocument::Status::Ready || document.pageCount() < 1)
        opening.state = PdfWire::Opening::Damaged;
    else
        opening.pages = std::min(document.pageCount(), PdfWire::mostPages);
    return opening;
}

void draw(QPdfDocument &document, const PdfWire::Request &request, QFile &out)
{
    const QSizeF points = document.pagePointSize(request.page);
    QImage image;
    if (!points.isEmpty() && request.width > 0) {
        const double height = request.width * points.height() / points.width();
        if (height >= 1 && height * request.width <= double(PdfWire::mostPixels))
            image = document.render(request.page, QSize(request.width, int(height)));
    }
    // What a page does not paint is paper.
    QImage paper(image.size(), QImage::Format_RGB32);
    if (!image.isNull()) {
        paper.fill(Qt::white);
        for (int y = 0; y < image.height(); ++y) {
            const auto *from = reinterpret_cast<const QRgb *>(image.constScanLine(y));
            auto *to = reinterpret_cast<QRgb *>(paper.scanLine(y));
            for (int x = 0; x < image.width(); ++x) {
                const int clear = 255 - qAlpha(from[x]); // of what is premultiplied
                to[x] = qRgb(std::min(255, qRed(from[x]) + clear), std::min(255, qGreen(from[x]) + clear),
                             std::min(255, qBlue(from[x]) + clear));
            }
        }
    }
    writeValue(out, PdfWire::Page{request.page, request.width, paper.width(), paper.height()});
    for (int y = 0; y < paper.height(); ++y)
        out.write(reinterpret_cast<const char *>(paper.constScanLine(y)), qint64(paper.width()) * 4);
}
} // namespace

int main(int argc, char **argv)
{
    bound();
    const QCoreApplication application(argc, argv);
    QFile in, out;
    qint64 length = 0;
    if (!in.open(stdin, QIODevice::ReadOnly | QIODevice::Unbuffered) ||
        !out.open(stdout, QIODevice::WriteOnly) || !readValue(in, length) || length <= 0 ||
        length > PdfWire::longestDocument)
        return 1;
    QByteArray bytes(length, Qt::Uninitialized);
    if (!readExactly(in, bytes.data(), length))
        return 1;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QPdfDocument document;
    const PdfWire::Opening opening = open(document, buffer);
    writeValue(out, opening);
    for (int page = 0; page < opening.pages; ++page) {
        const QSizeF points = document.pagePointSize(page);
        writeValue(out, PdfWire::PageSize{float(points.width()), float(points.height())});
    }
    out.flush();
    PdfWire::Request request;
    while (readValue(in, request)) {
        draw(document, request, out);
        out.flush();
    }
    return 0;
}
