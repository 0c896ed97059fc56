// SPDX-License-Identifier: GPL-3.0-or-later
#include "SourceWindow.h"

#include "ErrorText.h"
#include "Formatting.h"
#include "MessageBar.h"

#include <QFontDatabase>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QStringDecoder>
#include <QVBoxLayout>

namespace
{
constexpr qsizetype mostShown = 4'000'000; // bytes; a text view of more takes seconds to lay out
}

SourceWindow::SourceWindow(QWidget *parent)
    : QWidget(parent, Qt::Window), m_notice(new MessageBar(this)), m_text(new QPlainTextEdit(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Source of the message"));
    resize(820, 640);
    m_text->setReadOnly(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setAccessibleName(tr("Source of the message"));
    m_text->document()->setDocumentMargin(12);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_notice);
    layout->addWidget(m_text, 1);
    connect(new QShortcut(QKeySequence::Close, this), &QShortcut::activated, this, &QWidget::close);
    connect(new QShortcut(QKeySequence(Qt::Key_Escape), this), &QShortcut::activated, this, &QWidget::close);
}

void SourceWindow::showSource(const Result<QByteArray> &raw)
{
    if (!raw) {
        m_notice->show(MessageBar::Kind::Failure, QStringLiteral("circle-alert"), errorLine(raw.error()));
        return;
    }
    const QByteArray bytes = raw->left(mostShown);
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = utf8.decode(bytes);
    if (utf8.hasError())
        text = QString::fromLatin1(bytes);
    // A NUL would end the text in some programs it is pasted into.
    text.replace(QChar(u'\0'), QChar(0x2400));
    m_text->setPlainText(text);
    if (raw->size() > mostShown) {
        m_notice->show(MessageBar::Kind::Notice, QStringLiteral("info"),
                       tr("The first %1 are shown. Save the message to a file to see all of it.")
                           .arg(Formatting::sizeOf(mostShown, raw->size())));
    }
}
