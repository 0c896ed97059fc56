// SPDX-License-Identifier: GPL-3.0-or-later
//
// TextPane shows a text file, however long, with a strip to find words in it. GUI thread.
#pragma once

#include <QWidget>

class FindBar;
class SourceView;

class TextPane : public QWidget
{
    Q_OBJECT
public:
    explicit TextPane(QWidget *parent = nullptr);

    // UTF-8.
    void setText(const QByteArray &text);
    void openFind();
    void findNext(int step);
    // False where no search was open.
    bool shutFind();

private:
    FindBar *m_find;
    SourceView *m_view;
};
