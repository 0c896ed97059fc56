// SPDX-License-Identifier: GPL-3.0-or-later
//
// PageFind finds words in the document of a text view, marks those that are on the screen, and goes from one
// to the next. What the page's layout has put into long words for its own sake is not in the way. GUI thread.
#pragma once

#include <QObject>
#include <QString>

#include <vector>

class QTextEdit;

class PageFind : public QObject
{
    Q_OBJECT
public:
    // `view` must outlive it.
    explicit PageFind(QTextEdit &view, QObject *parent = nullptr);

    // Finds all, and goes to the first one from the top of the screen on. Nothing: ends the search.
    void find(const QString &text, bool caseSensitive);
    void step(int step);
    // The document is another one: finds the same words in it, and stays where the view is.
    void findAgain();

Q_SIGNALS:
    void counted(int current, int total, bool isComplete);

private:
    struct Match {
        int start = 0, length = 0;
    };

    void collect();
    int firstFrom(int position) const;
    int topOfScreen() const;
    void goToCurrent();
    void mark();
    void tell();

    QTextEdit &m_view;
    QString m_text;
    Qt::CaseSensitivity m_case = Qt::CaseInsensitive;
    std::vector<Match> m_matches;
    int m_current = -1;
};
