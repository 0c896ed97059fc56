// SPDX-License-Identifier: GPL-3.0-or-later
#include "NestedWindow.h"

#include "EmptyPage.h"
#include "ErrorText.h"
#include "FoundPieces.h"
#include "Icons.h"
#include "MessagePage.h"
#include "NestedBody.h"
#include "SafeText.h"
#include "WindowSize.h"

#include <QShortcut>
#include <QStackedLayout>

NestedWindow::NestedWindow(MailSession &session, MessageId message, const QString &part, QWidget *parent)
    : QWidget(parent, Qt::Window), m_session(session), m_message(message), m_part(part),
      m_stack(new QStackedLayout(this)), m_waiting(new EmptyPage(this)),
      m_page(new MessagePage(session, this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowIcon(Icons::application());
    setWindowTitle(pieceAt(part).isEmpty() ? tr("Message within a message") : tr("Message put together"));
    m_page->setPart(part);
    setMinimumSize(480, 320);
    openAtSize(*this, {820, 720});
    m_waiting->show(QStringLiteral("mail-open"), tr("Reading…"), QString());
    m_stack->addWidget(m_waiting);
    m_stack->addWidget(m_page);
    connect(m_page, &MessagePage::bodyWanted, this, &NestedWindow::load);
    connect(m_waiting, &EmptyPage::buttonClicked, this, &NestedWindow::load);
    connect(new QShortcut(QKeySequence(Qt::Key_Escape), this), &QShortcut::activated, this, &QWidget::close);
    for (const QKeySequence &keys : QKeySequence::keyBindings(QKeySequence::Close))
        connect(new QShortcut(keys, this), &QShortcut::activated, this, &QWidget::close);
    load();
}

void NestedWindow::load()
{
    const RenderOptions options = m_page->options();
    readNestedBody(m_session, m_message, m_part, options, this,
                   [this, options](Result<MessageBody> result) { take(options, std::move(result)); });
}

void NestedWindow::take(const RenderOptions &options, Result<MessageBody> result)
{
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
