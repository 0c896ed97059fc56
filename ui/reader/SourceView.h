// SPDX-License-Identifier: GPL-3.0-or-later
//
// SourceView shows the bytes of a message, or a text, line by line, with the header, the boundaries and the
// body in colours of their own. It lays out only the lines on the screen, so that 50 MB open as quickly as 50
// KB; lines are counted and searched in pieces between events. GUI thread.
#pragma once

#include "SourceLines.h"

#include <QAbstractScrollArea>
#include <QTimer>

class QTextLayout;

class SourceView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit SourceView(QWidget *parent = nullptr);

    void setBytes(const QByteArray &bytes, SourceLines::Content content = SourceLines::Content::Message);
    const SourceLines &lines() const { return m_lines; }
    bool isComplete() const { return m_lines.isComplete(); }

    // Looks for `text` from the top of the screen on; counted() tells what is found, and when all is.
    void find(const QString &text, bool caseSensitive);
    void findNext(int step);
    QString selectedText() const;
    void selectAll();
    void copy();
    // The lines on the screen, for screen readers.
    QString visibleText() const;

Q_SIGNALS:
    void counted(int current, int total, bool isComplete);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    struct Position {
        qsizetype line = 0;
        qsizetype column = 0; // in the line's text

        auto operator<=>(const Position &) const = default;
    };
    struct Match {
        Position start;
        qsizetype length = 0;
    };

    void work();
    void searchMore();
    void goTo(const Match &match);
    void updateScrollBars();
    int lineHeight() const;
    int linesOnScreen() const;
    Position positionAt(const QPoint &point) const;
    void layOut(QTextLayout &layout, qsizetype number, const SourceLines::Line &line) const;
    void addFormats(QTextLayout &layout, qsizetype number, const SourceLines::Line &line) const;
    void tellCount();

    SourceLines m_lines;
    QTimer m_work; // counts lines, then searches, a piece at a time
    Position m_anchor, m_caret;
    QString m_wanted;
    Qt::CaseSensitivity m_case = Qt::CaseInsensitive;
    std::vector<Match> m_matches;
    qsizetype m_searchedLines = 0;
    qsizetype m_searchFrom = 0; // the line from which the first match is gone to
    int m_currentMatch = -1;
};
