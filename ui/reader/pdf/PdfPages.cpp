// SPDX-License-Identifier: GPL-3.0-or-later
#include "PdfPages.h"

#include <QCoreApplication>
#include <QProcess>
#include <QStandardPaths>

#include <cstring>

namespace
{
constexpr int pdfPatience = 20'000; // ms for the document, and for each page

QString drawingProgram()
{
    return QStandardPaths::findExecutable(QStringLiteral("poplar-pdf"),
                                          {QCoreApplication::applicationDirPath()});
}

template <class T> QByteArray bytesOfValue(const T &value)
{
    return QByteArray(reinterpret_cast<const char *>(&value), sizeof value);
}

template <class T> T valueOf(const QByteArray &bytes, qsizetype at = 0)
{
    T value;
    std::memcpy(&value, bytes.constData() + at, sizeof value);
    return value;
}
} // namespace

PdfPages::PdfPages(QObject *parent) : QObject(parent)
{
    m_patience.setSingleShot(true);
    m_patience.setInterval(pdfPatience);
    connect(&m_patience, &QTimer::timeout, this, [this] { fail(Fault::TooSlow); });
}

PdfPages::~PdfPages()
{
    close();
}

bool PdfPages::isThere()
{
    return !drawingProgram().isEmpty();
}

// It is not waited for: it is killed, and goes by itself.
void PdfPages::close()
{
    m_patience.stop();
    m_isOpen = m_isDrawing = m_hasHead = false;
    m_sizes.clear();
    if (!m_process)
        return;
    QProcess *old = m_process.release();
    old->disconnect();
    if (old->state() == QProcess::NotRunning) {
        old->deleteLater();
        return;
    }
    connect(old, &QProcess::finished, old, &QObject::deleteLater);
    old->kill();
}

void PdfPages::load(const QByteArray &bytes)
{
    close();
    const QString program = drawingProgram();
    if (program.isEmpty()) {
        Q_EMIT failed(Fault::NotBuilt);
        return;
    }
    m_process = std::make_unique<QProcess>();
    m_process->setStandardErrorFile(QProcess::nullDevice());
    connect(m_process.get(), &QProcess::readyReadStandardOutput, this, &PdfPages::read);
    const auto ended = [this, process = m_process.get()] {
        if (m_process.get() == process) // it is not one that was given up
            fail(process->error() == QProcess::FailedToStart ? Fault::NotBuilt : Fault::Damaged);
    };
    connect(m_process.get(), &QProcess::finished, this, ended, Qt::QueuedConnection);
    connect(m_process.get(), &QProcess::errorOccurred, this, ended, Qt::QueuedConnection);
    m_patience.start();
    m_process->start(program, {});
    m_process->write(bytesOfValue(qint64(bytes.size())));
    m_process->write(bytes);
}

void PdfPages::draw(int page, int width)
{
    if (!m_isOpen || m_isDrawing)
        return;
    m_isDrawing = true;
    m_patience.start();
    m_process->write(bytesOfValue(PdfWire::Request{page, width}));
}

void PdfPages::read()
{
    // Whoever is told of a page may load another document.
    while (m_process && (m_isOpen ? readPage() : readOpening())) {
    }
}

bool PdfPages::readOpening()
{
    if (m_process->bytesAvailable() < qint64(sizeof(PdfWire::Opening)))
        return false;
    const auto opening = valueOf<PdfWire::Opening>(m_process->peek(sizeof(PdfWire::Opening)));
    if (opening.state != PdfWire::Opening::Ready || opening.pages < 1 || opening.pages > PdfWire::mostPages) {
        fail(opening.state == PdfWire::Opening::Locked ? Fault::Locked : Fault::Damaged);
        return false;
    }
    const qint64 length =
        qint64(sizeof(PdfWire::Opening)) + opening.pages * qint64(sizeof(PdfWire::PageSize));
    if (m_process->bytesAvailable() < length)
        return false;
    const QByteArray bytes = m_process->read(length);
    for (int page = 0; page < opening.pages; ++page) {
        const auto size = valueOf<PdfWire::PageSize>(bytes, qsizetype(sizeof(PdfWire::Opening)) +
                                                                page * qsizetype(sizeof(PdfWire::PageSize)));
        const auto fit = [](float points) { return double(qBound(1.0F, points, 20'000.0F)); };
        m_sizes.push_back({fit(size.width), fit(size.height)});
    }
    m_isOpen = true;
    m_patience.stop();
    Q_EMIT opened();
    return true;
}

bool PdfPages::readPage()
{
    if (!m_hasHead) {
        if (m_process->bytesAvailable() < qint64(sizeof(PdfWire::Page)))
            return false;
        m_page = valueOf<PdfWire::Page>(m_process->read(sizeof(PdfWire::Page)));
        m_hasHead = true;
    }
    if (m_page.width < 0 || m_page.height < 0 || qint64(m_page.width) * m_page.height > PdfWire::mostPixels) {
        fail(Fault::Damaged);
        return false;
    }
    const qint64 length = qint64(m_page.width) * m_page.height * 4;
    if (m_process->bytesAvailable() < length)
        return false;
    QImage image(m_page.width, m_page.height, QImage::Format_RGB32);
    for (int y = 0; y < image.height(); ++y)
        m_process->read(reinterpret_cast<char *>(image.scanLine(y)), qint64(m_page.width) * 4);
    m_isDrawing = m_hasHead = false;
    m_patience.stop();
    Q_EMIT drawn(m_page.page, m_page.asked, image);
    return true;
}

void PdfPages::fail(Fault fault)
{
    if (!m_process)
        return; // told already
    close();
    Q_EMIT failed(fault);
}
