// SPDX-License-Identifier: GPL-3.0-or-later
#include "SourceView.h"

#include "SourceViewAccessible.h"
#include "Theme.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextLayout>

#include <algorithm>

namespace
{
constexpr int sourceMargin = 12;
constexpr qsizetype firstSourcePiece = 1'000'000; // bytes that are counted before anything is shown
constexpr qsizetype nextSourcePiece = 4'000'000;
constexpr qsizetype linesPerSearch = 20'000;
constexpr size_t mostSourceMatches = 10'000;
constexpr qsizetype mostSourceCopied = 20'000'000; // bytes

QTextLayout::FormatRange formatRange(qsizetype start, qsizetype length, const QTextCharFormat &format)
{
    return {int(start), int(length), format};
}
} // namespace

SourceView::SourceView(QWidget *parent) : QAbstractScrollArea(parent)
{
    SourceViewAccessible::install();
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setAccessibleName(tr("Source of the message"));
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setBackgroundRole(QPalette::Base);
    // Somebody else's letters must not turn round what is shown as it came.
    setLayoutDirection(Qt::LeftToRight);
    m_work.setInterval(0);
    connect(&m_work, &QTimer::timeout, this, &SourceView::work);
}

void SourceView::setBytes(const QByteArray &bytes, SourceLines::Content content)
{
    m_lines = SourceLines(bytes, content);
    m_anchor = m_caret = {};
    m_lines.indexMore(firstSourcePiece);
    m_matches.clear();
    m_searchedLines = 0;
    m_currentMatch = -1;
    updateScrollBars();
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    viewport()->update();
    if (!m_lines.isComplete() || !m_wanted.isEmpty())
        m_work.start();
}

void SourceView::work()
{
    if (!m_lines.isComplete()) {
        m_lines.indexMore(nextSourcePiece);
        updateScrollBars();
        return;
    }
    if (!m_wanted.isEmpty() && m_searchedLines < m_lines.count())
        searchMore();
    else
        m_work.stop();
}

void SourceView::find(const QString &text, bool caseSensitive)
{
    m_wanted = text;
    m_case = caseSensitive ? Qt::CaseSensitive : Qt::CaseInsensitive;
    m_matches.clear();
    m_searchedLines = 0;
    m_currentMatch = -1;
    m_searchFrom = verticalScrollBar()->value();
    if (text.isEmpty()) {
        tellCount();
        viewport()->update();
        return;
    }
    work();
    m_work.start();
}

void SourceView::searchMore()
{
    const std::vector<SourceLines::Line> lines = m_lines.lines(m_searchedLines, linesPerSearch);
    for (const SourceLines::Line &line : lines) {
        const QString text = m_lines.text(line);
        qsizetype at = text.indexOf(m_wanted, 0, m_case);
        for (; at >= 0 && m_matches.size() < mostSourceMatches;
             at = text.indexOf(m_wanted, at + m_wanted.size(), m_case))
            m_matches.push_back({{m_searchedLines, at}, m_wanted.size()});
        ++m_searchedLines;
    }
    if (m_matches.size() >= mostSourceMatches)
        m_searchedLines = m_lines.count();
    const bool isDone = m_searchedLines >= m_lines.count();
    if (m_currentMatch < 0 && !m_matches.empty() && (m_matches.back().start.line >= m_searchFrom || isDone)) {
        const auto first = std::find_if(m_matches.begin(), m_matches.end(), [this](const Match &match) {
            return match.start.line >= m_searchFrom;
        });
        m_currentMatch = first == m_matches.end() ? 0 : int(first - m_matches.begin());
        goTo(m_matches[size_t(m_currentMatch)]);
    }
    tellCount();
    viewport()->update();
}

void SourceView::findNext(int step)
{
    if (m_matches.empty())
        return;
    const int count = int(m_matches.size());
    m_currentMatch = (std::max(m_currentMatch, 0) + step + count) % count;
    goTo(m_matches[size_t(m_currentMatch)]);
    tellCount();
}

