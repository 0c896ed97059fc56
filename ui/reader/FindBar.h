// SPDX-License-Identifier: GPL-3.0-or-later
//
// FindBar is the strip in which one looks for words in what is shown: the field, how many there are and which
// one this is, and the way to the next and the previous. It looks for nothing itself. GUI thread.
#pragma once

#include <QFrame>

class QLabel;
class QLineEdit;
class QToolButton;

class FindBar : public QFrame
{
    Q_OBJECT
public:
    explicit FindBar(QWidget *parent = nullptr);

    // Shows the bar and gives it the focus; with `text`, unless that is empty.
    void open(const QString &text = {});
    QString text() const;
    bool isCaseSensitive() const;
    // `current` counts from 1; 0 where nothing was found.
    void showCount(int current, int total, bool isComplete);

public Q_SLOTS:
    void shut();

Q_SIGNALS:
    void wanted(const QString &text, bool caseSensitive); // also when shut, with nothing
    void stepped(int step);                               // 1 or -1
    void shutDown();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QToolButton *button(const QString &icon, const QString &name);
    void tell();

    QLineEdit *m_field;
    QLabel *m_count;
    QToolButton *m_case;
};
