// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReaderActions.h"

#include "BrowserPage.h"
#include "EncodingMenu.h"
#include "FileName.h"
#include "MailReading.h"
#include "MessagePage.h"
#include "MessagePrint.h"
#include "ReaderPane.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QMenuBar>
#include <QPdfWriter>
#include <QPrintDialog>
#include <QPrinter>
#include <QSaveFile>
#include <QSettings>
#include <QStandardPaths>

namespace
{
constexpr qreal readerZoomStep = 1.1;
constexpr int pdfDotsPerInch = 300;
} // namespace

ReaderActions::ReaderActions(MailSession &session, Actions &actions, ReaderPane &reader, QObject *parent)
    : QObject(parent), m_session(session), m_actions(actions), m_reader(&reader),
      m_browser(new BrowserPage(session, this))
{
    connect(m_browser, &BrowserPage::failed, this, &ReaderActions::failed);
    connect(m_browser, &BrowserPage::noBrowser, this, [this](const QString &file) {
        Q_EMIT told(tr("No program was found that opens %1.").arg(file));
    });
}

void ReaderActions::setReader(ReaderPane &reader)
{
    m_reader = &reader;
    showLook();
}

void ReaderActions::showLook()
{
    const MessagePage &page = m_reader->page();
    m_actions.action(ActionId::PlainText)->setChecked(page.isPlainText());
    m_actions.action(ActionId::OriginalColours)->setChecked(page.originalColours());
    m_actions.action(ActionId::FoldQuotes)->setChecked(page.quotesFolded());
    m_actions.action(ActionId::AllHeaders)->setChecked(page.showsAllHeaders());
}

bool ReaderActions::perform(ActionId id)
{
    switch (id) {
    case ActionId::SaveAs:
        chooseMessageFile();
        return true;
    case ActionId::SaveAsPdf:
        choosePdfFile();
        return true;
    case ActionId::Print:
        print();
        return true;
    case ActionId::OpenInBrowser:
        m_browser->open(m_reader->message());
        return true;
    case ActionId::ViewSource:
        m_reader->openSource();
        return true;
    case ActionId::Find:
        m_reader->page().openFind();
        return true;
    case ActionId::FindNext:
    case ActionId::FindPrevious:
        m_reader->page().findNext(id == ActionId::FindNext ? 1 : -1);
        return true;
    default:
        return performOnLook(id);
    }
}

bool ReaderActions::performOnLook(ActionId id)
{
    MessagePage &page = m_reader->page();
    switch (id) {
    case ActionId::PlainText:
        page.setPlainText(m_actions.action(id)->isChecked());
        return true;
    case ActionId::OriginalColours:
        page.setOriginalColours(m_actions.action(id)->isChecked());
        return true;
    case ActionId::FoldQuotes:
        page.setQuotesFolded(m_actions.action(id)->isChecked());
        return true;
    case ActionId::AllHeaders:
        page.setShowsAllHeaders(m_actions.action(id)->isChecked());
        return true;
    case ActionId::ZoomIn:
        page.setZoom(page.zoom() * readerZoomStep);
        return true;
    case ActionId::ZoomOut:
        page.setZoom(page.zoom() / readerZoomStep);
        return true;
    case ActionId::ZoomReset:
        page.setZoom(1.0);
        return true;
    default:
        return false;
    }
}

void ReaderActions::addEncodingMenu(QMenuBar &bar)
{
    const QAction *neighbour = m_actions.action(ActionId::OriginalColours);
    for (const QAction *title : bar.actions()) {
        const QList<QAction *> entries = title->menu()->actions();
        const qsizetype at = entries.indexOf(neighbour);
        if (at < 0)
            continue;
        m_encodings = new EncodingMenu(title->menu());
        title->menu()->insertMenu(entries.value(at + 1), m_encodings);
        connect(title->menu(), &QMenu::aboutToShow, this, &ReaderActions::showEncoding);
        connect(m_encodings, &EncodingMenu::chosen, this, [this](const QByteArray &charset) {
            m_session.reading().setTextEncoding(m_reader->message(), charset, this,
                                                [this](const Result<void> &result) {
                                                    if (!result)
                                                        Q_EMIT failed(result.error());
                                                });
        });
    }
}

void ReaderActions::showEncoding()
{
    m_encodings->setEnabled(m_reader->isShowing());
    if (!m_reader->isShowing())
        return;
    m_session.reading().textEncoding(m_reader->message(), this, [this](const Result<QByteArray> &wanted) {
        if (wanted)
            m_encodings->showChoice(*wanted, m_reader->body().charset);
    });
}