void SourceView::tellCount()
{
    const bool isComplete =
        m_lines.isComplete() && m_searchedLines >= m_lines.count() && m_matches.size() < mostSourceMatches;
    Q_EMIT counted(m_currentMatch + 1, int(m_matches.size()), m_wanted.isEmpty() || isComplete);
}

void SourceView::goTo(const Match &match)
{
    m_anchor = match.start;
    m_caret = {match.start.line, match.start.column + match.length};
    const int line = int(match.start.line);
    QScrollBar *bar = verticalScrollBar();
    if (line < bar->value() || line >= bar->value() + linesOnScreen() - 1)
        bar->setValue(line - linesOnScreen() / 3);
    const int x = int(match.start.column) * fontMetrics().averageCharWidth();
    QScrollBar *across = horizontalScrollBar();
    if (x < across->value() || x > across->value() + viewport()->width() - 8 * sourceMargin)
        across->setValue(x - viewport()->width() / 3);
    viewport()->update();
}

int SourceView::lineHeight() const
{
    return fontMetrics().lineSpacing();
}

int SourceView::linesOnScreen() const
{
    return qMax(1, (viewport()->height() - 2 * sourceMargin) / lineHeight());
}

void SourceView::updateScrollBars()
{
    const qsizetype last = qMax(qsizetype(0), m_lines.count() - linesOnScreen());
    verticalScrollBar()->setRange(0, int(qMin(last, qsizetype(1'000'000'000))));
    verticalScrollBar()->setPageStep(linesOnScreen());
    const int width = int(m_lines.longest()) * fontMetrics().averageCharWidth() + 3 * sourceMargin;
    horizontalScrollBar()->setRange(0, qMax(0, width - viewport()->width()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setSingleStep(fontMetrics().averageCharWidth() * 4);
}

void SourceView::layOut(QTextLayout &layout, qsizetype number, const SourceLines::Line &line) const
{
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    option.setTextDirection(Qt::LeftToRight);
    option.setTabStopDistance(8 * fontMetrics().horizontalAdvance(u' '));
    layout.setTextOption(option);
    addFormats(layout, number, line);
    layout.beginLayout();
    QTextLine only = layout.createLine();
    if (only.isValid())
        only.setLineWidth(1e6);
    layout.endLayout();
}

void SourceView::addFormats(QTextLayout &layout, qsizetype number, const SourceLines::Line &line) const
{
    const qsizetype length = layout.text().size();
    QList<QTextLayout::FormatRange> formats;
    QTextCharFormat colour;
    if (line.kind == SourceLines::Kind::Field) {
        const qsizetype colon = layout.text().indexOf(u':');
        if (colon > 0) {
            colour.setForeground(palette().color(QPalette::Link));
            colour.setFontWeight(QFont::DemiBold);
            formats += formatRange(0, colon, colour);
        }
    } else if (line.kind == SourceLines::Kind::Boundary) {
        colour.setForeground(Theme::amber(palette()));
        formats += formatRange(0, length, colour);
    } else if (line.kind == SourceLines::Kind::Body) {
        colour.setForeground(palette().color(QPalette::Text));
    }
    QTextCharFormat found;
    found.setBackground(Theme::noticeBackground(palette()));
    found.setForeground(palette().color(QPalette::Text));
    auto match = std::lower_bound(m_matches.begin(), m_matches.end(), number,
                                  [](const Match &one, qsizetype n) { return one.start.line < n; });
    for (; match != m_matches.end() && match->start.line == number; ++match)
        formats += formatRange(match->start.column, match->length, found);
    const auto [from, to] = std::minmax(m_anchor, m_caret);
    if (from != to && from.line <= number && number <= to.line) {
        QTextCharFormat selected;
        selected.setBackground(palette().color(QPalette::Highlight));
        selected.setForeground(palette().color(QPalette::HighlightedText));
        const qsizetype start = from.line == number ? qMin(from.column, length) : 0;
        const qsizetype end = to.line == number ? qMin(to.column, length) : length;
        formats += formatRange(start, end - start, selected);
    }
    layout.setFormats(formats);
}

void SourceView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
    painter.setPen(palette().color(QPalette::Text));
    const qsizetype first = verticalScrollBar()->value();
    qreal y = sourceMargin;
    qsizetype number = first;
    for (const SourceLines::Line &line : m_lines.lines(first, linesOnScreen() + 2)) {
        QTextLayout layout(m_lines.text(line), font());
        layOut(layout, number, line);
        layout.draw(&painter, QPointF(sourceMargin - horizontalScrollBar()->value(), y));
        y += lineHeight();
        ++number;
    }
}

SourceView::Position SourceView::positionAt(const QPoint &point) const
{
    const qsizetype line =
        std::clamp(qsizetype(verticalScrollBar()->value()) + (point.y() - sourceMargin) / lineHeight(),
                   qsizetype(0), qMax(qsizetype(0), m_lines.count() - 1));
    const SourceLines::Line at = m_lines.line(line);
    QTextLayout layout(m_lines.text(at), font());
    layOut(layout, line, at);
    if (layout.lineCount() == 0)
        return {line, 0};
    return {line, layout.lineAt(0).xToCursor(point.x() - sourceMargin + horizontalScrollBar()->value())};
}

void SourceView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    m_caret = positionAt(event->position().toPoint());
    if (!(event->modifiers() & Qt::ShiftModifier))
        m_anchor = m_caret;
    viewport()->update();
}

void SourceView::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton))
        return;
    const int y = int(event->position().y());
    if (y < 0 || y > viewport()->height())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + (y < 0 ? -1 : 1));
    m_caret = positionAt(event->position().toPoint());
    viewport()->update();
}

