// SPDX-License-Identifier: GPL-3.0-or-later
//
// EncodingMenu lets the user say what the text of a message is written in, where the message itself says it
// wrongly or not at all. GUI thread.
#pragma once

#include <QMenu>

class QActionGroup;

class EncodingMenu : public QMenu
{
    Q_OBJECT
public:
    explicit EncodingMenu(QWidget *parent = nullptr);

    // `wanted` is what the user said, empty for nothing; `used` what the text was read by.
    void showChoice(const QByteArray &wanted, const QByteArray &used);

Q_SIGNALS:
    void chosen(const QByteArray &charset); // empty: to find out by itself

private:
    QAction *addChoice(QMenu &menu, const QString &text, const QByteArray &charset);

    QActionGroup *m_choices;
    QAction *m_automatic;
};