void ReaderActions::restore(const QSettings &settings)
{
    MessagePage &page = m_reader->page();
    page.setZoom(settings.value(QStringLiteral("zoom"), 1.0).toDouble());
    page.setOriginalColours(settings.value(QStringLiteral("reader/originalColours")).toBool());
    page.setQuotesFolded(settings.value(QStringLiteral("reader/foldQuotes")).toBool());
    showLook();
}

void ReaderActions::save(QSettings &settings, const MessagePage &page)
{
    settings.setValue(QStringLiteral("zoom"), page.zoom());
    settings.setValue(QStringLiteral("reader/originalColours"), page.originalColours());
    settings.setValue(QStringLiteral("reader/foldQuotes"), page.quotesFolded());
}

ReaderActions::Shown ReaderActions::shown() const
{
    const MessagePage &page = m_reader->page();
    return {m_reader->message(), page.options(m_reader->message()), page.isPlainText()};
}

QString ReaderActions::fileName(const QString &suffix) const
{
    QString name = FileName::forSubject(m_reader->body().header.subject);
    return name.chopped(int(QStringLiteral(".eml").size())) + suffix;
}

void ReaderActions::chooseMessageFile()
{
    const MessageId message = m_reader->message();
    if (message == 0)
        return;
    auto *dialog = new QFileDialog(m_reader->window(), tr("Save message"),
                                   QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation),
                                   tr("Mail messages (*.eml)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("eml"));
    dialog->selectFile(fileName(QStringLiteral(".eml")));
    connect(dialog, &QFileDialog::fileSelected, this, [this, message](const QString &path) {
        m_session.saveRaw(message, path, this, [this, path](const Result<void> &result) {
            if (result)
                Q_EMIT told(tr("Message saved: %1").arg(QDir::toNativeSeparators(path)));
            else
                Q_EMIT failed(result.error());
        });
    });
    dialog->open();
}

void ReaderActions::choosePdfFile()
{
    if (!m_reader->isShowing())
        return;
    auto *dialog = new QFileDialog(m_reader->window(), tr("Save as PDF"),
                                   QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation),
                                   tr("PDF documents (*.pdf)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("pdf"));
    dialog->selectFile(fileName(QStringLiteral(".pdf")));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, shown = shown()](const QString &path) { writePdf(path, shown); });
    dialog->open();
}

void ReaderActions::savePdf(const QString &path)
{
    writePdf(path, shown());
}

void ReaderActions::writePdf(const QString &path, const Shown &shown)
{
    const QPageLayout paper = MessagePrint::paper();
    m_session.body(shown.message, MessagePrint::optionsFor(paper, shown.options), this,
                   [this, path, paper, plainText = shown.plainText](const Result<MessageBody> &body) {
                       if (!body) {
                           Q_EMIT failed(body.error());
                           return;
                       }
                       QSaveFile file(path);
                       bool isWritten = file.open(QIODevice::WriteOnly);
                       if (isWritten) {
                           QPdfWriter writer(&file);
                           writer.setResolution(pdfDotsPerInch);
                           writer.setTitle(body->header.subject);
                           writer.setCreator(QStringLiteral("Poplar"));
                           writer.setPageLayout(paper);
                           isWritten = MessagePrint(*body, plainText).print(writer);
                       }
                       if (isWritten && file.commit())
                           Q_EMIT told(tr("Message saved: %1").arg(QDir::toNativeSeparators(path)));
                       else
                           Q_EMIT failed(Error{ErrorCode::DiskFailed, file.errorString(), {}, {}, {}});
                   });
}

void ReaderActions::print()
{
    if (!m_reader->isShowing())
        return;
    const auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    printer->setDocName(m_reader->body().header.subject.simplified().left(100));
    MessagePrint::setMargins(*printer);
    auto *dialog = new QPrintDialog(printer.get(), m_reader->window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setOption(QAbstractPrintDialog::PrintPageRange);
    connect(dialog, qOverload<QPrinter *>(&QPrintDialog::accepted), this,
            [this, printer, shown = shown()] { printOn(printer, shown); });
    // The dialog works on the printer until it is gone.
    connect(dialog, &QObject::destroyed, this, [printer] {});
    dialog->open();
}

void ReaderActions::printOn(const std::shared_ptr<QPrinter> &printer, const Shown &shown)
{
    const RenderOptions options = MessagePrint::optionsFor(printer->pageLayout(), shown.options);
    m_session.body(
        shown.message, options, this,
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
