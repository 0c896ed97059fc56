// SPDX-License-Identifier: GPL-3.0-or-later
//
// SearchEdit is where the user writes what to search for: a line with a magnifier and a button that clears
// it. Return or a pause in typing asks for the search, Escape leaves it. GUI thread.
#pragma once

#include <QLineEdit>
#include <QTimer>

class SearchEdit : public QLineEdit
{
    Q_OBJECT
public:
    explicit SearchEdit(QWidget *parent = nullptr);

    // Underlines these characters until the text changes.
    void markError(qsizetype position, qsizetype length);

Q_SIGNALS:
    // `asked`: by Return, and not by a pause, after which the text may well be unfinished.
    void searchRequested(const QString &text, bool asked);
    void left();          // Escape, or the text was cleared
    void listRequested(); // the arrow down: the user wants to go through what was found

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void takeText(const QString &text);
    void setMark(int position, int length, const QTextCharFormat &format);

    QTimer m_pause;
};
