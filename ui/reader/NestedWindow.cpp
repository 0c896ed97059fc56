// SPDX-License-Identifier: GPL-3.0-or-later
#include "NestedWindow.h"

#include "AttachmentFiles.h"
#include "EmptyPage.h"
#include "ErrorText.h"
#include "FoundPieces.h"
#include "Icons.h"
#include "MessagePage.h"
#include "NestedBody.h"
#include "ReaderActions.h"
#include "SafeText.h"
#include "WindowSize.h"

#include <QDir>
#include <QMenuBar>
#include <QShortcut>
#include <QStackedWidget>
#include <QStatusBar>

namespace
{
constexpr int nestedNoticeTime = 8000; // ms

const std::set<ActionId> possibleWithin{
    ActionId::Print,      ActionId::SaveAsPdf,    ActionId::SaveAs,    ActionId::Find,
    ActionId::FindNext,   ActionId::FindPrevious, ActionId::PlainText, ActionId::OriginalColours,
    ActionId::FoldQuotes, ActionId::AllHeaders,   ActionId::ZoomIn,    ActionId::ZoomOut,
    ActionId::ZoomReset,
};
} // namespace

NestedWindow::NestedWindow(MailSession &session, MessageId message, const QString &part, QWidget *parent,
                           const MessageLook &look)
    : QMainWindow(parent, Qt::Window), m_session(session), m_message(message), m_part(part),
      m_stack(new QStackedWidget(this)), m_waiting(new EmptyPage(this)),
      m_page(new MessagePage(session, this)), m_paper(new MessagePaper(this)),
      m_files(new AttachmentFiles(session, *this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowIcon(Icons::application());
    setWindowTitle(pieceAt(part).isEmpty() ? tr("Message within a message") : tr("Message put together"));
    m_page->setPart(part);
    m_page->setLook(look);
    setMinimumSize(480, 320);
    openAtSize(*this, {820, 720});
    build();
    connectParts();
    ReaderActions::showLook(m_actions, *m_page);
    load();
}

void NestedWindow::build()
{
    m_actions.fillMenuBar(*menuBar(), possibleWithin);
    m_actions.addLettersTo(*this, possibleWithin);
    setContextMenuPolicy(Qt::PreventContextMenu);
    m_waiting->show(QStringLiteral("mail-open"), tr("Reading…"), QString());
    m_stack->addWidget(m_waiting);
    m_stack->addWidget(m_page);
    setCentralWidget(m_stack);
    statusBar()->setSizeGripEnabled(false);
    connect(new QShortcut(QKeySequence(Qt::Key_Escape), this), &QShortcut::activated, this, &QWidget::close);
    for (const QKeySequence &keys : QKeySequence::keyBindings(QKeySequence::Close))
        connect(new QShortcut(keys, this), &QShortcut::activated, this, &QWidget::close);
}

void NestedWindow::connectParts()
{
    connect(&m_actions, &Actions::triggered, this, &NestedWindow::perform);
    connect(m_page, &MessagePage::bodyWanted, this, &NestedWindow::load);
    connect(m_waiting, &EmptyPage::buttonClicked, this, &NestedWindow::load);
    connect(m_page, &MessagePage::noticed, this, &NestedWindow::tell);
    connect(m_page, &MessagePage::linkHovered, this,
            [this](const QString &target) { statusBar()->showMessage(target); });
    connect(m_paper, &MessagePaper::told, this, &NestedWindow::tell);
    connect(m_paper, &MessagePaper::failed, this, [this](const Error &error) { tell(errorLine(error)); });
    connect(m_files, &AttachmentFiles::failed, this, [this](const Error &error) { tell(errorLine(error)); });
    connect(m_files, &AttachmentFiles::saved, this, [this](int, const QString &path) {
        tell(tr("Message saved: %1").arg(QDir::toNativeSeparators(path)));
    });
}

void NestedWindow::load()
{
    const RenderOptions options = m_page->options();
    readNestedBody(m_session, m_message, m_part, options, this,
                   [this, options](Result<MessageBody> result) { take(options, std::move(result)); });
}

void NestedWindow::take(const RenderOptions &options, Result<MessageBody> result)
{
    Actions::Situation situation;
    situation.mail = situation.shown = result.has_value();
    m_actions.setSituation(situation);
    if (!result) {
        const ErrorWords words = errorWords(result.error());
        m_waiting->show(QStringLiteral("file-warning"), tr("This message cannot be shown"),
                        QStringList{words.sentence, words.nextStep}.join(QLatin1Char(' ')).trimmed(),
                        tr("Try again"));
        m_stack->setCurrentWidget(m_waiting);
        return;
    }
    if (!result->header.subject.isEmpty())
        setWindowTitle(SafeText::oneLine(result->header.subject, 200));
    if (m_isShown)
        m_page->showAgain(std::move(*result), options);
    else
        m_page->showBody(m_message, std::move(*result), options, false);
    m_isShown = true;
    m_stack->setCurrentWidget(m_page);
}

void NestedWindow::perform(ActionId id)
{
    if (!m_isShown)
        return;
    if (id == ActionId::SaveAs)
        save();
    else if (id == ActionId::SaveAsPdf)
        m_paper->choosePdf(this, shown());
    else if (id == ActionId::Print)
        m_paper->print(this, shown());
    else
        ReaderActions::performOn(m_actions, *m_page, id);
}

// As it lies in the stored message, byte for byte.
void NestedWindow::save()
{
    Attachment message;
    message.part = m_part;
    message.name = MessagePaper::fileName(m_page->body().header.subject, QStringLiteral(".eml"));
    m_files->saveAs(m_message, message);
}

MessagePaper::Shown NestedWindow::shown() const
{
    const auto read = [&session = m_session, message = m_message, part = m_part](
                          const RenderOptions &options, QObject *context, MessagePaper::Done done) {
        readNestedBody(session, message, part, options, context, std::move(done));
    };
    return {read, m_page->options(), m_page->isPlainText(), m_page->body().header.subject};
}

void NestedWindow::tell(const QString &sentence)
{
    statusBar()->showMessage(sentence, nestedNoticeTime);
}
