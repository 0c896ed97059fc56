// SPDX-License-Identifier: GPL-3.0-or-later
#include "ServerPreviewPane.h"

#include "ErrorText.h"
#include "Formatting.h"
#include "SafeText.h"
#include "ServerDesk.h"

#include <QDateTime>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace
{
constexpr int askPause = 200;         // ms; who moves through the list asks for the last
constexpr qsizetype longest = 16'000; // characters

// "From Anna · To me · 2 November 2026".
QString headOf(const Addresses &from, const Addresses &to, qint64 date)
{
    QStringList parts;
    if (!from.empty())
        parts += ServerPreviewPane::tr("From %1").arg(Formatting::names(from, 3));
    if (!to.empty())
        parts += ServerPreviewPane::tr("To %1").arg(Formatting::names(to, 3));
    if (date != 0)
        parts += Formatting::readerDate(date, QDateTime::currentDateTime());
    return SafeText::oneLine(parts.join(QStringLiteral(" · ")));
}
} // namespace

ServerPreviewPane::ServerPreviewPane(MailSession &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_head(new QLabel(this)), m_text(new QPlainTextEdit(this))
{
    m_head->setTextFormat(Qt::PlainText);
    m_head->setWordWrap(true);
    m_head->setContentsMargins(16, 8, 16, 4);
    m_head->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_text->setReadOnly(true);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setTabChangesFocus(true);
    m_text->document()->setDocumentMargin(12);
    m_text->setAccessibleName(tr("Beginning of the message"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_text, 1);
    m_askTimer.setSingleShot(true);
    m_askTimer.setInterval(askPause);
    connect(&m_askTimer, &QTimer::timeout, this, &ServerPreviewPane::ask);
    showFor(nullptr);
}

void ServerPreviewPane::showFor(const ServerMessage *message)
{
    if (message && m_isChosen && message->key == m_message.key && message->message == m_message.message)
        return;
    ++m_question;
    m_sender.clear();
    m_isChosen = message != nullptr;
    m_message = message ? *message : ServerMessage();
    m_askTimer.stop();
    if (!message)
        return showHint(tr("Choose a message to see how it begins."));
    if (message->message == 0 && message->state == ServerMessage::State::Gone)
        return showHint(tr("The message is not on the server any more, and it was never fetched."));
    m_askTimer.start();
}

void ServerPreviewPane::ask()
{
    const int question = m_question;
    if (m_message.message != 0) {
        m_session.body(m_message.message, {}, this, [this, question](Result<MessageBody> body) {
            if (question != m_question)
                return;
            if (!body)
                return showFailure(body.error());
            showText(body->header.from, body->header.to, body->header.date, body->text);
        });
        return;
    }
    showHint(tr("Asking the server for the first lines…"));
    m_session.serverDesk().preview(m_message.key, this, [this, question](Result<ServerPreview> preview) {
        if (question != m_question)
            return;
        if (!preview)
            return showFailure(preview.error());
        showText(preview->from, preview->to, preview->date, preview->text);
    });
}

void ServerPreviewPane::showText(const Addresses &from, const Addresses &to, qint64 date, const QString &text)
{
    m_sender = from.empty() ? QString() : from.front().address;
    const QString head = headOf(from, to, date);
    m_head->setText(head);
    m_head->setVisible(!head.isEmpty());
    m_text->setPlainText(text.trimmed().isEmpty() ? tr("(The message begins without text.)")
                                                  : text.left(longest));
}

void ServerPreviewPane::showHint(const QString &hint)
{
    m_head->hide();
    m_text->setPlainText(hint);
}

void ServerPreviewPane::showFailure(const Error &error)
{
    if (error.code == ErrorCode::Cancelled)
        return showHint({});
    showHint(error.code == ErrorCode::Unsupported
                 ? tr("This server does not show the beginning of a message. Get the message to read it.")
                 : errorLine(error));
}

QString ServerPreviewPane::text() const
{
    return m_text->toPlainText();
}
