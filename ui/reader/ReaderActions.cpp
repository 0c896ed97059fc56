// SPDX-License-Identifier: GPL-3.0-or-later
#include "ReaderActions.h"

#include "BrowserPage.h"
#include "EncodingMenu.h"
#include "MailReading.h"
#include "MessagePage.h"
#include "MessagePaper.h"
#include "ReaderPane.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QMenuBar>
#include <QSettings>
#include <QStandardPaths>

namespace
{
constexpr qreal readerZoomStep = 1.1;
} // namespace

ReaderActions::ReaderActions(MailSession &session, Actions &actions, ReaderPane &reader, QObject *parent)
    : QObject(parent), m_session(session), m_actions(actions), m_reader(&reader),
      m_browser(new BrowserPage(session, this)), m_paper(new MessagePaper(this))
{
    connect(m_paper, &MessagePaper::told, this, &ReaderActions::told);
    connect(m_paper, &MessagePaper::failed, this, &ReaderActions::failed);
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
    showLook(m_actions, m_reader->page());
}

void ReaderActions::showLook(const Actions &actions, const MessagePage &page)
{
    actions.action(ActionId::PlainText)->setChecked(page.isPlainText());
    actions.action(ActionId::OriginalColours)->setChecked(page.originalColours());
    actions.action(ActionId::FoldQuotes)->setChecked(page.quotesFolded());
    actions.action(ActionId::AllHeaders)->setChecked(page.showsAllHeaders());
}

bool ReaderActions::perform(ActionId id)
{
    switch (id) {
    case ActionId::SaveAs:
        chooseMessageFile();
        return true;
    case ActionId::SaveAsPdf:
        if (m_reader->isShowing())
            m_paper->choosePdf(m_reader->window(), shown());
        return true;
    case ActionId::Print:
        if (m_reader->isShowing())
            m_paper->print(m_reader->window(), shown());
        return true;
    case ActionId::OpenInBrowser:
        m_browser->open(m_reader->message());
        return true;
    case ActionId::ViewSource:
        m_reader->openSource();
        return true;
    default:
        return performOn(m_actions, m_reader->page(), id);
    }
}

bool ReaderActions::performOn(const Actions &actions, MessagePage &page, ActionId id)
{
    const bool isChecked = actions.action(id)->isChecked();
    switch (id) {
    case ActionId::Find:
        page.openFind();
        return true;
    case ActionId::FindNext:
    case ActionId::FindPrevious:
        page.findNext(id == ActionId::FindNext ? 1 : -1);
        return true;
    case ActionId::PlainText:
        page.setPlainText(isChecked);
        return true;
    case ActionId::OriginalColours:
        page.setOriginalColours(isChecked);
        return true;
    case ActionId::FoldQuotes:
        page.setQuotesFolded(isChecked);
        return true;
    case ActionId::AllHeaders:
        page.setShowsAllHeaders(isChecked);
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

MessagePaper::Shown ReaderActions::shown() const
{
    const MessagePage &page = m_reader->page();
    const MessageId message = m_reader->message();
    const auto read = [&session = m_session, message](const RenderOptions &options, QObject *context,
                                                      MessagePaper::Done done) {
        session.body(message, options, context, std::move(done));
    };
    return {read, page.options(message), page.isPlainText(), m_reader->body().header.subject};
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
    dialog->selectFile(MessagePaper::fileName(m_reader->body().header.subject, QStringLiteral(".eml")));
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

void ReaderActions::savePdf(const QString &path)
{
    m_paper->savePdf(path, shown());
}
