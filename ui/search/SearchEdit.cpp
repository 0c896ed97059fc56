// SPDX-License-Identifier: GPL-3.0-or-later
#include "SearchEdit.h"

#include "Icons.h"
#include "Theme.h"

#include <QAction>
#include <QCoreApplication>
#include <QInputMethodEvent>
#include <QKeyEvent>
#include <QTextCharFormat>

namespace
{
constexpr int pauseMilliseconds = 300;
constexpr int leastWidth = 160, mostWidth = 460;
} // namespace

SearchEdit::SearchEdit(QWidget *parent) : QLineEdit(parent)
{
    setObjectName(QStringLiteral("searchField"));
    addAction(Icons::icon(QStringLiteral("search")), QLineEdit::LeadingPosition);
    setClearButtonEnabled(true);
    setMinimumWidth(leastWidth);
    setMaximumWidth(mostWidth);
    setAccessibleName(tr("Search all mail"));
    setPlaceholderText(tr("Search all mail"));
    setToolTip(tr("Words, \"a phrase\", begin*, -without, one or other, /expression/\n"
                  "from: to: cc: subject: body: filename: list: tag: in: account:\n"
                  "is:unread is:starred has:attachment larger:5M before:2024-05 newer:7d"));
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMilliseconds);
    connect(&m_pause, &QTimer::timeout, this, [this] { Q_EMIT searchRequested(text(), false); });
    connect(this, &QLineEdit::textChanged, this, &SearchEdit::takeText);
    connect(this, &QLineEdit::returnPressed, this, [this] {
        m_pause.stop();
        if (!text().trimmed().isEmpty())
            Q_EMIT searchRequested(text(), true);
    });
}

void SearchEdit::takeText(const QString &text)
{
    setMark(0, 0, {});
    if (text.trimmed().isEmpty()) {
        m_pause.stop();
        Q_EMIT left();
    } else {
        m_pause.start();
    }
}

void SearchEdit::markError(qsizetype position, qsizetype length)
{
    QTextCharFormat format;
    format.setUnderlineStyle(QTextCharFormat::WaveUnderline);
    format.setUnderlineColor(Theme::red(palette()));
    format.setForeground(Theme::red(palette()));
    // Where something is missing the character before it is marked.
    const qsizetype first = length == 0 && position > 0 ? position - 1 : position;
    setMark(static_cast<int>(first), static_cast<int>(qMax<qsizetype>(length, 1)), format);
}

// A line edit formats parts of its text for input methods alone, and takes their places from the cursor.
void SearchEdit::setMark(int position, int length, const QTextCharFormat &format)
{
    QList<QInputMethodEvent::Attribute> attributes;
    if (length > 0)
        attributes.append(
            {QInputMethodEvent::TextFormat, position - cursorPosition(), length, QVariant(format)});
    QInputMethodEvent event(QString(), attributes);
    QCoreApplication::sendEvent(this, &event);
}

void SearchEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        m_pause.stop();
        Q_EMIT left();
    } else if (event->key() == Qt::Key_Down) {
        Q_EMIT listRequested();
    } else {
        QLineEdit::keyPressEvent(event);
    }
}
