// SPDX-License-Identifier: GPL-3.0-or-later
#include "HtmlViewAccessible.h"

#include "HtmlView.h"

#include <QTextDocument>

#include <algorithm>

namespace
{
QAccessibleInterface *forHtmlView(const QString &, QObject *object)
{
    auto *const view = qobject_cast<HtmlView *>(object);
    return view ? new HtmlViewAccessible(*view) : nullptr; // owned by QAccessible
}

// As it is put in behind the line that folds it.
QString inserted(const HtmlView::FoldedText &folded)
{
    return u'\n' + folded.text;
}
} // namespace

HtmlViewAccessible::HtmlViewAccessible(HtmlView &view)
    : QAccessibleWidget(&view, QAccessible::StaticText), m_view(view)
{
}

void HtmlViewAccessible::install()
{
    QAccessible::installFactory(forHtmlView); // which takes each only once
}

void *HtmlViewAccessible::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::TextInterface)
        return static_cast<QAccessibleTextInterface *>(this);
    return QAccessibleWidget::interface_cast(type);
}

QString HtmlViewAccessible::text(QAccessible::Text kind) const
{
    return kind == QAccessible::Value ? wholeText() : QAccessibleWidget::text(kind);
}

QAccessible::State HtmlViewAccessible::state() const
{
    QAccessible::State state = QAccessibleWidget::state();
    state.readOnly = true;
    state.selectableText = true;
    state.multiLine = true;
    return state;
}

// One character for each position of the document, and what is folded in between.
QString HtmlViewAccessible::wholeText() const
{
    QString text = m_view.toPlainText();
    const std::vector<HtmlView::FoldedText> folded = m_view.foldedTexts();
    for (auto one = folded.rbegin(); one != folded.rend(); ++one)
        text.insert(one->position, inserted(*one));
    return text;
}

int HtmlViewAccessible::toDocument(int offset) const
{
    int before = 0; // what is folded
    for (const HtmlView::FoldedText &one : m_view.foldedTexts()) {
        if (offset <= one.position + before)
            break;
        before += std::min(int(inserted(one).size()), offset - before - one.position);
    }
    return std::clamp(offset - before, 0, m_view.document()->characterCount() - 1);
}

int HtmlViewAccessible::fromDocument(int position) const
{
    int offset = position;
    for (const HtmlView::FoldedText &one : m_view.foldedTexts()) {
        if (one.position < position)
            offset += int(inserted(one).size());
    }
    return offset;
}

QTextCursor HtmlViewAccessible::cursorAt(int offset) const
{
    QTextCursor cursor(m_view.document());
    cursor.setPosition(toDocument(offset));
    return cursor;
}

int HtmlViewAccessible::characterCount() const
{
    return int(wholeText().size());
}

QString HtmlViewAccessible::text(int start, int end) const
{
    return wholeText().mid(start, end - start);
}

int HtmlViewAccessible::selectionCount() const
{
    return m_view.textCursor().hasSelection() ? 1 : 0;
}

void HtmlViewAccessible::selection(int index, int *start, int *end) const
{
    const QTextCursor cursor = m_view.textCursor();
    const bool isThere = index == 0 && cursor.hasSelection();
    *start = isThere ? fromDocument(cursor.selectionStart()) : 0;
    *end = isThere ? fromDocument(cursor.selectionEnd()) : 0;
}

void HtmlViewAccessible::addSelection(int start, int end)
{
    setSelection(0, start, end);
}

void HtmlViewAccessible::removeSelection(int index)
{
    QTextCursor cursor = m_view.textCursor();
    cursor.clearSelection();
    if (index == 0)
        m_view.setTextCursor(cursor);
}

void HtmlViewAccessible::setSelection(int index, int start, int end)
{
    if (index != 0)
        return;
    QTextCursor cursor = cursorAt(start);
    cursor.setPosition(toDocument(end), QTextCursor::KeepAnchor);
    m_view.setTextCursor(cursor);
}

int HtmlViewAccessible::cursorPosition() const
{
    return fromDocument(m_view.textCursor().position());
}

void HtmlViewAccessible::setCursorPosition(int offset)
{
    m_view.setTextCursor(cursorAt(offset));
}

QRect HtmlViewAccessible::characterRect(int offset) const
{
    QRect place = m_view.cursorRect(cursorAt(offset));
    const QRect next = m_view.cursorRect(cursorAt(offset + 1));
    if (next.top() == place.top() && next.left() > place.left())
        place.setRight(next.left() - 1);
    return place.translated(m_view.viewport()->mapToGlobal(QPoint()));
}

int HtmlViewAccessible::offsetAtPoint(const QPoint &point) const
{
    const QPoint inside = m_view.viewport()->mapFromGlobal(point);
    if (!m_view.viewport()->rect().contains(inside))
        return -1;
    return fromDocument(m_view.cursorForPosition(inside).position());
}

void HtmlViewAccessible::scrollToSubstring(int start, int end)
{
    for (const int offset : {end, start})
        setCursorPosition(offset);
    m_view.ensureCursorVisible();
}

// As IAccessible2 names them, for the run of one look.
QString HtmlViewAccessible::attributes(int offset, int *start, int *end) const
{
    QTextCursor cursor = cursorAt(offset);
    cursor.movePosition(QTextCursor::NextCharacter);
    const QTextCharFormat format = cursor.charFormat(); // of the character before it
    const int last = characterCount();
    *start = std::clamp(offset, 0, last);
    *end = std::min(*start + 1, last);
    QString found;
    if (format.fontWeight() >= QFont::Bold)
        found += QStringLiteral("font-weight:bold;");
    if (format.fontItalic())
        found += QStringLiteral("font-style:italic;");
    if (format.fontUnderline())
        found += QStringLiteral("text-underline-style:solid;");
    return found;
}
