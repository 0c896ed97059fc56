// SPDX-License-Identifier: GPL-3.0-or-later
#include "PageFind.h"

#include "Theme.h"

#include <QScrollBar>
#include <QTextBlock>
#include <QTextEdit>

#include <algorithm>

namespace
{
constexpr size_t mostPageMatches = 10'000;
constexpr int marksBeyondScreen = 200; // letters
constexpr int mostPageMarks = 1000;    // on one screen
constexpr QChar placeToBreak(0x200B);

// The block's text as it is read, and where each of its characters is in the block; no places: where it is.
QString textAsRead(const QTextBlock &block, std::vector<int> &places)
{
    QString text = block.text();
    text.replace(QChar(0xA0), u' ');
    places.clear();
    if (!text.contains(placeToBreak))
        return text;
    QString read;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == placeToBreak)
            continue;
        read += text[i];
        places.push_back(int(i));
    }
    return read;
}
} // namespace

PageFind::PageFind(QTextEdit &view, QObject *parent) : QObject(parent), m_view(view)
{
    for (const QScrollBar *bar : {view.verticalScrollBar(), view.horizontalScrollBar()})
        connect(bar, &QScrollBar::valueChanged, this, [this] {
            if (!m_matches.empty())
                mark();
        });
}

void PageFind::find(const QString &text, bool caseSensitive)
{
    m_text = text;
    m_case = caseSensitive ? Qt::CaseSensitive : Qt::CaseInsensitive;
    // The word grows while it is typed: the match that is shown stays as long as it is one.
    const int from = m_current >= 0 && m_view.textCursor().hasSelection()
                         ? m_view.textCursor().selectionStart()
                         : topOfScreen();
    collect();
    m_current = firstFrom(from);
    if (m_current >= 0)
        goToCurrent();
    mark();
    tell();
}

void PageFind::findAgain()
{
    if (m_text.isEmpty())
        return;
    collect();
    m_current = firstFrom(topOfScreen());
    mark();
    tell();
}

void PageFind::collect()
{
    m_matches.clear();
    if (m_text.isEmpty())
        return;
    std::vector<int> places;
    for (QTextBlock block = m_view.document()->begin(); block.isValid(); block = block.next()) {
        const QString text = textAsRead(block, places);
        for (qsizetype at = text.indexOf(m_text, 0, m_case); at >= 0;
             at = text.indexOf(m_text, at + m_text.size(), m_case)) {
            if (m_matches.size() == mostPageMatches)
                return;
            const qsizetype last = at + m_text.size() - 1;
            const int start = places.empty() ? int(at) : places[size_t(at)];
            const int end = places.empty() ? int(last) : places[size_t(last)];
            m_matches.push_back({block.position() + start, end - start + 1});
        }
    }
}

int PageFind::firstFrom(int position) const
{
    if (m_matches.empty())
        return -1;
    const auto found = std::lower_bound(m_matches.begin(), m_matches.end(), position,
                                        [](const Match &one, int from) { return one.start < from; });
    return found == m_matches.end() ? 0 : int(found - m_matches.begin());
}

int PageFind::topOfScreen() const
{
    // In the margin above the text Qt finds the end of the document.
    const int margin = int(m_view.document()->documentMargin());
    const int y = qMax(1, margin + 1 - m_view.verticalScrollBar()->value());
    return m_view.cursorForPosition(QPoint(margin + 1, y)).position();
}

void PageFind::step(int step)
{
    if (m_matches.empty())
        return;
    const int count = int(m_matches.size());
    m_current = (std::max(m_current, 0) + step + count) % count;
    goToCurrent();
    mark();
    tell();
}

void PageFind::goToCurrent()
{
    const Match &match = m_matches[size_t(m_current)];
    QTextCursor cursor(m_view.document());
    cursor.setPosition(match.start);
    cursor.setPosition(match.start + match.length, QTextCursor::KeepAnchor);
    m_view.setTextCursor(cursor);
    m_view.ensureCursorVisible();
}

void PageFind::mark()
{
    QList<QTextEdit::ExtraSelection> marks;
    const int margin = int(m_view.document()->documentMargin()) + 1;
    const QPoint bottom(m_view.viewport()->width() - margin, m_view.viewport()->height() - margin);
    // A line or two more at both ends: what is cut by the edge of the screen is seen, too.
    const int last = m_view.cursorForPosition(bottom).position() + marksBeyondScreen;
    const int top = topOfScreen() - marksBeyondScreen;
    auto match = std::lower_bound(m_matches.begin(), m_matches.end(), top,
                                  [](const Match &one, int from) { return one.start + one.length < from; });
    for (; match != m_matches.end() && match->start <= last && marks.size() < mostPageMarks; ++match) {
        QTextEdit::ExtraSelection one;
        one.cursor = QTextCursor(m_view.document());
        one.cursor.setPosition(match->start);
        one.cursor.setPosition(match->start + match->length, QTextCursor::KeepAnchor);
        const bool isCurrent = match - m_matches.begin() == m_current;
        const QPalette colours = m_view.palette();
        one.format.setBackground(isCurrent ? colours.color(QPalette::Highlight)
                                           : Theme::noticeBackground(colours));
        one.format.setForeground(colours.color(isCurrent ? QPalette::HighlightedText : QPalette::Text));
        marks.push_back(one);
    }
    m_view.setExtraSelections(marks);
}

void PageFind::tell()
{
    Q_EMIT counted(m_current + 1, int(m_matches.size()), m_matches.size() < mostPageMatches);
}
