// SPDX-License-Identifier: GPL-3.0-or-later
#include "MessagePaper.h"

#include "Ask.h"
#include "FileName.h"
#include "MessagePrint.h"

#include <QBuffer>
#include <QDir>
#include <QFileDialog>
#include <QPdfWriter>
#include <QPrintDialog>
#include <QPrinter>
#include <QSaveFile>
#include <QStandardPaths>

namespace
{
constexpr int pdfDotsPerInch = 300;

// Empty where it cannot be drawn.
QByteArray pdfOf(const MessageBody &body, const QPageLayout &paper, bool plainText)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    bool isDrawn = false;
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(pdfDotsPerInch);
        writer.setTitle(body.header.subject);
        writer.setCreator(QStringLiteral("Poplar"));
        writer.setPageLayout(paper);
        isDrawn = MessagePrint(body, plainText).print(writer);
    }
    return isDrawn ? buffer.data() : QByteArray();
}

Result<void> writePdfFile(const QString &path, const QByteArray &pdf)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(pdf) != pdf.size() || !file.commit())
        return failure(ErrorCode::DiskFailed, file.errorString());
    return {};
}
} // namespace

QString MessagePaper::fileName(const QString &subject, const QString &suffix)
{
    const QString name = FileName::forSubject(subject);
    return name.chopped(int(QStringLiteral(".eml").size())) + suffix;
}

void MessagePaper::choosePdf(QWidget *window, const Shown &shown)
{
    auto *dialog = new QFileDialog(window, tr("Save as PDF"),
                                   QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation),
                                   tr("PDF documents (*.pdf)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("pdf"));
    dialog->selectFile(fileName(shown.subject, QStringLiteral(".pdf")));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, shown](const QString &path) { savePdf(path, shown); });
    dialog->open();
}

void MessagePaper::savePdf(const QString &path, const Shown &shown)
{
    const QPageLayout paper = MessagePrint::paper();
    shown.read(MessagePrint::optionsFor(paper, shown.options), this,
               [this, path, paper, plainText = shown.plainText](const Result<MessageBody> &body) {
                   if (body)
                       write(path, pdfOf(*body, paper, plainText));
                   else
                       Q_EMIT failed(body.error());
               });
}

void MessagePaper::write(const QString &path, const QByteArray &pdf)
{
    if (pdf.isEmpty()) {
        Q_EMIT failed(Error{ErrorCode::DiskFailed, path, {}, {}, {}});
        return;
    }
    askPool(
        *QThreadPool::globalInstance(), [path, pdf] { return writePdfFile(path, pdf); }, this,
        [this, path](const Result<void> &written) {
            if (written)
                Q_EMIT told(tr("Message saved: %1").arg(QDir::toNativeSeparators(path)));
            else
                Q_EMIT failed(written.error());
        });
}

void MessagePaper::print(QWidget *window, const Shown &shown)
{
    const auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    printer->setDocName(shown.subject.simplified().left(100));
    MessagePrint::setMargins(*printer);
    auto *dialog = new QPrintDialog(printer.get(), window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QAbstractPrintDialog::PrintPageRange);
    connect(dialog, qOverload<QPrinter *>(&QPrintDialog::accepted), this,
            [this, printer, shown] { printOn(printer, shown); });
    // The dialog works on the printer until it is gone.
    connect(dialog, &QObject::destroyed, this, [printer] {});
    dialog->open();
}

void MessagePaper::printOn(const std::shared_ptr<QPrinter> &printer, const Shown &shown)
{
    shown.read(MessagePrint::optionsFor(printer->pageLayout(), shown.options), this,
               [this, printer, plainText = shown.plainText](const Result<MessageBody> &body) {
                   if (!body) {
                       Q_EMIT failed(body.error());
                       return;
                   }
                   if (MessagePrint(*body, plainText).print(*printer, printer->fromPage(), printer->toPage()))
                       Q_EMIT told(tr("The message was sent to the printer."));
                   else
                       Q_EMIT failed(Error{ErrorCode::DiskFailed, printer->printerName(), {}, {}, {}});
               });
}