void SourceView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(tr("&Copy"), this, &SourceView::copy)->setEnabled(m_anchor != m_caret);
    menu.addAction(tr("Select &all"), this, &SourceView::selectAll);
    menu.exec(event->globalPos());
}

void SourceView::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *bar = verticalScrollBar();
    if (event->matches(QKeySequence::Copy))
        copy();
    else if (event->matches(QKeySequence::SelectAll))
        selectAll();
    else if (event->matches(QKeySequence::MoveToStartOfDocument) || event->key() == Qt::Key_Home)
        bar->setValue(0);
    else if (event->matches(QKeySequence::MoveToEndOfDocument) || event->key() == Qt::Key_End)
        bar->setValue(bar->maximum());
    else if (event->key() == Qt::Key_Space)
        bar->setValue(bar->value() + (event->modifiers() & Qt::ShiftModifier ? -1 : 1) * bar->pageStep());
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void SourceView::selectAll()
{
    m_anchor = {};
    const qsizetype last = qMax(qsizetype(0), m_lines.count() - 1);
    m_caret = {last, m_lines.text(m_lines.line(last)).size()};
    viewport()->update();
}

QString SourceView::selectedText() const
{
    const auto [from, to] = std::minmax(m_anchor, m_caret);
    if (from == to)
        return {};
    QString text;
    for (qsizetype at = from.line; at <= to.line && text.size() < mostSourceCopied; at += linesPerSearch) {
        qsizetype number = at;
        for (const SourceLines::Line &line : m_lines.lines(at, qMin(linesPerSearch, to.line - at + 1))) {
            const QString whole = m_lines.text(line);
            const qsizetype start = number == from.line ? from.column : 0;
            const qsizetype end = number == to.line ? to.column : whole.size();
            text += whole.mid(start, end - start);
            // A line that was cut for the screen goes on without a line feed.
            const qsizetype next = line.start + line.length;
            const bool ends = next >= m_lines.bytes().size() || m_lines.bytes()[next] == '\n' ||
                              m_lines.bytes()[next] == '\r';
            if (number < to.line && ends)
                text += u'\n';
            ++number;
        }
    }
    return text;
}

void SourceView::copy()
{
    if (m_anchor != m_caret)
        QApplication::clipboard()->setText(selectedText());
}

QString SourceView::visibleText() const
{
    QStringList texts;
    for (const SourceLines::Line &line : m_lines.lines(verticalScrollBar()->value(), linesOnScreen()))
        texts += m_lines.text(line);
    return texts.join(u'\n');
}

void SourceView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
}

void SourceView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateScrollBars();
    viewport()->update();
}

void SourceView::scrollContentsBy(int, int)
{
    viewport()->update();
}
